"""Trains the larger half of the sentence filter: the first layers of a public sentence model, trained further.

Written sentences are read in every epoch, of the rest as many as `Source.each` says, half of them those that the
network is most wrong about. Each is varied a little (other names and creatures, a good sentence before or after it,
slips of the pen), so that single words count for less. Draws from rng.
Source: Reimers & Gurevych 2019, "Sentence-BERT" (the model); Shrivastava et al. 2016 (hard examples first).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from story_cli.models.encoder import Pieces
from story_cli.models.sentence_filter import MOST_PIECES, SentenceFilter
from story_cli.training.guard.vary import vary

LAYERS, EPOCHS, BATCH = 3, 6, 32
RATE, HEAD_RATE = 2.5e-4, 1e-3
POOL = 2  # times as many are looked at as read, to find the hard ones
PAIRED = 0.12  # share of sentences that are read together with a good one
SOFT = 0.015  # labels are SOFT and 1 − SOFT: some are wrong
_KINDS_WEIGHT = 0.2
_DECAY, _CLIP, _WARM_UP, _LAST_RATE = 0.01, 1.0, 100, 0.02
_BUCKET = 64 * BATCH  # sentences sorted by length together
CHECKPOINT = "checkpoint.pt"

Log = Callable[[str], None]


class Example(NamedTuple):
    """A sentence; `kind` is −1 for a good one; `sure` is False for text that nobody has screened."""

    text: str
    kind: int
    weight: float = 1.0
    sure: bool = True


class Source(NamedTuple):
    """Examples of one origin, and how many of them an epoch reads (0: all)."""

    examples: Sequence[Example]
    each: int = 0


def fit(net: SentenceFilter, pieces: Pieces, sources: Sequence[Source], seed: int, folder: Path, log: Log) -> None:
    """Train `net` in place, on from the checkpoint in `folder` if there is one; a checkpoint after each epoch."""
    torch.set_num_threads(1)
    read = sum(min(s.each, len(s.examples)) or len(s.examples) for s in sources)
    trainer = _Trainer(net, pieces, EPOCHS * math.ceil(read / BATCH))
    begun = trainer.resume(folder / CHECKPOINT)
    if begun:
        log(f"resumed after epoch {begun}")
    for epoch in range(begun, EPOCHS):
        torch.manual_seed(seed * 1000 + epoch)
        rng = random.Random(f"{seed} {epoch}")
        chosen = [example for source in sources for example in trainer.read(source, rng, hard=epoch > 0)]
        loss = trainer.epoch(_batches(chosen, rng), trims=epoch > 0)
        trainer.keep(folder / CHECKPOINT, epoch + 1)
        log(f"epoch {epoch + 1} of {EPOCHS}: loss {loss:.4f}")
    (folder / CHECKPOINT).unlink(missing_ok=True)
    net.eval()


class _Trainer:
    """The network with its optimizer and rate."""

    def __init__(self, net: SentenceFilter, pieces: Pieces, steps: int) -> None:
        self.net, self.pieces = net, pieces
        body = [p for p in net.encoder.parameters() if p.requires_grad]
        head = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
        groups = [{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=_DECAY)
        self.rate = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min(1.0, (step + 1) / _WARM_UP) * max(_LAST_RATE, 1 - step / steps)
        )

    def read(self, source: Source, rng: random.Random, hard: bool) -> list[Example]:
        """What an epoch reads of a source. Draws from rng."""
        if not source.each or source.each >= len(source.examples):
            return list(source.examples)
        pool = rng.sample(source.examples, min(POOL * source.each if hard else source.each, len(source.examples)))
        if not hard:
            return pool
        scores = self.scores([example.text for example in pool])
        wrong = [-score if example.kind >= 0 else score for example, score in zip(pool, scores, strict=True)]
        order = sorted(range(len(pool)), key=lambda n: -wrong[n])
        half = source.each // 2
        return [pool[n] for n in (*order[:half], *rng.sample(order[half:], source.each - half))]

    def scores(self, texts: Sequence[str]) -> list[float]:
        """Log-odds of each text, roughly: in bfloat16, many together."""
        self.net.eval()
        found = [0.0] * len(texts)
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(order), 2 * BATCH):
                part = order[start : start + 2 * BATCH]
                ids, mask = self.pieces.batch([self.pieces.text(texts[n], MOST_PIECES) for n in part])
                for n, score in zip(part, self.net(ids, mask)[0].tolist(), strict=True):
                    found[n] = score
        return found

    def epoch(self, batches: Sequence[Sequence[Example]], trims: bool) -> float:
        """Mean loss. `trims`: unscreened text that the network finds unsafe is not learnt from."""
        self.net.train()
        total = 0.0
        for batch in batches:
            loss = self._loss(batch, trims)
            self.optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), _CLIP)
            self.optimizer.step()
            self.rate.step()
            total += float(loss.detach())
        return total / len(batches)

    def _loss(self, batch: Sequence[Example], trims: bool) -> Tensor:
        ids, mask = self.pieces.batch([self.pieces.text(example.text, MOST_PIECES) for example in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores, kinds = self.net(ids, mask)
        scores, kinds = scores.float(), kinds.float()
        wanted = torch.tensor([example.kind for example in batch])
        labels = (wanted >= 0).float() * (1 - 2 * SOFT) + SOFT
        weights = torch.tensor([example.weight for example in batch])
        if trims:
            unsure = torch.tensor([not example.sure for example in batch])
            weights = weights.masked_fill(unsure & (scores.detach() > 0), 0.0)
        losses = functional.binary_cross_entropy_with_logits(scores, labels, reduction="none")
        loss = (losses * weights).mean()
        unsafe = wanted >= 0
        if unsafe.any():
            loss = loss + _KINDS_WEIGHT * functional.cross_entropy(kinds[unsafe], wanted[unsafe])
        return loss

    def keep(self, path: Path, epoch: int) -> None:
        state = {"net": self.net.state_dict(), "adam": self.optimizer.state_dict(), "rate": self.rate.state_dict()}
        torch.save(state | {"epoch": epoch}, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def resume(self, path: Path) -> int:
        """Number of epochs done."""
        if not path.is_file():
            return 0
        state: dict[str, Any] = torch.load(path, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["adam"])
        self.rate.load_state_dict(state["rate"])
        return int(state["epoch"])


def _batches(read: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """One epoch: sentences varied, paired and put together by length. Draws from rng."""
    good = [example.text for example in read if example.kind < 0]
    varied = []
    for example in read:
        text = vary(example.text, rng)
        if rng.random() < PAIRED:
            other = rng.choice(good)
            text = f"{other} {text}" if rng.random() < 0.5 else f"{text} {other}"
        varied.append(example._replace(text=text))
    rng.shuffle(varied)
    batches: list[list[Example]] = []
    for start in range(0, len(varied), _BUCKET):
        part = sorted(varied[start : start + _BUCKET], key=lambda example: len(example.text))
        batches += [part[n : n + BATCH] for n in range(0, len(part), BATCH)]
    rng.shuffle(batches)
    return batches
