"""`storycli library`: what may be named, and whether the library is whole."""

from __future__ import annotations

from typing import Annotated

import typer

from story_cli.cli import options as o
from story_cli.cli.show import result
from story_cli.errors import ExitStatus

app = typer.Typer(help="The catalogue: list it, check it, seal it.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_entries(json: o.Json = False) -> None:
    """Print the prompts that can be used, and the creatures and things that have pictures."""
    from story_cli.catalogue import Library

    library = Library()
    data: dict[str, object] = {
        "themes": library.theme_prompts,
        "heroes": library.hero_prompts,
        "colours": list(library.vocabulary.colours),
        "adjectives": list(library.vocabulary.adjectives),
        "creatures": [name for name in library.creatures if library.has_piece(name)],
        "props": [name for name in library.props if library.has_piece(name)],
    }
    result(data, json, lambda: [f"{key}: {', '.join(map(str, names))}" for key, names in data.items()])  # type: ignore[call-overload]


@app.command("check")
def check(json: o.Json = False) -> None:
    """Say what is wrong with the library: unlisted or changed files, broken entries, pieces. Exit 1 if anything."""
    from story_cli.catalogue import Library
    from story_cli.inventory import check_library

    problems = check_library(Library())
    result({"problems": problems}, json, lambda: problems or ["the library is whole"])
    if problems:
        raise typer.Exit(ExitStatus.FAILED)


@app.command("seal")
def seal(quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing.")] = False) -> None:
    """Write the library's inventory (digest and licence of every file) after a piece was added or changed."""
    from story_cli.catalogue import Library
    from story_cli.inventory import write_inventory

    count = write_inventory(Library())
    if not quiet:
        print(f"{count} files listed in inventory.json")
