"""`storycli train unfold`: kits → stories in roles with their plans, one JSON object a line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from story_cli.catalogue import Library
from story_cli.kits import load_kits, load_tables, unfold_many
from story_cli.models.roles import joined
from story_cli.training.screening import Screen

STORIES = 1000


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Write `out`/stories.jsonl, role tokens and readable text; `data`, `minutes` and `resume` have nothing to do."""
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    kits = load_kits(library.root / "stories" / "kits")
    screen = Screen(library)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "stories.jsonl").open("wb") as file:
        for story in screen.kits(unfold_many(kits, tables, STORIES, seed)):
            row = msgspec.to_builtins(story)
            row["texts"] = [joined(list(scene.tokens)) for scene in story.scenes]
            file.write(msgspec.json.encode(row) + b"\n")
    removed = screen.removed["kits"]
    log(f"{STORIES - removed} stories of {len(kits)} kits in {out / 'stories.jsonl'}, {removed} removed by the filter")
