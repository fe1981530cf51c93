"""Makes posed sprites belong to a scene: ambient tint, rim light, halo, drop shadow, contact shadow.

All numbers are px at 1280 × 720, scaled by `zoom`. Source: art bible §4.
"""

from __future__ import annotations

import math
from typing import Any, cast

import cv2
import numpy as np

from story_cli.art.colour import hue_difference, to_oklch, to_rgb
from story_cli.art.compose import layer_of, over
from story_cli.art.puppet import Sprite
from story_cli.art.rasterise import Pixels, Plane, blurred, moved
from story_cli.art.signature import Signature

REACH = 58  # room around a sprite for its halo, px at zoom 1
TINT, FOREIGN_TINT = 0.16, 0.06  # of the far colour at the feet; less where actor and air are complementary


def actor_finish(sprite: Sprite, signature: Signature, flip: bool, zoom: float, halo: bool = True) -> Sprite:
    """The sprite tinted and rimmed, on its glow and shadow; mirrored first if `flip`.

    Depends on nothing but its arguments, so it may be kept a pose. `halo` off leaves out glow and drop shadow, for
    the front of something that somebody sits in.
    """
    lit = _lit(mirrored(sprite) if flip else sprite, signature, zoom)
    if not halo:
        return lit
    room = math.ceil(REACH * zoom)
    pixels = cv2.copyMakeBorder(lit.rgba, room, room, room, room, cv2.BORDER_CONSTANT)
    canvas = _glow_and_shadow(np.ascontiguousarray(pixels[..., 3]), signature, zoom)
    over(canvas, np.asarray(pixels, np.uint8), 0, 0)
    return Sprite(canvas, lit.dx - room, lit.dy - room)


def _glow_and_shadow(alpha: Any, signature: Signature, zoom: float) -> Pixels:
    """Halo and drop shadow of a silhouette (uint8 plane); both are soft, so they are made at a quarter of its size."""
    height, width = alpha.shape
    shrink = 4
    small = cv2.resize(alpha, (-(-width // shrink), -(-height // shrink)), interpolation=cv2.INTER_AREA)
    near: Plane = small.astype(np.float32) / 255
    k = zoom / shrink
    canvas = layer_of(blurred(near, 26 * k) * 0.35, to_rgb(signature["glow"]))
    fallen = blurred(moved(near, 5 * k, 12 * k), 9 * k) * 0.30
    over(canvas, layer_of(fallen, to_rgb(signature["deep"])), 0, 0)
    return cast(Pixels, cv2.resize(canvas, (width, height), interpolation=cv2.INTER_LINEAR))


def mirrored(sprite: Sprite) -> Sprite:
    """The sprite facing left."""
    return Sprite(np.ascontiguousarray(sprite.rgba[:, ::-1]), -sprite.dx - sprite.rgba.shape[1], sprite.dy)


def _lit(sprite: Sprite, roles: Signature, zoom: float) -> Sprite:
    """Ambient tint from below and one rim of light from the upper left; all in uint8, which OpenCV does quickly."""
    pixels = sprite.rgba
    height = len(pixels)
    alpha: Any = np.ascontiguousarray(pixels[..., 3])
    colour: Any = np.ascontiguousarray(pixels[..., :3])  # premultiplied throughout
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None] * _tint_strength(pixels[::4, ::4], roles)
    kept = 1 - down + np.array(to_rgb(roles["far"]), np.float32) * (1.25 * down)
    rows = np.broadcast_to((kept * 255 + 0.5).astype(np.uint8)[:, None, :], colour.shape)
    colour = cv2.multiply(colour, np.ascontiguousarray(rows), scale=1 / 255)
    edge = cv2.multiply(alpha, cv2.bitwise_not(np.asarray(moved(alpha, 3 * zoom, 4 * zoom))), scale=1 / 255)
    rim = cv2.GaussianBlur(edge, (0, 0), 1.0 * zoom, borderType=cv2.BORDER_CONSTANT)
    glow = [0.45 * channel for channel in to_rgb(roles["glow"])]
    light = cv2.merge([cv2.convertScaleAbs(rim, alpha=share) for share in glow])
    room = cv2.subtract(cv2.merge([alpha] * 3), colour)
    colour = cv2.add(colour, cv2.multiply(room, light, scale=1 / 255))  # screen
    return Sprite(cast(Pixels, np.dstack([cv2.min(colour, cv2.merge([alpha] * 3)), alpha])), sprite.dx, sprite.dy)


def _tint_strength(pixels: Pixels, roles: Signature) -> float:
    """Share of the far colour at the feet; fades between 100° and 140° of hue difference to keep skin clean."""
    weight = float(pixels[..., 3].sum())
    if weight < 255:
        return 0.0
    mean = np.clip(pixels[..., :3].reshape(-1, 3).sum(0) / weight, 0, 1)
    hue = to_oklch("#" + "".join(f"{round(float(c) * 255):02x}" for c in mean))[2]
    apart = abs(hue_difference(hue, to_oklch(roles["air"])[2]))
    share = min(1.0, max(0.0, (apart - 100) / 40))
    return TINT + (FOREIGN_TINT - TINT) * share


def contact_shadow(sprite: Sprite, signature: Signature, zoom: float, ground_dy: float | None = None) -> Sprite:
    """Soft ellipse under somebody who stands: .65 of the foot span wide, deep at .5, blur 8.

    `sprite` is unfinished (no halo). `ground_dy` is the ground relative to the origin, px; default the lowest pixel.
    Lifted feet make the shadow fainter.
    """
    solid = sprite.rgba[..., 3] > 60
    rows = np.nonzero(solid.any(1))[0]
    if not len(rows):
        return Sprite(np.zeros((1, 1, 4), np.uint8), 0, 0)
    lowest = int(rows[-1]) + 1
    columns = np.nonzero(solid[int(lowest - 0.07 * (lowest - rows[0])) : lowest].any(0))[0]
    bottom = sprite.dy + lowest
    ground = bottom if ground_dy is None else ground_dy
    lift = max(0.0, ground - bottom)
    span = float(columns[-1] - columns[0] + 1)
    half_width, half_height = max(10 * zoom, span * 0.65), max(5 * zoom, span * 0.13)
    room = math.ceil(20 * zoom)
    width, tall = math.ceil(2 * (half_width + room)), math.ceil(2 * (half_height + room))
    plane = np.zeros((tall, width), np.float32)
    centre = (width // 2, tall // 2)
    cv2.ellipse(plane, centre, (int(half_width), int(half_height)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    strength = 0.5 / (1 + lift / (40 * zoom))
    shade = layer_of(blurred(plane, 8 * zoom) * strength, to_rgb(signature["deep"]))
    middle = sprite.dx + (columns[0] + columns[-1]) / 2
    return Sprite(shade, round(middle) - centre[0], round(ground) - centre[1])
