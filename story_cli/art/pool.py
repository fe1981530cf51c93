"""A soft pool of light or shade on the backdrop behind an actor who would drown in it.

Light where the actor is darker than the stage, shade where it is lighter; as little as the contrast rule of the art
bible §2 asks. The actor itself keeps its colours, so a hero looks the same in every picture of a story.
"""

from __future__ import annotations

import math
from typing import cast

import cv2
import numpy as np

from story_cli.art.colour import hue_toward, mix, oklch, to_oklab, to_oklch, to_rgb
from story_cli.art.compose import layer_of
from story_cli.art.puppet import Sprite
from story_cli.art.rasterise import Pixels, Plane, blurred, moved
from story_cli.art.signature import WEAK_CONTRAST, WEAK_LIGHTNESS, Signature

SPREAD, SOFTNESS, FALL = 28.0, 34.0, 6.0  # px at zoom 1: beyond the outline at full strength, sigma, how far it sinks
REACH = 112  # room around a sprite, px at zoom 1
SPARE = 0.034  # of lightness and distance beyond the rule: what a measure of a quick drawing may be wrong by
STEPS = 20  # strengths that are tried

_SHADE_LIGHTNESS, _SHADE_DROP, _SHADE_CHROMA = (0.27, 0.50), 0.34, 0.085  # of the colour of shade
_GREY = 0.02  # chroma below which a stage has no hue

Lab = tuple[float, float, float]

# what lies on the ring of stage around an actor on average, as a share of the strength it is painted with; measured
_RING_POOL, _RING_GLOW, _RING_SHADOW = 0.65, 0.095, 0.065


def pool_of(sprite: Sprite, roles: Signature, zoom: float, light: float, colour: str = "") -> Sprite:
    """The pool behind a sprite's silhouette, without the sprite. `light` −1 … 1: shade or light, 0 is empty.

    `colour` "#rrggbb" is the signature's own if it is "".
    """
    room, shrink = math.ceil(REACH * zoom), max(1, round(4 * zoom))  # soft, so a quarter of 720p is enough
    alpha = cv2.extractChannel(sprite.rgba, 3)
    alpha = cv2.copyMakeBorder(alpha, room, room, room, room, cv2.BORDER_CONSTANT)
    height, width = alpha.shape
    small = cv2.resize(alpha, (-(-width // shrink), -(-height // shrink)), interpolation=cv2.INTER_AREA)
    k = zoom / shrink
    size = 2 * max(1, round(SPREAD * k)) + 1
    wide = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    plane: Plane = wide.astype(np.float32) / np.float32(255)
    soft = blurred(moved(plane, 0, FALL * k), SOFTNESS * k) * abs(light)
    canvas = layer_of(soft, to_rgb(colour or pool_colour(roles, light)))
    grown = cast(Pixels, cv2.resize(canvas, (width, height), interpolation=cv2.INTER_LINEAR))
    return Sprite(grown, sprite.dx - room, sprite.dy - room)


def glow_share(light: float) -> float:
    """How much of the usual halo stays: shade behind an actor leaves no glow beside it."""
    return max(0.0, 1 + 2 * min(0.0, light))


def pool_colour(roles: Signature, light: float, stage: Lab | None = None) -> str:
    """Glow seen through a little air; or shade: a deeper and purer tone of the stage's own hue, as painters mix it.

    Without a stage the cool dark of the distance.
    """
    if light > 0:
        return mix(roles["glow"], roles["air"], 0.25)
    if stage is None:
        return mix(roles["far"], roles["deep"], 0.5)
    chroma, hue = math.hypot(*stage[1:]), math.degrees(math.atan2(stage[2], stage[1])) % 360
    cool = to_oklch(roles["far"])
    if chroma < _GREY:  # a stage without a hue of its own is shaded in the signature's
        hue = cool[2]
    lightness = min(_SHADE_LIGHTNESS[1], max(_SHADE_LIGHTNESS[0], stage[0] - _SHADE_DROP))
    return oklch(lightness, max(_SHADE_CHROMA, 1.2 * chroma), hue_toward(hue, cool[2], 0.2))


def behind(stage: Lab, roles: Signature, light: float) -> Lab:
    """OKLab of the ring around an actor where the bare stage has `stage`: with halo, drop shadow and pool."""
    colour = _between(stage, to_oklab(pool_colour(roles, light, stage)), _RING_POOL * abs(light))
    colour = _between(colour, to_oklab(roles["deep"]), _RING_SHADOW)
    return _between(colour, to_oklab(roles["glow"]), _RING_GLOW * glow_share(light))


def _between(first: Lab, second: Lab, share: float) -> Lab:
    a, b, c = (u + (v - u) * share for u, v in zip(first, second, strict=True))
    return a, b, c


def margin(actor: Lab, ring: Lab) -> float:
    """How far the contrast rule is kept, in OKLab; < 0 where it is broken. Source: art bible §2."""
    return min(math.dist(actor, ring) - WEAK_CONTRAST, abs(actor[0] - ring[0]) - WEAK_LIGHTNESS)


def pops(actor: Lab, ring: Lab, spare: float = 0.0) -> bool:
    """The contrast rule."""
    return margin(actor, ring) >= spare


def light_for(actor: Lab, stage: Lab, roles: Signature) -> float:
    """The light (> 0) or shade (< 0) that changes the stage least and lets the actor pop; 0 where none is needed.

    Where nothing is enough, the strongest of the better side.
    """
    bare = behind(stage, roles, 0.0)
    if pops(actor, bare, SPARE):
        return 0.0
    strengths = [sign * step / STEPS for sign in (1, -1) for step in range(1, STEPS + 1)]
    rings = {light: behind(stage, roles, light) for light in strengths}
    enough = [light for light in strengths if pops(actor, rings[light], SPARE)]
    if enough:
        return min(enough, key=lambda light: (round(math.dist(rings[light], bare), 4), -light))
    return max(strengths, key=lambda light: margin(actor, rings[light]))
