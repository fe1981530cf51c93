"""The hilltop lookout: grass and stones high above island and sea; flag mast, bent tree or watch hut stands out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from story_cli.art.backdrops.castle.ground import meadow_floor
from story_cli.art.backdrops.enchanted_forest.kit import clump, grass, stone, trunk
from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import Point, hill, ring, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.backdrops.stores import bunting, crate, haze, pennant, timber
from story_cli.art.backdrops.treasure_island.ground import bark_of, palm_frame, rock_of, sea_view
from story_cli.art.backdrops.treasure_island.kit import broad_leaf, far_palm, hibiscus, palm
from story_cli.art.backdrops.treasure_island.shore import hut
from story_cli.art.colour import atmosphere, mix, ramp


def hilltop_lookout(view: View) -> Slabs:
    """From here one sees the whole island: bay, palms and the sea all round."""
    plan, sheet = view.plan, view.sheet("mid")
    leaf = sheet.distant(sheet["secondary"], 0.16)
    body = bay(view, sheet, leaf)
    ground = mix(leaf, sheet["mid"], 0.12)
    slope = [
        (-120, MID_Y - 20 - 20 * plan.side),
        (240, MID_Y - 14 - 16 * plan.side),
        (WIDTH / 2, MID_Y + 22),
        (1040, MID_Y - 14 + 16 * plan.side),
        (WIDTH + 120, MID_Y - 20 + 20 * plan.side),
    ]
    body += {"flag": flag_mast, "tree": bent_tree, "hut": watch_hut}[plan.landmark](
        sheet, plan.x, MID_Y + 6, plan.side, leaf
    )
    body += sheet.paper(hill(slope), ground, rim=3.5, fade=mix(ground, sheet["far"], 0.4))
    body += fence(sheet, plan.other_x, MID_Y + 22, plan.side)
    body += "".join(
        grass(
            sheet, sheet.rng.uniform(0, WIDTH), MID_Y + 40 + sheet.rng.uniform(0, 12), sheet.rng.uniform(18, 34), leaf
        )
        for _ in range(20)
    )
    near = view.sheet("near")
    return {
        "far": sea_view(view, horizon=286, isle=True),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": meadow_floor(near, hill_edge(near, -1) + hill_edge(near, 1), "", near["secondary"]),
        "frame": palm_frame(view, near["secondary"]),
    }


# outlines of the island seen from above it: shares of its side from its middle, stage y
_CONE = ((-190, 470), (-60, 320), (10, 236), (70, 240), (130, 320), (280, 470))
_WOODS = ((-330, 452), (-210, 410), (-60, 400), (90, 408), (260, 398), (420, 430), (420, 560), (-330, 560))
_SAND = ((-420, 462), (-300, 448), (-160, 452), (0, 470), (-120, 486), (-330, 480))


def bay(view: View, sheet: Sheet, leaf: str) -> str:
    """The island below: a curved beach, woods, a cone of rock."""
    plan, pale = view.plan, atmosphere(leaf, sheet["air"], 0.35)
    x, side = plan.other_x - plan.side * 30, plan.side

    def outline(points: Sequence[Point], tension: float = 1 / 6) -> str:
        return spline([(x + side * dx, y) for dx, y in points], tension=tension)

    rock, bands = mix(rock_of(sheet, 0.5), sheet["air"], 0.1), ""
    for i, dx in enumerate((-30, 40, 90)):
        streak = outline(((dx, 250 + i * 10), (dx + 30, 330), (dx - 10, 440), (dx + 60, 330)))
        bands += sheet.flat(streak, ramp(rock)["lo"], 0.5)
    out = sheet.paper(outline(_CONE, 0.1), rock, rim=3.5, fade=mix(rock, pale, 0.5), inner=bands)
    out += sheet.paper(outline(_WOODS), pale, rim=3)
    rng, bark = sheet.rng, mix(sheet["wood"], sheet["air"], 0.35)
    for i in range(11):
        away = -200 + i * 52 + rng.uniform(-12, 12)
        px, y = x + side * away, 424 + abs(away) * 0.05
        if i % 3 == 0:
            out += far_palm(sheet, px, y, rng.uniform(44, 70), rng.uniform(-12, 12), mix(pale, sheet["mid"], 0.4), bark)
        else:
            out += clump(sheet, px, y, rng.uniform(24, 42), rng.uniform(16, 24), mix(pale, sheet["mid"], 0.25), False)
    return out + sheet.paper(outline(_SAND), mix(sheet["ground"], sheet["glow"], 0.2), rim=2)


def flag_mast(sheet: Sheet, x: float, y: float, side: int, leaf: str) -> str:
    """A tall mast with a lookout platform, a ladder, a big flag and strings of pennants."""
    wood = timber(sheet)
    out = bunting(
        sheet,
        (x, 120),
        (x + side * 330, MID_Y - 10),
        -10,
        tuple(sheet.distant(sheet[r], 0.1) for r in ("primary", "accent", "accent2")),
        9,
    )
    out += sheet.paper(tube([(x, y + 20), (x, 60)], [30, 18], 6), wood, rim=2.6)
    cloth = [(0, 0), (70, 16), (140, -6), (196, 8), (186, 60), (198, 104), (130, 92), (66, 112), (0, 100)]
    flag = spline([(x + side * dx, 78 + dy) for dx, dy in cloth], tension=0.12)
    star = sheet.paper(ring(x + side * 92, 128, 26), sheet["accent"], rim=2)
    out += (
        sheet.paper(
            flag,
            sheet.distant(sheet["primary"], 0.04),
            rim=3,
            inner=sheet.stroke(trace("M", x, 128, "h", side * 220), mix(sheet["glow"], sheet["primary"], 0.2), 24),
        )
        + star
    )
    for q in (-1, 1):
        out += sheet.paper(tube([(x + q * 120, y + 20), (x + q * 58, y - 172)], [16, 13], 4), ramp(wood)["lo"], rim=2)
    out += sheet.stroke(
        trace("M", x - 92, y - 66, "L", x + 76, y - 110, "M", x + 92, y - 66, "L", x - 76, y - 110), ramp(wood)["lo"], 9
    )
    out += "".join(
        sheet.paper(tube([(x + q, y - 178), (x + q, y - 236)], [11, 10], 4), ramp(wood)["hi"], rim=1.6)
        for q in (-96, -48, 48, 96)
    )
    out += sheet.paper(tube([(x - 106, y - 238), (x + 106, y - 238)], [14, 14], 4), wood, rim=2) + sheet.paper(
        tube([(x - 116, y - 176), (x + 116, y - 176)], [24, 24], 4), wood, rim=3
    )
    lx = x - side * 84
    out += sheet.stroke(
        trace("M", lx - 15, y + 16, "L", lx - 11, y - 176, "M", lx + 15, y + 16, "L", lx + 11, y - 176),
        ramp(wood)["hi"],
        6,
    )
    out += "".join(sheet.stroke(trace("M", lx - 13, y - 8 - i * 24, "h", 26), ramp(wood)["hi"], 6) for i in range(7))
    return out + stone(sheet, x + side * 150, y + 30, 110, 56, rock_of(sheet))


def bent_tree(sheet: Sheet, x: float, y: float, side: int, leaf: str) -> str:
    """An old tree bent by the wind with a swing."""
    bark = sheet.distant(bark_of(sheet), 0.12)
    stem = [(x - side * 90, y + 24), (x - side * 76, y - 110), (x - side * 10, y - 220), (x + side * 120, y - 262)]
    lines = "".join(
        sheet.stroke(spline([(px + q, py) for px, py in stem], closed=False), ramp(bark)["lo"], 4, 0.6)
        for q in (-14, 2, 16)
    )
    out = sheet.paper(
        tube([stem[1], (x - side * 120, y - 230), (x - side * 140, y - 300)], [40, 26, 18], 8), bark, rim=2.4
    )
    out += sheet.paper(tube(stem, [104, 72, 54, 30], 20), bark, rim=3, inner=lines)
    for dx, dy, rx, ry in (
        (-150, -310, 90, 56),
        (60, -330, 120, 66),
        (150, -280, 110, 60),
        (220, -250, 76, 44),
        (-40, -350, 110, 60),
    ):
        out += clump(sheet, x + side * dx, y + dy, rx, ry, mix(leaf, ramp(leaf)["lo"], 0.5 if dx in (-150, 150) else 0))
    rope, sx = mix(sheet["ground"], sheet["wood"], 0.1), x + side * 110
    out += sheet.stroke(trace("M", sx - 26, y - 236, "V", y - 66, "M", sx + 26, y - 236, "V", y - 66), rope, 4)
    out += sheet.paper(
        tube([(sx - 40, y - 62), (sx + 40, y - 62)], [14, 14], 4), sheet.distant(sheet["primary"], 0.06), rim=2
    )
    return (
        out
        + stone(sheet, x - side * 170, y + 26, 130, 72, rock_of(sheet), leaf)
        + trunk(sheet, x + side * 210, y + 26, 40, 46, bark, bark=False, branches=False)
    )


def watch_hut(sheet: Sheet, x: float, y: float, side: int, leaf: str) -> str:
    """A thatched hut between palms, a spyglass on its fence post."""
    out = palm(sheet, x - side * 130, y + 10, 300, -side * 40, leaf, bark_of(sheet, 0.15)) + hut(sheet, x, y - 10, 0.94)
    return out + palm(sheet, x + side * 150, y + 14, 190, side * 26, ramp(leaf)["lo"], bark_of(sheet, 0.15), False)


def fence(sheet: Sheet, x: float, y: float, side: int) -> str:
    """A rope fence and a signpost at the edge of the drop."""
    wood, rope = timber(sheet), mix(sheet["ground"], sheet["wood"], 0.15)
    posts = [x + side * dx for dx in (-150, -60, 30, 120, 210)]
    out = "".join(
        sheet.stroke(trace("M", a, y - 54, "Q", (a + b) / 2, y - 28, b, y - 54), rope, 6) for a, b in pairwise(posts)
    )
    out += "".join(sheet.paper(tube([(px, y + 16), (px, y - 66)], [17, 14], 4), wood, rim=2) for px in posts)
    top = x + side * 76
    out += sheet.paper(tube([(top, y + 14), (top, y - 170)], [17, 14], 4), wood, rim=2)
    for level, way, hue in ((-156, 1, "primary"), (-112, -1, "accent")):
        board = [(-30, -17), (52, -17), (76, 0), (52, 17), (-30, 17)]
        out += sheet.paper(
            spline([(top + side * way * dx, y + level + dy) for dx, dy in board], tension=0.04),
            mix(sheet.distant(sheet[hue], 0.12), sheet["ground"], 0.3),
            rim=2.4,
        )
    return out


def hill_edge(sheet: Sheet, side: int) -> str:
    """A near corner: rock, broad leaves, hibiscus, perhaps a crate with a flag."""
    rng, leaf = sheet.rng, sheet["secondary"]
    rock = mix(rock_of(sheet, 0.1), sheet["wood"], 0.15)
    out = stone(sheet, 0, NEAR_Y + 44, 240, rng.uniform(140, 190), rock, leaf) + stone(
        sheet, 130, NEAR_Y + 48, 140, 80, ramp(rock)["hi"]
    )
    for dx, length, angle, tint in ((40, 150, -10, "lo"), (70, 140, 26, ""), (110, 110, 54, "hi")):
        out += broad_leaf(sheet, dx, NEAR_Y + 44, length * rng.uniform(0.9, 1.1), angle, ramp(leaf)[tint])
    out += "".join(
        hibiscus(sheet, dx, NEAR_Y + dy, 19, sheet[role])
        for dx, dy, role in ((168, 20, "primary"), (210, 34, "accent2"))
    )
    if side > 0:
        out += crate(sheet, 250, NEAR_Y + 54, 56, ramp(timber(sheet))["hi"]) + pennant(
            sheet, 250, NEAR_Y - 2, 74, sheet["accent2"], sheet["wood"]
        )
    return at_side(out, side)
