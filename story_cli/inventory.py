"""library/inventory.json: digest and licence of every file of the library, and the check that nothing is unlisted.

Licences are declared by folder in library/LICENCES.json (longest matching folder wins), so that a new file needs
no entry of its own but a file outside every declared folder is an error.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from story_cli.artifacts import Data
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.store import file_digest, write_atomically

_NAME = "inventory.json"
_LICENCES = "LICENCES.json"


class Listed(Data, frozen=True):
    """One file of the library."""

    sha256: str
    licence: str


def check_library(library: Library) -> list[str]:
    """Every problem of the library in words; empty if it is whole."""
    problems = []
    try:
        listed = msgspec.json.decode((library.root / _NAME).read_bytes(), type=dict[str, Listed])
    except (OSError, msgspec.DecodeError) as exc:
        return [f"{_NAME}: {exc}; write it: storycli library seal"]
    present = _files(library.root)
    problems += [f"{name}: listed but missing" for name in listed if name not in present]
    problems += [f"{name}: not listed; run: storycli library seal" for name in present if name not in listed]
    problems += [
        f"{name}: changed since it was sealed; run: storycli library seal"
        for name in present
        if name in listed and file_digest(library.root / name) != listed[name].sha256
    ]
    return problems + _check_world(library) + _check_rooms(library)


def write_inventory(library: Library) -> int:
    """List every file anew and give their number. Raises: StoryError for a file without a licence."""
    folders = msgspec.json.decode((library.root / _LICENCES).read_bytes(), type=dict[str, str])
    listed = {}
    for name in _files(library.root):
        listed[name] = Listed(file_digest(library.root / name), _licence(name, folders))
    write_atomically(library.root / _NAME, msgspec.json.format(msgspec.json.encode(listed), indent=1) + b"\n")
    return len(listed)


def _licence(name: str, folders: dict[str, str]) -> str:
    matching = [folder for folder in folders if name == folder or name.startswith(folder.rstrip("/") + "/")]
    if not matching:
        raise StoryError(f"library/{name} has no licence", f"name its folder in library/{_LICENCES}")
    return folders[max(matching, key=len)]


def _files(root: Path) -> list[str]:
    """Relative names of the library's files, except the inventory itself, caches and editor droppings."""
    names = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    return sorted(n for n in names if n != _NAME and "__pycache__" not in n and not n.endswith(("~", ".tmp")))


def _check_world(library: Library) -> list[str]:
    problems = []
    try:
        themes, places = library.themes, library.places
        library.vocabulary, library.names, library.things_by_word  # noqa: B018 (reading them checks them)
    except StoryError as error:
        return [error.what]
    problems += [
        f"places.json: {p.id} belongs to unknown theme {p.theme}" for p in places.values() if p.theme not in themes
    ]
    for things in (library.creatures, library.props):
        for entry in things.values():
            unknown = [theme for theme in entry.themes if theme not in themes and theme != "*"]
            problems += [f"world: {entry.id} belongs to unknown theme {theme}" for theme in unknown]
    for theme in library.theme_prompts:
        if len(library.places_of(theme)) < 5:
            problems.append(f"themes.json: {theme} is illustrated but has fewer than five places")
    return problems


def _check_rooms(library: Library) -> list[str]:
    from story_cli.art.check import check_library as check_art
    from story_cli.score.partfiles import check_part_files
    from story_cli.score.parts import check_music, load_music

    music = load_music(library.root / "music")
    return [*check_art(library), *check_music(music), *check_part_files(library.root / "music" / "midi", music)]
