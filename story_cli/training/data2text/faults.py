"""Meanings and texts for the fidelity classifier: accurate, and with one fault made by rule.

A slot becomes a frame (act: the slot, object … speech: its value), a clause a sentence; the rest is as for scenes.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence

from story_cli.artifacts import Frame
from story_cli.models.fidelity import CLASSES
from story_cli.training.data2text.meaning import Meaning, Pair, Slot
from story_cli.training.data2text.wording import delexicalised, sign, tokens_of
from story_cli.training.fidelity import Example

_ENDS = {".", "!", "?", ",", ";", ":"}
_EMPTY_WORDS = {"has", "available", "on", "release", "player"}
_REPHRASED = 0.5  # of repeats: what was said comes again in other words


def frames_of(meaning: Meaning, copied: Sequence[str]) -> tuple[Frame, ...]:
    """One frame a slot, and one for the dialogue act."""
    act = (Frame("", "act", speech=meaning.act),) if meaning.act else ()
    return act + tuple(_frame(slot, copied) for slot in meaning.slots)


def _frame(slot: Slot, copied: Sequence[str]) -> Frame:
    words = [w for w in re.split(r"[_ ]|(?=[A-Z])", slot.name) if w.lower() not in _EMPTY_WORDS]
    named = slot.name in copied and slot.value
    value = ["hero" if sign(slot.name) == "<name>" else sign(slot.name)] if named else tokens_of(slot.value or "?")
    last, middle = (value[-1] if len(value) > 1 else ""), (value[1] if len(value) > 2 else "")
    return Frame(
        "", words[0].lower(), value[0], last, at=middle, speech=f"{slot.name} {slot.value if not named else ''}"
    )


def clauses(tokens: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Tokens cut after every mark."""
    out: list[list[str]] = [[]]
    for token in tokens:
        out[-1].append(token)
        if token in _ENDS:
            out.append([])
    return tuple(tuple(part) for part in out if part) or ((".",),)


class Faults:
    """Makes examples of the pairs of a corpus, all classes alike often."""

    def __init__(self, pairs: Sequence[Pair], copied: Sequence[str], rng: random.Random) -> None:
        self.copied, self.rng = tuple(copied), rng
        self.pairs = [(pair.meaning, tokens_of(delexicalised(pair, copied))) for pair in pairs]
        self.values: dict[str, list[Slot]] = {}
        for slot in sorted({s for meaning, _ in self.pairs for s in meaning.slots}):
            self.values.setdefault(slot.name, []).append(slot)

    def __iter__(self) -> Iterator[Example]:
        for label in itertools.cycle(range(len(CLASSES))):
            made = None
            while made is None:
                made = self.example(*self.rng.choice(self.pairs), CLASSES[label])
            yield made

    def example(self, meaning: Meaning, tokens: list[str], fault: str) -> Example | None:
        """This pair with that fault, or None where it cannot be made."""
        said = [s for s in meaning.slots if s.name not in self.copied or not s.value or sign(s.name) in tokens]
        parts = [(part, 0) for part in clauses(tokens)]
        slots, lost = list(said), set[int]()
        if fault == "omits":
            slots, lost = self._one_more(said)
        elif fault == "adds":
            if len(said) < 2 or self._adds(slots, parts):
                return None
        elif fault == "repeats":
            self._repeat(meaning, parts)
        elif fault == "changes":
            at = self.rng.randrange(len(said))
            other = [s for s in self.values[said[at].name] if s not in said]
            if said[at].name in self.copied or not other:
                return None
            slots[at], lost = self.rng.choice(other), {at}
            parts = [(part, -1) for part, _ in parts]
        frames = frames_of(Meaning(meaning.act, tuple(slots)), self.copied)
        shift = len(frames) - len(slots)
        told = tuple(int(n - shift not in lost) for n in range(len(frames)))
        return Example(frames, tuple(p for p, _ in parts), CLASSES.index(fault), told, tuple(k for _, k in parts))

    def _one_more(self, said: Sequence[Slot]) -> tuple[list[Slot], set[int]]:
        """The slots and one that the text does not say, at the place of its name in other meanings."""
        names = {s.name for s in said}
        choices = [name for name in self.values if name not in names] or list(self.values)
        new = self.rng.choice([s for s in self.values[self.rng.choice(choices)] if s not in said] or [Slot("?", "?")])
        at = self.rng.randrange(1, len(said) + 1) if said else 0
        return [*said[:at], new, *said[at:]], {at}

    def _adds(self, slots: list[Slot], parts: list[tuple[tuple[str, ...], int]]) -> bool:
        """Mostly a slot is taken from the meaning; else a clause of another text comes in. True if it cannot be."""
        if self.rng.random() < 0.75:
            del slots[self.rng.randrange(len(slots))]
            parts[:] = [(part, -1) for part, _ in parts]
            return False
        other, tokens = self.rng.choice(self.pairs)
        strange = [s for s in other.slots if s.name not in {slot.name for slot in slots} and s.name in self.copied]
        borrowed = [part for part in clauses(tokens) if any(sign(s.name) in part for s in strange)]
        if not borrowed:
            return True
        parts.insert(self.rng.randrange(1, len(parts) + 1), (self.rng.choice(borrowed), 1))
        return False

    def _repeat(self, meaning: Meaning, parts: list[tuple[tuple[str, ...], int]]) -> None:
        """A clause again, or a clause of another text that says the same slot."""
        again = self.rng.choice(parts)[0]
        if self.rng.random() < _REPHRASED:
            for _ in range(20):
                other, tokens = self.rng.choice(self.pairs)
                if set(other.slots) <= set(meaning.slots) and len(clauses(tokens)) > 1:
                    again = self.rng.choice(clauses(tokens))
                    break
        parts.insert(self.rng.randrange(1, len(parts) + 1), (again, 2))
