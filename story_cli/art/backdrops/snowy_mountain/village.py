"""The snowy village: timber houses under thick roofs, coloured lights across the street."""

from __future__ import annotations

from story_cli.art.backdrops.place import MID_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import arched, polygon, ring, scaled, spline, trace
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.backdrops.snowy_mountain.ground import (
    far_firs,
    fir_corner,
    mountains,
    snow_field,
    snow_floor,
    snow_frame,
    winter_sky,
)
from story_cli.art.backdrops.snowy_mountain.kit import (
    bulbs,
    chalet,
    drift,
    fir,
    lantern_post,
    leaf_of,
    lit_window,
    log_pile,
    snow_fence,
    snow_of,
)
from story_cli.art.colour import mix, ramp


def snowy_village(view: View) -> Slabs:
    """A street of lit houses below the peaks."""
    plan, far = view.plan, view.sheet("far")
    sky = winter_sky(view, far)
    hills = mountains(view, far) + far_firs(far, 486, 0.55, 15, 150)
    sheet = view.sheet("mid")
    wall, door = sheet.distant(sheet["wood"], 0.15), sheet.distant(sheet["primary"], 0.1)
    body = ""
    for dx, size, tone in ((150, 96, 0.5), (-110, 84, 0.55)):
        body += chalet(
            sheet,
            WIDTH / 2 + plan.side * dx,
            MID_Y + 8,
            size,
            sheet.distant(sheet["wood"], tone),
            sheet.distant(door, tone),
        )
    body += fir(
        sheet, WIDTH / 2 + plan.side * 230, MID_Y + 10, 110, sheet.distant(leaf_of(sheet), 0.4), snow_of(sheet, 0.2)
    )
    body += snow_field(sheet)
    body += chalet(
        sheet,
        plan.other_x + plan.side * 84,
        MID_Y + 22,
        170,
        sheet.distant(sheet["accent2"], 0.25),
        sheet.distant(sheet["secondary"], 0.15),
    )
    body += chalet(sheet, plan.other_x - plan.side * 52, MID_Y + 28, 138, wall, door) + log_pile(
        sheet, plan.other_x - plan.side * 140, MID_Y + 36, 44
    )
    form = {"chalet": great_chalet, "bell-tower": bell_tower, "tree": lit_tree}[plan.landmark]
    body += form(sheet, plan.x, MID_Y + 26, wall, door)
    body += bulbs(sheet, (-40, 150), (WIDTH / 2 - 40, 20), 40, 9) + bulbs(
        sheet, (WIDTH / 2 - 40, 20), (WIDTH + 40, 140), 40, 9
    )
    near = view.sheet("near")
    back = fir_corner(near, -1, 330) + fir_corner(near, 1, 330)
    back += lantern_post(near, 150, 578, 190) + lantern_post(near, WIDTH - 150, 578, 190)
    front = snow_fence(near, 20, 200, 604, near["wood"]) + snow_fence(near, WIDTH - 200, WIDTH - 20, 604, near["wood"])
    return {
        "far": [*sky, far.slab(hills)],
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": snow_floor(near, back, front, path=True),
        "frame": snow_frame(view),
    }


def great_chalet(sheet: Sheet, x: float, y: float, wall: str, door: str) -> str:
    """The inn: a tall house with a balcony, a sign and firewood."""
    out = fir(sheet, x - 150, y, 180, sheet.distant(leaf_of(sheet), 0.25), snow_of(sheet, 0.1)) + chalet(
        sheet, x, y, 300, wall, door
    )
    rail = polygon(scaled([(-118, -128), (118, -128), (112, -104), (-112, -104)], x, y, 1))
    bars = "".join(
        sheet.stroke(trace("M", x + q, y - 126, "v", 22), ramp(wall)["deep"], 4) for q in range(-100, 101, 25)
    )
    out += sheet.paper(rail, ramp(wall)["hi"], rim=2, inner=bars)
    return (
        out
        + drift(sheet, x - 118, y + 10, 96, 26, snow_of(sheet, 0.1))
        + drift(sheet, x + 122, y + 12, 84, 20, snow_of(sheet, 0.1))
    )


def bell_tower(sheet: Sheet, x: float, y: float, wall: str, door: str) -> str:
    """A slim tower with a clock, a bell in its window and a pointed white roof."""
    stone, snow = sheet.distant(mix(sheet["ground"], sheet["wood"], 0.18), 0.1), snow_of(sheet)
    out = chalet(sheet, x + 96, y + 4, 150, wall, door)
    body = polygon(scaled([(-62, 16), (-54, -262), (54, -262), (62, 16)], x, y, 1))
    blocks = "".join(
        sheet.flat(
            spline(scaled([(0, 0), (24, 0), (24, 12), (0, 12)], x + dx, y + dy, 1), tension=0.05),
            ramp(stone)["lo"],
            0.55,
        )
        for dx, dy in ((-50, -40), (20, -80), (-44, -130), (18, -236), (-48, -220), (24, -20))
    )
    out += sheet.paper(body, stone, rim=3, inner=blocks)
    out += sheet.paper(polygon(scaled([(-70, -268), (70, -268), (70, -250), (-70, -250)], x, y, 1)), snow, rim=2)
    out += sheet.flat(arched(x, y - 268, 44, 76), mix(sheet["deep"], sheet["far"], 0.3)) + sheet.paper(
        polygon(scaled([(-56, -330), (-44, -330), (-44, -266), (-56, -266)], x, y, 1)), stone, rim=2
    )
    out += sheet.paper(polygon(scaled([(44, -330), (56, -330), (56, -266), (44, -266)], x, y, 1)), stone, rim=2)
    bell = [(0, -332), (16, -318), (20, -292), (30, -280), (-30, -280), (-20, -292), (-16, -318)]
    out += sheet.paper(spline(scaled(bell, x, y, 1), tension=0.13), sheet["accent"], rim=2) + sheet.disc(
        x, y - 277, 6, 6, ramp(sheet["accent"])["lo"]
    )
    roof = [(0, -452), (22, -392), (78, -322), (0, -312), (-78, -322), (-22, -392)]
    out += sheet.paper(spline(scaled(roof, x, y, 1), tension=0.08), snow, rim=4, fade=mix(snow, sheet["air"], 0.45))
    out += sheet.disc(x, y - 200, 38, 38, ramp(stone)["deep"]) + sheet.disc(
        x, y - 200, 32, 32, mix(sheet["glow"], sheet["accent"], 0.25)
    )
    out += sheet.stroke(trace("M", x, y - 200, "v", -22, "M", x, y - 200, "l", 15, 8), ramp(sheet["wood"])["deep"], 4.5)
    out += lit_window(sheet, x, y - 124, 30, 42, ramp(stone)["deep"])
    return (
        out + sheet.paper(arched(x, y + 16, 26, 74), door, rim=2.4) + sheet.disc(x + 12, y - 16, 4, 4, sheet["accent"])
    )


def lit_tree(sheet: Sheet, x: float, y: float, wall: str, door: str) -> str:
    """A great fir on the square, hung with lights, a star on top, gifts below."""
    leaf = sheet.distant(leaf_of(sheet), 0.08)
    out = chalet(sheet, x + (120 if x < WIDTH / 2 else -120), y - 4, 120, wall, door)
    out += sheet.shine(x, y - 190, 230, sheet["accent"], 0.35) + fir(sheet, x, y + 6, 390, leaf, snow_of(sheet), 5)
    tones = (sheet["accent"], sheet["primary"], sheet["accent2"])
    for i in range(20):
        level = 0.12 + 0.74 * (i / 20)
        px = x + (1 if i % 2 else -1) * sheet.rng.uniform(0.15, 0.85) * 118 * (1 - level * 0.92)
        out += sheet.shine(px, y - 390 * level, 20, tones[i % 3], 0.5) + sheet.disc(
            px, y - 390 * level, 7, 7, tones[i % 3]
        )
    points = [(0, -30), (8, -10), (29, -9), (12, 4), (18, 25), (0, 13), (-18, 25), (-12, 4), (-29, -9), (-8, -10)]
    out += sheet.shine(x, y - 386, 80, sheet["accent"], 0.8) + sheet.paper(
        polygon(scaled(points, x, y - 388, 1)), sheet["accent"], rim=1.5
    )
    for dx, w, tone in ((-70, 50, sheet["primary"]), (60, 58, sheet["accent2"]), (8, 40, sheet["glow"])):
        box = spline(scaled([(-0.5, 0.1), (-0.5, -0.7), (0.5, -0.7), (0.5, 0.1)], x + dx, y + 12, w), tension=0.04)
        out += sheet.paper(box, tone, rim=2.2) + sheet.stroke(
            trace("M", x + dx, y + 12 - w * 0.7, "v", w * 0.8), sheet["accent"], 6
        )
        out += sheet.stroke(ring(x + dx - 7, y + 7 - w * 0.7, 8, 6), sheet["accent"], 4) + sheet.stroke(
            ring(x + dx + 7, y + 7 - w * 0.7, 8, 6), sheet["accent"], 4
        )
    return out
