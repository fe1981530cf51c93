"""Layers: tiles and shifts must show what pasting the whole picture shows."""

import numpy as np
import pytest

from story_cli.art.planar import Posed, cutout
from story_cli.render.planes import Frame, paste, solid
from story_cli.render.sheets import Sheet


def picture(seed: int = 3) -> np.ndarray:
    """Clear above, half clear in the middle, opaque below; 200 wide, for frames of 160."""
    rng = np.random.default_rng(seed)
    rgba = np.zeros((120, 200, 4), np.uint8)
    rgba[40:, :, 3] = 255
    rgba[20:40, 30:90, 3] = 128
    rgba[..., :3] = rng.integers(0, 255, (120, 200, 3), np.uint8) * (rgba[..., 3:] / 255)
    return rgba


def grey() -> Frame:
    frame = Frame(160, 120)
    for plane in frame.planes:
        plane[:] = 90
    return frame


@pytest.mark.parametrize("x", [-20.0, -19.75, -17.5, -11.25, -2.0, -38.0])
def test_tiles_show_what_the_whole_picture_shows(x: float) -> None:
    one, other = grey(), grey()
    Sheet(cutout(picture())).draw(one, x)
    paste(other, cutout(picture()), x, 0.0)
    inner = slice(2, -2)
    assert np.abs(one.y[:, inner].astype(int) - other.y[:, inner]).max() <= 1
    assert np.abs(one.u[:, inner].astype(int) - other.u[:, inner]).max() <= 1


def test_clear_tiles_leave_the_frame_alone() -> None:
    frame = grey()
    Sheet(cutout(np.zeros((120, 200, 4), np.uint8))).draw(frame, -13.25)
    assert all(np.all(plane == 90) for plane in frame.planes)


def test_glow_laid_on_a_layer_looks_like_glow_laid_on_the_frame() -> None:
    glow = Posed(cutout(np.full((20, 24, 4), 70, np.uint8)), -12, -10)
    one, other = grey(), grey()
    Sheet(cutout(picture())).with_soft([(glow, 100, 60)]).draw(one, -20.0)
    Sheet(cutout(picture())).draw(other, -20.0)
    paste(other, glow.picture, 100 - 20 - 12, 60 - 10)
    assert np.abs(one.y.astype(int) - other.y).max() <= 2
    assert np.abs(one.v.astype(int) - other.v).max() <= 2


def test_an_opaque_layer_covers_everything() -> None:
    frame = grey()
    Sheet(cutout(solid(200, 120, "#ffffff"))).draw(frame, -20.0)
    assert np.all(frame.y == 235)
