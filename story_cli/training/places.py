"""Learns which words tell where a scene happens, from the places that house stories give their scenes.

Logistic regression over the words of a scene (each once), among the places of the story's theme and among all; small
weights are left out of the table. Stories of the annotated set are never learnt from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from story_cli.catalogue import Library
from story_cli.scene.places import features
from story_cli.training.corpus import house_rows
from story_cli.training.gold import read_gold

STEPS, RATE, DECAY = 400, 0.5, 0.01  # chosen on every tenth story
_SMALLEST, _SELDOM = 0.12, 3
HELD_OUT = 10


class Example(NamedTuple):
    theme: str
    place: str
    words: set[str]


def examples(library: Library) -> tuple[list[Example], list[Example]]:
    """Scenes to learn from, and those of every tenth story."""
    kept = {story[0].story for story in read_gold(library.root)}
    learn: list[Example] = []
    test: list[Example] = []
    for number, row in enumerate(row for row in house_rows(library.root) if row["id"] not in kept):
        theme = str(row["theme"])
        ids = {name: p.id for p in library.places_of(theme) for name in (*p.names, p.id.replace("-", " "))}
        for scene in row["scenes"]:  # type: ignore[attr-defined]
            words = features(scene["text"].replace("'s", " ").replace('"', " ").translate(_MARKS).split())
            (test if number % HELD_OUT == 0 else learn).append(Example(theme, ids[scene["place"]], words))
    return learn, test


_MARKS = str.maketrans(dict.fromkeys(".,;:!?()“”", " "))


def train(data: Sequence[Example], places: Sequence[tuple[str, str]]) -> tuple[list[str], Any]:
    """Words and weights `(words + 1, places)`, the last row the bias. `places` are (theme, id)."""
    counts = Counter(word for example in data for word in example.words)
    words = sorted(word for word, count in counts.items() if count >= _SELDOM)
    index = {word: n for n, word in enumerate(words)}
    inputs = np.zeros((len(data), len(words) + 1), dtype=np.float32)
    inputs[:, -1] = 1
    for row, example in enumerate(data):
        inputs[row, [index[word] for word in example.words if word in index]] = 1
    target = np.array([places.index((example.theme, example.place)) for example in data])
    outside = np.array([[theme != example.theme for theme, _ in places] for example in data])
    weights = np.zeros((len(words) + 1, len(places)), dtype=np.float32)
    for step in range(STEPS):
        rate = RATE * (1 - step / STEPS)
        logits = inputs @ weights
        slope = sum(_slope(np.where(mask, -np.inf, logits), target) for mask in (outside, np.zeros_like(outside)))
        weights -= rate * 8 * (inputs.T @ slope / len(data) / 2 + DECAY * weights)
    return words, weights


def _slope(logits: Any, target: Any) -> Any:
    chance = np.exp(logits - logits.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    chance[np.arange(len(target)), target] -= 1
    return chance


def accuracy(data: Sequence[Example], words: Sequence[str], weights: Any, places: Sequence[tuple[str, str]]) -> float:
    """Share of scenes whose place is right among those of their theme, each by itself."""
    index = {word: n for n, word in enumerate(words)}
    right = 0
    for example in data:
        score = weights[-1] + sum(weights[index[word]] for word in example.words if word in index)
        best = max((n for n, (theme, _) in enumerate(places) if theme == example.theme), key=lambda n: float(score[n]))
        right += places[best][1] == example.place
    return right / max(1, len(data))


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """`storycli train places`: seconds, from house stories alone, so the other options have nothing to act on."""
    learn, test = examples(library)
    places = sorted({(example.theme, example.place) for example in learn})
    words, weights = train(learn, places)
    log(f"places right in held-out stories: {accuracy(test, words, weights, places):.3f} of {len(test)} scenes")
    table = {
        word: row
        for word, values in zip(words, weights, strict=False)
        if (row := {places[n][1]: round(float(v), 2) for n, v in enumerate(values) if abs(v) >= _SMALLEST})
    }
    bias = {place: round(float(v), 2) for (_, place), v in zip(places, weights[-1], strict=True)}
    out.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(word)}: {json.dumps(row)}" for word, row in sorted(table.items()))
    text = f'{{"bias": {json.dumps(bias)},\n"words": {{\n{lines}\n}}}}\n'
    (out / "places.json").write_text(text, encoding="utf-8")
