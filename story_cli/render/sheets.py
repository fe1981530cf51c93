"""A parallax layer of a scene: painted planes that are laid into frames at quarters of a pixel, tile by tile.

Opaque tiles are copied, mixed ones blended, clear ones skipped. While the camera moves, the planes shifted by each of
the eight quarters of two pixels (the raster of the chroma) are made once and kept; at rest none is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import cv2
import numpy as np

from story_cli.art.compose import Box
from story_cli.art.planar import Cutout, Plane, Posed
from story_cli.render.planes import Frame

TILE = (128, 120)  # 0.1 to 0.2 ms a layer at 720p; smaller tiles cost more calls than they save
QUARTERS = 4


class _Run(NamedTuple):
    """Neighbouring tiles of one kind; edges in px of the layer, all even."""

    left: int
    top: int
    right: int
    bottom: int
    opaque: bool


class Sheet:
    """One layer, as wide as the frame and a bleed at both sides."""

    def __init__(self, picture: Cutout, tile: tuple[int, int] = TILE) -> None:
        self.picture = picture
        self._runs = _runs(picture.clear, *tile)
        self._shifted: dict[int, Cutout] = {}

    def draw(self, frame: Frame, x: float, within: Box | None = None) -> None:
        """Lay the layer with its left edge at x ≤ 0 px, to the nearest quarter; only what lies `within` a box."""
        quarters = round(x * QUARTERS)
        base = quarters // (2 * QUARTERS) * 2
        picture = self._at(quarters - base * QUARTERS)
        height, width = frame.y.shape
        x0, y0, x1, y1 = within or (0, 0, width, height)
        for run in self._runs:
            left, right = max(run.left, x0 - base), min(run.right, x1 - base)
            top, bottom = max(run.top, y0), min(run.bottom, y1)
            if left < right and top < bottom:
                _lay(frame, picture, (left, top, right, bottom), base, run.opaque)

    def rest(self) -> None:
        """Forget the shifted planes: the camera stands still."""
        self._shifted.clear()

    def with_soft(self, parts: Iterable[tuple[Posed, int, int]]) -> Sheet:
        """This layer with cutouts laid on it, their origins at (x, y) px of the layer, all even."""
        planes = [plane.copy() for plane in self.picture.planes]
        for posed, x, y in parts:
            _onto(planes, posed.picture, x + posed.dx, y + posed.dy)
        return Sheet(Cutout(*planes))

    def _at(self, phase: int) -> Cutout:
        """The planes shifted to the right by some quarters of a pixel, 0 … 7."""
        if phase == 0:
            return self.picture
        if phase not in self._shifted:
            y, u, v, clear, clear_half = self.picture.planes
            whole, share = phase // QUARTERS, phase % QUARTERS / QUARTERS
            half = phase / (2 * QUARTERS)
            self._shifted[phase] = Cutout(
                _moved(y, whole, share), _moved(u, 0, half), _moved(v, 0, half),
                _moved(clear, whole, share), _moved(clear_half, 0, half),
            )  # fmt: skip
        return self._shifted[phase]


def _lay(frame: Frame, picture: Cutout, box: tuple[int, int, int, int], base: int, opaque: bool) -> None:
    """Copy or blend one window; the box in px of the layer."""
    left, top, right, bottom = box
    for target, plane, clear, by in (
        (frame.y, picture.y, picture.clear, 1),
        (frame.u, picture.u, picture.clear_half, 2),
        (frame.v, picture.v, picture.clear_half, 2),
    ):
        rows, columns = slice(top // by, bottom // by), slice(left // by + 1, right // by + 1)
        window = target[rows, (left + base) // by : (right + base) // by]
        if opaque:
            np.copyto(window, plane[rows, columns])
        else:
            cv2.multiply(window, clear[rows, columns], dst=window, scale=1 / 255)
            cv2.add(window, plane[rows, columns], dst=window)


def _moved(plane: Plane, whole: int, share: float) -> Plane:
    """The plane moved to the right by whole columns and a share of one; its outermost columns stay."""
    begin, width = whole + 1, plane.shape[1]
    out = plane.copy()
    here, before = plane[:, begin - whole : width - whole], plane[:, begin - whole - 1 : width - whole - 1]
    if share:
        out[:, begin:] = cv2.addWeighted(here, 1 - share, before, share, 0)
    else:
        out[:, begin:] = here
    return out


def _runs(clear: Plane, tile_width: int, tile_height: int) -> list[_Run]:
    """What has to be drawn, from the plane of what a picture lets through."""
    height, width = clear.shape[0], clear.shape[1] - 1
    found: list[_Run] = []
    for top in range(0, height, tile_height):
        bottom = min(height, top + tile_height)
        row: list[_Run] = []
        for left in range(0, width, tile_width):
            right = min(width, left + tile_width)
            tile = clear[top:bottom, max(0, left - 2) : right + 1]  # and what a shift brings in from the left
            low, high = cv2.minMaxLoc(tile)[:2]
            if low == 255:
                continue
            run = _Run(left, top, right, bottom, high == 0)
            if row and row[-1].right == left and row[-1].opaque == run.opaque:
                row[-1] = row[-1]._replace(right=right)
            else:
                row.append(run)
        found += _joined(found, row)
    return found


def _joined(above: list[_Run], row: list[_Run]) -> list[_Run]:
    """The runs of a row that do not go on a run above; those above are lengthened in place."""
    fresh = []
    for run in row:
        for place, other in enumerate(above):
            if other.bottom == run.top and (other.left, other.right, other.opaque) == (run.left, run.right, run.opaque):
                above[place] = other._replace(bottom=run.bottom)
                break
        else:
            fresh.append(run)
    return fresh


def _onto(planes: list[Any], picture: Cutout, x: int, y: int) -> None:
    """Lay a cutout over a layer's own planes, which stay premultiplied."""
    for place, (plane, clear, by) in enumerate(
        (
            (picture.y, picture.clear, 1),
            (picture.u, picture.clear_half, 2),
            (picture.v, picture.clear_half, 2),
            (None, picture.clear, 1),
            (None, picture.clear_half, 2),
        )
    ):
        target = planes[place][:, 1:]
        left, top, height, width = x // by, y // by, clear.shape[0], clear.shape[1] - 1
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(target.shape[1], left + width), min(target.shape[0], top + height)
        if x0 >= x1 or y0 >= y1:
            continue
        window = target[y0:y1, x0:x1]
        rows, columns = slice(y0 - top, y1 - top), slice(x0 - left + 1, x1 - left + 1)
        cv2.multiply(window, clear[rows, columns], dst=window, scale=1 / 255)
        if plane is not None:
            cv2.add(window, plane[rows, columns], dst=window)
