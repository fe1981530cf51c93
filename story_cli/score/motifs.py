"""Whether a line of notes states a hero's motif: the same steps in the same rhythm, at any pitch and speed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from story_cli.score.melody import motif_steps
from story_cli.score.notes import Note
from story_cli.score.parts import Instrument, Signature

TOLERANCE = 0.06  # of the motif's length, for each gap between its notes


def statements(line: Sequence[tuple[float, int]], signature: Signature) -> Iterator[int]:
    """Places in a line of (time, pitch), sorted, at which the motif begins."""
    steps = motif_steps(signature)
    for start in range(len(line) - len(steps)):
        window = line[start : start + len(steps) + 1]
        if tuple(b[1] - a[1] for a, b in pairwise(window)) == steps:
            gaps = [b[0] - a[0] for a, b in pairwise(window)]
            if any(_alike(gaps, lengths[:-1]) for lengths in signature.lengths.values()):
                yield start


def _alike(gaps: Sequence[float], lengths: Sequence[float]) -> bool:
    scale = sum(gaps) / sum(lengths)
    near = TOLERANCE * sum(lengths)
    return scale > 0 and all(abs(g / scale - length) <= near for g, length in zip(gaps, lengths, strict=True))


def unlike_others(
    notes: Sequence[Note], own: Signature, signatures: Iterable[Signature], instruments: dict[str, Instrument]
) -> list[Note]:
    """The notes, with the last note of any other hero's motif in the tune moved by an octave: no tune may say by
    chance that somebody else is there. Notes of the own motif's instrument are looked at too."""
    kept = list(notes)
    others = [s for s in signatures if s.hero != own.hero]
    for name in sorted({n.instrument for n in notes if n.stem == "melody"}):
        places = [i for i, n in enumerate(kept) if n.stem == "melody" and n.instrument == name]
        places.sort(key=lambda i: (kept[i].beat, -kept[i].pitch))
        for signature in others:
            for start in list(statements([(kept[i].beat, kept[i].pitch) for i in places], signature)):
                last = places[start + len(signature.degrees) - 1]
                pitch = kept[last].pitch
                up = 12 if pitch + 12 <= instruments[name].high else -12
                kept[last] = kept[last]._replace(pitch=pitch + up)
    return kept
