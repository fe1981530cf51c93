"""Patterns of sentences → sentences: (a|b) chooses, [x] may be left out, {slot} draws from a list. Draws from rng."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import NamedTuple

from story_cli.errors import StoryError

_INNER = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


class Pattern(NamedTuple):
    """One line of a pattern file."""

    category: str
    text: str


class Patterns(NamedTuple):
    """Patterns and the lists that they draw from."""

    patterns: tuple[Pattern, ...]
    slots: dict[str, tuple[str, ...]]


def read_patterns(path: Path, slots: dict[str, tuple[str, ...]] | None = None) -> Patterns:
    """A pattern file; `slots` of an earlier one may be used. Raises: StoryError naming the line."""
    known, patterns = dict(slots or {}), []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        category, _, text = line.partition("\t")
        if category == "slot":
            name, _, values = text.partition("\t")
            known[name] = tuple(values.split("|"))
            continue
        unknown = [name for name in _SLOT.findall(text) if name not in known]
        if not text or unknown or text.count("(") != text.count(")") or text.count("[") != text.count("]"):
            raise StoryError(f"{path.name} line {number}: no pattern ({unknown or line[:40]})", "see the file's head")
        patterns.append(Pattern(category, text))
    return Patterns(tuple(patterns), known)


def unfold(pattern: Pattern, slots: dict[str, tuple[str, ...]], rng: random.Random) -> str:
    """One sentence of a pattern."""
    text = pattern.text
    while match := _INNER.search(text):
        if match[1] is not None:
            chosen = rng.choice(match[1].split("|"))
        else:
            chosen = rng.choice(match[2].split("|")) if rng.random() < 0.5 else ""
        text = text[: match.start()] + chosen + text[match.end() :]
    text = _SLOT.sub(lambda m: rng.choice(slots[m[1]]), text)
    text = re.sub(r"\s+([.,!?])", r"\1", re.sub(r" {2,}", " ", text)).strip()
    return text[:1].upper() + text[1:]


def sentences_of(found: Patterns, each: int, rng: random.Random) -> list[tuple[str, str]]:
    """(category, sentence) of every pattern, up to `each` different ones."""
    made: dict[str, str] = {}
    for pattern in found.patterns:
        for _ in range(each):
            made.setdefault(unfold(pattern, found.slots, rng), pattern.category)
    return [(category, text) for text, category in made.items()]
