"""Words of the sentence filter and what they mean: vectors of a large public sentence model, cut to few dimensions.

A word stands for all forms with its stem and has the vector of the most frequent of them. Source: Reimers & Gurevych
2019 (the model, see teacher.py); the cut is a principal component analysis.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from story_cli.errors import StoryError
from story_cli.guard.features import stem

DIMENSIONS = 56
_SEEN = 3  # times that a word must stand in open text (a word of a lexicon or of this project counts as seen)
_MOST_CHARACTERS = 12_000_000  # of each corpus
_JSON = ("gutenberg_children/stories.jsonl.gz", "tinystories/tinystories.jsonl.gz", "fairytaleqa/stories.jsonl.gz",
         "cc_storybooks/storybooks.jsonl.gz")  # fmt: skip
_TABLES = ("goemotions/goemotions-train.tsv.xz",)
_LEXICONS = ("sentiment_lexicons/positive-words.txt", "sentiment_lexicons/negative-words.txt",
             "wordlists/vader_lexicon.txt", "wordlists/afinn_en_165.txt")  # fmt: skip
_NORMS = "wordlists/glasgow_norms.csv.gz"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

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


def lexicon_words(data: Path) -> Iterator[str]:
    """Words that word lists rate by feeling. Raises: StoryError if a list is missing."""
    try:
        for name in _LEXICONS:
            for line in (data / name).read_text(encoding="latin-1").splitlines():
                yield line.split("\t")[0].lower()
        with gzip.open(data / _NORMS, "rt", encoding="utf-8") as lines:
            yield from (row[0].lower() for row in csv.reader(lines) if row)
    except OSError as exc:
        raise StoryError(f"a word list is missing: {exc}", "name the folder of the corpora with --data") from exc


def word_list(data: Path, own: Iterable[str], families: Iterable[str]) -> tuple[list[str], list[str]]:
    """Stems, sorted, and the form that stands for each; `own` are texts whose every word is taken."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    counted: Counter[str] = Counter()
    for text in open_texts(data):
        counted.update(_plain(text))
    for word in lexicon_words(data):
        if word.isalpha():
            counted[word] += _SEEN
    for text in own:
        counted.update(dict.fromkeys(_plain(text), _SEEN))
    for word, count in counted.items():
        forms[stem(word)][word] += count
    stems = {name for name, found in forms.items() if sum(found.values()) >= _SEEN} | set(families)
    words = sorted(stems)
    return words, [_commonest(forms[word]) if word in forms else word for word in words]


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def word_vectors(forms: Sequence[str], embed: Callable[[Sequence[str]], Floats]) -> Floats:
    """(V, DIMENSIONS), each of unit length: the main components of what `embed` says of every form."""
    full = embed(forms).astype(np.float64)
    full -= full.mean(axis=0)
    values, axes = np.linalg.eigh(full.T @ full)
    kept = full @ axes[:, np.argsort(values)[::-1][:DIMENSIONS]]
    unit: Floats = (kept / np.maximum(np.linalg.norm(kept, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def _plain(text: str) -> Iterator[str]:
    return (word.lower().replace("’", "'") for word in _WORD.findall(text))
