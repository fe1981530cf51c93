"""Familiar words and the limit of the reading level: from house stories, tinystories and two lists of basic English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard.features import stem
from story_cli.guard.reading import FEWEST_WORDS, reading_level
from story_cli.training.corpus import house_rows, open_text

TOLERATED = 0.003  # share of the house stories' scenes that may be refused; sets the limit
_LISTS = ("wordlists/ogden_basic_english_850.txt", "wordlists/voa_special_english.txt")
_SEEN, _SEEN_OPEN = (
    2,
    8,
)  # house stories, and stories of tinystories (written for children of three to four), with a word
_TALES = 4000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def familiar_words(data: Path, library: Library, more: Iterable[str]) -> frozenset[str]:
    """Base forms. `more`: texts that are at home here too. Raises: StoryError if a list is missing."""
    seen: Counter[str] = Counter()
    for row in house_rows(library.root):
        texts = [scene["text"] for scene in row["scenes"]]  # type: ignore[attr-defined]
        seen.update(set(_stems(" ".join(texts))))
    found = {word for word, count in seen.items() if count >= _SEEN}
    simple: Counter[str] = Counter()
    for text in open_text(data, "tinystories", _TALES):
        simple.update(set(_stems(text)))
    found |= {word for word, count in simple.items() if count >= _SEEN_OPEN}
    for name in (*library.things_by_word, *library.vocabulary.colours, *library.vocabulary.adjectives, *more):
        found.update(_stems(name))
    for name in _LISTS:
        try:
            found.update(_stems((data / name).read_text(encoding="utf-8")))
        except OSError as exc:
            raise StoryError(f"no word list {data / name}", "put wordlists below --data") from exc
    return frozenset(found)


def house_scenes(library: Library) -> list[str]:
    """Every scene of the house stories that is long enough to be measured."""
    texts = [scene["text"] for row in house_rows(library.root) for scene in row["scenes"]]  # type: ignore[attr-defined]
    return [text for text in texts if len(_stems(text)) >= FEWEST_WORDS]


def limit_of(library: Library, familiar: frozenset[str]) -> float:
    """The level that all but TOLERATED of the house stories' scenes keep below."""
    levels = sorted(reading_level(text, familiar) for text in house_scenes(library))
    return round(levels[-1 - int(TOLERATED * len(levels))], 3)


def _stems(text: str) -> list[str]:
    return [stem(word.lower().replace("’", "'")) for word in _WORD.findall(text)]
