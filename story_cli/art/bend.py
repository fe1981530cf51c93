"""Warps soft parts along a spine: tails, hair, noodle arms, tentacles, flags, wings.

The strip around the spine is cut into cross sections. Bending turns every segment of the spine by an angle that grows
toward the tip; a point keeps its place between two sections and its share of their width. Source: art bible §6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from story_cli.art.motion import Affine, Setting, inverse
from story_cli.art.piece import Bend, Point
from story_cli.art.rasterise import Plane

SEGMENTS = 18
GRID_POINTS = 900  # of the coarse map; at 320 tips of tentacles differ visibly from an exact map
ROOM = 5.0  # rig units beyond the points that cover a drawing: they are cell centres of a look every 6 units
Lines = npt.NDArray[np.float64]
_CANDIDATES = np.array([[-2, -1, 0, 1]])  # segments tried around the nearest cross section


@dataclass(frozen=True)
class Strip:
    """Cross sections of a spine: `centre` (n, 2), unit normals `across` (n, 2), reach `low` … `high` (n) along them."""

    centre: Lines
    across: Lines
    low: Lines
    high: Lines


def is_bent(setting: Setting) -> bool:
    return abs(setting.bend) > 0.05 or any(abs(amp) > 0.05 for amp, _, _ in setting.waves)


def smooth_spine(points: tuple[Point, ...], count: int = SEGMENTS) -> Lines:
    """(count + 1, 2) points on the Catmull–Rom curve through `points`."""
    control = np.array(points, np.float64)
    last = len(control) - 1
    place = np.linspace(0, last, count + 1)
    index = np.minimum(last - 1, place.astype(int))
    t = (place - index)[:, None]
    p0, p1, p2, p3 = (control[np.clip(index + k, 0, last)] for k in (-1, 0, 1, 2))
    curve = 2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    halved: Lines = 0.5 * curve
    return halved


def rest_strip(bend: Bend) -> Strip:
    """The strip of the drawing itself, with stiff ends of `pre` and `ext` units."""
    spine = smooth_spine(bend.spine)
    first, last = _unit(spine[1] - spine[0]), _unit(spine[-1] - spine[-2])
    pre = bend.ext if bend.pre is None else bend.pre
    centre = np.vstack([spine[0] - first * max(pre, 1.0), spine, spine[-1] + last * max(bend.ext, 1.0)])
    reach = np.full(len(centre), bend.half)
    return Strip(centre, _normals(centre), -reach, reach)


def fitted(strip: Strip, drawn: Lines) -> Strip:
    """The strip narrowed to what is drawn: (n, 2) points that cover the drawing. Windows get smaller, not the warp."""
    if not len(drawn):
        return strip
    _, v, index = _locate(drawn, strip)
    low, high = np.full(len(strip.centre), 1e6), np.full(len(strip.centre), -1e6)
    for place in (index, index + 1):
        np.minimum.at(low, place, v - ROOM)
        np.maximum.at(high, place, v + ROOM)
    empty = low > high
    low[empty], high[empty] = 0.0, 0.0
    return Strip(strip.centre, strip.across, low, high)


def bent_strip(rest: Strip, bend: Bend, setting: Setting) -> Strip:
    """The strip under the setting's bend and waves; the root end stays where it is."""
    steps = np.diff(rest.centre, axis=0)
    count = len(steps)
    along = np.clip((np.arange(count) - 0.5) / (count - 2), 0, 1)
    angle = setting.bend * along**bend.pow
    for amp, turns, k in setting.waves:
        angle = angle + amp * np.sin(2 * math.pi * (turns - k * along)) * along**1.2
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    turned = np.stack([steps[:, 0] * cos - steps[:, 1] * sin, steps[:, 0] * sin + steps[:, 1] * cos], 1)
    centre = np.vstack([rest.centre[:1], rest.centre[0] + np.cumsum(turned, axis=0)])
    return Strip(centre, _normals(centre), rest.low, rest.high)


def _unit(vector: Lines) -> Lines:
    unit: Lines = vector / max(1e-9, float(np.hypot(vector[0], vector[1])))
    return unit


def _normals(centre: Lines) -> Lines:
    steps = np.diff(centre, axis=0)
    steps = steps / np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)[:, None]
    both = np.vstack([steps[:1], steps]) + np.vstack([steps, steps[-1:]])
    both = both / np.maximum(np.hypot(both[:, 0], both[:, 1]), 1e-9)[:, None]
    return np.stack([-both[:, 1], both[:, 0]], 1)


def outline(strip: Strip) -> Lines:
    """Points around the part of the strip that is drawn."""
    used = strip.high > strip.low
    used = used if used.any() else ~used
    sides = [strip.centre + strip.across * reach[:, None] for reach in (strip.low, strip.high)]
    return np.vstack([side[used] for side in sides])


def carried(point: Point, rest: Strip, bent: Strip) -> Point:
    """Where a point of the drawing goes when the strip bends."""
    u, v, index = _locate(np.array([point], np.float64), rest)
    x, y = _place(u, v, index, bent)[0]
    return float(x), float(y)


def strip_distance(points: Lines, strip: Strip) -> Lines:
    """How far (n, 2) points lie from the spine, measured across it."""
    return np.abs(_locate(points, strip)[1])


def _locate(points: Lines, strip: Strip) -> tuple[Lines, Lines, npt.NDArray[np.intp]]:
    """Each point's share t along a segment, distance v from the spine, and the segment.

    Solves cross(p − C(t), N(t)) = 0, a quadratic in t, for the segments around the nearest section and keeps the
    best fit.
    """
    segments = len(strip.centre) - 1
    gaps = (points[:, :1] - strip.centre[:, 0]) ** 2 + (points[:, 1:] - strip.centre[:, 1]) ** 2
    near = np.argmin(gaps, axis=1)[:, None] + _CANDIDATES
    near = np.minimum(np.maximum(near, 0), segments - 1)
    cx, cy = strip.centre[:, 0], strip.centre[:, 1]
    ax, ay = strip.across[:, 0], strip.across[:, 1]
    (dcx, dcy, dax, day) = (np.diff(line)[near] for line in (cx, cy, ax, ay))
    nx, ny = ax[near], ay[near]
    qx, qy = points[:, :1] - cx[near], points[:, 1:] - cy[near]
    c0 = qx * ny - qy * nx
    c1 = qx * day - qy * dax - (dcx * ny - dcy * nx)
    c2 = -(dcx * day - dcy * dax)
    root = np.sqrt(np.maximum(c1 * c1 - 4 * c2 * c0, 0))
    divisor = -c1 - np.where(c1 < 0, -root, root)
    t = 2 * c0 / np.where(np.abs(divisor) < 1e-9, 1e-9, divisor)
    low, high = np.where(near == 0, -2.0, 0.0), np.where(near == segments - 1, 3.0, 1.0)  # the ends go on straight
    inside = np.minimum(np.maximum(t, low), high)
    nx, ny = nx + inside * dax, ny + inside * day
    v = ((qx - inside * dcx) * nx + (qy - inside * dcy) * ny) / np.maximum(nx * nx + ny * ny, 1e-9)
    best = np.argmin(np.abs(v) + 1e3 * np.abs(t - inside), axis=1)
    rows = np.arange(len(points))
    return inside[rows, best], v[rows, best], near[rows, best]


def _place(t: Lines, v: Lines, index: npt.NDArray[np.intp], strip: Strip) -> Lines:
    """The points at share t and distance v of their segments."""
    t = t[:, None]
    centre = strip.centre[index] * (1 - t) + strip.centre[index + 1] * t
    across = strip.across[index] * (1 - t) + strip.across[index + 1] * t
    return centre + across * v[:, None]


def source_maps(
    width_px: int, height_px: int, to_px: Affine, rest: Strip, bent: Strip, from_rig: Affine
) -> tuple[Plane, Plane]:
    """For every pixel of a (height, width) window, the x and y in the sprite's pixels that it shows.

    `to_px` takes rig units to the window, `from_rig` rig units to the sprite's pixels. Worked out on a coarse grid
    and spread linearly.
    """
    step = max(3.0, math.sqrt(width_px * height_px / GRID_POINTS))
    margin = math.ceil(step)  # px: a resize holds its outermost half cell constant, so that half lies outside
    columns, rows = (math.ceil((size + 2 * margin) / step) + 1 for size in (width_px, height_px))
    full_width, full_height = math.ceil(columns * step), math.ceil(rows * step)
    xs, ys = np.meshgrid(
        (np.arange(columns) + 0.5) * (full_width / columns) - 0.5 - margin,
        (np.arange(rows) + 0.5) * (full_height / rows) - 0.5 - margin,
    )
    points = _transformed(np.stack([xs.ravel(), ys.ravel()], 1), inverse(to_px))
    t, v, index = _locate(points, bent)
    found = _transformed(_place(t, v, index, rest), from_rig).astype(np.float32)
    grid = found.reshape(rows, columns, 2)
    spread: Any = cv2.resize(grid, (full_width, full_height), interpolation=cv2.INTER_LINEAR)
    both = spread[margin : margin + height_px, margin : margin + width_px]
    return np.ascontiguousarray(both[..., 0]), np.ascontiguousarray(both[..., 1])


def _transformed(points: Lines, transform: Affine) -> Lines:
    a, b, c, d, e, f = transform
    matrix = np.array([[a, c], [b, d]])
    return cast(Lines, points @ matrix.T + np.array([e, f]))
