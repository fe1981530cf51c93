"""The beach and the lagoon at sunset: sand, surf and sky with a hut, a boat, rocks or a ship."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.kit import clump, stone
from story_cli.art.backdrops.place import MID_Y, Slabs, View
from story_cli.art.backdrops.shapes import ring, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, placed
from story_cli.art.backdrops.stores import barrel, coil, crate, haze, pennant, timber
from story_cli.art.backdrops.treasure_island.ground import (
    bark_of,
    beach_floor,
    palm_corner,
    palm_frame,
    rock_of,
    sea_view,
    shore_things,
    surf,
)
from story_cli.art.backdrops.treasure_island.kit import broad_leaf, far_ship, palm
from story_cli.art.backdrops.underwater.lagoon import sand_castle
from story_cli.art.colour import mix, ramp


def beach(view: View) -> Slabs:
    """Bright sand before a calm sea: an old boat, a palm hut or a rock arch stands out."""
    plan, sheet = view.plan, view.sheet("mid")
    sand = mix(sheet.distant(sheet["ground"], 0.12), sheet["glow"], 0.12)
    body = dune(sheet, plan.other_x + plan.side * 120, plan.side)
    body += sea_arch(sheet, plan.x, MID_Y - 8, 300) if plan.landmark == "arch" else ""
    body += surf(sheet, MID_Y + 2, sand)
    if plan.landmark == "boat":
        body += old_boat(sheet, plan.x, MID_Y + 44, plan.side)
    body += hut(sheet, plan.x, MID_Y + 10, 1.0) if plan.landmark == "hut" else ""
    near = view.sheet("near")
    castle_x = (300.0 if plan.side < 0 else 970.0) + near.rng.uniform(-20, 20)
    return {
        "far": sea_view(view),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": beach_floor(
            near,
            palm_corner(near, -plan.side) + palm_corner(near, plan.side, tall=False),
            shore_things(near) + sand_castle(near, castle_x, 590),
        ),
        "frame": palm_frame(view, near["secondary"]),
    }


def lagoon_at_sunset(view: View) -> Slabs:
    """Still water full of evening light: a hut on stilts, mossy rocks or a ship at anchor; a footbridge opposite."""
    plan, sheet = view.plan, view.sheet("mid")
    sand = mix(sheet.distant(sheet["ground"], 0.18), "#f2b48c", 0.2)
    form = {"stilts": stilt_hut, "rock": mossy_rocks, "ship": anchored_ship}[plan.landmark]
    body = dune(sheet, plan.other_x + plan.side * 150, plan.side) + form(sheet, plan.x, MID_Y + 2)
    body += surf(sheet, MID_Y + 12, sand) + footbridge(sheet, plan.other_x - plan.side * 10, MID_Y + 40, plan.side)
    near = view.sheet("near")
    back = palm_corner(near, plan.side) + palm_corner(near, -plan.side, tall=False)
    return {
        "far": sea_view(view, dusk=True),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": beach_floor(near, back, shore_things(near), mix(near["ground"], "#f2b48c", 0.16)),
        "frame": palm_frame(view, near["secondary"]),
    }


def dune(sheet: Sheet, x: float, side: int) -> str:
    """A headland with palms and bushes running out of the picture."""
    leaf, bark = sheet.distant(sheet["secondary"], 0.3), bark_of(sheet, 0.35)
    out = palm(sheet, x - side * 70, MID_Y - 26, 250, -side * 50, leaf, bark) + palm(
        sheet, x + side * 10, MID_Y - 34, 190, -side * 10, leaf, bark, False
    )
    sand = sheet.distant(sheet["ground"], 0.35)
    out += sheet.paper(
        spline(
            [
                (x - side * 230, MID_Y + 20),
                (x - side * 130, MID_Y - 20),
                (x, MID_Y - 44),
                (x + side * 170, MID_Y - 70),
                (x + side * 300, MID_Y - 74),
                (x + side * 300, MID_Y + 60),
                (x - side * 200, MID_Y + 60),
            ]
        ),
        sand,
        rim=3,
    )
    for dx, rx, ry in ((90, 90, 52), (10, 62, 34), (-60, 40, 22)):
        out += clump(
            sheet, x + side * dx, MID_Y - 44 + ry * 0.3, rx, ry, mix(leaf, ramp(leaf)["lo"], 0.4 if dx < 50 else 0)
        )
    return out


def old_boat(sheet: Sheet, x: float, y: float, side: int) -> str:
    """A rowing boat turned over on the sand, propped up by an oar, with a net, a crate and a flag."""
    wood, hull = timber(sheet), sheet.distant(sheet["primary"], 0.08)
    dark = spline([(-150, 6), (-120, -34), (110, -52), (160, 0)], tension=0.1)
    body = [
        (-190, 0),
        (-176, -48),
        (-110, -108),
        (-10, -130),
        (90, -116),
        (160, -76),
        (196, -32),
        (140, -44),
        (20, -58),
        (-110, -40),
    ]
    stripes = "".join(
        sheet.stroke(
            trace("M", -190, -6 - q, "C", -80, -56 - q * 1.2, 90, -66 - q * 1.2, 196, -36 - q * 0.6),
            mix(hull, sheet["glow"], 0.55) if q == 24 else ramp(hull)["lo"],
            9 if q == 24 else 3,
        )
        for q in (12, 24, 40, 56)
    )
    drawn = sheet.flat(dark, sheet["deep"], 0.75) + sheet.paper(
        spline(body, tension=0.13), hull, rim=3.5, inner=stripes
    )
    keel = [(-186, -40), (-110, -110), (-10, -134), (92, -120), (164, -78)]
    drawn += sheet.paper(tube(keel, [9, 14, 14, 9], 20), wood, rim=2)
    drawn += sheet.paper(tube([(168, 8), (128, -96), (96, -190)], [12, 10, 9], 8), wood, rim=1.6)
    drawn += sheet.paper(
        spline([(100, -176), (78, -214), (80, -262), (102, -256), (116, -206)]), ramp(wood)["hi"], rim=1.8
    )
    out = placed(drawn, x, y, 1.0, side < 0)
    out += crate(sheet, x + side * 236, y + 4, 58, ramp(wood)["hi"]) + coil(
        sheet, x - side * 206, y + 6, 70, mix(sheet["ground"], sheet["wood"], 0.2)
    )
    return out


def hut(sheet: Sheet, x: float, y: float, scale: float) -> str:
    """A round hut of palm stems with a thatched roof, a curtain and round windows."""
    wood, s = timber(sheet), scale
    wall = spline(
        [(x - 128 * s, y + 40), (x - 118 * s, y - 130 * s), (x + 118 * s, y - 130 * s), (x + 128 * s, y + 40)],
        tension=0.03,
    )
    staves = "".join(
        sheet.stroke(trace("M", x + q * s, y - 140 * s, "V", y + 40), ramp(wood)["lo" if q % 40 else "hi"], 3, 0.8)
        for q in range(-110, 120, 20)
    )
    out = sheet.paper(wall, mix(wood, sheet["ground"], 0.35), rim=3, inner=staves)
    door = trace("M", x - 44 * s, y + 40, "V", y - 62 * s, "a", 44 * s, 44 * s, 0, 0, 1, 88 * s, 0, "V", y + 40, "Z")
    out += sheet.flat(door, mix(sheet["deep"], sheet["wood"], 0.4)) + sheet.clip(
        door, sheet.shine(x, y - 20, 90, sheet["accent"], 0.6)
    )
    curtain = trace("M", x - 46 * s, y - 110 * s, "h", 92 * s, "v", 22, "Q", x - 4 * s, y - 50 * s, x - 26 * s, y + 42)
    curtain += trace("H", x - 46 * s, "Z")
    out += sheet.clip(door, sheet.paper(curtain, sheet.distant(sheet["primary"], 0.08), rim=0))
    for q in (-84, 84):
        out += sheet.disc(x + q * s, y - 66 * s, 21 * s, 21 * s, wood) + sheet.disc(
            x + q * s, y - 66 * s, 15 * s, 15 * s, mix(sheet["glow"], sheet["accent"], 0.5)
        )
    return (
        out
        + thatch(sheet, x, y, s)
        + pennant(sheet, x, y - 284 * s, 54, sheet.distant(sheet["primary"], 0.05), sheet["wood"])
    )


def thatch(sheet: Sheet, x: float, y: float, s: float) -> str:
    """A pointed straw roof with a ragged hem over a hut on (x, y)."""
    straw, out = mix(sheet["accent"], sheet["ground"], 0.55), ""
    half = ((40, -114), (92, -96), (128, -116), (190, -104), (150, -140), (74, -232))
    form = [(0, -94), *half, (0, -292), *((-dx, dy) for dx, dy in half[::-1])]
    for q in range(-170, 180, 28):
        straws = trace("M", x + q * 0.2 * s, y - 280 * s, "Q", x + q * 0.6 * s, y - 200 * s, x + q * s, y - 104 * s)
        out += sheet.stroke(straws, ramp(straw)["lo"], 4, 0.65)
    for q in (150, 200):
        band = trace("M", x - 150 * s, y - q * s, "Q", x, y - (q - 24) * s, x + 150 * s, y - q * s)
        out += sheet.stroke(band, ramp(straw)["hi"], 4, 0.6)
    roof = spline([(x + dx * s, y + dy * s) for dx, dy in form], tension=0.1)
    return sheet.paper(roof, straw, rim=3.5, inner=out)


def sea_arch(sheet: Sheet, x: float, y: float, size: float) -> str:
    """A rock arch in the shallows with bushes and a palm on top."""
    rock, leaf = rock_of(sheet), sheet.distant(sheet["secondary"], 0.2)
    s, tones = size, ramp(rock)
    out = palm(sheet, x - s * 0.1, y - s * 0.74, s * 0.6, s * 0.16, leaf, bark_of(sheet, 0.25))
    outer = [
        (-0.62, 0.1),
        (-0.6, -0.3),
        (-0.5, -0.62),
        (-0.24, -0.82),
        (0.1, -0.8),
        (0.4, -0.66),
        (0.56, -0.36),
        (0.62, 0.1),
    ]
    inner = [(0.34, 0.1), (0.3, -0.2), (0.16, -0.42), (-0.06, -0.46), (-0.22, -0.26), (-0.28, 0.1)]
    layers = "".join(
        sheet.stroke(
            trace("M", x - s, y - s * q, "q", s * 0.5, -s * 0.08, s, 0, "t", s, 0),
            tones["lo" if i % 2 else "hi"],
            s * 0.035,
            0.45,
        )
        for i, q in enumerate((0.05, 0.2, 0.36, 0.52, 0.66))
    )
    out += sheet.paper(
        spline([(x + dx * s, y + dy * s) for dx, dy in [*outer, *inner]], tension=0.13),
        rock,
        rim=3.5,
        inner=layers,
        fade=mix(rock, sheet["mid"], 0.35),
    )
    for dx, dy, rx in ((-0.36, -0.74, 0.16), (0.1, -0.82, 0.2), (0.42, -0.62, 0.13)):
        out += clump(sheet, x + dx * s, y + dy * s, rx * s, rx * s * 0.5, leaf)
    for dx, w in ((-0.86, 0.24), (0.84, 0.3), (0.04, 0.14)):
        out += stone(sheet, x + dx * s, y + 16, w * s, w * s * 0.62, mix(rock, tones["lo"], 0.4))
    return out + "".join(sheet.disc(x + dx * s, y + 10, 46, 5, sheet["glow"], 0.8) for dx in (-0.48, 0.46, -0.86, 0.84))


def stilt_hut(sheet: Sheet, x: float, y: float) -> str:
    """A hut on legs over the water, with a ladder and its reflection."""
    wood = timber(sheet)
    out = "".join(
        sheet.paper(tube([(x + dx, y + 10), (x + dx * 0.95, y - 96)], [13, 13], 4), ramp(wood)["lo"], rim=1.6)
        for dx in (-120, -46, 46, 120)
    )
    out += hut(sheet, x, y - 100, 0.86)
    out += sheet.paper(tube([(x - 164, y - 92), (x + 164, y - 92)], [20, 20], 4), wood, rim=2.4)
    for q in (-1, 1):
        out += sheet.stroke(trace("M", x + q * 12 + 84, y + 8, "V", y - 92), wood, 5)
    out += "".join(sheet.stroke(trace("M", x + 72, y - 8 - i * 20, "h", 24), wood, 4) for i in range(4))
    return out + "".join(sheet.disc(x + dx, y + 8, 40, 4, sheet["glow"], 0.7) for dx in (-120, -40, 50, 124))


def mossy_rocks(sheet: Sheet, x: float, y: float) -> str:
    """Three great rocks in the water with moss and broad leaves."""
    rock, leaf = rock_of(sheet), sheet.distant(sheet["secondary"], 0.15)
    out = stone(sheet, x + 96, y + 10, 210, 190, mix(rock, sheet["wood"], 0.14), leaf) + stone(
        sheet, x - 50, y + 14, 260, 290, rock, ramp(leaf)["hi"]
    )
    for dx, length, angle in ((-120, 120, -30), (-98, 140, 4), (150, 110, 30), (132, 120, -2)):
        out += broad_leaf(sheet, x + dx, y + 6, length, angle, leaf)
    out += stone(sheet, x - 170, y + 16, 130, 74, rock, leaf)
    return out + "".join(
        sheet.disc(x + dx, y + 12, w, 5, sheet["glow"], 0.75) for dx, w in ((-170, 70), (-40, 120), (110, 100))
    )


def anchored_ship(sheet: Sheet, x: float, y: float) -> str:
    """A sailing ship lying in the lagoon."""
    hull = mix(timber(sheet), sheet["wood"], 0.3)
    out = far_ship(
        sheet, x, y - 26, 400, hull, mix(sheet["glow"], "#ffffff", 0.2), sheet.distant(sheet["primary"], 0.05)
    )
    for dx in (-110, -50, 10, 70, 130):
        out += sheet.paper(ring(x + dx, y - 50, 11), mix(sheet["accent"], sheet["glow"], 0.3), rim=1.6)
    return out + "".join(sheet.disc(x + dx, y - 12, 90, 6, sheet["glow"], 0.7) for dx in (-130, 0, 140))


def footbridge(sheet: Sheet, x: float, y: float, side: int) -> str:
    """An arched wooden footbridge over the inlet."""
    wood = timber(sheet)
    arch = [(-170, 10), (-100, -44), (0, -66), (100, -44), (170, 10)]
    rail = [(px, py - 52) for px, py in arch]
    body = "".join(
        sheet.stroke(trace("M", px, py, "v", -54), ramp(wood)["lo"], 9)
        for px, py in ((-130, -20), (-66, -54), (0, -66), (66, -54), (130, -20))
    )
    body += sheet.paper(tube(rail, [11, 11], 16), ramp(wood)["hi"], rim=2) + sheet.paper(
        tube(arch, [24, 22, 24], 18), wood, rim=3
    )
    body += "".join(
        sheet.stroke(trace("M", px, py - 10, "v", 20), ramp(wood)["lo"], 3)
        for px, py in ((-120, -30), (-80, -50), (-40, -62), (0, -66), (40, -62), (80, -50), (120, -30))
    )
    return placed(body, x, y, 0.95, side < 0) + barrel(sheet, x + side * 176, y + 8, 60, wood, sheet["wood"])
