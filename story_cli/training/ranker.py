"""Trains the coherence judge: good stories (tales) above the same stories with one fault each (corruptions)."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from story_cli.catalogue import Library
from story_cli.models.judge import Judge, Tables, load_judge_model, save_judge
from story_cli.rank.features import matrix
from story_cli.rank.layout import Scenes
from story_cli.text import sentences
from story_cli.training.corruptions import CORRUPTIONS, CRITERIA
from story_cli.training.judge_tables import count_tables
from story_cli.training.screening import Screen
from story_cli.training.tales import Tale, read_tales


class Recipe(NamedTuple):
    """What made the shipped judge."""

    counted: float = 0.45  # share of house stories and plots that tables are counted from; the network learns the rest
    checked: float = 0.12  # share of house stories on which recipes are compared
    rounds: int = 8  # faults of each kind a house story
    others: int = 700  # kit stories, and open tales, for the network
    epochs: int = 8
    strangers: float = 0.1  # weight of pairs of different stories in the whole
    pull: float = 1e-6  # on the weights of the whole
    searches: int = 80  # steps of their search
    rate: float = 3e-3
    batch: int = 256
    decay: float = 0.01


class Pairs(NamedTuple):
    """Features of good stories and of spoilt ones: (N, F) each, and the criterion that is broken (N,)."""

    good: Tensor
    spoilt: Tensor
    criterion: Tensor


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Train and write the model folder `out`; `resume` keeps the tables that are there. Raises: StoryError."""
    screen = Screen(library)
    learn, test = read_tales(data, library, seed, screen)
    recipe, rng = Recipe(), random.Random(seed)
    counted, fitted, checked = divided(learn, recipe, rng)
    if resume and (out / "model.safetensors").is_file():
        tables = load_judge_model(out)[1]
    else:
        more = list(_more_text(data, screen))
        tables = count_tables([tale.scenes for tale in counted], more, seed, _books(data, screen))
    log(f"the filter: {screen.counts()}")
    log(f"{len(counted)} stories counted, {len(fitted)} to learn from, {len(tables.words)} words in the tables")
    began = time.monotonic()
    pairs = make_pairs(fitted, learn, tables, rng, 60 * minutes if minutes else 0.0)
    log(f"{len(pairs.good)} pairs in {time.monotonic() - began:.0f} s")
    dev = make_pairs(checked, learn, tables, random.Random(98))
    net = fit(pairs, dev, recipe, seed, log)
    held = make_pairs(test, test, tables, random.Random(99))
    save_judge(net, tables, out)
    log(f"done: {figures(net, held)}")


def divided(tales: list[Tale], recipe: Recipe, rng: random.Random) -> tuple[list[Tale], list[Tale], list[Tale]]:
    """Stories to count tables from, others to learn from (what is counted looks sounder than it is), some to check."""
    sources = sorted({tale.source for tale in tales if tale.source.startswith("kit:")})
    known = set(rng.sample(sources, int(len(sources) * recipe.counted)))
    house = [tale for tale in tales if tale.source == "house"]
    rng.shuffle(house)
    spare = int(len(house) * recipe.checked)
    checked, house = house[:spare], house[spare:]
    cut = int(len(house) * recipe.counted)
    open_tales = [tale for tale in tales if tale.source != "house" and not tale.source.startswith("kit:")]
    counted = house[:cut] + [tale for tale in tales if tale.source in known] + open_tales[recipe.others :]
    unseen = [tale for tale in tales if tale.source.startswith("kit:") and tale.source not in known]
    unseen = rng.sample(unseen, min(recipe.others, len(unseen)))
    fitted = house[cut:] * recipe.rounds + unseen + open_tales[: recipe.others]
    rng.shuffle(fitted)
    return counted, fitted, checked


def _more_text(data: Path, screen: Screen) -> Iterator[Scenes]:
    """Open books as further words: paragraphs stand for scenes. A book that is not there is left out, and so is a
    paragraph that the output filter refuses, unless it is only hard to read."""
    for name, file, most in (("cc_storybooks", "storybooks.jsonl.gz", 700), ("fairytaleqa", "stories.jsonl.gz", 150)):
        path = data / name / file
        if path.is_file():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in itertools.islice(lines, most):
                    text = json.loads(line).get("text", "")
                    parts = [part for part in text.split("\n") if part.strip()][:60]
                    kept = [part for part in parts if screen.passes("books", [part], hard=True)]
                    yield [[s.text for s in sentences(part)] for part in kept]


def _books(data: Path, screen: Screen, most: int = 1500) -> Iterator[str]:
    """Sentences of old children's books that pass the output filter, for runs of words alone."""
    path = data / "gutenberg_children" / "stories.jsonl.gz"
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in itertools.islice(lines, most):
                told = sentences(" ".join(json.loads(line)["text"].split()))
                yield from (s.text for s in told if screen.passes("old books", [s.text], hard=True))


def make_pairs(
    tales: Sequence[Tale], others: Sequence[Tale], tables: Tables, rng: random.Random, seconds: float = 0.0
) -> Pairs:
    """Every story with every fault that it can have; stops after `seconds` if that is not 0."""
    good: list[np.ndarray] = []
    spoilt: list[np.ndarray] = []
    kinds: list[int] = []
    began = time.monotonic()
    for tale in tales:
        stories: list[Scenes] = [tale.scenes]
        names: list[str] = []
        for name, corruption in CORRUPTIONS:
            made = corruption(tale.scenes, rng.choice(others).scenes, rng)
            if made is not None and made != tale.scenes:
                stories.append(made)
                names.append(name)
        rows = matrix(stories, tables)
        good += [rows[0]] * len(names)
        spoilt += list(rows[1:])
        kinds += [CRITERIA.index(name) for name in names]
        if seconds and time.monotonic() - began > seconds:
            break
    return Pairs(torch.tensor(np.array(good)), torch.tensor(np.array(spoilt)), torch.tensor(kinds))


def fit(pairs: Pairs, checked: Pairs, recipe: Recipe, seed: int, log: Callable[[str], None]) -> Judge:
    """The network after `recipe.epochs`, each criterion for itself, and the linear verdict on the whole."""
    torch.manual_seed(seed)
    net = Judge(pairs.good.shape[1], CRITERIA)
    everything = torch.cat([pairs.good, pairs.spoilt])
    net.mean.copy_(everything.mean(0))
    net.scale.copy_(everything.std(0).clamp(min=1e-3))
    mine = [weight for name, weight in net.named_parameters() if not name.startswith("sound")]
    optimiser = torch.optim.AdamW(mine, lr=recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * (1 + len(pairs.good) // recipe.batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(recipe.epochs):
        net.train()
        for part in torch.split(torch.randperm(len(pairs.good)), recipe.batch):
            optimiser.zero_grad()
            loss_of(net, pairs, part).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    log(f"criteria: checked {own_figures(net, checked)}")
    fit_whole(net.eval(), pairs, recipe)
    log(f"the whole: checked {figures(net, checked)}, learnt {figures(net, pairs)['all']}")
    return net


def fit_whole(net: Judge, pairs: Pairs, recipe: Recipe) -> None:
    """One weight a feature, so that the good story of a pair scores higher; then slope and shift of the odds.

    Features are measured by how much faults move them and not by how much stories differ. Some pairs are of different
    stories, so that sums can be compared between stories too.
    """
    good, spoilt = (((part - net.mean) / net.scale).clamp(-3, 3) for part in (pairs.good, pairs.spoilt))
    moved = (good - spoilt).pow(2).mean(0).sqrt().clamp(min=1e-4)
    good, spoilt = good / moved, spoilt / moved
    strangers = spoilt[torch.randperm(len(spoilt))]
    weights = torch.zeros(good.shape[1], requires_grad=True)

    def loss() -> Tensor:
        own = functional.softplus((spoilt - good) @ weights).mean()
        other = functional.softplus((strangers - good) @ weights).mean()
        return own + recipe.strangers * other + recipe.pull * weights.pow(2).sum()

    _minimised(loss, weights, recipe.searches)
    with torch.no_grad():
        net.sound.weight.copy_((weights / moved)[None])
        sound, unsound = net.whole(pairs.good), net.whole(pairs.spoilt)
    odds = torch.tensor([1.0, 0.0], requires_grad=True)

    def unlikely() -> Tensor:
        yes, no = sound * odds[0] + odds[1], unsound * odds[0] + odds[1]
        return (functional.softplus(-yes) + functional.softplus(no)).mean()

    _minimised(unlikely, odds, recipe.searches)
    net.odds.copy_(odds.detach())


def _minimised(loss: Callable[[], Tensor], inputs: Tensor, searches: int) -> None:
    """Changes `inputs` until the loss is least. Source: limited-memory BFGS, Liu and Nocedal 1989."""
    search = torch.optim.LBFGS([inputs], max_iter=searches, history_size=20, line_search_fn="strong_wolfe")

    def closure() -> float:
        search.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return value.detach().item()

    search.step(closure)  # type: ignore[no-untyped-call]


def loss_of(net: Judge, pairs: Pairs, part: Tensor) -> Tensor:
    """Ranking loss of the broken criterion, and the criteria as yes or no."""
    good, spoilt, kind = net(pairs.good[part]), net(pairs.spoilt[part]), pairs.criterion[part, None]
    own = functional.softplus(spoilt.gather(1, kind) - good.gather(1, kind)).mean()
    label = torch.ones_like(spoilt).scatter(1, kind, 0.0)
    told = functional.binary_cross_entropy_with_logits(spoilt, label) + functional.binary_cross_entropy_with_logits(
        good, torch.ones_like(good)
    )
    return own + 0.3 * told


def figures(net: Judge, pairs: Pairs) -> dict[str, float]:
    """Share of pairs in which the good story scores higher as a whole, by criterion and in all."""
    net.eval()
    with torch.inference_mode():
        wins = net.whole(pairs.good) > net.whole(pairs.spoilt)
    return _shares(wins, pairs) | {"all": round(float(wins.float().mean()), 3)}


def own_figures(net: Judge, pairs: Pairs) -> dict[str, float]:
    """Share of pairs in which the good story scores higher by the criterion that is broken."""
    net.eval()
    with torch.inference_mode():
        at = pairs.criterion[:, None]
        wins = net(pairs.good).gather(1, at) > net(pairs.spoilt).gather(1, at)
    return _shares(wins[:, 0], pairs)


def _shares(wins: Tensor, pairs: Pairs) -> dict[str, float]:
    return {
        name: round(float(wins[pairs.criterion == n].float().mean()), 3)
        for n, name in enumerate(CRITERIA)
        if bool((pairs.criterion == n).any())
    }
