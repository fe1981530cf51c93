"""Words that pick out of a group."""

from __future__ import annotations

import pytest

from tests.scene.conftest import Read


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Five crabs sat on a rock. One of them danced.", ("crab-2", "dance")),
        ("Lulu saw three crabs. Some were dancing.", ("crab-1", "dance")),
        ("Lulu met two turtles. Only the last one waved.", ("turtle-2", "wave")),
    ],
)
def test_who_is_picked_does_it(read: Read, text: str, action: tuple[str, str]) -> None:
    assert action in [(a.agent, a.move) for a in read(text)[0].graph.actions]


def test_one_that_is_picked_leaves_one_less(read: Read) -> None:
    entities = {e.id: e.count for e in read("Five crabs sat on a rock. One of them danced.")[0].graph.entities}
    assert (entities["crab-1"], entities["crab-2"]) == (4, 1)


def test_a_number_before_its_noun_picks_nobody(read: Read) -> None:
    assert {e.id for e in read("Lulu saw one crab.")[0].graph.entities} == {"hero", "crab-1"}


def test_none_of_them_is_no_new_one(read: Read) -> None:
    scene = read("Lulu met three crabs. None of them danced.")[0]
    assert "crab-2" not in {e.id for e in scene.graph.entities}


def test_of_fish_too_one_is_picked(read: Read) -> None:
    scene = read("A family of clownfish lived in a shell. One night the youngest was left outside. He waved.")[0]
    assert ("clownfish-2", "wave") in [(a.agent, a.move) for a in scene.graph.actions]
