"""What can be judged by counting: planned words used, repetition, length, words that are not for children."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from story_cli.catalogue import Library
from story_cli.guard import accepts
from story_cli.text import sentences

WORDS = (24, 75)  # of a scene; beyond that the grade falls. Source: story guide, "Shape", with room on both sides
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")


def words_of(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return _WORD.findall(text.lower())


def freshness(scenes: Sequence[str]) -> float:
    """1 if no sentence comes twice and few three-word runs repeat, falling to 0."""
    said = [" ".join(words_of(s.text)) for scene in scenes for s in sentences(scene)]
    twice = sum(count - 1 for text, count in Counter(said).items() if len(text.split()) > 2)
    runs = Counter(run for scene in scenes for run in zip(*(words_of(scene)[n:] for n in range(4)), strict=False))
    again = sum(count - 1 for count in runs.values()) / max(1, sum(runs.values()))
    return max(0.0, 1.0 - 0.5 * twice - 3.0 * again)


def together(verdict: dict[str, float]) -> float:
    """One number for a model's verdict: its own of the whole, else the criteria's geometric mean, so that one shows."""
    if "whole" in verdict:
        return verdict["whole"]
    return math.prod(verdict.values()) ** (1 / len(verdict))


def fidelity(missing: int, planned: int) -> float:
    """Share of the planned keywords that the text uses."""
    return 1.0 if planned == 0 else max(0.0, 1.0 - missing / planned)


def length(scenes: Sequence[str]) -> float:
    """1 if every scene is neither too short nor too long."""
    low, high = WORDS
    counts = [len(words_of(scene)) for scene in scenes]
    return sum(1.0 if low <= n <= high else max(0.0, min(n / low, high / max(1, n))) ** 2 for n in counts) / len(counts)


def safe(scenes: Sequence[str], library: Library, *, doubtful: bool = False) -> bool:
    """Whether the output filter lets the scenes pass; `doubtful` as in `guard.accepts`."""
    return accepts(library, scenes, "rank", doubtful=doubtful)
