"""Chords of a section: progressions from the library filled into its bars, roman numerals turned into pitches."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Sequence
from typing import NamedTuple

from story_cli.errors import StoryError
from story_cli.score.form import SectionPlan
from story_cli.score.mood import Feeling
from story_cli.score.parts import Attributes, Mode, MusicLibrary, Progression

SCALES: dict[Mode, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "minor": (0, 2, 3, 5, 7, 8, 10),
}
_NUMERAL = re.compile(
    r"(?P<accidental>[b#]?)(?P<degree>VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(?P<kind>o|\+)?"
    r"(?P<extra>maj7|add9|sus4|sus2|7|6|5)?(?:/(?P<bass>1|b?3|5))?"
)
_RAISED = (4, 6, 9, 11)  # semitones over the tonic that are sharpened scale tones; the others are flattened ones
_ROOTS = {"I": 0, "II": 2, "III": 4, "IV": 5, "V": 7, "VI": 9, "VII": 11}


class Chord(NamedTuple):
    """Sounds [beat, beat + beats), beats from the film's start. Pitch classes; `tones` from the root up."""

    beat: float
    beats: float
    numeral: str
    root: int
    tones: tuple[int, ...]
    bass: int
    scale: tuple[int, ...]

    def has(self, pitch: int) -> bool:
        return pitch % 12 in self.tones


def parse_numeral(numeral: str, tonic: int, mode: Mode, beat: float = 0.0, beats: float = 4.0) -> Chord:
    """ "ii7", "bVI", "V/3" (third in the bass), "bVII/1" (over the tonic) … in a key. Raises StoryError."""
    match = _NUMERAL.fullmatch(numeral)
    if match is None:
        raise StoryError(f"no chord is called {numeral!r}", "write numerals such as I, ii7, bVI, Vsus4, V/3")
    shift = {"": 0, "b": -1, "#": 1}[match["accidental"]]
    root = (tonic + _ROOTS[match["degree"].upper()] + shift) % 12
    third, fifth = (4 if match["degree"].isupper() else 3), 7
    if match["kind"] == "o":
        third, fifth = 3, 6
    elif match["kind"] == "+":
        fifth = 8
    extra = match["extra"] or ""
    steps = {
        "": (0, third, fifth),
        "7": (0, third, fifth, 10),
        "maj7": (0, third, fifth, 11),
        "6": (0, third, fifth, 9),
        "add9": (0, 2, third, fifth),
        "sus4": (0, 5, fifth),
        "sus2": (0, 2, fifth),
        "5": (0, fifth),
    }[extra]
    tones = tuple((root + step) % 12 for step in steps)
    bass = {None: root, "1": tonic % 12, "3": (root + third) % 12, "b3": (root + third) % 12, "5": (root + fifth) % 12}
    return Chord(beat, beats, numeral, root, tones, bass[match["bass"]], _scale_with(tones, tonic, mode))


def _scale_with(tones: Sequence[int], tonic: int, mode: Mode) -> tuple[int, ...]:
    """The mode's scale, each tone that a chord tone alters replaced by it (a raised seventh over V in minor)."""
    scale = [(tonic + step) % 12 for step in SCALES[mode]]
    for tone in tones:
        if tone not in scale:
            raised = (tone - tonic) % 12 in _RAISED
            near = [(tone - 1) % 12, (tone + 1) % 12] if raised else [(tone + 1) % 12, (tone - 1) % 12]
            replaced = [s for s in near if s in scale and s not in tones]
            if replaced:
                scale[scale.index(replaced[0])] = tone
    return tuple(sorted(set(scale)))


def closeness(part: Attributes, feeling: Feeling) -> float:
    """0 … 1: how near a part's moods are to the wanted ones; excitement counts more."""
    distance = 1.2 * abs(part.calm_exciting - feeling.calm_exciting) + 0.8 * abs(part.sad_happy - feeling.sad_happy)
    return 1.0 / (1.0 + (2.0 * distance) ** 2)


def pick(parts: Sequence[Attributes], feeling: Feeling, rng: random.Random) -> int:
    """Index of a part drawn by closeness. Draws once from rng."""
    return rng.choices(range(len(parts)), [closeness(part, feeling) ** 2 + 1e-6 for part in parts])[0]


class Block(NamedTuple):
    """A progression that stands whole in a section, from a bar on."""

    progression: str
    bar: int
    bars: int


class Harmony(NamedTuple):
    """Chords of each bar, and the whole progressions that they come from."""

    bars: list[list[Chord]]
    blocks: list[Block]


def harmonise(
    section: SectionPlan,
    following: SectionPlan | None,
    library: MusicLibrary,
    theme: str,
    tricks: frozenset[str],
    rng: random.Random,
) -> Harmony:
    """The section's harmony. The last bar leads to the following section's tonic where that is another key."""
    bars, blocks = _fill(section, library, theme, _closing(section, tricks, rng), rng)
    if following is not None and following.tonic != section.tonic:
        bars[-1] = "V7"
    result = []
    for index, text in enumerate(bars):
        names = text.split()
        length = section.bar_beats / len(names)
        start = section.start_beat + index * section.bar_beats
        away = following is not None and following.tonic != section.tonic and index == len(bars) - 1
        key = following if away and following is not None else section
        result.append(
            [parse_numeral(name, key.tonic, key.mode, start + i * length, length) for i, name in enumerate(names)]
        )
    return Harmony(result, blocks)


def _closing(section: SectionPlan, tricks: frozenset[str], rng: random.Random) -> tuple[str, ...]:
    """Functions of progressions that may end the section, best first."""
    if section.role == "return":
        return ("landing",)
    if section.role == "title":
        return ("half", "statement")
    if "open_end" in tricks or section.role in ("turn", "trial"):
        return ("half", "deceptive") if rng.random() < 0.75 else ("deceptive", "half")
    if "plagal" in tricks:
        return ("plagal", "authentic", "half")
    return ("half", "authentic", "plagal") if rng.random() < 0.6 else ("authentic", "plagal", "half")


def _fill(
    section: SectionPlan, library: MusicLibrary, theme: str, closing: Sequence[str], rng: random.Random
) -> tuple[list[str], list[Block]]:
    """One string a bar: statement, continuations (climax parts at the climax), then the closing; and the blocks."""
    usable = [p for p in library.progressions if p.fits(section.metre, section.mode, theme)]
    close = _choose(usable, closing, range(1, min(2, section.bars) + 1), section.feeling, rng)
    left = section.bars - close.bars
    bars: list[str] = []
    blocks: list[Block] = []
    used: set[str] = set()
    for size in _sizes(left):
        wanted = ("climax", "continuation") if section.role == "climax" else ("continuation",)
        functions = wanted if bars else ("statement", *wanted)
        fresh = [p for p in usable if p.id not in used] or usable
        chosen = _choose(fresh, functions, (size,), section.feeling, rng)
        used.add(chosen.id)
        if len(bars) + chosen.bars <= left:
            blocks.append(Block(chosen.id, len(bars), chosen.bars))
        bars.extend(chosen.chords)
    return [*bars[:left], *close.chords], blocks


def _sizes(bars: int) -> list[int]:
    """Fours first, then a rest of 3, 2 or 1."""
    sizes = [4] * (bars // 4)
    return sizes + ([bars % 4] if bars % 4 else [])


def _choose(
    usable: Sequence[Progression], functions: Sequence[str], sizes: Sequence[int], feeling: Feeling, rng: random.Random
) -> Progression:
    """A part of the first function that has one of a wanted length, longest first; else any of that length."""
    for function, size in itertools.product(functions, sorted(sizes, reverse=True)):
        found = [p for p in usable if p.function == function and p.bars == size]
        if found:
            return found[pick(found, feeling, rng)]
    fallback = [p for p in usable if p.bars in sizes]
    if not fallback:
        raise StoryError(f"no chord progression of {list(sizes)} bars", "add one to library/music/progressions.json")
    return fallback[pick(fallback, feeling, rng)]


def near_pitch(pitch_class: int, target: float, low: int, high: int) -> int:
    """The pitch of a class nearest to `target` within low … high (an octave at least)."""
    pitches = [p for p in range(low, high + 1) if p % 12 == pitch_class]
    return min(pitches, key=lambda p: (abs(p - target), p))


def voice_chords(chords: Sequence[Chord], centre: float, voices: int, low: int, high: int) -> list[tuple[int, ...]]:
    """Close voicings, each moving as little as it can from the one before; no parallel fifths or octaves inside."""
    result: list[tuple[int, ...]] = []
    for chord in chords:
        options = [tuple(sorted(o)) for o in _voicings(chord, centre, voices, low, high)]
        before = result[-1] if result else None

        def cost(option: tuple[int, ...], before: tuple[int, ...] | None = before) -> float:
            middle = abs(sum(option) / len(option) - centre)
            if before is None or len(before) != len(option):
                return middle
            moved = sum(abs(a - b) for a, b in zip(before, option, strict=True))
            return moved + 0.5 * middle + max(0.0, middle - 5.0) * 3.0 + 6.0 * parallels(before, option)

        result.append(min(options, key=lambda o: (cost(o), o)))
    return result


def _voicings(chord: Chord, centre: float, voices: int, low: int, high: int) -> list[tuple[int, ...]]:
    tones = list(chord.tones)
    if len(tones) > voices:  # the fifth can go first, then the root, which the bass has
        droppable = [t for t in ((chord.root + 7) % 12, chord.root) if t in tones]
        for tone in droppable[: len(tones) - voices]:
            tones.remove(tone)
    found = []
    for start in range(int(centre) - 14, int(centre) + 8):
        if start % 12 in tones and low <= start:
            stack = [start]
            while len(stack) < voices:
                nxt = next(p for p in range(stack[-1] + 1, stack[-1] + 13) if p % 12 in tones)
                stack.append(nxt)
            if stack[-1] <= high:
                found.append(tuple(stack))
    return found or [tuple(near_pitch(t, centre, 36, 96) for t in (tones * voices)[:voices])]


def parallels(before: Sequence[int], after: Sequence[int]) -> int:
    """How many pairs of voices move in the same direction between equal perfect fifths or octaves."""
    count = 0
    for (a1, a2), (b1, b2) in itertools.combinations(list(zip(before, after, strict=True)), 2):
        same = (b1 - a1) % 12 == (b2 - a2) % 12 and (b1 - a1) % 12 in (0, 7)
        if same and a1 != a2 and b1 != b2 and (a2 > a1) == (b2 > b1):
            count += 1
    return count


def parallel(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Outer voices moving the same way between two equal perfect fifths or octaves."""
    first, second = (before[1] - before[0]) % 12, (after[1] - after[0]) % 12
    moved = before[0] != after[0] and before[1] != after[1]
    return moved and first == second and first in (0, 7) and (after[0] > before[0]) == (after[1] > before[1])


def outer_parallels(bass: Sequence[int], top: Sequence[int]) -> int:
    """How many neighbouring pairs of (bass, top) make parallel fifths or octaves; the arranger's own check."""
    pairs = list(zip(bass, top, strict=True))
    return sum(parallel(a, b) for a, b in itertools.pairwise(pairs))


def mend_outer_voices(
    chords: Sequence[Chord], bass: Sequence[int], tops: Sequence[int | None], low: int, high: int
) -> list[int]:
    """Bass pitches without parallel fifths or octaves with the tune's note at each chord (None where it rests).

    A faulty bass note moves to the chord's third, by an octave, or to another chord tone; the last one rather by an
    octave.
    """
    mended = list(bass)
    for index in range(1, len(chords)):
        before, now = tops[index - 1], tops[index]
        if before is None or now is None or not parallel((mended[index - 1], before), (mended[index], now)):
            continue
        chord = chords[index]
        third = min(chord.tones, key=lambda t: abs((t - chord.root) % 12 - 3.5))
        inverted, octaves = near_pitch(third, mended[index], low, high), [mended[index] + 12, mended[index] - 12]
        options = [inverted, *octaves] if index < len(chords) - 1 else [*octaves, inverted]
        options += [near_pitch(tone, mended[index], low, high) for tone in chord.tones]
        good = [
            option
            for option in options
            if low <= option <= high and not parallel((mended[index - 1], before), (option, now))
        ]
        mended[index] = good[0] if good else mended[index]
    return mended
