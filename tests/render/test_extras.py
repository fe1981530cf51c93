"""Stills, GIF and frames read back from a film."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from story_cli.errors import StoryError
from story_cli.render.extras import save_frames, save_gif, save_still
from tests.render.test_encode import segment


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(segment([20 + 10 * n for n in range(20)]))
    return path


def test_a_still_is_the_frame_of_its_time_or_the_last(film: Path, tmp_path: Path) -> None:
    levels = []
    for time in (0.0, 0.5, 99.0):
        save_still(film, tmp_path / "still.png", time)
        levels.append(Image.open(tmp_path / "still.png").convert("L").getpixel((30, 18)))
    assert levels[0] < levels[1] < levels[2]


def test_a_gif_moves_and_repeats(film: Path, tmp_path: Path) -> None:
    save_gif(film, tmp_path / "film.gif", 0.0)
    with Image.open(tmp_path / "film.gif") as picture:
        assert picture.n_frames >= 8
        assert picture.size[0] == 400
        assert picture.info["loop"] == 0


def test_every_frame_becomes_a_picture(film: Path, tmp_path: Path) -> None:
    save_frames(film, tmp_path / "frames")
    assert len(list((tmp_path / "frames").glob("*.png"))) == 20


def test_what_is_no_film_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_text("text")
    with pytest.raises(StoryError, match="cannot read"):
        save_gif(tmp_path / "film.mp4", tmp_path / "film.gif", 0.0)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["film.mp4"]


def test_a_target_that_cannot_be_written_is_named(film: Path) -> None:
    with pytest.raises(StoryError, match="cannot write"):
        save_still(film, Path("/proc/none/still.png"), 0.0)
