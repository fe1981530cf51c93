"""What common nouns name: the table library/models/nouns/nouns.tsv, from Open English WordNet (`train nouns`).

A row is a lemma, its kind (person, animal, artifact, clothes, food, plant, object, group, body, stuff, place, abstract,
or "maybe": mostly abstract, with a meaning that can be seen) and what it is a kind of, nearest first.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


class Noun(NamedTuple):
    """One row; `kind` is "" for a word that the table does not have."""

    kind: str = ""
    above: tuple[str, ...] = ()


UNKNOWN = Noun()
SEEN_KINDS = frozenset(("person", "animal", "artifact", "clothes", "food", "plant", "object", "group", ""))
SCENERY_KINDS = frozenset(("place", "stuff", "body"))


@lru_cache(maxsize=2)
def read_nouns(root: Path) -> dict[str, Noun]:
    """The table of a library; empty if it has none."""
    path = root / "models" / "nouns" / "nouns.tsv"
    if not path.is_file():
        return {}
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, kind, above = line.split("\t")
        if kind == "abstract":
            table.update(dict.fromkeys(word.split(), Noun(kind)))
        else:
            table[word] = Noun(kind, tuple(above.split("|")) if above else ())
    return table
