"""The library's whole tunes in a section: a melody over its own progression, and its counter-melody under it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from story_cli.score.form import SectionPlan
from story_cli.score.harmony import Block, Chord, pick
from story_cli.score.notes import Note, bounded_velocity
from story_cli.score.parts import Instrument, Melody, MusicLibrary

_CHANCE = 0.8  # of a block that has a melody in the library, where the narrator leaves room
_BUSY = 0.85  # share of speech above which only every second one sounds
_UNDER = 0.72  # level of the counter-melody, relative to the melody
_COUNTER_ENERGY = 0.38  # sections calmer than this have no counter-melody


class Placed(NamedTuple):
    """A melody on a block, from bar `bar` of the section on; `under` is its counter-melody, if it sounds."""

    bar: int
    melody: Melody
    under: Melody | None


def place_melodies(
    section: SectionPlan,
    blocks: Sequence[Block],
    bars: Sequence[Sequence[Chord]],
    taken: Sequence[bool],
    spoken: Sequence[float],
    library: MusicLibrary,
    rng: random.Random,
) -> list[Placed]:
    """Melodies for blocks of which no bar is `taken`. Draws from rng."""
    placed: list[Placed] = []
    used: set[str] = set()
    for block in blocks:
        span = range(block.bar, block.bar + block.bars)
        speech = sum(spoken[bar] for bar in span) / block.bars
        dice = rng.random() < _CHANCE * (0.5 if speech > _BUSY else 1.0)
        if not dice or any(taken[bar] for bar in span):
            continue
        fitting = [m for m in library.melodies if m.role == "melody" and _fits(m, block, section, bars)]
        fresh = [m for m in fitting if m.id not in used] or fitting
        if not fresh:
            continue
        melody = fresh[pick(fresh, section.feeling, rng)]
        used.add(melody.id)
        unders = [m for m in library.melodies if m.partner == melody.id and _fits(m, block, section, bars)]
        sounds = section.energy > _COUNTER_ENERGY and rng.random() < 0.7
        placed.append(Placed(block.bar, melody, unders[0] if unders and sounds else None))
    return placed


def _fits(melody: Melody, block: Block, section: SectionPlan, bars: Sequence[Sequence[Chord]]) -> bool:
    """Written over this progression and metre, and every note in the scale of the chord that sounds."""
    if melody.progression != block.progression or section.metre not in melody.metres:
        return False
    chords = [c for bar in bars[block.bar : block.bar + block.bars] for c in bar]
    start = section.start_beat + block.bar * section.bar_beats
    for beat, _, semitone in melody.notes:
        chord = next((c for c in reversed(chords) if c.beat <= start + beat + 1e-6), chords[0])
        if (section.tonic + semitone) % 12 not in chord.scale:
            return False
    return True


def play(
    placed: Placed, section: SectionPlan, lead: Instrument, answer: Instrument, velocities: Sequence[float]
) -> list[Note]:
    """Notes of the melody on `lead`, nearest to its best register, and of the counter an octave or more below on
    `answer`. `velocities` a bar of the section. Empty where no octave fits."""
    base = _octave(placed.melody, section.tonic, lead, 127)
    if base is None:
        return []
    notes = _voice(placed.melody, placed.bar, section, base, lead, velocities, 1.0)
    lowest = min(n.pitch for n in notes)
    if placed.under is not None:
        below = _octave(placed.under, section.tonic, answer, lowest + 4)
        if below is not None:
            notes += _voice(placed.under, placed.bar, section, below, answer, velocities, _UNDER)
    return notes


def _octave(melody: Melody, tonic: int, instrument: Instrument, ceiling: int) -> int | None:
    """The tonic's pitch that puts the tune into the range and under the ceiling, nearest to the best register."""
    offsets = [semitone for *_, semitone in melody.notes]
    middle = (instrument.best[0] + instrument.best[1]) / 2
    options = [
        p
        for p in range(tonic % 12, 128, 12)
        if p + min(offsets) >= instrument.low and p + max(offsets) <= min(instrument.high, ceiling)
    ]
    centre = sum(offsets) / len(offsets)
    return min(options, key=lambda p: abs(p + centre - middle), default=None)


def _voice(
    melody: Melody,
    bar: int,
    section: SectionPlan,
    base: int,
    instrument: Instrument,
    velocities: Sequence[float],
    level: float,
) -> list[Note]:
    start = section.start_beat + bar * section.bar_beats
    notes = []
    for beat, beats, semitone in melody.notes:
        accent = 5 if beat % section.bar_beats == 0 else 0
        loud = velocities[bar + int(beat / section.bar_beats + 1e-6)] * level + accent
        sounding = beats * 0.95 if instrument.sustains else beats
        notes.append(Note("melody", instrument.id, start + beat, sounding, base + semitone, bounded_velocity(loud)))
    return notes
