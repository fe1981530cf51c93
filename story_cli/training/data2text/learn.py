"""Trains the writer's network and the fidelity classifier on one corpus from scratch."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import torch
from tokenizers import Tokenizer

from story_cli.models.decoder import Decoder, DecoderShape
from story_cli.models.fidelity import Fidelity, FidelityShape, loss_of, save_fidelity
from story_cli.models.loading import save_decoder
from story_cli.training.data2text.faults import Faults
from story_cli.training.data2text.meaning import Meaning, Pair
from story_cli.training.data2text.sequence import PARTS, SlotSequencer, learnt_tokenizer, slots_of
from story_cli.training.fidelity import batch_of, macro_f1
from story_cli.training.loop import Recipe, evaluate, start_afresh, train
from story_cli.training.shards import Shard, pack
from story_cli.training.vocabulary import save_tokenizer

Log = Callable[[str], None]


class Options(msgspec.Struct, frozen=True):
    """What can be chosen; `OPTIONS` holds what the reported figures were made with."""

    tokens: int  # padded tokens to read in all
    vocabulary: int = 1536
    width: int = 192
    layers: int = 3
    hidden: int = 512
    rows: int = 24  # a step
    longest: int = 128  # tokens of a row
    rest: float = 0.1  # dropout
    smoothing: float = 0.1
    shuffled: float = 0.0  # share of meanings whose slots come in another order, name first
    judge_steps: int = 2000
    seed: int = 1
    minutes: float = 0.0
    compiled: bool = True


OPTIONS = {
    "e2e": Options(tokens=14_000_000),
    "viggo": Options(tokens=4_000_000, longest=192, rows=12, rest=0.2, shuffled=0.3, compiled=False),
}


def reordered(pair: Pair, rng: random.Random) -> Pair:
    """The same with the slots after the first in another order."""
    first, *rest = pair.meaning.slots
    rng.shuffle(rest)
    return Pair(Meaning(pair.meaning.act, (first, *rest)), pair.text)


def learn_writer(
    pairs: Sequence[Pair],
    dev: Sequence[Pair],
    copied: Sequence[str],
    options: Options,
    out: Path,
    resume: bool,
    log: Log,
) -> tuple[Decoder, SlotSequencer]:
    """The decoder after `options.tokens`, and its sequencer; goes on from a checkpoint in `out` if `resume`."""
    if not resume:
        start_afresh(out)
    if (out / "tokenizer.json").is_file():
        tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    else:
        tokenizer = learnt_tokenizer(pairs, copied, options.vocabulary)
        save_tokenizer(tokenizer, out)
    sequencer = SlotSequencer(tokenizer, slots_of([*pairs, *dev]), copied)
    torch.manual_seed(options.seed)
    shape = DecoderShape(
        vocabulary=tokenizer.get_vocab_size(), fields=sequencer.fields, scenes=PARTS, width=options.width,
        layers=options.layers, heads=options.width // 64, kv_heads=1, hidden=options.hidden, context=256,
    )  # fmt: skip
    net = Decoder(shape, options.rest)
    whole = pack((sequencer.pair(pair) for pair in pairs), options.longest)
    held = pack((sequencer.pair(pair) for pair in dev), options.longest)
    log(f"{len(whole)} of {len(pairs)} pairs, {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M weights, "
        f"{len(whole.tokens)} tokens an epoch")  # fmt: skip

    def epoch(number: int) -> Shard:
        if not options.shuffled:
            return whole
        rng = random.Random(f"{options.seed}-{number}")
        mixed = (reordered(p, rng) if rng.random() < options.shuffled else p for p in pairs)
        return pack((sequencer.pair(pair) for pair in mixed), options.longest)

    def check() -> str:
        net.eval()
        nats = evaluate(net, held, 4, 25, options.longest)
        save_decoder(net, out)
        net.train()
        return f"{nats:.3f} nats a token"

    recipe = Recipe(
        tokens=options.tokens, rows=options.rows, width=options.longest, smoothing=options.smoothing, seed=options.seed,
        minutes=options.minutes, save_every=400, compiled=options.compiled,
    )  # fmt: skip
    train(net, epoch, recipe, out / "run", log, check)
    return net.eval(), sequencer


def learn_judge(
    pairs: Sequence[Pair], dev: Sequence[Pair], copied: Sequence[str], options: Options, out: Path, log: Log
) -> tuple[Fidelity, float]:
    """The classifier, and its macro F1 on faults made in the dev part."""
    torch.manual_seed(options.seed)
    net = Fidelity(FidelityShape())
    rows = iter(Faults(pairs, copied, random.Random(options.seed)))
    held = iter(Faults(dev, copied, random.Random(2)))
    tests = [next(held) for _ in range(500)]
    optimiser = torch.optim.AdamW(net.parameters(), lr=2.5e-3, weight_decay=0.01)
    began = time.monotonic()
    for step in range(options.judge_steps):
        for group in optimiser.param_groups:
            group["lr"] = 2.5e-3 * min(1.0, (step + 1) / 200, max(0.02, 1.5 * (1 - step / options.judge_steps)))
        told, *labels = batch_of([next(rows) for _ in range(64)])
        loss = loss_of(net(told), told, *labels)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        if step % 200 == 199:
            log(f"classifier, step {step + 1}, loss {float(loss.detach()):.3f}, {time.monotonic() - began:.0f} s")
    score, each = macro_f1(net, tests)
    log(f"classifier, dev, macro F1 {score} {each}")
    save_fidelity(net, out / "fidelity")
    return net.eval(), score
