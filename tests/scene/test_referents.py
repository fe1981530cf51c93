"""Who "she", "it", "they", "the little creature" and "I" are."""

from __future__ import annotations

import pytest

from story_cli.artifacts import Character
from tests.scene.conftest import Read


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("Lulu met a crab. She waved at him.", "Lulu met a crab. The mermaid waved at the crab."),
        ("Lulu had a shell. She hid it under a rock.", "Lulu had a shell. The mermaid hid the shell under a rock."),
        ("The crab lost his hat.", "The crab lost the crab's hat."),
        (
            "Lulu and the crab swam home. They were happy.",
            "Lulu and the crab swam home. The mermaid and the crab were happy.",
        ),
        ("It was dark, and it rained.", "It was dark, and it rained."),
    ],
)
def test_pronouns_are_rewritten_as_the_ones_they_stand_for(read: Read, text: str, resolved: str) -> None:
    assert read(text)[0].graph.resolved == resolved


def test_her_own_reflection_is_not_somebody_else(read: Read) -> None:
    (scene,) = read(
        "Lulu hugged her.",
        cast=(Character("hero", "mermaid", "Lulu", "she"), Character("c1", "octopus", "Ottie", "she")),
    )
    her = next(m for m in scene.reading.mentions if m.word == "she")
    assert her.referents != ("hero",)


def test_a_name_after_its_kind_is_the_same_one(read: Read) -> None:
    (scene,) = read("A crab called Pip lived under a rock. Pip was shy. The crab hid all day.")
    crabs = [entity for entity in scene.graph.entities if entity.piece == "crab"]
    assert [(crab.name, len(crab.mentions)) for crab in crabs] == [("Pip", 4)]


def test_the_little_creature_is_the_octopus(read: Read) -> None:
    (scene,) = read("An octopus sat on a rock. Lulu waved at the little creature.")
    assert {entity.id for entity in scene.graph.entities} == {"octopus-1", "rock-1", "hero"}
    assert next(e for e in scene.graph.entities if e.id == "octopus-1").mentions[-1].word == 5


def test_a_name_that_no_list_has_is_somebody_and_turns_out_to_be_the_crab(read: Read) -> None:
    (scene,) = read("Lulu met Mr Pinch under a rock. He was sad. The crab waved.")
    crabs = [entity for entity in scene.graph.entities if entity.piece == "crab"]
    assert [(crab.name, len(crab.mentions)) for crab in crabs] == [("Pinch", 3)]


def test_her_friend_the_crab_is_one(read: Read) -> None:
    (scene,) = read("Lulu and her friend the crab sat on a rock.")
    assert [entity.piece for entity in scene.graph.entities] == ["mermaid", "crab", "rock"]


def test_who_is_named_beside_a_pronoun_is_somebody_else(read: Read) -> None:
    (scene,) = read("Lulu met a turtle. She lifted Lulu up.")
    assert next(m for m in scene.reading.mentions if m.word == "she").referents == ("turtle-1",)


def test_what_is_only_talked_about_is_no_she(read: Read) -> None:
    (scene,) = read('Lulu met a crab. "Are you a whale?" she asked. She laughed.')
    assert {m.referents for m in scene.reading.mentions if m.word == "she"} == {("hero",)}


def test_everybody_is_nobody_known_where_one_alone_is_there(read: Read) -> None:
    (scene,) = read("Lulu rolled by. Everybody was kind.")
    assert next(m for m in scene.reading.mentions if m.word == "all").referents == ()


def test_another_crab_is_a_new_one(read: Read) -> None:
    (scene,) = read("A crab sat on a rock. Another crab came along.")
    assert sum(entity.piece == "crab" for entity in scene.graph.entities) == 2


def test_a_later_scene_knows_who_was_met_before(read: Read) -> None:
    _, second = read("Lulu met a turtle.", "The turtle smiled. He gave her a shell.")
    assert {entity.id for entity in second.graph.entities} == {"turtle-1", "hero", "shell-1"}


def test_it_was_an_anglerfish_names_somebody_new(read: Read) -> None:
    (scene,) = read("Lulu held a lantern. Two eyes shone. It was an anglerfish.")
    assert scene.graph.resolved.endswith("The anglerfish was an anglerfish.")


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ('"Hic!" said the crab.', ["crab-1"]),
        ('Lulu asked, "Who is there?"', ["hero"]),
        ('"Come," said Lulu, "and see."', ["hero", "hero"]),
        ('The crab grinned. "Come in!"', ["crab-1"]),
        ('"Hello," said Lulu to the crab. "Good day," he said.', ["hero", "crab-1"]),
        ("“Hic!” said the crab.", ["crab-1"]),
    ],
)
def test_a_quotation_has_the_one_who_says_it(read: Read, text: str, speakers: list[str]) -> None:
    assert [line.speaker for line in read(text)[0].graph.lines] == speakers


def test_i_is_the_speaker(read: Read) -> None:
    (scene,) = read('"I am cold," said the crab.')
    assert next(m for m in scene.reading.mentions if m.word == "i").referents == ("crab-1",)
