"""Corrects meanings by what their texts say, as the clean E2E set was made. Source: Dušek, Howcroft, Rieser 2019."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from story_cli.training.data2text.meaning import Meaning, Pair, Slot
from story_cli.training.data2text.patterns import ALIKE, PATTERNS
from story_cli.training.data2text.slots import told_in
from story_cli.training.data2text.wording import copied_slots


def corrected(pair: Pair, name: str, copied: Sequence[str], order: Sequence[str]) -> Pair | None:
    """The pair with the slots that its text says, or None where the text says two values of one slot or no name."""
    told = told_in(pair.text, copied_slots(pair.meaning, copied), PATTERNS[name])
    given = {slot.name: slot for slot in pair.meaning.slots}
    slots: list[Slot] = []
    for slot_name in order:
        said = told.values.get(slot_name, set())
        if slot_name in copied:
            if slot_name in given and told.copied[slot_name]:
                slots.append(given[slot_name])
        elif slot_name in given and _alike(given[slot_name].value, said):
            slots.append(given[slot_name])
        elif len(said) > 1:
            return None
        elif said:
            slots.append(Slot(slot_name, next(iter(said))))
    if not slots or slots[0].name != order[0]:
        return None
    return Pair(Meaning(pair.meaning.act, tuple(slots)), pair.text)


def _alike(value: str, said: set[str]) -> bool:
    """Whether the text says this value or one that means the same, and nothing else."""
    return (bool(said) and any(said <= group for group in ALIKE if value in group)) or said == {value}


def cleaned(pairs: Iterable[Pair], name: str, copied: Sequence[str], held: set[Meaning]) -> list[Pair]:
    """All pairs that can be corrected and whose meanings are not among the held-out ones."""
    pairs = list(pairs)
    order = list(dict.fromkeys(slot.name for pair in pairs for slot in pair.meaning.slots))
    longest = max((pair.meaning.slots for pair in pairs), key=len)
    order = [slot.name for slot in longest] + [n for n in order if n not in {slot.name for slot in longest}]
    found = [made for pair in pairs if (made := corrected(pair, name, copied, order))]
    return [pair for pair in found if pair.meaning not in held]
