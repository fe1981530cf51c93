"""Posing: sprites move with animation, expression and pose; anchors go along."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.art.cache import ArtCache
from story_cli.art.piece import Piece
from story_cli.art.puppet import Puppet
from story_cli.art.signature import Signature
from story_cli.errors import StoryError


@pytest.fixture
def puppet(pim: Piece, roles: Signature, no_cache: ArtCache) -> Puppet:
    return Puppet(pim, roles, {}, 120.0, no_cache)  # half a pixel a rig unit


def test_the_sprite_stands_on_the_origin(puppet: Puppet) -> None:
    sprite = puppet.sprite()
    assert sprite.dy + sprite.rgba.shape[0] == pytest.approx(0, abs=2)
    assert sprite.dy == pytest.approx(-120, abs=2)
    assert sprite.dx == pytest.approx((90 - 200) / 2, abs=2)


def test_the_sprite_is_cropped_and_premultiplied(puppet: Puppet) -> None:
    rgba = puppet.sprite().rgba
    assert (rgba[..., :3] <= rgba[..., 3:]).all()
    for edge in (rgba[0], rgba[-1], rgba[:, 0], rgba[:, -1]):
        assert edge[..., 3].any()


def test_the_same_pose_is_the_same_picture_and_kept(puppet: Puppet, pim: Piece, roles: Signature) -> None:
    first = puppet.sprite(animation="wave", phase=0.25)
    assert puppet.sprite(animation="wave", phase=12.25) is first
    again = Puppet(pim, roles, {}, 120.0, ArtCache(None)).sprite(animation="wave", phase=0.25)
    assert np.array_equal(first.rgba, again.rgba)


@pytest.mark.parametrize(
    "change",
    [
        {"phase": 0.75},
        {"blink": True},
        {"mouth": "talk-wide"},
        {"pose": "wave"},
        {"expression": "sad"},
        {"animation": "wave", "phase": 0.25},
    ],
)
def test_every_setting_shows(puppet: Puppet, change: dict[str, object]) -> None:
    rest, moved = puppet.sprite(), puppet.sprite(**change)  # type: ignore[arg-type]
    same_size = rest.rgba.shape == moved.rgba.shape
    assert not same_size or not np.array_equal(rest.rgba, moved.rgba)


def test_the_hand_follows_the_arm(puppet: Puppet) -> None:
    rest, waving = puppet.anchor("hand"), puppet.anchor("hand", pose="wave")
    assert rest == pytest.approx(((376 - 200) / 2, (202 - 360) / 2), abs=0.01)
    assert waving[1] < rest[1] - 20  # lifted
    sprite = puppet.sprite(pose="wave")
    x, y = round(waving[0]) - sprite.dx, round(waving[1]) - sprite.dy
    window = sprite.rgba[max(0, y - 8) : y + 8, max(0, x - 8) : x + 8, 3]
    assert window.any()  # the arm's tip is drawn there


def test_a_seat_splits_back_and_front(puppet: Puppet) -> None:
    whole, back, front = (puppet.sprite(layer=layer) for layer in ("all", "back", "front"))
    assert front.dy > back.dy
    assert front.rgba.shape[0] < back.rgba.shape[0]
    assert whole.rgba.shape[1] >= max(back.rgba.shape[1], front.rgba.shape[1])


def test_twice_the_height_is_twice_the_sprite(pim: Piece, roles: Signature, no_cache: ArtCache) -> None:
    small, large = (Puppet(pim, roles, {}, height, no_cache).sprite().rgba for height in (60.0, 120.0))
    assert large.shape[0] == pytest.approx(2 * small.shape[0], abs=3)


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        ({"expression": "furious"}, "no expression 'furious'"),
        ({"mouth": "talk-loud"}, "no mouth 'talk-loud'"),
        ({"layer": "middle"}, "no layer 'middle'"),
    ],
)
def test_unknown_wishes_are_refused_with_the_choices(puppet: Puppet, wish: dict[str, str], fault: str) -> None:
    with pytest.raises(StoryError) as caught:
        puppet.sprite(**wish)  # type: ignore[arg-type]
    assert fault in caught.value.what
    assert caught.value.hint


def test_an_anchor_that_is_not_there_is_refused(puppet: Puppet) -> None:
    with pytest.raises(StoryError, match="no anchor 'wing'"):
        puppet.anchor("wing")


@pytest.mark.parametrize("height", [0.0, -5.0, 1e6, float("nan")])
def test_absurd_heights_are_refused(pim: Piece, roles: Signature, no_cache: ArtCache, height: float) -> None:
    with pytest.raises(StoryError, match="a height of"):
        Puppet(pim, roles, {}, height, no_cache)
