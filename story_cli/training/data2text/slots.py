"""Which slots a text says: patterns for closed values, the value itself for open ones. Gives slot errors.

Written by hand from the learning and dev parts, after the idea of the matchers that cleaned E2E (Dušek, Howcroft and
Rieser 2019) and of ViGGO's slot aligner (Juraska, Bowden and Walker 2019).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from story_cli.training.data2text.meaning import Meaning, Slot
from story_cli.training.data2text.patterns import AFTER, ALIKE, NO, YES, YES_NO


class Told(NamedTuple):
    """What a text says: closed slots with their values, and how often it names each copied slot."""

    values: dict[str, set[str]]
    copied: Counter[str]


class Found(NamedTuple):
    """How a text and its meaning differ."""

    missed: int
    added: int
    wrong: int
    slots: int

    @property
    def errors(self) -> int:
        """Slot errors; their share of `slots` is the slot error rate."""
        return self.missed + self.added + self.wrong


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Lower case without accents, straight quotes, single spaces."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'").replace("–", "-"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).lower().split())


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def copied_pattern(value: str) -> re.Pattern[str]:
    """The value as it may stand in a plain text; a leading article may be missing."""
    words = plain(value)
    the = "(?:the )?" if words.startswith("the ") else ""
    return re.compile(rf"(?<!\w){the}{re.escape(words.removeprefix('the '))}(?!\w)")


def told_in(text: str, copied: Sequence[Slot], patterns: Mapping[str, Mapping[str, Sequence[str]]]) -> Told:
    """What the text says; values of `copied` are looked for as they are and taken out before the patterns look."""
    rest, counts = plain(text), Counter[str]()
    for slot in sorted(copied, key=lambda s: -len(s.value)):
        rest, counts[slot.name] = copied_pattern(slot.value).subn(f"<{slot.name.replace(' ', '_')}>", rest)
    values: dict[str, set[str]] = {}
    for name, choices in patterns.items():
        left = rest
        for value, forms in choices.items():
            for form in forms:
                left, n = _compiled(form).subn(" # ", left)
                if n:
                    values.setdefault(name, set()).add(value)
    for name in patterns:
        if name in YES_NO:
            values |= _polar(name, rest)
    return Told(values, counts)


def _polar(name: str, text: str) -> dict[str, set[str]]:
    """Whether a yes-or-no slot is affirmed: by the last word before it in its sentence that says yes or no."""
    mention, alone = YES_NO[name]
    found: set[str] = set()
    for sentence in re.split(r"(?<=[.!?])\s", text):
        if alone and _compiled(alone).search(sentence):
            found.add("no")
        for hit in _compiled(mention).finditer(sentence):
            before, after = sentence[: hit.start()], sentence[hit.end() :]
            no = max((m.start() for m in NO.finditer(before)), default=-1)
            yes = max((m.start() for m in YES.finditer(before)), default=-1)
            denied = no > yes or bool(AFTER.match(after))
            found.add("no" if denied else "yes")
    return {name: found} if found else {}


def compared(meaning: Meaning, told: Told, copied: Sequence[str], patterns: Mapping[str, object]) -> Found:
    """Slot by slot; a slot that can be seen in no text (no pattern, not copied) is not counted."""
    missed = added = wrong = count = 0
    wanted: dict[str, set[str]] = {}
    asked = {slot.name for slot in meaning.slots if not slot.value}
    for slot in meaning.slots:
        if slot.name in patterns and slot.value:
            wanted.setdefault(slot.name, set()).add(slot.value)
        elif slot.name in copied and slot.value:
            count += 1
            missed += told.copied[slot.name] == 0
    for name, values in wanted.items():
        count += len(values)
        here = told.values.get(name, set())
        lost = sum(not _said(value, here) for value in values)
        new = sum(not _said(value, values) for value in here)
        wrong += min(lost, new)
        missed += max(0, lost - new)
        added += max(0, new - lost)
    added += sum(len(here) for name, here in told.values.items() if name not in wanted and name not in asked)
    return Found(missed, added, wrong, count)


def _said(value: str, among: set[str]) -> bool:
    return value in among or any(value in group and group & among for group in ALIKE)
