"""`storycli rank FILE.jsonl`: grades of any stories, one line each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from story_cli.settings import Settings


def grade_file(path: Path, settings: Settings, as_json: bool) -> None:
    """Grade every row of a file. Raises: UsageError for a bad row, before anything is graded."""
    import msgspec

    from story_cli.catalogue import Library
    from story_cli.rank.grade import grade, read_rows

    rows = read_rows(path)
    for graded in grade(rows, settings.rank, Library()):
        if as_json:
            print(msgspec.json.encode(graded).decode())
        else:
            told = ", ".join(f"{name} {value:.2f}" for name, value in graded.criteria.items())
            print(f"{graded.id}: {graded.score:.3f} ({told})")
