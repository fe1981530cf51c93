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


def actor_finish(
    sprite: Sprite, signature: Signature, flip: bool, zoom: float, halo: bool = True, glow: float = 1.0
) -> Sprite:
    """The sprite tinted and rimmed, on its glow and shadow; mirrored first if `flip`.

    Depends on nothing but its arguments, so it may be kept a pose. `halo` off leaves out glow and drop shadow, for
    the front of something that somebody sits in; `glow` is the share of the usual glow.
    """
    turned = mirrored(sprite) if flip else sprite
    strength = tint_strength(turned.rgba, signature)
    pixels = lit(turned.rgba, signature, zoom, strength, (0, len(turned.rgba)))
    if not halo:
        return Sprite(pixels, turned.dx, turned.dy)
    around = glow_and_shadow(turned, signature, zoom, glow)
    over(around.rgba, pixels, turned.dx - around.dx, turned.dy - around.dy)
    return around


def glow_and_shadow(sprite: Sprite, signature: Signature, zoom: float, glow: float = 1.0) -> Sprite:
    """Halo (a share of the usual one) and drop shadow of a sprite, without the sprite."""
    room = math.ceil(REACH * zoom)
    alpha = cv2.extractChannel(sprite.rgba, 3)
    alpha = cv2.copyMakeBorder(alpha, room, room, room, room, cv2.BORDER_CONSTANT)
    return Sprite(_glow_and_shadow(alpha, signature, zoom, glow), sprite.dx - room, sprite.dy - room)


def _glow_and_shadow(alpha: Any, signature: Signature, zoom: float, glow: float) -> Pixels:
    """Halo and drop shadow of a silhouette (uint8 plane); both are soft, so they are made at a quarter of its size."""
    height, width = alpha.shape
    shrink = 4
    small = cv2.resize(alpha, (-(-width // shrink), -(-height // shrink)), interpolation=cv2.INTER_AREA)
    near: Plane = small.astype(np.float32) / 255
    k = zoom / shrink
    canvas = layer_of(blurred(near, 26 * k) * (0.35 * glow), to_rgb(signature["glow"]))
    fallen = blurred(moved(near, 5 * k, 12 * k), 9 * k) * 0.30
    over(canvas, layer_of(fallen, to_rgb(signature["deep"])), 0, 0)
    return cast(Pixels, cv2.resize(canvas, (width, height), interpolation=cv2.INTER_LINEAR))


def mirrored(sprite: Sprite) -> Sprite:
    """The sprite facing left."""
    return Sprite(np.ascontiguousarray(sprite.rgba[:, ::-1]), -sprite.dx - sprite.rgba.shape[1], sprite.dy)


def lit(pixels: Pixels, roles: Signature, zoom: float, strength: float, span: tuple[int, int]) -> Pixels:
    """Ambient tint from below and one rim of light from the upper left; a new array.

    `strength` is that of `tint_strength`; `span` are the rows, relative to the first of `pixels`, where the whole
    sprite begins and ends: a part of a sprite is lit as it is in the whole. Works plane by plane in uint8, which is
    six times as fast as on channels.
    """
    height, width = pixels.shape[:2]
    red, green, blue, alpha = cv2.split(pixels)
    top, end = span
    down = (np.arange(height, dtype=np.float32) - top) / max(1, end - top - 1) * np.float32(strength)
    edge: Any = cv2.multiply(
        alpha, cv2.bitwise_not(np.asarray(moved(cast(Any, alpha), 3 * zoom, 4 * zoom))), scale=1 / 255
    )
    rim = cv2.GaussianBlur(edge, (0, 0), 1.0 * zoom, borderType=cv2.BORDER_CONSTANT)
    planes = []
    for plane, far, glow in zip((red, green, blue), to_rgb(roles["far"]), to_rgb(roles["glow"]), strict=True):
        kept = np.clip((1 - down + far * 1.25 * down) * 255 + 0.5, 0, 255).astype(np.uint8)
        colour = cv2.multiply(plane, np.repeat(kept, width).reshape(height, width), scale=1 / 255)
        light = cv2.multiply(cv2.subtract(alpha, colour), rim, scale=0.45 * glow / 255)
        planes.append(cv2.add(colour, light))  # screen
    return cast(Pixels, cv2.merge([*planes, alpha]))


def tint_strength(pixels: Pixels, roles: Signature) -> float:
    """Share of the far colour at the feet; fades between 100° and 140° of hue difference to keep skin clean."""
    few = np.ascontiguousarray(pixels[::4, ::4]).reshape(-1, 4)
    red, green, blue, weight = few.sum(0, dtype=np.int64).tolist()
    if weight < 255:
        return 0.0
    mean = [min(1.0, channel / weight) for channel in (red, green, blue)]
    hue = to_oklch("#" + "".join(f"{round(c * 255):02x}" for c in mean))[2]
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
