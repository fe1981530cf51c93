"""The jungle path: layers of broad leaves around a sunlit gap; stone face, rope bridge or tree house stands out."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.falls import falling_water
from story_cli.art.backdrops.enchanted_forest.kit import clump, stone, trunk, vine
from story_cli.art.backdrops.nature import low_sun, moon, page
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, along, ridge, spline, trace, tube
from story_cli.art.backdrops.sheet import GROUND_SHADOW, SOFT_SHADOW, Shadow, Sheet, Slab
from story_cli.art.backdrops.stores import haze, timber
from story_cli.art.backdrops.treasure_island.ground import bark_of, jungle_corner, palm_frame, rock_of, sky_rays
from story_cli.art.backdrops.treasure_island.kit import broad_leaf, far_palm, hibiscus, palm, root_tangle, split_leaf
from story_cli.art.colour import atmosphere, mix, ramp


def jungle_path(view: View) -> Slabs:
    """A sandy path into a bright gap between hanging leaves."""
    plan, sheet = view.plan, view.sheet("mid")
    leaf = sheet.distant(sheet["secondary"], 0.18)
    body = thicket(sheet, plan.other_x, plan.side, leaf)
    body += {"face": stone_face, "bridge": rope_bridge, "house": tree_house}[plan.landmark](
        sheet, plan.x, MID_Y + 18, plan.side, leaf
    )
    ground = mix(leaf, sheet["mid"], 0.15)
    body += sheet.paper(ridge(sheet.rng, MID_Y + 12, 10, 6), ground, rim=3, fade=mix(ground, sheet["far"], 0.4))
    body += "".join(
        split_leaf(sheet, plan.x + dx, MID_Y + 44, size, turn, leaf)
        for dx, size, turn in ((-190, 60, -24), (-160, 50, 12), (170, 64, 18), (200, 48, -14))
    )
    near = view.sheet("near")
    return {
        "far": jungle_depth(view),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view, 1.25)],
        "near": jungle_floor(near, jungle_corner(near, -1) + jungle_corner(near, 1)),
        "frame": palm_frame(view, near["secondary"]),
    }


def jungle_depth(view: View) -> list[Slab]:
    """Far layer: a glowing gap, rows of hazy trees and palms with vines."""
    sheet = view.sheet("far")
    rng, x = sheet.rng, view.plan.light_x
    leaf = sheet.distant(sheet["secondary"], 0.4)
    top = mix(atmosphere(leaf, sheet["air"], 0.4), sheet["mid"], 0.3)
    body = page(
        sheet,
        sheet.vertical(top, mix(sheet["air"], sheet["glow"], 0.45), atmosphere(leaf, sheet["air"], 0.7), middle=0.55),
    )
    body += sheet.shine(x, 270, 520, sheet["glow"], 0.55 if view.night else 1.0, knee=0.3)
    body += moon(sheet, x, 160, 50) if view.night else (low_sun(sheet, x, 380) if view.sunset else "")
    for share, foot, count in ((0.72, 500, 12), (0.45, 540, 10)):
        tint, bark = atmosphere(leaf, sheet["air"], share), atmosphere(sheet["wood"], sheet["air"], share + 0.08)
        for i in range(count):
            px = i * WIDTH / (count - 1) + rng.uniform(-40, 40)
            if abs(px - x) < 130:
                continue
            if i % 3 == 0:
                body += far_palm(sheet, px, foot, rng.uniform(260, 360), rng.uniform(-50, 50), tint, bark)
            else:
                body += trunk(
                    sheet,
                    px,
                    foot + 40,
                    640,
                    rng.uniform(22, 38),
                    bark,
                    rng.uniform(-20, 20),
                    False,
                    mix(bark, sheet["air"], 0.4),
                    False,
                )
                body += clump(sheet, px, rng.uniform(-10, 70), rng.uniform(90, 140), rng.uniform(60, 90), tint, False)
        for i in range(count + 2):
            px = i * WIDTH / (count + 1) + rng.uniform(-40, 40)
            body += clump(
                sheet,
                px,
                foot + rng.uniform(-26, 20),
                rng.uniform(70, 120),
                rng.uniform(36, 60),
                tint,
                False,
                atmosphere(leaf, sheet["air"], min(0.9, share + 0.15)),
            )
    return [sheet.slab(body), sky_rays(view, 0.7)]


def thicket(sheet: Sheet, x: float, side: int, leaf: str) -> str:
    """A great rooted tree with vines and broad leaves across from the landmark."""
    bark, tones = sheet.distant(bark_of(sheet), 0.25), ramp(leaf)
    out = palm(sheet, x - side * 150, MID_Y + 14, 260, -side * 44, tones["lo"], bark)
    out += trunk(sheet, x + side * 60, MID_Y + 20, 640, 104, bark, lean=side * 24) + root_tangle(
        sheet, x + side * 60, MID_Y + 24, 150, bark
    )
    for dx, dy, rx, ry in ((60, 10, 170, 80), (-60, 40, 110, 60), (190, 50, 120, 70)):
        out += clump(sheet, x + side * dx, dy, rx, ry, mix(leaf, tones["lo"], 0.5 if dx == 60 else 0.1))
    for dx, length in ((-60, 150), (0, 210), (110, 120)):
        out += vine(sheet, x + side * dx, 60, length, leaf)
    for dx, length, angle, tone in (
        (-50, 150, -34, "lo"),
        (-20, 180, -6, ""),
        (150, 190, 16, "lo"),
        (176, 150, 44, ""),
    ):
        out += broad_leaf(sheet, x + side * dx, MID_Y + 30, length, side * angle, tones[tone])
    return out


def stone_face(sheet: Sheet, x: float, y: float, side: int, leaf: str) -> str:
    """A big friendly stone head with moss, vines and flowers."""
    rock, tones = rock_of(sheet, 0.3), ramp(leaf)
    dark = ramp(rock)["deep"]
    out = stone(sheet, x + side * 150, y + 20, 190, 130, ramp(rock)["lo"], leaf)
    head = [(-140, 30), (-150, -130), (-128, -250), (-60, -306), (60, -306), (128, -250), (150, -130), (140, 30)]
    lines = trace("M", x - 120, y - 236, "l", 40, 24, "l", -8, 30, "M", x + 96, y - 60, "l", 30, -22, "l", 18, 16)
    cracks = sheet.stroke(lines, ramp(rock)["lo"], 5)
    out += sheet.paper(
        spline([(x + dx, y + dy) for dx, dy in head], tension=0.12), rock, rim=4, fade=ramp(rock)["lo"], inner=cracks
    )
    brow = [(-112, -210), (0, -222), (112, -210), (108, -176), (0, -190), (-108, -176)]
    out += sheet.paper(spline([(x + dx, y + dy) for dx, dy in brow], tension=0.12), ramp(rock)["hi"], rim=3)
    for q in (-1, 1):
        out += sheet.disc(x + q * 62, y - 146, 34, 27, dark) + sheet.disc(
            x + q * 62, y - 142, 25, 20, mix(sheet["accent"], sheet["glow"], 0.35)
        )
        out += sheet.disc(x + q * 62 + 4, y - 142, 10, 13, dark) + sheet.disc(x + q * 62, y - 150, 5, 5, sheet["glow"])
        out += sheet.disc(x + q * 92, y - 84, 27, 14, sheet.distant(sheet["primary"], 0.2), 0.45)
    nose = [(-20, -170), (-34, -94), (0, -78), (34, -94), (20, -170)]
    out += sheet.paper(spline([(x + dx, y + dy) for dx, dy in nose], tension=0.14), ramp(rock)["hi"], rim=3)
    out += sheet.stroke(trace("M", x - 70, y - 54, "q", 70, 50, 140, 0), dark, 13)
    for dx, rx in ((-96, 70), (0, 92), (96, 66)):
        out += clump(sheet, x + dx, y - 300, rx, 30, leaf if dx else tones["hi"])
    for dx, length in ((-136, 130), (-104, 84), (128, 150), (98, 70)):
        out += vine(sheet, x + dx, y - 290, length, leaf)
    return out + "".join(
        hibiscus(sheet, x + dx, y - 306, 19, sheet.distant(sheet["primary"], 0.08)) for dx in (-70, 40, 92)
    )


def rope_bridge(sheet: Sheet, x: float, y: float, side: int, leaf: str) -> str:
    """Two cliffs with a waterfall between them under a hanging bridge."""
    rock, wood = rock_of(sheet, 0.35), timber(sheet)
    out = ""
    for dx, width, tall in ((-170, 210, 300), (176, 230, 330)):
        form = [(-0.5, 0.1), (-0.48, -0.6), (-0.36, -1), (0.36, -1), (0.48, -0.6), (0.5, 0.1)]
        bands = "".join(
            sheet.stroke(
                trace("M", x + dx - width, y - tall * q, "q", width, 16, width * 2, 0), ramp(rock)["lo"], 7, 0.5
            )
            for q in (0.2, 0.45, 0.7)
        )
        out += sheet.paper(
            spline([(x + dx + px * width, y + py * tall) for px, py in form], tension=0.12),
            rock,
            rim=3.5,
            fade=mix(rock, sheet["mid"], 0.3),
            inner=bands,
        )
    out = (
        sheet.paper(
            spline([(x - 110, y + 10), (x - 96, y - 270), (x + 96, y - 280), (x + 110, y + 10)], tension=0.06),
            mix(rock, sheet["mid"], 0.35),
            rim=2,
        )
        + falling_water(sheet, x, y - 274, y + 4, 104)
        + out
    )
    for dx, dy, rx in ((-170, -306, 110), (176, -336, 120), (-230, -280, 60), (250, -300, 60)):
        out += clump(sheet, x + dx, y + dy, rx, 36, leaf)
    deck = along([(x - 90, y - 270), (x, y - 226), (x + 90, y - 290)], 12)
    rail = [(px, py - 52) for px, py in deck]
    rope = mix(sheet["ground"], sheet["wood"], 0.25)
    out += "".join(sheet.stroke(trace("M", px, py, "v", -52), rope, 3) for px, py in deck[::2])
    out += sheet.stroke(spline(rail, closed=False), rope, 6)
    out += "".join(sheet.paper(tube([(px - 7, py), (px + 7, py + 1)], [13, 13], 4), wood, rim=1.6) for px, py in deck)
    return out + vine(sheet, x - 128, y - 284, 130, leaf) + vine(sheet, x + 130, y - 310, 150, leaf)


def tree_house(sheet: Sheet, x: float, y: float, side: int, leaf: str) -> str:
    """A hut in the crown of a thick tree with a rope ladder and a lantern."""
    bark, wood, straw = sheet.distant(bark_of(sheet), 0.12), timber(sheet), mix(sheet["accent"], sheet["ground"], 0.55)
    out = trunk(sheet, x, y + 20, 560, 110, bark) + root_tangle(sheet, x, y + 22, 150, bark)
    for dx, dy, rx, ry in ((-150, 110, 120, 76), (160, 120, 120, 76), (0, 40, 210, 90)):
        out += clump(sheet, x + dx, dy, rx, ry, ramp(leaf)["lo"])
    wall = spline([(x - 96, y - 196), (x - 90, y - 320), (x + 90, y - 320), (x + 96, y - 196)], tension=0.03)
    staves = "".join(
        sheet.stroke(trace("M", x + q, y - 320, "V", y - 196), ramp(wood)["lo"], 3, 0.7) for q in range(-80, 90, 20)
    )
    out += sheet.paper(wall, mix(wood, sheet["ground"], 0.3), rim=3, inner=staves)
    door = trace("M", x - 30, y - 196, "v", -64, "a", 30, 30, 0, 0, 1, 60, 0, "v", 64, "Z")
    out += sheet.flat(door, mix(sheet["deep"], sheet["wood"], 0.4)) + sheet.clip(
        door, sheet.shine(x, y - 216, 60, sheet["accent"], 0.8)
    )
    for q in (-62, 62):
        out += sheet.disc(x + q, y - 268, 17, 17, wood) + sheet.disc(
            x + q, y - 268, 12, 12, mix(sheet["glow"], sheet["accent"], 0.5)
        )
    roof = [(-140, -300), (-70, -376), (0, -420), (70, -376), (140, -300), (70, -312), (0, -300), (-70, -312)]
    strands = "".join(
        sheet.stroke(trace("M", x + q * 0.2, y - 410, "L", x + q, y - 300), ramp(straw)["lo"], 4, 0.6)
        for q in range(-120, 130, 24)
    )
    out += sheet.paper(spline([(x + dx, y + dy) for dx, dy in roof], tension=0.1), straw, rim=3.5, inner=strands)
    out += sheet.paper(tube([(x - 140, y - 190), (x + 140, y - 190)], [22, 22], 4), wood, rim=2.6)
    rope, lx = mix(sheet["ground"], sheet["wood"], 0.15), x + side * 92
    out += sheet.stroke(trace("M", lx - 17, y - 186, "V", y + 16, "M", lx + 17, y - 186, "V", y + 16), rope, 4)
    out += "".join(sheet.stroke(trace("M", lx - 19, y - 166 + i * 26, "h", 38), wood, 6) for i in range(7))
    for dx, dy, rx, ry in ((-170, -250, 60, 40), (176, -260, 64, 44)):
        out += clump(sheet, x + dx, y + dy, rx, ry, leaf)
    return out + vine(sheet, x - 130, y - 180, 110, leaf)


def jungle_floor(sheet: Sheet, back: str) -> list[Slab]:
    """Near layer: earth with a winding sandy path, small leaves and flowers at its sides."""
    rng, leaf = sheet.rng, sheet["secondary"]
    ground = ramp(leaf)["lo"]
    body = sheet.paper(
        ridge(rng, NEAR_Y + 2, 9, 6),
        ground,
        rim=4,
        fade=ramp(ground)["lo"],
        inner=sheet.specks(60, (-60, NEAR_Y + 10, WIDTH + 60, HEIGHT), ground),
    )
    turn = rng.choice((-1, 1))
    half = [
        (-0.03, 556),
        (0.03, 556),
        (0.07, 580),
        (0.15, 620),
        (0.31, 700),
        (0.42, 790),
        (-0.34, 790),
        (-0.21, 700),
        (-0.1, 622),
        (-0.06, 584),
    ]
    body += sheet.paper(
        spline([(WIDTH * (0.5 + turn * dx), y) for dx, y in half], tension=0.15),
        mix(sheet["ground"], leaf, 0.06),
        rim=3,
    )
    small = ""
    for _ in range(14):
        x, tone = rng.choice((rng.uniform(230, 420), rng.uniform(860, 1050))), ramp(leaf)[rng.choice(("", "hi"))]
        small += split_leaf(sheet, x, rng.uniform(592, 626), rng.uniform(26, 40), rng.uniform(-34, 34), tone)
    for _ in range(4):
        x = rng.choice((rng.uniform(240, 400), rng.uniform(880, 1040)))
        small += hibiscus(sheet, x, rng.uniform(588, 612), 12, sheet["accent2"])
    return [sheet.slab(body, GROUND_SHADOW), sheet.slab(back, Shadow(4, 6, 0.3)), sheet.slab(small, Shadow(2, 3, 0.22))]
