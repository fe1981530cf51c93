import numpy as np
import pytest

from story_cli.art.planar import cutout
from story_cli.render.planes import Frame, mixed, paste, solid, to_rgb


def painted(colour: str, width: int = 32, height: int = 18) -> Frame:
    frame = Frame(width, height)
    paste(frame, cutout(solid(width, height, colour)), 0.0, 0.0)
    return frame


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#f77172", "#1ba79f", "#013648"])
def test_colours_survive_the_way_to_yuv_and_back(colour: str) -> None:
    wanted = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    assert np.abs(to_rgb(painted(colour)).reshape(-1, 3).astype(int) - wanted).max() <= 3


def test_white_and_black_keep_to_the_limited_range() -> None:
    assert painted("#ffffff").y[0, 0] == 235
    assert painted("#000000").y[0, 0] == 16
    assert painted("#ffffff").u[0, 0] == 128


def test_half_clear_sprite_mixes_half_and_half() -> None:
    frame = painted("#000000")
    sprite = np.full((8, 8, 4), 128, np.uint8)  # premultiplied white at alpha 128
    paste(frame, cutout(sprite), 4.0, 4.0)
    assert abs(int(to_rgb(frame)[8, 8, 0]) - 128) <= 3
    assert to_rgb(frame)[0, 0, 0] <= 2


@pytest.mark.parametrize(("x", "y"), [(-4.0, -4.0), (28.0, 14.0), (-40.0, 0.0), (0.0, 99.0), (-3.3, 15.7)])
def test_sprites_over_the_edge_are_cut(x: float, y: float) -> None:
    frame = painted("#000000")
    paste(frame, cutout(solid(9, 7, "#ffffff")), x, y)
    assert frame.y.shape == (18, 32)


def test_quarter_pixel_steps_move_the_picture_evenly() -> None:
    centres = []
    for step in range(9):
        frame = painted("#000000", 64, 36)
        paste(frame, cutout(solid(8, 8, "#ffffff")), 20 + step / 4, 10.0)
        light = frame.y.astype(float) - 16
        centres.append(float((light.sum(axis=0) * np.arange(64)).sum() / light.sum()))
    assert np.allclose(np.diff(centres), 0.25, atol=0.03)


def test_drawing_on_the_upper_part_leaves_the_rest() -> None:
    frame = painted("#000000")
    paste(frame.upper(10), cutout(solid(32, 18, "#ffffff")), 0.0, 0.0)
    assert frame.y[9, 0] == 235
    assert np.all(frame.y[10:] == 16)
    assert np.all(frame.u[5:] == 128)


def test_an_odd_row_moves_the_chroma_by_half_a_row() -> None:
    frame = painted("#000000")
    paste(frame, cutout(solid(8, 8, "#ff0000")), 8.0, 5.0)
    rows = frame.v[:, 6].astype(int) - 128
    assert rows[3] == rows[4] > 60
    assert rows[2] == pytest.approx(rows[3] / 2, abs=2)
    assert rows[6] == pytest.approx(rows[3] / 2, abs=2)


def test_cross_fade_ends_at_either_picture() -> None:
    black, white, out = painted("#000000"), painted("#ffffff"), Frame(32, 18)
    mixed(black, white, 1.0, out)
    assert all(np.array_equal(a, b) for a, b in zip(out.planes, white.planes, strict=True))
