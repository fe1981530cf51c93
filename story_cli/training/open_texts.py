"""Every open text that a training may learn words from, as tokens cut about as the treebanks cut them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

from story_cli.training.treebank import read_trees

_TOKEN = re.compile(r"n't\b|'(?:s|re|ve|ll|d|m)\b|\w+(?=n't\b)|\w+|[^\w\s]")
_JSON = ("gutenberg_children", "tinystories", "fairytaleqa", "tinyfabulist", "cc_storybooks")
_TABLES = {  # file → its column with text
    "goemotions/goemotions-train": 1, "emobank/emobank-train": -1, "gap_coreference/gap-development": 1,
}  # fmt: skip
_TREES = ("ud_ewt/en_ewt-ud-train.conllu.xz", "gum_open/gum_open-train.conllu.xz")


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
