"""The moonlit pond: still water, reeds and lilies under a big moon."""

from __future__ import annotations

import math

from story_cli.art.backdrops.enchanted_forest.ground import forest_frame, meadow
from story_cli.art.backdrops.enchanted_forest.kit import (
    clump,
    fern,
    fireflies,
    lantern,
    lily_pad,
    mushroom,
    reeds,
    stone,
    vine,
)
from story_cli.art.backdrops.nature import at_side, moon, page, stars
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import FLOOR, MARGIN, ridge, ring, scaled, scallop, spline, trace, tube
from story_cli.art.backdrops.sheet import GROUND_SHADOW, SOFT_SHADOW, Shadow, Sheet, deeper
from story_cli.art.colour import mix, ramp


def moonlit_pond(view: View) -> Slabs:
    """Still water under a big moon; always night, whatever the hour of the story."""
    plan = view.plan
    roles = view.roles if view.night else deeper(view.roles, -0.24, 1.1)
    far, mid, near = view.sheet("far", roles), view.sheet("mid", roles), view.sheet("near", roles)
    leaf = mid["secondary"]
    inner = pond_water(mid, plan.light_x, 446) + far_bank(mid, -1) + far_bank(mid, 1)
    inner += {
        "willow": lambda: willow(mid, plan.x - plan.side * 60, MID_Y - 10, 320, leaf),
        "jetty": lambda: jetty(mid, plan.x, MID_Y + 2, 250, plan.side),
        "stone-frog": lambda: lily_stone(mid, plan.x, MID_Y + 6, 190, mid.distant(leaf, 0.2)),
    }[plan.landmark]()
    inner += pond_lilies(mid, 474, 530, 7, plan.x)
    ground = ramp(near["secondary"])["deep"]
    grains = near.specks(50, (-60, NEAR_Y + 20, WIDTH + 60, 700), ground)
    shore_hue = mix(ground, near["far"], 0.25)
    shore = near.paper(ridge(near.rng, NEAR_Y + 6, 8, 6), shore_hue, rim=4, fade=near["deep"], inner=grains)
    front = fireflies(near, 20, (120, 180, WIDTH - 120, 520)) + meadow(near, ramp(near["secondary"])["lo"])
    shade = Shadow(4, 6, 0.3)
    return {
        "far": [far.slab(night_sky(far, plan.light_x))],
        "mid": [mid.slab(inner, SOFT_SHADOW)],
        "near": [
            near.slab(shore, GROUND_SHADOW),
            near.slab(pond_bank(near, -1) + pond_bank(near, 1), shade),
            near.slab(front, shade),
        ],
        "frame": forest_frame(View(plan, roles, view.time_of_day)),
    }


def night_sky(sheet: Sheet, moon_x: float) -> str:
    """Stars, the moon, two rows of far tree tops."""
    rng = sheet.rng
    out = page(sheet, sheet.vertical(sheet["far"], sheet["mid"], sheet["air"], middle=0.5))
    out += stars(sheet, 60, 320) + moon(sheet, moon_x, 150, 74)
    for share in (0.35, 0.7):
        hue, y = mix(sheet["air"], sheet["far"], share), 452 - 60 * (1 - share)
        for i in range(10):
            x = i * 150 - 30 + rng.uniform(-40, 40)
            out += clump(
                sheet, x, y, rng.uniform(90, 140), rng.uniform(50, 90), hue, False, mix(hue, sheet["air"], 0.3)
            )
    return out


def far_bank(sheet: Sheet, side: int) -> str:
    """The shore across the water at an edge, with reeds."""
    leaf = sheet["secondary"]
    shore = spline([(-120, 430), (40, 440), (150, 462), (240, 486), (200, 520), (-120, 560)])
    out = sheet.paper(shore, mix(sheet["far"], leaf, 0.3), rim=3) + reeds(
        sheet, 170, 478, 120, sheet.distant(leaf, 0.3)
    )
    return at_side(out + clump(sheet, 30, 440, 90, 44, sheet.distant(leaf, 0.35)), side)


def willow(sheet: Sheet, x: float, y: float, size: float, leaf: str) -> str:
    """A weeping willow: bent trunk, curtains of leaves."""
    bark = sheet.distant(sheet["wood"], 0.45)
    out = clump(sheet, x, y + 34, 150, 40, sheet.distant(leaf, 0.35))
    for dx in (-150, -104, 120, 160):
        out += vine(
            sheet, x + dx, y - size * 1.1 + abs(dx) * 0.3, size * sheet.rng.uniform(0.62, 0.8), sheet.distant(leaf, 0.4)
        )
    out += sheet.paper(
        tube(
            [(x + 10, y + 20), (x - 26, y - size * 0.4), (x + 12, y - size * 0.8), (x - 6, y - size * 1.2)],
            [92, 62, 52, 40],
        ),
        bark,
        rim=3,
    )
    for dx, dy, rx, ry in ((-100, -1.12, 120, 66), (90, -1.16, 130, 68), (0, -1.3, 150, 80)):
        out += clump(sheet, x + dx, y + dy * size, rx, ry, sheet.distant(leaf, 0.25))
    for dx in (-170, -124, -70, 62, 100, 146):
        out += vine(
            sheet,
            x + dx,
            y - size * 1.06 + abs(dx) * 0.24,
            size * sheet.rng.uniform(0.5, 0.82),
            sheet.distant(leaf, 0.15),
        )
    return out


def jetty(sheet: Sheet, x: float, y: float, size: float, side: int) -> str:
    """A plank walk out over the water with a lantern post."""
    plank = sheet.distant(sheet["wood"], 0.5)
    out = ""
    for i in range(5):
        px = x - side * 150 + side * i * 70
        out += sheet.paper(tube([(px, y - 16), (px, y + 66)], [17, 17], 4), ramp(plank)["lo"], rim=1.6)
    deck = [(x - side * 210, y - 26), (x + side * 150, y - 26), (x + side * 168, y - 2), (x - side * 210, y - 2)]
    seams = "".join(
        sheet.stroke(trace("M", x + q, y - 30, "l", side * 4, 30), ramp(plank)["lo"], 2.6, 0.9)
        for q in range(-190, 160, 38)
    )
    out += sheet.paper(spline(deck, tension=0.03), plank, rim=2.6, inner=seams)
    post = x + side * 132
    out += sheet.paper(tube([(post, y - 10), (post, y - size * 0.62)], [15, 12], 4), plank, rim=1.8)
    out += sheet.stroke(trace("M", post, y - size * 0.6, "h", side * 40), plank, 8)
    return out + lantern(sheet, post + side * 36, y - size * 0.58, 46, sheet["accent"])


def lily_stone(sheet: Sheet, x: float, y: float, size: float, leaf: str) -> str:
    """A stone frog that dozes over the pond."""
    s, grey = size, mix(sheet["mid"], sheet["air"], 0.55)
    body = [
        (-0.5, 0.1),
        (-0.52, -0.2),
        (-0.36, -0.5),
        (-0.34, -0.7),
        (0, -0.78),
        (0.34, -0.7),
        (0.36, -0.5),
        (0.52, -0.2),
    ]
    out = fern(sheet, x - s * 0.56, y + 8, s * 0.5, leaf, -0.3)
    out += sheet.paper(spline(scaled([*body, (0.5, 0.1)], x, y, s)), grey, rim=3, fade=ramp(grey)["lo"])
    out += sheet.disc(x, y - s * 0.16, s * 0.24, s * 0.2, ramp(grey)["hi"], 0.5)
    for dx in (-0.21, 0.21):
        out += sheet.paper(ring(x + dx * s, y - s * 0.76, s * 0.13), grey, rim=2.4)
        lid = trace("M", x + (dx - 0.07) * s, y - s * 0.76, "q", s * 0.07, s * 0.06, s * 0.14, 0)
        out += sheet.stroke(lid, sheet["deep"], s * 0.026)
        out += sheet.paper(scallop(sheet.rng, x + dx * 1.7 * s, y - s * 0.02, s * 0.22, s * 0.13, 8), grey, rim=2)
        out += sheet.disc(x + dx * 1.25 * s, y - s * 0.5, s * 0.06, s * 0.035, sheet["primary"], 0.4)
    smile = trace("M", x - s * 0.22, y - s * 0.54, "q", s * 0.22, s * 0.14, s * 0.44, 0)
    return out + sheet.stroke(smile, sheet["deep"], s * 0.028)


def pond_water(sheet: Sheet, light_x: float, top: float) -> str:
    """Still water from bank to bank with the moon's path and ripples."""
    rng = sheet.rng
    edge = spline(
        [(x, top + 5 * math.sin(x / 130)) for x in range(-MARGIN - 40, WIDTH + MARGIN + 60, 60)], closed=False
    )
    water = sheet.vertical(mix(sheet["air"], sheet["glow"], 0.12), sheet["mid"], sheet["far"], middle=0.4)
    out = sheet.flat(f"{edge}L{WIDTH + MARGIN + 60} {FLOOR}L{-MARGIN - 60} {FLOOR}Z", water) + sheet.stroke(
        edge, mix(sheet["air"], sheet["glow"], 0.5), 3.5, 0.8
    )
    for i in range(9):
        y = top + 12 + i * 11
        out += sheet.disc(
            light_x + rng.uniform(-16, 16),
            y,
            rng.uniform(36, 70) + i * 5,
            2.6 + i * 0.25,
            sheet["glow"],
            0.75 - i * 0.05,
        )
    for _ in range(16):
        out += sheet.disc(
            rng.uniform(0, WIDTH), top + rng.uniform(14, 110), rng.uniform(30, 80), 2, sheet["glow"], 0.22
        )
    return out


def pond_lilies(sheet: Sheet, top: float, bottom: float, count: int, landmark_x: float) -> str:
    """Floating leaves, larger when nearer, none around the landmark."""
    rng, out = sheet.rng, ""
    places = sorted((rng.uniform(top, bottom), rng.uniform(110, WIDTH - 110)) for _ in range(count))
    for i, (y, x) in enumerate(places):
        if abs(x - landmark_x) < 150:
            continue
        size = 46 + (y - top) / max(1, bottom - top) * 60
        out += lily_pad(
            sheet,
            x,
            y,
            size * rng.uniform(0.85, 1.15),
            sheet["secondary"],
            (sheet["primary"], "", sheet["glow"], "")[i % 4],
        )
    return out


def pond_bank(sheet: Sheet, side: int) -> str:
    """Reeds, stones and a fern at an edge."""
    rng, leaf = sheet.rng, sheet["secondary"]
    grey = mix(sheet["far"], sheet["mid"], 0.3)
    out = reeds(sheet, 40, NEAR_Y + 30, rng.uniform(240, 300), ramp(leaf)["lo"]) + reeds(
        sheet, 118, NEAR_Y + 34, rng.uniform(170, 220), leaf
    )
    out += clump(sheet, 20, NEAR_Y + 20, 96, 56, ramp(leaf)["lo"]) + fern(
        sheet, 150, NEAR_Y + 40, 120, ramp(leaf)["hi"], 0.45
    )
    out += stone(sheet, 96, NEAR_Y + 44, 150, 70, grey, leaf) + stone(
        sheet, 204, NEAR_Y + 50, 90, 40, mix(grey, sheet["far"], 0.3)
    )
    return at_side(out + mushroom(sheet, 176, NEAR_Y + 42, 52, sheet["accent2"], sheet["glow"], 7), side)
