"""The treasure cave: a dark hall with a bright mouth to the sea; hoard, wreck or smiling rock stands out."""

from __future__ import annotations

from story_cli.art.backdrops.crystal import crystals
from story_cli.art.backdrops.enchanted_forest.kit import stone
from story_cli.art.backdrops.nature import at_side, light_rays, low_sun, moon, page
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, ridge, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, Slab, deeper
from story_cli.art.backdrops.stores import barrel, crate, emblem, haze, timber, torch
from story_cli.art.backdrops.treasure_island.ground import beach_floor
from story_cli.art.backdrops.treasure_island.kit import chest, far_palm, far_ship, gem, gold_heap
from story_cli.art.backdrops.underwater.cave import stalactites
from story_cli.art.colour import mix, ramp, shifted
from story_cli.art.signature import Signature


def treasure_cave(view: View) -> Slabs:
    """Gold winks in the dark; daylight and the sea shine through the mouth of the cave."""
    plan, roles = view.plan, deeper(view.roles, -0.26 if not view.night else -0.08, 1.05)
    sheet = view.sheet("mid", roles)
    rock = cave_rock(view)
    body = stalactites(sheet, 6, 200, ramp(rock)["lo"]) + pillar(sheet, plan.other_x + plan.side * 70, rock)
    body += {"hoard": great_hoard, "wreck": wreck_bow, "face": smiling_rock}[plan.landmark](
        sheet, plan.x, MID_Y + 22, plan.side, rock
    )
    body += torch(sheet, plan.other_x + plan.side * 60, 330, 62)
    body += gold_heap(sheet, plan.other_x - plan.side * 10, MID_Y + 24, 100) + crystals(
        sheet, plan.other_x + plan.side * 110, MID_Y + 26, 90, (view.roles["accent2"], view.roles["secondary"])
    )
    body += sheet.paper(ridge(sheet.rng, MID_Y + 18, 12, 7), rock, rim=3, fade=ramp(rock)["lo"])
    near = view.sheet("near", roles)
    floor = mix(shifted(rock, lift=0.05), near["ground"], 0.12)
    back = treasure_edge(near, -1, rock, view.roles) + treasure_edge(near, 1, rock, view.roles)
    return {
        "far": cave_mouth(view, view.sheet("far", roles), rock),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view, 0.8, dusk=True)],
        "near": beach_floor(near, back, loose_gold(near, view.roles), floor),
        "frame": vault_frame(view, roles),
    }


def cave_rock(view: View) -> str:
    """The cave's stone: dark, in the stage's own hue, so that gold and actors shine."""
    return mix(view.roles["far"], view.roles["deep"], 0.42 if view.night else 0.36)


def cave_mouth(view: View, sheet: Sheet, rock: str) -> list[Slab]:
    """Far layer: dark walls around an opening onto sky, sea, a palm and a ship."""
    rng, x, bright = sheet.rng, WIDTH / 2 + view.plan.side * 40, view.roles
    wall = mix(rock, sheet["far"], 0.35)
    body = page(sheet, sheet.vertical(ramp(rock)["lo"], wall, rock, middle=0.5))
    form = [
        (-214, 440),
        (-232, 330),
        (-190, 210),
        (-110, 140),
        (10, 118),
        (120, 146),
        (204, 226),
        (230, 340),
        (210, 440),
    ]
    hole = [(x + dx * rng.uniform(0.95, 1.05), y + rng.uniform(-8, 8)) for dx, y in form]
    body += sheet.shine(x, 290, 520, bright["air"], 0.55)
    for grow, tint in ((1.3, mix(wall, sheet["mid"], 0.25)), (1.14, mix(wall, bright["mid"], 0.4))):
        body += sheet.paper(spline([(x + (px - x) * grow, 300 + (py - 300) * grow) for px, py in hole]), tint, rim=3)
    outside = sheet.vertical(mix(bright["air"], bright["mid"], 0.35), mix(bright["air"], bright["glow"], 0.5))
    body += sheet.flat(spline(hole), outside) + sheet.clip(spline(hole), inner_sea(view, sheet, x))
    body += stalactites(sheet, 5, 140, mix(rock, ramp(rock)["lo"], 0.5))
    body += sheet.paper(ridge(rng, 446, 22, 9), mix(rock, wall, 0.5), rim=3)
    beams = view.sheet("rays")
    return [sheet.slab(body), beams.slab(light_rays(beams, x, 100, 460, 5, 0.12 if view.night else 0.35), blur=9)]


def inner_sea(view: View, sheet: Sheet, x: float) -> str:
    """What is seen through the mouth: sun or moon, sea, a palm and a ship."""
    bright, leaf = view.roles, mix(view.roles["secondary"], view.roles["air"], 0.3)
    out = moon(sheet, x + 46, 200, 34) if view.night else sheet.shine(x + 50, 210, 150, bright["glow"], 0.9)
    out += low_sun(sheet, x, 330) if view.sunset else ""
    far, near = mix(bright["mid"], bright["far"], 0.2), mix(bright["air"], bright["glow"], 0.2)
    out += f'<rect x="{x - 300:.0f}" y="336" width="600" height="150" fill="{sheet.vertical(far, near)}"/>'
    out += "".join(
        sheet.disc(x + dx, y, 40, 2.4, bright["glow"], 0.6)
        for dx, y in ((-90, 352), (40, 364), (-20, 384), (110, 392), (-120, 404))
    )
    out += far_ship(
        sheet,
        x - 70,
        360,
        84,
        mix(bright["wood"], bright["mid"], 0.3),
        mix(bright["glow"], bright["air"], 0.2),
        bright["primary"],
    )
    return out + far_palm(sheet, x + 180, 460, 230, -46, leaf, mix(bright["wood"], bright["air"], 0.25))


def pillar(sheet: Sheet, x: float, rock: str) -> str:
    """Stone grown together from roof and floor."""
    form = [
        (-110, 80),
        (-66, -70),
        (-46, -230),
        (-70, -420),
        (-130, -560),
        (120, -560),
        (66, -420),
        (40, -230),
        (60, -80),
        (112, 80),
    ]
    bands = "".join(
        sheet.stroke(trace("M", x - 110, MID_Y - q, "q", 110, 24, 220, 0), ramp(rock)["lo"], 6, 0.6)
        for q in (60, 130, 210, 280, 350)
    )
    return sheet.paper(
        spline([(x + dx, MID_Y + dy) for dx, dy in form], tension=0.15),
        mix(rock, sheet["mid"], 0.2),
        rim=3,
        inner=bands,
        fade=rock,
    )


def great_hoard(sheet: Sheet, x: float, y: float, side: int, rock: str) -> str:
    """A hill of coins with an open chest, a crown and a goblet on top."""
    wood = timber(sheet)
    out = gold_heap(sheet, x - side * 30, y + 10, 220) + chest(sheet, x - side * 20, y - 84, 160, wood)
    out += gold_heap(sheet, x + side * 130, y + 16, 120) + gold_heap(sheet, x - side * 150, y + 18, 110)
    out += sheet.paper(emblem(x + side * 122, y - 70, 30, "crown"), sheet["accent"], rim=2.4)
    cup = [
        (-20, -104),
        (20, -104),
        (12, -74),
        (5, -66),
        (5, -46),
        (16, -40),
        (-16, -40),
        (-5, -46),
        (-5, -66),
        (-12, -74),
    ]
    return out + sheet.paper(
        spline([(x - side * 150 + dx, y + dy + 2) for dx, dy in cup], tension=0.1),
        mix(sheet["accent"], sheet["glow"], 0.3),
        rim=2,
    )


_SAIL = (
    (-150, -380),
    (90, -390),
    (110, -270),
    (70, -286),
    (40, -230),
    (0, -262),
    (-50, -220),
    (-90, -262),
    (-140, -240),
)
_HULL = (
    (-220, 30),
    (-226, -120),
    (-120, -142),
    (20, -160),
    (150, -210),
    (216, -250),
    (190, -150),
    (130, -40),
    (80, 30),
)
_HOLE = ((-110, 10), (-122, -50), (-80, -86), (-24, -80), (14, -40), (0, 10))


def wreck_bow(sheet: Sheet, x: float, y: float, side: int, rock: str) -> str:
    """The bow of an old ship stuck in the sand, a mast with a torn sail, gold spilling from a hole."""
    wood = timber(sheet)
    tones = ramp(wood)

    def at(points: tuple[tuple[float, float], ...], tension: float = 0.13) -> str:
        return spline([(x + side * dx, y + dy) for dx, dy in points], tension=tension)

    out = sheet.paper(tube([(x - side * 60, y), (x - side * 40, y - 400)], [30, 20], 6), tones["lo"], rim=2.4)
    out += sheet.paper(at(_SAIL, 0.1), mix(sheet["glow"], sheet["ground"], 0.4), rim=3)
    out += sheet.paper(tube([(x - side * 170, y - 382), (x + side * 110, y - 392)], [15, 15], 4), wood, rim=2)
    planks = ""
    for q in (10, 44, 78, 112):
        line = trace("M", x - side * 240, y - q, "q", side * 260, 10, side * 460, -q * 0.62)
        planks += sheet.stroke(line, tones["lo"], 5)
    out += sheet.paper(at(_HULL, 0.1), wood, rim=3.5, inner=planks, fade=tones["lo"])
    edge = [(x - side * 226, y - 124), (x + side * 20, y - 164), (x + side * 218, y - 252)]
    out += sheet.paper(tube(edge, [20, 20, 16], 14), tones["hi"], rim=2.6)
    out += sheet.flat(at(_HOLE), sheet["deep"]) + sheet.clip(at(_HOLE), gold_heap(sheet, x - side * 54, y + 8, 90))
    out += gold_heap(sheet, x - side * 50, y + 26, 84)
    return out + sheet.paper(emblem(x + side * 110, y - 128, 24, "star"), sheet["accent"], rim=2)


def smiling_rock(sheet: Sheet, x: float, y: float, side: int, rock: str) -> str:
    """A rock with lamps for eyes whose open smile is full of gold."""
    light = mix(rock, sheet["mid"], 0.42)
    head = [(-186, 30), (-190, -120), (-140, -252), (-40, -312), (70, -300), (156, -226), (190, -110), (184, 30)]
    out = sheet.paper(spline([(x + dx, y + dy) for dx, dy in head], tension=0.14), light, rim=4, fade=rock)
    for q in (-1, 1):
        out += sheet.disc(x + q * 74, y - 176, 46, 42, sheet["deep"]) + sheet.shine(
            x + q * 74, y - 174, 96, sheet["accent"], 0.7
        )
        out += (
            sheet.disc(x + q * 74, y - 170, 26, 26, mix(sheet["accent"], sheet["glow"], 0.5))
            + sheet.disc(x + q * 74 + 5, y - 170, 12, 15, sheet["deep"])
            + sheet.disc(x + q * 74, y - 177, 6, 6, sheet["glow"])
        )
        out += sheet.disc(x + q * 134, y - 112, 30, 16, sheet["primary"], 0.4)
    nose = [(-26, -150), (-30, -112), (0, -98), (30, -112), (26, -150)]
    out += sheet.paper(spline([(x + dx, y + dy) for dx, dy in nose]), mix(light, sheet["mid"], 0.4), rim=3)
    smile = trace(
        "M",
        x - 96,
        y - 76,
        "Q",
        x,
        y - 54,
        x + 96,
        y - 76,
        "Q",
        x + 84,
        y + 10,
        x,
        y + 16,
        "Q",
        x - 84,
        y + 10,
        x - 96,
        y - 76,
        "Z",
    )
    return (
        out
        + sheet.flat(smile, sheet["deep"])
        + sheet.clip(smile, gold_heap(sheet, x, y + 26, 130))
        + stone(sheet, x + side * 196, y + 26, 120, 84, light)
    )


def treasure_edge(sheet: Sheet, side: int, rock: str, bright: Signature) -> str:
    """A near corner: rock, chest or barrels, coins, crystals."""
    wood, tint = timber(sheet), mix(rock, sheet["deep"], 0.18)
    out = stone(sheet, -20, NEAR_Y + 46, 280, 230, tint) + stone(
        sheet, 110, NEAR_Y + 50, 150, 110, mix(rock, sheet["mid"], 0.15)
    )
    out += crystals(sheet, 84, NEAR_Y - 46, 96, (bright["accent2"], bright["primary"]))
    if side < 0:
        out += chest(sheet, 186, NEAR_Y + 56, 130, wood)
    else:
        out += barrel(sheet, 150, NEAR_Y + 50, 110, wood, sheet["wood"]) + crate(
            sheet, 222, NEAR_Y + 56, 62, ramp(wood)["hi"]
        )
    return at_side(out + gold_heap(sheet, 260, NEAR_Y + 62, 54, gems=False), side)


def loose_gold(sheet: Sheet, bright: Signature) -> str:
    """Coins and stones that rolled away."""
    rng, out = sheet.rng, ""
    for i in range(13):
        x, y = rng.choice((rng.uniform(300, 470), rng.uniform(810, 980))), rng.uniform(580, 626)
        if i % 4 == 0:
            out += gem(sheet, x, y, rng.uniform(9, 12), bright[("primary", "accent2", "secondary")[i // 4 % 3]])
        else:
            out += sheet.disc(x, y + 2, 9, 5.4, ramp(bright["accent"])["deep"]) + sheet.disc(
                x, y, 9, 5.2, bright["accent"]
            )
    return out


def vault_frame(view: View, roles: Signature) -> list[Slab]:
    """Dark rock in the corners with hanging drops of stone."""
    sheet = view.sheet("frame", roles)
    rng, dark = sheet.rng, mix(sheet["deep"], sheet["far"], 0.06)
    out = ""
    for side in (-1, 1):
        vault = [
            (-140, -90),
            (380, -90),
            (300, 4),
            (214, 20),
            (176, 96),
            (140, 34),
            (86, 60),
            (62, 170),
            (34, 110),
            (6, 240),
            (-20, 330),
            (-140, 350),
        ]
        body = sheet.paper(spline([(x + rng.uniform(-7, 7), y) for x, y in vault], tension=0.13), dark, rim=0)
        low = spline(
            [
                (-160, HEIGHT - 170),
                (-30, HEIGHT - 150),
                (40, HEIGHT - 96),
                (120, HEIGHT - 60),
                (160, HEIGHT + 90),
                (-160, HEIGHT + 90),
            ],
            tension=0.14,
        )
        out += at_side(body + sheet.paper(low, dark, rim=0), side)
    return [sheet.slab(out, blur=1.6)]
