"""Grades finished stories from anywhere: rows of JSON Lines in, score and criteria out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.rank import rules
from story_cli.rank.judge import load_judge
from story_cli.rank.layout import laid_out, names_in, signs_for
from story_cli.settings import RankSettings

MOST_BYTES = 64 << 20  # of a file
WEIGHTS = {"coherence": 0.65, "freshness": 0.1, "length": 0.1, "prompts": 0.15}


class RowScene(msgspec.Struct, frozen=True):
    text: str


class Row(msgspec.Struct, frozen=True):
    """A story as others hand it in; what is not known may be left out."""

    scenes: tuple[RowScene, ...]
    id: str | int = ""
    theme: str = ""
    hero: str = ""
    hero_name: str = ""
    colours: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


class Graded(msgspec.Struct, frozen=True):
    """What came out, 0 … 1 each, 1 best."""

    id: str | int
    score: float
    criteria: dict[str, float]


def read_rows(path: Path) -> list[Row]:
    """Raises: UsageError naming line and field; an id that is missing is the line's number."""
    hint = 'a story a line: {"id": "a", "scenes": [{"text": "…"}]}; theme, hero, hero_name … if known'
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} has more than {MOST_BYTES >> 20} MB", "split the file")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"{path} cannot be read: {exc}", "give a file in UTF-8") from exc
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=Row)
        except (msgspec.DecodeError, RecursionError) as exc:
            raise UsageError(f"{path.name}, line {number}: {exc}", hint) from exc
        if not any(scene.text.strip() for scene in row.scenes):
            raise UsageError(f"{path.name}, line {number}: the story has no text", hint)
        rows.append(row if row.id != "" else msgspec.structs.replace(row, id=number))
    if not rows:
        raise UsageError(f"{path.name} holds no story", hint)
    return rows


def grade(rows: Sequence[Row], settings: RankSettings, library: Library) -> list[Graded]:
    """Score and criteria of each story. Raises: StoryError if the model is missing."""
    judge = load_judge(library, settings.model)
    verdicts = judge([_signed(row) for row in rows])
    return [_graded(row, verdict) for row, verdict in zip(rows, verdicts, strict=True)]


def _signed(row: Row) -> list[list[str]]:
    texts = [scene.text for scene in row.scenes]
    found = names_in(texts)
    hero = row.hero_name or (found[0] if found else "")
    return laid_out(texts, signs_for(hero, [name for name in found if name != hero]))


def _graded(row: Row, verdict: dict[str, float]) -> Graded:
    texts = [scene.text for scene in row.scenes]
    parts = {"freshness": rules.freshness(texts), "length": rules.length(texts), "prompts": prompts_felt(row)}
    coherence = rules.together(verdict)
    score = WEIGHTS["coherence"] * coherence + sum(WEIGHTS[name] * value for name, value in parts.items())
    shown = {"coherence": coherence} | parts | verdict
    return Graded(row.id, round(score, 4), {name: round(value, 4) for name, value in shown.items()})


def prompts_felt(row: Row) -> float:
    """Share of the given prompts that the text says: name, kind of hero, colours, adjectives; 1 if none is given."""
    text = " ".join(scene.text for scene in row.scenes).lower()
    wanted = [row.hero_name, row.hero.replace("-", " "), *row.colours, *row.adjectives]
    words = [word.lower() for word in wanted if word]
    return sum(bool(re.search(rf"(?<!\w){re.escape(w)}", text)) for w in words) / len(words) if words else 1.0
