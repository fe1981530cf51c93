"""`storycli library`: what may be named, and whether the library is whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from story_cli.cli import kits
from story_cli.cli import options as o
from story_cli.cli.show import result
from story_cli.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from PIL.Image import Image

    from story_cli.catalogue import Library

Picture = Annotated[Path | None, typer.Option("-o", "--out", help="PNG to write. [default: NAME.png]")]

app = typer.Typer(help="The catalogue: list it, check it, seal it.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(kits.app, name="kits")


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


@app.command("midi")
def midi() -> None:
    """Write the parts of library/music as MIDI files anew, after a manifest was changed; then seal."""
    from story_cli.catalogue import Library
    from story_cli.score.partfiles import write_part_files
    from story_cli.score.parts import load_music

    root = Library().root / "music"
    print(f"{write_part_files(root / 'midi', load_music(root))} files written to {root / 'midi'}")


@app.command("seal")
def seal(quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing.")] = False) -> None:
    """Write the library's inventory (digest and licence of every file) after a piece was added or changed."""
    from story_cli.catalogue import Library
    from story_cli.inventory import write_inventory

    count = write_inventory(Library())
    if not quiet:
        print(f"{count} files listed in inventory.json")


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A hero, creature, thing or place, or the folder of a piece.")],
    out: Picture = None,
    theme: Annotated[str, typer.Option("--theme", help="Theme whose stage colours lie behind a piece.")] = "",
) -> None:
    """Draw a piece in poses, expressions and two colour signatures, or a place at its times of day, to a PNG."""
    from story_cli.catalogue import Library

    _write(_picture_of(Library(), name, theme), out or Path(f"{Path(name).name}.png"))


@app.command("sheet")
def sheet(
    theme: Annotated[str, typer.Argument(help="A theme.")],
    out: Picture = None,
) -> None:
    """Draw all creatures and things of a theme in two colour signatures to a PNG."""
    from story_cli.art.cache import ArtCache
    from story_cli.art.specimen import theme_sheet
    from story_cli.catalogue import Library, find

    library = Library()
    find(library.themes, theme, "theme")
    _write(theme_sheet(library, theme, ArtCache.of_user()), out or Path(f"{theme}.png"))


def _picture_of(library: Library, name: str, theme: str) -> Image:
    from story_cli.art.cache import ArtCache
    from story_cli.art.piece import load_piece, read_piece
    from story_cli.art.specimen import piece_sheet, place_sheet
    from story_cli.catalogue import find, nearest

    cache = ArtCache.of_user()
    if theme:
        find(library.themes, theme, "theme")
    if name in library.places:
        return place_sheet(name, library.places[name].theme, cache)
    if Path(name).is_dir():
        return piece_sheet(read_piece(Path(name), library.root / "art" / "facekit.svg"), theme or "underwater", cache)
    if not library.has_piece(name):
        drawn = [folder.name for folder in (library.root / "art" / "pieces").iterdir() if folder.is_dir()]
        close = nearest(name, [*drawn, *library.places])
        raise UsageError(f"no piece or place '{name}' in the library", f"nearest: {', '.join(close)}" if close else "")
    entry = library.creatures.get(name) or library.props.get(name)
    home = next((t for t in entry.themes if t != "*"), "") if entry else ""
    return piece_sheet(load_piece(library, name), theme or home or "underwater", cache)


def _write(picture: Image, path: Path) -> None:
    import io

    from story_cli.store import write_atomically

    data = io.BytesIO()
    picture.save(data, "PNG")
    write_atomically(path, data.getvalue())
    print(path)
