"""Measured contrast of an actor and the ring of stage around it."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.art.actor import actor_finish
from story_cli.art.cache import ArtCache
from story_cli.art.colour import distance
from story_cli.art.compose import over, tight_box
from story_cli.art.contrast import colour_of, mean_oklab, quick_sprite, ring_contrast
from story_cli.art.piece import Piece
from story_cli.art.puppet import Puppet, Sprite
from story_cli.art.signature import Signature


def stage(colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((120, 160, 4), (*colour, 255), np.uint8)


def actor(colour: tuple[int, int, int]) -> Sprite:
    return Sprite(np.full((40, 30, 4), (*colour, 255), np.uint8), -15, -40)


def standing(picture: np.ndarray, sprite: Sprite, x: int, y: int) -> np.ndarray:
    over(picture, sprite.rgba, x + sprite.dx, y + sprite.dy)
    return picture


def test_it_is_the_distance_of_the_two_colours() -> None:
    who = actor((0xEE, 0xAA, 0x33))
    found = ring_contrast(standing(stage((0x22, 0x44, 0x66)), who, 80, 100), who, 80, 100, 1.0)
    assert found.distance == pytest.approx(distance("#224466", "#eeaa33"), abs=0.01)
    assert found.enough


def test_an_actor_in_the_stages_colour_is_too_weak() -> None:
    who = actor((128, 84, 164))
    assert not ring_contrast(standing(stage((120, 80, 160)), who, 80, 100), who, 80, 100, 1.0).enough


def test_only_the_ring_counts_not_the_rest_of_the_stage() -> None:
    who = actor((40, 40, 40))
    picture = standing(stage((200, 200, 200)), who, 110, 100)
    plain = ring_contrast(picture, who, 110, 100, 1.0)
    picture[:, :20] = (0, 0, 0, 255)
    assert ring_contrast(picture, who, 110, 100, 1.0) == plain


def test_an_actor_outside_the_picture_has_none() -> None:
    assert ring_contrast(stage((9, 9, 9)), actor((200, 9, 9)), 900, 900, 1.0).distance == 0


def test_a_quick_sprite_has_the_colour_and_outline_of_the_posed_one(pim: Piece, roles: Signature) -> None:
    posed = actor_finish(Puppet(pim, roles, {}, 120.0, ArtCache(None)).sprite(), roles, False, 0.3, halo=False)
    quick = quick_sprite(pim, roles, {}, 120.0, 0.3)
    seen = mean_oklab(posed.rgba[..., :3][posed.rgba[..., 3] > 250])
    assert colour_of(quick) == pytest.approx(seen, abs=0.03)
    drawn = tight_box(quick.rgba)
    assert drawn is not None
    assert quick.dy + drawn[3] == pytest.approx(posed.dy + posed.rgba.shape[0], abs=3)
    assert quick.dx + drawn[0] == pytest.approx(posed.dx, abs=3)


def test_a_mirrored_quick_sprite_faces_left(pim: Piece, roles: Signature) -> None:
    right, left = (quick_sprite(pim, roles, {}, 120.0, 0.3, flip) for flip in (False, True))
    assert left.dx == -right.dx - right.rgba.shape[1]
    assert colour_of(left) == pytest.approx(colour_of(right), abs=0.01)
