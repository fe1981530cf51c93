"""The moon craters: pale hollows under a great blue world."""

from __future__ import annotations

from story_cli.art.backdrops.outer_space.ground import (
    cosmos,
    middle_ground,
    moon_floor,
    rock_frame,
    soil,
    stone_corner,
)
from story_cli.art.backdrops.outer_space.kit import crater, dish, glass_dome, moon_stone, planet, spark
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import polygon, ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.colour import mix, ramp


def moon_craters(view: View) -> Slabs:
    """Pale hills full of hollows, a world rising behind them."""
    plan, far = view.plan, view.sheet("far")
    home = mix(far["secondary"], far["air"], 0.35)
    worlds = planet(far, plan.light_x, 250, 128, home, bands=4, halo=0.6) + small_moon(far, plan.other_x, 96, 26)
    sheet = view.sheet("mid")
    stone = sheet.distant(sheet["ground"], 0.36)
    body = moon_hills(sheet, stone) + middle_ground(sheet, stone)
    form = {"arch": stone_arch, "lander": lander, "domes": domes}[plan.landmark]
    body += crater(sheet, plan.other_x, MID_Y + 18, 230, stone, 0.24)
    body += moon_stone(sheet, plan.other_x + plan.side * 96, MID_Y + 20, 120, 120, stone)
    body += moon_stone(sheet, plan.other_x + plan.side * 8, MID_Y + 28, 66, 48, ramp(stone)["hi"])
    body += form(sheet, plan.x, MID_Y + 20, stone)
    near = view.sheet("near")
    ground = soil(view, near, 0.3)
    back = stone_corner(near, -1, ground) + stone_corner(near, 1, ground)
    front = footprints(near, ground) + spark(near, near.rng.uniform(420, 520), 590, 9, near["accent"])
    return {
        "far": cosmos(view, far, worlds, ((432, 22, 0.35),)),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": moon_floor(near, back, front, ground),
        "frame": rock_frame(view),
    }


def small_moon(sheet: Sheet, x: float, y: float, radius: float) -> str:
    pale = mix(sheet["air"], sheet["glow"], 0.6)
    out = sheet.shine(x, y, radius * 3, pale, 0.5) + sheet.paper(ring(x, y, radius), pale, rim=1.6)
    return out + "".join(
        sheet.disc(x + dx * radius, y + dy * radius, r * radius, r * radius, mix(pale, sheet["mid"], 0.4), 0.7)
        for dx, dy, r in ((-0.3, -0.2, 0.22), (0.3, 0.2, 0.28), (-0.1, 0.5, 0.14))
    )


def moon_hills(sheet: Sheet, colour: str) -> str:
    """Two broad mounds left and right of the open middle."""
    rng, out = sheet.rng, ""
    for x, wide, tall in ((90, 420, 120), (1190, 460, 140), (330, 250, 58), (960, 260, 64)):
        form = [(x - wide / 2, MID_Y + 60), (x - wide * 0.3, MID_Y - tall * 0.6), (x - wide * 0.04, MID_Y - tall)]
        form += [(x + wide * 0.26, MID_Y - tall * rng.uniform(0.6, 0.8)), (x + wide / 2, MID_Y + 60)]
        tint = sheet.distant(colour, 0.3)
        hollows = crater(sheet, x - wide * 0.08, MID_Y - tall * 0.5, wide * 0.24, tint, 0.34)
        hollows += crater(sheet, x + wide * 0.2, MID_Y - tall * 0.24, wide * 0.14, tint, 0.34)
        out += sheet.paper(spline(form, tension=0.15), tint, rim=3, fade=mix(tint, sheet["mid"], 0.3), inner=hollows)
    return out


def stone_arch(sheet: Sheet, x: float, y: float, colour: str) -> str:
    """A natural arch of moon stone with a lamp under it."""
    outer = [(-150, 30), (-146, -90), (-108, -196), (-20, -244), (74, -226), (138, -140), (152, 30)]
    inner = [(86, 30), (78, -90), (36, -150), (-26, -154), (-72, -96), (-84, 30)]
    tone = mix(colour, sheet["glow"], 0.12)
    out = sheet.shine(x, y - 70, 150, sheet["accent"], 0.55)
    form = spline(scaled([*outer, *inner], x, y, 1), tension=0.14)
    hollows = "".join(
        crater(sheet, x + dx, y + dy, w, tone, 0.5)
        for dx, dy, w in ((-112, -120, 40), (20, -200, 56), (112, -70, 44), (-118, -34, 30))
    )
    out += sheet.paper(form, tone, rim=3.5, inner=hollows)
    out += sheet.stroke(trace("M", x - 20, y - 156, "v", 40), sheet["wood"], 3)
    return out + sheet.disc(x - 20, y - 104, 13, 15, sheet["accent"]) + sheet.disc(x - 23, y - 109, 5, 6, sheet["glow"])


def lander(sheet: Sheet, x: float, y: float, colour: str) -> str:
    """A landing craft on four legs with a ladder and a small dish."""
    foil, hull = sheet.distant(sheet["accent"], 0.12), mix(sheet["glow"], sheet["air"], 0.3)
    leg = ramp(sheet.distant(sheet["wood"], 0.3))["hi"]
    out = ""
    for dx in (-128, -54, 54, 128):
        out += sheet.stroke(trace("M", x + dx * 0.55, y - 86, "L", x + dx, y + 12), leg, 9)
        out += sheet.paper(ring(x + dx, y + 14, 26, 9), hull, rim=2)
    out += sheet.stroke(
        trace("M", x - 94, y - 30, "L", x - 38, y - 84, "M", x + 94, y - 30, "L", x + 38, y - 84), leg, 6
    )
    lower = scaled([(-104, -146), (104, -146), (118, -116), (104, -70), (-104, -70), (-118, -116)], x, y, 1)
    folds = "".join(
        sheet.stroke(trace("M", x + q, y - 146, "l", q * 0.12, 80), ramp(foil)["lo"], 4, 0.7)
        for q in (-70, -30, 16, 60)
    )
    out += sheet.paper(spline(lower, tension=0.06), foil, rim=3, inner=folds)
    cabin = [(-74, -150), (-84, -196), (-58, -246), (0, -262), (58, -246), (84, -196), (74, -150)]
    out += sheet.paper(spline(scaled(cabin, x, y, 1), tension=0.13), hull, rim=3)
    for dx, r in ((-30, 25), (34, 21)):
        out += sheet.disc(x + dx, y - 204, r + 6, r + 6, sheet.distant(sheet["primary"], 0.15))
        out += sheet.disc(x + dx, y - 204, r, r, mix(sheet["far"], sheet["mid"], 0.4)) + sheet.disc(
            x + dx - 7, y - 212, r * 0.4, r * 0.3, sheet["glow"], 0.8
        )
    rungs = "".join(trace("M", x - 16, y - 62 + q, "h", 32) for q in (0, 22, 44, 66))
    out += sheet.stroke(trace("M", x - 16, y - 72, "v", 86, "M", x + 16, y - 72, "v", 86) + rungs, leg, 5)
    out += sheet.stroke(trace("M", x + 62, y - 240, "v", -56), leg, 4) + sheet.disc(
        x + 62, y - 298, 7, 7, sheet["primary"]
    )
    return out + dish(sheet, x - 46, y - 246, 62, hull, -24)


def domes(sheet: Sheet, x: float, y: float, colour: str) -> str:
    """Two glass dwellings with a garden inside, joined by a passage."""
    wall = mix(sheet["glow"], sheet["air"], 0.35)
    leaf = sheet.distant(sheet["secondary"], 0.1)
    garden = "".join(
        sheet.paper(tube([(x - 34 + dx, y), (x - 34 + dx + lean, y - tall)], [14, 30], 6), tone, rim=1.6)
        for dx, lean, tall, tone in (
            (-50, -8, 52, leaf),
            (-18, 4, 82, ramp(leaf)["hi"]),
            (20, 8, 62, leaf),
            (52, 10, 42, ramp(leaf)["lo"]),
        )
    )
    out = sheet.paper(polygon(scaled([(20, -34), (150, -34), (150, 18), (20, 18)], x, y, 1)), ramp(wall)["lo"], rim=2)
    out += glass_dome(sheet, x + 132, y, 62, wall)
    return out + glass_dome(sheet, x - 34, y, 122, wall, garden) + dish(sheet, x - 196, y + 10, 92, wall, -20)


def footprints(sheet: Sheet, ground: str) -> str:
    """A trail of boot marks that leads out of the picture."""
    side = sheet.rng.choice((-1, 1))
    tone, out = ramp(ground)["lo"], ""
    for i in range(7):
        x = WIDTH / 2 + side * (240 + i * 46)
        out += sheet.disc(x, NEAR_Y + 40 + (i % 2) * 12, 11, 5, tone, 0.7)
    return out
