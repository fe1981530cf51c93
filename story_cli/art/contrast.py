"""Measures whether an actor pops from the stage: its mean colour against a ring of picture around it.

Source of the bounds: art bible §2 (distance ≥ .13 in OKLab, of which ≥ .10 in lightness).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from story_cli.art.colour import to_oklab
from story_cli.art.compose import clipped
from story_cli.art.puppet import Sprite
from story_cli.art.rasterise import Pixels
from story_cli.art.signature import WEAK_CONTRAST, WEAK_LIGHTNESS

RING_PX = 20  # width of the ring at zoom 1


class Contrast(NamedTuple):
    """OKLab distance and difference in lightness."""

    distance: float
    lightness: float

    @property
    def enough(self) -> bool:
        return self.distance >= WEAK_CONTRAST and self.lightness >= WEAK_LIGHTNESS


def ring_contrast(stage: Pixels, sprite: Sprite, x: float, y: float, zoom: float) -> Contrast:
    """Contrast of an unfinished sprite with its origin at (x, y) px on an opaque stage without it.

    A sprite wholly outside the stage has none.
    """
    room = max(1, round(RING_PX * zoom))
    alpha = cv2.copyMakeBorder(sprite.rgba[..., 3], room, room, room, room, cv2.BORDER_CONSTANT)
    solid = (alpha > 127).astype(np.uint8)
    ring = (cv2.dilate(solid, np.ones((2 * room + 1, 2 * room + 1), np.uint8)) - solid).astype(bool)
    left, top = round(x) + sprite.dx - room, round(y) + sprite.dy - room
    box = clipped((left, top, left + alpha.shape[1], top + alpha.shape[0]), stage.shape[1], stage.shape[0])
    if box is None:
        return Contrast(0.0, 0.0)
    window = ring[box[1] - top : box[3] - top, box[0] - left : box[2] - left]
    behind = stage[box[1] : box[3], box[0] : box[2], :3][window]
    shown = sprite.rgba[..., :3][sprite.rgba[..., 3] > 250]
    if not len(behind) or not len(shown):
        return Contrast(0.0, 0.0)
    first, second = _mean_oklab(shown), _mean_oklab(behind)
    return Contrast(math.dist(first, second), abs(first[0] - second[0]))


def _mean_oklab(colours: npt.NDArray[np.uint8]) -> tuple[float, float, float]:
    """OKLab of the mean colour, averaged in linear light as an eye at a distance does."""
    encoded = colours.astype(np.float64) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4).mean(0)
    back = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    text = "#" + "".join(f"{round(float(value) * 255):02x}" for value in back)
    return to_oklab(text)
