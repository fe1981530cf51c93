import json
import shutil
from pathlib import Path

import pytest

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.inventory import check_library, write_inventory


@pytest.fixture
def copy(tmp_path: Path, library: Library) -> Library:
    """A library with the world, two pieces and the music, sealed."""
    root = tmp_path / "library"
    shutil.copytree(library.root / "world", root / "world")
    shutil.copytree(library.root / "music", root / "music")
    for piece in ("pearl", "fish"):
        shutil.copytree(library.piece_folder(piece), root / "art" / "pieces" / piece)
    shutil.copy(library.root / "art" / "facekit.svg", root / "art")
    shutil.copy(library.root / "LICENCES.json", root)
    made = Library(root)
    write_inventory(made)
    return made


def test_the_shipped_library_is_whole(library: Library) -> None:
    assert check_library(library) == []


def test_every_file_has_a_digest_and_a_licence(library: Library) -> None:
    listed = json.loads((library.root / "inventory.json").read_text())
    assert all(len(entry["sha256"]) == 64 and entry["licence"] for entry in listed.values())
    assert listed["fonts/Andika-Regular.ttf"]["licence"].startswith("OFL")


def test_a_sealed_copy_has_no_problems(copy: Library) -> None:
    assert check_library(copy) == []


def test_an_unlisted_file_is_named(copy: Library) -> None:
    (copy.root / "art" / "pieces" / "pearl" / "notes.txt").write_text("?")
    assert any("pearl/notes.txt: not listed" in problem for problem in check_library(copy))


def test_a_changed_and_a_missing_file_are_named(copy: Library) -> None:
    (copy.root / "world" / "names.json").write_bytes((copy.root / "world" / "names.json").read_bytes() + b"\n")
    (copy.root / "art" / "pieces" / "fish" / "fish.svg").unlink()
    problems = check_library(copy)
    assert any(problem.startswith("world/names.json: changed") for problem in problems)
    assert any(problem.startswith("art/pieces/fish/fish.svg: listed but missing") for problem in problems)


def test_an_unknown_key_is_named_with_its_file(copy: Library) -> None:
    path = copy.root / "world" / "themes.json"
    path.write_text(path.read_text().replace('"id": "underwater",', '"id": "underwater", "colour": "blue",'))
    assert any("themes.json" in problem and "colour" in problem for problem in check_library(Library(copy.root)))


def test_a_file_outside_every_licensed_folder_cannot_be_sealed(copy: Library) -> None:
    (copy.root / "stray").mkdir()
    (copy.root / "stray" / "x.png").write_bytes(b"x")
    with pytest.raises(StoryError, match="no licence"):
        write_inventory(copy)
