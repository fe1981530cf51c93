"""Texts from outside: rows whose moods are asked for, and a plain text as a story that can be scored."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from story_cli.artifacts import Brief, Character, Data, Grade, Story, StoryScene
from story_cli.errors import UsageError
from story_cli.score.mood import Feeling, MoodModel, feel, smooth
from story_cli.text import sentences

MOST_CHARACTERS = 200_000  # of a file's text that is scored as one story
SENTENCES_A_SCENE = 4  # where a text has no paragraphs
MOST_SCENES = 12


class Row(msgspec.Struct, frozen=True):
    """A text; other fields of its row are left alone."""

    id: str | int
    text: str


class MoodRow(Data, frozen=True):
    """How a row's text feels, −1 … 1."""

    id: str | int
    sad_happy: float
    calm_exciting: float


def read_rows(path: Path) -> list[Row]:
    """Rows {id, text} of JSON Lines, or a .txt file as one row. Raises: UsageError that names the line at fault."""
    text = _read(path)
    if path.suffix.lower() != ".jsonl":
        return [Row(path.stem, text)]
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            rows.append(msgspec.json.decode(line, type=Row))
        except msgspec.DecodeError as exc:
            raise UsageError(f"{path.name}, line {number}: {exc}", 'a row is {"id": …, "text": "…"}') from exc
    if not rows:
        raise UsageError(f"{path.name} has no rows", 'a row is {"id": …, "text": "…"}')
    return rows


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"cannot read {path}: {exc}", "give a file in UTF-8: JSON Lines, or plain text") from exc


def row_moods(rows: Iterable[Row], model: MoodModel, shift: tuple[float, float]) -> Iterable[MoodRow]:
    """The mean of each text's sentences, smoothed as in a story and shifted."""
    for row in rows:
        found = smooth([feel(model, s.text) for s in sentences(row.text)]) or [Feeling(0.0, 0.0)]
        mean = [sum(column) / len(found) + add for column, add in zip(zip(*found, strict=True), shift, strict=True)]
        happy, exciting = (round(max(-1.0, min(1.0, value)), 4) for value in mean)
        yield MoodRow(row.id, happy, exciting)


def story_of_text(path: Path, brief: Brief) -> Story:
    """A plain text as a story: "# …" on its first line is the title, blank lines part scenes. Raises: UsageError."""
    text = _read(path).strip()
    title = path.stem.replace("-", " ").replace("_", " ").capitalize()
    if text.startswith("#"):
        line, _, text = text.partition("\n")
        title = line.lstrip("# ").strip() or title
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    parts = [part for part in parts if sentences(part)]
    if not parts or len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"{path} is {'too long' if parts else 'empty'}", f"give a text of 1 to {MOST_CHARACTERS} letters"
        )
    if len(parts) == 1:
        parts = _parted(parts[0])
    if len(parts) > MOST_SCENES:
        raise UsageError(f"{path} has {len(parts)} paragraphs", f"a story has {MOST_SCENES} scenes at most")
    hero = Character("hero", brief.hero, brief.hero_name, brief.pronoun)
    unknown = Grade(0.0, {})
    return Story(
        title,
        brief.theme,
        brief.hero,
        brief.hero_name,
        brief.pronoun,
        brief.colours,
        brief.adjectives,
        (hero,),
        tuple(StoryScene("", part, unknown) for part in parts),
        unknown,
    )


def _parted(text: str) -> list[str]:
    """Up to five scenes of whole sentences, of about the same number."""
    found: Sequence[str] = [s.text for s in sentences(text)]
    count = max(1, min(5, len(found) // SENTENCES_A_SCENE))
    edges = [round(i * len(found) / count) for i in range(count + 1)]
    return [" ".join(found[a:b]) for a, b in itertools.pairwise(edges)]
