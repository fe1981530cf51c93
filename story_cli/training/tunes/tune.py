"""A tune without its key: notes and chords as semitones over the tonic, on a grid of sixteenths, in three metres."""

from __future__ import annotations

from typing import NamedTuple

from story_cli.models.melody import GRID, LENGTHS, LOWEST, PITCHES, Chord, Event, Sheet
from story_cli.score.parts import BAR_BEATS, Metre

PHRASE_END_BEATS = 2.0  # a note that sounds so long, or so long with the rest after it, ends a phrase


class TuneNote(NamedTuple):
    """Beats from the tune's first bar line; semitones over its tonic (the tonic below its middle is 0)."""

    beat: float
    beats: float
    semitone: int


class TuneChord(NamedTuple):
    beat: float
    chord: Chord


class Tune(NamedTuple):
    """A run of whole bars in one metre and key. `source` is the corpus, `song` the piece that it was cut from."""

    source: str
    song: str
    metre: Metre
    minor: bool
    bars: int
    notes: tuple[TuneNote, ...]
    chords: tuple[TuneChord, ...]

    @property
    def bar_beats(self) -> float:
        return BAR_BEATS[self.metre]

    def intervals(self) -> tuple[int, ...]:
        """Semitone steps between neighbouring notes."""
        return tuple(b.semitone - a.semitone for a, b in zip(self.notes, self.notes[1:], strict=False))


def events_of(tune: Tune) -> list[Event]:
    """Notes and the rests between them in order, lengths rounded down to the model's."""
    events: list[Event] = []
    now = 0
    for note in tune.notes:
        start = round(note.beat * GRID)
        while start > now:
            size = _length(start - now)
            events.append(Event(now, None, size))
            now += size
        if start < now:
            continue
        size = _length(max(1, round(note.beats * GRID)))
        events.append(Event(now, min(LOWEST + PITCHES - 1, max(LOWEST, note.semitone)), size))
        now += size
    return events


def _length(sixteenths: int) -> int:
    return max(size for size in LENGTHS if size <= sixteenths)


def phrase_ends(tune: Tune) -> list[int]:
    """Bars in which a phrase ends: a long note, or one before a rest."""
    ends = []
    for index, note in enumerate(tune.notes):
        following = tune.notes[index + 1].beat if index + 1 < len(tune.notes) else tune.bars * tune.bar_beats
        rest = following - note.beat - note.beats
        if note.beats >= PHRASE_END_BEATS or (note.beats >= 1.0 and note.beats + rest >= PHRASE_END_BEATS):
            ends.append(int(note.beat / tune.bar_beats))
    return sorted({*ends, tune.bars - 1})


def sheet_of(tune: Tune) -> Sheet:
    """What the model is told about a tune: chords a sixteenth, and the bars in which phrases end."""
    count = round(tune.bars * tune.bar_beats * GRID)
    chords: list[Chord | None] = [None] * (count + 1)
    for index, (beat, chord) in enumerate(tune.chords):
        start = max(0, round(beat * GRID))
        end = round(tune.chords[index + 1].beat * GRID) if index + 1 < len(tune.chords) else count + 1
        chords[start:end] = [chord] * max(0, min(end, count + 1) - start)
    return Sheet(tune.source, tune.metre, tune.minor, tune.bars, tuple(chords), tuple(phrase_ends(tune)))
