"""What is named but not there: negated, wished for, compared, only talked about."""

from __future__ import annotations

import pytest

from tests.scene.conftest import Read


@pytest.mark.parametrize(
    ("text", "piece", "visible"),
    [
        ("A boat lay on the sand.", "boat", True),
        ("There was no boat.", "boat", False),
        ("Lulu wanted a pearl.", "pearl", False),
        ("Lulu looked for a pearl.", "pearl", False),
        ("Lulu dreamed of a whale.", "whale", False),
        ("The rock was as big as a whale.", "whale", False),
        ("The crab looked like a shell.", "shell", False),
        ("Lulu turned around like an octopus and stared at the crab.", "octopus", False),
        ("Lulu swam without a lantern.", "lantern", False),
        ('"I saw a whale once," said Lulu.', "whale", False),
        ('"Look, a whale!" said Lulu.', "whale", True),
        ('"This shell is for you," said Lulu.', "shell", True),
        ("The turtle's house was empty.", "turtle", False),
        ("Lulu held the turtle's fin.", "turtle", True),
        ("The crab did not move.", "crab", True),
        ("Lulu could see a boat.", "boat", True),
        ("Lulu waited until a crab came.", "crab", False),
        ("Lulu dreamed of a crab who flew over a boat.", "crab", False),
        ("Not one crab sang.", "crab", False),
        ("Neither the turtle nor the fish had seen a boat.", "boat", False),
        ('"Maybe there is a key here," said Lulu.', "key", False),
        ("Lulu had shells for drums.", "drum", False),
        ("If a crab came, Lulu would laugh.", "crab", False),
        ("Lulu wanted a pearl. Then she found a pearl in a shell.", "pearl", True),
    ],
)
def test_only_what_is_there_is_visible(read: Read, text: str, piece: str, visible: bool) -> None:
    found = [entity.visible for entity in read(text)[0].graph.entities if entity.piece == piece]
    assert any(found) is visible


def test_what_is_held_is_carried_into_the_next_scene(read: Read) -> None:
    _, second = read("Lulu held a lantern.", "She swam into the dark. A crab waved.")
    assert ("hero", "holding", "lantern-1") in [(r.subject, r.predicate, r.object) for r in second.graph.relations]
    assert next(e for e in second.graph.entities if e.id == "lantern-1").visible


def test_what_was_given_away_is_not_carried_on(read: Read) -> None:
    _, second = read("Lulu held a lantern.", "She gave it to the crab. Then she swam home.")
    assert ("hero", "holding", "lantern-1") not in [(r.subject, r.predicate, r.object) for r in second.graph.relations]
