"""Trains the coherence ranker: good stories (tales) against the same stories with one fault each (corruptions)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from story_cli.catalogue import Library
from story_cli.models.ranker import Ranker, RankerShape, load_ranker, save_ranker
from story_cli.rank.layout import SIGNS, Scenes, batch
from story_cli.training.corruptions import CORRUPTIONS, CRITERIA
from story_cli.training.tales import Tale, read_tales

VOCABULARY = 4096


class Recipe(NamedTuple):
    """What made the shipped ranker."""

    batch: int = 48
    rate: float = 2e-3
    steps: int = 6000
    warm_up: int = 200


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Train and write the model folder `out`; stops after `minutes` if that is not 0. Raises: StoryError."""
    learn, test = read_tales(data, library, seed)
    tokenizer = train_tokenizer(learn, out)
    torch.manual_seed(seed)
    if resume and (out / "model.safetensors").is_file():
        net = load_ranker(out)
    else:
        net = Ranker(RankerShape(tokenizer.get_vocab_size(), CRITERIA))
    log(f"{len(learn)} stories, {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M weights")
    _train(net, tokenizer, learn, test, Recipe(), seed, minutes, out, log)
    log(f"done: {evaluate(net, tokenizer, test, 2)}")
    save_ranker(net, out)


def _train(
    net: Ranker,
    tokenizer: Tokenizer,
    learn: list[Tale],
    test: list[Tale],
    recipe: Recipe,
    seed: int,
    minutes: float,
    out: Path,
    log: Callable[[str], None],
) -> None:
    net.train()
    rng = random.Random(seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=0.02)
    began = time.monotonic()
    for step in range(recipe.steps):
        spent = (time.monotonic() - began) / 60
        share = max(step / recipe.steps, spent / minutes if minutes else 0.0)
        if share >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * min(1.0, (step + 1) / recipe.warm_up, max(0.01, 1.6 * (1 - share)))
        stories, labels = examples(learn, recipe.batch, rng)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            net(*batch(stories, tokenizer, net.shape)), torch.tensor(labels)
        )
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        if step % 250 == 249:
            figures = evaluate(net, tokenizer, test, 1)
            log(f"step {step + 1}, {spent:.1f} min, loss {float(loss.detach()):.3f}, {figures}")
            save_ranker(net, out)


def examples(tales: list[Tale], size: int, rng: random.Random) -> tuple[list[Scenes], list[list[float]]]:
    """About half good, half spoilt; the label of a criterion is 1 where the story is sound."""
    stories: list[Scenes] = []
    labels: list[list[float]] = []
    while len(stories) < size:
        tale = rng.choice(tales)
        stories.append(tale.scenes)
        labels.append([1.0] * len(CRITERIA))
        name, corruption = rng.choice(CORRUPTIONS)
        spoilt = corruption(tale.scenes, rng.choice(tales).scenes, rng)
        if spoilt is not None:
            stories.append(spoilt)
            labels.append([0.0 if name == criterion else 1.0 for criterion in CRITERIA])
    return stories, labels


def evaluate(net: Ranker, tokenizer: Tokenizer, tales: list[Tale], repeats: int) -> dict[str, float]:
    """Share of pairs (good, spoilt) in which the good story scores higher, by criterion and in all."""
    rng = random.Random(99)
    pairs = [
        (name, tale.scenes, spoilt)
        for tale in tales
        for name, corruption in CORRUPTIONS * repeats
        if (spoilt := corruption(tale.scenes, rng.choice(tales).scenes, rng)) is not None
    ]
    net.eval()
    right: dict[str, list[bool]] = {}
    with torch.inference_mode():
        for begin in range(0, len(pairs), 32):
            some = pairs[begin : begin + 32]
            stories = [good for _, good, _ in some] + [spoilt for _, _, spoilt in some]
            scores = torch.nn.functional.logsigmoid(net(*batch(stories, tokenizer, net.shape))).sum(dim=1)
            for number, (name, _, _) in enumerate(some):
                right.setdefault(name, []).append(bool(scores[number] > scores[number + len(some)]))
    net.train()
    figures = {name: round(sum(wins) / len(wins), 3) for name, wins in sorted(right.items())}
    everything = [win for wins in right.values() for win in wins]
    return figures | {"all": round(sum(everything) / max(1, len(everything)), 3)}


def train_tokenizer(tales: list[Tale], out: Path) -> Tokenizer:
    """Byte-level BPE over the stories, with the signs as tokens of their own."""
    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=list(SIGNS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((" ".join(scene) for tale in tales for scene in tale.scenes), trainer)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"))
    return tokenizer
