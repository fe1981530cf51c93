"""Ambient life over a scene: rising bubbles, drifting fireflies, falling snow or rain. Pure positions, seeded."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import cv2
import numpy as np

from story_cli.artifacts import PICTURE_BOTTOM, STAGE_WIDTH, Scene
from story_cli.render.planes import Cutout, Frame, cutout, paste
from story_cli.rng import stage_rng


class Kind(NamedTuple):
    """One sort of particle; speeds in px a second (1280 wide), sway in px, radius in px."""

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


class Particles:
    """The particles of one scene, drawn at any time."""

    def __init__(self, scene: Scene, zoom: float) -> None:
        self.kind = KINDS[_kind_of(scene)]
        self._zoom = zoom
        rng = stage_rng(scene.background_seed, "particles", scene.place)
        low, high = self.kind.radius
        self._starts = [
            (rng.uniform(0, STAGE_WIDTH), rng.uniform(0, PICTURE_BOTTOM), rng.uniform(0, 1), rng.uniform(0.7, 1.3))
            for _ in range(self.kind.number)
        ]
        colour = scene.signature[self.kind.colour]
        sizes = [low, (low + high) / 2, high]
        self._dots = [_dot(radius * zoom, colour, self.kind.hollow, self.kind.strength) for radius in sizes]

    def draw(self, frame: Frame, time: float, camera: float) -> None:
        """Paste all particles at a film time; the camera moves them a little more than the actors."""
        height = PICTURE_BOTTOM + 40.0
        for number, (x, y, phase, speed) in enumerate(self._starts):
            dot = self._dots[number % len(self._dots)]
            now_y = (y + 20 + self.kind.fall * speed * time) % height - 20
            now_x = x + self.kind.sway * math.sin(2 * math.pi * (phase + time * speed / 4.2)) - camera * 0.9
            paste(frame, dot, now_x * self._zoom, now_y * self._zoom)


def _kind_of(scene: Scene) -> str:
    if scene.weather in ("snow", "rain"):
        return scene.weather
    if scene.place in _WATER:
        return "bubbles"
    return "fireflies" if scene.time_of_day in ("night", "sunset") else "motes"


def _dot(radius_px: float, colour: str, hollow: bool, strength: float) -> Cutout:
    """A soft dot, or a bubble, as a sprite."""
    size = 2 * math.ceil(radius_px * 1.6) + 2
    yy, xx = np.mgrid[0:size, 0:size] - (size - 1) / 2
    distance: Any = np.hypot(xx, yy) / radius_px
    if hollow:
        ring = np.exp(-(((distance - 0.85) / 0.13) ** 2)) + 0.16 * (distance < 0.85)
        shine = np.exp(-(((xx + radius_px * 0.35) ** 2 + (yy + radius_px * 0.35) ** 2) / (0.16 * radius_px) ** 2))
        alpha = np.clip(ring + shine, 0, 1) * strength
    else:
        alpha = np.exp(-((distance / 0.62) ** 2)) * strength
    rgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], np.float32)
    rgba = np.dstack([*(alpha * channel for channel in rgb), alpha * 255])
    return cutout(cv2.convertScaleAbs(rgba.astype(np.float32)))
