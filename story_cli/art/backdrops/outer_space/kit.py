"""Stars, planets, craters and rocks of space; each thing is drawn at its middle or upward from its foot (x, y)."""

from __future__ import annotations

import math

from story_cli.art.backdrops.place import WIDTH
from story_cli.art.backdrops.shapes import MARGIN, arched, blob, number, polygon, ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet
from story_cli.art.colour import mix, ramp


def spark(sheet: Sheet, x: float, y: float, radius: float, colour: str = "", opacity: float = 1.0) -> str:
    """A four-pointed star with hollow sides."""
    r, q = radius, radius * 0.14
    path = trace("M", x, y - r, "Q", x + q, y - q, x + r, y, "Q", x + q, y + q, x, y + r)
    path += trace("Q", x - q, y + q, x - r, y, "Q", x - q, y - q, x, y - r, "Z")
    return sheet.flat(path, colour or sheet["glow"], opacity)


def star_field(sheet: Sheet, count: int, bottom: float, sparks: int = 7) -> str:
    """Stars thinning out downward, a few large ones with points."""
    rng, out = sheet.rng, []
    for _ in range(count):
        x, y = rng.uniform(-MARGIN, WIDTH + MARGIN), bottom * rng.random() ** 1.5
        r = rng.choice((0.9, 1.2, 1.6, 2.3))
        out.append(sheet.disc(x, y, r, r, sheet["glow"], rng.uniform(0.4, 0.95) * (1 - 0.6 * y / bottom)))
    for i in range(sparks):
        x = (i + rng.uniform(0.15, 0.85)) * WIDTH / sparks
        out.append(spark(sheet, x, rng.uniform(24, bottom * 0.62), rng.uniform(6, 13), opacity=rng.uniform(0.75, 1.0)))
    return "".join(out)


def planet(sheet: Sheet, x: float, y: float, radius: float, colour: str, bands: int = 3, halo: float = 0.5) -> str:
    """A round world with wavy bands of cloud, lit from above, darker below, in a halo of air."""
    rng, tones, r = sheet.rng, ramp(colour), radius
    inner = ""
    for i in range(bands):
        level = y - r * 0.62 + (i + rng.uniform(0.2, 0.8)) * r * 1.5 / bands
        wave = [(x + r * q, level + r * rng.uniform(-0.06, 0.06)) for q in (-1.1, -0.5, 0.1, 0.6, 1.1)]
        inner += sheet.stroke(
            spline(wave, closed=False), tones["hi" if i % 2 == 0 else "lo"], r * rng.uniform(0.12, 0.24), 0.55
        )
    inner += sheet.disc(x - r * 0.36, y - r * 0.44, r * 0.24, r * 0.15, tones["hi"], 0.3)
    inner += sheet.disc(x + r * 0.2, y + r * 1.12, r * 1.3, r * 0.78, tones["deep"], 0.3)
    inner += sheet.disc(x + r * 0.2, y + r * 1.3, r * 1.3, r * 0.72, tones["deep"], 0.3)
    out = sheet.shine(x, y, r * 1.75, tones["hi"], halo) if halo else ""
    return out + sheet.paper(ring(x, y, r), colour, rim=max(2.0, r * 0.03), inner=inner)


def half_ring(sheet: Sheet, x: float, y: float, rx: float, colour: str, front: bool, tilt: float = -14) -> str:
    """Three bands of a planet's ring: the half behind it or the half in front of it."""
    tones, out = ramp(colour), ""
    for share, width, tone in ((1.0, 0.13, "hi"), (0.82, 0.1, ""), (0.68, 0.05, "lo")):
        a, b = rx * share, rx * share * 0.26
        arc = trace("M", x - a, y, "A", a, b, 0, 0, 0 if front else 1, x + a, y)
        out += sheet.stroke(arc, tones[tone] if tone else colour, rx * width, 0.95 if front else 0.8)
    return f'<g transform="rotate({number(tilt)} {number(x)} {number(y)})">{out}</g>'


def ringed(sheet: Sheet, x: float, y: float, radius: float, colour: str, band: str, tilt: float = -14) -> str:
    """A planet with its ring."""
    back = half_ring(sheet, x, y, radius * 1.9, band, False, tilt)
    return back + planet(sheet, x, y, radius, colour) + half_ring(sheet, x, y, radius * 1.9, band, True, tilt)


def crater(sheet: Sheet, x: float, y: float, width: float, colour: str, flat: float = 0.27) -> str:
    """A hollow in the ground seen from the side; `flat` is its height in widths."""
    tones, w, h = ramp(colour), width / 2, width * flat / 2
    out = sheet.disc(x, y - h * 0.16, w * 1.1, h * 1.2, tones["hi"])
    out += sheet.disc(x, y, w, h, tones["lo"]) + sheet.disc(x, y - h * 0.12, w * 0.94, h * 0.7, tones["deep"], 0.45)
    return out + sheet.disc(x, y + h * 0.34, w * 0.8, h * 0.5, mix(colour, tones["hi"], 0.3), 0.75)


def asteroid(sheet: Sheet, x: float, y: float, radius: float, colour: str, fade: str = "") -> str:
    """A floating stone with hollows."""
    rng, r = sheet.rng, radius
    hollows = ""
    for angle, size in ((0.5, 0.56), (3.3, 0.3), (4.9, 0.2))[: 3 if r > 20 else 1]:
        away = r * rng.uniform(0.3, 0.6)
        turn = angle + rng.uniform(-0.5, 0.5)
        hollows += crater(
            sheet,
            x + math.cos(turn) * away,
            y + math.sin(turn) * away * 0.7,
            r * size * rng.uniform(0.85, 1.1),
            colour,
            0.62,
        )
    shade = sheet.disc(x, y + r * 1.05, r * 1.3, r * 0.62, ramp(colour)["deep"], 0.3)
    form = blob(rng, x, y, r, r * rng.uniform(0.68, 0.86), 10, 0.13)
    return sheet.paper(form, colour, rim=max(1.6, r * 0.05), fade=fade, inner=hollows + shade)


def moon_stone(sheet: Sheet, x: float, y: float, width: float, height: float, colour: str, root: float = 26) -> str:
    """A rounded lump of moon with hollows, its foot `root` below y."""
    rng = sheet.rng
    form = [(x - width * 0.56, y + root), (x - width * 0.5, y - height * 0.3)]
    form += [(x - width * 0.28, y - height * rng.uniform(0.8, 0.95)), (x + width * 0.06, y - height)]
    form += [(x + width * 0.36, y - height * rng.uniform(0.64, 0.8)), (x + width * 0.5, y - height * 0.22)]
    form += [(x + width * 0.58, y + root)]
    hollows = "".join(
        crater(sheet, x + dx * width, y - dy * height, width * size, colour, 0.5)
        for dx, dy, size in ((-0.16, 0.62, 0.24), (0.2, 0.42, 0.17), (-0.3, 0.2, 0.13))
    )
    return sheet.paper(spline(form, tension=0.15), colour, rim=3, inner=hollows)


def lamp_post(sheet: Sheet, x: float, y: float, height: float, colour: str, light: str) -> str:
    """A slim pole with a glowing ball."""
    top, r = y - height, max(6.0, height * 0.11)
    out = sheet.shine(x, top, r * 4.4, light, 0.7)
    out += sheet.paper(tube([(x, y + 6), (x, top)], [height * 0.1, height * 0.05], 6), colour, rim=1.2)
    return (
        out
        + sheet.disc(x, top, r, r, light)
        + sheet.disc(x - r * 0.3, top - r * 0.3, r * 0.4, r * 0.35, "#ffffff", 0.7)
    )


def dish(sheet: Sheet, x: float, y: float, size: float, colour: str, tilt: float = 24) -> str:
    """A listening dish on three legs."""
    s, tones = size, ramp(colour)
    legs = "".join(
        sheet.stroke(trace("M", x, y - s * 0.5, "L", x + dx * s, y + 6), tones["lo"], s * 0.055)
        for dx in (-0.26, 0.02, 0.28)
    )
    bowl = trace("M", x - s * 0.46, y - s * 0.72, "Q", x, y - s * 0.22, x + s * 0.46, y - s * 0.72, "Z")
    feed = sheet.stroke(trace("M", x, y - s * 0.68, "v", -s * 0.36), tones["lo"], s * 0.04)
    feed += sheet.disc(x, y - s * 1.05, s * 0.065, s * 0.065, sheet["accent"])
    body = sheet.paper(bowl, colour, rim=2.2) + sheet.disc(x, y - s * 0.72, s * 0.46, s * 0.1, tones["hi"])
    body += sheet.disc(x, y - s * 0.71, s * 0.38, s * 0.07, tones["lo"], 0.6) + feed
    return legs + f'<g transform="rotate({number(tilt)} {number(x)} {number(y - s * 0.5)})">{body}</g>'


def glass_dome(sheet: Sheet, x: float, y: float, radius: float, wall: str, inside: str = "") -> str:
    """A dwelling under a half globe of glass; `inside` is drawn within it."""
    r, tones = radius, ramp(wall)
    form = trace("M", x - r, y, "A", r, r * 0.96, 0, 0, 1, x + r, y, "Z")
    air = mix(sheet["air"], sheet["glow"], 0.45)
    out = sheet.shine(x, y - r * 0.4, r * 1.5, sheet["accent"], 0.35)
    out += sheet.flat(form, sheet.vertical(mix(air, sheet["glow"], 0.5), air, mix(sheet["accent"], air, 0.55)))
    out += sheet.clip(form, inside)
    for q in (-0.55, 0.0, 0.55):
        rib = trace("M", x, y - r * 0.96, "Q", x + q * r * 1.3, y - r * 0.6, x + q * r * 1.25, y)
        out += sheet.stroke(rib, tones["hi"], r * 0.035, 0.8)
    out += sheet.stroke(
        trace("M", x - r * 0.72, y - r * 0.34, "Q", x - r * 0.6, y - r * 0.68, x - r * 0.3, y - r * 0.82),
        "#ffffff",
        r * 0.06,
        0.7,
    )
    base = polygon(scaled([(-1.1, -0.03), (1.1, -0.03), (1.2, 0.22), (-1.2, 0.22)], x, y, r))
    out += sheet.paper(base, wall, rim=2.4)
    lights = "".join(
        sheet.disc(x + q * r, y + r * 0.1, r * 0.04, r * 0.04, sheet["accent"]) for q in (-0.9, -0.5, 0.5, 0.9)
    )
    door = arched(x, y + r * 0.22, r * 0.2, r * 0.5)
    return (
        out
        + lights
        + sheet.paper(door, tones["lo"], rim=2)
        + sheet.disc(x + r * 0.1, y, r * 0.03, r * 0.03, sheet["accent"])
    )


def barrel(sheet: Sheet, x: float, y: float, width: float, height: float, colour: str) -> str:
    """A standing tank with two hoops."""
    w, tones = width / 2, ramp(colour)
    form = trace(
        "M", x - w, y + 8, "V", y - height + w, "A", w, w * 0.8, 0, 0, 1, x + w, y - height + w, "V", y + 8, "Z"
    )
    hoops = "".join(
        sheet.stroke(trace("M", x - w, y - height * q, "q", w, height * 0.06, 2 * w, 0), tones["lo"], height * 0.06)
        for q in (0.3, 0.62)
    )
    gleam = sheet.stroke(trace("M", x - w * 0.5, y - height * 0.2, "V", y - height * 0.76), tones["hi"], w * 0.22, 0.8)
    return sheet.paper(form, colour, rim=2.4, inner=hoops + gleam)


def crate(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """A box with a bright corner and a lamp."""
    s, tones = size, ramp(colour)
    form = spline(scaled([(-0.5, 0.08), (-0.5, -0.72), (0.5, -0.72), (0.5, 0.08)], x, y, s), tension=0.04)
    inner = sheet.stroke(trace("M", x - s * 0.5, y - s * 0.34, "h", s), tones["lo"], s * 0.05)
    inner += sheet.stroke(
        trace("M", x - s * 0.24, y - s * 0.72, "v", s * 0.9, "M", x + s * 0.24, y - s * 0.72, "v", s * 0.9),
        tones["lo"],
        s * 0.04,
    )
    return sheet.paper(form, colour, rim=2.6, inner=inner) + sheet.disc(
        x + s * 0.36, y - s * 0.54, s * 0.06, s * 0.06, sheet["accent"]
    )
