"""Things that harbours, yards and markets share: barrels, crates, sacks, coiled rope, flags, drapes, fire."""

from __future__ import annotations

import math

from story_cli.art.backdrops.place import View
from story_cli.art.backdrops.shapes import Point, along, number, polygon, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet, Slab
from story_cli.art.colour import mix, ramp, shifted, to_oklch


def haze(view: View, strength: float = 1.0, dusk: bool = False) -> Slab:
    """A soft cloud of light by day, of dusk by night, over the middle distance: what the actors stand out from."""
    sheet = view.sheet("haze")
    tint, alpha = (sheet["deep"], 0.52) if view.night or dusk else (mix(sheet["glow"], "#ffffff", 0.5), 0.5)
    stops = "".join(
        f'<stop offset="{at}" stop-color="{tint}" stop-opacity="{alpha * strength * share:.3f}"/>'
        for at, share in ((0, 1.0), (0.55, 0.86), (0.8, 0.4), (1, 0.0))
    )
    gradient = f'<radialGradient id="haze">{stops}</radialGradient>'
    return sheet.slab(f'<defs>{gradient}</defs><ellipse cx="640" cy="390" rx="600" ry="330" fill="url(#haze)"/>')


def timber(sheet: Sheet) -> str:
    """Sawn wood: lighter and warmer than the trunks of the stage, never grey."""
    cool = 200 < to_oklch(sheet["wood"])[2] < 360
    return shifted(sheet["wood"], lift=0.12, gain=1.12, turn=42 if cool else 18)


def barrel(sheet: Sheet, x: float, y: float, height: float, wood: str, hoop: str) -> str:
    """A standing barrel, its foot at (x, y)."""
    h, w, tones = height, height * 0.36, ramp(wood)
    form = [(-w * 0.78, 0), (-w, -h * 0.5), (-w * 0.8, -h), (w * 0.8, -h), (w, -h * 0.5), (w * 0.78, 0)]
    path = spline([(x + dx, y + dy) for dx, dy in form], tension=0.13)
    staves = "".join(
        sheet.stroke(
            trace("M", x + q * w * 0.8, y - h, "Q", x + q * w * 1.05, y - h / 2, x + q * w * 0.8, y), line, 2.4
        )
        for q, line in ((-0.6, tones["hi"]), (-0.2, tones["lo"]), (0.22, tones["lo"]), (0.62, tones["lo"]))
    )
    hoops = "".join(
        sheet.stroke(trace("M", x - w * 1.1, y - h * q, "q", w * 1.1, h * 0.06, w * 2.2, 0), hoop, h * 0.075)
        for q in (0.2, 0.82)
    )
    lid = sheet.disc(x, y - h, w * 0.8, h * 0.09, tones["lo"]) + sheet.disc(
        x, y - h - 1, w * 0.7, h * 0.065, tones["hi"]
    )
    return sheet.paper(path, wood, rim=2.2, inner=staves + hoops) + lid


def crate(sheet: Sheet, x: float, y: float, size: float, wood: str) -> str:
    """A box of planks with a slanted brace, its foot at (x, y)."""
    s, tones = size / 2, ramp(wood)
    box = spline([(x - s, y), (x - s, y - 2 * s), (x + s, y - 2 * s), (x + s, y)], tension=0.02)
    inner = sheet.stroke(
        trace("M", x - s, y - s * 0.7, "h", 2 * s, "M", x - s, y - s * 1.35, "h", 2 * s), tones["lo"], 2
    )
    inner += sheet.stroke(trace("M", x - s * 0.8, y - s * 0.2, "L", x + s * 0.8, y - s * 1.8), tones["hi"], s * 0.24)
    edge = trace("M", x - s, y, "v", -2 * s, "h", 2 * s, "v", 2 * s, "Z")
    return sheet.paper(box, wood, rim=2.2, inner=inner + sheet.stroke(edge, tones["lo"], s * 0.34))


def sack(sheet: Sheet, x: float, y: float, height: float, cloth: str) -> str:
    """A full sack tied at its neck."""
    form = [(-0.44, 0.02), (-0.5, -0.34), (-0.3, -0.7), (-0.1, -0.8), (-0.2, -1.0), (0.16, -1.02), (0.1, -0.8)]
    form += [(0.32, -0.66), (0.5, -0.3), (0.42, 0.02)]
    out = sheet.paper(spline([(x + dx * height, y + dy * height) for dx, dy in form], tension=0.15), cloth, rim=2.2)
    tie = trace("M", x - height * 0.13, y - height * 0.79, "q", height * 0.13, height * 0.05, height * 0.25, 0)
    return out + sheet.stroke(tie, ramp(cloth)["deep"], height * 0.06)


def coil(sheet: Sheet, x: float, y: float, width: float, rope: str) -> str:
    """A coil of thick rope lying flat."""
    out, tones, step = "", ramp(rope), width * 0.13
    for i in range(3):
        level = y - i * step * 0.9
        out += sheet.disc(x, level, width / 2, width * 0.2, tones["lo"])
        out += sheet.disc(x, level - step * 0.35, width / 2 - 1, width * 0.19, rope if i % 2 else tones["hi"])
    top = y - 2 * step * 0.9 - step * 0.35
    return out + sheet.disc(x, top, width * 0.26, width * 0.085, tones["deep"])


def pennant(sheet: Sheet, x: float, y: float, size: float, colour: str, pole: str, side: int = 1) -> str:
    """A swallow-tailed flag on a pole that stands on (x, y)."""
    s, top = size, y - size
    flag = [(0, 0), (s * 0.4, s * 0.09), (s * 0.86, -s * 0.02), (s * 0.66, s * 0.19), (s * 0.9, s * 0.4)]
    flag += [(s * 0.42, s * 0.45), (0, s * 0.4)]
    cloth = spline([(x + side * dx, top + s * 0.06 + dy) for dx, dy in flag], tension=0.07)
    out = sheet.paper(tube([(x, y), (x, top)], [s * 0.07, s * 0.055], 4), pole, rim=1)
    return out + sheet.paper(cloth, colour, rim=1.8) + sheet.disc(x, top, s * 0.055, s * 0.055, sheet["accent"])


def bunting(sheet: Sheet, start: Point, end: Point, sag: float, hues: tuple[str, ...], count: int = 11) -> str:
    """A hanging string of small flags."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag)
    rope = along([start, middle, end], count * 4)
    out = sheet.stroke(spline(rope[::4], closed=False), sheet["wood"], 2.4)
    for i in range(count):
        (x0, y0), (x1, y1) = rope[i * 4 + 1], rope[i * 4 + 4]
        tip = ((x0 + x1) / 2 + (y0 - y1) * 0.3, (y0 + y1) / 2 + (x1 - x0) * 1.05)
        out += sheet.paper(spline([(x0, y0), (x1, y1), tip], tension=0.03), hues[i % len(hues)], rim=1.6)
    return out


def drape(sheet: Sheet, x: float, y: float, width: float, length: float, colour: str, sign: str = "star") -> str:
    """A banner hanging from (x, y) with a swallow tail, a trim and a sign: star, crown or heart."""
    w, tones = width / 2, ramp(colour)
    form = [(x - w, y), (x + w, y), (x + w * 0.96, y + length), (x, y + length - w * 0.8), (x - w * 0.96, y + length)]
    folds = "".join(
        sheet.flat(trace("M", x + q * w, y, "l", w * 0.16, length, "h", -w * 0.34, "Z"), tones[tone], 0.5)
        for q, tone in ((-0.55, "lo"), (0.1, "hi"), (0.7, "lo"))
    )
    trim = sheet.stroke(polygon(form), sheet["accent"], width * 0.09)
    out = sheet.paper(spline(form, tension=0.02), colour, rim=2.2, inner=folds + trim)
    out += sheet.paper(emblem(x, y + length * 0.42, w * 0.52, sign), sheet["accent"], rim=1.4)
    pole = sheet.paper(tube([(x - w * 1.2, y), (x + w * 1.2, y)], [w * 0.22, w * 0.22], 4), sheet["wood"], rim=1.4)
    return out + pole + "".join(sheet.disc(x + q * w * 1.24, y, w * 0.16, w * 0.16, sheet["accent"]) for q in (-1, 1))


def emblem(x: float, y: float, r: float, sign: str) -> str:
    """The outline of a heraldic star, crown or heart around (x, y)."""
    if sign == "crown":
        form = [(-1, 0.7), (-1.05, -0.5), (-0.5, 0), (0, -0.85), (0.5, 0), (1.05, -0.5), (1, 0.7)]
        return spline([(x + dx * r, y + dy * r) for dx, dy in form], tension=0.05)
    if sign == "heart":
        form = [
            (0, 1),
            (-0.95, 0.05),
            (-0.88, -0.62),
            (-0.4, -0.8),
            (0, -0.42),
            (0.4, -0.8),
            (0.88, -0.62),
            (0.95, 0.05),
        ]
        return spline([(x + dx * r, y + dy * r) for dx, dy in form], tension=0.14)
    points = []
    for i in range(10):
        angle, reach = math.pi * (i / 5 - 0.5), r * (1.05 if i % 2 == 0 else 0.5)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return spline(points, tension=0.05)


def flames(sheet: Sheet, x: float, y: float, height: float) -> str:
    """Tongues of fire rising from (x, y), with their shine."""
    hot = mix(sheet["accent"], "#e8603c", 0.6)
    out = sheet.shine(x, y - height * 0.4, height * 1.9, sheet["accent"], 0.75)
    for dx, tall, hue in ((-0.26, 0.66, hot), (0.28, 0.6, hot), (0, 1, mix(hot, sheet["accent"], 0.4))):
        out += sheet.flat(_tongue(x + dx * height, y, tall * height), hue, 0.95)
    out += sheet.flat(_tongue(x + height * 0.03, y, height * 0.66), sheet["accent"])
    return out + sheet.flat(_tongue(x, y, height * 0.36), sheet["glow"])


def _tongue(x: float, y: float, height: float) -> str:
    form = [(-0.26, 0.02), (-0.32, -0.26), (-0.13, -0.5), (0.02, -1.0), (0.16, -0.6), (0.33, -0.32), (0.25, 0.02)]
    return spline([(x + dx * height, y + dy * height) for dx, dy in form])


def torch(sheet: Sheet, x: float, y: float, size: float) -> str:
    """A burning torch in a wall bracket, its middle at (x, y)."""
    cup = [(-0.2, 0), (0.2, 0), (0.09, 0.5), (-0.09, 0.5)]
    out = flames(sheet, x, y, size * 0.8)
    out += sheet.paper(spline([(x + dx * size, y + dy * size) for dx, dy in cup], tension=0.06), sheet["wood"], rim=1.6)
    return out + sheet.stroke(trace("M", x - size * 0.2, y, "h", size * 0.4), sheet["accent"], size * 0.1)


def cloud(sheet: Sheet, x: float, y: float, width: float, light: str, shade: str) -> str:
    """A heaped cloud on a flat base at y."""
    rng, w = sheet.rng, width / 2
    lobes = ((-0.62, 0.22, 0.3), (-0.2, 0.36, 0.42), (0.26, 0.28, 0.36), (0.66, 0.16, 0.26))
    path = ""
    for dx, dy, r in lobes:
        rx, ry = r * w * rng.uniform(0.94, 1.1), r * w * 0.82 * rng.uniform(0.92, 1.08)
        cx, cy = x + dx * w, y - dy * w * 0.8
        path += trace("M", cx - rx, cy, "a", rx, ry, 0, 1, 1, 2 * rx, 0, "a", rx, ry, 0, 1, 1, -2 * rx, 0)
    path += trace(
        "M", x - w, y, "q", 0, -w * 0.26, w * 0.3, -w * 0.26, "h", w * 1.4, "q", w * 0.3, 0, w * 0.3, w * 0.26
    )
    path += trace("q", -w, w * 0.07, -2 * w, 0, "Z")
    return sheet.clip(
        trace("M", x - w * 1.3, y - w * 2, "H", x + w * 1.3, "V", y + w * 0.06, "H", x - w * 1.3, "Z"),
        sheet.flat(path, sheet.vertical(light, light, shade, middle=0.6)),
    )


def birds(sheet: Sheet, x: float, y: float, colour: str, count: int = 5) -> str:
    """A small far flock."""
    rng, out = sheet.rng, ""
    for i in range(count):
        bx, by, s = x + i * rng.uniform(24, 34), y + rng.uniform(-22, 22), rng.uniform(7, 12)
        wing = trace(
            "M", bx - s, by - s * 0.3, "q", s * 0.6, -s * 0.5, s, s * 0.3, "q", s * 0.5, -s * 0.8, s * 1.1, -s * 0.2
        )
        out += sheet.stroke(wing, colour, 2.4, 0.8)
    return out


def turned(body: str, angle: float, x: float, y: float) -> str:
    """The shapes turned clockwise around (x, y), degrees."""
    return f'<g transform="rotate({number(angle)} {number(x)} {number(y)})">{body}</g>'
