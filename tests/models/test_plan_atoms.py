"""Plans go to atoms and back, and the grammar lets through exactly the well-formed ones."""

import random

import pytest

from story_cli.artifacts import Frame
from story_cli.models.plan_atoms import DONE, SCENE, Grammar, from_atoms, prompt, to_atoms
from story_cli.models.roles import Role, RoleScene, RoleStory

STORY = RoleStory(
    source="planner",
    theme="castle",
    hero="cat",
    adjectives=("silly",),
    roles=(
        Role("c1", "creature", ("size:tiny",), named=True),
        Role("t1", "thing", ("+hand",)),
        Role("p1", "place", ("+home",)),
        Role("d1", "hide", within="p1"),
    ),
    title=("<name>", "and", "the", "<t1>"),
    wish=("to", "sleep"),
    scenes=tuple(
        RoleScene(
            "p1",
            (Frame("hero", "want", "t1", feeling="sad"), Frame("c1", "say", recipient="hero", speech="warn"),
             Frame("c1", "hide", relation="behind", at="d1")),
            ("bell",),
        )
        for _ in range(5)
    ),
)  # fmt: skip


def test_a_plan_survives_the_round_trip() -> None:
    assert from_atoms(to_atoms(STORY)) == STORY


def test_the_grammar_accepts_a_well_formed_plan() -> None:
    atoms = to_atoms(STORY)
    grammar = Grammar(atoms)
    for atom in atoms[len(prompt("castle", ["silly"], "cat")) :]:
        assert atom in grammar.allowed(), atom
        grammar.take(atom)
    assert grammar.done
    assert grammar.allowed() == []


def test_nobody_acts_who_is_not_cast() -> None:
    atoms = [*to_atoms(STORY), "who:c2", "obj:t2"]
    grammar = Grammar(atoms)
    for atom in ["role:c1", "role:p1", "wish:to", SCENE, "place:p1"]:
        grammar.take(atom)
    assert "who:c1" in grammar.allowed()
    assert "who:c2" not in grammar.allowed()


@pytest.mark.parametrize("seed", range(20))
def test_a_random_walk_through_the_grammar_is_a_plan(seed: int) -> None:
    rng = random.Random(seed)
    grammar, walked = Grammar(to_atoms(STORY)), prompt("castle", ["silly"], "cat")
    while grammar.allowed() and len(walked) < 900:
        atom = rng.choice(grammar.allowed())
        grammar.take(atom)
        walked.append(atom)
    assert walked[-1] == DONE
    plan = from_atoms(walked)
    assert len(plan.scenes) == 5
    known = {role.id for role in plan.roles} | {"hero"}
    assert {scene.place for scene in plan.scenes} <= known
    assert all(frame.agent in known for scene in plan.scenes for frame in scene.frames)


def test_an_unknown_atom_is_refused() -> None:
    with pytest.raises(ValueError, match="no such atom"):
        from_atoms(["mark:plan", "colour:red"])
