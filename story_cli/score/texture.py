"""Everything under the tune: bass, accompaniment figure, pad, percussion. Louder and denser with the energy, thin in
the middle register while the narrator speaks."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from story_cli.errors import StoryError
from story_cli.score.form import SectionPlan
from story_cli.score.harmony import Chord, closeness, near_pitch, voice_chords
from story_cli.score.notes import Note, bounded_velocity
from story_cli.score.parts import Attributes, Figure, Instrument, MusicLibrary, Rhythm

_Part = TypeVar("_Part", bound=Attributes)
_PAD_CENTRE = 57.0  # below the narrator's formants; the figure goes above them
_STRUM_BEATS = 0.03  # from string to string
_BASS_TOP = 52
_PAD_LOW = 50
_UNDER_VOICE = 0.82  # figure velocity while somebody speaks, relative to gaps


class Band(NamedTuple):
    """Who plays what under the tune."""

    pad: Instrument
    figure: Instrument
    bass: Instrument
    sparkle: Instrument


class Taste(NamedTuple):
    """What the theme and the adjectives ask of the parts: tags, and tricks of devices.json."""

    theme: str
    prefer: tuple[str, ...]
    percussion: tuple[str, ...]
    tricks: frozenset[str]


class Layers(NamedTuple):
    """The parts chosen for one section; None where the layer is silent."""

    bass: Figure
    figures: tuple[Figure, ...]  # taking turns every four bars
    rhythm: Rhythm | None


def choose_layers(
    section: SectionPlan, library: MusicLibrary, taste: Taste, sustains: bool, rng: random.Random
) -> Layers:
    """Parts by mood and taste; `sustains`: the figure's instrument can hold a chord. Draws from rng."""
    theme, prefer = taste.theme, taste.prefer
    figures = [f for f in library.figures if f.role == "accompaniment" and (sustains or "held" not in f.tags)]
    chosen = [_draw(section, figures, theme, prefer, rng) for _ in range(2 if section.bars > 5 else 1)]
    allowed = {*taste.percussion, *prefer}
    rhythm = _draw(section, [r for r in library.rhythms if set(r.tags) & allowed], theme, prefer, rng)
    quiet = section.role in ("title", "end") or section.energy < 0.34
    drums = not quiet and not ("warm" in taste.tricks and section.energy < 0.5)
    bass = _draw(section, [f for f in library.figures if f.role == "bass"], theme, prefer, rng)
    if bass is None:
        raise StoryError(f"no bass figure in {section.metre}", "add one to library/music/figures.json")
    return Layers(bass, tuple(f for f in chosen if f is not None), rhythm if drums else None)


def _draw(
    section: SectionPlan, parts: Sequence[_Part], theme: str, wanted: Sequence[str], rng: random.Random
) -> _Part | None:
    """One part that fits, by mood; a wanted tag counts four times."""
    usable = [p for p in parts if p.fits(section.metre, section.mode, theme)]
    usable = [p for p in usable if p.tempo[0] <= section.tempo_bpm <= p.tempo[1]] or usable
    if not usable:
        return None
    weights = [closeness(p, section.feeling) ** 3 * (4.0 if set(p.tags) & set(wanted) else 1.0) + 1e-6 for p in usable]
    return rng.choices(usable, weights)[0]


def bass_range(bass: Instrument) -> tuple[int, int]:
    """Where a bass line lies: below the pad, an octave wide at least."""
    low = max(bass.low, min(bass.best[0], 40))
    return low, max(low + 12, min(bass.best[1], _BASS_TOP))


def bass_pitches(chords: Sequence[Chord], bass: Instrument, before: int | None) -> list[int]:
    """One pitch a chord, near the one before and inside the instrument's best octaves."""
    low, high = bass_range(bass)
    result: list[int] = []
    target = float(before) if before is not None else low + 7.0
    for chord in chords:
        pull = target + ((low + high) / 2 - 2 - target) * 0.3
        result.append(near_pitch(chord.bass, pull, low, high))
        target = float(result[-1])
    return result


def write_bass(
    section: SectionPlan,
    bars: Sequence[Sequence[Chord]],
    pitches: dict[float, int],
    figure: Figure,
    instrument: Instrument,
) -> list[Note]:
    """The bass figure on each bar's chords; a chord change inside a bar always sounds its bass note."""
    notes: list[Note] = []
    chords = [c for bar in bars for c in bar]
    loud = 0.78 + 0.36 * section.energy
    for index, bar in enumerate(bars):
        start = section.start_beat + index * section.bar_beats
        for offset, length, voice, velocity in figure.notes:
            beat = start + offset
            chord = _sounding(bar, beat)
            root = pitches[chord.beat]
            first = beat - chord.beat < 1e-6
            pitch = root if first and voice != "5" else _bass_voice(voice, chord, root, chords, instrument)
            end = min(beat + length, _change_after(bar, beat, start + section.bar_beats))
            level = bounded_velocity(velocity * loud)
            notes.append(Note("accompaniment", instrument.id, beat, max(0.1, end - beat), pitch, level))
        notes += [
            Note("accompaniment", instrument.id, c.beat, c.beats * 0.95, pitches[c.beat], bounded_velocity(60 * loud))
            for c in bar[1:]
            if not any(abs(n.beat - c.beat) < 1e-6 for n in notes)
        ]
    return notes


def _bass_voice(voice: str, chord: Chord, root: int, chords: Sequence[Chord], instrument: Instrument) -> int:
    low, high = instrument.low, bass_range(instrument)[1]
    if voice == "8":
        return root + 12 if root + 12 <= high else root
    if voice == "a":
        following = next((c for c in chords if c.beat > chord.beat), chord)
        goal = near_pitch(following.bass, root, low, high)
        step = [p for p in range(goal - 2, goal + 3) if p != goal and p % 12 in chord.scale and low <= p <= high]
        return min(step, key=lambda p: abs(p - root), default=root)
    wanted = {"5": 7, "3": 3}.get(voice)
    if wanted is None:
        return root
    tone = min(chord.tones, key=lambda t: abs((t - chord.root) % 12 - wanted))
    return near_pitch(tone, root, low, high)


def _sounding(bar: Sequence[Chord], beat: float) -> Chord:
    return next((c for c in reversed(bar) if c.beat <= beat + 1e-6), bar[0])


def _change_after(bar: Sequence[Chord], beat: float, bar_end: float) -> float:
    return next((c.beat for c in bar if c.beat > beat + 1e-6), bar_end)


def write_pad(section: SectionPlan, chords: Sequence[Chord], instrument: Instrument) -> list[Note]:
    """Three soft held voices, tied over where a voice stays."""
    low, high = max(instrument.best[0], _PAD_LOW), instrument.best[1]
    voiced = voice_chords(chords, max(low + 4.0, min(high - 6.0, _PAD_CENTRE)), 3, low, high)
    velocity = bounded_velocity(32 + 32 * section.energy)
    held: dict[int, Note] = {}
    notes: list[Note] = []
    for chord, pitches in zip(chords, voiced, strict=True):
        for pitch in [p for p in held if p not in pitches]:
            notes.append(held.pop(pitch))
        for pitch in pitches:
            before = held.get(pitch)
            if before is None:
                held[pitch] = Note("accompaniment", instrument.id, chord.beat, chord.beats, pitch, velocity)
            else:
                held[pitch] = before._replace(beats=chord.beat + chord.beats - before.beat)
    return sorted([*notes, *held.values()], key=lambda n: (n.beat, n.pitch))


def write_figure(
    section: SectionPlan,
    bars: Sequence[Sequence[Chord]],
    figures: Sequence[Figure],
    instrument: Instrument,
    spoken: Sequence[float],
    rng: random.Random,
) -> list[Note]:
    """The accompaniment figures, four bars each in turn; voice digits count up from the voicing's lowest tone."""
    low, high = instrument.best
    centre = min(high - 5.0, max(low + 7.0, 66.0))
    chords = [c for bar in bars for c in bar]
    voiced = dict(zip([c.beat for c in chords], voice_chords(chords, centre, 3, low, high), strict=True))
    loud = 0.66 + 0.6 * section.energy
    notes: list[Note] = []
    for index, bar in enumerate(bars):
        start = section.start_beat + index * section.bar_beats
        thin = 1.0 - (1.0 - _UNDER_VOICE) * spoken[index]
        for offset, length, voices, velocity in figures[index // 4 % len(figures)].notes:
            beat = start + offset
            chord = _sounding(bar, beat)
            end = min(beat + length, _change_after(bar, beat, start + section.bar_beats))
            for order, voice in enumerate(voices):
                pitch = _voice(voiced[chord.beat], int(voice), instrument.high)
                level = bounded_velocity(velocity * loud * thin + rng.randint(-3, 2))
                late = beat + (_STRUM_BEATS * order if instrument.family == "plucked" else 0.0)
                notes.append(Note("accompaniment", instrument.id, late, max(0.1, end - late), pitch, level))
    return notes


def _voice(voicing: tuple[int, ...], index: int, high: int) -> int:
    octave, place = divmod(index, len(voicing))
    pitch = voicing[place] + 12 * octave
    return pitch if pitch <= high else pitch - 12


def write_rhythm(
    section: SectionPlan, rhythm: Rhythm, library: MusicLibrary, spoken: Sequence[float], rng: random.Random
) -> list[Note]:
    """The percussion pattern in each bar; the section's first bar keeps only its strongest hits."""
    notes: list[Note] = []
    loud = 0.6 + 0.55 * section.energy
    for index in range(section.bars):
        start = section.start_beat + index * section.bar_beats
        thin = 1.0 - 0.2 * spoken[index]
        for offset, drum, velocity in rhythm.hits:
            if index == 0 and offset % 1.0 != 0.0:
                continue
            notes.append(drum_note(drum, start + offset, velocity * loud * thin + rng.randint(-4, 3), library))
    return notes


def drum_note(drum: str, beat: float, velocity: float, library: MusicLibrary) -> Note:
    """A hit of the kit, or of the concert drum, which is an instrument of its own."""
    if drum == "concert_drum":
        return Note("percussion", "concert_drum", beat, 0.5, 43, bounded_velocity(velocity))
    return Note("percussion", "kit", beat, 0.2, library.drums[drum], bounded_velocity(velocity))
