"""Light and shade behind actors: enough for the contrast rule, no more, and none where none is needed."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.art.actor import actor_finish
from story_cli.art.colour import hue_difference, to_oklab, to_oklch
from story_cli.art.compose import over
from story_cli.art.contrast import mean_oklab, ring_contrast
from story_cli.art.pool import behind, glow_share, light_for, pool_colour, pool_of, pops
from story_cli.art.puppet import Sprite
from story_cli.art.signature import Signature


def actor(colour: str) -> Sprite:
    rgb = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    rgba = np.zeros((170, 110, 4), np.uint8)
    rgba[5:165, 5:105] = (*rgb, 255)
    return Sprite(rgba, -55, -165)


def painted(colour: str, stage: str, roles: Signature, light: float) -> tuple[float, float]:
    """Distance and lightness of an actor on a flat stage, as drawn."""
    canvas = np.full((360, 640, 4), 255, np.uint8)
    canvas[..., :3] = [int(stage[n : n + 2], 16) for n in (1, 3, 5)]
    sprite = actor(colour)
    colour = pool_colour(roles, light, to_oklab(stage)) if light else ""
    for drawn in (
        pool_of(sprite, roles, 0.5, light, colour),
        actor_finish(sprite, roles, False, 0.5, glow=glow_share(light)),
    ):
        over(canvas, drawn.rgba, 320 + drawn.dx, 260 + drawn.dy)
    found = ring_contrast(canvas, sprite, 320, 260, 0.5)
    return found.distance, found.lightness


@pytest.mark.parametrize("colour", ["#c98f5a", "#8f8fa0", "#e8d9b0", "#406088", "#f0f0ee", "#202838"])
def test_it_makes_any_actor_stand_out_from_any_role(colour: str, roles: Signature) -> None:
    tinted = actor_finish(actor(colour), roles, False, 0.5, halo=False).rgba
    shown = mean_oklab(tinted[..., :3][tinted[..., 3] > 250])
    for stage in ("air", "mid", "far", "ground"):
        light = light_for(shown, to_oklab(roles[stage]), roles)
        distance, lightness = painted(colour, roles[stage], roles, light)
        assert distance >= 0.13, stage
        assert lightness >= 0.10, stage


def test_who_stands_out_gets_none(roles: Signature) -> None:
    assert light_for(to_oklab("#202838"), to_oklab(roles["air"]), roles) == 0.0


def test_the_dark_get_light_and_the_light_get_shade(roles: Signature) -> None:
    lightness, a, b = to_oklab(roles["mid"])
    assert light_for((lightness - 0.06, a, b), (lightness, a, b), roles) > 0
    assert light_for((lightness + 0.06, a, b), (lightness, a, b), roles) < 0


@pytest.mark.parametrize("stage", ["#efd3ac", "#b8d8a0", "#cdb4e0"])
def test_shade_is_a_deeper_tone_of_the_stage_itself(stage: str, roles: Signature) -> None:
    lightness, chroma, hue = to_oklch(stage)
    shade = to_oklch(pool_colour(roles, -0.5, to_oklab(stage)))
    assert shade[0] < lightness - 0.2
    assert shade[1] > chroma
    assert abs(hue_difference(shade[2], hue)) < 45


def test_the_weakest_that_is_enough_is_taken(roles: Signature) -> None:
    lightness, a, b = to_oklab(roles["mid"])
    who = (lightness - 0.06, a, b)
    light = light_for(who, (lightness, a, b), roles)
    assert pops(who, behind((lightness, a, b), roles, light))
    assert not pops(who, behind((lightness, a, b), roles, light - 0.15), spare=0.02)


def test_the_pool_is_soft_and_ends_within_its_reach(roles: Signature) -> None:
    pool = pool_of(actor("#808080"), roles, 0.5, 1.0).rgba[..., 3].astype(int)
    assert max(pool[0].max(), pool[-1].max(), pool[:, 0].max(), pool[:, -1].max()) <= 12
    assert np.abs(np.diff(pool, axis=1)).max() <= 16
    assert not pool_of(actor("#808080"), roles, 0.5, 0.0).rgba.any()
