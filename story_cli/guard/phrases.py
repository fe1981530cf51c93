"""Listed phrases: words that are harmless alone and not together ("bag … over … head"), in order, a few words apart.

library/guard/phrases.txt has one a line: severity 1 … 3, tab, words. `a|b` stands for either word, `~` for up to GAP
other words; every word stands for all its forms. A gap never leaps over "not", "never" or "no".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard.features import stem, stems

GAP = 4
_BETWEEN = rf"(?:(?!(?:not|never|no|nobody) )\S+ ){{0,{GAP}}}"


def listed_phrases(library: Library, sentence: str) -> Iterator[tuple[str, int]]:
    """Listed phrases of a sentence, as they are listed, with their severity."""
    told = " " + "".join(f"{word} " for word in stems(sentence) if word[0].isalpha())
    for pattern, phrase, level in _phrases(library.root / "guard" / "phrases.txt"):
        if pattern.search(told):
            yield phrase, level


@lru_cache(maxsize=4)
def _phrases(path: Path) -> tuple[tuple[re.Pattern[str], str, int], ...]:
    found = []
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                level, _, phrase = line.partition("\t")
                found.append((re.compile(_expression(phrase)), phrase, int(level)))
    except (OSError, UnicodeDecodeError, ValueError, re.error) as exc:
        raise StoryError(f"the library's phrases cannot be read: {exc}", "install storycli again") from exc
    return tuple(found)


def _expression(phrase: str) -> str:
    parts = []
    for part in phrase.split():
        forms = sorted({form for word in part.split("|") for form in (word, stem(word))})
        words = "|".join(re.escape(form) for form in forms)
        parts.append(_BETWEEN if part == "~" else f"(?:{words}) ")
    return " " + "".join(parts)
