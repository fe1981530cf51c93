"""Sea, sky, sand, leafy edges and frames that the places of the island share."""

from __future__ import annotations

import math

from story_cli.art.backdrops.enchanted_forest.kit import clump, grass, stone
from story_cli.art.backdrops.nature import SUNSET, at_side, light_rays, low_sun, moon, page, stars
from story_cli.art.backdrops.place import NEAR_Y, WIDTH, View
from story_cli.art.backdrops.shapes import FLOOR, HEIGHT, MARGIN, ridge, spline
from story_cli.art.backdrops.sheet import GROUND_SHADOW, Shadow, Sheet, Slab
from story_cli.art.backdrops.stores import birds, cloud
from story_cli.art.backdrops.treasure_island.kit import (
    broad_leaf,
    far_palm,
    far_ship,
    frond,
    hibiscus,
    palm,
    split_leaf,
)
from story_cli.art.backdrops.underwater.kit import shell, starfish
from story_cli.art.colour import atmosphere, mix, oklch, ramp, shifted

DUSK = (oklch(0.66, 0.1, 305.0), oklch(0.76, 0.1, 350.0))  # evening sky and water far from the sun: violet, then rose
HORIZON = 318.0  # where sea and sky meet; the bible's waterline is 296


def bark_of(sheet: Sheet, far: float = 0.0) -> str:
    """Palm bark: the stage's wood, lighter and sandy."""
    return sheet.distant(mix(sheet["wood"], "#c79a6b", 0.42), far) if far else mix(sheet["wood"], "#c79a6b", 0.42)


def rock_of(sheet: Sheet, far: float = 0.25) -> str:
    """Warm rock of the island."""
    return shifted(sheet.distant(mix(sheet["ground"], sheet["wood"], 0.4), far), gain=1.4, turn=-8)


def sea_view(view: View, horizon: float = HORIZON, dusk: bool = False, isle: bool = True) -> list[Slab]:
    """Far layer: sky with sun or moon, clouds, the sea with its glitter, an island and a ship on the horizon."""
    sheet = view.sheet("far")
    rng, plan, evening = sheet.rng, view.plan, dusk and not view.night
    high, low = mix(sheet["air"], sheet["mid"], 0.42), mix(sheet["air"], sheet["glow"], 0.45)
    body = page(sheet, sheet.vertical(high, mix(sheet["air"], sheet["glow"], 0.2), low, middle=0.3))
    if evening:
        body = page(
            sheet, sheet.vertical(DUSK[0], mix(SUNSET, DUSK[1], 0.35), mix(SUNSET, sheet["glow"], 0.35), middle=0.3)
        )
    body += _lights(view, sheet, horizon, evening)
    pale = mix(sheet["air"], sheet["glow"], 0.25) if view.night else mix(sheet["glow"], "#ffffff", 0.35)
    pale = mix(pale, SUNSET, 0.3) if evening else pale
    shade = mix(sheet["air"], pale, 0.4) if not evening else mix("#d98fa6", pale, 0.4)
    for x, y, width in (
        (rng.uniform(40, 300), rng.uniform(110, 180), 260),
        (rng.uniform(960, 1230), rng.uniform(90, 160), 300),
    ):
        body += cloud(sheet, x, y, width * rng.uniform(0.85, 1.1), pale, shade)
    for i in range(5):
        body += cloud(
            sheet, 40 + i * 290 + rng.uniform(-70, 70), horizon + 2, rng.uniform(110, 200), mix(pale, shade, 0.4), shade
        )
    body += birds(sheet, plan.light_x + rng.uniform(-240, 80), rng.uniform(90, 190), sheet.between("mid", "far", 0.5))
    body += sea_water(view, sheet, horizon, evening)
    if isle:
        body += far_isle(view, sheet, plan.other_x - plan.side * 130, horizon)
    return [sheet.slab(body), sky_rays(view)]


def _lights(view: View, sheet: Sheet, horizon: float, evening: bool) -> str:
    """Sun, setting sun over the horizon, or moon with stars."""
    x = view.plan.light_x
    if view.night:
        return stars(sheet, 60, horizon - 30) + moon(sheet, x, 116, 50)
    if evening or view.sunset:
        out = low_sun(sheet, x, horizon) + sheet.shine(x, horizon - 20, 420, sheet["glow"], 0.95, knee=0.3)
        return out + sheet.disc(x, horizon - 34, 74, 74, mix(sheet["glow"], "#ffe2a0", 0.5))
    return sheet.shine(x, 110, 520, sheet["glow"], 0.95, knee=0.3) + sheet.disc(
        x, 110, 46, 46, mix(sheet["glow"], "#ffffff", 0.3)
    )


def sky_rays(view: View, alpha: float = 0.4) -> Slab:
    sheet = view.sheet("rays")
    return sheet.slab(light_rays(sheet, view.plan.light_x, -20, 560, 6, alpha * (0.3 if view.night else 1.0)), blur=9)


def sea_water(view: View, sheet: Sheet, horizon: float, evening: bool = False) -> str:
    """Water from the horizon down: deeper far away, clear near the shore, glitter under the light."""
    rng, x = sheet.rng, view.plan.light_x
    far, near = mix(sheet["mid"], sheet["far"], 0.25), mix(sheet["air"], sheet["glow"], 0.2)
    if evening:
        far, near = DUSK[0], mix(SUNSET, sheet["glow"], 0.2)
    edge = horizon + 4
    tint = sheet.vertical(far, DUSK[1] if evening else mix(far, near, 0.6), near, middle=0.3)
    out = sheet.flat(f"M{-MARGIN} {edge:.0f}H{WIDTH + MARGIN}V{HEIGHT}H{-MARGIN}Z", tint)
    out += sheet.stroke(f"M{-MARGIN} {edge + 1:.0f}H{WIDTH + MARGIN}", sheet["glow"], 2.5, 0.6)
    light = sheet["glow"]
    for i in range(26):
        y = horizon + 12 + (i / 26) ** 1.3 * 190
        spread = 50 + (y - horizon) * 1.5
        out += sheet.disc(
            x + rng.uniform(-spread, spread),
            y,
            rng.uniform(10, 30) + (y - horizon) * 0.16,
            1.8 + (y - horizon) * 0.012,
            light,
            0.5,
        )
    for i in range(30):
        y = horizon + 14 + (i / 30) ** 1.5 * 190
        out += sheet.disc(
            rng.uniform(-MARGIN, WIDTH + MARGIN),
            y,
            rng.uniform(16, 50) + (y - horizon) * 0.2,
            1.6 + (y - horizon) * 0.01,
            mix(far, sheet["deep"], 0.25) if i % 2 else light,
            0.25,
        )
    return out


def far_isle(view: View, sheet: Sheet, x: float, horizon: float) -> str:
    """A green island with palms on the horizon, and a ship across from it."""
    rng, plan = sheet.rng, view.plan
    leaf, bark = atmosphere(sheet["secondary"], sheet["air"], 0.45), sheet.distant(sheet["wood"], 0.65)
    top = [
        (x - 210, horizon + 10),
        (x - 150, horizon - 26),
        (x - 60, horizon - 66),
        (x + 30, horizon - 92),
        (x + 110, horizon - 40),
        (x + 200, horizon + 10),
        (x, horizon + 14),
    ]
    out = "".join(
        far_palm(sheet, x + dx, horizon + dy, tall, lean, mix(leaf, sheet["mid"], 0.2), bark)
        for dx, dy, tall, lean in ((-110, -34, 62, -14), (-60, -56, 48, 10), (96, -40, 66, 18), (140, -20, 44, 10))
    )
    out += sheet.paper(spline(top), leaf, rim=2.4, fade=mix(leaf, sheet["air"], 0.35))
    out += sheet.disc(x, horizon + 8, 220, 7, mix(sheet["ground"], sheet["air"], 0.3))
    ship_x = WIDTH / 2 + plan.side * rng.uniform(-90, 60)
    if view.plan.landmark in ("ship", "mast", "wheel", "cabin"):
        return out
    return out + far_ship(
        sheet,
        ship_x,
        horizon + 22,
        92,
        sheet.distant(sheet["wood"], 0.4),
        mix(sheet["glow"], sheet["air"], 0.2),
        sheet.distant(sheet["primary"], 0.3),
    )


def surf(sheet: Sheet, y: float, sand: str) -> str:
    """The wet edge of a beach: sand, a band of foam, shallow water lapping over it."""
    points = [
        (x, y + 9 * math.sin(x / 150 + sheet.rng.uniform(0, 1))) for x in range(-MARGIN - 60, WIDTH + MARGIN + 100, 80)
    ]
    foam = spline([(px, py - 13) for px, py in points], closed=False)
    below = f"L{WIDTH + MARGIN + 100} {FLOOR}L{-MARGIN - 100} {FLOOR}Z"
    out = sheet.flat(foam + below, mix(sheet["glow"], "#ffffff", 0.4), 0.9)
    wet = spline([(px, py - 2) for px, py in points], closed=False) + below
    dry = spline([(px, py + 13 + 5 * math.sin(px / 90)) for px, py in points], closed=False) + below
    return (
        out
        + sheet.flat(wet, mix(sheet.distant(sand, 0.3), sheet["mid"], 0.12))
        + sheet.paper(dry, sand, rim=2.5, fade=ramp(sand)["lo"])
    )


def beach_floor(sheet: Sheet, back: str, front: str, sand: str = "") -> list[Slab]:
    """Near layer: sand with ripples and grains, what stands behind it, what lies on it."""
    rng, ground = sheet.rng, sand or sheet["ground"]
    grains = sheet.specks(100, (-60, NEAR_Y + 8, WIDTH + 60, HEIGHT), ground)
    for _ in range(9):
        x, y, w = rng.uniform(100, 1180), rng.uniform(580, 690), rng.uniform(50, 120)
        grains += sheet.stroke(
            f"M{x:.0f} {y:.0f}q{w / 2:.0f} -7 {w:.0f} 0q{w / 2:.0f} 7 {w:.0f} 0", ramp(ground)["lo"], 3, 0.5
        )
    floor = sheet.slab(
        sheet.paper(ridge(rng, NEAR_Y, 11, 6), ground, rim=4, fade=ramp(ramp(ground)["lo"])["lo"], inner=grains),
        GROUND_SHADOW,
    )
    return [floor, sheet.slab(back, Shadow(4, 6, 0.3)), sheet.slab(front, Shadow(2, 3, 0.24))]


def shore_things(sheet: Sheet) -> str:
    """Shells, a starfish and pebbles left and right of the middle."""
    rng = sheet.rng
    out = starfish(sheet, rng.uniform(280, 400), 594, 19, sheet["primary"], rng.uniform(-20, 20))
    out += shell(sheet, rng.uniform(860, 980), 602, 17, sheet["accent2"]) + shell(
        sheet, rng.uniform(430, 540), 606, 11, mix(sheet["glow"], sheet["primary"], 0.4)
    )
    return out + "".join(
        stone(
            sheet,
            rng.choice((rng.uniform(250, 420), rng.uniform(860, 1040))),
            590 + rng.uniform(0, 20),
            rng.uniform(14, 26),
            rng.uniform(8, 13),
            mix(sheet["ground"], sheet["wood"], 0.25),
        )
        for _ in range(5)
    )


def palm_corner(sheet: Sheet, side: int, tall: bool = True) -> str:
    """A near corner: leaning palm, broad leaves, hibiscus, grasses."""
    rng, leaf = sheet.rng, sheet["secondary"]
    out = palm(sheet, -6, NEAR_Y + 40, rng.uniform(430, 470), 92, leaf, bark_of(sheet)) if tall else ""
    out += stone(sheet, 10, NEAR_Y + 44, 190, 84, mix(sheet.distant(sheet["ground"], 0.4), sheet["wood"], 0.2))
    for dx, length, angle, tint in ((20, 190, -24, "lo"), (40, 170, 18, ""), (78, 130, 48, "hi"), (4, 120, -60, "")):
        out += broad_leaf(sheet, dx, NEAR_Y + 40, length * rng.uniform(0.9, 1.1), angle, ramp(leaf)[tint])
    out += clump(sheet, 120, NEAR_Y + 36, 64, 34, ramp(leaf)["lo"])
    for dx, dy, r in ((84, -22, 23), (136, 4, 19), (48, 16, 18)):
        out += hibiscus(sheet, dx, NEAR_Y + dy, r, sheet["primary" if dx != 48 else "accent2"])
    return at_side(out + grass(sheet, 190, NEAR_Y + 44, 60, ramp(leaf)["hi"]), side)


def jungle_corner(sheet: Sheet, side: int) -> str:
    """A near corner of dense leaves and flowers without a palm."""
    rng, leaf = sheet.rng, sheet["secondary"]
    out = ""
    for dx, length, angle, tint in (
        (-20, 330, 8, "lo"),
        (30, 300, 26, "lo"),
        (0, 250, -14, ""),
        (70, 230, 42, ""),
        (96, 170, 62, "hi"),
    ):
        out += broad_leaf(sheet, dx, NEAR_Y + 50, length * rng.uniform(0.92, 1.08), angle, ramp(leaf)[tint])
    out += split_leaf(sheet, 60, NEAR_Y + 40, 110, -8, ramp(leaf)["hi"]) + split_leaf(
        sheet, 132, NEAR_Y + 46, 96, 24, leaf
    )
    out += clump(sheet, 40, NEAR_Y + 40, 110, 44, ramp(leaf)["lo"])
    for dx, dy, r in ((96, 0, 24), (152, 22, 19), (28, 10, 20)):
        out += hibiscus(sheet, dx, NEAR_Y + dy, r, sheet["primary" if dx != 28 else "accent2"])
    return at_side(out + grass(sheet, 206, NEAR_Y + 46, 58, leaf), side)


def palm_frame(view: View, leaf: str) -> list[Slab]:
    """Dark palm fronds hanging into the upper corners, big leaves below."""
    sheet = view.sheet("frame")
    rng, dark, lighter = sheet.rng, mix(sheet["deep"], leaf, 0.16), mix(sheet["deep"], leaf, 0.34)
    out = ""
    for side in (-1, 1):
        body = ""
        for i, (ax, ay, bx, by) in enumerate(
            ((60, 40, 60, 210), (130, 20, 150, 150), (190, -14, 216, 76), (20, 90, -6, 290))
        ):
            curve = [(-80.0, -50.0), (ax, ay + rng.uniform(-8, 8)), (bx, by + rng.uniform(-14, 14))]
            body += sheet.flat(frond(curve, 38, 13), lighter if i % 2 else dark)
        for dx, length, angle in ((-40, 190, 12), (10, 150, 40), (-60, 120, 66)):
            body += broad_leaf(
                sheet, dx, HEIGHT - 40, length * rng.uniform(0.9, 1.1), angle, lighter if dx == 10 else dark
            )
        body += clump(sheet, -20, HEIGHT - 44, 140, 66, dark, False)
        foot = sheet.flat(
            spline([(-200, FLOOR), (-200, HEIGHT - 60), (70, HEIGHT - 50), (150, FLOOR)], tension=0.1), dark
        )
        out += at_side(body + foot, side)
    return [sheet.slab(out, blur=1.6)]
