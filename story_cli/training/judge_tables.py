"""Counts good stories for the judge: rarity and vectors of words, sudden definites, joints, places of sentences."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from story_cli.models.judge import BUCKETS, CLASSES, PLACE_COLUMNS, PLACES, SPOTS, VECTOR, Tables, WordFacts
from story_cli.models.runs import CELLS, counted_runs
from story_cli.rank.layout import Scenes
from story_cli.rank.measures import hashed
from story_cli.rank.words import stem, taken_apart

VOCABULARY = 9000
_DEFINITE, _NEW = {"the", "this", "that", "these", "those"}, {"a", "an", "another", "some"}
_EPOCHS, _BATCH = 5, 64
_KEPT = 0.8  # of the hashed features of a sentence, while learning


def count_tables(stories: Sequence[Scenes], more: Sequence[Scenes], seed: int, text: Iterable[str] = ()) -> Tables:
    """Tables of `stories`; `more` only adds words and what follows what (text that has no scenes), as do sentences
    of `text`, but in runs of words alone."""
    counts: Counter[str] = Counter()
    blank = _blank({}, {})
    for story in itertools.chain(stories, more):
        for sentence in itertools.chain(*story):
            counts.update(_plain(sentence, blank))
    total = sum(counts.values())
    frequent = [word for word, n in counts.most_common(VOCABULARY) if n > 2]
    rarity = {word: math.log(total / counts[word]) for word in frequent}
    numbers = {word: n for n, word in enumerate(frequent)}
    half = _blank({word: WordFacts(value, 0.0, 0.0) for word, value in rarity.items()}, numbers)
    follows, skips = _joints(itertools.chain(stories, more), half)
    sudden, again = _surprises(stories, half)
    facts = {w: WordFacts(r, sudden.get(stem(w), 1.0), again.get(stem(w), 1.0)) for w, r in rarity.items()}
    everything = (s for story in itertools.chain(stories, more) for scene in story for s in scene)
    runs = counted_runs(_plain(sentence, half) for sentence in itertools.chain(everything, text))
    tables = half._replace(
        words=facts, unknown=WordFacts(math.log(total), 0.7, 0.7), follows=follows, skips=skips, runs=runs,
        vectors=word_vectors([*stories, *more], half),
    )  # fmt: skip
    return tables._replace(places=learn_places(stories, tables, seed).numpy())


def _blank(words: dict[str, WordFacts], numbers: dict[str, int]) -> Tables:
    square = np.zeros((CLASSES, CLASSES), np.float32)
    places = np.zeros((BUCKETS, PLACE_COLUMNS), np.float32)
    return Tables(
        words, WordFacts(9.0, 1.0, 1.0), numbers, np.zeros((0, VECTOR), np.float32), square, square, places,
        np.zeros(CELLS, np.uint16),
    )  # fmt: skip


def _plain(sentence: str, tables: Tables) -> list[str]:
    return [t if t[0] != "[" else "[N]" for t in taken_apart(sentence, tables).tokens]


def _joints(stories: Iterable[Scenes], tables: Tables) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Nats of a class after another, and two places after; smoothed towards the class alone."""
    follows, skips = np.zeros((CLASSES, CLASSES)), np.zeros((CLASSES, CLASSES))
    for story in stories:
        for sentence in itertools.chain(*story):
            classes = [tables.class_of(t) for t in _plain(sentence, tables)]
            for one, other in itertools.pairwise(classes):
                follows[one, other] += 1
            for one, other in zip(classes, classes[2:], strict=False):
                skips[one, other] += 1
    out = []
    for table in (follows, skips):
        alone = (table.sum(0) + 1) / (table.sum() + CLASSES)
        likely = (table + 20 * alone) / (table.sum(1, keepdims=True) + 20)
        out.append((np.log(likely) - np.log(alone)).astype(np.float32))
    return out[0], out[1]


def word_vectors(stories: Sequence[Scenes], tables: Tables) -> NDArray[np.float32]:
    """(words, VECTOR): words that stand in the same stories and scenes, by singular values of their surprise.

    Source: positive pointwise mutual information and its factors, Levy and Goldberg 2014.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import svds

    rows: list[int] = []
    columns: list[int] = []
    documents = 0
    for story in stories:
        for scene in story:
            found = {tables.numbers[t] for s in scene for t in _plain(s, tables) if t in tables.numbers}
            rows += found
            columns += [documents] * len(found)
            documents += 1
    size = len(tables.numbers)
    seen = coo_matrix((np.ones(len(rows)), (np.array(rows), np.array(columns))), shape=(size, documents)).tocsr()
    both = (seen @ seen.T).tocoo()
    alone = np.asarray(seen.sum(1)).ravel() + 1.0
    surprise = np.log(both.data * documents / (alone[both.row] * alone[both.col]))
    kept = surprise > 0
    matrix = coo_matrix((surprise[kept], (both.row[kept], both.col[kept])), shape=(size, size)).tocsr()
    left, values, _ = svds(matrix, k=VECTOR, v0=np.ones(size))
    vectors = left * np.sqrt(values)
    return np.asarray(vectors / np.maximum(1e-6, np.linalg.norm(vectors, axis=1, keepdims=True)), np.float32)


def _surprises(stories: Sequence[Scenes], tables: Tables) -> tuple[dict[str, float], dict[str, float]]:
    """Nats by word: "the word" before it was spoken of, "a word" after."""
    definite, sudden, new, again = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for story in stories:
        seen: set[str] = set()
        for sentence in itertools.chain(*story):
            tokens = taken_apart(sentence, tables).tokens
            for determiner, word in itertools.pairwise(tokens):
                noun = stem(word)
                if determiner in _DEFINITE:
                    definite[noun] += 1
                    sudden[noun] += noun not in seen
                elif determiner in _NEW:
                    new[noun] += 1
                    again[noun] += noun in seen
            seen |= {stem(t) for t in tokens}
    base_sudden = sum(sudden.values()) / max(1, sum(definite.values()))
    base_again = sum(again.values()) / max(1, sum(new.values()))

    def nats(part: Counter[str], whole: Counter[str], base: float) -> dict[str, float]:
        return {w: min(4.0, -math.log((part[w] + 3 * base) / (n + 3))) for w, n in whole.items()}

    return nats(sudden, definite, base_sudden), nats(again, new, base_again)


def learn_places(stories: Sequence[Scenes], tables: Tables, seed: int) -> torch.Tensor:
    """(BUCKETS, PLACE_COLUMNS): weights by which hashed sentences vote for where they stand."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    table = torch.nn.Embedding(BUCKETS, PLACE_COLUMNS)
    torch.nn.init.zeros_(table.weight)
    optimiser = torch.optim.Adagrad(table.parameters(), lr=0.1, weight_decay=0.0)
    buckets = [[[hashed(taken_apart(s, tables)) for s in scene] for scene in story if scene] for story in stories]
    for _ in range(_EPOCHS):
        rng.shuffle(buckets)
        for begin in range(0, len(buckets), _BATCH):
            loss = sum((_place_loss(story, table, rng) for story in buckets[begin : begin + _BATCH]), torch.zeros(()))
            (loss / _BATCH).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            optimiser.zero_grad()
    return table.weight.detach()


def _place_loss(story: list[list[list[int]]], table: torch.nn.Embedding, rng: random.Random) -> torch.Tensor:
    sentences = [[i for i in s if rng.random() < _KEPT] or s[:1] for scene in story for s in scene]
    flat = torch.tensor([i for s in sentences for i in s])
    offsets = torch.tensor([0, *itertools.accumulate(len(s) for s in sentences)][:-1])
    rows = functional.embedding_bag(flat, table.weight, offsets, mode="sum")  # (sentences, columns)
    scene_of = torch.tensor([n for n, scene in enumerate(story) for _ in scene])
    sums = torch.zeros(len(story), PLACES).index_add(0, scene_of, rows[:, :PLACES])
    sizes = torch.bincount(scene_of, minlength=len(story)).clamp(min=1).sqrt()
    wanted = torch.tensor([round((PLACES - 1) * n / max(1, len(story) - 1)) for n in range(len(story))])
    loss = functional.cross_entropy(sums / sizes[:, None], wanted)
    spots = [0 if n == 0 else SPOTS - 1 if n == len(s) - 1 else 1 for s in story for n in range(len(s))]
    loss = loss + functional.cross_entropy(rows[:, PLACES : PLACES + SPOTS], torch.tensor(spots))
    ahead = rows[:-1, -2] + rows[1:, -1] - rows[:-1, -1] - rows[1:, -2]
    inside = scene_of[:-1] == scene_of[1:]
    if bool(inside.any()):
        loss = loss + functional.softplus(-ahead[inside]).mean()
    return loss + 1e-4 * rows.pow(2).sum()
