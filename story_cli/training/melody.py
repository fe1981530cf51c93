"""`storycli train melody`: the network of models/melody.py on open tunes with chords, moved to one tonic.

In: music_leadsheets_pd, music_oldtime_abc, music_lieder_cc0 of the corpora. Out: model.safetensors (bfloat16),
config.json and figures.json with the held-out loss beside that of frequency tables. Checkpoints lie in `out`/run.
"""

from __future__ import annotations

import itertools
import json
import math
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from story_cli.models.melody import (
    LENGTHS,
    LOWEST,
    PITCHES,
    REST,
    Event,
    MelodyNet,
    MelodyShape,
    positions,
    save_melody,
)
from story_cli.rng import numpy_rng
from story_cli.training.tunes.corpora import held_out, read_tunes
from story_cli.training.tunes.tune import Tune, events_of, sheet_of


class MelodyRecipe(msgspec.Struct, frozen=True):
    """How long and how fast to learn; the defaults made the shipped model. Chosen on the held-out songs."""

    steps: int = 4000
    rows: int = 32
    window: int = 112  # events a row
    rate: float = 2.5e-3
    warm_up: int = 60
    cool_from: float = 0.45
    dropout: float = 0.14
    simple_weight: int = 3  # how often tunes with printed chords are met for each lied
    save_every: int = 200
    decay: float = 0.05


class Example(NamedTuple):
    """A whole tune as arrays: positions (N, tables), lengths (N,), pitches (N,)."""

    positions: NDArray[np.int64]
    lengths: NDArray[np.int64]
    pitches: NDArray[np.int64]
    weight: int


class Held(NamedTuple):
    """Nats an event on the held-out songs."""

    model: float
    by_source: dict[str, float]
    unigram: float
    bigram: float
    events: int


def run(
    *,
    data: Path,
    out: Path,
    seed: int = 1,
    minutes: float = 0.0,
    resume: bool = False,
    library: object = None,
    recipe: MelodyRecipe | None = None,
) -> Held:
    """Train, save and measure. Tells of every 50th step in `out`/run/log.txt."""
    recipe = recipe or MelodyRecipe()
    tunes = read_tunes(data)
    fit = [t for t in tunes if not held_out(t)]
    kept = [t for t in tunes if held_out(t)]
    folder = out / "run"
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    net = MelodyNet(MelodyShape(), recipe.dropout)
    examples = [example_of(t, recipe) for t in fit]
    with (folder / "log.txt").open("a", encoding="utf-8") as log:
        _train(net, examples, [example_of(t, recipe) for t in kept], recipe, folder, seed, minutes, resume, log)
    held = measure(net.eval(), fit, kept)
    save_melody(net, out)
    figures = {
        "weights": sum(p.numel() for p in net.parameters()),
        "tunes": len(fit),
        "events": int(sum(len(e.lengths) for e in examples)),
        "held_out": {**held._asdict()},
    }
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return held


def example_of(tune: Tune, recipe: MelodyRecipe) -> Example:
    """A tune's positions and targets."""
    events = events_of(tune)
    weight = recipe.simple_weight if tune.source != "lieder" else 1
    return Example(
        np.array(positions(sheet_of(tune), events), np.int64),
        np.array([LENGTHS.index(e.length) for e in events], np.int64),
        np.array([pitch_number(e) for e in events], np.int64),
        weight,
    )


def pitch_number(event: Event) -> int:
    return REST if event.semitone is None else event.semitone - LOWEST


def _train(
    net: MelodyNet,
    fit: Sequence[Example],
    kept: Sequence[Example],
    recipe: MelodyRecipe,
    folder: Path,
    seed: int,
    minutes: float,
    resume: bool,
    log: TextIO,
) -> None:
    matrices = [p for p in net.parameters() if p.dim() >= 2]
    rest = [p for p in net.parameters() if p.dim() < 2]
    groups = [{"params": matrices, "weight_decay": recipe.decay}, {"params": rest, "weight_decay": 0.0}]
    adam = torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98))
    step = _resumed(net, adam, folder) if resume else 0
    began, first = time.monotonic(), step
    net.train()
    while True:
        spent = (time.monotonic() - began) / 60 / minutes if minutes else 0.0
        share = max(step / recipe.steps, spent)
        if share >= 1:
            break
        batch = windows(fit, recipe, numpy_rng(seed, "melody", step))
        for group in adam.param_groups:
            group["lr"] = recipe.rate * _factor(step, share, recipe)
        loss = loss_of(net, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        adam.zero_grad()
        step += 1
        if step % 50 == 0:
            pace = (time.monotonic() - began) / (step - first)
            print(f"step {step} loss {float(loss.detach()):.3f} {pace:.2f} s a step", file=log, flush=True)
        if step % recipe.save_every == 0:
            _save(net, adam, folder, step)
            print(f"held out {nats(net.eval(), kept):.3f}", file=log, flush=True)
            net.train()
    _save(net, adam, folder, step)


def _factor(step: int, share: float, recipe: MelodyRecipe) -> float:
    rise = min(1.0, (step + 1) / recipe.warm_up)
    fall = 1.0 if share < recipe.cool_from else max(0.02, (1 - share) / (1 - recipe.cool_from))
    return rise * fall


def _save(net: MelodyNet, adam: torch.optim.Optimizer, folder: Path, step: int) -> None:
    state = {"net": net.state_dict(), "adam": adam.state_dict(), "step": step}
    torch.save(state, folder / "checkpoint.new")
    (folder / "checkpoint.new").replace(folder / "checkpoint.pt")


def _resumed(net: MelodyNet, adam: torch.optim.Optimizer, folder: Path) -> int:
    path = folder / "checkpoint.pt"
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    net.load_state_dict(state["net"])
    adam.load_state_dict(state["adam"])
    return int(state["step"])


class Batch(NamedTuple):
    """(B, T, tables), (B, T) and (B, T); lengths are −100 where a row has ended."""

    positions: Tensor
    lengths: Tensor
    pitches: Tensor


def windows(examples: Sequence[Example], recipe: MelodyRecipe, rng: np.random.Generator) -> Batch:
    """Random windows of like lengths, longer tunes met more often. Draws from rng."""
    chances = np.array([e.weight * min(4.0, max(1.0, len(e.lengths) / recipe.window)) for e in examples])
    drawn = rng.choice(len(examples), 6 * recipe.rows, p=chances / chances.sum())
    parts = [(examples[i], int(rng.integers(0, max(1, len(examples[i].lengths) - recipe.window // 2)))) for i in drawn]
    parts.sort(key=lambda part: min(recipe.window, len(part[0].lengths) - part[1]))
    first = recipe.rows * int(rng.integers(6))
    return stacked(parts[first : first + recipe.rows], recipe.window)


def stacked(parts: Sequence[tuple[Example, int]], window: int) -> Batch:
    """Windows of at most `window` events; the first event of a window does not see the one before it."""
    tables = parts[0][0].positions.shape[1]
    window = min(window, max(len(example.lengths) - start for example, start in parts))
    where = torch.zeros(len(parts), window, tables, dtype=torch.long)
    lengths = torch.full((len(parts), window), -100)
    pitches = torch.full((len(parts), window), -100)
    for row, (example, start) in enumerate(parts):
        count = min(window, len(example.lengths) - start)
        where[row, :count] = torch.from_numpy(example.positions[start : start + count])
        where[row, 0, 0], where[row, 0, 1] = PITCHES + 1, len(LENGTHS)
        lengths[row, :count] = torch.from_numpy(example.lengths[start : start + count])
        pitches[row, :count] = torch.from_numpy(example.pitches[start : start + count])
    return Batch(where, lengths, pitches)


def loss_of(net: MelodyNet, batch: Batch) -> Tensor:
    """Nats an event: of its length, and of its pitch given the length."""
    real = batch.lengths >= 0
    state = net(batch.positions)[real]
    lengths, pitches = batch.lengths[real], batch.pitches[real]
    return functional.cross_entropy(net.lengths(state), lengths) + functional.cross_entropy(
        net.pitches(state, lengths), pitches
    )


@torch.no_grad()
def nats(net: MelodyNet, examples: Sequence[Example], window: int = 112, rows: int = 32) -> float:
    """Mean nats an event over whole tunes, in windows that follow one another."""
    parts = [(e, start) for e in examples for start in range(0, len(e.lengths), window)]
    total, count = 0.0, 0
    for begin in range(0, len(parts), rows):
        batch = stacked(parts[begin : begin + rows], window)
        events = int((batch.lengths >= 0).sum())
        total, count = total + float(loss_of(net, batch)) * events, count + events
    return total / max(1, count)


def measure(net: MelodyNet, fit: Sequence[Tune], kept: Sequence[Tune]) -> Held:
    """The model and two frequency tables on the held-out songs."""
    recipe = MelodyRecipe()
    by_source = {}
    for source in sorted({t.source for t in kept}):
        by_source[source] = nats(net, [example_of(t, recipe) for t in kept if t.source == source])
    unigram, bigram, count = frequency_nats([events_of(t) for t in fit], [events_of(t) for t in kept])
    return Held(nats(net, [example_of(t, recipe) for t in kept]), by_source, unigram, bigram, count)


def frequency_nats(fit: Sequence[Sequence[Event]], kept: Sequence[Sequence[Event]]) -> tuple[float, float, int]:
    """Nats an event of a table of events, and of one of neighbours mixed with it; and the number of events."""

    def name(event: Event) -> tuple[int, int]:
        return pitch_number(event), event.length

    single = Counter(name(e) for tune in fit for e in tune)
    pairs = Counter((name(a), name(b)) for tune in fit for a, b in itertools.pairwise(tune))
    firsts = Counter(name(a) for tune in fit for a in tune[:-1])
    size, total = (PITCHES + 1) * len(LENGTHS), sum(single.values())
    loss_one, loss_two, count = 0.0, 0.0, 0
    for tune in kept:
        for index, event in enumerate(tune):
            alone = (single[name(event)] + 0.5) / (total + 0.5 * size)
            loss_one -= math.log(alone)
            before = name(tune[index - 1]) if index else None
            seen = firsts[before] if before is not None else 0
            paired = pairs[(before, name(event))] if before is not None else 0
            loss_two -= math.log((paired + 20 * alone) / (seen + 20))
            count += 1
    return loss_one / max(1, count), loss_two / max(1, count), count
