"""The finish of actors: mirrored, tinted, rimmed, on glow and shadow."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.art.actor import actor_finish, contact_shadow, mirrored
from story_cli.art.puppet import Sprite
from story_cli.art.signature import Signature


def square(colour: tuple[int, int, int]) -> Sprite:
    rgba = np.zeros((60, 40, 4), np.uint8)
    rgba[5:55, 5:35] = (*colour, 255)
    return Sprite(rgba, -10, -55)


def test_mirroring_turns_about_the_origin() -> None:
    sprite = square((200, 80, 80))
    assert mirrored(sprite).dx == -(-10 + 40)
    assert np.array_equal(mirrored(mirrored(sprite)).rgba, sprite.rgba)


def test_the_halo_adds_room_and_keeps_the_place(roles: Signature) -> None:
    sprite = square((200, 80, 80))
    finished = actor_finish(sprite, roles, False, 0.5)
    room = (finished.rgba.shape[0] - 60) // 2
    assert room > 20
    assert (finished.dx, finished.dy) == (sprite.dx - room, sprite.dy - room)
    assert finished.rgba[room + 30, room + 20, 3] == 255
    assert 0 < finished.rgba[room + 30, room - 4, 3] < 128  # glow beside the body


def test_without_halo_the_outline_stays(roles: Signature) -> None:
    finished = actor_finish(square((200, 80, 80)), roles, False, 1.0, halo=False)
    assert finished.rgba.shape == (60, 40, 4)
    assert np.array_equal(finished.rgba[..., 3] > 0, square((0, 0, 0)).rgba[..., 3] > 0)


def test_feet_take_more_of_the_water_than_the_head(roles: Signature) -> None:
    finished = actor_finish(square((120, 180, 180)), roles, False, 1.0, halo=False).rgba.astype(int)
    assert finished[50, 25, 0] < finished[12, 25, 0]


def test_the_result_is_premultiplied(roles: Signature) -> None:
    rgba = actor_finish(square((250, 250, 250)), roles, True, 1.0).rgba
    assert (rgba[..., :3].astype(int) <= rgba[..., 3:].astype(int) + 2).all()


def test_the_contact_shadow_lies_under_the_feet_and_fades_with_height(roles: Signature) -> None:
    sprite = square((200, 80, 80))
    standing = contact_shadow(sprite, roles, 1.0, 0.0)
    jumping = contact_shadow(Sprite(sprite.rgba, sprite.dx, sprite.dy - 60), roles, 1.0, 0.0)
    assert standing.rgba[..., 3].max() > 1.5 * jumping.rgba[..., 3].max()
    middle = standing.dx + standing.rgba.shape[1] / 2
    assert middle == pytest.approx(sprite.dx + 20, abs=2)
    assert standing.dy < 0 < standing.dy + standing.rgba.shape[0]
