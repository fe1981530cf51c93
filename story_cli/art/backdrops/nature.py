"""Leaves, blades, stones and light that several themes share, each drawn upward from its base point (x, y)."""

from __future__ import annotations

import math

from story_cli.art.backdrops.place import WIDTH
from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, along, number, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet
from story_cli.art.colour import mix, oklch, ramp

SUNSET = oklch(0.84, 0.125, 54.0)


def kelp(
    sheet: Sheet, x: float, y: float, height: float, colour: str, leaf: float = 26, sway: float | None = None
) -> str:
    """A stem with alternating leaves, growing up from (x, y)."""
    rng = sheet.rng
    lean = rng.uniform(-0.12, 0.12) if sway is None else sway
    phase, tones = rng.uniform(0, 6), ramp(colour)
    stem = [
        (x + math.sin(i * 1.1 + phase) * height * 0.045 * (i / 5) + lean * height * (i / 5) ** 1.4, y - height * i / 5)
        for i in range(6)
    ]
    spine, out, count = along(stem, 40), [], int(height / 26)
    for j in range(count):
        share = 0.1 + 0.88 * j / count
        px, py = spine[int(share * 40)]
        length = leaf * (1.9 - 0.9 * share) * rng.uniform(0.85, 1.15)
        angle = math.radians((1 if j % 2 else -1) * (52 - 22 * share) + rng.uniform(-8, 8))
        out.append(
            sheet.paper(
                leaf_path(px, py, length * 1.5, angle, length * 0.3), tones["hi"] if j % 3 == 0 else colour, rim=1.4
            )
        )
    out.append(sheet.flat(tube(stem, [leaf * 0.26, leaf * 0.2, leaf * 0.1], 20), tones["lo"]))
    return "".join(out)


def leaf_path(x: float, y: float, length: float, angle: float, width: float) -> str:
    """A pointed leaf from its stalk at (x, y); angle 0 is up, clockwise in radians."""
    tip = (x + length * math.sin(angle), y - length * math.cos(angle))
    nx, ny = math.cos(angle), math.sin(angle)
    mx, my = x + (tip[0] - x) * 0.45, y + (tip[1] - y) * 0.45

    def pair(*values: float) -> str:
        return " ".join(number(v) for v in values)

    return trace(
        "M",
        pair(x, y),
        "C",
        pair(mx - nx * width * 1.2, my - ny * width * 1.2, mx - nx * width, my - ny * width, *tip),
        "C",
        pair(mx + nx * width * 1.5, my + ny * width * 1.5, mx + nx * width * 1.2, my + ny * width * 1.2, x, y),
        "Z",
    )


def ribbon(sheet: Sheet, x: float, y: float, height: float, colour: str, width: float = 30) -> str:
    """A broad blade of sea grass."""
    rng, phase = sheet.rng, sheet.rng.uniform(0, 6)
    lean = rng.uniform(-0.15, 0.15)
    spine = [
        (
            x + math.sin(i * 1.25 + phase) * height * 0.06 * (i / 6 + 0.15) + lean * height * (i / 6) ** 1.5,
            y - height * i / 6,
        )
        for i in range(7)
    ]
    blade = tube(spine, [width * 0.55, width, width * 0.85, width * 0.55, width * 0.12], 26)
    vein = spline(along(spine, 26)[1:-2:3], closed=False)
    return sheet.paper(blade, colour, rim=2) + sheet.stroke(vein, ramp(colour)["hi"], max(1.2, width * 0.08), 0.5)


def tuft(sheet: Sheet, x: float, y: float, height: float, colour: str, blades: int = 3) -> str:
    """A few short ribbons."""
    width = height * 0.26
    shifts = [(i - (blades - 1) / 2) * width * 0.95 for i in range(blades)]
    return "".join(ribbon(sheet, x + dx, y, height * sheet.rng.uniform(0.7, 1.1), colour, width) for dx in shifts)


def rock(
    sheet: Sheet, x: float, y: float, width: float, height: float, colour: str, fade: str = "", root: float = 30
) -> str:
    """A rounded boulder, its foot `root` below y."""
    flare = width * (0.5 + min(0.3, root / 700))
    rng, edge = sheet.rng, [(x - flare, y + root)]
    for i in range(7):
        angle = math.pi * (1 - i / 6)
        edge.append(
            (
                x + width / 2 * math.cos(angle) * rng.uniform(0.88, 1.08),
                y - height * (math.sin(angle) ** 0.7 if angle > 0.01 else 0) * rng.uniform(0.8, 1.08),
            )
        )
    edge.append((x + flare, y + root))
    grains = sheet.specks(int(width / 18), (x - width / 2, y - height, x + width / 2, y), colour)
    return sheet.paper(spline(edge, tension=0.13), colour, rim=3, fade=fade, inner=grains)


def light_rays(sheet: Sheet, x: float, top: float, length: float, count: int = 7, alpha: float = 0.62) -> str:
    """Slanting beams from a light above the picture; to be blurred."""
    rng, out = sheet.rng, []
    fill = sheet.fading(sheet["glow"], alpha)
    for i in range(count):
        lean = -0.5 + i * 1.02 / (count - 1) + rng.uniform(-0.05, 0.05)
        narrow, wide, reach = rng.uniform(8, 24), rng.uniform(60, 150), length * rng.uniform(0.72, 1.06)
        start, end = x + lean * 190, x + lean * reach * 1.5
        path = trace("M", start - narrow, top, "L", start + narrow, top)
        path += trace("L", end + wide, top + reach, "L", end - wide, top + reach, "Z")
        out.append(sheet.flat(path, fill, rng.uniform(0.3, 0.75)))
    return "".join(out)


def page(sheet: Sheet, fill: str, top: float = 0.0) -> str:
    """A rectangle over the whole layer."""
    width = WIDTH + 2 * MARGIN
    return f'<rect x="{-MARGIN}" y="{number(top)}" width="{width}" height="{number(HEIGHT - top)}" fill="{fill}"/>'


def at_side(body: str, side: int) -> str:
    """A left-hand drawing as it is (side −1) or mirrored to the right."""
    return body if side < 0 else f'<g transform="translate({WIDTH},0) scale(-1,1)">{body}</g>'


def moon(sheet: Sheet, x: float, y: float, radius: float) -> str:
    """A full moon with a halo and soft seas."""
    light = mix(sheet["glow"], "#ffffff", 0.35)
    out = sheet.shine(x, y, radius * 4.2, sheet["glow"], 0.75) + sheet.disc(x, y, radius, radius, light)
    for dx, dy, r in ((-0.3, -0.25, 0.22), (0.28, 0.1, 0.3), (-0.2, 0.42, 0.16)):
        out += sheet.disc(x + dx * radius, y + dy * radius, r * radius, r * radius, mix(light, sheet["air"], 0.35), 0.6)
    return out


def stars(sheet: Sheet, count: int, bottom: float) -> str:
    rng, out = sheet.rng, ""
    for _ in range(count):
        r = rng.uniform(1.2, 3.0)
        out += sheet.disc(
            rng.uniform(-MARGIN, WIDTH + MARGIN), rng.uniform(10, bottom), r, r, sheet["glow"], rng.uniform(0.5, 0.95)
        )
    return out


def low_sun(sheet: Sheet, x: float, y: float) -> str:
    """The wide warm wash of a setting sun."""
    return sheet.shine(x, y, 860, SUNSET, 0.62, knee=0.5)
