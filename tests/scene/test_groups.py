"""Several as one "they"."""

from __future__ import annotations

import pytest

from tests.scene.conftest import Read


def _who(read: Read, text: str, word: str = "they") -> set[str]:
    (scene,) = read(text)
    return set(next(m for m in reversed(scene.reading.mentions) if m.word == word).referents)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A crab and a fish met Lulu. They laughed.", {"crab-1", "fish-1"}),
        ("Lulu saw a crab and a fish. She swam after them.", {"crab-1", "fish-1"}),
        ("Lulu met a crab. They both laughed.", {"hero", "crab-1"}),
        ("Three crabs saw Lulu. They hid.", {"crab-1"}),
    ],
)
def test_they_are_those_named_together_or_acting_together(read: Read, text: str, who: set[str]) -> None:
    assert _who(read, text) == who


def test_they_all_are_everybody_there(read: Read) -> None:
    assert _who(read, "Lulu met a crab. A turtle came by. They all laughed.") == {"hero", "crab-1", "turtle-1"}


def test_it_goes_on_being_what_it_was(read: Read) -> None:
    text = "Lulu held a shell. It was pink. She hung it on a rock beside a boat. It shone."
    (scene,) = read(text)
    assert {m.referents for m in scene.reading.mentions if m.word == "it"} == {("shell-1",)}
