"""Ambient life over a scene: rising bubbles, drifting fireflies, falling snow or rain. Pure positions, seeded.

All particles of a frame are blended at once: their pixels are gathered by index, from dots drawn at every quarter of
two pixels, so that they glide without a step.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import cv2
import numpy as np

from story_cli.art.planar import Plane, converted
from story_cli.artifacts import PICTURE_BOTTOM, STAGE_WIDTH, Scene
from story_cli.render.planes import Frame
from story_cli.rng import stage_rng


class Kind(NamedTuple):
    """One sort of particle; speeds in px of the stage a second, sway in px, radius in px."""

    number: int
    radius: tuple[float, float]
    fall: float  # downwards; negative rises
    sway: float
    hollow: bool  # a ring with a highlight instead of a soft dot
    colour: str  # role of the signature
    strength: float


KINDS = {
    "bubbles": Kind(12, (4.0, 9.0), -46.0, 9.0, True, "glow", 0.55),
    "fireflies": Kind(14, (4.0, 7.0), -7.0, 26.0, False, "accent", 0.75),
    "motes": Kind(12, (2.5, 4.0), 8.0, 18.0, False, "glow", 0.5),
    "snow": Kind(40, (2.5, 5.0), 52.0, 20.0, False, "glow", 0.9),
    "rain": Kind(46, (1.6, 2.2), 420.0, 2.0, False, "air", 0.7),
}
_WATER = ("coral-reef", "sunken-ship", "kelp-forest", "glowing-deep-cave", "shell-palace", "sandy-lagoon")
_PHASES = 8  # quarters of a pixel in two pixels, across and down
PARALLAX = 0.9  # a little more than the actors'


class _Dots(NamedTuple):
    """Dots at every phase: planes (sizes, phases down, phases across, side, side), chroma at half the side."""

    y: Plane
    u: Plane
    v: Plane
    clear: Plane
    clear_half: Plane


class Particles:
    """The particles of one scene, drawn at any time."""

    def __init__(self, scene: Scene, zoom: float) -> None:
        self.kind = KINDS[_kind_of(scene)]
        self._zoom, self._width = zoom, scene.stage_width
        rng = stage_rng(scene.background_seed, "particles", scene.place)
        low, high = self.kind.radius
        count = round(self.kind.number * (self._width / STAGE_WIDTH) ** 0.5)
        starts = [
            (rng.uniform(0, self._width), rng.uniform(0, PICTURE_BOTTOM), rng.uniform(0, 1), rng.uniform(0.7, 1.3))
            for _ in range(count)
        ]
        self._x, self._y, self._phase, self._speed = np.array(starts).T
        self._size = np.arange(count) % 3
        colour = scene.signature[self.kind.colour]
        sizes = tuple(radius * zoom for radius in (low, (low + high) / 2, high))
        self._dots = _dots(sizes, colour, self.kind.hollow, self.kind.strength)
        self._side = self._dots.y.shape[-1]
        self._tinted = self.kind.colour != "glow"  # what is nearly white only lightens

    def places(self, time: float, camera: float) -> tuple[Any, Any]:
        """x and y of every particle's middle at a film time, px of the stage."""
        height = PICTURE_BOTTOM + 40.0
        y = (self._y + 20 + self.kind.fall * self._speed * time) % height - 20
        turns = self._phase + time * self._speed / 4.2
        x = (self._x + self.kind.sway * np.sin(2 * math.pi * turns) - camera * PARALLAX) % self._width
        return x, y

    def draw(self, frame: Frame, time: float, camera: float) -> None:
        """Blend all particles that lie wholly in the frame."""
        x, y = self.places(time, camera)
        half = self._side / 2
        across = np.rint((x * self._zoom - half) * 4).astype(np.intp)
        down = np.rint((y * self._zoom - half) * 4).astype(np.intp)
        left, top = across // _PHASES * 2, down // _PHASES * 2
        height, width = frame.y.shape
        seen = (left >= 0) & (top >= 0) & (left + self._side <= width) & (top + self._side <= height)
        which = (self._size[seen], (down % _PHASES)[seen], (across % _PHASES)[seen])
        left, top = left[seen], top[seen]
        _blend(frame.y, self._dots.y[which], self._dots.clear[which], left, top)
        if self._tinted:
            clear = self._dots.clear_half[which]
            _blend(frame.u, self._dots.u[which], clear, left // 2, top // 2)
            _blend(frame.v, self._dots.v[which], clear, left // 2, top // 2)


def _blend(target: Plane, dots: Plane, clear: Plane, left: Any, top: Any) -> None:
    """Blend (n, side, side) dots with their corners at (left, top), one after the other where they overlap."""
    side = dots.shape[-1]
    for n, (x, y) in enumerate(zip(left.tolist(), top.tolist(), strict=True)):
        window = target[y : y + side, x : x + side]
        cv2.multiply(window, clear[n], dst=window, scale=1 / 255)
        cv2.add(window, dots[n], dst=window)


def _kind_of(scene: Scene) -> str:
    if scene.weather in ("snow", "rain"):
        return scene.weather
    if scene.place in _WATER:
        return "bubbles"
    return "fireflies" if scene.time_of_day in ("night", "sunset") else "motes"


@lru_cache(maxsize=8)
def _dots(radii_px: tuple[float, ...], colour: str, hollow: bool, strength: float) -> _Dots:
    side = 2 * math.ceil(max(radii_px) * 1.6) + 4
    side += side % 2
    shifts = [n / 4 for n in range(_PHASES)]
    cutouts = [
        [[converted(_dot(r, side, x, y, colour, hollow, strength)).planes for x in shifts] for y in shifts]
        for r in radii_px
    ]
    planes = [
        np.array([[[planes[n] for planes in row] for row in rows] for rows in cutouts], np.uint8) for n in range(5)
    ]
    y, u, v, clear, clear_half = (np.ascontiguousarray(plane[..., 1:]) for plane in planes)
    return _Dots(y, u, v, clear, clear_half)


def _dot(
    radius_px: float, side: int, shift_x: float, shift_y: float, colour: str, hollow: bool, strength: float
) -> Plane:
    """A soft dot, or a bubble, as premultiplied RGBA with two more clear columns at the left."""
    yy, xx = np.mgrid[0:side, -2:side] - (side - 1) / 2
    xx, yy = xx - shift_x, yy - shift_y
    distance: Any = np.hypot(xx, yy) / radius_px
    if hollow:
        ring = np.exp(-(((distance - 0.85) / 0.13) ** 2)) + 0.16 * (distance < 0.85)
        shine = np.exp(-(((xx + radius_px * 0.35) ** 2 + (yy + radius_px * 0.35) ** 2) / (0.16 * radius_px) ** 2))
        alpha = np.clip(ring + shine, 0, 1) * strength
    else:
        alpha = np.exp(-((distance / 0.62) ** 2)) * strength
    rgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], np.float32)
    rgba = np.dstack([*(alpha * channel for channel in rgb), alpha * 255])
    return np.clip(np.rint(rgba), 0, 255).astype(np.uint8)
