"""Train the mood model: sentence → (valence, arousal), by ridge regression on the features of score/mood.py.

In: the folders `emobank`, `goemotions` and `wordlists` of the corpora. Out: a folder `mood` in library/music
(model.safetensors, config.json). Command: storycli train mood --data CORPORA. Takes a minute; draws nothing at random.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, cg

from story_cli.score.mood import BUCKETS, DENSE, dense_features, sparse_features, word_key

Ratings = dict[int, tuple[float, float]]  # by word_key
PENALTIES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
DENSE_SCALE = 3.0  # the few dense features are penalised less than the many hashed ones; chosen on dev


COMMENT_PENALTY = 30.0  # chosen on dev, as FIRST_SCALE
FIRST_SCALE = 10.0
EMOTIONS = {  # our own placing of GoEmotions' labels: (valence, arousal), −1 … 1
    "admiration": (0.7, 0.3),
    "amusement": (0.8, 0.4),
    "anger": (-0.7, 0.8),
    "annoyance": (-0.5, 0.4),
    "approval": (0.4, 0.0),
    "caring": (0.6, 0.0),
    "confusion": (-0.1, 0.1),
    "curiosity": (0.2, 0.3),
    "desire": (0.4, 0.4),
    "disappointment": (-0.6, -0.1),
    "disapproval": (-0.5, 0.1),
    "disgust": (-0.7, 0.4),
    "embarrassment": (-0.4, 0.3),
    "excitement": (0.8, 0.9),
    "fear": (-0.6, 0.8),
    "gratitude": (0.8, 0.1),
    "grief": (-0.8, 0.2),
    "joy": (0.9, 0.5),
    "love": (0.9, 0.4),
    "nervousness": (-0.4, 0.6),
    "optimism": (0.6, 0.2),
    "pride": (0.7, 0.4),
    "realization": (0.1, 0.1),
    "relief": (0.5, -0.3),
    "remorse": (-0.6, 0.0),
    "sadness": (-0.8, -0.2),
    "surprise": (0.2, 0.8),
    "neutral": (0.0, -0.2),
}


class Split(NamedTuple):
    texts: list[str]
    targets: NDArray[np.float64]  # (N, 2): valence and arousal around 0


class Result(NamedTuple):
    valence_r: float
    arousal_r: float
    penalty: tuple[float, float]


def read_emobank(path: Path) -> Split:
    """Mean of all raters, 1 … 5, centred at 3."""
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["text"].strip()]
    targets = np.array([[float(row["V"]) - 3.0, float(row["A"]) - 3.0] for row in rows])
    return Split([row["text"] for row in rows], targets)


def read_goemotions(path: Path) -> Split:
    """Comments with the mean place of their labels."""
    texts, targets = [], []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            labels, _, text = line.rstrip("\n").partition("\t")
            places = [EMOTIONS[label] for label in labels.split(",") if label in EMOTIONS]
            if places:
                texts.append(text)
                targets.append(np.mean(places, axis=0))
    return Split(texts, np.array(targets))


def read_ratings(folder: Path) -> Ratings:
    """Word → (valence, arousal) in −1 … 1: Glasgow norms first, then VADER and AFINN for valence (arousal from the
    strength of the valence, which correlates with it)."""
    ratings: Ratings = {}
    for line in (folder / "afinn_en_165.txt").read_text(encoding="utf-8").splitlines():
        word, _, value = line.partition("\t")
        if word.isascii() and word.isalpha():
            ratings[word_key(word)] = (float(value) / 5.0, abs(float(value)) / 10.0)
    for line in (folder / "vader_lexicon.txt").read_text(encoding="utf-8").splitlines():
        word, value = line.split("\t")[:2]
        if word.isascii() and word.isalpha():
            ratings[word_key(word)] = (float(value) / 4.0, abs(float(value)) / 8.0)
    with gzip.open(folder / "glasgow_norms.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["WORDS"].isalpha():
                ratings[word_key(row["WORDS"].lower())] = (
                    (float(row["VAL_M"]) - 5) / 4,
                    (float(row["AROU_M"]) - 5) / 4,
                )
    return ratings


def matrix(texts: list[str], ratings: Ratings) -> sparse.csr_matrix:
    """(N, BUCKETS + len(DENSE)), dense columns scaled by DENSE_SCALE."""
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    for text in texts:
        for bucket, value in sorted(sparse_features(text).items()):
            indices.append(bucket)
            values.append(value)
        for offset, value in enumerate(dense_features(text, ratings)):
            indices.append(BUCKETS + offset)
            values.append(value * DENSE_SCALE)
        starts.append(len(indices))
    return sparse.csr_matrix((values, indices, starts), shape=(len(texts), BUCKETS + len(DENSE)))


def ridge(x: sparse.csr_matrix, y: NDArray[np.float64], penalty: float) -> NDArray[np.float64]:
    """argmin |xw − y|² + penalty |w|², by conjugate gradients on the normal equations."""

    def product(w: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(x.T @ (x @ w) + penalty * w)

    operator = LinearOperator((x.shape[1], x.shape[1]), matvec=product, dtype=np.float64)
    weights, _ = cg(operator, x.T @ y, rtol=1e-6, maxiter=400)
    return np.asarray(weights)


def run(
    *, data: Path, out: Path, seed: int = 1, minutes: float = 0.0, resume: bool = False, library: object = None
) -> Result:
    """`storycli train mood`: writes `out`/mood. Seed, minutes and resume have nothing to act on."""
    return train(data, out / "mood")


def train(data: Path, out: Path) -> Result:
    """First ridge on GoEmotions, then on EmoBank with the first one's output as one more feature; as both are linear,
    the two fold into one table of weights. The penalty is chosen on EmoBank dev, whose Pearson r is given back."""
    ratings = read_ratings(data / "wordlists")
    comments = read_goemotions(data / "goemotions" / "goemotions-train.tsv.xz")
    fit, dev = (read_emobank(data / "emobank" / f"emobank-{name}.tsv.xz") for name in ("train", "dev"))
    x_comments, x_fit, x_dev = (matrix(split.texts, ratings) for split in (comments, fit, dev))
    columns, scores, penalties = [], [], []
    for output in (0, 1):
        first = ridge(x_comments, comments.targets[:, output], COMMENT_PENALTY)
        x_both = sparse.hstack([x_fit, sparse.csr_matrix((x_fit @ first)[:, None] * FIRST_SCALE)]).tocsr()
        tried = []
        for penalty in PENALTIES:
            second = ridge(x_both, fit.targets[:, output], penalty)
            folded = second[:-1] + second[-1] * FIRST_SCALE * first
            tried.append((_pearson(x_dev @ folded, dev.targets[:, output]), penalty, folded))
        best = max(tried, key=lambda t: t[0])
        scores.append(best[0])
        penalties.append(best[1])
        columns.append(best[2])
    weights = np.stack(columns, axis=1)
    predicted = x_fit @ weights
    weights[BUCKETS:] *= DENSE_SCALE  # so that run time needs no scale
    result = Result(scores[0], scores[1], (penalties[0], penalties[1]))
    _write(out, weights, ratings, predicted, result)
    return result


def _pearson(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def _write(
    out: Path, weights: NDArray[np.float64], ratings: Ratings, predicted: NDArray[np.float64], result: Result
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    keys = sorted(ratings)
    rated = np.array([ratings[key] for key in keys])
    tensors: dict[str, NDArray[Any]] = {
        "weights": weights.astype(np.float16),
        "words": np.array(keys, np.uint32),
        "ratings": np.clip(np.round(rated * 100), -127, 127).astype(np.int8),
    }
    save_file(tensors, str(out / "model.safetensors"))
    (out / "model.safetensors").chmod(0o644)
    config = {
        "buckets": BUCKETS,
        "dense": list(DENSE),
        "centre": [round(float(v), 5) for v in np.median(predicted, axis=0)],
        "spread": [round(float(v), 5) for v in predicted.std(axis=0)],
        "dev_pearson": {"valence": round(result.valence_r, 3), "arousal": round(result.arousal_r, 3)},
        "penalty": list(result.penalty),
    }
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
