"""The music library: library/music/*.json as typed parts, and what a part must satisfy.

Times are quarter beats, pitches MIDI notes, velocities 1 … 127. A bar of 3/4 and of 6/8 both hold three quarter
beats; 6/8 is felt in two groups of 1.5.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from story_cli.artifacts import Data
from story_cli.errors import StoryError

Metre = Literal["4/4", "3/4", "6/8"]
Mode = Literal["major", "lydian", "mixolydian", "dorian", "minor"]
BAR_BEATS: dict[Metre, float] = {"4/4": 4.0, "3/4": 3.0, "6/8": 3.0}
STRONG_BEATS: dict[Metre, tuple[float, ...]] = {"4/4": (0.0, 2.0), "3/4": (0.0,), "6/8": (0.0, 1.5)}


class Attributes(Data, frozen=True, kw_only=True):
    """What every part says about itself; `bars` is its length, 0 where it has none."""

    id: str
    modes: tuple[Mode, ...]
    metres: tuple[Metre, ...]
    tempo: tuple[float, float]
    calm_exciting: float
    sad_happy: float
    instruments: tuple[str, ...]
    themes: tuple[str, ...]
    bars: int
    tags: tuple[str, ...] = ()

    def fits(self, metre: Metre, mode: Mode, theme: str) -> bool:
        return metre in self.metres and mode in self.modes and ("*" in self.themes or theme in self.themes)


class Progression(Attributes, frozen=True, kw_only=True):
    """One string a bar; the chords in it share the bar equally."""

    function: Literal["statement", "continuation", "climax", "half", "authentic", "plagal", "deceptive", "landing"]
    chords: tuple[str, ...]


class Rhythm(Attributes, frozen=True, kw_only=True):
    hits: tuple[tuple[float, str, int], ...]  # beat, drum, velocity


class Figure(Attributes, frozen=True, kw_only=True):
    """A bar of bass or accompaniment: beat, length, voices, velocity."""

    role: Literal["bass", "accompaniment"]
    notes: tuple[tuple[float, float, str, int], ...]


class Contour(Attributes, frozen=True, kw_only=True):
    """A bar of melody: beat, length, scale steps from the anchor."""

    role: Literal["idea", "answer", "cadence", "fill"]
    notes: tuple[tuple[float, float, int], ...]


class Origin(Data, frozen=True):
    """Where a generated melody comes from: digest of the model's weights, seed, which task and attempt, the model's
    nats an event and the critic's score."""

    model: str
    seed: int
    task: int
    attempt: int
    nats: float
    critic: float


class Melody(Attributes, frozen=True, kw_only=True):
    """A tune over one progression: beat, length, semitones over the tonic. A counter goes under its `partner`."""

    role: Literal["melody", "counter"]
    progression: str
    partner: str
    notes: tuple[tuple[float, float, int], ...]
    origin: Origin


class Signature(Attributes, frozen=True, kw_only=True):
    """A hero's motif. `lengths` by metre; the last note begins on the second bar's first beat."""

    hero: str
    instrument: str
    rhythm: str
    degrees: tuple[int, ...]
    lengths: dict[Metre, tuple[float, ...]]
    articulation: Literal["legato", "detached", "staccato"]


class Palette(Attributes, frozen=True, kw_only=True):
    """What a theme sounds like; a theme has two, a story takes one."""

    theme: str
    tonics: tuple[int, ...]  # pitch classes
    mode_weights: dict[Mode, float]
    metre_weights: dict[Metre, float]
    lead: tuple[str, ...]
    answer: tuple[str, ...]
    pad: tuple[str, ...]
    figure: tuple[str, ...]
    bass: tuple[str, ...]
    sparkle: tuple[str, ...]
    percussion: tuple[str, ...]
    register: int  # octaves that the melody is moved by
    texture: str


class Instrument(Data, frozen=True):
    id: str
    bank: int
    program: int
    low: int
    high: int
    best: tuple[int, int]
    pan: float
    reverb: int
    level_db: float
    sustains: bool
    family: str


class Device(Data, frozen=True):
    """What an adjective does to the music."""

    id: str
    sad_happy: float
    calm_exciting: float
    tempo_scale: float
    mode_scale: dict[Mode, float]
    prefer: tuple[str, ...]
    instruments: dict[str, tuple[str, ...]]
    tricks: tuple[str, ...]


Item = TypeVar("Item")


class _File(msgspec.Struct, forbid_unknown_fields=True):
    schema: int
    kind: str
    licence: str
    origin: str
    note: str
    items: msgspec.Raw
    drums: dict[str, int] = {}


class MusicLibrary(Data, frozen=True):
    progressions: tuple[Progression, ...]
    rhythms: tuple[Rhythm, ...]
    figures: tuple[Figure, ...]
    contours: tuple[Contour, ...]
    melodies: tuple[Melody, ...]
    signatures: dict[str, Signature]
    palettes: dict[str, tuple[Palette, ...]]  # by theme
    instruments: dict[str, Instrument]
    devices: dict[str, Device]
    drums: dict[str, int]


def _read(folder: Path, name: str, kind: type[Item]) -> tuple[tuple[Item, ...], _File]:
    path = folder / f"{name}.json"
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        return msgspec.json.decode(file.items, type=tuple[kind, ...]), file  # type: ignore[valid-type]
    except OSError as exc:
        raise StoryError(f"the music library lacks {path.name}", "install the package again") from exc
    except msgspec.DecodeError as exc:
        raise StoryError(f"{path.name} of the music library: {exc}", "mend the entry that it names") from exc


@functools.lru_cache(maxsize=4)
def load_music(folder: Path) -> MusicLibrary:
    """Read library/music. Raises StoryError that names the file and key at fault."""
    instruments, instrument_file = _read(folder, "instruments", Instrument)
    palettes = _read(folder, "palettes", Palette)[0]
    library = MusicLibrary(
        progressions=_read(folder, "progressions", Progression)[0],
        rhythms=_read(folder, "rhythms", Rhythm)[0],
        figures=_read(folder, "figures", Figure)[0],
        contours=_read(folder, "contours", Contour)[0],
        melodies=_read(folder, "melodies", Melody)[0],
        signatures={s.hero: s for s in _read(folder, "signatures", Signature)[0]},
        palettes={
            theme: tuple(p for p in palettes if p.theme == theme) for theme in dict.fromkeys(p.theme for p in palettes)
        },
        instruments={i.id: i for i in instruments},
        devices={d.id: d for d in _read(folder, "devices", Device)[0]},
        drums=instrument_file.drums,
    )
    faults = list(check_music(library))
    if faults:
        raise StoryError(f"library/music: {faults[0]}", "mend the entry that it names")
    return library


def check_music(library: MusicLibrary) -> Iterable[str]:
    """Every fault of the library in a sentence: bar lengths, unknown instruments and drums, ranges, doubled ids."""
    groups: Sequence[Sequence[Attributes]] = (
        library.progressions,
        library.rhythms,
        library.figures,
        library.contours,
        library.melodies,
        tuple(library.signatures.values()),
    )
    for group in groups:
        seen: set[str] = set()
        for part in group:
            if part.id in seen:
                yield f"{part.id} is listed twice"
            seen.add(part.id)
            if not (-1 <= part.calm_exciting <= 1 and -1 <= part.sad_happy <= 1 and part.tempo[0] < part.tempo[1]):
                yield f"{part.id}: moods are −1 … 1 and tempo is low, high"
    yield from _check_bars(library)
    yield from _check_melodies(library)
    for palette in (p for both in library.palettes.values() for p in both):
        for role in (palette.lead, palette.answer, palette.pad, palette.figure, palette.bass, palette.sparkle):
            yield from (f"{palette.id}: no instrument {name}" for name in role if name not in library.instruments)
    for instrument in library.instruments.values():
        if not 0 <= instrument.low <= instrument.best[0] < instrument.best[1] <= instrument.high <= 127:
            yield f"{instrument.id}: low ≤ best ≤ high does not hold"


def _check_melodies(library: MusicLibrary) -> Iterable[str]:
    """Melodies fill their bars, name a progression of as many, and a counter its melody."""
    bars = {p.id: p.bars for p in library.progressions}
    tunes = {m.id for m in library.melodies if m.role == "melody"}
    for melody in library.melodies:
        if bars.get(melody.progression) != melody.bars:
            yield f"{melody.id}: no progression {melody.progression!r} of {melody.bars} bars"
        if (melody.role == "counter") != (melody.partner in tunes):
            yield f"{melody.id}: a counter names its melody, a melody none"
        if len(melody.modes) != 1 or len(melody.metres) != 1:
            yield f"{melody.id}: a melody has one mode and one metre"
        end = melody.bars * BAR_BEATS[melody.metres[0]]
        if not melody.notes or any(b < 0 or n <= 0 or b + n > end + 1e-6 for b, n, _ in melody.notes):
            yield f"{melody.id}: its notes do not lie in {melody.bars} bars"


def _check_bars(library: MusicLibrary) -> Iterable[str]:
    for progression in library.progressions:
        if progression.bars != len(progression.chords):
            yield f"{progression.id}: {progression.bars} bars but {len(progression.chords)} strings"
    for metre, beats in BAR_BEATS.items():
        timed: list[tuple[str, float]] = []
        for figure in library.figures:
            timed += [(figure.id, note[0] + note[1]) for note in figure.notes if metre in figure.metres]
        for contour in library.contours:
            timed += [(contour.id, note[0] + note[1]) for note in contour.notes if metre in contour.metres]
        for rhythm in library.rhythms:
            if metre in rhythm.metres:
                timed += [(rhythm.id, hit[0]) for hit in rhythm.hits]
        yield from (f"{name} runs over its bar in {metre}" for name, end in timed if end > beats + 1e-6)
        for signature in library.signatures.values():
            lengths = signature.lengths[metre]
            if len(lengths) != len(signature.degrees) or abs(sum(lengths[:-1]) - beats) > 1e-6:
                yield f"{signature.id}: its notes before the last do not fill one bar of {metre}"
            if signature.instrument not in library.instruments:
                yield f"{signature.id}: no instrument {signature.instrument}"
    for rhythm in library.rhythms:
        known = {*library.drums, "concert_drum"}
        yield from (f"{rhythm.id}: no drum {drum}" for _, drum, _ in rhythm.hits if drum not in known)
