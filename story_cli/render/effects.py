"""Effects on the finished picture: small frozen dataclasses that change a frame in place.

Built-ins and add-ons are found by name through the entry points "storycli.effects"; `--effect NAME` applies them in
order, captions included. `Moviepy` runs any effect of moviepy, which is slow: it needs RGB.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import cv2
import numpy as np

from story_cli import addons
from story_cli.art.planar import Plane, cutout
from story_cli.render.planes import Frame, paste, to_rgb


class Effect(Protocol):
    """Changes a frame; equal effects do equal things."""

    def apply(self, frame: Frame, time: float) -> None:
        """`time` is seconds from the segment's beginning."""


@dataclass(frozen=True)
class Sepia:
    """Old photograph: nearly one hue."""

    strength: float = 0.8

    def apply(self, frame: Frame, time: float) -> None:
        for plane, tone in ((frame.u, 117), (frame.v, 138)):
            cv2.convertScaleAbs(plane, dst=plane, alpha=1 - self.strength, beta=tone * self.strength)


@dataclass(frozen=True)
class Grey:
    """No colour."""

    def apply(self, frame: Frame, time: float) -> None:
        frame.u[:], frame.v[:] = 128, 128


@dataclass(frozen=True)
class Vignette:
    """Darker corners."""

    strength: float = 0.3

    def apply(self, frame: Frame, time: float) -> None:
        cv2.multiply(frame.y, _corners(*frame.y.shape, self.strength), dst=frame.y, scale=1 / 255)


@dataclass(frozen=True)
class Moviepy:
    """Any effect of moviepy that keeps the size of a picture: Moviepy(vfx.MirrorX())."""

    effect: Any

    def apply(self, frame: Frame, time: float) -> None:
        from moviepy import ImageClip

        changed = ImageClip(to_rgb(frame), duration=1e9).with_effects([self.effect]).get_frame(time)
        rgba = np.dstack([changed.astype(np.uint8), np.full(changed.shape[:2], 255, np.uint8)])
        paste(frame, cutout(rgba), 0.0, 0.0)


def mirror() -> Moviepy:
    """Left and right exchanged, by moviepy."""
    from moviepy import vfx

    return Moviepy(vfx.MirrorX())


def load_effects(names: tuple[str, ...]) -> tuple[Effect, ...]:
    """The effects of these names. Raises: UsageError with the known names."""
    makers: list[Callable[[], Effect]] = [addons.load(addons.EFFECTS, name, "effect") for name in names]
    return tuple(make() for make in makers)


@lru_cache(maxsize=2)
def _corners(height: int, width: int, strength: float) -> Plane:
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    dark = np.clip((np.hypot(x, y) - 0.6) / 0.8, 0, 1) ** 1.5 * strength
    return np.rint(255 * (1 - dark)).astype(np.uint8)
