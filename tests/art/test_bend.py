"""Warping soft parts: strips around a spine and the maps that say which pixel shows what."""

from __future__ import annotations

import math

import numpy as np
import pytest

from story_cli.art.bend import bent_strip, carried, fitted, outline, rest_strip, smooth_spine, source_maps
from story_cli.art.motion import Setting
from story_cli.art.piece import Bend

TAIL = Bend(spine=((100.0, 300.0), (100.0, 200.0), (100.0, 100.0)), half=60.0, ext=20.0)
SAME = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def test_smooth_spine_goes_through_its_ends() -> None:
    spine = smooth_spine(TAIL.spine)
    assert spine[0] == pytest.approx((100, 300))
    assert spine[-1] == pytest.approx((100, 100))


def test_an_unbent_strip_shows_every_pixel_where_it_is_up_to_the_window_edge() -> None:
    rest = rest_strip(TAIL)
    map_x, map_y = source_maps(200, 300, (1.0, 0.0, 0.0, 1.0, 0.0, -50.0), rest, rest, SAME)
    rows, columns = np.mgrid[50:350, 0:200]
    assert np.abs(map_x - columns).max() < 0.5  # a clamped border would be half a grid cell off
    assert np.abs(map_y - rows).max() < 0.5


@pytest.mark.parametrize("angle", [-70.0, 40.0])
def test_the_map_does_not_stand_still_at_the_border_of_a_bent_part(angle: float) -> None:
    rest = rest_strip(TAIL)
    bent = bent_strip(rest, TAIL, Setting(bend=angle))
    map_x, map_y = source_maps(240, 280, (1.0, 0.0, 0.0, 1.0, 0.0, -70.0), rest, bent, SAME)
    along_left = np.hypot(map_x[:, 1] - map_x[:, 0], map_y[:, 1] - map_y[:, 0])
    along_top = np.hypot(map_x[1] - map_x[0], map_y[1] - map_y[0])
    assert along_left.min() > 0.05
    assert along_top.min() > 0.05


def test_fitted_keeps_room_around_the_drawing() -> None:
    drawn = np.array([[80.0, y] for y in range(100, 300, 6)] + [[120.0, y] for y in range(100, 300, 6)])
    strip = fitted(rest_strip(TAIL), drawn)
    points = outline(strip)
    assert points[:, 0].min() <= 80 - 3 * math.sqrt(2)  # the drawing may pass a looked-at point by half a diagonal
    assert points[:, 0].max() >= 120 + 3 * math.sqrt(2)
    assert points[:, 0].max() - points[:, 0].min() < 2 * TAIL.half


def test_fitted_leaves_sections_without_drawing_empty() -> None:
    strip = fitted(rest_strip(TAIL), np.array([[100.0, 290.0]]))
    assert (strip.low == strip.high).any()
    assert outline(strip)[:, 1].min() > 200


def test_bending_leaves_the_root_and_turns_the_tip() -> None:
    rest = rest_strip(TAIL)
    bent = bent_strip(rest, TAIL, Setting(bend=60))
    assert bent.centre[0] == pytest.approx(rest.centre[0])
    assert bent.centre[-1][0] > rest.centre[-1][0] + 20
    lengths = [np.hypot(*np.diff(strip.centre, axis=0).T).sum() for strip in (rest, bent)]
    assert lengths[0] == pytest.approx(lengths[1])


def test_a_point_is_carried_along_with_its_section() -> None:
    rest = rest_strip(TAIL)
    bent = bent_strip(rest, TAIL, Setting(bend=60))
    index = 10
    x, y = carried((float(rest.centre[index][0]), float(rest.centre[index][1])), rest, bent)
    assert (x, y) == pytest.approx(tuple(bent.centre[index]), abs=0.5)
