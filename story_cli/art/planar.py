"""Sprites as planar YUV 4:2:0 with premultiplied alpha, the form in which films are composed.

The colour matrix is linear, so it commutes with warping and with premultiplied blending: nothing is converted a frame.
BT.709, limited range (Y 16–235, U and V 16–240 around 128). Source: ITU-R BT.709-6 §3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import cv2
import numpy as np

from story_cli.art.puppet import Sprite

Plane = Any  # numpy uint8 (height, width); OpenCV stubs give wider types

KR, KB = 0.2126, 0.0722
KG = 1 - KR - KB
_Y = [KR * 219 / 255, KG * 219 / 255, KB * 219 / 255]
_U = [KR * 112 / 255 / (1 - KB), KG * 112 / 255 / (1 - KB), 112 / 255]
_V = [112 / 255, KG * 112 / 255 / (1 - KR), KB * 112 / 255 / (1 - KR)]


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

    @property
    def planes(self) -> tuple[Plane, Plane, Plane, Plane, Plane]:
        return self.y, self.u, self.v, self.clear, self.clear_half


class Posed(NamedTuple):
    """A cutout and its top left corner relative to an origin, px; both even, so that chroma needs no shift."""

    picture: Cutout
    dx: int
    dy: int


def cutout(rgba: Plane) -> Cutout:
    """Premultiplied RGBA (h, w, 4) → Cutout, clear columns at both sides; an odd size gains a clear row or column."""
    height, width = rgba.shape[:2]
    return converted(cv2.copyMakeBorder(rgba, 0, height % 2, 2, 2 + width % 2, cv2.BORDER_CONSTANT))


def placed(sprite: Sprite) -> Posed:
    """A sprite as cutout with its corner on even pixels."""
    height, width = sprite.rgba.shape[:2]
    left, top = sprite.dx % 2, sprite.dy % 2
    bottom, right = (top + height) % 2, 2 + (left + width) % 2
    padded = cv2.copyMakeBorder(sprite.rgba, top, bottom, 2 + left, right, cv2.BORDER_CONSTANT)
    return Posed(converted(padded), sprite.dx - left, sprite.dy - top)


def converted(rgba: Plane) -> Cutout:
    """Planes of an even-sized picture whose first two columns belong to the left neighbour."""
    half = cv2.resize(rgba, (rgba.shape[1] // 2, rgba.shape[0] // 2), interpolation=cv2.INTER_AREA)
    red, green, blue, alpha = cv2.split(rgba)
    luma = cv2.add(
        cv2.addWeighted(red, _Y[0], green, _Y[1], 0), cv2.addWeighted(blue, _Y[2], alpha, 16 / 255, 0), dst=red
    )
    red, green, blue, veil = cv2.split(half)
    u = cv2.subtract(cv2.addWeighted(blue, _U[2], veil, 128 / 255, 0), cv2.addWeighted(red, _U[0], green, _U[1], 0))
    v = cv2.subtract(cv2.addWeighted(red, _V[0], veil, 128 / 255, 0), cv2.addWeighted(green, _V[1], blue, _V[2], 0))
    return Cutout(luma[:, 1:], u, v, cv2.bitwise_not(alpha)[:, 1:], cv2.bitwise_not(veil))


def changes(now: Posed, before: Posed, threshold: int = 4) -> Posed | None:
    """What of `now` looks different from `before`, as a cutout to lay over it; None if nothing does.

    Only where both are opaque, so that laying it over is exact.
    """
    window = _same_window(before, now)
    if window is None:
        return None
    old, new = window
    moved = _above(cv2.absdiff(new.y, old.y), threshold)
    tinted = _above(cv2.max(cv2.absdiff(new.u, old.u), cv2.absdiff(new.v, old.v)), threshold)
    wide = cv2.resize(tinted[:, 1:], None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    moved[:, 1:] = cv2.max(moved[:, 1:], wide)
    moved = cv2.dilate(moved, np.ones((3, 3), np.uint8))
    moved[(new.clear > 0) | (old.clear > 0)] = 0
    for edge in (moved[:2], moved[-2:], moved[:, :4], moved[:, -5:]):  # chroma there mixes with what lies outside
        edge[:] = 0
    x, y, width, height = cv2.boundingRect(moved[:, 1:])
    if not width:
        return None
    left, top = x // 2 * 2, y // 2 * 2
    right, bottom = x + width + (x + width) % 2, y + height + (y + height) % 2
    return Posed(_masked(new, moved, (left, top, right, bottom)), now.dx + left, now.dy + top)


def _above(plane: Any, level: int) -> Plane:
    """255 where a plane is above a level, else 0."""
    return cv2.threshold(plane, level, 255, cv2.THRESH_BINARY)[1]


def _masked(picture: Cutout, mask: Plane, box: tuple[int, int, int, int]) -> Cutout:
    """The masked pixels of a box, with a clear column at the left."""
    left, top, right, bottom = box
    inner = mask[top:bottom, left + 1 : right + 1]
    half = cv2.resize(inner, (inner.shape[1] // 2, inner.shape[0] // 2), interpolation=cv2.INTER_AREA)
    half = _above(half, 0)
    rows, columns = slice(top, bottom), slice(left + 1, right + 1)
    rows_half, columns_half = slice(top // 2, bottom // 2), slice(left // 2 + 1, right // 2 + 1)

    def cut(plane: Plane, where: Plane) -> Plane:
        return cv2.copyMakeBorder(cv2.bitwise_and(plane, where), 0, 0, 1, 0, cv2.BORDER_CONSTANT)

    return Cutout(
        cut(picture.y[rows, columns], inner),
        cut(picture.u[rows_half, columns_half], half),
        cut(picture.v[rows_half, columns_half], half),
        cv2.copyMakeBorder(cv2.bitwise_not(inner), 0, 0, 1, 0, cv2.BORDER_CONSTANT, value=255),
        cv2.copyMakeBorder(cv2.bitwise_not(half), 0, 0, 1, 0, cv2.BORDER_CONSTANT, value=255),
    )


def _same_window(whole: Posed, part: Posed) -> tuple[Cutout, Cutout] | None:
    """The planes of `whole` where `part` lies, and of `part`, which must lie inside; None if it does not."""
    x, y = part.dx - whole.dx, part.dy - whole.dy
    height, width = part.picture.y.shape[0], part.picture.y.shape[1] - 1
    if x < 0 or y < 0 or y + height > whole.picture.y.shape[0] or x + width > whole.picture.y.shape[1] - 1:
        return None
    luma = (slice(y, y + height), slice(x, x + width + 1))
    chroma = (slice(y // 2, (y + height) // 2), slice(x // 2, (x + width) // 2 + 1))
    full, half = (whole.picture.y, whole.picture.clear), (whole.picture.u, whole.picture.v, whole.picture.clear_half)
    (old_y, clear), (u, v, clear_half) = (tuple(p[luma] for p in full), tuple(p[chroma] for p in half))
    return Cutout(old_y, u, v, clear, clear_half), part.picture


def seated(passenger: Posed, container: Posed, dx: int, dy: int, seat_dy: int) -> Posed:
    """The passenger without what would stick out under its container.

    (dx, dy) is the passenger's origin relative to the container's; `seat_dy` is the seat relative to the passenger's
    origin. Below the seat only what the container covers stays.
    """
    height, width = passenger.picture.y.shape
    hull = container.picture.clear
    cover = np.zeros((height, width), np.uint8)
    left, top = container.dx - dx - passenger.dx, container.dy - dy - passenger.dy
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + hull.shape[1]), min(height, top + hull.shape[0])
    if x0 < x1 and y0 < y1:
        cover[y0:y1, x0:x1] = 255 - hull[y0 - top : y1 - top, x0 - left : x1 - left]
    cover[: max(0, min(height, seat_dy - passenger.dy))] = 255
    half = cv2.resize(cover[:, 1:], ((width - 1) // 2, height // 2), interpolation=cv2.INTER_AREA)
    half = cv2.copyMakeBorder(half, 0, 0, 1, 0, cv2.BORDER_REPLICATE)
    picture = passenger.picture

    def cut(plane: Plane, by: Plane) -> Plane:
        return cv2.multiply(np.ascontiguousarray(plane), by, scale=1 / 255)

    return passenger._replace(
        picture=Cutout(
            cut(picture.y, cover),
            cut(picture.u, half),
            cut(picture.v, half),
            cv2.bitwise_not(cut(cv2.bitwise_not(np.ascontiguousarray(picture.clear)), cover)),
            cv2.bitwise_not(cut(cv2.bitwise_not(np.ascontiguousarray(picture.clear_half)), half)),
        )
    )
