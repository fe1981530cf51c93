"""Plans in roles become plans with catalogue ids; any number of scenes can be had of five."""

import random

import pytest

from story_cli.artifacts import Brief, Frame, PlannedScene
from story_cli.catalogue import Library
from story_cli.models.roles import Role, RoleScene, RoleStory
from story_cli.plan.cast import Filling, fill
from story_cli.plan.compose import compose, fitted, prompted

BRIEF = Brief("underwater", "mermaid", "Mira", "she", ("pink",), ("silly",), seed=1)
ROLES = (
    Role("c1", "creature", ("size:tiny",), named=True), Role("t1", "thing", ("+hand",)),
    Role("p1", "place", ("+home",)), Role("d1", "hide", within="p1"),
)  # fmt: skip
SCENE = RoleScene(
    "p1",
    (Frame("hero", "want", "t1"), Frame("c1", "sleep", relation="in", at="d1"), Frame("c1", "thank", "hero")),
    ("gone",),
)
STORY = RoleStory("planner", "underwater", "mermaid", ("silly",), ROLES, ("the", "<t1>", "of", "<name>"),
                  ("to", "find", "a", "<t1>"), (SCENE,) * 5)  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.fixture
def filling(library: Library) -> Filling:
    found = fill(ROLES, BRIEF, library, random.Random(2))
    assert found is not None
    return found


def test_a_filling_belongs_to_the_theme_and_meets_the_needs(filling: Filling) -> None:
    assert "underwater" in filling.creatures["c1"].themes
    assert filling.creatures["c1"].size_m <= 0.35
    assert "hand" in filling.things["t1"].tags
    assert filling.places["p1"].theme == "underwater"


def test_a_creature_takes_another_pronoun_and_name_than_the_hero(filling: Filling) -> None:
    _, friend = filling.cast(BRIEF)
    assert friend.pronoun == "he"
    assert friend.name not in ("", "Mira")


def test_ids_take_the_place_of_roles(filling: Filling, library: Library) -> None:
    plan = compose(STORY, filling, BRIEF, library, random.Random(1))
    scene = plan.scenes[0]
    thing = filling.things["t1"]
    assert scene.place == filling.places["p1"].id
    assert scene.frames[0] == Frame("hero", "want", thing.id)
    assert f"{scene.frames[1].relation} {scene.frames[1].at}" == filling.hides["d1"]
    assert thing.id in scene.things
    assert scene.keywords == (thing.names[0], "gone", f"pink {thing.names[0]}", "silly")
    assert plan.wish.startswith("to find a")
    assert plan.title.endswith("of Mira")


@pytest.mark.parametrize("wanted", [1, 3, 5, 8, 12])
def test_scenes_are_joined_or_divided(wanted: int) -> None:
    scenes = fitted(STORY.scenes, wanted)
    assert len(scenes) == wanted
    assert all(scene.frames for scene in scenes)
    assert {f for s in scenes for f in s.frames} == set(SCENE.frames)


def test_a_theme_without_what_is_needed_gives_no_filling(library: Library) -> None:
    roles = (Role("c1", "creature", ("+nothing-has-this",)),)
    assert fill(roles, BRIEF, library, random.Random(1)) is None


def test_a_colour_without_a_thing_and_a_second_adjective_are_planned_too(library: Library) -> None:
    scenes = (PlannedScene("coral-reef", (Frame("hero", "wait"),), ()),) * 3
    brief = Brief("underwater", "mermaid", "Mira", "she", ("pink", "blue"), ("silly", "brave"), seed=1)
    planned = prompted(scenes, brief, (), library, random.Random(1))
    assert sorted(word for scene in planned for word in scene.keywords) == ["blue", "brave", "pink", "silly"]
    assert "silly" in planned[0].keywords
    assert "brave" in planned[0].keywords


def test_a_thing_that_the_plot_colours_gets_no_second_colour(library: Library) -> None:
    scene = PlannedScene("coral-reef", (Frame("hero", "find", "pearl"),), ("pearl",), ("pearl",))
    brief = Brief("underwater", "mermaid", "Mira", "she", ("pink",), (), seed=1)
    assert prompted((scene,), brief, (), library, random.Random(1))[0].keywords == ("pearl", "pink pearl")
    assert prompted((scene,), brief, {"pearl"}, library, random.Random(1))[0].keywords == ("pearl", "pink")
