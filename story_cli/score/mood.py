"""How each sentence of a story feels: sad–happy and calm–exciting, −1 … 1.

A sentence becomes sparse features: hashed words, word pairs and letter runs, averages of rated word lists, and
punctuation. A linear model trained on EmoBank (story_cli/training/mood.py, library/models/mood) turns them into two
numbers; neighbours smooth them and the story's adjectives shift them.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from story_cli.artifacts import Mood, Story
from story_cli.errors import ExitStatus, StoryError
from story_cli.text import sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BUCKETS = 1 << 15
DENSE = (
    *("bias", "valence", "valence_low", "valence_high", "arousal", "arousal_high"),
    *("exclaim", "ask", "length", "capitals"),
)
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NEGATION = {"not", "no", "never", "nobody", "nothing", "without", "hardly"}


class Feeling(NamedTuple):
    """Both −1 … 1."""

    sad_happy: float
    calm_exciting: float


class MoodModel(NamedTuple):
    """`weights` (BUCKETS + len(DENSE), 2) float32; `ratings` word_key → (valence, arousal), each about −1 … 1;
    `spread` is the standard deviation of each output on the training set, used to scale to −1 … 1."""

    weights: NDArray[np.float32]
    ratings: dict[int, tuple[float, float]]
    centre: tuple[float, float]
    spread: tuple[float, float]


def sparse_features(text: str) -> dict[int, float]:
    """Hashed counts of words, word pairs and 4-letter runs, length-normalised. Hash: CRC-32, so it never changes."""
    words = _TOKEN.findall(text.lower())
    names = [f"w {word}" for word in words] + [f"p {a} {b}" for a, b in itertools.pairwise(words)]
    for word in words:
        padded = f"<{word}>"
        names += [f"c {padded[i : i + 4]}" for i in range(max(1, len(padded) - 3))]
    share = 1.0 / max(1.0, len(words)) ** 0.5
    counts: dict[int, float] = {}
    for name in names:
        bucket = zlib.crc32(name.encode()) % BUCKETS
        counts[bucket] = counts.get(bucket, 0.0) + (share * (0.4 if name[0] == "c" else 1.0))
    return counts


def word_key(word: str) -> int:
    """Rated words are kept by CRC-32: their lists hold words that have no place in a children's library."""
    return zlib.crc32(word.encode())


def dense_features(text: str, ratings: dict[int, tuple[float, float]]) -> list[float]:
    """The values named by DENSE. A negation before a rated word turns its valence round, softened."""
    words = _TOKEN.findall(text.lower())
    valences, arousals = [0.0], [0.0]
    for index, word in enumerate(words):
        rating = ratings.get(word_key(word))
        if rating is not None:
            negated = bool(_NEGATION & set(words[max(0, index - 3) : index]))
            valences.append(rating[0] * (-0.5 if negated else 1.0))
            arousals.append(rating[1])
    return [
        1.0,
        sum(valences) / len(valences),
        min(valences),
        max(valences),
        sum(arousals) / len(arousals),
        max(arousals),
        min(3, text.count("!")) / 3.0,
        min(2, text.count("?")) / 2.0,
        min(60, len(words)) / 60.0,
        sum(word.isupper() and len(word) > 1 for word in text.split()) / max(1, len(words)),
    ]


@functools.lru_cache(maxsize=4)
def load_mood_model(folder: Path) -> MoodModel:
    """Raises StoryError when the files are missing or do not fit this code."""
    import numpy
    from safetensors.numpy import load_file

    try:
        tensors = load_file(folder / "model.safetensors")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise StoryError(
            f"the mood model in {folder.name} cannot be read: {exc}",
            "run `storycli train mood`, or install the package again",
            ExitStatus.MISSING_ENGINE,
        ) from exc
    weights = tensors["weights"].astype(numpy.float32)
    if weights.shape != (BUCKETS + len(DENSE), 2):
        raise StoryError(f"the mood model has shape {weights.shape}", "run `storycli train mood` again")
    rated = tensors["ratings"].astype(numpy.float32) / 100.0
    ratings = {int(key): (float(v), float(a)) for key, (v, a) in zip(tensors["words"], rated, strict=True)}
    return MoodModel(weights, ratings, tuple(config["centre"]), tuple(config["spread"]))


def feel(model: MoodModel, text: str) -> Feeling:
    """One sentence's mood; ±2 standard deviations of the training sentences become ±1."""
    rows = sparse_features(text)
    total = [0.0, 0.0]
    for index, value in rows.items():
        for output in (0, 1):
            total[output] += value * float(model.weights[index, output])
    for offset, value in enumerate(dense_features(text, model.ratings)):
        for output in (0, 1):
            total[output] += value * float(model.weights[BUCKETS + offset, output])
    scaled = [(total[i] - model.centre[i]) / (2.0 * model.spread[i]) for i in (0, 1)]
    return Feeling(_bounded(scaled[0]), _bounded(scaled[1]))


def smooth(feelings: Sequence[Feeling], weight: float = 0.25) -> list[Feeling]:
    """Each sentence leans on both neighbours by `weight`; the ends lean on their one neighbour only."""
    result = []
    for index, own in enumerate(feelings):
        near = [feelings[i] for i in (index - 1, index + 1) if 0 <= i < len(feelings)]
        share = weight * len(near)
        result.append(
            Feeling(
                (1 - share) * own.sad_happy + weight * sum(f.sad_happy for f in near),
                (1 - share) * own.calm_exciting + weight * sum(f.calm_exciting for f in near),
            )
        )
    return result


def story_moods(story: Story, model: MoodModel, shifts: Iterable[tuple[float, float]]) -> tuple[Mood, ...]:
    """The mood curve of all sentences; `shifts` are the adjectives' (sad_happy, calm_exciting)."""
    shift_list = list(shifts)
    happy = sum(s[0] for s in shift_list)
    exciting = sum(s[1] for s in shift_list)
    places = [(i, j, s.text) for i, scene in enumerate(story.scenes) for j, s in enumerate(sentences(scene.text))]
    smoothed = smooth([feel(model, text) for _, _, text in places])
    return tuple(
        Mood(scene, sentence, _bounded(f.sad_happy + happy), _bounded(f.calm_exciting + exciting))
        for (scene, sentence, _), f in zip(places, smoothed, strict=True)
    )


def _bounded(value: float) -> float:
    return round(max(-1.0, min(1.0, value)), 4)
