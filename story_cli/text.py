"""Sentences and words as every stage counts them: graph, effects, voice and captions share these numbers.

A word is a run of characters without white space, punctuation included ("boat," is one word). A place in a
story is (scene, sentence, word), each from 0, and never a character count of a changed text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_END = re.compile(r"""[.!?…]+["”’')\]]*(?=\s+["“‘'(\[]*[A-Z0-9])""")
_SPACED = re.compile(r"\S+")
_ABBREVIATIONS = ("Mr.", "Mrs.", "Ms.", "Dr.", "St.")


class Word(NamedTuple):
    """One white-space separated word; start and end are character positions in the scene's text."""

    text: str
    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence; start and end are character positions in the scene's text."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a scene's text into sentences with their words. A closing quote stays with its sentence; a quote that
    goes on in lower case ('"Hic!" said Lulu.') does not end one."""
    cuts = [m.end() for m in _END.finditer(text) if not text[: m.end()].endswith(_ABBREVIATIONS)]
    found = []
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        words = tuple(Word(m.group(), begin + m.start(), begin + m.end()) for m in _SPACED.finditer(text[begin:end]))
        if words:
            found.append(Sentence(text[words[0].start : words[-1].end], words[0].start, words[-1].end, words))
    return tuple(found)
