"""Measured contrast of an actor and the ring of stage around it."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.art.colour import distance
from story_cli.art.contrast import ring_contrast
from story_cli.art.puppet import Sprite


def stage(colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((120, 160, 4), (*colour, 255), np.uint8)


def actor(colour: tuple[int, int, int]) -> Sprite:
    return Sprite(np.full((40, 30, 4), (*colour, 255), np.uint8), -15, -40)


def test_it_is_the_distance_of_the_two_colours() -> None:
    found = ring_contrast(stage((0x22, 0x44, 0x66)), actor((0xEE, 0xAA, 0x33)), 80, 100, 1.0)
    assert found.distance == pytest.approx(distance("#224466", "#eeaa33"), abs=0.01)
    assert found.enough


def test_an_actor_in_the_stages_colour_is_too_weak() -> None:
    assert not ring_contrast(stage((120, 80, 160)), actor((128, 84, 164)), 80, 100, 1.0).enough


def test_only_the_ring_counts_not_the_rest_of_the_stage() -> None:
    picture = stage((200, 200, 200))
    picture[:, :20] = (0, 0, 0, 255)
    found = ring_contrast(picture, actor((40, 40, 40)), 110, 100, 1.0)
    assert found.lightness == pytest.approx(
        ring_contrast(stage((200, 200, 200)), actor((40, 40, 40)), 110, 100, 1.0).lightness
    )


def test_an_actor_outside_the_picture_has_none() -> None:
    assert ring_contrast(stage((9, 9, 9)), actor((200, 9, 9)), 900, 900, 1.0).distance == 0
