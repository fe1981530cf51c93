"""The waterfall: cliffs of rounded stones, falling water, a rainbow in the spray."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.ground import (
    forest_floor,
    forest_frame,
    forest_hall,
    glimmer,
    middle_trees,
)
from story_cli.art.backdrops.enchanted_forest.kit import clump, fern, mushroom, stone
from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Plan, Slabs, View
from story_cli.art.backdrops.shapes import FLOOR, spline, trace
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.colour import mix, ramp


def waterfall(view: View) -> Slabs:
    """Cliffs, falling water, spray with a rainbow, a pool with stepping stones."""
    plan, sheet = view.plan, view.sheet("mid")
    rock_hue = mix(sheet["far"], sheet["mid"], 0.4)
    body = rainbow(sheet, plan.x + plan.side * 230, MID_Y + 10, 240) if not view.night else ""
    body += falls_landmark(sheet, plan, rock_hue)
    edges = (plan.other_x - 110.0, WIDTH + 160.0) if plan.side > 0 else (-160.0, plan.other_x + 110.0)
    body += cliff(sheet, *edges, 300, mix(rock_hue, sheet["mid"], 0.25))
    body += middle_trees(sheet, ((plan.other_x + plan.side * 100, 52.0),)) + pool(sheet, rock_hue)
    near = view.sheet("near")
    back = wet_bank(near, -1) + wet_bank(near, 1)
    return {
        "far": forest_hall(view, view.sheet("far"), gap=150),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": forest_floor(near, back, glimmer(near), path=False),
        "frame": forest_frame(view),
    }


def falls_landmark(sheet: Sheet, plan: Plan, stone_hue: str) -> str:
    """One tall fall, two falls over a ledge, or two beside the mouth of a cave."""
    x, foot = plan.x, MID_Y + 24
    if plan.landmark == "tall":
        return cliff(sheet, x - 240, x + 240, 70, stone_hue) + falling_water(sheet, x, 74, foot, 130)
    if plan.landmark == "double":
        right = x + 220 if plan.side < 0 else x + 140
        out = cliff(sheet, x - 120, right, 60, mix(stone_hue, sheet["mid"], 0.3))
        out += falling_water(sheet, x + 20, 66, 280, 96) + cliff(sheet, x - 230, x + 230, 270, stone_hue)
        return out + falling_water(sheet, x - plan.side * 40, 276, foot, 150)
    mouth = [(-100, foot + 6), (-110, 330), (-40, 262), (50, 268), (108, 340), (96, foot + 6)]
    out = cliff(sheet, x - 250, x + 250, 110, stone_hue)
    out += sheet.flat(spline([(x + dx, y) for dx, y in mouth]), sheet["deep"], 0.85)
    out += sheet.shine(x, 420, 120, sheet["accent"], 0.35)
    return out + falling_water(sheet, x - 122, 114, foot, 70) + falling_water(sheet, x + 124, 114, foot, 84)


def pool(sheet: Sheet, stone_hue: str) -> str:
    """Clear water at the foot of the falls with ripples and stepping stones."""
    rng = sheet.rng
    water = sheet.vertical(mix(sheet["air"], sheet["glow"], 0.3), sheet["air"], sheet["mid"], middle=0.4)
    shore = [(x, MID_Y + 14 + (6 if i % 2 else 0)) for i, x in enumerate(range(-120, WIDTH + 200, 80))]
    edge = spline(shore, closed=False)
    out = sheet.flat(f"{edge}L{WIDTH + 160} 800L-160 800Z", water) + sheet.stroke(edge, sheet["glow"], 3.5, 0.8)
    for _ in range(14):
        x, y = rng.uniform(60, 1220), MID_Y + 30 + rng.uniform(0, 30)
        out += sheet.disc(x, y, rng.uniform(30, 80), 2.4, sheet["glow"], 0.4)
    for dx, width in ((-170, 70), (-50, 52), (70, 78), (190, 58)):
        moss = sheet.distant(sheet["secondary"], 0.3)
        out += stone(sheet, WIDTH / 2 + dx, MID_Y + 40, width, width * 0.36, mix(stone_hue, sheet["air"], 0.2), moss)
    return out


def wet_bank(sheet: Sheet, side: int) -> str:
    """Boulders, ferns and a toadstool at an edge."""
    leaf = sheet["secondary"]
    out = stone(sheet, 40, NEAR_Y + 40, 230, 150, mix(sheet["far"], sheet["mid"], 0.2), leaf)
    out += stone(sheet, 160, NEAR_Y + 46, 130, 70, sheet["far"], ramp(leaf)["hi"])
    out += fern(sheet, 20, NEAR_Y - 70, 150, leaf, 0.3) + fern(sheet, 200, NEAR_Y + 44, 120, ramp(leaf)["hi"], 0.45)
    return at_side(out + mushroom(sheet, 238, NEAR_Y + 44, 56, sheet["primary"], sheet["glow"], 6), side)


def cliff(sheet: Sheet, left: float, right: float, top: float, colour: str) -> str:
    """A wall of big rounded blocks, darker toward its foot, moss and ferns on its edge."""
    rng, out = sheet.rng, ""
    back = [
        (left - 20, FLOOR),
        (left + 4, top + 60),
        (left + 30, top + 8),
        (right - 30, top + 8),
        (right - 4, top + 60),
    ]
    out += sheet.flat(spline([*back, (right + 20, FLOOR)], tension=0.12), ramp(colour)["lo"])
    y, row = top, 0
    while y < MID_Y + 20:
        tall = rng.uniform(74, 108)
        x = left - rng.uniform(6, 46) - row * 5
        while x < right - 20 + row * 5:
            wide = min(rng.uniform(90, 160), right + 30 + row * 6 - x)
            if wide > 44:
                tint = mix(colour, sheet["mid" if rng.random() < 0.5 else "far"], rng.uniform(0.05, 0.28))
                out += sheet.paper(_block(sheet, x, y, wide, tall), tint, rim=2.6)
            x += wide - 10
        y += tall - 16
        row += 1
    moss = sheet.distant(sheet["secondary"], 0.25)
    steps = max(2, int((right - left) / 74))
    for i in range(steps):
        x = left + (right - left) * (i + 0.5) / steps
        out += clump(
            sheet,
            x,
            top + rng.uniform(-8, 8),
            rng.uniform(40, 64),
            rng.uniform(18, 30),
            moss if i % 2 else ramp(moss)["lo"],
        )
    for side, x in ((-1, left + 18), (1, right - 18)):
        out += fern(sheet, x, top + 6, rng.uniform(56, 84), moss, side * 0.5)
    return out


def _block(sheet: Sheet, x: float, y: float, wide: float, tall: float) -> str:
    """A rounded stone with its top left corner about at (x, y)."""
    rng, w, h = sheet.rng, wide, tall
    ring = (
        (0.03, 0.2),
        (0.16, 0.03),
        (0.5, -0.02),
        (0.84, 0.04),
        (0.98, 0.22),
        (1.0, 0.7),
        (0.88, 0.97),
        (0.5, 1.02),
        (0.12, 0.97),
        (0.0, 0.7),
    )
    return spline([(x + dx * w + rng.uniform(-4, 4), y + dy * h + rng.uniform(-4, 4)) for dx, dy in ring], tension=0.15)


def falling_water(sheet: Sheet, x: float, top: float, bottom: float, width: float) -> str:
    """A sheet of water with strands, foam and spray at its foot."""
    rng, w = sheet.rng, width / 2
    pale = mix(sheet["air"], sheet["glow"], 0.6)
    form = spline(
        [
            (x - w * 0.7, top - 10),
            (x, top - 16),
            (x + w * 0.7, top - 10),
            (x + w * 0.96, top + 26),
            (x + w, top + 90),
            (x + w * 1.14, bottom),
            (x - w * 1.14, bottom),
            (x - w, top + 90),
            (x - w * 0.96, top + 26),
        ],
        tension=0.13,
    )
    strands = ""
    for i in range(int(width / 9)):
        sx = x - w + (i + rng.random()) * 9
        start, length = rng.uniform(top - 10, bottom - 90), rng.uniform(60, 210)
        strands += sheet.stroke(
            trace("M", sx, start, "q", (sx - x) * 0.05, length * 0.5, (sx - x) * 0.1, length),
            sheet["glow"] if i % 3 else mix(sheet["mid"], sheet["air"], 0.4),
            rng.uniform(2, 5),
            0.7,
        )
    out = sheet.paper(form, pale, rim=0, fade=sheet["air"], inner=strands)
    for _ in range(11):
        out += sheet.disc(
            x + rng.uniform(-w * 1.5, w * 1.5),
            bottom + rng.uniform(-16, 12),
            rng.uniform(16, 40),
            rng.uniform(10, 22),
            mix(sheet["glow"], "#ffffff", 0.3),
            0.75,
        )
    return out


def rainbow(sheet: Sheet, x: float, y: float, radius: float) -> str:
    """A pale bow in the spray."""
    hues = (sheet["primary"], sheet["accent"], sheet["secondary"], sheet["accent2"])
    return "".join(
        sheet.stroke(
            trace("M", x - radius + i * 11, y, "A", radius - i * 11, radius - i * 11, 0, 0, 1, x + radius - i * 11, y),
            mix(hue, sheet["glow"], 0.3),
            11,
            0.42,
        )
        for i, hue in enumerate(hues)
    )
