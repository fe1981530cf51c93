"""Blind pairs: a generated story beside a held-back house story of the same prompts, for readers who do not know which
is which, and what their choices come to.

Three files in one folder: pairs.jsonl and pairs.md (for readers), key.json (which is which; not for readers).
Choices come back as JSON Lines, {"pair": 1, "choice": "a", "reader": "…"} with a, b or tie.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from story_cli import __version__
from story_cli.artifacts import Brief, Data
from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.settings import Settings
from story_cli.training.story_figures import write_all
from story_cli.training.written import held_out, rows_of

_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})  # signs must not tell who wrote a text
_Z = 1.96  # of a 95 % interval


class Text(Data, frozen=True):
    """One story as readers see it."""

    title: str
    scenes: tuple[str, ...]


class Pair(Data, frozen=True):
    """Two stories of the same prompts."""

    pair: int  # from 1
    theme: str
    hero: str
    hero_name: str
    colours: tuple[str, ...]
    adjectives: tuple[str, ...]
    a: Text
    b: Text


class KeyEntry(Data, frozen=True):
    """Which text of a pair was generated, and the id of the house story beside it."""

    pair: int
    generated: Literal["a", "b"]
    house: str


class Key(Data, frozen=True):
    """What readers do not see."""

    version: str
    seed: int
    entries: tuple[KeyEntry, ...]


class Choice(Data, frozen=True):
    """What one reader says about one pair."""

    pair: int
    choice: Literal["a", "b", "tie"]
    reader: str = ""


def make_pairs(
    count: int, seed: int, settings: Settings, library: Library, log: Callable[[str], None]
) -> tuple[list[Pair], Key]:
    """As many pairs as asked, order of pairs and of texts drawn by the seed. Raises: UsageError for too many."""
    rng = random.Random(seed)
    rows = [row for row in rows_of(library) if held_out(row["id"])]
    if count > len(rows):
        raise UsageError(f"--count {count} is too much", f"{len(rows)} house stories are held back")
    rows = rng.sample(rows, count)
    briefs = [_brief(row, seed * 1000 + number) for number, row in enumerate(rows)]
    pairs, entries = [], []
    for number, (row, brief, told) in enumerate(
        zip(rows, briefs, write_all(briefs, settings, library, log), strict=True), 1
    ):
        house = _text(row["title"], [scene["text"] for scene in row["scenes"]])
        made = _text(told.story.title, [scene.text for scene in told.story.scenes])
        first = rng.random() < 0.5
        a, b = (made, house) if first else (house, made)
        pairs.append(Pair(number, brief.theme, brief.hero, brief.hero_name, brief.colours, brief.adjectives, a, b))
        entries.append(KeyEntry(number, "a" if first else "b", row["id"]))
    return pairs, Key(__version__, seed, tuple(entries))


def _brief(row: dict[str, Any], seed: int) -> Brief:
    """The prompts that a house story was written for."""
    return Brief(
        row["theme"], row["hero"], row["hero_name"], row["pronoun"], tuple(row["colours"]), tuple(row["adjectives"]),
        seed, scenes=len(row["scenes"]),
    )  # fmt: skip


def _text(title: str, scenes: Sequence[str]) -> Text:
    return Text(title.translate(_PLAIN), tuple(scene.translate(_PLAIN) for scene in scenes))


def write_pairs(folder: Path, pairs: Sequence[Pair], key: Key) -> tuple[Path, Path, Path]:
    """The three files; those of an earlier run are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = (folder / "pairs.jsonl", folder / "pairs.md", folder / "key.json")
    paths[0].write_bytes(b"".join(msgspec.json.encode(pair) + b"\n" for pair in pairs))
    paths[1].write_text(page(pairs), encoding="utf-8")
    paths[2].write_bytes(msgspec.json.format(msgspec.json.encode(key), indent=1) + b"\n")
    return paths


def page(pairs: Sequence[Pair]) -> str:
    """All pairs as Markdown."""
    asked = "For each pair: A, B, or tie. Judge the whole story, as read to a child of five."
    lines = ["# Which story is better?", "", asked, ""]
    for pair in pairs:
        wanted = f"{', '.join(pair.adjectives)}; {', '.join(pair.colours)}"
        lines += [f"## Pair {pair.pair}", "", f"{pair.hero_name} the {pair.hero}, {pair.theme} ({wanted})", ""]
        for letter, text in (("A", pair.a), ("B", pair.b)):
            lines += [f"### {letter}: {text.title}", "", *(f"{scene}\n" for scene in text.scenes)]
    return "\n".join(lines)


def read_choices(path: Path) -> list[Choice]:
    """Raises: UsageError naming line and field."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"{path} cannot be read: {exc}", "give a file of choices in UTF-8") from exc
    choices = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                choices.append(msgspec.json.decode(line, type=Choice))
            except msgspec.DecodeError as exc:
                hint = '{"pair": 1, "choice": "a"} (a, b or tie)'
                raise UsageError(f"{path.name}, line {number}: {exc}", hint) from exc
    return choices


def read_key(path: Path) -> Key:
    """Raises: UsageError if the file is missing or damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Key)
    except (OSError, msgspec.DecodeError) as exc:
        raise UsageError(f"{path}: {exc}", "give the key.json that was written beside the pairs") from exc


def shares(choices: Sequence[Choice], key: Key) -> dict[str, float]:
    """Counts, and the share of choices for the generated story or for neither, with its 95 % interval.

    Source: Wilson 1927. Raises: UsageError for a pair that the key does not have, or one that a reader judged twice.
    """
    made = {entry.pair: entry.generated for entry in key.entries}
    twice = [one for one, times in Counter((c.reader, c.pair) for c in choices).items() if times > 1]
    unknown = [c.pair for c in choices if c.pair not in made]
    if not choices or twice or unknown:
        what = [f"pair {pair} is not in the key" for pair in unknown]
        what += [f"pair {pair} is judged twice" for _, pair in twice]
        raise UsageError(what[0] if what else "there are no choices", "one line for each pair and reader")
    preferred = sum(choice.choice == made[choice.pair] for choice in choices)
    tied = sum(choice.choice == "tie" for choice in choices)
    total = len(choices)
    low, high = interval(preferred + tied, total)
    return {
        "choices": total, "pairs judged": len({choice.pair for choice in choices}),
        "readers": len({choice.reader for choice in choices}),
        "generated preferred": round(preferred / total, 4), "tied": round(tied / total, 4),
        "house preferred": round((total - preferred - tied) / total, 4),
        "generated preferred or tied": round((preferred + tied) / total, 4), "at least": low, "at most": high,
    }  # fmt: skip


def interval(hits: int, total: int) -> tuple[float, float]:
    """The Wilson interval of a share."""
    share, square = hits / total, _Z * _Z / total
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / total + square / total / 4) / (1 + square)
    return round(middle - half, 4), round(middle + half, 4)
