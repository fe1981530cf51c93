"""Palms, leaves, ships and gold of the island, each drawn upward from its base point (x, y)."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import leaf_path
from story_cli.art.backdrops.shapes import Point, along, polygon, ring, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet, placed
from story_cli.art.backdrops.stores import pennant
from story_cli.art.colour import mix, ramp


def frond(control: list[Point], width: float, notches: int = 9) -> str:
    """Outline of a feathered palm leaf along a spine: smooth above, cut into fingers below."""
    spine = along(control, notches * 2)
    upper, lower = [], []
    for i, (x, y) in enumerate(spine):
        (x0, y0), (x1, y1) = spine[max(0, i - 1)], spine[min(len(spine) - 1, i + 1)]
        size = math.hypot(x1 - x0, y1 - y0) or 1
        nx, ny = -(y1 - y0) / size, (x1 - x0) / size
        if ny < 0:
            nx, ny = -nx, -ny
        share = i / (len(spine) - 1)
        reach = width * math.sin(math.pi * min(1.0, 0.14 + share * 0.86)) ** 0.7
        upper.append((x - nx * reach * 0.3, y - ny * reach * 0.3))
        deep = 1.0 if i % 2 else 0.4
        ahead = reach * 0.45 if i % 2 else 0.0
        lower.append(
            (x + nx * reach * deep + (x1 - x0) / size * ahead, y + ny * reach * deep + (y1 - y0) / size * ahead)
        )
    return spline([*upper, *lower[::-1]], tension=0.06)


def palm(sheet: Sheet, x: float, y: float, height: float, lean: float, leaf: str, bark: str, nuts: bool = True) -> str:
    """A coconut palm leaning by `lean` px, with a ringed trunk and nine fronds."""
    rng, h, tones = sheet.rng, height, ramp(leaf)
    stem = [(x, y + 16), (x + lean * 0.12, y - h * 0.3), (x + lean * 0.5, y - h * 0.68), (x + lean, y - h)]
    spine = along(stem, 16)
    rings = ""
    for i in range(1, 15):
        cx, cy = spine[i]
        half = h * (0.05 - 0.02 * i / 15)
        rings += sheet.stroke(
            trace("M", cx - half, cy - half * 0.2, "q", half, half * 0.7, half * 2, 0), ramp(bark)["lo"], h * 0.011, 0.8
        )
    top = spine[-1]
    reach, out = h * 0.56, ""
    back = ((-0.62, -0.34, -0.95, -0.1), (0.6, -0.36, 0.95, -0.14), (-0.2, -0.5, -0.46, -0.6), (0.2, -0.5, 0.5, -0.62))
    front = (
        (-0.5, -0.12, -0.86, 0.34),
        (0.5, -0.12, 0.88, 0.3),
        (-0.26, 0.04, -0.44, 0.56),
        (0.28, 0.02, 0.5, 0.54),
        (0.0, -0.26, 0.1, -0.1),
    )
    for tint, blades in ((tones["lo"], back), (leaf, front[:2]), (tones["hi"], front[2:4])):
        for ax, ay, bx, by in blades:
            turn = rng.uniform(-0.06, 0.06)
            curve = [
                top,
                (top[0] + ax * reach, top[1] + (ay + turn) * reach),
                (top[0] + bx * reach, top[1] + (by + turn) * reach),
            ]
            out += sheet.paper(frond(curve, h * 0.1), tint, rim=2)
            out += sheet.stroke(spline(along(curve, 6), closed=False), ramp(tint)["lo"], h * 0.008, 0.7)
    body = sheet.paper(tube(stem, [h * 0.12, h * 0.085, h * 0.066, h * 0.06], 16), bark, rim=2.4) + sheet.clip(
        tube(stem, [h * 0.12, h * 0.085, h * 0.066, h * 0.06], 16), rings
    )
    if nuts:
        brown = mix(sheet["wood"], sheet["ground"], 0.12)
        out += "".join(
            sheet.paper(ring(top[0] + dx * h, top[1] + dy * h, h * 0.036), brown, rim=1.6)
            for dx, dy in ((-0.04, 0.04), (0.035, 0.05), (0, 0.075))
        )
    return body + out


def far_palm(sheet: Sheet, x: float, y: float, height: float, lean: float, leaf: str, bark: str) -> str:
    """A palm of the distance: plain trunk, seven simple fronds."""
    top = (x + lean, y - height)
    out = sheet.flat(
        tube([(x, y + 8), (x + lean * 0.3, y - height * 0.5), top], [height * 0.1, height * 0.06], 8), bark
    )
    r = height * 0.5
    for dx, dy, mx, my in (
        (-1, 0.2, -0.6, -0.3),
        (1, 0.2, 0.6, -0.3),
        (-0.66, 0.6, -0.5, 0),
        (0.66, 0.6, 0.5, 0),
        (-0.6, -0.5, -0.3, -0.5),
        (0.6, -0.5, 0.3, -0.5),
        (0, 0.5, 0.1, 0),
    ):
        out += sheet.flat(
            tube(
                [top, (top[0] + mx * r, top[1] + my * r), (top[0] + dx * r, top[1] + dy * r)],
                [r * 0.12, r * 0.22, r * 0.04],
                8,
            ),
            leaf,
        )
    return out


def broad_leaf(sheet: Sheet, x: float, y: float, length: float, angle: float, colour: str) -> str:
    """A banana leaf: long and round with a pale rib and a few slits; angle 0 is up, degrees."""
    turn = math.radians(angle)
    bend = turn + (0.5 if angle > 0 else -0.5) * min(1.0, abs(angle) / 40)
    mid = (x + length * 0.5 * math.sin(turn), y - length * 0.5 * math.cos(turn))
    tip = (mid[0] + length * 0.5 * math.sin(bend), mid[1] - length * 0.5 * math.cos(bend))
    blade = tube([(x, y), mid, tip], [length * 0.05, length * 0.24, length * 0.3, length * 0.2, length * 0.03], 18)
    spine, tones = along([(x, y), mid, tip], 12), ramp(colour)
    ribs = ""
    for i in range(2, 11):
        (x0, y0), (x1, y1) = spine[i], spine[min(12, i + 1)]
        dx, dy = x1 - x0, y1 - y0
        for q in (-1, 1):
            ribs += sheet.stroke(
                trace("M", x0, y0, "l", dx * 1.2 - q * dy * 1.6, dy * 1.2 + q * dx * 1.6), tones["lo"], 2, 0.6
            )
    return sheet.paper(blade, colour, rim=2.2, inner=ribs) + sheet.stroke(
        spline(spine, closed=False), tones["hi"], max(2.0, length * 0.018)
    )


def split_leaf(sheet: Sheet, x: float, y: float, size: float, angle: float, colour: str) -> str:
    """A monstera leaf: a heart with deep slits, on a stalk from (x, y); angle 0 is up, degrees."""
    s, tones = size, ramp(colour)
    half = [
        (0, -0.34),
        (0.22, -0.2),
        (0.46, -0.3),
        (0.6, -0.52),
        (0.3, -0.56),
        (0.64, -0.68),
        (0.58, -0.84),
        (0.28, -0.78),
        (0.52, -0.98),
        (0.4, -1.12),
        (0.2, -1.0),
        (0.24, -1.22),
        (0, -1.4),
    ]
    edge = half + [(-dx, dy) for dx, dy in half[-2:0:-1]]
    path = spline([(dx * s * 0.8, dy * s) for dx, dy in edge], tension=0.09)
    veins = sheet.stroke(trace("M", 0, -s * 0.3, "V", -s * 1.28), tones["hi"], s * 0.035, 0.9)
    for q in (-1, 1):
        veins += "".join(
            sheet.stroke(trace("M", 0, -s * p, "l", q * s * 0.3, -s * 0.12), tones["lo"], s * 0.02, 0.7)
            for p in (0.5, 0.72, 0.94)
        )
    stalk = sheet.stroke(trace("M", 0, 0, "V", -s * 0.4), tones["lo"], s * 0.06)
    return placed(stalk + sheet.paper(path, colour, rim=2.2, inner=veins), x, y, 1.0, turn=angle)


def hibiscus(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> str:
    """Five broad petals with a golden stamen."""
    out, tones = "", ramp(colour)
    for i in range(5):
        angle = 2 * math.pi * i / 5 - 0.4
        out += sheet.paper(
            leaf_path(x, y, radius * 1.15, angle, radius * 0.42), colour if i % 2 else tones["hi"], rim=1.4
        )
    out += sheet.disc(x, y, radius * 0.26, radius * 0.26, tones["deep"])
    return out + sheet.stroke(trace("M", x, y, "l", radius * 0.5, -radius * 0.5), sheet["accent"], radius * 0.17)


def gold_heap(sheet: Sheet, x: float, y: float, half: float, gems: bool = True) -> str:
    """A heap of coins with cups and jewels."""
    rng, gold = sheet.rng, mix(sheet["accent"], sheet["wood"], 0.1)
    form = [
        (-1, 0.08),
        (-0.72, -0.2),
        (-0.4, -0.42),
        (-0.08, -0.62),
        (0.2, -0.52),
        (0.5, -0.3),
        (0.8, -0.16),
        (1, 0.08),
    ]
    out = sheet.shine(x, y - half * 0.3, half * 1.6, sheet["accent"], 0.4)
    out += sheet.paper(spline([(x + dx * half, y + dy * half) for dx, dy in form]), gold, rim=3)
    tones = ramp(gold)
    for _ in range(int(half / 2.6)):
        q = rng.uniform(-0.92, 0.92)
        cy = y + half * 0.04 - (1 - abs(q) ** 1.3) * half * rng.uniform(0.02, 0.56)
        r = rng.uniform(6, 9)
        out += sheet.disc(x + q * half, cy + 2, r, r * 0.62, tones["lo"]) + sheet.disc(
            x + q * half, cy, r, r * 0.6, rng.choice((tones["hi"], gold, sheet["glow"]))
        )
    for i in range(int(half / 22) if gems else 0):
        q = rng.uniform(-0.7, 0.7)
        out += gem(
            sheet,
            x + q * half,
            y - (1 - abs(q)) * half * rng.uniform(0.2, 0.5),
            rng.uniform(10, 15),
            sheet[("primary", "accent2", "secondary")[i % 3]],
        )
    return out


def gem(sheet: Sheet, x: float, y: float, r: float, colour: str) -> str:
    """A cut stone."""
    tones = ramp(colour)
    form = [(-1, -0.2), (-0.55, -0.8), (0.55, -0.8), (1, -0.2), (0, 1)]
    out = sheet.paper(polygon([(x + dx * r, y + dy * r) for dx, dy in form]), colour, rim=1.4)
    return out + sheet.flat(
        polygon([(x - r * 0.5, y - r * 0.2), (x, y - r * 0.7), (x + r * 0.5, y - r * 0.2), (x, y + r * 0.7)]),
        tones["hi"],
        0.8,
    )


def chest(sheet: Sheet, x: float, y: float, width: float, wood: str, filled: bool = True) -> str:
    """An open chest full of gold."""
    w, h = width / 2, width * 0.36
    lid = [(-1.02, -1.0), (-1.12, -1.75), (-0.9, -2.25), (0.9, -2.25), (1.12, -1.75), (1.02, -1.0)]
    out = sheet.paper(spline([(x + dx * w, y + dy * h) for dx, dy in lid], tension=0.12), ramp(wood)["lo"], rim=2.6)
    out += sheet.flat(
        spline([(x + dx * w * 0.84, y + dy * h * 0.96 - 1) for dx, dy in lid], tension=0.12),
        mix(sheet["deep"], sheet["wood"], 0.5),
    )
    out += gold_heap(sheet, x, y - h * 0.86, w * 0.96) if filled else ""
    box = spline([(x - w * 1.04, y - h), (x + w * 1.04, y - h), (x + w * 0.96, y), (x - w * 0.96, y)], tension=0.03)
    planks = sheet.stroke(trace("M", x - w, y - h * 0.5, "h", 2 * w), ramp(wood)["lo"], 3)
    bands = "".join(
        sheet.stroke(trace("M", x + q * w, y - h, "l", -q * w * 0.06, h), sheet["accent"], w * 0.13)
        for q in (-0.62, 0.62)
    )
    out += sheet.paper(box, wood, rim=2.6, inner=planks + bands)
    out += sheet.paper(tube([(x - w, y - h), (x + w, y - h)], [h * 0.2] * 2, 4), sheet["accent"], rim=1.8)
    return out + sheet.paper(
        spline(
            [
                (x - w * 0.12, y - h * 0.9),
                (x + w * 0.12, y - h * 0.9),
                (x + w * 0.09, y - h * 0.4),
                (x - w * 0.09, y - h * 0.4),
            ],
            tension=0.1,
        ),
        mix(sheet["accent"], sheet["glow"], 0.4),
        rim=1.4,
    )


def far_ship(sheet: Sheet, x: float, y: float, size: float, hull: str, cloth: str, flag: str) -> str:
    """A small three-masted ship on the sea, its waterline at y."""
    s = size
    form = [
        (-0.5, -0.2),
        (-0.44, -0.02),
        (-0.3, 0.04),
        (0.34, 0.04),
        (0.5, -0.06),
        (0.62, -0.24),
        (0.3, -0.14),
        (-0.3, -0.14),
    ]
    out = "".join(
        sheet.paper(
            tube([(x + dx * s, y - s * 0.1), (x + dx * s, y - tall * s)], [s * 0.03, s * 0.022], 4), hull, rim=1
        )
        for dx, tall in ((-0.28, 0.62), (0.04, 0.8), (0.33, 0.6))
    )
    for dx, low, top, wide in (
        (-0.28, 0.2, 0.54, 0.2),
        (0.04, 0.22, 0.5, 0.25),
        (0.04, 0.52, 0.72, 0.19),
        (0.33, 0.2, 0.52, 0.2),
    ):
        sail = [
            (dx - wide * 0.7, -top),
            (dx + wide * 0.7, -top),
            (dx + wide * 1.1, -(low + top) / 2),
            (dx + wide * 0.8, -low),
            (dx, -low - 0.03),
            (dx - wide * 0.6, -low),
            (dx - wide * 0.45, -(low + top) / 2),
        ]
        out += sheet.paper(spline([(x + px * s, y + py * s) for px, py in sail], tension=0.1), cloth, rim=1.8)
    out += pennant(sheet, x + 0.04 * s, y - s * 0.76, s * 0.17, flag, hull)
    line = sheet.stroke(
        trace("M", x - s * 0.5, y - s * 0.1, "q", s * 0.5, s * 0.07, s * 1.1, -s * 0.06), ramp(hull)["hi"], s * 0.022
    )
    return out + sheet.paper(
        spline([(x + dx * s, y + dy * s) for dx, dy in form], tension=0.1), hull, rim=2, inner=line
    )


def root_tangle(sheet: Sheet, x: float, y: float, size: float, bark: str) -> str:
    """Arching stilt roots."""
    out = ""
    for dx, tall, wide in (
        (-0.9, 0.44, 0.07),
        (0.85, 0.4, 0.07),
        (-0.6, 0.66, 0.09),
        (0.56, 0.6, 0.08),
        (-0.36, 0.3, 0.07),
        (0.34, 0.32, 0.06),
    ):
        curve = [
            (x + dx * size, y + 12),
            (x + dx * size * 0.86, y - tall * size * 0.55),
            (x + dx * size * 0.2, y - tall * size),
        ]
        out += sheet.paper(tube(curve, [wide * size * 0.7, wide * size, wide * size * 1.2], 10), bark, rim=2)
    return out
