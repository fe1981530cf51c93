"""The loop learns, saves and goes on from where it was."""

from pathlib import Path

import torch

from story_cli.models.decoder import Decoder, DecoderShape
from story_cli.models.sequences import Piece
from story_cli.training.loop import Recipe, evaluate, train
from story_cli.training.shards import Shard, pack

SHAPE = DecoderShape(vocabulary=12, fields=4, scenes=3, width=16, layers=1, heads=2, kv_heads=1, hidden=24)


def counting() -> Shard:
    """Sequences that count up, so that the next token is always known."""
    ids = [(start + n) % 10 + 1 for start in range(10) for n in range(12)]
    pieces = [Piece(ids[i : i + 12], [1] * 12, [1] * 12, [True] * 12) for i in range(0, len(ids), 12)]
    return pack(pieces * 20, 20)


def fresh() -> Decoder:
    torch.manual_seed(0)
    return Decoder(SHAPE)


def test_it_learns_to_count_and_resumes(tmp_path: Path) -> None:
    lines: list[str] = []
    recipe = Recipe(tokens=40_000, rows=1, warm_up=2, save_every=20, other_rate=0.01, compiled=False)
    net = fresh()
    before = evaluate(net, counting(), rows=1)
    train(net, lambda n: counting(), recipe, tmp_path, lines.append, lambda: "-")
    after = evaluate(net, counting(), rows=1)
    assert after < before - 0.3
    again = fresh()
    train(again, lambda n: counting(), recipe, tmp_path, lines.append, lambda: "-")
    assert any(line.startswith("resumed") for line in lines)
    assert abs(evaluate(again, counting(), rows=1) - after) < 1e-3
