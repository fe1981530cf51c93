"""Trains the second look at a scene: relations, moves, what is to be seen, places; from the annotated scenes.

The rules read every annotated scene first; the network learns where they are right. Places are learnt from the house
stories too. Bars (how sure it must be to drop or add a fact) are chosen on scenes that it has not learnt from.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from story_cli.catalogue import Library
from story_cli.models.facts import FactLabels, Facts
from story_cli.rng import derived_seed, stage_rng
from story_cli.scene.revise import ALIKE
from story_cli.training.fact_examples import OPEN, Example, annotated, house_places

if TYPE_CHECKING:
    import torch

    from story_cli.models.encoder import Pieces
    from story_cli.models.facts import Found

LAYERS = 4
MINUTES = 14.0  # the recipe's own length
BATCH, PLACE_BATCH = 8, 12  # annotated scenes and scenes with a place alone in a step
RATES = {"encoder": 7e-5, "where": 2e-4, "heads": 1e-3}
HELD_OUT = 6  # every sixth story chooses the bars
SHARES = {"relations": 1.0, "moves": 1.0, "seen": 0.5, "places": 0.5}
_BARS = tuple(n / 20 for n in range(1, 20))
_HIDDEN = 0.1  # share of words that are hidden in training


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """`storycli train facts`: train for `minutes` (0: 14) and write the model and figures.json to `out`."""
    import torch

    from story_cli.models.encoder import load_encoder, load_pieces
    from story_cli.models.facts import load_facts, save_facts
    from story_cli.training.encoder import pretrained

    torch.manual_seed(derived_seed(seed, "facts") % 2**31)
    torch.set_num_threads(1)
    shared = library.model_folder("encoder")
    pieces, labels = load_pieces(shared), labels_of(library)
    stories, houses = annotated(library, labels, log), house_places(library, labels)
    held = [example for n, story in enumerate(stories) if n % HELD_OUT == 0 for example in story]
    train = [example for n, story in enumerate(stories) if n % HELD_OUT for example in story]
    log(f"{len(train)} annotated scenes, {len(held)} held back, {len(houses)} scenes with a place")
    net = load_facts(shared, out) if resume else Facts(pretrained(data, load_encoder(shared), LAYERS), labels)
    rng = stage_rng(seed, "facts")
    _fit(net, pieces, train, houses, minutes or MINUTES, rng, lambda: figures(net, pieces, held, {}), log)
    bars = best_bars(net, pieces, held)
    net.labels = msgspec.structs.replace(labels, bars=bars)
    save_facts(net, out)
    shown = {"rules": figures(net, pieces, held, None), "revised": figures(net, pieces, held, bars)}
    log(json.dumps(shown))
    (out / "figures.json").write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")


def labels_of(library: Library) -> FactLabels:
    """Predicates that pictures tell apart, moves and places of the catalogue."""
    words = library.vocabulary
    predicates = dict.fromkeys(ALIKE.get(name, name) for name in words.relations)
    moves = tuple(move for move in words.moves if move != "idle")
    return FactLabels(tuple(predicates), moves, tuple(sorted(library.places)))


# --- learning ----------------------------------------------------------------------------------------------------


def _fit(
    net: Facts,
    pieces: Pieces,
    train: Sequence[Example],
    houses: Sequence[Example],
    minutes: float,
    rng: random.Random,
    measure: Callable[[], dict[str, float]],
    log: Callable[[str], None],
) -> None:
    import torch

    groups = [
        {"params": [p for p in net.encoder.parameters() if p.requires_grad]},
        {"params": list(net.where.parameters())},
        {"params": [p for n, p in net.named_parameters() if not n.startswith(("encoder.", "where."))]},
    ]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, weight_decay=0.01)
    started = time.monotonic()
    step, share, shown = 0, 0.0, 0.0
    while share < 1:
        order = rng.sample(range(len(train)), len(train))
        for at in range(0, len(order), BATCH):
            share = (time.monotonic() - started) / (minutes * 60)
            for group, rate in zip(optimizer.param_groups, RATES.values(), strict=True):
                group["lr"] = rate * min(1.0, share / 0.06, max(0.02, (1 - share) / 0.94))
            batch = [train[n] for n in order[at : at + BATCH]] + rng.sample(houses, min(PLACE_BATCH, len(houses)))
            net.train()
            loss = loss_of(net, pieces, [_dimmed(example, rng) for example in batch])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            step += 1
        if share - shown > 0.12 or share >= 1:
            shown = share
            net.eval()
            told = " ".join(f"{name} {value:.3f}" for name, value in measure().items())
            log(f"step {step}, {time.monotonic() - started:.0f} s, loss {float(loss.detach()):.3f}, held back: {told}")
    net.eval()


def _dimmed(example: Example, rng: random.Random) -> Example:
    """The scene with some of its words hidden, so that the rest must do."""
    words = [word if rng.random() > _HIDDEN else "[MASK]" for word in example.scene.words]
    return example._replace(scene=example.scene._replace(words=words))


def loss_of(net: Facts, pieces: Pieces, batch: Sequence[Example]) -> torch.Tensor:
    """Weighted nats: a candidate fact each for relations, moves and what is seen, a scene for places."""
    import torch
    from torch.nn import functional

    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = net(pieces, [example.scene for example in batch])
    total = torch.zeros(())
    for name, odds, wanted in _compared(found, batch):
        known = wanted != OPEN
        if known.any():
            nats = functional.binary_cross_entropy_with_logits(odds.float()[known], wanted[known], reduction="sum")
            total = total + SHARES[name] * nats / len(batch)
    places = torch.tensor([example.place for example in batch])
    return total + SHARES["places"] * functional.cross_entropy(found.places.float(), places, ignore_index=-1)


def _compared(found: Found, batch: Sequence[Example]) -> Iterator[tuple[str, torch.Tensor, torch.Tensor]]:
    """(name, log odds, targets) of the same shape."""
    import torch

    related = torch.zeros(found.relations.shape)
    for row, (n, a, b) in enumerate(found.pairs):
        if {a, b} & batch[n].free:
            related[row] = OPEN
        for predicate, value in batch[n].relations.get((a, b), {}).items():
            related[row, predicate] = value
    yield "relations", found.relations, related
    moved = torch.zeros(found.moves.shape)
    seen = torch.zeros(len(found.agents))
    for row, (n, who) in enumerate(found.agents):
        seen[row] = batch[n].seen[who]
        if who in batch[n].free:
            moved[row] = OPEN
        for (agent, move), value in batch[n].moves.items():
            if agent == who:
                moved[row, move] = value
    yield "moves", found.moves, moved
    yield "seen", found.seen, seen


# --- figures -----------------------------------------------------------------------------------------------------


class Judged(NamedTuple):
    """Log odds, target and whether the rules said so, of every candidate that counts."""

    odds: list[float]
    wanted: list[float]
    told: list[bool]


def judged(net: Facts, pieces: Pieces, examples: Sequence[Example]) -> tuple[dict[str, Judged], float, float]:
    """Candidates by name, and the share of right places: of the network and of the rules."""
    import torch

    out = {name: Judged([], [], []) for name in ("relations", "moves", "seen")}
    right = ruled = asked = 0
    for at in range(0, len(examples), 16):
        batch = examples[at : at + 16]
        with torch.inference_mode():
            found = net(pieces, [example.scene for example in batch])
        told = _told(found, batch)
        for name, odds, wanted in _compared(found, batch):
            known = wanted != OPEN
            out[name].odds.extend(odds[known].tolist())
            out[name].wanted.extend(wanted[known].tolist())
            out[name].told.extend(told[name][known].tolist())
        for row, example in enumerate(batch):
            if example.place >= 0:
                asked += 1
                right += int(found.places[row].argmax()) == example.place
                ruled += max(range(len(example.scene.places)), key=example.scene.places.__getitem__) == example.place
    return out, right / max(1, asked), ruled / max(1, asked)


def _told(found: Found, batch: Sequence[Example]) -> dict[str, torch.Tensor]:
    import torch

    related = torch.zeros(found.relations.shape, dtype=torch.bool)
    at = {pair: row for row, pair in enumerate(found.pairs)}
    moved = torch.zeros(found.moves.shape, dtype=torch.bool)
    agents = {pair: row for row, pair in enumerate(found.agents)}
    for n, example in enumerate(batch):
        for a, b, predicate in example.scene.relations:
            if (n, a, b) in at:
                related[at[n, a, b], predicate] = True
        for agent, move in example.scene.moves:
            if (n, agent) in agents:
                moved[agents[n, agent], move] = True
    seen = torch.tensor([batch[n].scene.seen[who] for n, who in found.agents])
    return {"relations": related, "moves": moved, "seen": seen}


def figures(net: Facts, pieces: Pieces, examples: Sequence[Example], bars: dict[str, float] | None) -> dict[str, float]:
    """F1 of each kind of fact and share of right places; `bars` None: of the rules alone."""
    found, right, ruled = judged(net, pieces, examples)
    out = {name: round(f1(rows, name, bars), 4) for name, rows in found.items()}
    return out | {"places": round(ruled if bars is None else right, 4)}


def f1(rows: Judged, name: str, bars: dict[str, float] | None) -> float:
    """Of facts that stand under the bars (0.5 where none is given)."""
    import math

    good = said = asked = 0
    for odds, wanted, told in zip(*rows, strict=True):
        bar = 0.5 if bars is None else bars.get(f"{name} {'kept' if told else 'new'}", 0.5)
        stands = told if bars is None else odds > math.log(bar / (1 - bar))
        said += stands
        asked += wanted > 0
        good += stands and wanted > 0
    return 2 * good / max(1, said + asked)


def best_bars(net: Facts, pieces: Pieces, examples: Sequence[Example]) -> dict[str, float]:
    """For each kind of fact the two bars with the greatest F1, the middle ones where several are equal."""
    found, _, _ = judged(net, pieces, examples)
    out: dict[str, float] = {}
    for name, rows in found.items():
        pairs: Iterable[tuple[float, float]] = product(_BARS, _BARS)
        kept, new = max(
            pairs,
            key=lambda bars: (f1(rows, name, _named(name, bars)), -abs(bars[0] - 0.5) - abs(bars[1] - 0.5)),
        )
        out |= _named(name, (kept, new))
    return out


def _named(name: str, bars: tuple[float, float]) -> dict[str, float]:
    return {f"{name} kept": bars[0], f"{name} new": bars[1]}
