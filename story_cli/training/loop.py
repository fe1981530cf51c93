"""One training loop for decoders: Muon for matrices, AdamW for the rest, bfloat16, checkpoints, held-out loss.

Source of Muon's use on hidden matrices: Jordan et al. 2024, "Muon"; the torch implementation is used.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import torch
from torch.nn import functional

from story_cli.models.decoder import Decoder
from story_cli.training.shards import Batch, Shard, batches


class Recipe(msgspec.Struct, frozen=True):
    """How long and how fast to learn."""

    tokens: int  # padded tokens to read in all
    rows: int = 4  # a step
    width: int = 1024  # tokens of a row
    matrix_rate: float = 0.01
    other_rate: float = 0.002
    warm_up: int = 40
    cool_from: float = 0.5  # share of the run after which rates fall linearly to zero
    seed: int = 1
    save_every: int = 150  # steps
    smoothing: float = 0.0
    compiled: bool = True  # pays for runs of more than a few minutes
    minutes: float = 0.0  # stop after so long, whatever was read; 0: by tokens alone


Log = Callable[[str], None]


Hidden = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]


def loss_of(net: Decoder, batch: Batch, smoothing: float = 0.0, hidden: Hidden | None = None) -> torch.Tensor:
    """Mean cross-entropy in nats over the tokens to be learnt; `hidden` is a compiled `net.hidden`."""
    wanted = batch.targets != -100
    with torch.autocast("cpu", torch.bfloat16):
        state = (hidden or net.hidden)(batch.tokens, batch.fields, batch.scenes)
        logits = functional.linear(state[wanted], net.token.weight)
    return functional.cross_entropy(logits.float(), batch.targets[wanted], label_smoothing=smoothing)


@torch.no_grad()
def evaluate(net: Decoder, shard: Shard, rows: int = 4, most: int = 10, width: int = 1024) -> float:
    """Nats a learnt token on at most `most` batches."""
    total, count = 0.0, 0
    for number, part in enumerate(batches(shard, rows, 0, width)):
        if number >= most:
            break
        n = int((part.targets != -100).sum())
        total, count = total + float(loss_of(net, part)) * n, count + n
    return total / max(1, count)


def train(
    net: Decoder, epoch: Callable[[int], Shard], recipe: Recipe, folder: Path, log: Log, check: Callable[[], str]
) -> None:
    """Train until `recipe.tokens` are read or the minutes are over, on from the checkpoint in `folder` if it has one.

    `epoch(number)` gives the data of an epoch, so that kits unfold anew each time; `check` describes held-out loss.
    """
    torch.manual_seed(recipe.seed)
    matrices = [p for n, p in net.named_parameters() if p.dim() == 2 and n.startswith("blocks")]
    others = [p for n, p in net.named_parameters() if not (p.dim() == 2 and n.startswith("blocks"))]
    muon = torch.optim.Muon(matrices, lr=recipe.matrix_rate, weight_decay=0.0, adjust_lr_fn="match_rms_adamw")
    adam = torch.optim.AdamW(others, lr=recipe.other_rate, betas=(0.9, 0.98), weight_decay=0.0)
    optimizers: list[torch.optim.Optimizer] = [muon, adam]
    hidden: Hidden = torch.compile(net.hidden) if recipe.compiled else net.hidden
    step, seen, number = _resume(net, optimizers, folder, log)
    began, since = time.monotonic(), seen

    def share() -> float:
        spent = (time.monotonic() - began) / 60 / recipe.minutes if recipe.minutes else 0.0
        return max(seen / recipe.tokens, spent)

    while share() < 1:
        for part in batches(epoch(number), recipe.rows, recipe.seed + number, recipe.width):
            factor = _rate(step, share(), recipe)
            for optimizer, rate in zip(optimizers, (recipe.matrix_rate, recipe.other_rate), strict=True):
                for group in optimizer.param_groups:
                    group["lr"] = rate * factor
            loss = loss_of(net, part, recipe.smoothing, hidden)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            for optimizer in optimizers:
                optimizer.step()
                optimizer.zero_grad()
            step, seen = step + 1, seen + part.tokens.numel()
            if step % 25 == 0:
                rate_now = (seen - since) / (time.monotonic() - began)
                log(f"step {step} tokens {seen} loss {float(loss.detach()):.3f} rate {factor:.2f}, {rate_now:.0f}/s")
            if step % recipe.save_every == 0:
                _save(net, optimizers, folder, step, seen, number)
                log(f"held out: {check()}")
            if share() >= 1:
                break
        number += 1
    _save(net, optimizers, folder, step, seen, number)
    log(f"done: {json.dumps({'steps': step, 'tokens': seen})} held out: {check()}")


def start_afresh(out: Path) -> None:
    """Forget an earlier run's checkpoint and tokenizer, so that the next one does not go on from it."""
    (out / "run" / "checkpoint.pt").unlink(missing_ok=True)
    (out / "tokenizer.json").unlink(missing_ok=True)


def _rate(step: int, share: float, recipe: Recipe) -> float:
    rise = min(1.0, (step + 1) / recipe.warm_up)
    fall = 1.0 if share < recipe.cool_from else max(0.02, (1 - share) / (1 - recipe.cool_from))
    return rise * fall if math.isfinite(fall) else rise


def _save(
    net: Decoder, optimizers: list[torch.optim.Optimizer], folder: Path, step: int, seen: int, number: int
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    state = {
        "net": net.state_dict(),
        "optimizers": [o.state_dict() for o in optimizers],
        "step": step,
        "seen": seen,
        "number": number,
    }
    torch.save(state, folder / "checkpoint.new")
    (folder / "checkpoint.new").replace(folder / "checkpoint.pt")


def _resume(net: Decoder, optimizers: list[torch.optim.Optimizer], folder: Path, log: Log) -> tuple[int, int, int]:
    path = folder / "checkpoint.pt"
    if not path.is_file():
        return 0, 0, 0
    state = torch.load(path, weights_only=True)
    net.load_state_dict(state["net"])
    for optimizer, saved in zip(optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    log(f"resumed at step {state['step']}, {state['seen']} tokens")
    return state["step"], state["seen"], state["number"] + 1
