"""How surprising each word is after the two before it, from counted text, in one small table of 16-bit cells.

A cell holds 11 bits of the run's hash, so that a run that was never counted is taken for another one in about one of
2,000 cases, and its surprise in steps of 0.4 nats.
"""

from __future__ import annotations

import itertools
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

CELLS = 1 << 20
STEP = 0.4  # nats
_MOST = 31  # steps
_DISCOUNT = 0.6  # taken from every count and given to shorter runs. Source: Ney, Essen and Kneser 1994
_SHORTER, _ALONE = 1.0, 2.5  # nats on top where a run of three, of two was never counted: chosen


def _place(run: str) -> tuple[int, int]:
    """Cell and mark of a run of words."""
    number = zlib.crc32(run.encode())
    return number % CELLS, (number // CELLS) % 2048 ^ (len(run) * 37) % 2048


def counted_runs(sentences: Iterable[Sequence[str]], least: int = 2) -> NDArray[np.uint16]:
    """The table of all runs of two and three words that occur `least` times or more; frequent ones win a cell."""
    one, two, three = Counter[str](), Counter[str](), Counter[str]()
    for words in sentences:
        tokens = ["^", *words]
        one.update(tokens)
        pairs = [f"{a} {b}" for a, b in itertools.pairwise(tokens)]
        two.update(pairs)
        three.update(f"{pair} {c}" for pair, c in zip(pairs, tokens[2:], strict=False))
    total = sum(one.values())
    table = np.zeros(CELLS, np.uint16)
    kept: list[tuple[int, str, float]] = []
    for run, n in two.items():
        if n >= least:
            first, last = run.split(" ")
            kept.append((n, run, (n - _DISCOUNT) / one[first] + 0.3 * one[last] / total))
    for run, n in three.items():
        if n >= least:
            pair, _, last = run.rpartition(" ")
            middle = pair.partition(" ")[2]
            shorter = two[f"{middle} {last}"] / one[middle]
            kept.append((n, run, (n - _DISCOUNT) / two[pair] + 0.3 * shorter))
    for _, run, share in sorted(kept):
        cell, mark = _place(run)
        table[cell] = (mark << 5) | max(1, min(_MOST, 1 + round(-math.log(min(1.0, share)) / STEP)))
    return table


def surprises(words: Sequence[str], rarity: Sequence[float], table: NDArray[np.uint16]) -> tuple[list[float], int]:
    """Nats of each word after the two before it, and how many were never seen after the one before."""
    tokens, out, strange = ["^", *words], [], 0
    for at, (word, rare) in enumerate(zip(words, rarity, strict=True), 1):
        pair = f"{tokens[at - 1]} {word}"
        nats = _look(f"{tokens[at - 2]} {pair}", table) if at > 1 else 0.0
        if not nats:
            nats = _look(pair, table)
            nats = nats + _SHORTER if nats else 0.0
        if not nats:
            nats, strange = rare + _ALONE, strange + 1
        out.append(nats)
    return out, strange


def _look(run: str, table: NDArray[np.uint16]) -> float:
    cell, mark = _place(run)
    found = int(table[cell])
    return (found & 31) * STEP if found and found >> 5 == mark else 0.0
