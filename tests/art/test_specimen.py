"""Specimen sheets: every expression and pose has its cell, both signatures are drawn, bad names say what there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from story_cli.art.cache import ArtCache
from story_cli.art.piece import Piece
from story_cli.art.specimen import CELL, COLUMNS, _cells, piece_sheet, theme_sheet
from story_cli.catalogue import Library
from story_cli.cli.library import app
from story_cli.errors import StoryError, UsageError


def test_a_cell_for_each_expression_other_pose_and_end_of_a_movement(pim: Piece) -> None:
    labels = [label for label, _ in _cells(pim)]
    assert labels[:10] == list(pim.expressions)
    assert "idle (pose)" not in labels  # it comes with the animation of its name
    assert [label for label in labels if label.startswith("wave")] == ["wave 0.25 s", "wave 0.75 s"]


def test_a_piece_is_drawn_in_two_signatures(pim: Piece, no_cache: ArtCache) -> None:
    picture = np.asarray(piece_sheet(pim, "underwater", no_cache))
    assert picture.shape[1] == COLUMNS * CELL
    first, second = picture[CELL], picture[-2 * CELL]
    assert np.abs(first.astype(int) - second).mean() > 20
    body = (picture[:, :, 0].astype(int) - picture[:, :, 1]) > 60  # the pink of the first look
    assert body[: 2 * CELL].sum() > 3000


def test_a_theme_without_pieces_is_an_error(library: Library, no_cache: ArtCache) -> None:
    with pytest.raises(StoryError, match="no pieces"):
        theme_sheet(library, "nowhere", no_cache)


def test_show_writes_a_png_and_prints_its_path(tmp_path: Path) -> None:
    out = tmp_path / "pearl.png"
    answer = CliRunner().invoke(app, ["show", "pearl", "-o", str(out)])
    assert answer.exit_code == 0
    assert answer.stdout.strip() == str(out)
    with Image.open(out) as picture:
        assert picture.size[0] == COLUMNS * CELL


def test_show_names_the_nearest_of_an_unknown_name(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["show", "octopsu", "-o", str(tmp_path / "x.png")])
    assert isinstance(answer.exception, UsageError)
    assert "octopus" in answer.exception.hint
    assert not (tmp_path / "x.png").exists()
