"""Measures whether an actor pops from the stage: its mean colour against a ring of picture around it.

Source of the bounds: art bible §2 (distance ≥ .13 in OKLab, of which ≥ .10 in lightness).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from story_cli.art.actor import lit, mirrored, tint_strength
from story_cli.art.bake import at_rest
from story_cli.art.colour import to_oklab
from story_cli.art.compose import clipped
from story_cli.art.face import features
from story_cli.art.piece import Piece
from story_cli.art.pool import Lab
from story_cli.art.puppet import Sprite
from story_cli.art.rasterise import Pixels
from story_cli.art.signature import WEAK_CONTRAST, WEAK_LIGHTNESS, Signature

RING_PX = 20  # width of the ring at zoom 1
_EDGE = 16  # alpha from which a pixel of the soft edge belongs to the sprite and not to the stage
_UNDRAWN_SHADE = 0.013  # lightness that the shadows within a posed piece take; measured .004 to .022 on 18 pieces


class Contrast(NamedTuple):
    """OKLab distance and difference in lightness."""

    distance: float
    lightness: float

    @property
    def enough(self) -> bool:
        return self.distance >= WEAK_CONTRAST and self.lightness >= WEAK_LIGHTNESS


def ring_contrast(picture: Pixels, sprite: Sprite, x: float, y: float, zoom: float) -> Contrast:
    """Contrast of a sprite without halo that stands with its origin at (x, y) px in a picture.

    Measured is what the picture shows in the silhouette and in a ring around it, where it is opaque. A sprite outside
    the picture has none.
    """
    shown, ring = _seen(picture, sprite, x, y, zoom)
    if shown is None or ring is None:
        return Contrast(0.0, 0.0)
    return Contrast(math.dist(shown, ring), abs(shown[0] - ring[0]))


def ring_colour(picture: Pixels, sprite: Sprite, x: float, y: float, zoom: float) -> Lab | None:
    """OKLab of the picture in a ring around a sprite's silhouette; None outside the picture."""
    return _seen(picture, sprite, x, y, zoom)[1]


def _seen(picture: Pixels, sprite: Sprite, x: float, y: float, zoom: float) -> tuple[Lab | None, Lab | None]:
    """What the picture shows in a silhouette and in the ring around it."""
    room = max(1, round(RING_PX * zoom))
    alpha = cv2.copyMakeBorder(sprite.rgba[..., 3], room, room, room, room, cv2.BORDER_CONSTANT)
    solid: Any = (alpha > 127).astype(np.uint8)
    near = cv2.dilate(solid, np.ones((2 * room + 1, 2 * room + 1), np.uint8)).astype(bool)
    ring = near & (alpha < _EDGE)
    left, top = round(x) + sprite.dx - room, round(y) + sprite.dy - room
    box = clipped((left, top, left + alpha.shape[1], top + alpha.shape[0]), picture.shape[1], picture.shape[0])
    if box is None:
        return None, None
    window = (slice(box[1] - top, box[3] - top), slice(box[0] - left, box[2] - left))
    part = picture[box[1] : box[3], box[0] : box[2]]
    colours, counted = part[..., :3], part[..., 3] > 250
    body, around = colours[(alpha > 250)[window] & counted], colours[ring[window] & counted]
    return (mean_oklab(body) if len(body) else None), (mean_oklab(around) if len(around) else None)


def quick_sprite(
    piece: Piece, roles: Signature, slots: dict[str, str], height_px: float, zoom: float, flip: bool = False
) -> Sprite:
    """The piece at rest with its tint, drawn in one go: enough to measure silhouette and colours on.

    `height_px` is as drawn, at `zoom`.
    """
    scale = height_px / piece.height
    drawn = at_rest(piece, roles, slots, scale, features(piece, "calm", False, ""))
    left, top = (piece.origin[0] - drawn.x) * scale, (piece.origin[1] - drawn.y) * scale
    pixels = lit(drawn.pixels, roles, zoom, tint_strength(drawn.pixels, roles), (0, len(drawn.pixels)))
    sprite = Sprite(pixels, -round(left), -round(top))
    return mirrored(sprite) if flip else sprite


def colour_of(quick: Sprite) -> Lab | None:
    """OKLab of a quick sprite as its piece looks when it is posed; None if nothing of it is seen."""
    shown = quick.rgba[..., :3][quick.rgba[..., 3] > 250]
    if not len(shown):
        return None
    lightness, a, b = mean_oklab(shown)
    return lightness - _UNDRAWN_SHADE, a, b


def mean_oklab(colours: npt.NDArray[np.uint8]) -> Lab:
    """OKLab of the mean colour, averaged in linear light as an eye at a distance does."""
    encoded = colours.astype(np.float64) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4).mean(0)
    back = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    text = "#" + "".join(f"{round(float(value) * 255):02x}" for value in back)
    return to_oklab(text)
