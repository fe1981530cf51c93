"""The film's picture in planar YUV 4:2:0: frames, sprites at fractions of a pixel, mixing. See art/planar.py."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np

from story_cli.art.planar import KB, KG, KR, Cutout, Plane

STEP = 0.004  # a fraction of a pixel below which nothing is shifted


class Frame:
    """One picture of the film: y (height, width), u and v (height/2, width/2); both sizes even."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self.y: Plane = np.empty((height_px, width_px), np.uint8)
        self.u: Plane = np.empty((height_px // 2, width_px // 2), np.uint8)
        self.v: Plane = np.empty((height_px // 2, width_px // 2), np.uint8)

    @classmethod
    def over(cls, y: Plane, u: Plane, v: Plane) -> Frame:
        """A frame on planes of somebody else, whose rows may be longer."""
        frame = cls.__new__(cls)
        frame.y, frame.u, frame.v = y, u, v
        return frame

    def upper(self, height_px: int) -> Frame:
        """The same picture without what lies below an even row; drawing on it draws on this one."""
        return self._rows(0, height_px)

    def lower(self, top_px: int) -> Frame:
        """The same picture without what lies above an even row."""
        return self._rows(top_px, len(self.y))

    def copy(self) -> Frame:
        """A picture of its own."""
        return Frame.over(*(plane.copy() for plane in self.planes))

    def copy_from(self, other: Frame) -> None:
        """Take over another picture of the same size."""
        for mine, theirs in zip(self.planes, other.planes, strict=True):
            np.copyto(mine, theirs)

    def copy_box(self, other: Frame, box: tuple[int, int, int, int]) -> None:
        """Take over a box with even edges of another picture of the same size."""
        left, top, right, bottom = box
        for mine, theirs, by in zip(self.planes, other.planes, (1, 2, 2), strict=True):
            window = slice(top // by, bottom // by), slice(left // by, right // by)
            np.copyto(mine[window], theirs[window])

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        return self.y, self.u, self.v

    def _rows(self, top: int, bottom: int) -> Frame:
        half = slice(top // 2, bottom // 2)
        return Frame.over(self.y[top:bottom], self.u[half], self.v[half])


def paste(frame: Frame, sprite: Cutout, x: float, y: float) -> None:
    """Blend a sprite with its top left corner at (x, y) px, x to a fraction, y rounded; what lies outside is cut."""
    top = math.floor(y + 0.5)
    _paste_plane(frame.y, sprite.y, sprite.clear, x, top)
    u, v, clear = sprite.u, sprite.v, sprite.clear_half
    if top % 2:
        u, v, clear = _half_lower(u, 0), _half_lower(v, 0), _half_lower(clear, 255)
    _paste_plane(frame.u, u, clear, x / 2, top // 2)
    _paste_plane(frame.v, v, clear, x / 2, top // 2)


def mixed(one: Frame, other: Frame, share: float, out: Frame) -> None:
    """out = one·(1 − share) + other·share, for cross-fades."""
    for first, second, target in zip(one.planes, other.planes, out.planes, strict=True):
        cv2.addWeighted(first, 1 - share, second, share, 0, dst=target)


def to_rgb(frame: Frame) -> Plane:
    """RGB (h, w, 3) for stills; chroma is enlarged linearly."""
    size = (frame.y.shape[1], frame.y.shape[0])
    u = cv2.resize(frame.u, size).astype(np.float32) - 128
    v = cv2.resize(frame.v, size).astype(np.float32) - 128
    luma = (frame.y.astype(np.float32) - 16) * (255 / 219)
    red = luma + v * (255 / 112 * (1 - KR))
    blue = luma + u * (255 / 112 * (1 - KB))
    green = (luma - KR * red - KB * blue) / KG
    return np.clip(np.rint(np.dstack([red, green, blue])), 0, 255).astype(np.uint8)


def _paste_plane(target: Plane, plane: Plane, clear: Plane, x: float, top: int) -> None:
    """One plane at a fractional column and a whole row."""
    left = math.floor(x)
    share = x - left
    height, width = plane.shape[0], plane.shape[1] - 1
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(target.shape[1], left + width), min(target.shape[0], top + height)
    if x0 >= x1 or y0 >= y1:
        return
    window = target[y0:y1, x0:x1]
    rows, begin, end = slice(y0 - top, y1 - top), x0 - left, x1 - left
    here, open_here = plane[rows, begin + 1 : end + 1], clear[rows, begin + 1 : end + 1]
    if share > STEP:
        here = cv2.addWeighted(here, 1 - share, plane[rows, begin:end], share, 0)
        open_here = cv2.addWeighted(open_here, 1 - share, clear[rows, begin:end], share, 0)
    cv2.multiply(window, open_here, dst=window, scale=1 / 255)
    cv2.add(window, here, dst=window)


def _half_lower(plane: Any, outside: int) -> Plane:
    """A chroma plane half a row lower."""
    tall = cv2.copyMakeBorder(plane, 1, 1, 0, 0, cv2.BORDER_CONSTANT, value=outside)
    return cv2.addWeighted(tall[:-1], 0.5, tall[1:], 0.5, 0)


def solid(width_px: int, height_px: int, colour: str) -> Plane:
    """One opaque colour, "#rrggbb", as RGBA."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return np.full((height_px, width_px, 4), [*channels, 255], np.uint8)
