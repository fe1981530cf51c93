"""The worked example of an artist's piece: reads, passes the check, is drawn; its script adds it to a library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from story_cli.art.cache import ArtCache
from story_cli.art.check import check_piece
from story_cli.art.piece import Piece, read_piece
from story_cli.art.puppet import Puppet
from story_cli.art.signature import Signature
from story_cli.catalogue import Library

EXAMPLE = Path(__file__).parents[2] / "examples" / "own_creature"


@pytest.fixture
def ladybird(tmp_path: Path, library: Library) -> Piece:
    folder = tmp_path / "ladybird"
    folder.mkdir()
    for name in ("ladybird.svg", "ladybird.json"):
        shutil.copy(EXAMPLE / name, folder / name)
    return read_piece(folder, library.root / "art" / "facekit.svg")


def test_the_example_has_nothing_to_mend(ladybird: Piece) -> None:
    assert check_piece(ladybird, "ladybird") == []


def test_the_example_is_drawn_and_wears_the_heros_colour(ladybird: Piece, roles: Signature) -> None:
    puppet = Puppet(ladybird, roles, {}, 60, ArtCache(None))
    assert (puppet.sprite(expression="sad").rgba[..., 3] > 0).any()
    assert ladybird.slots["shell"] == "@primary"


@pytest.mark.slow
def test_its_script_adds_it_to_a_library_that_stays_whole(tmp_path: Path, library: Library) -> None:
    copy = tmp_path / "library"
    shutil.copytree(library.root, copy)
    run = subprocess.run(
        ["sh", str(EXAMPLE / "add.sh"), str(copy)],
        env={**os.environ, "STORYCLI": f"{sys.executable} -m story_cli.cli.main", "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "whole" in run.stdout + run.stderr
    entries = json.loads((copy / "world" / "creatures.json").read_text())["entries"]
    assert entries[-1]["id"] == "ladybird"
