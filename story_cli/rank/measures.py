"""What is read off the tables for one sentence; kept, because the drafts of a story share most of their sentences."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from story_cli.models.judge import VECTOR, Tables, bucket
from story_cli.models.runs import surprises
from story_cli.rank.words import COMMON, Words, taken_apart

_WINDOW = 3  # words whose surprise is summed
_ODD = 9.0  # nats


class Measures(NamedTuple):
    """Numbers of one sentence."""

    row: NDArray[np.float32]  # votes for where it stands
    vector: NDArray[np.float32]  # sum of the vectors of its rare words
    joints: tuple[float, ...]  # the three least likely joints
    means: tuple[float, float] | None  # mean nats of a class after another, and two places after
    surprise: tuple[float, float, float, float]  # of words after words: mean, worst window, share of odd, of strange


class Reader:
    """Sentences → words and measures."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._known: dict[str, tuple[Words, Measures]] = {}

    def __call__(self, sentence: str) -> tuple[Words, Measures]:
        found = self._known.get(sentence)
        if found is None:
            words = taken_apart(sentence, self.tables)
            found = self._known[sentence] = (words, measured(words, self.tables))
        return found


def measured(words: Words, tables: Tables) -> Measures:
    """All that the tables say of a sentence."""
    plain = [t if t[0] != "[" else "[N]" for t in words.tokens]
    row: NDArray[np.float32] = np.asarray(tables.places[hashed(words)]).sum(axis=0)
    return Measures(row, _vector(words, tables), *_joints(plain, tables), _surprise(plain, tables))


def hashed(words: Words) -> list[int]:
    """Buckets of a sentence for the tables of places: words, pairs, how it begins and ends."""
    tokens = words.tokens
    names = [*tokens, *(f"{a} {b}" for a, b in itertools.pairwise(tokens))]
    names += (
        [f"^{tokens[0]}", f"^{' '.join(tokens[:2])}", f"^{' '.join(tokens[:3])}", f"{tokens[-1]}$"] if tokens else []
    )
    return [bucket(name) for name in names]


def _joints(plain: Sequence[str], tables: Tables) -> tuple[tuple[float, ...], tuple[float, float] | None]:
    classes = [tables.class_of(t) for t in plain]
    if len(classes) < 3:
        return (), None
    one = tables.follows[classes[:-1], classes[1:]]
    two = tables.skips[classes[:-2], classes[2:]]
    both = one[1:] + one[:-1] + two
    return tuple(np.sort(both)[:3].tolist()), (float(one.mean()), float(two.mean()))


def _surprise(plain: Sequence[str], tables: Tables) -> tuple[float, float, float, float]:
    nats, strange = surprises(plain, [tables.facts(t).rarity for t in plain], tables.runs)
    if not nats:
        return 0.0, 0.0, 0.0, 0.0
    windows = [sum(nats[n : n + _WINDOW]) for n in range(max(1, len(nats) - _WINDOW + 1))]
    return sum(nats) / len(nats), max(windows), sum(n > _ODD for n in nats) / len(nats), strange / len(nats)


def _vector(words: Words, tables: Tables) -> NDArray[np.float32]:
    """The sum of the vectors of a sentence's rare words, each by its rarity."""
    total = np.zeros(VECTOR, np.float32)
    for token in sorted(set(words.tokens)):
        vector = tables.vector(token)
        if vector is not None and tables.facts(token).rarity > COMMON:
            total += vector * (tables.facts(token).rarity - COMMON)
    return total
