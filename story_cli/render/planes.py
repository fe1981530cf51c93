"""Pictures as planar YUV 4:2:0 with premultiplied alpha, so that blending needs no colour conversion a frame.

The colour matrix is linear, so it commutes with warping and with premultiplied blending. BT.709, limited range
(Y 16–235, U and V 16–240 around 128). Source: ITU-R BT.709-6 §3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Plane = Any  # numpy uint8 (height, width); OpenCV's stubs give wider types

_KR, _KB = 0.2126, 0.0722
_Y = np.array([_KR, 1 - _KR - _KB, _KB], np.float32) * (219 / 255)
_U = np.array([-_KR, -(1 - _KR - _KB), 1 - _KB], np.float32) * (112 / 255 / (1 - _KB))
_V = np.array([1 - _KR, -(1 - _KR - _KB), -_KB], np.float32) * (112 / 255 / (1 - _KR))


class Frame:
    """One picture of the film: y (height, width), u and v (height/2, width/2); both sizes even."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self.buffer = np.empty(width_px * height_px * 3 // 2, np.uint8)
        luma, chroma = width_px * height_px, width_px * height_px // 4
        self.y: Plane = self.buffer[:luma].reshape(height_px, width_px)
        self.u: Plane = self.buffer[luma : luma + chroma].reshape(height_px // 2, width_px // 2)
        self.v: Plane = self.buffer[luma + chroma :].reshape(height_px // 2, width_px // 2)

    def upper(self, height_px: int) -> Frame:
        """The same picture without what lies below an even row; drawing on it draws on this one."""
        part = Frame.__new__(Frame)
        part.buffer, part.y, part.u, part.v = self.buffer, self.y[:height_px], *self._half(height_px // 2)
        return part

    def _half(self, rows: int) -> tuple[Plane, Plane]:
        return self.u[:rows], self.v[:rows]


@dataclass(frozen=True)
class Cutout:
    """A sprite in YUV: premultiplied planes and what they let through (255 − alpha), luma and chroma size.

    Every plane begins with one column that belongs to the left neighbour (clear for a whole sprite) and is not drawn:
    a shift by a fraction of a pixel mixes each column with the one before it.
    """

    y: Plane
    u: Plane
    v: Plane
    clear: Plane
    clear_half: Plane


def cutout(rgba: Plane) -> Cutout:
    """Premultiplied RGBA (h, w, 4) → Cutout, clear columns at both sides; an odd size gains a clear row or column."""
    height, width = rgba.shape[:2]
    return _converted(np.pad(rgba, ((0, height % 2), (2, 2 + width % 2), (0, 0))))


def _converted(rgba: Plane) -> Cutout:
    """Planes of an even-sized picture whose first two columns belong to the left neighbour."""
    height, width = rgba.shape[:2]
    half = cv2.resize(rgba, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    whole, halved = rgba.astype(np.float32), half.astype(np.float32)
    return Cutout(
        _round(cv2.transform(whole, _row(_Y, 16)))[:, 1:],
        _round(cv2.transform(halved, _row(_U, 128))),
        _round(cv2.transform(halved, _row(_V, 128))),
        255 - rgba[:, 1:, 3],
        255 - half[..., 3],
    )


def tiles(rgba: Plane, size: int = 128) -> list[tuple[Cutout, int, int]]:
    """A large picture as cutouts with their places: runs of tiles that are not clear, joining without a seam."""
    height, width = rgba.shape[:2]
    padded = np.pad(rgba, ((0, height % 2), (2, 2 + width % 2), (0, 0)))
    height, width = padded.shape[0], padded.shape[1] - 2
    found = []
    for top in range(0, height, size):
        bottom = min(height, top + size)
        filled = [bool(padded[top:bottom, x + 2 : x + 2 + size, 3].any()) for x in range(0, width, size)]
        column = 0
        while column < len(filled):
            if not filled[column]:
                column += 1
                continue
            begin = column
            while column < len(filled) and filled[column]:
                column += 1
            left, right = begin * size, min(width, column * size + 2)  # two clear columns take in the shifted edge
            found.append((_converted(padded[top:bottom, left : right + 2]), left, top))
    return found


def paste(frame: Frame, sprite: Cutout, x: float, y: float) -> None:
    """Blend a sprite with its top left corner at (x, y) px, x to a fraction, y rounded; what lies outside is cut."""
    top = math.floor(y + 0.5)
    _paste_plane(frame.y, sprite.y, sprite.clear, x, top)
    _paste_plane(frame.u, sprite.u, sprite.clear_half, x / 2, top // 2)
    _paste_plane(frame.v, sprite.v, sprite.clear_half, x / 2, top // 2)


def cover(frame: Frame, picture: Cutout, x: float) -> None:
    """Fill the frame from an opaque picture that reaches over both sides, its left edge at x < 0 px."""
    for target, plane, shift in ((frame.y, picture.y, x), (frame.u, picture.u, x / 2), (frame.v, picture.v, x / 2)):
        left = math.floor(shift)
        share, (height, width) = shift - left, target.shape
        here, before = plane[:height, 1 - left : 1 - left + width], plane[:height, -left : -left + width]
        cv2.addWeighted(here, 1 - share, before, share, 0, dst=target)


def mixed(one: Frame, other: Frame, share: float, out: Frame) -> None:
    """out = one·(1 − share) + other·share, for cross-fades."""
    cv2.addWeighted(one.buffer, 1 - share, other.buffer, share, 0, dst=out.buffer)


def to_rgb(frame: Frame) -> Plane:
    """RGB (h, w, 3) for stills; chroma is enlarged linearly."""
    size = (frame.y.shape[1], frame.y.shape[0])
    u = cv2.resize(frame.u, size).astype(np.float32) - 128
    v = cv2.resize(frame.v, size).astype(np.float32) - 128
    luma = (frame.y.astype(np.float32) - 16) * (255 / 219)
    kg = 1 - _KR - _KB
    red = luma + v * (255 / 112 * (1 - _KR))
    blue = luma + u * (255 / 112 * (1 - _KB))
    green = (luma - _KR * red - _KB * blue) / kg
    return _round(np.dstack([red, green, blue]))


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
    if share > 0.004:
        here = cv2.addWeighted(here, 1 - share, plane[rows, begin:end], share, 0)
        open_here = cv2.addWeighted(open_here, 1 - share, clear[rows, begin:end], share, 0)
    cv2.multiply(window, open_here, dst=window, scale=1 / 255)
    cv2.add(window, here, dst=window)


def _row(weights: npt.NDArray[np.float32], zero: int) -> npt.NDArray[np.float32]:
    """Matrix that gives a premultiplied plane: weighted colour and the plane's zero times alpha."""
    return np.array([[*weights, zero / 255]], np.float32)


def _round(values: Any) -> Plane:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def solid(width_px: int, height_px: int, colour: str) -> Plane:
    """One opaque colour, "#rrggbb", as RGBA."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return np.full((height_px, width_px, 4), [*channels, 255], np.uint8)
