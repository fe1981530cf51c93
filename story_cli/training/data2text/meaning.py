"""Meaning representations and their texts: "name[The Mill], food[French]", "confirm(name[Driver], genres[sport])"."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path
from typing import NamedTuple

from story_cli.errors import StoryError

_SLOT = re.compile(r"([A-Za-z_ ]+?)\s*\[([^\]]*)\]")
_ACT = re.compile(r"\s*(\w+)\((.*)\)\s*$", re.DOTALL)


class Slot(NamedTuple):
    """One thing to be said; a list of values gives a slot each."""

    name: str
    value: str


class Meaning(NamedTuple):
    """What a text has to say; `act` is empty where the corpus has no dialogue acts."""

    act: str
    slots: tuple[Slot, ...]


class Pair(NamedTuple):
    """A meaning and one text that says it."""

    meaning: Meaning
    text: str


class Kind(NamedTuple):
    """How one corpus is read."""

    folder: str
    train: str
    dev: str
    test: str
    copied: tuple[str, ...]  # slots whose values stand in the text as they are: told as signs and put in afterwards
    lists: tuple[str, ...] = ()  # slots whose values are several, separated by commas
    clean: bool = False  # meanings of the learning part are corrected by what the texts say


KINDS = {
    "e2e": Kind(
        "e2e_nlg", "train.reconstructed.csv.gz", "cleaned_devel-fixed.no-ol.csv.gz", "cleaned_test-fixed.csv.gz",
        ("name", "near"), clean=True,
    ),
    "viggo": Kind(
        "viggo", "train.csv.gz", "valid.csv.gz", "test.csv.gz",
        ("name", "developer", "release_year", "exp_release_date", "specifier"),
        ("genres", "platforms", "player_perspective"),
    ),
}  # fmt: skip


class Corpus(NamedTuple):
    """The three parts of a corpus."""

    kind: Kind
    train: list[Pair]
    dev: list[Pair]
    test: list[Pair]


def parsed(text: str, lists: tuple[str, ...] = ()) -> Meaning:
    """The meaning that a representation writes down. Raises: ValueError if there is no slot in it."""
    found = _ACT.match(text)
    act, inner = (found[1], found[2]) if found else ("", text)
    slots: list[Slot] = []
    for name, value in _SLOT.findall(inner):
        parts = value.split(", ") if name.strip() in lists else [value]
        slots += [Slot(name.strip(), part.strip()) for part in parts]
    if not slots:
        raise ValueError(f"no slot in {text!r}")
    return Meaning(act, tuple(slots))


def read_pairs(path: Path, lists: tuple[str, ...] = ()) -> list[Pair]:
    """Rows of a CSV file with columns mr and ref. Raises: StoryError if it is missing or has another form."""
    if not path.is_file():
        raise StoryError(f"no corpus at {path}", "name its folder with --data; docs/data2text.md says where it is from")
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            return [Pair(parsed(row["mr"], lists), " ".join(row["ref"].split())) for row in csv.DictReader(lines)]
    except (KeyError, ValueError, OSError) as exc:
        raise StoryError(
            f"{path.name} is no list of meanings and texts: {exc}", "columns mr and ref are needed"
        ) from exc


def read_corpus(data: Path, name: str) -> Corpus:
    """The corpus of this name below `data`. Raises: StoryError."""
    if name not in KINDS:
        raise StoryError(f"no set {name}", f"choose from: {', '.join(KINDS)}")
    kind = KINDS[name]
    parts = [read_pairs(data / kind.folder / file, kind.lists) for file in (kind.train, kind.dev, kind.test)]
    return Corpus(kind, *parts)


def by_meaning(pairs: list[Pair]) -> dict[Meaning, list[str]]:
    """Every meaning with all of its texts, in the order of the file."""
    found: dict[Meaning, list[str]] = {}
    for pair in pairs:
        found.setdefault(pair.meaning, []).append(pair.text)
    return found
