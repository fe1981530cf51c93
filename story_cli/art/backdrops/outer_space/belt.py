"""The asteroid belt: hovering stones joined by rope bridges, crystals that glow."""

from __future__ import annotations

import math

from story_cli.art.backdrops.crystal import crystals
from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.outer_space.ground import cosmos, evening, moon_floor, rock_frame, stone_corner
from story_cli.art.backdrops.outer_space.kit import asteroid, crater, dish, glass_dome, planet, spark
from story_cli.art.backdrops.place import NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import blob, ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.colour import mix, ramp, shifted


def asteroid_belt(view: View) -> Slabs:
    """A sky full of stones around the large one that one stands on."""
    plan, far = view.plan, view.sheet("far")
    worlds = planet(far, plan.light_x, 150, 54, far.distant(far["primary"], 0.35)) + drift(view, far)
    sheet = view.sheet("mid")
    stone = sheet.distant(shifted(sheet["ground"], lift=-0.15, gain=1.25, turn=-14), 0.12)
    body = stones_around(sheet, plan.side, stone)
    form = {"crystals": crystal_island, "outpost": outpost, "window": holed_stone}[plan.landmark]
    body += rope_ladder(sheet, plan.x - plan.side * 62, 374)
    body += form(sheet, plan.x, 330, stone) + lamp_island(sheet, plan.other_x, 372, stone)
    near = view.sheet("near")
    ground = shifted(near["ground"], lift=-0.07, gain=1.3, turn=-12)
    back = "".join(crystal_corner(near, side, ground) for side in (-1, 1))
    front = crystals(near, near.rng.uniform(330, 380), 600, 36, (near["accent2"], near["accent"]))
    front += crystals(near, near.rng.uniform(910, 960), 604, 42, (near["accent"], near["secondary"]))
    return {
        "far": cosmos(view, far, worlds),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": moon_floor(near, back, front, ground, wave=13),
        "frame": rock_frame(view),
    }


def drift(view: View, sheet: Sheet) -> str:
    """The belt itself: a bow of small stones across the sky, larger toward the sides."""
    rng, out = sheet.rng, ""
    rise = view.plan.side * 0.2
    for _ in range(46):
        x = rng.uniform(-40, WIDTH + 40)
        edge = abs(x - 640) / 640
        y = 268 + rise * (x - 640) - 70 * (1 - edge * edge) + rng.gauss(0, 40)
        colour = evening(view, mix(sheet["air"], sheet["mid"], rng.uniform(0.25, 0.75)))
        out += asteroid(sheet, x, y, rng.uniform(5, 13) + 16 * edge * rng.random(), colour)
    return out


def stones_around(sheet: Sheet, side: int, colour: str) -> str:
    """Middling stones that hang in the sky, none before the open middle."""
    rng, out = sheet.rng, ""
    for x, y, r in (
        (70, 150, 46),
        (330, 120, 24),
        (420, 196, 15),
        (900, 130, 20),
        (1010, 90, 36),
        (1220, 210, 52),
        (1010, 470, 34),
        (300, 484, 40),
    ):
        px = x if side > 0 else WIDTH - x
        out += asteroid(
            sheet,
            px + rng.uniform(-24, 24),
            y + rng.uniform(-18, 18),
            r * rng.uniform(0.85, 1.2),
            sheet.distant(colour, 0.3),
        )
    return out


def island(sheet: Sheet, x: float, y: float, wide: float, colour: str) -> str:
    """A hovering stone with a flat top at y."""
    form = [(-1, -0.02), (-0.86, 0.3), (-0.5, 0.62), (-0.12, 0.86), (0.2, 0.78), (0.6, 0.52), (0.9, 0.26), (1, -0.02)]
    form = [(dx * wide, dy * wide * 0.86) for dx, dy in form] + [(0.5 * wide, -10), (-0.5 * wide, -12)]
    hollows = crater(sheet, x - wide * 0.4, y + wide * 0.24, wide * 0.3, colour, 0.5)
    hollows += crater(sheet, x + wide * 0.3, y + wide * 0.36, wide * 0.36, colour, 0.5)
    hollows += sheet.disc(x, y + wide * 0.92, wide * 0.9, wide * 0.4, ramp(colour)["deep"], 0.35)
    return sheet.paper(spline(scaled(form, x, y, 1), tension=0.15), colour, rim=4, inner=hollows)


def crystal_island(sheet: Sheet, x: float, y: float, colour: str) -> str:
    """A stone crowned with great crystals."""
    glows = (sheet.distant(sheet["primary"], 0.05), mix(sheet["accent2"], sheet["glow"], 0.2), sheet["accent"])
    out = sheet.shine(x, y - 90, 210, sheet["glow"], 0.45) + crystals(sheet, x, y + 6, 200, glows)
    out += island(sheet, x, y, 146, colour)
    for dx, dy in ((-150, 96), (148, 116), (-60, 190)):
        out += asteroid(sheet, x + dx, y + dy, 17, colour)
    return out


def outpost(sheet: Sheet, x: float, y: float, colour: str) -> str:
    """A glass house and a dish on a stone."""
    hull = mix(sheet["glow"], sheet["air"], 0.25)
    out = dish(sheet, x + 92, y - 4, 104, hull, 22) + glass_dome(
        sheet, x - 24, y - 16, 80, hull, lit_room(sheet, x - 24, y - 16)
    )
    return out + island(sheet, x, y, 152, colour) + flagpole(sheet, x - 126, y - 4)


def lit_room(sheet: Sheet, x: float, y: float) -> str:
    """A table with a lamp and a shelf, seen through glass."""
    out = sheet.paper(tube([(x - 50, y - 24), (x + 8, y - 24)], [10, 10], 4), sheet["wood"], rim=1.2)
    out += sheet.disc(x - 24, y - 42, 10, 12, sheet["accent"]) + sheet.disc(x + 38, y - 36, 17, 22, sheet["secondary"])
    return out + sheet.disc(x + 38, y - 12, 10, 9, sheet["primary"])


def flagpole(sheet: Sheet, x: float, y: float) -> str:
    flag = [(0, -86), (22, -92), (46, -82), (66, -88), (62, -56), (42, -52), (22, -60), (0, -54)]
    out = sheet.stroke(trace("M", x, y + 6, "v", -98), ramp(sheet["wood"])["hi"], 5)
    return out + sheet.paper(spline(scaled(flag, x, y, 1), tension=0.15), sheet["primary"], rim=2.4)


def holed_stone(sheet: Sheet, x: float, y: float, colour: str) -> str:
    """A huge stone with a hole, a whirl of stars shining through it."""
    cy = y - 50
    form = blob(sheet.rng, x, cy, 168, 158, 11, 0.08)
    hole = ring(x + 6, cy, 88, 84)
    hollows = "".join(
        crater(sheet, x + math.cos(a) * 128, cy + math.sin(a) * 118, w, colour, 0.6)
        for a, w in ((0.5, 46), (2.2, 54), (3.6, 36), (5.2, 50))
    )
    shade = sheet.disc(x, cy + 178, 210, 90, ramp(colour)["deep"], 0.3)
    out = sheet.paper(form, colour, rim=4, inner=hollows + shade)
    out += sheet.disc(x + 6, cy, 98, 94, ramp(colour)["lo"]) + sheet.flat(hole, mix(sheet["deep"], sheet["far"], 0.35))
    inner = sheet.shine(x + 6, cy, 96, sheet["primary"], 0.8) + sheet.shine(x + 6, cy, 50, sheet["glow"], 0.95)
    for turn in (0.0, math.pi):
        arm = [
            (x + 6 + r * math.cos(turn + r * 0.052), cy + r * 0.82 * math.sin(turn + r * 0.052))
            for r in range(6, 92, 12)
        ]
        inner += sheet.stroke(spline(arm, closed=False), mix(sheet["accent"], sheet["glow"], 0.4), 9, 0.75)
    for dx, dy, r in ((-46, -40, 8), (52, 34, 10), (44, -50, 6), (-38, 48, 6)):
        inner += spark(sheet, x + 6 + dx, cy + dy, r)
    return out + sheet.clip(hole, inner)


def lamp_island(sheet: Sheet, x: float, y: float, colour: str) -> str:
    """Across from the landmark: a smaller stone with a lantern and a bush of crystals."""
    out = crystals(sheet, x + 34, y + 4, 70, (sheet["accent2"], sheet["secondary"]))
    out += sheet.stroke(trace("M", x - 34, y, "v", -92, "q", 0, -14, 18, -14), sheet["wood"], 6)
    out += sheet.shine(x - 14, y - 88, 62, sheet["accent"], 0.75) + sheet.disc(x - 14, y - 90, 13, 16, sheet["accent"])
    return out + sheet.disc(x - 17, y - 95, 5, 6, sheet["glow"]) + island(sheet, x, y, 98, colour)


def rope_ladder(sheet: Sheet, x: float, y: float) -> str:
    """A way up, hanging from a stone down to the ground."""
    rope, plank = ramp(sheet["wood"])["hi"], sheet.distant(sheet["accent"], 0.2)
    sides = ""
    for dx in (-15, 15):
        sides += sheet.stroke(trace("M", x + dx, y, "q", 8, 90, -2, 180), rope, 4)
    rungs = [tube([(x - 19 + sway, level), (x + 19 + sway, level + 2)], [8, 8], 4) for sway, level in ladder_steps(y)]
    return sides + "".join(sheet.paper(rung, plank, rim=1.4) for rung in rungs)


def ladder_steps(y: float) -> list[tuple[float, float]]:
    """Sway and height of each rung."""
    return [(4 * math.sin(i * 0.45), y + 22 + i * 24) for i in range(7)]


def crystal_corner(sheet: Sheet, side: int, ground: str) -> str:
    """A near corner: stones with crystals between them."""
    pair = (sheet["primary"], sheet["accent2"]) if side < 0 else (sheet["secondary"], sheet["primary"])
    out = at_side(crystals(sheet, 196, NEAR_Y + 24, sheet.rng.uniform(110, 140), pair), side)
    out += stone_corner(sheet, side, ground, lamps=False)
    return out + at_side(crystals(sheet, 70, NEAR_Y + 26, sheet.rng.uniform(64, 84), (sheet["accent"], pair[0])), side)
