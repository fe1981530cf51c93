"""Word vectors counted from open text: what stands near a word, as positive pointwise mutual information, cut to few
dimensions. Source: Levy, Goldberg & Dagan 2015; Halko, Martinsson & Tropp 2011 for the decomposition."""

from __future__ import annotations

import gzip
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from story_cli.errors import StoryError
from story_cli.guard.features import stems
from story_cli.text import sentences

DIMENSIONS = 32
WORDS = 8000
_WINDOW = 4
_SMOOTHING = 0.75
_MOST_CHARACTERS = 12_000_000  # of each corpus
_JSON = ("gutenberg_children/stories.jsonl.gz", "tinystories/tinystories.jsonl.gz", "fairytaleqa/stories.jsonl.gz",
         "cc_storybooks/storybooks.jsonl.gz")  # fmt: skip
_TABLES = ("goemotions/goemotions-train.tsv.xz",)

Floats = npt.NDArray[np.float32]


def open_texts(data: Path) -> Iterator[str]:
    """Texts of the open corpora. Raises: StoryError if one is missing."""
    try:
        for name in _JSON:
            seen = 0
            with gzip.open(data / name, "rt", encoding="utf-8") as lines:
                for line in lines:
                    text = str(json.loads(line).get("text", ""))
                    seen += len(text)
                    if seen > _MOST_CHARACTERS:
                        break
                    yield text
        for name in _TABLES:
            with lzma.open(data / name, "rt", encoding="utf-8") as lines:
                yield from (line.split("\t")[0] for line in lines)
    except OSError as exc:
        raise StoryError(f"a corpus is missing: {exc}", "name the folder of the corpora with --data") from exc


def count_vectors(texts: Iterator[str], extra: set[str]) -> tuple[list[str], Floats]:
    """Words (the most frequent, and of `extra` those that are seen) and their vectors (V, DIMENSIONS), unit length."""
    lines = [stems(sentence.text) for text in texts for sentence in sentences(text)]
    counts = Counter(word for line in lines for word in line)
    words = [word for word, _ in counts.most_common(WORDS)]
    words += sorted(word for word in extra if counts[word] > 4 and word not in set(words))
    places = {word: place for place, word in enumerate(words)}
    gap = [-1] * _WINDOW
    ids = np.array([place for line in lines for place in (*(places.get(w, -1) for w in line), *gap)], np.int64)
    return words, _reduced(_associations(ids, len(words)))


def _associations(ids: npt.NDArray[np.int64], size: int) -> Any:
    from scipy.sparse import coo_array

    total: Any = None
    for offset in range(1, _WINDOW + 1):
        left, right = ids[:-offset], ids[offset:]
        good = (left >= 0) & (right >= 0)
        pairs, counts = np.unique(left[good] * size + right[good], return_counts=True)
        part = coo_array((counts.astype(np.float64), (pairs // size, pairs % size)), shape=(size, size)).tocsr()
        total = part if total is None else total + part
    table = (total + total.T).tocoo()
    rows = np.asarray(table.sum(axis=1)).ravel()
    contexts = rows**_SMOOTHING
    contexts /= contexts.sum()
    information = np.log(table.data / (rows[table.row] * contexts[table.col]))
    kept = information > 0
    return coo_array((information[kept], (table.row[kept], table.col[kept])), shape=(size, size)).tocsr()


def _reduced(table: Any) -> Floats:
    rng = np.random.default_rng(1)
    sketch = table @ rng.standard_normal((table.shape[0], DIMENSIONS + 16))
    for _ in range(3):
        sketch = table @ (table.T @ np.linalg.qr(sketch)[0])
    basis = np.linalg.qr(sketch)[0]
    left, strengths, _ = np.linalg.svd(basis.T @ table, full_matrices=False)
    vectors = (basis @ left)[:, :DIMENSIONS] * np.sqrt(strengths[:DIMENSIONS])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
