"""`storycli train writer`: learns to tell a scene from its plan and the story so far, in roles."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import torch
from tokenizers import Tokenizer

from story_cli.catalogue import Library
from story_cli.models.decoder import Decoder, DecoderShape
from story_cli.models.loading import save_decoder
from story_cli.models.sequences import FIELDS, STAGES, Sequencer
from story_cli.training.corpus import KitCorpus, thinned, tokenizer_texts
from story_cli.training.loop import Recipe, evaluate, start_afresh, train
from story_cli.training.shards import LONGEST, Shard, pack
from story_cli.training.vocabulary import save_tokenizer, train_tokenizer

EPOCH = 1200  # stories unfolded at a time


class WriterOptions(msgspec.Struct, frozen=True):
    """What can be chosen; the defaults made the shipped writer."""

    tokens: int = 11_000_000
    minutes: float = 0.0
    seed: int = 1
    width: int = 256
    layers: int = 4
    hidden: int = 640


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Train and write the model folder `out`; `resume` goes on from its last checkpoint. Raises: StoryError."""
    if not resume:
        start_afresh(out)
    train_writer(library.root, data, out, WriterOptions(seed=seed, minutes=minutes), log)


def train_writer(
    library: Path, data: Path | None, out: Path, options: WriterOptions, log: Callable[[str], None]
) -> None:
    """Train with these options, on from a checkpoint if `out` holds one."""
    corpus = KitCorpus(library)
    if (out / "tokenizer.json").is_file():
        tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    else:
        tokenizer = train_tokenizer(tokenizer_texts(corpus, library, data))
        save_tokenizer(tokenizer, out)
    sequencer = Sequencer(tokenizer)
    torch.manual_seed(options.seed)
    shape = DecoderShape(
        vocabulary=tokenizer.get_vocab_size(), fields=FIELDS, scenes=STAGES, width=options.width,
        layers=options.layers, heads=options.width // 64, kv_heads=2, hidden=options.hidden,
    )  # fmt: skip
    net = Decoder(shape)
    log(f"{len(corpus.kits)} kits, vocabulary {shape.vocabulary}, {sum(p.numel() for p in net.parameters())} weights")
    familiar = pack((sequencer.story(s) for s in corpus.stories(120, seed=10**6)), LONGEST)
    unseen = pack((sequencer.story(s) for s in corpus.unseen(80, seed=10**6)), LONGEST)

    def epoch(number: int) -> Shard:
        rng = random.Random(f"{options.seed}-{number}")
        stories = corpus.stories(EPOCH, seed=options.seed * 1000 + number)
        rng.shuffle(stories)
        return pack((sequencer.story(thinned(s, rng)) for s in stories), LONGEST)

    def check() -> str:
        net.eval()
        figures = f"known kits {evaluate(net, familiar):.3f}, unseen kits {evaluate(net, unseen):.3f} nats a token"
        save_decoder(net, out)
        net.train()
        return figures

    train(
        net, epoch, Recipe(tokens=options.tokens, seed=options.seed, minutes=options.minutes), out / "run", log, check
    )
