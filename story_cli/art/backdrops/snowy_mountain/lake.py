"""The frozen lake: a mirror of ice between the peaks."""

from __future__ import annotations

from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, polygon, ridge, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import GROUND_SHADOW, SOFT_SHADOW, Shadow, Sheet, Slab
from story_cli.art.backdrops.snowy_mountain.ground import far_firs, fir_corner, heaps, mountains, snow_frame, winter_sky
from story_cli.art.backdrops.snowy_mountain.kit import chalet, drift, fir, lantern_post, leaf_of, snow_of
from story_cli.art.colour import mix, ramp

SHORE = 452.0  # where the ice begins in the middle distance


def frozen_lake(view: View) -> Slabs:
    """Ice from shore to shore, with marks of skates."""
    plan, far = view.plan, view.sheet("far")
    sky = winter_sky(view, far)
    hills = mountains(view, far, 430) + far_firs(far, 448, 0.55, 17, 60)
    sheet = view.sheet("mid")
    ice = mix(snow_of(sheet), sheet["air"], 0.6)
    snow = snow_of(sheet, 0.2)
    body = mirror(view, sheet, ice)
    body += drift(sheet, plan.other_x, SHORE + 34, 420, 66, snow) + fir(
        sheet, plan.other_x + plan.side * 80, SHORE + 22, 250, sheet.distant(leaf_of(sheet), 0.25), snow, 5
    )
    body += fir(
        sheet, plan.other_x - plan.side * 20, SHORE + 26, 140, sheet.distant(leaf_of(sheet), 0.3), snow, 4
    ) + bench(sheet, plan.other_x - plan.side * 96, SHORE + 40)
    body += drift(sheet, plan.x, SHORE + 44, 460, 60, snow)
    form = {"boat-house": boat_house, "bridge": foot_bridge, "tent": fishing_tent}[plan.landmark]
    body += form(sheet, plan.x, MID_Y + 22, snow)
    near = view.sheet("near")
    return {
        "far": [*sky, far.slab(hills)],
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": ice_floor(near, mix(snow_of(near), near["air"], 0.42)),
        "frame": snow_frame(view),
    }


def mirror(view: View, sheet: Sheet, ice: str) -> str:
    """The far part of the ice with pale reflections of light and firs."""
    rng, deep = sheet.rng, mix(ice, sheet["mid"], 0.35)
    inner = sheet.shine(view.plan.light_x, SHORE + 10, 300, sheet["glow"], 0.8)
    for _ in range(15):
        x, tall = rng.uniform(0, WIDTH), rng.uniform(18, 46)
        inner += sheet.flat(trace("M", x - 9, SHORE, "h", 18, "l", -9, tall, "Z"), deep, 0.5)
    for _ in range(9):
        inner += sheet.stroke(
            trace("M", rng.uniform(0, WIDTH), rng.uniform(SHORE + 16, 560), "h", rng.uniform(60, 180)),
            mix(ice, "#ffffff", 0.6),
            4,
            0.6,
        )
    return sheet.paper(ridge(rng, SHORE, 3.0, 5), ice, rim=3, fade=deep, inner=inner)


def ice_floor(sheet: Sheet, ice: str) -> list[Slab]:
    """Near layer: clear ice with rings of skates, cracks and snow blown over it; firs on the banks."""
    rng, white = sheet.rng, mix(ice, "#ffffff", 0.7)
    inner = ""
    for rx, ry, cx, cy in ((300, 30, 640, 616), (170, 18, 560, 606), (120, 13, 830, 636)):
        inner += sheet.stroke(f"M{cx - rx} {cy}a{rx} {ry} 0 1 1 {2 * rx} 0a{rx} {ry} 0 1 1 {-2 * rx} 0", white, 4, 0.75)
    for x, y in ((250, 640), (1010, 606), (900, 690)):
        crack = trace("M", x, y, "l", 40, -14, "l", 34, 8, "l", 44, -20, "M", x + 74, y - 6, "l", 20, 24)
        inner += sheet.stroke(crack, mix(ice, sheet["mid"], 0.5), 3, 0.7)
    for _ in range(8):
        inner += sheet.disc(
            rng.uniform(0, WIDTH),
            rng.uniform(NEAR_Y + 16, HEIGHT),
            rng.uniform(70, 170),
            rng.uniform(6, 12),
            white,
            0.5,
        )
    floor = sheet.paper(ridge(rng, NEAR_Y, 6, 5), ice, rim=5, fade=mix(ice, sheet["mid"], 0.5), inner=inner)
    back = fir_corner(sheet, -1, 400) + fir_corner(sheet, 1, 400)
    banks = "".join(at_side(drift(sheet, 30, NEAR_Y + 40, 320, 54, snow_of(sheet)), side) for side in (-1, 1))
    return [
        sheet.slab(back, Shadow(4, 6, 0.3)),
        sheet.slab(floor, GROUND_SHADOW),
        sheet.slab(banks + heaps(sheet), Shadow(3, 5, 0.2)),
    ]


def bench(sheet: Sheet, x: float, y: float) -> str:
    """A bench with a white seat and a pair of boots left beside it."""
    wood = sheet.distant(sheet["wood"], 0.2)
    out = "".join(sheet.paper(tube([(x + dx, y + 4), (x + dx, y - 26)], [9, 9], 4), wood, rim=1.2) for dx in (-34, 34))
    out += sheet.paper(tube([(x - 46, y - 28), (x + 46, y - 28)], [11, 11], 4), wood, rim=1.6)
    return out + sheet.paper(tube([(x - 44, y - 34), (x + 44, y - 34)], [9, 9], 4), snow_of(sheet), rim=1.4)


def boat_house(sheet: Sheet, x: float, y: float, snow: str) -> str:
    """A house on posts at the water's edge, a boat drawn up beside it."""
    wood, side = sheet.distant(sheet["wood"], 0.12), (1 if x < WIDTH / 2 else -1)
    out = chalet(sheet, x - side * 20, y - 22, 240, sheet.distant(sheet["primary"], 0.15), wood)
    deck = polygon(scaled([(-150, -24), (170, -24), (180, -4), (-160, -4)], x, y, 1))
    out += "".join(
        sheet.paper(tube([(x + dx, y + 16), (x + dx, y - 14)], [15, 13], 4), ramp(wood)["lo"], rim=1.4)
        for dx in (-130, -46, 50, 140)
    )
    out += sheet.paper(deck, wood, rim=3)
    px = x + side * 168
    hull = [(-84, -34), (-60, 12), (0, 22), (60, 12), (84, -34), (0, -24)]
    out += sheet.paper(spline(scaled(hull, px, y + 2, 1), tension=0.13), sheet.distant(sheet["accent2"], 0.1), rim=3)
    return (
        out
        + sheet.paper(tube([(px - 74, y - 30), (px, y - 24), (px + 74, y - 30)], [9, 16, 9], 8), snow, rim=2)
        + lantern_post(sheet, x - side * 148, y - 22, 110)
    )


def foot_bridge(sheet: Sheet, x: float, y: float, snow: str) -> str:
    """An arched wooden bridge over the ice with white rails and lamps."""
    wood = sheet.distant(sheet["wood"], 0.1)
    span = [(-190, 6), (-110, -58), (0, -86), (110, -58), (190, 6)]
    out = fir(sheet, x - 120, y - 30, 210, sheet.distant(leaf_of(sheet), 0.3), snow, 4)
    under = spline(
        [*scaled(span, x, y, 1), (x + 150, y + 22), (x + 86, y - 24), (x, y - 48), (x - 86, y - 24), (x - 150, y + 22)],
        tension=0.15,
    )
    planks = "".join(
        sheet.stroke(trace("M", x + q, y - 100, "v", 140), ramp(wood)["lo"], 3, 0.6) for q in range(-170, 171, 26)
    )
    out += sheet.paper(under, wood, rim=3, inner=planks)
    for dx, dy in ((-176, 0), (-104, -54), (0, -82), (104, -54), (176, 0)):
        out += sheet.paper(tube([(x + dx, y + dy), (x + dx, y + dy - 62)], [13, 12], 4), ramp(wood)["hi"], rim=1.6)
        out += sheet.paper(tube([(x + dx - 9, y + dy - 64), (x + dx + 9, y + dy - 64)], [11, 11], 4), snow, rim=1.4)
    rail = [(x + dx, y + dy - 46) for dx, dy in span]
    out += sheet.paper(tube(rail, [12, 12], 20), ramp(wood)["hi"], rim=2) + sheet.stroke(
        spline([(px, py - 7) for px, py in rail], closed=False), snow, 7
    )
    return out + lantern_post(sheet, x - 196, y + 8, 130) + lantern_post(sheet, x + 196, y + 8, 130)


def fishing_tent(sheet: Sheet, x: float, y: float, snow: str) -> str:
    """A striped tent on the ice by a round hole, a rod, a basket."""
    cloth, stripe = sheet.distant(sheet["primary"], 0.08), mix(sheet["glow"], sheet["air"], 0.2)
    form = [(-140, 14), (-22, -232), (22, -232), (140, 14)]
    lines = "".join(
        sheet.flat(
            polygon(scaled([(-6 + q * 0.12, -240), (6 + q * 0.12, -240), (q + 24, 20), (q - 24, 20)], x, y, 1)),
            stripe,
            0.9,
        )
        for q in (-96, 0, 96)
    )
    out = sheet.paper(spline(scaled(form, x, y, 1), tension=0.03), cloth, rim=3, inner=lines)
    flap = polygon(scaled([(0, -170), (42, 14), (-42, 14)], x, y, 1))
    out += sheet.flat(flap, ramp(cloth)["deep"]) + sheet.clip(flap, sheet.shine(x, y - 20, 90, sheet["accent"], 0.95))
    out += sheet.stroke(trace("M", x, y - 228, "v", -40), ramp(sheet["wood"])["hi"], 5) + sheet.paper(
        polygon(scaled([(0, -268), (46, -256), (0, -242)], x, y, 1)), sheet["accent"], rim=2
    )
    out += sheet.paper(
        spline(scaled([(-34, -214), (-14, -244), (14, -244), (34, -214), (0, -222)], x, y, 1)), snow, rim=2.4
    )
    side = 1 if x < WIDTH / 2 else -1
    hx = x + side * 176
    out += sheet.disc(hx, y + 8, 52, 14, mix(sheet["air"], "#ffffff", 0.6)) + sheet.disc(hx, y + 9, 40, 9, sheet["far"])
    out += sheet.stroke(
        trace("M", hx - side * 46, y + 2, "L", hx - side * 6, y - 66, "L", hx, y + 8), ramp(sheet["wood"])["hi"], 4
    )
    return out
