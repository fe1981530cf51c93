"""What a pronoun means, by measures and weights."""

from __future__ import annotations

import pytest

from story_cli.artifacts import Character
from story_cli.catalogue import Library
from story_cli.scene.ranking import STARTING_WEIGHTS, read_weights, score
from story_cli.scene.understand import understand
from tests.scene.conftest import Read


def _it(read: Read, text: str, word: str = "it") -> tuple[str, ...]:
    return next(m for m in reversed(read(text)[0].reading.mentions) if m.word == word).referents


def test_a_score_is_a_weighted_sum_and_unknown_measures_weigh_nothing() -> None:
    assert score({"hero": 1.0, "back": 2.0, "no such": 5.0}, {"hero": 0.5, "back": -1.0}) == -1.5


def test_a_library_without_weights_uses_those_set_by_hand(tmp_path: object, library: Library) -> None:
    from pathlib import Path

    assert read_weights(Path(str(tmp_path))) is STARTING_WEIGHTS
    assert read_weights(library.root).keys() >= STARTING_WEIGHTS.keys()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A shell lay beside a rock. Lulu took a lantern. It mended itself.", "lantern-1"),  # who does it
        ("There was no boat. Lulu found a shell and hid it.", "shell-1"),
        ("A crab opened the box and found a shell in it.", "treasure-chest-1"),
        ("Lulu held the top half of a shell. It shone.", "shell-1"),
    ],
)
def test_it_is_the_thing_that_it_may_be(read: Read, text: str, who: str) -> None:
    assert _it(read, text) == (who,)


def test_what_is_pulled_behind_her_is_behind_whoever_pulls(read: Read) -> None:
    assert _it(read, "Lulu pulled a crab behind her.", "she") == ("hero",)


def test_what_is_described_before_anybody_is_named_is_not_the_hero(library: Library) -> None:
    text = "It was the smallest gloves that Juniper had ever seen. They hung on a thorn beside the gate."
    found = understand(text, library, theme="snowy-mountain", cast=(Character("hero", "fox", "Juniper", ""),))
    assert next(m.referents for m in found.reading.mentions if m.word == "it") != ("hero",)


def test_weather_is_nothing(read: Read) -> None:
    assert _it(read, "A crab sold hats, for it had not rained.") == ()


def test_fish_may_be_many(read: Read) -> None:
    (scene,) = read("Lulu looked at the jellyfish. They were glowing.")
    assert {e.id: e.count > 1 for e in scene.graph.entities}["jellyfish-1"]


def test_whoever_is_it_is_not_her_too(read: Read) -> None:
    assert _it(read, "Lulu gave a horse an apple, and it ate the apple and her hat.", "she") == ("hero",)


def test_nothing_is_with_what_is_not_there(read: Read) -> None:
    assert read("Lulu saw a house with no door.")[0].graph.relations == ()
