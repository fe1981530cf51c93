"""How hard a text is to read: long sentences and words that small children do not know.

level = 0.1579 · (per cent of unfamiliar words) + 0.0496 · (words a sentence). Source: Dale & Chall 1948, "A Formula for
Predicting Readability", without its constant; familiar here is what the house stories, the catalogue and two lists of
basic English use (library/guard/familiar.txt, base forms). Names do not count. The limit is in reading.json.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from story_cli.catalogue import Library
from story_cli.errors import ExitStatus, StoryError
from story_cli.guard.features import stem
from story_cli.text import sentences

FAMILIAR, LIMIT = "familiar.txt", "reading.json"
FEWEST_WORDS, FEWEST_SENTENCES = 30, 2  # a shorter text tells too little
_RARE, _LENGTH = 0.1579, 0.0496
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def reading_level(text: str, familiar: frozenset[str]) -> float:
    """The level of a text, 0 for one without words; a house story has 1 (very easy) to about 3."""
    spoken = [sentence.text for sentence in sentences(text)]
    words = [word for sentence in spoken for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    lower = {word for word in words if word[0].islower()}
    rare = sum(
        len(word) > 1
        and (word in lower or word.lower() in lower)  # what is never written small is a name
        and stem(word.lower().replace("’", "'")) not in familiar
        for word in words
    )
    return _RARE * 100 * rare / len(words) + _LENGTH * len(words) / len(spoken)


def too_hard(library: Library, text: str) -> float:
    """The level of a text beyond the library's limit, else 0."""
    if len(_WORD.findall(text)) < FEWEST_WORDS or len(sentences(text)) < FEWEST_SENTENCES:
        return 0.0
    familiar, limit = _familiar(library.root / "guard")
    level = reading_level(text, familiar)
    return level if level > limit else 0.0


@lru_cache(maxsize=2)
def _familiar(folder: Path) -> tuple[frozenset[str], float]:
    try:
        words = frozenset((folder / FAMILIAR).read_text(encoding="utf-8").split())
        limit = msgspec.json.decode((folder / LIMIT).read_bytes(), type=dict[str, float])["limit"]
    except (OSError, KeyError, UnicodeDecodeError, msgspec.DecodeError) as exc:
        hint = "install storycli again, or make it: storycli train guard"
        raise StoryError(f"the reading level cannot be measured: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    return words, limit
