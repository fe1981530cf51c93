"""The critic of generated melodies: the usual measures of symbolic music, and rules that a tune must keep.

Sources: pitch-class entropy and grooving similarity after Wu and Yang 2020, "The Jazz Transformer on the front line"
(arXiv 2008.01307); pitch-in-scale after Mogren 2016 (arXiv 1611.09904).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from story_cli.models.melody import GRID
from story_cli.training.tunes.tune import Tune, TuneNote

COPY_NOTES = 8  # as many notes in a row with a training tune's intervals are a copy
LEAP = 5  # semitones above which a leap asks for an answer
MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10, 11)


class Measures(NamedTuple):
    """`entropy` in bits, shares 0 … 1, `span` in semitones."""

    in_scale: float
    entropy: float
    groove: float
    span: int
    steps: float  # share of intervals of at most two semitones, repeated notes not counted as steps
    repeats: float
    answered: float  # share of leaps that turn back or stay
    density: float  # notes a beat


class Norms(NamedTuple):
    """Mean and standard deviation of training tunes' measures."""

    mean: Measures
    deviation: Measures


def measure(notes: Sequence[TuneNote], bars: int, bar_beats: float, scale: Iterable[int]) -> Measures:
    """The measures of a melody over whole bars."""
    tones = set(scale)
    pitches = [n.semitone for n in notes]
    moves = [b - a for a, b in pairwise(pitches)]
    leaps = [(a, b) for a, b in pairwise(moves) if abs(a) > LEAP]
    return Measures(
        sum(p % 12 in tones for p in pitches) / max(1, len(pitches)),
        entropy(p % 12 for p in pitches),
        groove([n.beat for n in notes], bars, bar_beats),
        max(pitches) - min(pitches) if pitches else 0,
        sum(0 < abs(m) <= 2 for m in moves) / max(1, len(moves)),
        sum(m == 0 for m in moves) / max(1, len(moves)),
        sum(b * a <= 0 for a, b in leaps) / len(leaps) if leaps else 1.0,
        len(notes) / max(1.0, bars * bar_beats),
    )


def entropy(classes: Iterable[int]) -> float:
    """Shannon entropy of pitch classes in bits."""
    counts = Counter(classes)
    total = sum(counts.values())
    return -sum(c / total * math.log2(c / total) for c in counts.values()) if total else 0.0


def groove(onsets: Sequence[float], bars: int, bar_beats: float) -> float:
    """1 − the mean share of steps at which neighbouring bars differ in whether a note begins."""
    size = round(bar_beats * GRID)
    grid = [[False] * size for _ in range(bars)]
    for onset in onsets:
        step = round(onset * GRID)
        if 0 <= step < bars * size:
            grid[step // size][step % size] = True
    unlike = [sum(a != b for a, b in zip(one, two, strict=True)) / size for one, two in pairwise(grid)]
    return 1.0 - sum(unlike) / len(unlike) if unlike else 1.0


def scale_of(tune: Tune) -> tuple[int, ...]:
    return MINOR if tune.minor else MAJOR


def excerpts(tune: Tune, bars: int = 4) -> list[tuple[TuneNote, ...]]:
    """The tune in pieces of as many bars, those with enough notes."""
    size = bars * tune.bar_beats
    pieces = []
    for start in range(0, tune.bars - bars + 1, bars):
        begin = start * tune.bar_beats
        inside = [n._replace(beat=n.beat - begin) for n in tune.notes if begin <= n.beat < begin + size]
        if len(inside) >= 6:
            pieces.append(tuple(inside))
    return pieces


def norms(tunes: Iterable[Tune], bars: int = 4) -> Norms:
    """Measures of all excerpts of training tunes."""
    rows = [measure(piece, bars, t.bar_beats, scale_of(t)) for t in tunes for piece in excerpts(t, bars)]
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    spread = [
        math.sqrt(sum((v - m) ** 2 for v in column) / len(rows))
        for column, m in zip(zip(*rows, strict=True), means, strict=True)
    ]
    return Norms(Measures(*means), Measures(*spread))  # type: ignore[arg-type]


def interval_runs(tunes: Iterable[Tune]) -> set[tuple[int, ...]]:
    """Every run of COPY_NOTES − 1 intervals of the training tunes."""
    runs: set[tuple[int, ...]] = set()
    for tune in tunes:
        moves = tune.intervals()
        runs.update(moves[i : i + COPY_NOTES - 1] for i in range(len(moves) - COPY_NOTES + 2))
    return runs


def copies(notes: Sequence[TuneNote], runs: set[tuple[int, ...]]) -> int:
    """How many runs of COPY_NOTES notes have the intervals of a training tune."""
    moves = tuple(b.semitone - a.semitone for a, b in pairwise(notes))
    return sum(moves[i : i + COPY_NOTES - 1] in runs for i in range(len(moves) - COPY_NOTES + 2))


class Verdict(NamedTuple):
    """`faults` in words; a higher `score` is better."""

    faults: tuple[str, ...]
    score: float


def judge(
    notes: Sequence[TuneNote],
    bars: int,
    bar_beats: float,
    scale: Iterable[int],
    strong_chord_tones: float,
    nats: float,
    norm: Norms,
    runs: set[tuple[int, ...]],
) -> Verdict:
    """Rules first, then likeness to training tunes, singable steps and the model's own opinion (nats an event)."""
    found = measure(notes, bars, bar_beats, scale)
    faults = []
    if not bars * 2 <= len(notes) <= bars * bar_beats * 2.2:
        faults.append("too few or too many notes")
    if found.in_scale < 0.95:
        faults.append("out of the scale")
    if not 5 <= found.span <= 16:
        faults.append("range")
    if found.answered < 0.6:
        faults.append("leaps run on")
    if notes and notes[-1].semitone % 12 not in (0, 7):
        faults.append("ends neither on the tonic nor on the dominant")
    if notes and notes[-1].beats < 1.0:
        faults.append("a short last note")
    if any(a.semitone == b.semitone == c.semitone == d.semitone for a, b, c, d in _fours(notes)):
        faults.append("four times the same note")
    if strong_chord_tones < 0.6:
        faults.append("against its chords")
    if abs(found.entropy - norm.mean.entropy) > 1.5 * norm.deviation.entropy:
        faults.append("entropy far from the training tunes")
    if abs(found.groove - norm.mean.groove) > 1.5 * norm.deviation.groove:
        faults.append("groove far from the training tunes")
    if copies(notes, runs):
        faults.append("copies a training tune")
    score = 2.0 * strong_chord_tones - 0.35 * nats
    score -= 0.5 * abs(found.entropy - norm.mean.entropy) / norm.deviation.entropy
    score -= 0.3 * abs(found.groove - norm.mean.groove) / norm.deviation.groove
    score -= 1.5 * max(0.0, found.repeats - 0.2) + 1.0 * abs(found.steps - 0.6)
    score += 0.8 * motif_return(notes, bars, bar_beats)
    return Verdict(tuple(faults), score)


def motif_return(notes: Sequence[TuneNote], bars: int, bar_beats: float) -> float:
    """1 where a later bar has the first bar's rhythm, 0.5 where most of it: an idea that comes back."""
    rhythm = [
        frozenset(round((n.beat - bar * bar_beats) * GRID) for n in notes if int(n.beat / bar_beats + 1e-6) == bar)
        for bar in range(bars)
    ]
    best = max((len(rhythm[0] & r) / max(1, len(rhythm[0] | r)) for r in rhythm[1:]), default=0.0)
    return 1.0 if best > 0.99 else (0.5 if best > 0.7 else 0.0)


def _fours(notes: Sequence[TuneNote]) -> Iterable[tuple[TuneNote, ...]]:
    return zip(notes, notes[1:], notes[2:], notes[3:], strict=False)
