"""Training sequences on disk: flat arrays of ids with offsets, one compressed NumPy file a shard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from story_cli.models.sequences import Piece

LONGEST = 768  # tokens of a story with its plan; longer ones are left out


class Shard(NamedTuple):
    """Flat arrays; sequence i is [offsets[i], offsets[i+1])."""

    tokens: NDArray[np.uint16]
    fields: NDArray[np.uint8]
    scenes: NDArray[np.uint8]
    learnt: NDArray[np.bool_]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1


class Batch(NamedTuple):
    """Padded sequences (B, T) int64; targets are −100 where nothing is to be learnt."""

    tokens: torch.Tensor
    fields: torch.Tensor
    scenes: torch.Tensor
    targets: torch.Tensor


def pack(pieces: Iterable[Piece], longest: int) -> Shard:
    """Sequences of at most `longest` tokens as one shard; longer ones are left out."""
    kept = [piece for piece in pieces if len(piece.tokens) <= longest]
    lengths = [len(piece.tokens) for piece in kept]
    return Shard(
        np.array([t for p in kept for t in p.tokens], np.uint16),
        np.array([t for p in kept for t in p.fields], np.uint8),
        np.array([t for p in kept for t in p.scenes], np.uint8),
        np.array([t for p in kept for t in p.learnt], np.bool_),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
    )


def save_shard(shard: Shard, path: Path) -> None:
    """Write one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **shard._asdict())


def load_shard(path: Path) -> Shard:
    """Read one file."""
    with np.load(path) as data:
        return Shard(*(data[name] for name in Shard._fields))


def batches(shard: Shard, rows: int, seed: int, width: int = 1024) -> Iterator[Batch]:
    """Batches (rows, width) of one epoch in random order; every row holds as many whole sequences as fit."""
    rng = np.random.default_rng(seed)
    lengths = np.diff(shard.offsets)
    filled: list[list[int]] = []
    open_rows: list[tuple[int, int]] = []  # (tokens left, row): the last few rows that still have room
    for i in rng.permutation(len(shard)):
        need = int(lengths[i])
        fitting = [(left, row) for left, row in open_rows if left >= need]
        if fitting:
            left, row = min(fitting)
            open_rows.remove((left, row))
        else:
            left, row = width, len(filled)
            filled.append([])
        filled[row].append(int(i))
        open_rows = [*open_rows[-15:], (left - need, row)]
    order = rng.permutation(len(filled))
    for start in range(0, len(order) - rows + 1, rows):
        yield batch(shard, [filled[i] for i in order[start : start + rows]], width)


def batch(shard: Shard, rows: list[list[int]], width: int) -> Batch:
    """Rows of sequences by number, one after the other, padded on the right to `width` tokens."""
    out = {name: torch.zeros(len(rows), width, dtype=torch.long) for name in ("tokens", "fields", "scenes")}
    targets = torch.full((len(rows), width), -100, dtype=torch.long)
    for row, numbers in enumerate(rows):
        at = 0
        for number in numbers:
            a, b = int(shard.offsets[number]), int(shard.offsets[number + 1])
            for name, tensor in out.items():
                tensor[row, at : at + b - a] = torch.from_numpy(getattr(shard, name)[a:b].astype(np.int64))
            following = torch.from_numpy(shard.tokens[a + 1 : b].astype(np.int64))
            learnt = torch.from_numpy(shard.learnt[a + 1 : b])
            targets[row, at : at + b - a - 1] = torch.where(learnt, following, -100)
            at += b - a
    return Batch(out["tokens"], out["fields"], out["scenes"], targets)
