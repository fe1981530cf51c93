"""Lead sheets, lieder and old-time tunes → `Tune`s: runs of regular bars on the grid, in one key each."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from story_cli.models.melody import GRID, Chord
from story_cli.score.parts import BAR_BEATS, Metre
from story_cli.training.tunes.abc import read_abc
from story_cli.training.tunes.tune import Tune, TuneChord, TuneNote

FEWEST_BARS, FEWEST_NOTES = 4, 12
HELD_OUT = 0.08  # of the songs, by a digest of their names
_METRES: dict[str, tuple[float, Metre, float]] = {  # printed → quarters a bar, our metre, how much times are stretched
    "4/4": (4.0, "4/4", 1.0),
    "2/2": (4.0, "4/4", 1.0),
    "2/4": (2.0, "4/4", 1.0),
    "4/8": (2.0, "4/4", 2.0),
    "3/4": (3.0, "3/4", 1.0),
    "6/4": (6.0, "3/4", 1.0),
    "3/2": (6.0, "3/4", 0.5),
    "3/8": (1.5, "3/4", 2.0),
    "6/8": (3.0, "6/8", 1.0),
    "12/8": (6.0, "6/8", 1.0),
}
_ROOTS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)  # Source: Krumhansl 1990
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


class Song(NamedTuple):
    """A printed song before it is cut: times in quarters, pitches MIDI notes, chords with roots as pitch classes.

    `keys` are (from, tonic pitch class, minor); `times` are (from, printed metre).
    """

    source: str
    name: str
    keys: list[tuple[float, int, bool]]
    times: list[tuple[float, str]]
    bars: list[float]
    notes: list[tuple[float, float, int]]
    chords: list[tuple[float, int, str]]


def read_tunes(data: Path) -> list[Tune]:
    """All tunes of the three corpora under `data`."""
    songs = [
        *_lead_sheets(data / "music_leadsheets_pd" / "openewld_pd.jsonl.xz"),
        *_old_time(data / "music_oldtime_abc" / "oldtime_tunes.abc"),
        *_lieder(data / "music_lieder_cc0" / "lieder_melodies.jsonl.xz"),
    ]
    return [tune for song in songs for tune in cut(song)]


def held_out(tune: Tune) -> bool:
    """Whether the whole song is kept from training."""
    digest = hashlib.sha256(f"{tune.source} {tune.song}".encode()).digest()
    return digest[0] / 256 < HELD_OUT


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _lead_sheets(path: Path) -> Iterator[Song]:
    for row in _lines(path):
        chords = [(beat, *found) for beat, text in row["chords"] if (found := parse_symbol(text)) is not None]
        notes = [tuple(n) for n in row["melody"]]
        if row["key"]:
            keys = [(at, _tonic(fifths, mode == "minor"), mode == "minor") for at, fifths, mode in row["key"]]
            yield Song("leadsheets", row["title"], keys, _times(row), row["bars"], notes, chords)


def _times(row: dict[str, Any]) -> list[tuple[float, str]]:
    return [(at, text) for at, text in row["times"]] or [(0.0, row.get("meter", ""))]


def _old_time(path: Path) -> Iterator[Song]:
    for tune in read_abc(path.read_text(encoding="utf-8")):
        chords = [(beat, *found) for beat, text in tune.chords if (found := parse_symbol(text)) is not None]
        keys = [(0.0, tune.tonic, tune.minor)]
        yield Song("oldtime", tune.title, keys, [(0.0, tune.metre)], tune.bars, tune.melody, chords)


def _lieder(path: Path) -> Iterator[Song]:
    for row in _lines(path):
        profiles = [([int(c) for c in text[:12]], int(text[13:] or -1)) for text in row["profile"]]
        chords = []
        for bar, (profile, bass) in zip(row["bars"], profiles, strict=False):
            found = chord_of_profile(profile, bass)
            if found is not None:
                chords.append((bar, *found))
        keys = []
        for index, (at, fifths, _) in enumerate(row["keys"]):
            end = row["keys"][index + 1][0] if index + 1 < len(row["keys"]) else 1e9
            inside = [p for b, p in zip(row["bars"], profiles, strict=False) if at <= b < end]
            minor = _is_minor(fifths, inside)
            keys.append((at, _tonic(fifths, minor), minor))
        if row["times"] and keys:
            times = [(at, text) for at, text in row["times"]]
            name = f"{row['composer']}: {row['song']} ({row['id']})"
            yield Song("lieder", name, keys, times, row["bars"], [tuple(n) for n in row["melody"]], chords)


def _tonic(fifths: int, minor: bool) -> int:
    return (7 * fifths + (9 if minor else 0)) % 12


def _is_minor(fifths: int, bars: Sequence[tuple[Sequence[int], int]]) -> bool:
    """The relative minor where the pitch classes and the last bass speak for it."""
    total = [sum(profile[pc] for profile, _ in bars) for pc in range(12)]
    major, minor = _tonic(fifths, False), _tonic(fifths, True)

    def likeness(tonic: int, weights: Sequence[float]) -> float:
        return sum(total[(tonic + i) % 12] * w for i, w in enumerate(weights)) / sum(weights)

    last = next((bass for _, bass in reversed(bars) if bass >= 0), -1)
    lean = 1.06 if last == minor else (0.94 if last == major else 1.0)
    return likeness(minor, _MINOR) * lean > likeness(major, _MAJOR)


def parse_symbol(text: str) -> tuple[int, str] | None:
    """ "Bbm7", "F/A", "G9", "Edim7" → (root pitch class, quality); None for what is no chord."""
    match = re.match(r"([A-G])([b#♭♯]?)([^/]*)", text)
    if match is None:
        return None
    root = (_ROOTS[match[1]] + {"b": -1, "♭": -1, "#": 1, "♯": 1, "": 0}[match[2]]) % 12
    kind = match[3]
    if kind.startswith(("dim", "o", "°")) or "b5" in kind:
        return root, "diminished"
    if kind.startswith("m") and not kind.startswith("maj"):
        return root, "minor"
    return root, "seventh" if re.match(r"(7|9|11|13)", kind) else "major"


def chord_of_profile(profile: Sequence[int], bass: int) -> tuple[int, str] | None:
    """The chord that holds most of a bar's pitch classes (0 … 9 each); its bass leans it. None for an empty bar."""
    if not any(profile):
        return None
    best: tuple[float, int, str] | None = None
    for root in range(12):
        for quality in ("major", "minor", "seventh", "diminished"):
            tones = Chord(root, quality).tones()
            score = sum(v if pc in tones else -0.7 * v for pc, v in enumerate(profile))
            score += (5.0 if bass == root else 2.0 if bass in tones else 0.0) - (3.0 if len(tones) > 3 else 0.0)
            score -= 2.0 if quality == "diminished" else 0.0
            if best is None or score > best[0]:
                best = (score, root, quality)
    return None if best is None else (best[1], best[2])


def cut(song: Song) -> Iterator[Tune]:
    """Runs of whole bars in one key and metre, without triplets and long rests."""
    marks = sorted({at for at, *_ in song.keys} | {at for at, _ in song.times} | {0.0})
    ends = [*marks[1:], 1e9]
    last = max((a + b for a, b, _ in song.notes), default=0.0)
    for begin, end in zip(marks, ends, strict=True):
        tonic, minor = next(((t, m) for at, t, m in reversed(song.keys) if at <= begin), song.keys[0][1:])
        printed = next((text for at, text in reversed(song.times) if at <= begin), song.times[0][1])
        if printed not in _METRES:
            continue
        size, metre, stretch = _METRES[printed]
        bars = [b for b in song.bars if begin <= b < end]
        stop = min(end, last) if end < 1e9 else last
        for start, length in runs(bars, stop, size):
            yield from _pieces(song, metre, tonic, minor, start, length, stretch)


def runs(bars: Sequence[float], stop: float, size: float) -> Iterator[tuple[float, float]]:
    """(start, length) of stretches of regular bars; a short first bar is an upbeat, two short ones may be one bar."""
    start, now, index = None, 0.0, 0
    edges = [*bars, max(stop, bars[-1] + size)] if bars else []
    sizes = [b - a for a, b in pairwise(edges)]
    while index < len(sizes):
        length = sizes[index]
        joined = index + 1 < len(sizes) and abs(length + sizes[index + 1] - size) < 1e-6
        if abs(length - size) < 1e-6 or (joined and start is not None) or index == len(sizes) - 1:
            start = edges[index] if start is None else start
            index += 2 if joined and abs(length - size) >= 1e-6 else 1
            now = start + size * round((edges[min(index, len(edges) - 1)] - start) / size)
            continue
        if start is not None:
            yield start, now - start
            start = None
        if 0 < length < size:  # an upbeat to what follows
            start = edges[index] - (size - length)
        index += 1
    if start is not None and now > start:
        yield start, now - start


def _pieces(
    song: Song, metre: Metre, tonic: int, minor: bool, start: float, length: float, stretch: float
) -> Iterator[Tune]:
    bar = BAR_BEATS[metre]
    count = int(length * stretch / bar + 1e-6)
    if count < FEWEST_BARS:
        return
    inside = [n for n in song.notes if start - 1e-6 <= n[0] < start + length - 1e-6]
    notes = [((a - start) * stretch, b * stretch, p) for a, b, p in inside]
    chords = [((a - start) * stretch, r, q) for a, r, q in song.chords if a < start + length]
    good = [True] * count
    sounding = [False] * count
    for beat, beats, _ in notes:
        index = min(count - 1, int(beat / bar + 1e-6))
        if index < 0 or abs(beat * GRID - round(beat * GRID)) + abs(beats * GRID - round(beats * GRID)) > 0.02:
            good[max(0, index)] = False
        for touched in range(max(0, index), min(count, int((beat + beats - 1e-6) / bar) + 1)):
            sounding[touched] = True
    begin = 0
    for index in range(count + 1):
        around = sounding[max(0, index - 1) : index] + sounding[index + 1 : index + 2]
        silent = index < count and not sounding[index] and not all(around)
        if index == count or not good[index] or silent:
            yield from _tune(song, metre, tonic, minor, notes, chords, begin, index)
            begin = index + 1


def _tune(
    song: Song,
    metre: Metre,
    tonic: int,
    minor: bool,
    notes: Iterable[tuple[float, float, int]],
    chords: Iterable[tuple[float, int, str]],
    first: int,
    after: int,
) -> Iterator[Tune]:
    bar = BAR_BEATS[metre]
    begin, end = first * bar, after * bar
    inside = sorted((a, b, p) for a, b, p in notes if begin - 1e-6 <= a < end - 1e-6)
    if after - first < FEWEST_BARS or len(inside) < FEWEST_NOTES:
        return
    middle = sorted(p for *_, p in inside)[len(inside) // 2]
    base = middle - 4 - (middle - 4 - tonic) % 12  # the tonic at most a fourth over … an octave under the middle
    kept = []
    for index, (beat, beats, pitch) in enumerate(inside):
        after_it = inside[index + 1][0] if index + 1 < len(inside) else end
        if after_it > beat + 1e-6:
            kept.append(TuneNote(beat - begin, min(beats, after_it - beat), pitch - base))
    before = [c for c in chords if c[0] <= begin + 1e-6][-1:]
    later = [c for c in chords if begin + 1e-6 < c[0] < end]
    named = tuple(TuneChord(max(0.0, c[0] - begin), Chord((c[1] - tonic) % 12, c[2])) for c in [*before, *later])
    yield Tune(song.source, song.name, metre, minor, after - first, tuple(kept), named)
