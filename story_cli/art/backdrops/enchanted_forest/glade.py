"""The mossy glade: a sunny clearing between pale trunks."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.ground import (
    clearing,
    edge_cluster,
    forest_floor,
    forest_frame,
    forest_hall,
    glimmer,
    hedge,
    middle_trees,
)
from story_cli.art.backdrops.enchanted_forest.kit import clump, fern, grass, mushroom, stone, trunk
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.colour import mix, ramp


def mossy_glade(view: View) -> Slabs:
    """A sunny clearing between pale trunks."""
    plan = view.plan
    sheet = view.sheet("mid")
    moss = sheet.distant(sheet["secondary"], 0.15)
    form = {"boulder": mossy_boulder, "oak": great_oak, "stump": stump_table}[plan.landmark]
    size = {"boulder": 200.0, "oak": 270.0, "stump": 190.0}[plan.landmark]
    trees = ((plan.other_x, 64.0), (plan.other_x - plan.side * 190, 42.0), (WIDTH / 2 - plan.side * 130, 30.0))
    body = middle_trees(sheet, trees) + hedge(sheet, plan.x - 150, plan.x + 150)
    body += clearing(sheet) + form(sheet, plan.x, MID_Y + 14, size, moss)
    body += "".join(
        mushroom(
            sheet, plan.other_x + dx, MID_Y + 26 + dy, tall, sheet.distant(sheet["primary"], 0.25), sheet["glow"], tilt
        )
        for dx, dy, tall, tilt in ((-70, 0, 46, -8), (-36, 10, 30, 5), (64, 4, 38, 7))
    )
    near = view.sheet("near")
    mounds = clump(near, 330, NEAR_Y + 26, 90, 20, near["secondary"], False) + clump(
        near, 960, NEAR_Y + 28, 110, 22, near["secondary"], False
    )
    return {
        "far": forest_hall(view, view.sheet("far")),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": forest_floor(near, mounds + edge_cluster(near, -1) + edge_cluster(near, 1), glimmer(near)),
        "frame": forest_frame(view),
    }


def mossy_boulder(sheet: Sheet, x: float, y: float, size: float, leaf: str) -> str:
    """Three leaning stones with moss, ferns and a toadstool."""
    grey = mix(sheet["far"], sheet["mid"], 0.5)
    out = fern(sheet, x - size * 0.62, y + 6, size * 0.6, leaf, -0.3) + fern(
        sheet, x + size * 0.6, y + 6, size * 0.5, leaf, 0.3
    )
    out += stone(sheet, x + size * 0.36, y, size * 0.7, size * 0.6, mix(grey, sheet["far"], 0.25), leaf)
    out += stone(sheet, x - size * 0.12, y + 4, size * 0.95, size * 0.98, grey, ramp(leaf)["hi"])
    out += stone(sheet, x + size * 0.5, y + 10, size * 0.36, size * 0.26, grey, leaf)
    return out + mushroom(
        sheet, x - size * 0.62, y + 12, size * 0.3, sheet.distant(sheet["primary"], 0.2), sheet["glow"], -6
    )


def great_oak(sheet: Sheet, x: float, y: float, size: float, leaf: str) -> str:
    """A broad old tree with a swing; its crown leaves the picture."""
    bark = sheet.distant(sheet["wood"], 0.28)
    out = trunk(sheet, x, y + 12, 520, size * 0.46, bark, lean=10, branches=True)
    for dx, dy, rx, ry in (
        (-150, -300, 130, 84),
        (150, -310, 140, 88),
        (-60, -380, 170, 100),
        (80, -400, 160, 100),
        (0, -320, 120, 70),
    ):
        out += clump(
            sheet,
            x + dx * size / 260,
            y + dy * size / 260,
            rx * size / 260,
            ry * size / 260,
            sheet.distant(leaf, 0.2 + 0.1 * (dy < -350)),
        )
    rope = sheet["ground"]
    sx, top, seat = x + size * 0.62, y - size * 1.05, y - size * 0.22
    for dx in (-18, 18):
        out += sheet.stroke(trace("M", sx + dx, top, "V", seat), rope, 3.2)
    return out + sheet.paper(
        tube([(sx - 30, seat), (sx + 30, seat)], [11, 11], 4), sheet.distant(sheet["accent"], 0.2), rim=1.6
    )


def stump_table(sheet: Sheet, x: float, y: float, size: float, leaf: str) -> str:
    """A wide stump set for tea between two toadstool seats."""
    s, bark = size * 0.7, sheet.distant(sheet["wood"], 0.15)
    form = [(-0.86, 0.14), (-0.6, -0.1), (-0.5, -0.55), (0.5, -0.55), (0.6, -0.1), (0.9, 0.14), (0, 0.2)]
    lines = "".join(
        sheet.stroke(
            trace("M", x + q * s, y - s * 0.5, "q", q * 16, s * 0.3, q * 40, s * 0.62), ramp(bark)["lo"], 3, 0.8
        )
        for q in (-0.36, -0.12, 0.14, 0.36)
    )
    top, level = mix(sheet["ground"], bark, 0.25), y - s * 0.585
    out = sheet.paper(spline(scaled(form, x, y, s), tension=0.14), bark, rim=3, inner=lines)
    out += sheet.disc(x, y - s * 0.56, s * 0.54, s * 0.15, ramp(top)["lo"]) + sheet.disc(
        x, level, s * 0.54, s * 0.145, top
    )
    for r in (0.16, 0.3, 0.42):
        out += sheet.stroke(ring(x, level, s * r, s * r * 0.27), ramp(top)["lo"], 2, 0.6)
    out += tea_set(sheet, x, y, s)
    for dx, tall in ((-1.12, 0.5), (1.14, 0.56)):
        cap = sheet.distant(sheet["primary"], 0.12)
        out += mushroom(sheet, x + dx * s, y + 14, tall * s, cap, sheet["glow"], dx * -3)
    return out + "".join(grass(sheet, x + dx * s, y + 14, 32, leaf) for dx in (-0.7, 0.72))


def tea_set(sheet: Sheet, x: float, y: float, s: float) -> str:
    """A pot and two cups."""
    pot = [(-0.13, -0.62), (-0.17, -0.76), (-0.1, -0.9), (0.1, -0.9), (0.17, -0.76), (0.13, -0.62)]
    out = sheet.paper(spline(scaled(pot, x, y, s)), sheet.distant(sheet["accent2"], 0.1), rim=2)
    out += sheet.disc(x, y - s * 0.93, s * 0.035, s * 0.035, sheet["accent"])
    cup = [(-0.068, -0.66), (0.068, -0.66), (0.045, -0.57), (-0.045, -0.57)]
    return out + "".join(
        sheet.paper(spline(scaled(cup, x + dx * s, y, s)), sheet["glow"], rim=1.2) for dx in (-0.34, 0.33)
    )
