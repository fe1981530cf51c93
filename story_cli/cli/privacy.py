"""`storycli consent` and `storycli forget`: stories about real children."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from story_cli.cli import options as o
from story_cli.cli.show import result
from story_cli.errors import UsageError

app = typer.Typer(help="Who allowed stories about a real child.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="The child's name, as in the story.", show_default=False)]
Folders = Annotated[list[Path] | None, typer.Argument(help="Folders to look through. [default: stories]")]
Purposes = Annotated[list[str] | None, typer.Option("--for", help="story or voice; may be repeated. [default: story]")]


@app.command("add")
def add_consent(
    name: Name,
    by: Annotated[str, typer.Option("--by", help="The parent or guardian who allowed it.", show_default=False)],
    purposes: Purposes = None,
    until: Annotated[str, typer.Option("--until", help="Last day, YYYY-MM-DD. [default: no end]")] = "",
) -> None:
    """Record that somebody allowed stories about a child; stored on this machine, for its owner only."""
    from story_cli.guard.consent import Consent, add, consent_file

    if until:
        try:
            until = date.fromisoformat(until).isoformat()
        except ValueError as exc:
            raise UsageError("--until is no date", "write it as YYYY-MM-DD") from exc
    add(Consent(name, by, tuple(purposes or ["story"]), date.today().isoformat(), until))
    print(f"recorded in {consent_file()}")


@app.command("list")
def list_consent(json: o.Json = False) -> None:
    """Print all records."""
    import msgspec

    from story_cli.guard.consent import records

    found = records()
    lines = [f"{r.name}: {', '.join(r.purposes)}, by {r.by}, {r.given} to {r.until or 'any day'}" for r in found]
    result({"consent": msgspec.to_builtins(found)}, json, lambda: lines or ["no consent is recorded"])


@app.command("revoke")
def revoke_consent(name: Name) -> None:
    """Remove a child's record; `storycli forget` removes the stories too."""
    from story_cli.guard.consent import revoke

    if not revoke(name):
        raise UsageError("no consent is recorded under that name", "see: storycli consent list")
    print("removed; stories that exist stay until: storycli forget NAME")


def forget(name: Name, folders: Folders = None, dry_run: o.DryRun = False, json: o.Json = False) -> None:
    """Remove every story that carries a name, its lines in lists, cached speech and pictures, and the consent."""
    from story_cli.guard import forget as forgetting

    tops = folders or [Path("stories")]
    missing = [str(top) for top in tops if not top.is_dir()]
    if folders and missing:
        raise UsageError(f"no folder {missing[0]}", "name folders that hold stories")
    found = forgetting.find(name, [top for top in tops if top.is_dir()])
    if not dry_run:
        forgetting.forget(name, found)
    data: dict[str, object] = {
        "folders": [str(folder) for folder in found.folders],
        "lines": {str(path): count for path, count in found.lines.items()},
        "caches": [str(folder) for folder in found.caches],
        "consent": found.consent,
    }
    verb = "would remove" if dry_run else "removed"
    lines = [f"{verb} {folder}" for folder in (*found.folders, *found.lines, *found.caches)]
    result(data, json, lambda: [*lines, *([f"{verb} the consent"] if found.consent else [])] or ["nothing carries it"])
