"""The tune: the hero's motif at the first entrance, varied at the climax, whole at the end; between them bars of
melody grown from the motif and from the library's contours, fitted to the chords.

Strong beats carry chord tones that make no parallel fifths or octaves with the bass; other notes step in the chord's
scale. Notes are written in the voice's shadow: softer and fewer while somebody speaks, fuller in the gaps.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Literal, NamedTuple

from story_cli.score.form import SectionPlan
from story_cli.score.harmony import SCALES, Chord, parallel, pick
from story_cli.score.notes import Note, bounded_velocity
from story_cli.score.parts import STRONG_BEATS, Instrument, MusicLibrary, Signature
from story_cli.score.songbook import Placed, play

Slot = Literal["motif", "melody", "sequence", "idea", "answer", "cadence", "fill", "rest"]
_SPOKEN = 0.8  # velocity under the voice, relative to gaps


class Voices(NamedTuple):
    """Who plays the tune: the hero's own instrument for the motif, lead and answer for the rest."""

    hero: Instrument
    lead: Instrument
    answer: Instrument
    climax: Instrument


class Tune(NamedTuple):
    notes: list[Note]
    motif_bars: list[int]  # bars of the section in which a statement of the motif begins


def motif_steps(signature: Signature) -> tuple[int, ...]:
    """The motif as semitone steps between its notes, in major."""
    pitches = [degree_pitch(d, 0, SCALES["major"]) for d in signature.degrees]
    return tuple(b - a for a, b in itertools.pairwise(pitches))


def degree_pitch(degree: int, tonic: int, scale: Sequence[int]) -> int:
    """Semitones of scale degree `degree` (0 the tonic, 7 its octave, negative below) above `tonic`."""
    octave, step = divmod(degree, len(scale))
    return tonic + 12 * octave + scale[step]


def state_motif(
    section: SectionPlan,
    bar: int,
    signature: Signature,
    instrument: Instrument,
    velocity: float,
    stretch: float = 1.0,
    shift: int = 0,
    literal_scale: Sequence[int] | None = None,
) -> list[Note]:
    """The whole motif from a bar on; `stretch` 2 doubles its lengths, `shift` moves it by scale degrees."""
    scale = literal_scale or SCALES[section.mode]
    offsets = [degree_pitch(d + shift, 0, scale) for d in signature.degrees]
    tonic = _best_tonic(section.tonic, offsets, instrument)
    beat = section.start_beat + bar * section.bar_beats
    notes = []
    for index, (offset, length) in enumerate(zip(offsets, signature.lengths[section.metre], strict=True)):
        last = index == len(offsets) - 1
        sounding = length * stretch * {"legato": 0.98, "detached": 0.8, "staccato": 0.5}[signature.articulation]
        if last:
            sounding = min(length, section.bar_beats) * stretch
        accent = 8 if last or index == 0 else 0
        pitch = tonic + offset
        end = min(beat + sounding, section.end_beat) if not last else beat + sounding
        level = bounded_velocity(velocity + accent)
        notes.append(Note("melody", instrument.id, beat, max(0.1, end - beat), pitch, level))
        beat += length * stretch
    return notes


def _best_tonic(tonic: int, offsets: Sequence[int], instrument: Instrument) -> int:
    """The octave that puts all of a motif into the range, and its middle nearest the best register."""
    middle = (instrument.best[0] + instrument.best[1]) / 2
    centre = (max(offsets) + min(offsets)) / 2
    options = [
        p for p in range(tonic, 128, 12) if p + min(offsets) >= instrument.low and p + max(offsets) <= instrument.high
    ]
    return min(options or [tonic + 60], key=lambda p: abs(p + centre - middle))


def plan_slots(section: SectionPlan, entrance: int, spoken: Sequence[float], rng: random.Random) -> list[Slot]:
    """What the tune does in each bar. `entrance` is the bar of the hero's first mention, or −1; `spoken` is the
    share of each bar that the narrator speaks."""
    slots: list[Slot] = []
    for bar in range(section.bars):
        place = bar % 4
        busy = spoken[bar] > 0.55
        rest = 0.12 + 0.3 * busy * (1.0 - section.energy)
        if bar == section.bars - 1:
            slots.append("cadence")
        elif rng.random() < rest and place != 0:
            slots.append("rest")
        elif place in (0, 2):
            slots.append("sequence" if rng.random() < 0.45 else "idea")
        else:
            slots.append("answer" if rng.random() < 0.75 else "fill")
    for start in _motif_starts(section, entrance):
        slots[start] = "motif"
        if start + 1 < section.bars - 1:
            slots[start + 1] = "rest"  # its long last note
        for before in range(start if section.role == "home" else 0):
            slots[before] = "rest" if before % 2 == 0 else "fill"
    return slots


def _motif_starts(section: SectionPlan, entrance: int) -> list[int]:
    if section.role in ("title", "end"):
        return [0]
    if section.role == "home":
        return [min(max(entrance, 0), max(0, section.bars - 2))]
    if section.role in ("climax", "return"):
        return [0] if section.bars >= 2 else []
    return []


def write_tune(
    section: SectionPlan,
    bars: Sequence[Sequence[Chord]],
    slots: Sequence[Slot],
    bass: dict[float, int],
    spoken: Sequence[float],
    signature: Signature,
    voices: Voices,
    library: MusicLibrary,
    rng: random.Random,
    placed: Sequence[Placed] = (),
) -> Tune:
    """The section's melody; `placed` are whole tunes for some of its bars. `bass` maps chord beats to bass pitches.
    Draws from rng."""
    contours = [c for c in library.contours if section.metre in c.metres and section.mode in c.modes]
    ideas = {role: [c for c in contours if c.role == role] for role in ("idea", "answer", "cadence", "fill")}
    theme = {role: ideas[role][pick(ideas[role], section.feeling, rng)] for role in ideas}
    writer = _Writer(section, bass, (voices.lead.best[0] + voices.lead.best[1]) / 2)
    notes: list[Note] = []
    motif_bars: list[int] = []
    busy_until = 0.0
    velocities = [_velocity(section, bar, spoken[bar]) for bar in range(section.bars)]
    whole: dict[int, list[Note]] = {}
    for tune in placed:
        sung = play(tune, section, voices.lead, voices.answer, velocities)
        whole |= {tune.bar + i: sung if i == 0 else [] for i in range(tune.melody.bars) if sung}
    for bar, slot in enumerate(slots):
        velocity = velocities[bar]
        beat = section.start_beat + bar * section.bar_beats
        if slot == "motif":
            stated = _motif_of(section, bar, signature, voices, velocity)
            notes += stated
            motif_bars.append(bar)
            writer.follow(stated)
            busy_until = max(note.end for note in stated)
        elif bar in whole:
            notes += whole[bar]
            writer.follow([n for n in whole[bar] if n.instrument == voices.lead.id])
        elif slot != "rest" and beat >= busy_until - 1e-6:
            instrument = voices.answer if slot in ("answer", "fill") and bar % 4 == 3 else voices.lead
            fresh = slot in ("answer", "fill") or rng.random() < 0.35
            role = "idea" if slot == "sequence" else slot
            contour = ideas[role][pick(ideas[role], section.feeling, rng)] if fresh else theme[role]
            shape = _from_motif(signature, section) if slot == "sequence" else contour.notes
            notes += writer.bar(beat, bars[bar], shape, instrument, velocity, slot == "cadence", rng)
    return Tune(notes, motif_bars)


def _motif_of(section: SectionPlan, bar: int, signature: Signature, voices: Voices, velocity: float) -> list[Note]:
    """First: plain, on the hero's instrument. Climax: twice as slow where there is room, on the climax instrument,
    the hero's own doubling it at the octave."""
    if section.role != "climax":
        return state_motif(section, bar, signature, voices.hero, velocity + 6)
    stretch = 2.0 if section.bars - bar >= 4 else 1.0
    loud = state_motif(section, bar, signature, voices.climax, velocity - 4, stretch)
    if voices.hero.id == voices.climax.id:
        return loud
    double = state_motif(section, bar, signature, voices.hero, velocity - 12, stretch)
    pitches = [note.pitch for note in double]
    if double[0].pitch <= loud[0].pitch and max(pitches) + 12 <= voices.hero.high:
        double = [note._replace(pitch=note.pitch + 12) for note in double]
    elif double[0].pitch == loud[0].pitch and min(pitches) - 12 >= voices.hero.low:
        double = [note._replace(pitch=note.pitch - 12) for note in double]
    return loud + double


def _from_motif(signature: Signature, section: SectionPlan) -> tuple[tuple[float, float, int], ...]:
    """The motif's first bar as a contour: same rhythm, same steps, to start on any chord tone."""
    shape = []
    beat = 0.0
    for degree, length in list(zip(signature.degrees, signature.lengths[section.metre], strict=True))[:-1]:
        shape.append((beat, length, degree - signature.degrees[0]))
        beat += length
    return tuple(shape)


def _velocity(section: SectionPlan, bar: int, spoken: float) -> float:
    """56 … 100: by energy, swelling to the middle of the section, softer under speech."""
    swell = 1.0 - abs(2.0 * (bar + 0.5) / section.bars - 1.0)
    return (56 + 38 * section.energy + 6 * swell) * (_SPOKEN + (1.0 - _SPOKEN) * (1.0 - spoken))


class _Writer:
    """Keeps the last note and the last outer interval while bars are written one after the other."""

    def __init__(self, section: SectionPlan, bass: dict[float, int], centre: float) -> None:
        self.section = section
        self.bass = bass
        self.centre = centre
        self.last = 0
        self.outer: tuple[int, int] | None = None  # bass and tune at the last strong beat

    def follow(self, notes: Sequence[Note]) -> None:
        self.last = notes[-1].pitch if notes else self.last

    def bar(
        self,
        beat: float,
        chords: Sequence[Chord],
        shape: Sequence[tuple[float, float, int]],
        instrument: Instrument,
        velocity: float,
        cadence: bool,
        rng: random.Random,
    ) -> list[Note]:
        """One bar of a contour on its chords."""
        low, high = instrument.best
        centre = (low + high) / 2
        anchor_target = self.last if low <= self.last <= high else centre
        anchor_target += (centre - anchor_target) * 0.35
        anchor: int | None = None
        notes: list[Note] = []
        for index, (offset, length, step) in enumerate(shape):
            chord = _chord_at(chords, beat + offset)
            scale = [p for p in range(low - 2, high + 3) if p % 12 in chord.scale]
            if anchor is None:
                first = step_near(scale, anchor_target)
                anchor = first - step
            position = max(0, min(len(scale) - 1, anchor + step))
            pitch = scale[position]
            rubs = length >= 1.0 and not chord.has(pitch) and (chord.has(pitch + 1) or chord.has(pitch - 1))
            strong = offset in STRONG_BEATS[self.section.metre] or length >= 1.5 or rubs
            final = cadence and index == len(shape) - 1
            if strong or final:
                pitch = self._strong(pitch, chord, low, high, final)
                anchor = step_near(scale, pitch) - step
            if notes and abs(pitch - notes[-1].pitch) > 12:
                pitch += 12 if pitch < notes[-1].pitch else -12
            accent = 5 if strong else rng.randint(-5, 1)
            sounding = length * 0.95 if instrument.sustains else length
            level = bounded_velocity(velocity + accent)
            notes.append(Note("melody", instrument.id, beat + offset, sounding, pitch, level))
            self.last = pitch
        return notes

    def _strong(self, pitch: int, chord: Chord, low: int, high: int, final: bool) -> int:
        """The nearest chord tone without parallels; a final note is the root, third or fifth."""
        tones = chord.tones if not final else tuple(t for t in chord.tones if (t - chord.root) % 12 in (0, 3, 4, 7))
        bass = self.bass.get(chord.beat, chord.bass + 36)
        options = [p for p in range(low, high + 1) if p % 12 in tones]

        def cost(option: int) -> float:
            leap = 0.25 * max(0, abs(option - self.last) - 7) if self.last else 0.0
            bad = self.outer is not None and parallel(self.outer, (bass, option))
            return abs(option - pitch) + leap + (12.0 if bad else 0.0)

        best = min(options, key=lambda o: (cost(o), o))
        self.outer = (bass, best)
        return best


def step_near(scale: Sequence[int], target: float) -> int:
    """Index of the scale tone nearest to a pitch."""
    return min(range(len(scale)), key=lambda i: (abs(scale[i] - target), i))


def _chord_at(chords: Sequence[Chord], beat: float) -> Chord:
    return next((c for c in reversed(chords) if c.beat <= beat + 1e-6), chords[0])
