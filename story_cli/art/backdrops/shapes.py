"""Outlines as SVG path data: smooth splines, blobs, scalloped clumps, tapered tubes, ridges. Stage pixels."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

Point = tuple[float, float]
WIDTH = 1280
HEIGHT = 720
MARGIN = 64  # bleed of a layer on each side: 5 % of the width
FLOOR = HEIGHT + 80  # planted shapes reach below the page


def number(value: float) -> str:
    """One decimal, no trailing zero: keeps documents small."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def trace(*parts: str | float) -> str:
    """Path data from letters and coordinates: trace("M", x, y, "h", 20)."""
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def ring(x: float, y: float, rx: float, ry: float = 0.0) -> str:
    """A circle or ellipse around (x, y)."""
    ry = ry or rx
    return trace("M", x - rx, y, "a", rx, ry, 0, 1, 1, 2 * rx, 0, "a", rx, ry, 0, 1, 1, -2 * rx, 0)


def arched(x: float, y: float, half: float, tall: float) -> str:
    """A round-topped opening standing on y: `tall` high, 2 × `half` wide."""
    return trace("M", x - half, y, "v", half - tall, "a", half, half, 0, 0, 1, 2 * half, 0, "v", tall - half, "Z")


def spline(points: Sequence[Point], closed: bool = True, tension: float = 1 / 6) -> str:
    """Catmull–Rom curve through the points, as cubic Béziers."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if closed else points[max(0, min(count - 1, index))]

    path = [trace("M", points[0][0], points[0][1])]
    for i in range(count if closed else count - 1):
        before, start, end, after = at(i - 1), at(i), at(i + 1), at(i + 2)
        first = (start[0] + (end[0] - before[0]) * tension, start[1] + (end[1] - before[1]) * tension)
        second = (end[0] - (after[0] - start[0]) * tension, end[1] - (after[1] - start[1]) * tension)
        path.append("C" + " ".join(number(v) for v in (*first, *second, *end)))
    return "".join(path) + ("Z" if closed else "")


def scaled(points: Sequence[Point], x: float, y: float, size: float) -> list[Point]:
    """Points given in shares of `size` around (x, y)."""
    return [(x + dx * size, y + dy * size) for dx, dy in points]


def polygon(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"


def blob(rng: random.Random, x: float, y: float, rx: float, ry: float, points: int = 9, wobble: float = 0.12) -> str:
    """A roundish irregular form."""
    ring = []
    for i in range(points):
        angle, reach = 2 * math.pi * i / points, 1 + rng.uniform(-wobble, wobble)
        ring.append((x + rx * reach * math.cos(angle), y + ry * reach * math.sin(angle)))
    return spline(ring)


def scallop(rng: random.Random, x: float, y: float, rx: float, ry: float, lobes: int = 0) -> str:
    """A clump of leaves or cloud: an ellipse edged with outward arcs."""
    lobes = lobes or max(7, int((rx + ry) / 16))
    start = rng.uniform(0, 6)
    ring = []
    for i in range(lobes):
        angle, reach = start + 2 * math.pi * i / lobes + rng.uniform(-0.1, 0.1), rng.uniform(0.92, 1.06)
        ring.append((x + rx * reach * math.cos(angle), y + ry * reach * math.sin(angle)))
    path = [trace("M", ring[0][0], ring[0][1])]
    for i in range(lobes):
        start_point, end = ring[i], ring[(i + 1) % lobes]
        radius = number(math.dist(start_point, end) * 0.6)
        path.append(trace("A", radius, radius, 0, 0, 1, end[0], end[1]))
    return "".join(path) + "Z"


def along(control: Sequence[Point], count: int = 24) -> list[Point]:
    """count + 1 points on the open Catmull–Rom curve through `control`."""
    last = len(control) - 1
    found = []
    for j in range(count + 1):
        place = j / count * last
        i = min(last - 1, int(place))
        t = place - i
        p = [control[max(0, min(last, i + k))] for k in (-1, 0, 1, 2)]
        xy = [
            0.5
            * (
                2 * p[1][c]
                + (p[2][c] - p[0][c]) * t
                + (2 * p[0][c] - 5 * p[1][c] + 4 * p[2][c] - p[3][c]) * t * t
                + (3 * p[1][c] - p[0][c] - 3 * p[2][c] + p[3][c]) * t**3
            )
            for c in (0, 1)
        ]
        found.append((xy[0], xy[1]))
    return found


def tube(control: Sequence[Point], widths: Sequence[float], count: int = 20, round_end: bool = True) -> str:
    """A tapered tube around a spine; `widths` are spread over its length, ends are round."""
    spine = along(control, count)
    left, right = [], []
    for i, (x, y) in enumerate(spine):
        before, after = spine[max(0, i - 1)], spine[min(count, i + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        size = math.hypot(dx, dy) or 1
        place = i / count * (len(widths) - 1)
        k = min(len(widths) - 2, int(place))
        half = (widths[k] + (widths[k + 1] - widths[k]) * (place - k)) / 2
        nx, ny = -dy / size * half, dx / size * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    tip = _cap(spine[-2], spine[-1], widths[-1]) if round_end else []
    return spline(left + tip + right[::-1] + _cap(spine[1], spine[0], widths[0]))


def _cap(before: Point, end: Point, width: float) -> list[Point]:
    """Three points that round the end of a tube."""
    size = math.dist(before, end) or 1
    tx, ty = (end[0] - before[0]) / size * width / 2, (end[1] - before[1]) / size * width / 2
    return [
        (end[0] - ty * 0.72 + tx * 0.7, end[1] + tx * 0.72 + ty * 0.7),
        (end[0] + tx, end[1] + ty),
        (end[0] + ty * 0.72 + tx * 0.7, end[1] - tx * 0.72 + ty * 0.7),
    ]


def ridge(rng: random.Random, y: float, height: float, waves: int) -> str:
    """Ground or hills over the whole layer, its upper edge at about `y`, reaching below the page."""
    points = [(-MARGIN - 40.0, FLOOR + 160.0), (-MARGIN - 40.0, y)]
    for i in range(waves + 1):
        points.append((-20 + i * (WIDTH + 40) / waves, y + rng.uniform(-height, height)))
    return spline([*points, (WIDTH + MARGIN + 40, y), (WIDTH + MARGIN + 40, FLOOR + 160)], tension=0.16)


def hill(points: Sequence[Point]) -> str:
    """Ground whose upper edge goes through the points, from bleed to bleed, reaching below the page."""
    return spline([(points[0][0], FLOOR + 160), *points, (points[-1][0], FLOOR + 160)], tension=0.16)
