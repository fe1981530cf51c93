"""Skies, hills, paving, edges and frames that the places of the castle share."""

from __future__ import annotations

from story_cli.art.backdrops.castle.kit import cypress, flagstones, keep, round_tree, topiary
from story_cli.art.backdrops.enchanted_forest.kit import clump, flower, grass, rose, vine
from story_cli.art.backdrops.nature import at_side, light_rays, low_sun, moon, page, stars
from story_cli.art.backdrops.place import NEAR_Y, WIDTH, View
from story_cli.art.backdrops.shapes import FLOOR, HEIGHT, ridge, spline, trace
from story_cli.art.backdrops.sheet import GROUND_SHADOW, Shadow, Sheet, Slab
from story_cli.art.backdrops.stores import birds, cloud
from story_cli.art.colour import atmosphere, mix, oklch, ramp, to_oklch


def stone_of(sheet: Sheet, share: float = 0.2, night: bool = False) -> str:
    """Castle stone: warm cream by day, in the stage's own hue where it is farther or darker."""
    warm = mix(sheet["ground"], sheet["glow"], 0.32)
    return mix(sheet.distant(warm, share), sheet["mid"], 0.45 if night else 0.0)


def tinted(hue_of: str, night: bool) -> str:
    """A pale (by night a dim) plaster in the hue of a colour."""
    return oklch(0.47 if night else 0.885, 0.075 if night else 0.048, to_oklch(hue_of)[2])


def open_sky(view: View, sheet: Sheet, hills: bool = True, castle: bool = False) -> list[Slab]:
    """Far layer: sky with sun or moon, heaped clouds, two rows of hills with tiny trees."""
    rng, plan = sheet.rng, view.plan
    high = mix(sheet["air"], sheet["mid"], 0.42)
    body = page(
        sheet, sheet.vertical(high, mix(sheet["air"], sheet["glow"], 0.22), mix(sheet["air"], sheet["glow"], 0.5))
    )
    body += lights(view, sheet)
    pale = mix(sheet["glow"], "#ffffff", 0.4) if not view.night else mix(sheet["air"], sheet["glow"], 0.25)
    for x, y, width in (
        (rng.uniform(60, 330), rng.uniform(120, 190), 250),
        (rng.uniform(930, 1220), rng.uniform(90, 170), 300),
    ):
        body += cloud(sheet, x, y, width * rng.uniform(0.85, 1.15), pale, mix(sheet["air"], pale, 0.35))
    body += cloud(sheet, rng.uniform(480, 800), rng.uniform(240, 290), 150, mix(pale, sheet["air"], 0.3), sheet["air"])
    body += birds(sheet, plan.light_x + rng.uniform(-210, 60), rng.uniform(120, 200), sheet.between("mid", "far", 0.5))
    if hills:
        body += far_hills(view, sheet, castle)
    return [sheet.slab(body), sky_rays(view)]


def lights(view: View, sheet: Sheet) -> str:
    """Sun with its shine, or moon and stars."""
    x = view.plan.light_x
    if view.night:
        return stars(sheet, 60, 330) + moon(sheet, x, 120, 52)
    y = 300 if view.sunset else 130
    out = sheet.shine(x, y, 560, sheet["glow"], 0.95, knee=0.3) + (low_sun(sheet, x, 400) if view.sunset else "")
    return out + sheet.disc(x, y, 46, 46, mix(sheet["glow"], "#ffffff", 0.3))


def sky_rays(view: View, alpha: float = 0.45) -> Slab:
    sheet = view.sheet("rays")
    return sheet.slab(light_rays(sheet, view.plan.light_x, -20, 560, 6, alpha * (0.3 if view.night else 1.0)), blur=9)


def far_hills(view: View, sheet: Sheet, castle: bool) -> str:
    """Two ridges in haze; trees, perhaps a little castle on the first."""
    rng, out = sheet.rng, ""
    leaf = sheet.distant(sheet["secondary"], 0.5)
    for i, (y, height, share) in enumerate(((400, 34, 0.62), (448, 26, 0.32))):
        colour = atmosphere(leaf, sheet["air"], share)
        if i == 1 and castle:
            x = WIDTH - view.plan.x + rng.uniform(-60, 60)
            out += keep(
                sheet,
                x,
                y - 4,
                190,
                mix(stone_of(sheet, 0.4, view.night), sheet["air"], 0.4),
                mix(sheet.distant(sheet["primary"], 0.5), sheet["air"], 0.35),
            )
        for _ in range(9):
            x, tall = rng.uniform(-40, WIDTH + 40), rng.uniform(24, 50)
            tint = mix(colour, sheet["mid"], 0.25)
            if i == 1:
                out += (
                    cypress(sheet, x, y + 16, tall * 1.3, tint)
                    if rng.random() < 0.4
                    else round_tree(sheet, x, y + 12, tall * 1.4, tint)
                )
        out += sheet.paper(ridge(rng, y, height, 6 + i), colour, rim=2.4, fade=mix(colour, sheet["air"], 0.4))
    return out


def paved_floor(sheet: Sheet, back: str, front: str, colour: str, carpet: str = "") -> list[Slab]:
    """Near layer: a floor of flagstones, then what stands at its edges, then what lies on it."""
    edge = spline(
        [(-140, NEAR_Y + 2), (WIDTH / 2, NEAR_Y - 4), (WIDTH + 140, NEAR_Y + 2), (WIDTH + 140, 860), (-140, 860)],
        tension=0.04,
    )
    floor = sheet.paper(
        edge, colour, rim=4, fade=ramp(colour)["lo"], inner=flagstones(sheet, NEAR_Y + 6, colour, 5) + carpet
    )
    return [
        sheet.slab(floor, GROUND_SHADOW),
        sheet.slab(back, Shadow(4, 6, 0.3)),
        sheet.slab(front, Shadow(2, 3, 0.22)),
    ]


def meadow_floor(sheet: Sheet, back: str, front: str, leaf: str, path: bool = True) -> list[Slab]:
    """Near layer: grass with a winding path, tufts and flowers left and right of the open middle."""
    rng, ground = sheet.rng, ramp(leaf)["lo"]
    grains = sheet.specks(70, (-60, NEAR_Y + 10, WIDTH + 60, HEIGHT), ground)
    body = sheet.paper(ridge(rng, NEAR_Y + 2, 9, 6), ground, rim=4, fade=ramp(ground)["lo"], inner=grains)
    if path:
        turn = rng.choice((-1, 1))
        half = [
            (-0.03, 556),
            (0.03, 556),
            (0.06, 580),
            (0.14, 620),
            (0.3, 700),
            (0.42, 790),
            (-0.34, 790),
            (-0.2, 700),
            (-0.1, 622),
            (-0.06, 584),
        ]
        body += sheet.paper(
            spline([(WIDTH * (0.5 + turn * dx), y) for dx, y in half], tension=0.15),
            mix(sheet["ground"], leaf, 0.1),
            rim=3,
        )
    return [
        sheet.slab(body, GROUND_SHADOW),
        sheet.slab(back, Shadow(4, 6, 0.3)),
        sheet.slab(flowers(sheet, leaf) + front, Shadow(2, 3, 0.2)),
    ]


def flowers(sheet: Sheet, leaf: str) -> str:
    rng, stem, out = sheet.rng, ramp(ramp(leaf)["lo"])["deep"], ""
    for _ in range(24):
        x = rng.choice((rng.uniform(0, WIDTH * 0.34), rng.uniform(WIDTH * 0.66, WIDTH)))
        out += grass(sheet, x, rng.uniform(570, 640), rng.uniform(18, 36), leaf)
    for _ in range(13):
        x = rng.choice((rng.uniform(30, WIDTH * 0.32), rng.uniform(WIDTH * 0.7, WIDTH - 30)))
        out += flower(
            sheet,
            x,
            rng.uniform(578, 618),
            rng.uniform(8, 12),
            rng.choice((sheet["accent2"], sheet["primary"], sheet["glow"])),
            stem,
        )
    return out


def garden_edge(sheet: Sheet, side: int, leaf: str) -> str:
    """A near corner of a yard: clipped tree in a pot, rose bush, low hedge."""
    rng = sheet.rng
    out = clump(sheet, 20, NEAR_Y - 26, 130, 84, ramp(leaf)["lo"]) + clump(sheet, 96, NEAR_Y + 16, 96, 52, leaf)
    for dx, dy, r in ((-10, -70, 17), (46, -44, 20), (96, -10, 16), (20, 4, 18), (142, 22, 14)):
        out += rose(sheet, dx + rng.uniform(-6, 6), NEAR_Y + dy, r, sheet["primary"], ramp(leaf)["hi"])
    out += topiary(sheet, 212 + rng.uniform(-8, 8), NEAR_Y + 40, rng.uniform(140, 170), leaf, sheet["accent2"])
    return at_side(out, side)


def leafy_frame(view: View, leaf: str) -> list[Slab]:
    """Dark boughs in the upper corners, bushes below."""
    sheet = view.sheet("frame")
    rng, dark, lighter = sheet.rng, mix(sheet["deep"], leaf, 0.18), mix(sheet["deep"], leaf, 0.36)
    out = ""
    for side in (-1, 1):
        body = clump(sheet, -30, 30, 170, 84, dark, False) + clump(sheet, 110, 10, 116, 58, lighter, False)
        body += vine(sheet, 20, 90, rng.uniform(110, 160), lighter) + vine(sheet, 84, 70, rng.uniform(60, 100), lighter)
        body += clump(sheet, -20, HEIGHT - 74, 150, 84, dark, False) + clump(
            sheet, 96, HEIGHT - 40, 92, 54, lighter, False
        )
        foot = sheet.flat(
            spline([(-200, FLOOR), (-200, HEIGHT - 60), (70, HEIGHT - 50), (150, FLOOR)], tension=0.1), dark
        )
        out += at_side(body + foot, side)
    return [sheet.slab(out, blur=1.6)]


def curtain_frame(view: View, colour: str) -> list[Slab]:
    """Heavy curtains gathered at both sides under a short valance."""
    sheet = view.sheet("frame")
    dark = mix(sheet["deep"], colour, 0.5)
    out = ""
    for side in (-1, 1):
        form = [
            (-160, -60),
            (250, -60),
            (204, 26),
            (128, 90),
            (70, 200),
            (38, 320),
            (30, 372),
            (56, 480),
            (76, 800),
            (-160, 800),
        ]
        folds = "".join(
            sheet.stroke(
                trace("M", 20 + i * 46, -30, "C", 12 + i * 34, 140, 0 + i * 14, 250, -22 + i * 12, 352),
                ramp(dark)["lo" if i % 2 else "hi"],
                9,
                0.5,
            )
            for i in range(5)
        )
        folds += "".join(
            sheet.stroke(
                trace("M", -26 + i * 15, 392, "Q", -20 + i * 19, 520, -30 + i * 26, 800),
                ramp(dark)["lo" if i % 2 else "hi"],
                9,
                0.5,
            )
            for i in range(4)
        )
        body = sheet.paper(spline(form, tension=0.14), dark, rim=0, fade=mix(dark, sheet["deep"], 0.5), inner=folds)
        tie = trace("M", -70, 386, "Q", 0, 398, 46, 366)
        out += at_side(body + sheet.stroke(tie, mix(sheet["accent"], sheet["deep"], 0.25), 18), side)
    return [sheet.slab(out, blur=1.6)]
