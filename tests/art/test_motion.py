"""Poses, animations and the transforms that follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from story_cli.art.motion import IDENTITY, Setting, applied, inverse, joined, local, settings_at, transforms
from story_cli.art.piece import Part, Piece

NUMBERS = st.floats(-50, 50)


def test_a_turn_is_about_the_pivot() -> None:
    part = Part("wing", pivot=(10.0, 10.0))
    turned = local(part, Setting(rot=90))
    assert applied(turned, (10, 10)) == pytest.approx((10, 10))
    assert applied(turned, (20, 10)) == pytest.approx((10, 20))  # y points down: clockwise


@given(NUMBERS, NUMBERS, st.floats(-180, 180), st.floats(0.2, 3), NUMBERS, NUMBERS)
def test_a_transform_and_its_inverse_cancel(x: float, y: float, rot: float, size: float, px: float, py: float) -> None:
    there = local(Part("a", pivot=(px, py)), Setting(x=x, y=y, rot=rot, sx=size, sy=1.0))
    assert joined(inverse(there), there) == pytest.approx(IDENTITY, abs=1e-6)


def test_children_follow_their_parents(pim: Piece) -> None:
    settings = settings_at(pim, 0.0, "idle", "idle", "calm")
    settings["body"].x = 30
    assert applied(transforms(pim, settings)["arm"], (280, 202))[0] == pytest.approx(310)
    assert applied(transforms(pim, settings)["front"], (200, 300))[0] == pytest.approx(200)


def test_posture_is_layered_expression_animation_pose(pim: Piece) -> None:
    settings = settings_at(pim, 0.25, "wave", "wave", "sad")
    assert settings["body"].rot == 8  # from the feeling
    assert settings["arm"].rot == -60  # from the pose
    assert settings["arm"].bend == pytest.approx(-20)  # −40 and the animation's +20 at a quarter turn


def test_an_unknown_animation_still_breathes(pim: Piece) -> None:
    assert settings_at(pim, 0.75, "idle", "moonwalk", "calm")["body"].sy == pytest.approx(1.05)


def test_animations_repeat_after_their_period(pim: Piece) -> None:
    first, later = (settings_at(pim, t, "idle", "wave", "calm")["arm"].bend for t in (0.3, 1.3))
    assert first == pytest.approx(later)
