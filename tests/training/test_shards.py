"""Shards keep sequences apart; rows hold whole sequences and learn nothing across their borders."""

from pathlib import Path

import numpy as np

from story_cli.models.sequences import Piece
from story_cli.training.shards import batch, batches, load_shard, pack, save_shard


def piece(*ids: int) -> Piece:
    return Piece(list(ids), [1] * len(ids), [2] * len(ids), [i % 2 == 0 for i in ids])


def test_a_shard_comes_back_from_disk(tmp_path: Path) -> None:
    shard = pack([piece(1, 2), piece(3, 4, 5)], longest=10)
    save_shard(shard, tmp_path / "a.npz")
    again = load_shard(tmp_path / "a.npz")
    assert all(np.array_equal(a, b) for a, b in zip(shard, again, strict=True))


def test_too_long_sequences_are_left_out() -> None:
    assert len(pack([piece(1, 2), piece(*range(20))], longest=10)) == 1


def test_targets_are_the_next_learnt_tokens() -> None:
    made = batch(pack([piece(1, 2, 3, 4)], 10), [[0]], width=6)
    assert made.targets.tolist() == [[2, -100, 4, -100, -100, -100]]


def test_nothing_is_learnt_across_a_border() -> None:
    made = batch(pack([piece(1, 2), piece(4, 6)], 10), [[0, 1]], width=4)
    assert made.tokens.tolist() == [[1, 2, 4, 6]]
    assert made.targets.tolist() == [[2, -100, 6, -100]]


def test_an_epoch_holds_every_sequence_once() -> None:
    shard = pack([piece(*[n + 10] * (n + 2)) for n in range(8)], 10)
    rows = [row for part in batches(shard, 1, seed=3, width=10) for row in part.tokens.tolist()]
    assert sorted({t for row in rows for t in row if t}) == list(range(10, 18))
