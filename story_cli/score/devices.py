"""Small effects of orchestration that adjectives ask for: harp runs, sparkle, drum rolls, comic buttons and so on.

Each takes the section, its chords and the instruments and gives extra notes. Which adjective uses which is data
(library/music/devices.json, `tricks`); tricks that change form or harmony are read in form.py and harmony.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from story_cli.score.form import SectionPlan
from story_cli.score.harmony import Chord, near_pitch
from story_cli.score.notes import Note, bounded_velocity
from story_cli.score.parts import Instrument, MusicLibrary
from story_cli.score.texture import drum_note


class Situation(NamedTuple):
    """What a device may look at."""

    section: SectionPlan
    bars: Sequence[Sequence[Chord]]
    spoken: Sequence[float]
    sparkle: Instrument
    bass: Instrument
    library: MusicLibrary
    rng: random.Random


def glissando(now: Situation) -> list[Note]:
    """A harp sweep up the scale into the section's first beat (in its own first beat for the title)."""
    section = now.section
    if section.role in ("end",):
        return []
    harp = now.library.instruments["harp"]
    scale = [p for p in range(60, 92) if p % 12 in now.bars[0][0].scale]
    span = 0.9 if section.role == "title" else 1.2
    start = section.start_beat if section.role == "title" else section.start_beat - span
    count = min(14, len(scale))
    return [
        Note("accompaniment", harp.id, start + i * span / count, 0.8, scale[i], bounded_velocity(34 + 1.6 * i))
        for i in range(count)
    ]


def sparkle(now: Situation) -> list[Note]:
    """High broken chords in bars where the narrator leaves room."""
    notes: list[Note] = []
    for index, bar in enumerate(now.bars):
        if now.spoken[index] > 0.75 or index % 2:
            continue
        chord = bar[0]
        low, high = now.sparkle.best
        tones = [p for p in range(max(low, high - 22), high) if p % 12 in chord.tones][:5]
        for step, pitch in enumerate(reversed(tones)):
            beat = now.section.start_beat + (index + 1) * now.section.bar_beats - 1.25 + step * 0.25
            notes.append(Note("accompaniment", now.sparkle.id, beat, 0.5, pitch, bounded_velocity(44 - 3 * step)))
    return notes


def button(now: Situation) -> list[Note]:
    """Two plucked notes that wink at the end of a scene: fifth and root after the last bar's middle."""
    if now.section.role in ("title", "end", "return") or now.spoken[-1] > 0.9:
        return []
    pluck = now.library.instruments["strings_pizzicato"]
    chord = now.bars[-1][-1]
    end = now.section.end_beat
    tones = [near_pitch((chord.root + 7) % 12, 60, 52, 72), near_pitch(chord.root, 60, 52, 72)]
    return [
        Note("accompaniment", pluck.id, end - 1.0 + 0.5 * i, 0.3, pitch, bounded_velocity(58 + 6 * i))
        for i, pitch in enumerate(tones)
    ]


def grace(now: Situation) -> list[Note]:
    """A chromatic slip before the first beat of every fourth bar."""
    wood = now.library.instruments["xylophone"]
    notes = []
    for index in range(2, now.section.bars, 4):
        chord = now.bars[index][0]
        goal = near_pitch(chord.root, 77, wood.best[0], wood.best[1])
        beat = now.section.start_beat + index * now.section.bar_beats
        notes += [
            Note("accompaniment", wood.id, beat - 0.25, 0.2, goal - 1, 42),
            Note("accompaniment", wood.id, beat, 0.4, goal, 52),
        ]
    return notes


def pedal(now: Situation) -> list[Note]:
    """The tonic held low through the section, very soft."""
    section = now.section
    if section.role in ("end", "climax"):
        return []
    cello = now.library.instruments["cello"]
    pitch = near_pitch(section.tonic, 41, cello.best[0], cello.best[1])
    fits = [bar for bar in now.bars if all(section.tonic in c.scale for c in bar)]
    if len(fits) < len(now.bars):
        return []
    return [Note("accompaniment", cello.id, section.start_beat, section.end_beat - section.start_beat, pitch, 34)]


def fanfare(now: Situation) -> list[Note]:
    """Horns in open fifths on the first beats of the climax and of the end."""
    if now.section.role not in ("climax", "end"):
        return []
    horn = now.library.instruments["french_horn"]
    root = near_pitch(now.section.tonic, 55, horn.best[0], horn.best[1])
    beats = (0.0, 1.5, 2.0)
    return [
        Note("accompaniment", horn.id, now.section.start_beat + b, 0.9 if b == 2.0 else 0.45, pitch, 62)
        for b in beats
        for pitch in (root, root + 7)
    ]


def timpani(now: Situation) -> list[Note]:
    """Tonic and dominant on the last beats before the next section."""
    drum = now.library.instruments["timpani"]
    if now.section.role in ("title", "end") or now.section.energy < 0.45:
        return []
    root = near_pitch(now.bars[-1][-1].root, 43, drum.best[0], drum.best[1])
    end = now.section.end_beat
    return [Note("percussion", drum.id, end - b, 0.45, root, v) for b, v in ((1.5, 56), (1.0, 60), (0.5, 66))]


def roll(now: Situation) -> list[Note]:
    """A snare roll growing into the climax."""
    if now.section.role not in ("turn", "trial"):
        return []
    end = now.section.end_beat
    return [drum_note("snare", end - 1.5 + i * 0.125, 26 + 3.2 * i, now.library) for i in range(12)]


def creep(now: Situation) -> list[Note]:
    """Low plucked chromatic steps up to the next bar's bass in quiet bars."""
    pluck = now.library.instruments["strings_pizzicato"]
    notes: list[Note] = []
    for index in range(1, now.section.bars - 1, 3):
        goal = near_pitch(now.bars[index + 1][0].bass, 46, pluck.best[0] - 6, 58)
        end = now.section.start_beat + (index + 1) * now.section.bar_beats
        notes += [
            Note("accompaniment", pluck.id, end - 1.5 + 0.5 * i, 0.3, max(pluck.low, goal - 3 + i), 46 + 3 * i)
            for i in range(3)
        ]
    return notes


def clap(now: Situation) -> list[Note]:
    """Off-beat claps in the livelier sections."""
    section = now.section
    if section.energy < 0.5 or section.role in ("title", "end"):
        return []
    beats = {"4/4": (1.0, 3.0), "3/4": (1.0, 2.0), "6/8": (1.5,)}[section.metre]
    return [
        drum_note("clap", section.start_beat + bar * section.bar_beats + beat, 40, now.library)
        for bar in range(1, section.bars)
        for beat in beats
    ]


DEVICES: dict[str, Callable[[Situation], list[Note]]] = {
    "glissando": glissando,
    "sparkle": sparkle,
    "button": button,
    "grace": grace,
    "pedal": pedal,
    "fanfare": fanfare,
    "timpani": timpani,
    "roll": roll,
    "creep": creep,
    "clap": clap,
}


def play_devices(tricks: Sequence[str], now: Situation) -> list[Note]:
    """Notes of every trick that has any."""
    return [note for trick in tricks if trick in DEVICES for note in DEVICES[trick](now)]
