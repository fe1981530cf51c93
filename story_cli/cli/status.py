"""`storycli status`: for every stage fresh or stale, and why."""

from __future__ import annotations

from story_cli.cli import options as o
from story_cli.cli.show import result
from story_cli.errors import UsageError


def status(folder: o.Folder, json: o.Json = False) -> None:
    """Say for every stage of a story folder whether it is fresh, and if not, why."""
    from story_cli.catalogue import Library
    from story_cli.pipeline import STAGES, why_stale
    from story_cli.settings import Settings
    from story_cli.store import StoryFolder

    if not folder.is_dir():
        raise UsageError(f"no story folder {folder}", "name a folder that storycli made")
    story, library = StoryFolder(folder), Library()
    seed = story.read("brief").artifact.seed if story.has("brief") else 1
    rows = []
    for stage in STAGES:
        reason = why_stale(stage, story, Settings(), library, seed)
        edited = story.has(stage.makes) and story.read(stage.makes).edited
        rows.append({"stage": stage.name, "fresh": not reason, "reason": reason, "edited": edited})

    def lines() -> list[str]:
        shown = []
        for row in rows:
            state = "fresh" if row["fresh"] else f"stale: {row['reason']}"
            shown.append(f"{row['stage']:7} {state}{' (edited by hand)' if row['edited'] else ''}")
        return shown

    result({"folder": str(folder), "stages": rows}, json, lines)
