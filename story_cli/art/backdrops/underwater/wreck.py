"""The sunken ship: dusky water, a hull, masts and timbers."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import at_side, kelp, ribbon, rock, tuft
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, ridge, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, Slab, deeper, placed
from story_cli.art.backdrops.underwater.ground import open_water, sand_floor
from story_cli.art.backdrops.underwater.kit import anemone, bubbles, fan_coral, shell, starfish
from story_cli.art.colour import mix, ramp, shifted


def sunken_ship(view: View) -> Slabs:
    """Dusky water; a wreck takes most of one side, its mast and timbers lie about."""
    plan, roles = view.plan, deeper(view.roles, -0.17 if not view.night else -0.05)
    far = open_water(view, view.sheet("far", roles), ridges=((350, 40, 0.6), (430, 36, 0.95)), shoals=2, dim=0.22)
    sheet = view.sheet("mid", roles)
    rng = sheet.rng
    wood = sheet.distant(shifted(sheet["wood"], lift=0.05, gain=1.2), 0.3)
    form = {"side": wreck_side, "bow": wreck_bow, "ribs": wreck_ribs}[plan.landmark]
    size = {"side": 330.0, "bow": 300.0, "ribs": 300.0}[plan.landmark]
    body = "".join(
        ribbon(sheet, plan.other_x + q, MID_Y + 30, rng.uniform(90, 240), sheet.distant(sheet["secondary"], 0.4), 24)
        for q in (-70, -30, 90, 130)
    )
    body += spar_and_barrel(sheet, plan.other_x, MID_Y + 16, wood)
    wreck = form(sheet, 0, 0, size, wood)
    body += placed(wreck, plan.x + plan.side * 26, MID_Y + 26, mirrored=plan.side < 0, turn=-4.0 * plan.side)
    ground = mix(sheet["far"], sheet["mid"], 0.35)
    body += sheet.paper(ridge(rng, MID_Y + 6, 16, 6), ground, rim=3, fade=mix(ground, sheet["mid"], 0.3))
    body += "".join(
        tuft(sheet, rng.uniform(380, 900), MID_Y + 40, rng.uniform(34, 60), sheet.distant(sheet["secondary"], 0.35))
        for _ in range(4)
    )
    near = view.sheet("near", roles)
    back = timber_cluster(near, -1) + timber_cluster(near, 1)
    front = coil_of_rope(near, near.rng.uniform(830, 930), 594) + starfish(
        near, near.rng.uniform(330, 430), 596, 17, near["primary"], 12
    )
    front += shell(near, near.rng.uniform(500, 600), 606, 12, near.between("glow", "primary", 0.35))
    front += bubbles(near, plan.x + 40, 400, 9, 260) + bubbles(near, plan.other_x, 450, 5, 150)
    return {
        "far": far,
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": sand_floor(near, back, front, colour=shifted(near["ground"], lift=-0.05)),
        "frame": rigging_frame(view),
    }


def wreck_side(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """A sunken ship lying on its keel: hull 1.9 × as long as `size` is high, torn sails, lit portholes."""
    s, out = size * 0.62, []
    for dx, tall, lean in ((-0.35, 1.62, -0.14), (0.5, 1.3, 0.05)):
        foot, top = (x + dx * s, y - s * 0.3), (x + dx * s + lean * s * tall, y - s * tall)
        out.append(sheet.paper(tube([foot, top], [s * 0.11, s * 0.06], 4), colour, rim=1.5))
        sx, sy = top[0] - lean * s * 0.2, top[1] + s * 0.18
        yard = tube([(sx - s * 0.5, sy + 3), (sx + s * 0.5, sy - 5)], [s * 0.04, s * 0.05, s * 0.04], 6)
        sail = [
            (sx - s * 0.44, sy),
            (sx + s * 0.44, sy - 6),
            (sx + s * 0.4, sy + s * 0.42),
            (sx + s * 0.2, sy + s * 0.34),
        ]
        sail += [(sx + s * 0.06, sy + s * 0.56), (sx - s * 0.12, sy + s * 0.4), (sx - s * 0.3, sy + s * 0.52)]
        out.append(sheet.paper(spline(sail, tension=0.1), sheet.between("air", "glow", 0.4), rim=2, fade=sheet["air"]))
        out.append(sheet.paper(yard, colour, rim=1.2))
    hull = [
        (-1.45, -0.86),
        (-1.1, -0.62),
        (-0.3, -0.42),
        (0.6, -0.5),
        (1.1, -0.74),
        (1.5, -1.12),
        (1.52, -0.6),
        (1.2, 0.2),
        (-1.1, 0.25),
        (-1.4, -0.3),
    ]
    path = spline([(x + dx * s, y + dy * s) for dx, dy in hull], tension=0.12)
    out.append(
        sheet.paper(path, colour, rim=3, fade=mix(colour, sheet["mid"], 0.45), inner=_planks(sheet, x, y, s, colour))
    )
    return "".join(out)


def _planks(sheet: Sheet, x: float, y: float, s: float, colour: str) -> str:
    tones, out = ramp(colour), []
    for row in range(5):
        level = y - s * 0.66 + row * s * 0.18
        path = trace("M", x - s * 1.6, level - s * 0.16, "Q", x, level + s * 0.32, x + s * 1.6, level - s * 0.34)
        out.append(sheet.stroke(path, tones["lo"], max(2.0, s * 0.022), 0.75))
    hole = [
        (x - s * 0.9, y - s * 0.12),
        (x - s * 0.62, y - s * 0.26),
        (x - s * 0.42, y - s * 0.06),
        (x - s * 0.56, y + s * 0.16),
        (x - s * 0.86, y + s * 0.1),
    ]
    out.append(sheet.flat(spline(hole, tension=0.08), tones["deep"]))
    lamp = mix(sheet["glow"], sheet["accent"], 0.5)
    for i, dx in enumerate((-0.2, 0.14, 0.48, 0.82)):
        px, py = x + dx * s, y - s * (0.2 + 0.05 * i)
        out.append(
            sheet.disc(px, py, s * 0.1, s * 0.1, tones["deep"]) + sheet.disc(px, py, s * 0.075, s * 0.075, lamp, 0.9)
        )
    return "".join(out)


def wreck_bow(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """The bow of a ship standing steeply out of the sand, with a bowsprit and rail."""
    s = size * 0.9
    hull = [
        (-0.62, 0.15),
        (-0.66, -0.4),
        (-0.5, -0.84),
        (-0.1, -1.06),
        (0.34, -1.2),
        (0.44, -0.8),
        (0.5, -0.3),
        (0.42, 0.15),
    ]
    path = spline([(x + dx * s, y + dy * s) for dx, dy in hull], tension=0.13)
    tones, inner = ramp(colour), []
    for i in range(6):
        bend = trace(
            "M",
            x - s * 0.8,
            y - s * (0.1 + 0.16 * i),
            "Q",
            x,
            y - s * (0.02 + 0.2 * i),
            x + s * 0.6,
            y - s * (0.3 + 0.2 * i),
        )
        inner.append(sheet.stroke(bend, tones["lo"], s * 0.016, 0.75))
    lamp = mix(sheet["glow"], sheet["accent"], 0.5)
    for dx, dy in ((-0.32, -0.5), (-0.02, -0.62), (0.26, -0.75)):
        inner.append(
            sheet.disc(x + dx * s, y + dy * s, s * 0.075, s * 0.075, tones["deep"])
            + sheet.disc(x + dx * s, y + dy * s, s * 0.055, s * 0.055, lamp, 0.9)
        )
    spar = tube([(x + s * 0.2, y - s * 1.05), (x + s * 0.82, y - s * 1.5)], [s * 0.07, s * 0.035], 5)
    rail = tube(
        [(x - s * 0.56, y - s * 0.92), (x - s * 0.1, y - s * 1.14), (x + s * 0.38, y - s * 1.28)],
        [s * 0.05, s * 0.05],
        10,
    )
    weed = "".join(
        ribbon(sheet, x + dx * s, y - s * 1.08 - dx * s * 0.2, s * 0.3, sheet.distant(sheet["secondary"], 0.3), 12)
        for dx in (-0.25, -0.18, 0.0)
    )
    body = sheet.paper(path, colour, rim=3, fade=mix(colour, sheet["mid"], 0.45), inner="".join(inner))
    return (
        weed + sheet.paper(spar, colour, rim=1.5) + body + sheet.paper(rail, mix(colour, sheet["accent"], 0.3), rim=1.5)
    )


def wreck_ribs(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """A hull worn down to its ribs: one can look and swim through; a flag still flies."""
    s = size * 0.62
    shade = mix(colour, sheet["far"], 0.45)
    mast = tube([(x + s * 0.05, y), (x + s * 0.16, y - s * 1.7)], [s * 0.11, s * 0.065], 5)
    flag = [(0.16, -1.66), (0.62, -1.56), (0.52, -1.4), (0.68, -1.24), (0.13, -1.3)]
    out = sheet.paper(mast, colour, rim=2)
    out += sheet.paper(
        spline([(x + dx * s, y + dy * s) for dx, dy in flag], tension=0.1), sheet.distant(sheet["primary"], 0.3), rim=2
    )
    far_rail = [(x - s * 1.3, y - s * 0.94), (x, y - s * 0.6), (x + s * 1.35, y - s * 1.1)]
    out += sheet.paper(tube(far_rail, [s * 0.05, s * 0.06, s * 0.05]), shade, rim=1.5)
    for i in range(9):
        share = i / 8
        foot, head = x - s * 1.12 + share * s * 2.2, x - s * 1.42 + share * s * 2.86
        level = y - s * (0.5 + 1.7 * (share - 0.45) ** 2)
        back = [(foot, y + 8), (foot + (head - foot) * 0.5, y - s * 0.3), (head + s * 0.06, level - s * 0.2)]
        rib = [(foot, y + 12), (foot + (head - foot) * 1.25, y - s * 0.24), (head, level + s * 0.06)]
        out += sheet.paper(tube(back, [s * 0.06, s * 0.04], 10), shade, rim=1.2)
        out += sheet.paper(tube(rib, [s * 0.09, s * 0.08, s * 0.055], 12), colour, rim=2)
    planks = ((0.06, -1.2, 1.16), (-0.14, -1.3, 0.3), (-0.32, -0.5, 1.3), (-0.5, -1.42, -0.6))
    for level, start, end in planks:
        sag = s * 0.1 * (end - start)
        line = [
            (x + start * s, y + level * s - 0.12 * s * abs(start)),
            (x + (start + end) * s / 2, y + level * s + sag),
        ]
        line.append((x + end * s, y + level * s - 0.16 * s * abs(end)))
        out += sheet.paper(tube(line, [s * 0.1, s * 0.11, s * 0.1]), colour, rim=2.2)
    return out


def spar_and_barrel(sheet: Sheet, x: float, y: float, wood: str) -> str:
    """A fallen mast against a rock, with a barrel."""
    out = rock(sheet, x, y + 8, 220, 90, sheet.between("far", "mid", 0.3), fade=sheet["mid"])
    out += sheet.paper(tube([(x - 190, y + 20), (x + 150, y - 120)], [24, 15], 6), wood, rim=2)
    return out + barrel(sheet, x - 66, y + 22, 66, wood)


def barrel(sheet: Sheet, x: float, y: float, height: float, wood: str) -> str:
    h, w = height, height * 0.7
    body = spline(
        [
            (x - w * 0.36, y),
            (x - w * 0.5, y - h * 0.5),
            (x - w * 0.36, y - h),
            (x + w * 0.36, y - h),
            (x + w * 0.5, y - h * 0.5),
            (x + w * 0.36, y),
        ],
        tension=0.14,
    )
    hoops = "".join(
        sheet.stroke(
            trace("M", x - w, y - h * q, "Q", x, y - h * q + h * 0.07, x + w, y - h * q),
            mix(wood, sheet["deep"], 0.5),
            h * 0.07,
        )
        for q in (0.22, 0.76)
    )
    staves = "".join(
        sheet.stroke(trace("M", x + q * w, y - h, "V", y), ramp(wood)["lo"], 2.4, 0.8) for q in (-0.22, 0.02, 0.24)
    )
    return sheet.paper(body, mix(wood, sheet["accent"], 0.12), rim=2.2, inner=staves + hoops)


def timber_cluster(sheet: Sheet, side: int) -> str:
    """A near corner of broken planks, weeds, a coral and a barrel."""
    rng, wood = sheet.rng, mix(sheet["wood"], sheet["far"], 0.18)
    out = kelp(sheet, 36, NEAR_Y + 10, rng.uniform(250, 320), ramp(sheet["secondary"])["lo"], 32)
    out += "".join(
        ribbon(sheet, 92 + q * 24, NEAR_Y + 10, rng.uniform(130, 210), sheet["secondary"], 28) for q in (-1, 0.2, 1.1)
    )
    out += rock(
        sheet, 50, NEAR_Y + 32, 290, 120, sheet.between("far", "deep", 0.2), fade=sheet.between("far", "mid", 0.2)
    )
    for x, y, length, turn in ((-10, 8, 250, -0.5), (70, 30, 190, -1.02), (140, 30, 150, -0.18)):
        end = (x + length * math.cos(turn), NEAR_Y + y + length * math.sin(turn))
        out += sheet.paper(tube([(x, NEAR_Y + y), end], [30, 26], 4, round_end=False), wood, rim=2.4)
    out += barrel(sheet, 196 + rng.uniform(-8, 8), NEAR_Y + 34, 92, wood)
    out += fan_coral(sheet, 66, NEAR_Y + 6, rng.uniform(66, 84), sheet["accent2"])
    out += anemone(sheet, 132, NEAR_Y + 30, 46, sheet["primary"], sheet["accent"])
    return at_side(out, side)


def coil_of_rope(sheet: Sheet, x: float, y: float) -> str:
    colour = mix(sheet["ground"], sheet["wood"], 0.3)
    rings = "".join(
        sheet.stroke(
            trace("M", x - r, y - i * 7, "a", r, r * 0.36, 0, 1, 0, 2 * r, 0, "a", r, r * 0.36, 0, 1, 0, -2 * r, 0),
            mix(colour, sheet["glow"], 0.1 * i),
            8,
        )
        for i, r in enumerate((34, 32, 28))
    )
    return rings + sheet.stroke(trace("M", x + 30, y + 2, "q", 40, 14, 76, -4), colour, 8)


def rigging_frame(view: View) -> list[Slab]:
    """Dark rocks below, torn ropes and a yard hanging into the upper corners."""
    sheet = view.sheet("frame")
    rng = sheet.rng
    dark, lighter = sheet.between("deep", "far", 0.18), sheet.between("deep", "far", 0.4)
    out = ""
    for side in (-1, 1):
        body = sheet.paper(tube([(-90, 70), (150, -20)], [46, 34], 5), dark, rim=0)
        for x, drop in ((10, 150), (64, 100), (104, 60)):
            body += sheet.stroke(
                trace("M", x, 30 - x * 0.3, "q", rng.uniform(-14, 14), drop * 0.6, rng.uniform(-8, 8), drop),
                lighter,
                6,
            )
            body += sheet.disc(x, 30 - x * 0.3 + drop, 9, 11, lighter)
        body += "".join(
            ribbon(sheet, -46 + i * 24, HEIGHT - 50, rng.uniform(300, 460) - i * 90, lighter if i % 2 else dark, 46)
            for i in range(4)
        )
        body += rock(sheet, 110, HEIGHT - 70, 150, 48, lighter, root=200) + rock(
            sheet, -30, HEIGHT - 78, 290, 96, dark, root=220
        )
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
