"""The courtyard: walls and towers around a sunny yard with bunting; the keep, the well or the stable stands out."""

from __future__ import annotations

from story_cli.art.backdrops.castle.ground import garden_edge, leafy_frame, open_sky, paved_floor, stone_of
from story_cli.art.backdrops.castle.kit import castle_wall, gate, ivy, round_tree, tower, window
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import ridge, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.backdrops.stores import barrel, bunting, crate, drape, haze, sack, timber
from story_cli.art.colour import mix, ramp


def courtyard(view: View) -> Slabs:
    """Cream walls, coloured roofs, a lawn and paving under strings of flags."""
    plan, sheet = view.plan, view.sheet("mid")
    wall, roof = stone_of(sheet, 0.16, view.night), sheet.distant(sheet["primary"], 0.12)
    leaf = sheet.distant(sheet["secondary"], 0.15)
    body = back_walls(view, sheet, wall, roof)
    body += bunting(sheet, (-70, 120), (WIDTH + 70, 100), 70, _hues(sheet), 19)
    body += {"keep": great_gate, "well": wishing_well, "stable": stable}[plan.landmark](
        sheet, plan.x, MID_Y + 20, wall, roof
    )
    lawn = mix(leaf, sheet["mid"], 0.12)
    body += sheet.paper(ridge(sheet.rng, MID_Y + 20, 6, 6), lawn, rim=3, fade=mix(lawn, sheet["far"], 0.3))
    body += in_front(sheet, plan.landmark, plan.x, MID_Y + 34, plan.side)
    near = view.sheet("near")
    floor = stone_of(near, 0.22, view.night)
    back = garden_edge(near, -1, near["secondary"]) + garden_edge(near, 1, near["secondary"])
    wood, sx = timber(near), WIDTH - 300.0 if plan.side > 0 else 300.0
    front = barrel(near, sx, NEAR_Y + 52, 86, wood, near["wood"]) + crate(
        near, sx + plan.side * 62, NEAR_Y + 58, 60, mix(wood, near["ground"], 0.3)
    )
    return {
        "far": open_sky(view, view.sheet("far")),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": paved_floor(near, back, front, floor),
        "frame": leafy_frame(view, near["secondary"]),
    }


def _hues(sheet: Sheet) -> tuple[str, ...]:
    return tuple(sheet.distant(sheet[role], 0.1) for role in ("primary", "accent", "accent2", "glow"))


def back_walls(view: View, sheet: Sheet, wall: str, roof: str) -> str:
    """The ring wall with towers at its corners; low in the middle, where the hills look over it."""
    plan, pale = view.plan, mix(wall, sheet["air"], 0.3)
    far_roof = mix(roof, sheet["air"], 0.2)
    out = tower(sheet, WIDTH / 2 - plan.side * 150, MID_Y, 250, 86, pale, far_roof, sheet["accent2"])
    out += castle_wall(
        sheet, (-150, MID_Y - 96, WIDTH + 150, MID_Y + 50), pale, fade=mix(pale, sheet["mid"], 0.3), tooth=30
    )
    out += "".join(
        window(sheet, WIDTH / 2 + q * 110, MID_Y - 30, 12, ramp(pale)["deep"], ramp(pale)["lo"])
        for q in (-1.6, 0.1, 1.5)
    )
    x = plan.other_x
    out += tower(
        sheet,
        x + plan.side * 130,
        MID_Y + 10,
        380,
        150,
        wall,
        mix(roof, sheet["accent2"], 0.5),
        sheet["primary"],
        "cone",
    )
    out += castle_wall(
        sheet,
        (
            min(x - plan.side * 120, x + plan.side * 120),
            MID_Y - 210,
            max(x - plan.side * 120, x + plan.side * 120),
            MID_Y + 40,
        ),
        wall,
    )
    out += drape(sheet, x - plan.side * 54, MID_Y - 168, 52, 112, sheet.distant(sheet["primary"], 0.1), "crown")
    out += drape(sheet, x + plan.side * 40, MID_Y - 168, 52, 112, sheet.distant(sheet["accent2"], 0.1), "star")
    leaf = sheet.distant(sheet["secondary"], 0.2)
    return (
        out
        + ivy(sheet, x - plan.side * 108, MID_Y - 130, MID_Y + 30, 30, leaf)
        + round_tree(sheet, x - plan.side * 190, MID_Y + 34, 170, leaf, sheet["primary"])
    )


def great_gate(sheet: Sheet, x: float, y: float, wall: str, roof: str) -> str:
    """Gatehouse between two towers."""
    flag = sheet.distant(sheet["accent2"], 0.1)
    out = tower(sheet, x, y, 318, 120, mix(wall, sheet["air"], 0.2), roof, flag)
    out += castle_wall(sheet, (x - 110, y - 230, x + 110, y + 40), wall)
    out += tower(sheet, x - 136, y + 6, 256, 112, wall, roof, flag) + tower(
        sheet, x + 136, y + 6, 276, 112, wall, roof, flag
    )
    out += gate(sheet, x, y, 62, 150, timber(sheet), mix(wall, ramp(wall)["hi"], 0.7))
    return out + drape(sheet, x, y - 222, 46, 64, sheet.distant(sheet["primary"], 0.05), "heart")


def wishing_well(sheet: Sheet, x: float, y: float, wall: str, roof: str) -> str:
    """A tower with a stair behind a big roofed well."""
    out = tower(sheet, x - 60, y - 10, 330, 130, mix(wall, sheet["air"], 0.15), roof, sheet["accent2"], "onion")
    out += castle_wall(sheet, (x - 190, y - 190, x + 190, y + 30), wall, fade=mix(wall, sheet["mid"], 0.25))
    wood = sheet.distant(timber(sheet), 0.1)
    for dx in (-72, 72):
        out += sheet.paper(tube([(x + dx, y), (x + dx, y - 150)], [15, 13], 4), wood, rim=2)
    out += sheet.stroke(trace("M", x, y - 140, "V", y - 66), sheet["ground"], 4)
    out += sheet.paper(tube([(x - 80, y - 128), (x + 80, y - 128)], [12, 12], 4), wood, rim=1.6)
    form = [(-128, -142), (-62, -224), (62, -224), (128, -142)]
    tiles = "".join(
        sheet.stroke(trace("M", x - 140, y - q, "h", 280), ramp(roof)["lo"], 4, 0.7) for q in (162, 182, 202)
    )
    out += sheet.paper(spline([(x + dx, y + dy) for dx, dy in form], tension=0.04), roof, rim=3, inner=tiles)
    pail = [(x - 16, y - 80), (x + 16, y - 80), (x + 12, y - 50), (x - 12, y - 50)]
    out += sheet.paper(spline(pail, tension=0.05), sheet["accent"], rim=1.6)
    return out


def stable(sheet: Sheet, x: float, y: float, wall: str, roof: str) -> str:
    """A timbered stable with a thatched roof, two stalls and hay."""
    wood, straw = sheet.distant(sheet["wood"], 0.12), mix(sheet["accent"], sheet["ground"], 0.5)
    out = tower(sheet, x + 150, y - 10, 380, 110, mix(wall, sheet["air"], 0.15), roof, sheet["accent2"])
    box = spline([(x - 190, y + 30), (x - 184, y - 150), (x + 184, y - 150), (x + 190, y + 30)], tension=0.02)
    out += sheet.paper(box, mix(wall, sheet["glow"], 0.25), rim=3)
    for dx in (-184, 0, 184):
        out += sheet.paper(tube([(x + dx, y + 20), (x + dx, y - 150)], [18, 18], 4), wood, rim=1.8)
    for dx in (-92, 92):
        dark = trace("M", x + dx - 62, y + 20, "V", y - 78, "a", 62, 44, 0, 0, 1, 124, 0, "V", y + 20, "Z")
        out += sheet.flat(dark, mix(sheet["deep"], sheet["wood"], 0.35))
        out += sheet.clip(dark, sheet.disc(x + dx + 20, y + 24, 60, 40, straw))
        half = spline(
            [(x + dx - 62, y + 20), (x + dx - 62, y - 44), (x + dx + 62, y - 44), (x + dx + 62, y + 20)], tension=0.02
        )
        brace = sheet.stroke(trace("M", x + dx - 54, y + 10, "L", x + dx + 54, y - 36), ramp(wood)["hi"], 9)
        out += sheet.paper(half, mix(wood, sheet["accent"], 0.25), rim=2, inner=brace)
    form = [
        (-226, -138),
        (-190, -184),
        (-120, -262),
        (120, -262),
        (190, -184),
        (226, -138),
        (120, -126),
        (0, -136),
        (-120, -126),
    ]
    strands = "".join(
        sheet.stroke(trace("M", x + q * 1.5, y - 256, "L", x + q * 2, y - 140), ramp(straw)["lo"], 4, 0.6)
        for q in range(-96, 100, 16)
    )
    return out + sheet.paper(spline([(x + dx, y + dy) for dx, dy in form], tension=0.1), straw, rim=3.5, inner=strands)


def in_front(sheet: Sheet, kind: str, x: float, y: float, side: int) -> str:
    """What stands on the lawn before the landmark."""
    wall, out = mix(sheet["ground"], sheet["glow"], 0.2), ""
    if kind == "well":
        basin = spline([(x - 84, y - 62), (x + 84, y - 62), (x + 76, y + 12), (x - 76, y + 12)], tension=0.06)
        stones = "".join(
            sheet.paper(
                spline(
                    [
                        (x + dx - 18, y + dy),
                        (x + dx - 16, y + dy - 15),
                        (x + dx + 16, y + dy - 15),
                        (x + dx + 18, y + dy),
                    ],
                    tension=0.12,
                ),
                mix(wall, ramp(wall)["lo"], q),
                rim=1.4,
            )
            for dx, dy, q in (
                (-56, 2, 0.5),
                (-14, 4, 0.2),
                (30, 2, 0.6),
                (64, 4, 0.3),
                (-40, -20, 0.2),
                (4, -20, 0.6),
                (48, -20, 0.3),
            )
        )
        out += sheet.paper(basin, wall, rim=2.4, inner=stones)
        out += sheet.disc(x, y - 62, 86, 17, ramp(wall)["hi"]) + sheet.disc(x, y - 60, 68, 11, sheet["deep"])
        return out
    cloth = sheet.distant(mix(sheet["ground"], sheet["wood"], 0.2), 0.1)
    dx = side * (210 if kind == "keep" else 150)
    return sack(sheet, x + dx, y, 56, cloth) + sack(sheet, x + dx + 40, y + 4, 44, ramp(cloth)["hi"])
