"""Firs, peaks, drifts, icicles and houses of the snow, each drawn upward from its foot (x, y)."""

from __future__ import annotations

from story_cli.art.backdrops.shapes import Point, arched, blob, polygon, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet
from story_cli.art.colour import mix, oklch, ramp, to_oklch

NIGHT_AIR = 0.68  # the air is darker than this by night only


def snow_of(sheet: Sheet, shade: float = 0.0) -> str:
    """The white of snow in this light; `shade` 0 … 1 goes toward the air."""
    night = to_oklch(sheet["air"])[0] < NIGHT_AIR
    pale = mix(sheet["ground"], "#ffffff", 0.3 if night else 0.66)
    return mix(pale, sheet["air"], shade + (0.14 if night else 0.0))


def leaf_of(sheet: Sheet) -> str:
    """The cool green of firs, whatever the hero wears."""
    return oklch(0.43 if to_oklch(sheet["air"])[0] < NIGHT_AIR else 0.56, 0.085, 172.0)


def fir(sheet: Sheet, x: float, y: float, height: float, leaf: str, snow: str = "", tiers: int = 4) -> str:
    """A fir of drooping tiers, each with a white back; without `snow` it is bare."""
    rng, h, out = sheet.rng, height, ""
    bark = sheet.distant(sheet["wood"], 0.2)
    out += sheet.paper(tube([(x, y + 8), (x, y - h * 0.24)], [h * 0.1, h * 0.07], 4), bark, rim=1.4)
    for i in range(tiers):
        low = y - h * (0.1 + 0.78 * i / tiers)
        high = low - h * (0.40 - 0.032 * i)
        half = h * (0.31 - 0.235 * i / tiers) * rng.uniform(0.94, 1.06)
        hem = [
            (x + half * q, low + h * d)
            for q, d in (
                (1.0, 0.02),
                (0.62, 0.0),
                (0.32, 0.036),
                (0.0, 0.008),
                (-0.32, 0.036),
                (-0.62, 0.0),
                (-1.0, 0.02),
            )
        ]
        form: list[Point] = [
            (x, high),
            (x + half * 0.3, low - (low - high) * 0.42),
            *hem,
            (x - half * 0.3, low - (low - high) * 0.42),
        ]
        cap = ""
        if snow:
            white = [
                (x, high - 6),
                (x + half * 0.34, low - (low - high) * 0.42),
                (x + half * 0.96, low + h * 0.004),
                (x + half * 0.52, low - h * 0.034),
            ]
            white += [
                (x + half * 0.26, low - h * 0.004),
                (x, low - h * 0.07),
                (x - half * 0.26, low - h * 0.012),
                (x - half * 0.54, low - h * 0.05),
            ]
            white += [(x - half * 0.98, low + h * 0.002), (x - half * 0.34, low - (low - high) * 0.42)]
            cap = sheet.flat(spline(white, tension=0.12), sheet.vertical(ramp(snow)["hi"], snow))
        out += sheet.paper(spline(form, tension=0.1), leaf, rim=2, fade=ramp(leaf)["lo"]) + cap
    return out


def peak(sheet: Sheet, x: float, y: float, wide: float, tall: float, stone: str, snow: str) -> str:
    """A mountain with a shaded flank and a jagged cap of snow; (x, y) is below its top, at its foot."""
    rng, top = sheet.rng, y - tall
    lean = rng.uniform(-0.05, 0.05) * wide
    form = [
        (x - wide / 2, y + 80),
        (x - wide * 0.3, y - tall * 0.36),
        (x - wide * 0.12, y - tall * 0.8),
        (x + lean, top),
    ]
    form += [(x + wide * 0.13, y - tall * 0.74), (x + wide * 0.27, y - tall * 0.4), (x + wide / 2, y + 80)]
    path = spline(form, tension=0.07)
    cap: list[Point] = [
        (x - wide * 0.4, top - 60),
        (x - wide * 0.24, y - tall * 0.5),
        (x - wide * 0.15, y - tall * 0.62),
        (x - wide * 0.09, y - tall * 0.48),
    ]
    cap += [
        (x - wide * 0.01, y - tall * 0.64),
        (x + wide * 0.06, y - tall * 0.5),
        (x + wide * 0.12, y - tall * 0.6),
        (x + wide * 0.24, y - tall * 0.46),
        (x + wide * 0.4, top - 60),
    ]
    shade = [
        (x + lean, top - 20),
        (x + wide * 0.05, y - tall * 0.6),
        (x - wide * 0.02, y - tall * 0.3),
        (x + wide * 0.1, y + 90),
        (x + wide, y + 90),
        (x + wide * 0.6, top),
    ]
    inner = sheet.flat(spline(cap, tension=0.06), snow)
    inner += sheet.flat(spline(shade, tension=0.05), ramp(stone)["lo"], 0.32)
    return sheet.paper(path, stone, rim=3, fade=mix(stone, sheet["air"], 0.35), inner=inner)


def drift(sheet: Sheet, x: float, y: float, wide: float, tall: float, snow: str) -> str:
    """A smooth heap of snow."""
    form = [(-0.56, 0.3), (-0.42, -0.34), (-0.12, -0.96), (0.16, -0.9), (0.4, -0.3), (0.58, 0.3)]
    return sheet.paper(spline([(x + dx * wide, y + dy * tall) for dx, dy in form], tension=0.17), snow, rim=3.5)


def icicles(sheet: Sheet, start: float, end: float, y: float, drop: float, colour: str) -> str:
    """A row of hanging ice of uneven length."""
    rng, points, x = sheet.rng, [(start, y)], start
    while x < end:
        width = rng.uniform(9, 17)
        points += [(x + width * 0.5, y + drop * rng.uniform(0.35, 1.0)), (min(end, x + width), y + 2)]
        x += width
    return sheet.flat(
        spline([*points, (end, y - 5), (start, y - 5)], tension=0.07), sheet.vertical(ramp(colour)["hi"], colour), 0.92
    )


def lit_window(sheet: Sheet, x: float, y: float, width: float, height: float, frame: str) -> str:
    """A warm window with a cross and a sill of snow; (x, y) is its middle."""
    light, w, h = mix(sheet["accent"], sheet["glow"], 0.35), width / 2, height / 2
    pane = spline(scaled([(-w, -h), (w, -h), (w, h), (-w, h)], x, y, 1), tension=0.03)
    border = spline(scaled([(-w - 5, -h - 5), (w + 5, -h - 5), (w + 5, h + 5), (-w - 5, h + 5)], x, y, 1), tension=0.03)
    out = sheet.shine(x, y, width * 1.5, sheet["accent"], 0.5) + sheet.flat(border, frame) + sheet.flat(pane, light)
    out += sheet.stroke(trace("M", x, y - h, "v", height, "M", x - w, y, "h", width), frame, max(2.4, width * 0.09))
    return out + sheet.paper(tube([(x - w - 6, y + h + 5), (x + w + 6, y + h + 5)], [9, 9], 4), snow_of(sheet), rim=1.4)


def chalet(sheet: Sheet, x: float, y: float, size: float, wall: str, door: str) -> str:
    """A timber house under a thick roof of snow, chimney and lit windows; `size` is its height."""
    s, tones, snow = size, ramp(wall), snow_of(sheet)
    chimney = polygon(scaled([(0.24, -0.98), (0.38, -0.98), (0.38, -0.6), (0.24, -0.6)], x, y, s))
    out = smoke(sheet, x + s * 0.31, y - s * 1.0, s * 0.4)
    out += sheet.paper(chimney, mix(sheet["wood"], sheet["far"], 0.3), rim=2) + sheet.paper(
        tube([(x + s * 0.22, y - s), (x + s * 0.4, y - s)], [s * 0.06, s * 0.06], 4), snow, rim=1.4
    )
    body = polygon(scaled([(-0.46, 0.06), (-0.46, -0.42), (0, -0.88), (0.46, -0.42), (0.46, 0.06)], x, y, s))
    planks = "".join(
        sheet.stroke(trace("M", x - s * 0.5, y - s * q, "h", s), tones["lo"], 2.4, 0.6)
        for q in (0.08, 0.2, 0.32, 0.44, 0.56, 0.68)
    )
    out += sheet.paper(body, wall, rim=2.6, inner=planks)
    out += sheet.paper(arched(x, y + s * 0.06, s * 0.115, s * 0.36), tones["deep"], rim=2) + sheet.flat(
        arched(x, y + s * 0.06, s * 0.09, s * 0.32), door
    )
    out += sheet.disc(x + s * 0.05, y - s * 0.08, s * 0.016, s * 0.016, sheet["accent"])
    out += lit_window(sheet, x - s * 0.27, y - s * 0.2, s * 0.16, s * 0.18, tones["deep"]) + lit_window(
        sheet, x + s * 0.27, y - s * 0.2, s * 0.16, s * 0.18, tones["deep"]
    )
    out += lit_window(sheet, x, y - s * 0.52, s * 0.17, s * 0.16, tones["deep"])
    eaves: list[Point] = [
        (-0.64, -0.3),
        (-0.6, -0.42),
        (-0.08, -0.98),
        (0.08, -0.98),
        (0.6, -0.42),
        (0.64, -0.3),
        (0.54, -0.3),
        (0.02, -0.8),
        (-0.02, -0.8),
        (-0.54, -0.3),
    ]
    out += sheet.paper(
        spline(scaled([(dx, dy + 0.045) for dx, dy in eaves], x, y, s), tension=0.09), tones["lo"], rim=0
    )
    return out + sheet.paper(
        spline(scaled(eaves, x, y, s), tension=0.1), snow, rim=3.5, fade=mix(snow, sheet["air"], 0.4)
    )


def smoke(sheet: Sheet, x: float, y: float, height: float) -> str:
    """A curl of smoke from a chimney."""
    pale, rng = mix(sheet["air"], sheet["glow"], 0.45), sheet.rng
    return "".join(
        sheet.disc(
            x + rng.uniform(-4, 10) + i * height * 0.07,
            y - height * (0.12 + i * 0.2),
            height * (0.09 + i * 0.03),
            height * (0.08 + i * 0.025),
            pale,
            0.6 - i * 0.1,
        )
        for i in range(5)
    )


def lantern_post(sheet: Sheet, x: float, y: float, height: float) -> str:
    """A street lamp with a cap of snow."""
    h, dark = height, mix(sheet["wood"], sheet["deep"], 0.35)
    top = y - h
    out = sheet.shine(x, top + h * 0.1, h * 0.55, sheet["accent"], 0.75)
    out += sheet.paper(tube([(x, y + 8), (x, top + h * 0.16)], [h * 0.075, h * 0.05], 6), dark, rim=1.2)
    glass = spline(scaled([(-0.075, 0.0), (0.075, 0.0), (0.055, 0.17), (-0.055, 0.17)], x, top, h), tension=0.04)
    out += sheet.flat(glass, mix(sheet["accent"], sheet["glow"], 0.35)) + sheet.stroke(
        trace("M", x - h * 0.07, top, "l", h * 0.018, h * 0.17, "M", x + h * 0.07, top, "l", -h * 0.018, h * 0.17),
        dark,
        3,
    )
    return out + sheet.paper(
        spline(scaled([(-0.13, 0.02), (-0.06, -0.06), (0, -0.1), (0.06, -0.06), (0.13, 0.02)], x, top, h)),
        snow_of(sheet),
        rim=2,
    )


def snow_fence(sheet: Sheet, start: float, end: float, y: float, colour: str) -> str:
    """Pickets with caps of snow."""
    rng, out, x = sheet.rng, "", start
    out += sheet.paper(tube([(start - 8, y - 20), (end + 8, y - 22)], [9, 9], 4), ramp(colour)["lo"], rim=1.2)
    while x < end:
        tall = rng.uniform(38, 50)
        out += sheet.paper(tube([(x, y + 6), (x, y - tall)], [12, 11], 4), colour, rim=1.6)
        out += sheet.paper(blob(rng, x, y - tall - 2, 9, 6, 8, 0.08), snow_of(sheet), rim=1.4)
        x += rng.uniform(22, 30)
    return out


def log_pile(sheet: Sheet, x: float, y: float, size: float) -> str:
    """Round cut logs in a heap, snow on top."""
    s, out = size, ""
    bark, cut = sheet["wood"], mix(sheet["accent"], sheet["glow"], 0.35)
    for dx, dy in ((-0.4, 0), (0, 0), (0.4, 0), (-0.2, 0.34), (0.2, 0.34), (0, 0.68)):
        px, py, r = x + dx * s, y - s * 0.18 - dy * s, s * 0.2
        out += (
            sheet.disc(px, py, r, r, bark)
            + sheet.disc(px + 1, py + 1, r * 0.78, r * 0.78, mix(cut, bark, 0.15))
            + sheet.disc(px + 1, py + 1, r * 0.4, r * 0.4, mix(cut, bark, 0.35))
        )
    cap = [(-0.22, -1.0), (-0.1, -1.12), (0.1, -1.12), (0.22, -1.0), (0.1, -0.94), (-0.1, -0.96)]
    return out + sheet.paper(spline(scaled(cap, x, y, s)), snow_of(sheet), rim=2)


def bulbs(sheet: Sheet, start: Point, end: Point, sag: float, count: int) -> str:
    """A string of coloured lights."""
    (x0, y0), (x1, y1) = start, end
    out = sheet.stroke(
        trace("M", x0, y0, "Q", (x0 + x1) / 2, (y0 + y1) / 2 + sag * 2, x1, y1),
        mix(sheet["wood"], sheet["deep"], 0.4),
        2.4,
    )
    tones = (sheet["accent"], sheet["primary"], sheet["secondary"], sheet["accent2"])
    for i in range(count):
        t = (i + 0.5) / count
        x, y = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + sag * 4 * t * (1 - t) + 9
        out += (
            sheet.shine(x, y, 24, tones[i % 4], 0.55)
            + sheet.disc(x, y, 6.5, 8.5, tones[i % 4])
            + sheet.disc(x - 2, y - 3, 2, 2.5, "#ffffff", 0.8)
        )
    return out
