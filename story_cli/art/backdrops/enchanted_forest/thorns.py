"""The thorn gate: a dim thicket of roses and thorns around an old gate; eerie but friendly."""

from __future__ import annotations

import math
from collections.abc import Sequence

from story_cli.art.backdrops.enchanted_forest.ground import clearing, forest_floor, forest_hall, glimmer, hedge
from story_cli.art.backdrops.enchanted_forest.kit import bramble, clump, fern, grass, lantern, rose
from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, Slabs, View
from story_cli.art.backdrops.shapes import FLOOR, HEIGHT, polygon, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import Shadow, Sheet, Slab, deeper, placed
from story_cli.art.colour import mix, ramp


def thorn_gate(view: View) -> Slabs:
    """A dim thicket of roses and thorns around an old gate; eerie but friendly."""
    plan, roles = view.plan, deeper(view.roles, -0.12 if not view.night else -0.02, 1.05)
    dim = View(plan, roles, view.time_of_day)
    sheet = view.sheet("mid", roles)
    stem = mix(sheet["far"], sheet["deep"], 0.22)
    form = {"gate": thorn_arch, "ruin": ruined_arch, "lanterns": lantern_pillars}[plan.landmark]
    body = thicket(sheet, plan.other_x, stem)
    body += hedge(sheet, plan.x - 190, plan.x + 190, mix(sheet["secondary"], sheet["far"], 0.25))
    body += clearing(sheet, mix(sheet["secondary"], sheet["far"], 0.3))
    body += form(sheet, plan.x, MID_Y + 20, 370 if plan.landmark == "gate" else 330, stem)
    near = view.sheet("near", roles)
    banks = bramble_bank(near, -1) + bramble_bank(near, 1)
    leaf = mix(near["secondary"], near["far"], 0.3)
    return {
        "far": forest_hall(dim, view.sheet("far", roles), gap=130, haze=0.6),
        "mid": [sheet.slab(body, Shadow(4, 7, 0.28)), ground_mist(view.sheet("low-mist", roles))],
        "near": forest_floor(near, banks, glimmer(near), leaf=leaf),
        "frame": bramble_frame(dim),
    }


def ground_mist(sheet: Sheet) -> Slab:
    """A blurred bank of mist over the middle ground."""
    rng, glow = sheet.rng, sheet["glow"]
    return sheet.slab(
        [sheet.disc(i * 210 - 40, MID_Y + 40 + rng.uniform(-14, 14), 190, 26, glow, 0.35) for i in range(7)], blur=14
    )


def thicket(sheet: Sheet, x: float, stem: str) -> str:
    """Brambles in arcs with roses, across from the gate."""
    rng, out = sheet.rng, ""
    for i in range(5):
        px = x - 190 + i * 95
        crest = MID_Y - rng.uniform(160, 280)
        arc = [(px - 60, MID_Y + 50), (px + rng.uniform(-50, 0), MID_Y - 110), (px + rng.uniform(10, 60), crest)]
        arc += [(px + 130, MID_Y - 80), (px + 150, MID_Y + 50)]
        out += bramble(sheet, arc, 26, mix(stem, sheet["mid"], 0.2 + 0.1 * (i % 2)), 12)
    flower, leaf = sheet.distant(sheet["primary"], 0.2), sheet.distant(sheet["secondary"], 0.25)
    for dx, up, radius in ((-120, 150, 20), (-30, 90, 24), (60, 190, 22), (130, 60, 18)):
        out += rose(sheet, x + dx, MID_Y - up, radius, flower, leaf)
    return out


def roses(sheet: Sheet, x: float, y: float, size: float, spots: Sequence[tuple[float, float, float]]) -> str:
    """Roses at places (dx, dy, radius) in shares of `size`."""
    colour, leaf = sheet.distant(sheet["primary"], 0.08), sheet.distant(sheet["secondary"], 0.2)
    return "".join(rose(sheet, x + dx * size, y + dy * size, r * size, colour, leaf) for dx, dy, r in spots)


def thorn_arch(sheet: Sheet, x: float, y: float, size: float, stem: str) -> str:
    """A closed garden gate of curled bars under an arch of brambles, with a heart lock."""
    s = size * 0.5
    arch = scaled([(-1, 0), (-0.96, -0.9), (-0.5, -1.72), (0, -1.92), (0.5, -1.72), (0.96, -0.9), (1, 0)], x, y, s)
    arch = [(arch[0][0], y + 20), *arch[1:-1], (arch[-1][0], y + 20)]
    wild = [(px + (18 if i % 2 else -22), py + (14 if i % 2 else -16)) for i, (px, py) in enumerate(arch)]
    out = gate_bars(sheet, x, y, s) + bramble(sheet, arch, s * 0.16, stem, 15)
    out += bramble(sheet, wild, s * 0.11, ramp(stem)["lo"], 12)
    for side in (-1, 1):
        out += clump(sheet, x + side * s, y + 22, 44, 20, sheet.distant(sheet["secondary"], 0.35))
    spots = ((-0.94, -0.6, 0.13), (-0.62, -1.52, 0.15), (0.1, -1.96, 0.16), (0.72, -1.38, 0.14), (0.98, -0.44, 0.12))
    return out + roses(sheet, x, y, s, (*spots, (0.9, -0.02, 0.1)))


def gate_bars(sheet: Sheet, x: float, y: float, s: float) -> str:
    """Two wings of bars with golden tips, a curl and a heart-shaped lock."""
    iron, out = mix(sheet["deep"], sheet["far"], 0.25), ""
    for side in (-1, 1):
        for i in range(4):
            px, tall = x + side * (s * 0.12 + i * s * 0.17), s * (1.5 - 0.09 * i)
            out += sheet.paper(tube([(px, y + 8), (px, y - tall)], [s * 0.062, s * 0.055], 4), iron, rim=1.8)
            out += sheet.disc(px, y - tall - s * 0.04, s * 0.055, s * 0.07, sheet["accent"])
    for level in (0.3, 1.12):
        bar = tube([(x - s * 0.72, y - s * level), (x + s * 0.72, y - s * level)], [s * 0.06, s * 0.06], 4)
        out += sheet.paper(bar, iron, rim=1.5)
    curl = sheet.stroke(
        trace("M", -s * 0.5, 0, "c", s * 0.2, -s * 0.34, s * 0.44, -s * 0.1, s * 0.3, s * 0.06), iron, s * 0.05
    )
    out += placed(curl, x, y - s * 0.74) + placed(curl, x, y - s * 0.74, mirrored=True)
    h, hy = s * 0.17, y - s * 0.72
    right = ("C", x + h * 0.8, hy - h * 1.2, x + h * 1.7, hy - h * 0.1, x, hy + h, "Z")
    left = ("C", x - h * 1.7, hy - h * 0.1, x - h * 0.8, hy - h * 1.2, x, hy - h * 0.35)
    out += sheet.paper(trace("M", x, hy + h, *left, *right), sheet["accent"], rim=2)
    return out + sheet.disc(x, hy - h * 0.05, h * 0.18, h * 0.22, sheet["deep"])


def ruined_arch(sheet: Sheet, x: float, y: float, size: float, stem: str) -> str:
    """Two pillars and half an arch of old stones with brambles through it."""
    s, grey = size * 0.5, mix(sheet["far"], sheet["mid"], 0.55)
    out = stone_pillar(sheet, x - s * 0.72, y, s, 7, grey) + stone_pillar(sheet, x + s * 0.72, y, s, 5, grey)
    brick = spline(scaled([(-0.14, -0.16), (0.14, -0.16), (0.12, 0.16), (-0.12, 0.16)], 0, 0, s), tension=0.06)
    for i in range(6):
        angle = math.radians(200 + i * 17)
        px, py = x + s * 0.76 * math.cos(angle), y - s * 1.3 + s * 0.72 * math.sin(angle)
        body = sheet.paper(brick, mix(grey, sheet["far"], 0.12 * (i % 2)), rim=2.2)
        out += placed(body, px, py, turn=math.degrees(angle) + 90)
    left = scaled([(-0.6, -0.7), (-0.9, -1.5), (-0.1, -2.0), (0.5, -1.7)], x, y, s)
    right = scaled([(0.64, -0.5), (0.94, -1.1), (0.5, -1.36)], x, y, s)
    out += bramble(sheet, [(x - s * 1.3, y + 24), *left], s * 0.14, stem, 12)
    out += bramble(sheet, [(x + s * 1.3, y + 24), *right], s * 0.12, stem, 9)
    spots = ((-0.78, -1.1, 0.14), (-0.3, -1.86, 0.15), (0.8, -0.8, 0.12), (-1.05, -0.2, 0.12))
    return out + roses(sheet, x, y, s, spots)


def stone_pillar(sheet: Sheet, x: float, y: float, s: float, courses: int, grey: str) -> str:
    """Blocks on each other, none quite straight."""
    out = ""
    for i in range(courses):
        wide, level = s * (0.46 if i % 2 else 0.4), y + 12 - i * s * 0.235
        tall = s / wide
        block = scaled(
            [(-0.5, 0), (-0.52, -0.2 * tall), (0.52, -0.21 * tall), (0.5, 0)], x + sheet.rng.uniform(-4, 4), level, wide
        )
        out += sheet.paper(spline(block, tension=0.07), mix(grey, sheet["far"], 0.14 * (i % 3)), rim=2.4)
    return out


def lantern_pillars(sheet: Sheet, x: float, y: float, size: float, stem: str) -> str:
    """Two stone pillars with lit lanterns, brambles woven between them into a low gate."""
    s, grey, out = size * 0.5, mix(sheet["far"], sheet["mid"], 0.5), ""
    for i in range(4):
        level = y - s * (0.2 + 0.26 * i)
        wave = [(x - s * 0.8, level + 10), (x - s * 0.3, level - s * 0.18), (x + s * 0.3, level + s * 0.14)]
        out += bramble(sheet, [*wave, (x + s * 0.8, level - 8)], s * 0.1, stem if i % 2 else ramp(stem)["lo"], 9)
    half = [(-0.2, -0.6), (-0.22, -1.36), (0.22, -1.36), (0.2, -0.6)]
    cap = [(-0.34, -1.3), (-0.3, -1.46), (0.3, -1.46), (0.34, -1.3)]
    for side in (-1, 1):
        px = x + side * s * 0.84
        shaft = [(px - s * 0.26, y + 16), *scaled(half, px, y, s), (px + s * 0.26, y + 16)]
        seams = "".join(
            sheet.stroke(trace("M", px - s * 0.3, y - s * q, "h", s * 0.6), ramp(grey)["lo"], 3, 0.8)
            for q in (0.3, 0.64, 0.98)
        )
        out += sheet.paper(spline(shaft, tension=0.1), grey, rim=3, inner=seams)
        out += sheet.paper(spline(scaled(cap, px, y, s), tension=0.1), mix(grey, sheet["air"], 0.2), rim=2.4)
        out += lantern(sheet, px, y - s * 1.86, s * 0.4, sheet["accent"])
    return out + roses(
        sheet, x, y, s, ((-0.3, -0.5, 0.14), (0.22, -0.84, 0.13), (0.1, -0.2, 0.12), (0.62, -1.24, 0.11))
    )


def bramble_bank(sheet: Sheet, side: int) -> str:
    """A near corner of thick thorny stems with roses."""
    rng, stem = sheet.rng, mix(sheet["far"], sheet["deep"], 0.42)
    out = clump(sheet, 20, NEAR_Y + 20, 130, 80, ramp(sheet["secondary"])["lo"])
    out += bramble(sheet, [(-70, 300), (60, 210), (110, 330), (30, 450), (120, NEAR_Y + 50)], 40, stem, 12)
    out += bramble(
        sheet,
        [(-60, NEAR_Y + 40), (90, NEAR_Y - 120), (200, NEAR_Y - 60), (250, NEAR_Y + 50)],
        32,
        mix(stem, sheet["far"], 0.3),
        11,
    )
    out += bramble(
        sheet, [(-70, NEAR_Y - 30), (40, NEAR_Y - 40), (140, NEAR_Y - 6), (190, NEAR_Y + 60)], 24, ramp(stem)["hi"], 9
    )
    for x, y, r in ((70, 236, 24), (96, 400, 20), (164, NEAR_Y - 84, 26), (60, NEAR_Y - 24, 20), (232, NEAR_Y + 8, 17)):
        out += rose(sheet, x + rng.uniform(-8, 8), y, r, sheet["primary"], sheet["secondary"])
    out += clump(sheet, 96, NEAR_Y + 62, 90, 30, ramp(sheet["secondary"])["lo"])
    out += clump(sheet, 212, NEAR_Y + 62, 86, 26, mix(ramp(sheet["secondary"])["lo"], sheet["far"], 0.3))
    return at_side(
        out
        + grass(sheet, 210, NEAR_Y + 50, 40, sheet["secondary"])
        + fern(sheet, 130, NEAR_Y + 50, 100, sheet["secondary"], 0.4),
        side,
    )


def bramble_frame(view: View) -> list[Slab]:
    """Dark thorny arcs across the upper corners and along the sides."""
    sheet = view.sheet("frame")
    dark, lighter = mix(sheet["deep"], sheet["far"], 0.12), mix(sheet["deep"], sheet["far"], 0.34)
    out = ""
    for side in (-1, 1):
        body = bramble(sheet, [(-90, 420), (20, 300), (-10, 160), (90, 60), (250, -40)], 54, dark, 13)
        body += bramble(sheet, [(-90, 200), (60, 150), (120, 40), (110, -70)], 36, lighter, 9)
        body += bramble(
            sheet, [(-100, HEIGHT - 150), (40, HEIGHT - 110), (130, HEIGHT - 20), (150, HEIGHT + 60)], 48, dark, 9
        )
        body += clump(sheet, -30, HEIGHT - 40, 150, 60, dark, False)
        out += at_side(
            body + sheet.flat(polygon([(-200, HEIGHT - 60), (60, HEIGHT - 60), (130, FLOOR), (-200, FLOOR)]), dark),
            side,
        )
    return [sheet.slab(out, blur=1.6)]
