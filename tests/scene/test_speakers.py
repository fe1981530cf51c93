"""Who speaks, and who is spoken to."""

from __future__ import annotations

import pytest

from tests.scene.conftest import Read


def _speech(read: Read, text: str) -> dict[str, tuple[str, ...]]:
    (scene,) = read(text)
    return {m.word: m.referents for m in scene.reading.mentions if m.quote >= 0 and m.kind == "pronoun"}


@pytest.mark.parametrize(
    ("text", "word", "who"),
    [
        ('"I am old," said the boat.', "i", ("boat-1",)),
        ('A crab and a turtle met Lulu. "I like you," Lulu told the crab.', "you", ("crab-1",)),
        ('Lulu met a crab. A turtle came. "Can you swim?" she asked the crab.', "you", ("crab-1",)),
        ('Lulu met a crab. "Who are you?" asked the crab.', "you", ("hero",)),
        ('Lulu met a crab. "We are late," said Lulu.', "we", ("hero", "crab-1")),
        ('Lulu heard the crab. "I am here!" cried his voice.', "i", ("crab-1",)),
    ],
)
def test_persons_of_speech(read: Read, text: str, word: str, who: tuple[str, ...]) -> None:
    assert _speech(read, text)[word] == who


def test_any_verb_after_the_mark_tells(read: Read) -> None:
    (scene,) = read('Lulu met a crab and a fish. "I am late," fizzed the fish.')
    assert [line.speaker for line in scene.graph.lines] == ["fish-1"]
