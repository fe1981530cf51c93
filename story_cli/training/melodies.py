"""`storycli train melodies`: fills library/music/melodies.json with tunes over the library's own progressions.

The melody model proposes many tunes for each progression and metre, in the style of lead sheets and fiddle tunes; the
critic (tunes/critic.py) keeps the best. A counter-melody is proposed under each kept tune in longer notes. Every entry
says which model, seed and attempt it is. Draws from rng.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from story_cli.catalogue import Library
from story_cli.models.melody import (
    BARS,
    GRID,
    LENGTHS,
    LOWEST,
    PITCHES,
    REST,
    Event,
    MelodyNet,
    Sheet,
    load_melody,
    position,
)
from story_cli.models.melody import Chord as SheetChord
from story_cli.rng import numpy_rng
from story_cli.score.harmony import Chord, parse_numeral
from story_cli.score.parts import BAR_BEATS, Metre, Mode, MusicLibrary, Progression, load_music
from story_cli.training.tunes.corpora import read_tunes
from story_cli.training.tunes.critic import Norms, copies, interval_runs, judge, norms
from story_cli.training.tunes.tune import TuneNote

CANDIDATES, UNDERS = 80, 64  # proposals for each progression and metre, and of counter-melodies for each tune
TEMPERATURE, TOP_P = 0.95, 0.92
_LOW, _HIGH = -5, 16  # semitones over the tonic that a tune may use
_METRES: tuple[Metre, ...] = ("4/4", "3/4", "6/8")
_MINORS = ("minor", "dorian")
_WHOLE: dict[Metre, tuple[int, ...]] = {"4/4": (4, 8, 12, 16), "3/4": (4, 8, 12), "6/8": (2, 4, 6, 12)}  # counters


class Task(NamedTuple):
    """A tune to be made: over these chords, in this style."""

    progression: Progression
    metre: Metre
    mode: Mode
    chords: tuple[Chord, ...]
    source: str
    second: bool  # another tune for the same chords

    @property
    def bars(self) -> int:
        return self.progression.bars

    def chord_at(self, beat: float) -> Chord:
        return next(c for c in reversed(self.chords) if c.beat <= beat + 1e-6)


class Proposal(NamedTuple):
    notes: tuple[TuneNote, ...]
    nats: float  # an event
    attempt: int


def run(
    *,
    data: Path,
    out: Path,
    seed: int = 1,
    minutes: float = 0.0,
    resume: bool = False,
    library: Library | None = None,
) -> int:
    """Write `out`/melodies.json; gives the number of entries. Minutes and resume have nothing to act on."""
    library = library or Library()
    folder = library.root / "models" / "melody"
    net = load_melody(folder)
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()[:16]
    tunes = read_tunes(data)
    plain = [t for t in tunes if t.source != "lieder"]
    runs = interval_runs(tunes)
    by_metre = {metre: norms([t for t in plain if t.metre == metre]) for metre in _METRES}
    entries: list[dict[str, Any]] = []
    for number, task in enumerate(tasks(load_music(library.root / "music"))):
        rng = numpy_rng(seed, "melodies", number)
        best = _best(net, task, by_metre[task.metre], runs, rng)
        if best is None:
            continue
        proposal, score = best
        origin = {"model": digest, "seed": seed, "task": number, "attempt": proposal.attempt}
        origin |= {"nats": round(proposal.nats, 3), "critic": round(score, 3)}
        name = f"{task.progression.id}-{task.metre.replace('/', '')}{'-b' if task.second else ''}"
        entries.append(_entry(name, "melody", task, proposal.notes, origin, ""))
        under = _counter(net, task, proposal.notes, runs, numpy_rng(seed, "counters", number))
        if under is not None:
            origin = {"model": digest, "seed": seed, "task": number, "attempt": under.attempt}
            origin |= {"nats": round(under.nats, 3), "critic": 0.0}
            entries.append(_entry(f"{name}-under", "counter", task, under.notes, origin, name))
    _write(out / "melodies.json", entries)
    return len(entries)


def tasks(music: MusicLibrary) -> Iterator[Task]:
    """Progressions of four bars that end on a chord with the tonic or dominant in it, in every metre."""
    for progression in music.progressions:
        if progression.bars != 4 or progression.function not in ("statement", "continuation", "climax"):
            continue
        mode = progression.modes[0]
        for index, metre in enumerate(_METRES):
            beats = BAR_BEATS[metre]
            chords: list[Chord] = []
            for bar, text in enumerate(progression.chords):
                names = text.split()
                length = beats / len(names)
                chords += [parse_numeral(n, 0, mode, bar * beats + i * length, length) for i, n in enumerate(names)]
            if not {0, 7} & set(chords[-1].tones):
                continue
            source = "oldtime" if metre == "4/4" and index % 2 else "leadsheets"
            yield Task(progression, metre, mode, tuple(chords), source, False)
            if progression.function != "climax" or metre == "4/4":
                yield Task(progression, metre, mode, tuple(chords), "leadsheets", True)


def sheet_for(task: Task) -> Sheet:
    """The task as the model reads it: one phrase of four bars, or two of two for a second tune."""
    steps = task.bars * BARS[task.metre]
    chords = [_plain(task.chord_at(min(step, steps - 1) / GRID)) for step in range(steps + 1)]
    ends = (1, task.bars - 1) if task.second else (task.bars - 1,)
    return Sheet(task.source, task.metre, task.mode in _MINORS, task.bars, tuple(chords), ends)


def _plain(chord: Chord) -> SheetChord:
    """Our chord in the model's four qualities."""
    steps = {(tone - chord.root) % 12 for tone in chord.tones}
    if 3 in steps and 6 in steps:
        return SheetChord(chord.root, "diminished")
    if 3 in steps:
        return SheetChord(chord.root, "minor")
    return SheetChord(chord.root, "seventh" if 10 in steps else "major")


def _best(
    net: MelodyNet, task: Task, norm: Norms, runs: set[tuple[int, ...]], rng: np.random.Generator
) -> tuple[Proposal, float] | None:
    scored = []
    for proposal in propose(net, task, CANDIDATES, LENGTHS, rng):
        strong = chord_tone_share(task, proposal.notes)
        scale = {tone for chord in task.chords for tone in chord.scale}
        verdict = judge(proposal.notes, task.bars, BAR_BEATS[task.metre], scale, strong, proposal.nats, norm, runs)
        if not verdict.faults:
            scored.append((verdict.score, proposal))
    if not scored:
        return None
    score, best = max(scored, key=lambda s: (s[0], -s[1].attempt))
    return best, score


def chord_tone_share(task: Task, notes: Sequence[TuneNote]) -> float:
    """Of the notes on strong beats or longer than a beat, the share that belongs to the chord."""
    half = 1.5 if task.metre == "6/8" else 2.0
    weighty = [n for n in notes if n.beat % (half if task.metre != "3/4" else 3.0) == 0 or n.beats > 1.0]
    return sum(task.chord_at(n.beat).has(n.semitone) for n in weighty) / max(1, len(weighty))


@torch.no_grad()
def propose(net: MelodyNet, task: Task, count: int, sizes: Sequence[int], rng: np.random.Generator) -> list[Proposal]:
    """Sample `count` tunes side by side; notes are in their chord's scale and of one of the `sizes` (steps)."""
    sheet = sheet_for(task)
    events: list[list[Event]] = [[] for _ in range(count)]
    told = [0.0] * count
    rows: list[list[tuple[int, ...]]] = [[position(sheet, None, 0)] for _ in range(count)]
    live = list(range(count))
    while live:
        longest = max(len(rows[r]) for r in live)
        block = torch.zeros(len(live), longest, len(rows[0][0]), dtype=torch.long)
        for i, r in enumerate(live):
            block[i, : len(rows[r])] = torch.tensor(rows[r])
        last = torch.tensor([len(rows[r]) - 1 for r in live])
        state = net(block)[torch.arange(len(live)), last]
        starts = [events[r][-1].start + events[r][-1].length if events[r] else 0 for r in live]
        lengths = _drawn(net.lengths(state), [_fitting(sheet, s, sizes) for s in starts], rng)
        ends = [start + LENGTHS[i] for start, (i, _) in zip(starts, lengths, strict=True)]
        masks = [
            _tones(task, start, events[r], end == sheet.steps) for start, end, r in zip(starts, ends, live, strict=True)
        ]
        pitches = _drawn(net.pitches(state, torch.tensor([i for i, _ in lengths])), masks, rng)
        still = []
        for r, start, (size, loss), (pitch, more) in zip(live, starts, lengths, pitches, strict=True):
            event = Event(start, None if pitch == REST else pitch + LOWEST, LENGTHS[size])
            events[r].append(event)
            told[r] += loss + more
            if start + event.length < sheet.steps:
                rows[r].append(position(sheet, event, start + event.length))
                still.append(r)
        live = still
    return [
        Proposal(
            tuple(TuneNote(e.start / GRID, e.length / GRID, e.semitone) for e in row if e.semitone is not None),
            told[i] / len(row),
            i,
        )
        for i, row in enumerate(events)
    ]


def _fitting(sheet: Sheet, start: int, sizes: Sequence[int]) -> Tensor:
    """Lengths among `sizes` that end inside the sheet; what is left where none does."""
    left = sheet.steps - start
    allowed = [size <= left and size in sizes for size in LENGTHS]
    return torch.tensor(allowed if any(allowed) else [size <= left for size in LENGTHS])


def _tones(task: Task, start: int, before: Sequence[Event], last_note: bool) -> Tensor:
    """Pitches of the chord's scale within a sixth of the note before; a rest only after two notes. The last note is
    the tonic or dominant, whichever the last chord has."""
    chord = task.chord_at(start / GRID)
    last = next((e.semitone for e in reversed(before) if e.semitone is not None), 4)
    allowed = [
        semitone % 12 in chord.scale and _LOW <= semitone <= _HIGH and abs(semitone - last) <= 9
        for semitone in range(LOWEST, LOWEST + PITCHES)
    ]
    if last_note:
        home = {0, 7} & set(task.chords[-1].tones)
        allowed = [ok and (LOWEST + i) % 12 in home for i, ok in enumerate(allowed)]
        if not any(allowed):  # nowhere near: any octave of it
            allowed = [(LOWEST + i) % 12 in home and _LOW <= LOWEST + i <= _HIGH for i in range(PITCHES)]
        return torch.tensor([*allowed, False])
    rest = len(before) >= 2 and all(e.semitone is not None for e in before[-2:])
    return torch.tensor([*allowed, rest])


def _drawn(logits: Tensor, masks: Sequence[Tensor], rng: np.random.Generator) -> list[tuple[int, float]]:
    """One index a row by nucleus sampling among what is allowed, with its nats."""
    logits = logits.float().masked_fill(~torch.stack(list(masks)), float("-inf"))
    nats = -logits.log_softmax(-1)
    share, order = (logits / TEMPERATURE).softmax(-1).sort(-1, descending=True)
    share[share.cumsum(-1) - share > TOP_P] = 0.0
    spots = torch.from_numpy(rng.random((len(masks), 1))).float() * share.sum(-1, keepdim=True)
    at = (share.cumsum(-1) < spots).sum(-1, keepdim=True).clamp_max(share.shape[-1] - 1)
    chosen = order.gather(-1, at)
    return [(int(c), float(n[c])) for c, n in zip(chosen[:, 0], nats, strict=True)]


def _counter(
    net: MelodyNet, task: Task, tune: Sequence[TuneNote], runs: set[tuple[int, ...]], rng: np.random.Generator
) -> Proposal | None:
    """The proposal in long notes that goes best with a tune, or None where none keeps the rules."""
    found = []
    for proposal in propose(net, task, UNDERS, _WHOLE[task.metre], rng):
        notes = proposal.notes
        repeats = sum(a.semitone == b.semitone for a, b in pairwise(notes))
        if not task.bars <= len(notes) <= 0.8 * len(tune) + 1 or copies(notes, runs) or repeats > 0.4 * len(notes):
            continue
        fit = together(tune, notes)
        strong = chord_tone_share(task, notes)
        if fit is not None and strong >= 0.75:
            found.append((fit + strong - 0.2 * proposal.nats - repeats / len(notes), proposal))
    return max(found, key=lambda f: (f[0], -f[1].attempt))[1] if found else None


def together(tune: Sequence[TuneNote], under: Sequence[TuneNote]) -> float | None:
    """0 … 2: consonance at each note below, and contrary or oblique motion. None for parallel fifths or octaves."""
    pairs = []
    for note in under:
        above = [n for n in tune if n.beat <= note.beat + 1e-6 < n.beat + n.beats]
        if above:
            pairs.append((note.semitone, above[-1].semitone))
    if len(pairs) < 3:
        return None
    sweet = sum((b - a) % 12 in (0, 3, 4, 5, 7, 8, 9) for a, b in pairs) / len(pairs)
    contrary = 0
    for (a1, b1), (a2, b2) in pairwise(pairs):
        gap = (b1 - a1) % 12
        if gap == (b2 - a2) % 12 and gap in (0, 7) and a1 != a2 and b1 != b2:
            return None
        contrary += (a2 - a1) * (b2 - b1) <= 0
    return sweet + contrary / (len(pairs) - 1) if sweet >= 0.75 else None


def _entry(
    name: str, role: str, task: Task, notes: Sequence[TuneNote], origin: dict[str, Any], partner: str
) -> dict[str, Any]:
    """A line of melodies.json; its moods are its progression's, moved by how dense and wide the tune is."""
    density = len(notes) / (task.bars * BAR_BEATS[task.metre])
    rise = notes[-1].semitone - notes[0].semitone
    calm = task.progression.calm_exciting * 0.5 + (density - 0.9) * 0.9
    happy = task.progression.sad_happy + 0.02 * rise
    return {
        "id": name,
        "modes": [task.mode],
        "metres": [task.metre],
        "tempo": list(task.progression.tempo),
        "calm_exciting": round(max(-1.0, min(1.0, calm)), 2),
        "sad_happy": round(max(-1.0, min(1.0, happy)), 2),
        "instruments": [],
        "themes": list(task.progression.themes),
        "bars": task.bars,
        "tags": ["generated"],
        "role": role,
        "progression": task.progression.id,
        "partner": partner,
        "notes": [[n.beat, n.beats, n.semitone] for n in notes],
        "origin": origin,
    }


def _write(path: Path, entries: Sequence[dict[str, Any]]) -> None:
    head = {
        "schema": 1,
        "kind": "melody",
        "licence": "Apache-2.0",
        "origin": "made offline by storycli's melody model (library/models/melody) and chosen by its critic",
        "note": "Notes are beat, beats, semitones over the tonic; a counter names the melody that it goes under.",
    }
    lines = ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries)
    path.write_text(json.dumps(head, indent=1)[:-2] + f',\n "items": [\n{lines}\n ]\n}}\n', encoding="utf-8")
