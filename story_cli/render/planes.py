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


@dataclass(frozen=True)
class Cutout:
    """A sprite in YUV: premultiplied planes and what they let through (255 − alpha), luma and chroma size."""

    y: Plane
    u: Plane
    v: Plane
    clear: Plane
    clear_half: Plane
    opaque: bool = False


def cutout(rgba: Plane) -> Cutout:
    """Premultiplied RGBA (h, w, 4) → Cutout; an odd size gains a clear row or column."""
    height, width = rgba.shape[:2]
    if height % 2 or width % 2:
        rgba = np.pad(rgba, ((0, height % 2), (0, width % 2), (0, 0)))
    height, width = rgba.shape[:2]
    alpha = rgba[..., 3]
    half = cv2.resize(rgba, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    whole = rgba.astype(np.float32)
    halved = half.astype(np.float32)
    return Cutout(
        _round(cv2.transform(whole, _row(_Y, 16))),
        _round(cv2.transform(halved, _row(_U, 128))),
        _round(cv2.transform(halved, _row(_V, 128))),
        255 - alpha,
        255 - half[..., 3],
        bool(alpha.min() == 255),
    )


def paste(frame: Frame, sprite: Cutout, x: float, y: float) -> None:
    """Blend a sprite with its top left corner at (x, y) px, to a fraction of a pixel; what lies outside is cut."""
    left, top = 2 * math.floor(x / 2), 2 * math.floor(y / 2)
    fx, fy = x - left, y - top
    _paste_plane(frame.y, sprite.y, sprite.clear, left, top, fx, fy)
    _paste_plane(frame.u, sprite.u, sprite.clear_half, left // 2, top // 2, fx / 2, fy / 2)
    _paste_plane(frame.v, sprite.v, sprite.clear_half, left // 2, top // 2, fx / 2, fy / 2)


def cover(frame: Frame, sprite: Cutout, x: float) -> None:
    """Fill the frame from an opaque picture that is at least as wide, its left edge at x ≤ 0 px."""
    for target, plane, shift in ((frame.y, sprite.y, x), (frame.u, sprite.u, x / 2), (frame.v, sprite.v, x / 2)):
        size = (target.shape[1], target.shape[0])
        target[:] = cv2.warpAffine(plane, _moved(shift, 0.0), size, borderMode=cv2.BORDER_REPLICATE)


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


def _paste_plane(target: Plane, plane: Plane, clear: Plane, left: int, top: int, fx: float, fy: float) -> None:
    """One plane; (left, top) whole, (fx, fy) the rest in 0 … 2."""
    height, width = plane.shape
    if fx or fy:
        size = (width + 2, height + 2)
        plane = cv2.warpAffine(plane, _moved(fx, fy), size)
        clear = cv2.warpAffine(clear, _moved(fx, fy), size, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
        height, width = plane.shape
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(target.shape[1], left + width), min(target.shape[0], top + height)
    if x0 >= x1 or y0 >= y1:
        return
    window = target[y0:y1, x0:x1]
    inner = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    cv2.multiply(window, clear[inner], dst=window, scale=1 / 255)
    cv2.add(window, plane[inner], dst=window)


def _moved(dx: float, dy: float) -> npt.NDArray[np.float64]:
    return np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]])


def _row(weights: npt.NDArray[np.float32], zero: int) -> npt.NDArray[np.float32]:
    """Matrix that gives a premultiplied plane: weighted colour and the plane's zero times alpha."""
    return np.array([[*weights, zero / 255]], np.float32)


def _round(values: Any) -> Plane:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def solid(width_px: int, height_px: int, colour: str) -> Plane:
    """One opaque colour, "#rrggbb", as RGBA."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return np.full((height_px, width_px, 4), [*channels, 255], np.uint8)
