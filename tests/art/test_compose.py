"""Laying premultiplied pictures onto each other."""

from __future__ import annotations

import numpy as np

from story_cli.art.compose import layer_of, over, shade_onto, tight_box


def plain(height: int, width: int, colour: tuple[int, int, int, int]) -> np.ndarray:
    return np.full((height, width, 4), colour, np.uint8)


def test_over_mixes_by_alpha() -> None:
    canvas = plain(2, 2, (200, 100, 0, 255))
    over(canvas, plain(2, 2, (0, 0, 128, 128)), 0, 0)
    assert np.abs(canvas[0, 0].astype(int) - (100, 50, 128, 255)).max() <= 1


def test_parts_outside_the_canvas_are_dropped() -> None:
    canvas = plain(4, 4, (0, 0, 0, 0))
    over(canvas, plain(3, 3, (9, 9, 9, 255)), -2, 3)
    assert np.count_nonzero(canvas[..., 3]) == 1
    assert canvas[3, 0, 3] == 255
    over(canvas, plain(3, 3, (9, 9, 9, 255)), 40, 40)


def test_a_cast_shadow_falls_only_on_what_is_drawn() -> None:
    canvas = plain(1, 2, (0, 0, 0, 0))
    canvas[0, 0] = (200, 200, 200, 255)
    shade_onto(canvas, np.full((1, 2), 128, np.uint8), (0.0, 0.0, 0.2), 0, 0)
    assert canvas[0, 0, 0] < 120
    assert canvas[0, 0, 3] == 255
    assert not canvas[0, 1].any()


def test_tight_box() -> None:
    picture = plain(10, 10, (0, 0, 0, 0))
    assert tight_box(picture) is None
    picture[2:5, 3:9] = 255
    assert tight_box(picture) == (3, 2, 9, 5)


def test_a_layer_of_one_colour_is_premultiplied() -> None:
    layer = layer_of(np.array([[0.5]], np.float32), (1.0, 0.5, 0.0))
    assert layer[0, 0].tolist() == [128, 64, 0, 128]
