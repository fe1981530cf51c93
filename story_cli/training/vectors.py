"""Word vectors for the parser, counted from open text: which words stand one and two places left and right of a word.

The table of counts is turned into positive pointwise mutual information and cut to a few dimensions by a randomised
singular value decomposition. Narrow, ordered windows make neighbours of words with the same grammar ("sat", "stood").
Source: Levy, Goldberg & Dagan (2015), Improving distributional similarity with lessons learned from word embeddings;
Halko, Martinsson & Tropp (2011) for the decomposition.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from story_cli.training.treebank import read_trees

DIMENSIONS = 96
WORDS = 20_000
CONTEXTS = 5_000
OFFSETS = (-2, -1, 1, 2)
SMOOTHING = 0.75  # of context counts (Levy et al.)
_TOKEN = re.compile(r"n't\b|'(?:s|re|ve|ll|d|m)\b|\w+(?=n't\b)|\w+|[^\w\s]")
_JSON = ("gutenberg_children", "tinystories", "fairytaleqa", "tinyfabulist", "cc_storybooks")
_TABLES = {  # file → its column with text
    "goemotions/goemotions-train": 1, "emobank/emobank-train": -1, "gap_coreference/gap-development": 1,
}  # fmt: skip
_TREES = ("ud_ewt/en_ewt-ud-train.conllu.xz", "gum_open/gum_open-train.conllu.xz")

Floats = npt.NDArray[np.float32]


def tokens(text: str) -> list[str]:
    """Lower-cased words and marks, cut about as the treebanks cut them ("do", "n't"); digits become 0."""
    text = text.lower().replace("’", "'").replace("“", '"').replace("”", '"')
    return [re.sub(r"\d", "0", token) for token in _TOKEN.findall(text)]


def open_texts(data: Path) -> Iterator[list[str]]:
    """Every text under `data` that may be learnt from, as tokens; corpora that are not there are left out."""
    for name in _JSON:
        for path in sorted((data / name).glob("*.jsonl.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    row = json.loads(line)
                    yield tokens(str(row.get("text") or row.get("question") or row.get("fable") or ""))
    for path in sorted((data / "house_stories").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield tokens(" ".join(scene["text"] for scene in json.loads(line)["scenes"]))
    for name, column in (
        ("goemotions/goemotions-train", 1),
        ("emobank/emobank-train", -1),
        ("gap_coreference/gap-development", 1),
    ):
        yield from (tokens(row[column]) for row in _table(data / f"{name}.tsv.xz"))
    yield from (tokens(row[-1]) for row in _table(data / "open_english_wordnet" / "synsets.tsv.xz"))
    for name in _TREES:
        if (data / name).is_file():
            yield from ([re.sub(r"\d", "0", token.form.lower()) for token in tree] for tree in read_trees(data / name))


def _table(path: Path) -> Iterator[list[str]]:
    if path.is_file():
        text = lzma.decompress(path.read_bytes()).decode("utf-8")
        yield from (row for row in csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE) if row)


def word_vectors(
    texts: Iterable[list[str]], seed: int, words: int = WORDS, dimensions: int = DIMENSIONS
) -> tuple[list[str], Floats]:
    """The most frequent words and their vectors `(words, dimensions) float32`, each of unit root mean square."""
    kept = list(texts)
    counts = Counter(token for text in kept for token in text)
    vocabulary = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:words]]
    left, scale = _decomposed(_information(_cooccurrence(kept, vocabulary)), dimensions, seed)
    table = left * np.sqrt(scale)
    return vocabulary, (table / (np.sqrt((table**2).mean(axis=1, keepdims=True)) + 1e-6)).astype(np.float32)


def _cooccurrence(texts: list[list[str]], vocabulary: list[str]) -> Any:
    """Counts `(words, offsets × contexts)` as a sparse matrix."""
    from scipy.sparse import coo_matrix

    index = {word: number for number, word in enumerate(vocabulary)}
    contexts = min(CONTEXTS, len(vocabulary))
    shape = (len(vocabulary), len(OFFSETS) * contexts)
    total: Any = 0
    stream: list[int] = []

    def counted() -> Any:
        ids = np.array(stream, dtype=np.int64)
        rows, columns = [], []
        for slot, offset in enumerate(OFFSETS):
            here, there = (ids[:-offset], ids[offset:]) if offset > 0 else (ids[-offset:], ids[:offset])
            good = (here >= 0) & (there >= 0) & (there < contexts)
            rows.append(here[good])
            columns.append(there[good] + slot * contexts)
        row, column = np.concatenate(rows), np.concatenate(columns)
        return coo_matrix((np.ones(len(row), dtype=np.float32), (row, column)), shape=shape).tocsr()

    for text in texts:
        stream += [index.get(token, -1) for token in text] + [-1, -1]
        if len(stream) > 2_000_000:
            total, stream = total + counted(), []
    return total + counted() if stream else total


def _information(counts: Any) -> Any:
    """Positive pointwise mutual information of a sparse count matrix."""
    cells = counts.tocoo()
    rows = np.asarray(counts.sum(axis=1)).ravel()
    columns = np.asarray(counts.sum(axis=0)).ravel() ** SMOOTHING
    columns = columns / columns.sum()
    value = np.log(cells.data / (rows[cells.row] * columns[cells.col] + 1e-12))
    cells.data = np.maximum(value, 0).astype(np.float32)
    return cells.tocsr()


def _decomposed(matrix: Any, rank: int, seed: int) -> tuple[Floats, Floats]:
    """Left singular vectors and singular values. Draws from a generator of its own, seeded by `seed`."""
    rng = np.random.default_rng(seed)
    basis = rng.standard_normal((matrix.shape[1], rank + 16)).astype(np.float32)
    side = np.linalg.qr(matrix @ basis)[0]
    for _ in range(4):
        side = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ side)[0])[0]
    left, scale, _ = np.linalg.svd((matrix.T @ side).T, full_matrices=False)
    return (side @ left)[:, :rank].astype(np.float32), scale[:rank].astype(np.float32)
