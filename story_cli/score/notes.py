"""What the arranger writes: notes in beats, and the bass and melody lines that other parts have to respect."""

from __future__ import annotations

from typing import Literal, NamedTuple

Stem = Literal["melody", "accompaniment", "percussion"]


class Note(NamedTuple):
    """Beats count from the film's start; `pitch` is a MIDI note (a drum key for the kit); velocity 1 … 127."""

    stem: Stem
    instrument: str
    beat: float
    beats: float
    pitch: int
    velocity: int

    @property
    def end(self) -> float:
        return self.beat + self.beats


def swung(note: Note, share: float) -> Note:
    """The note with its beat's middle moved to `share` of the beat (0.5 = straight); beats themselves stay."""

    def bent(beat: float) -> float:
        whole, part = divmod(beat, 1.0)
        return whole + (part / 0.5 * share if part < 0.5 else share + (part - 0.5) / 0.5 * (1.0 - share))

    start, end = bent(note.beat), bent(note.end)
    return note._replace(beat=start, beats=max(0.05, end - start))


def bounded_velocity(value: float) -> int:
    return max(1, min(127, round(value)))
