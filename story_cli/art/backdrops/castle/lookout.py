"""The tower top: a paved round between merlons, high over the land; turret, telescope or great bell stands out."""

from __future__ import annotations

from story_cli.art.backdrops.castle.ground import leafy_frame, open_sky, paved_floor, stone_of
from story_cli.art.backdrops.castle.kit import battlement, ivy, masonry, topiary, tower
from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import arched, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, placed
from story_cli.art.backdrops.stores import barrel, cloud, crate, drape, haze, pennant, timber, torch
from story_cli.art.colour import mix, ramp


def tower_top(view: View) -> Slabs:
    """High above hills and clouds: a low wall of merlons around a paved floor."""
    plan, sheet = view.plan, view.sheet("mid")
    wall, roof = stone_of(sheet, 0.14, view.night), sheet.distant(sheet["primary"], 0.1)
    body = neighbours(view, sheet, wall, roof)
    body += parapet(sheet, wall)
    body += {"turret": turret, "telescope": stargazer, "bell": bell_arch}[plan.landmark](
        sheet, plan.x, MID_Y + 50, wall, roof
    )
    if plan.landmark == "telescope":
        body += telescope(sheet, plan.x + plan.side * 140, MID_Y + 56, 200, plan.side)
    body += drape(sheet, plan.other_x, MID_Y - 40, 62, 96, sheet.distant(sheet["accent2"], 0.08), "star")
    near = view.sheet("near")
    return {
        "far": open_sky(view, view.sheet("far"), castle=True),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": paved_floor(
            near, lookout_edge(near, -1, wall) + lookout_edge(near, 1, wall), "", stone_of(near, 0.24, view.night)
        ),
        "frame": leafy_frame(view, near["secondary"]),
    }


def neighbours(view: View, sheet: Sheet, wall: str, roof: str) -> str:
    """The roofs of lower towers behind the parapet, and clouds at eye level."""
    plan, pale = view.plan, mix(wall, sheet["air"], 0.35)
    light = mix(sheet["glow"], sheet["air"], 0.55 if view.night else 0.15)
    out = ""
    for dx, height, width, far in ((-20, 150, 70, 0.3), (120, 250, 108, 0.1)):
        x = plan.other_x + plan.side * dx - plan.side * 90
        hue = mix(mix(roof, sheet["accent2"], 0.4), sheet["air"], far)
        out += tower(
            sheet, x, MID_Y - 30, height, width, mix(pale, wall, 0.5), hue, sheet.distant(sheet["primary"], far)
        )
    out += cloud(sheet, WIDTH / 2 - plan.side * 40, 420, 300, light, mix(light, sheet["air"], 0.6))
    return out + cloud(sheet, WIDTH / 2 + plan.side * 250, 440, 220, light, mix(light, sheet["air"], 0.6))


def parapet(sheet: Sheet, wall: str) -> str:
    """Broad merlons along the back, each with a lit cap."""
    top, tones = MID_Y - 52, ramp(wall)
    stones = masonry(sheet, (-80, top + 30, WIDTH + 60, MID_Y + 60), wall, 46)
    out = sheet.paper(
        battlement(-110, WIDTH + 110, top, MID_Y + 120, 62),
        wall,
        rim=4,
        fade=mix(wall, sheet["mid"], 0.3),
        inner=stones,
    )
    count = max(1, round((WIDTH + 220) / 62 / 2))
    step = (WIDTH + 220) / (2 * count - 1)
    for i in range(count):
        x = -110 + 2 * i * step
        out += sheet.paper(tube([(x - 3, top), (x + step + 3, top)], [15, 15], 4), tones["hi"], rim=2)
    return out


def turret(sheet: Sheet, x: float, y: float, wall: str, roof: str) -> str:
    """The stair turret with its door and ivy."""
    out = tower(sheet, x, y, 286, 190, wall, roof, sheet.distant(sheet["accent2"], 0.1))
    out += sheet.flat(arched(x, y + 30, 52, 150), ramp(wall)["hi"])
    door = arched(x, y + 30, 42, 136)
    planks = "".join(
        sheet.stroke(trace("M", x + q, y - 120, "V", y + 30), ramp(sheet["wood"])["lo"], 3) for q in (-20, 0, 20)
    )
    out += sheet.paper(door, timber(sheet), rim=2.4, inner=planks)
    return (
        out
        + ivy(sheet, x - 72, y - 190, y + 20, 24, sheet.distant(sheet["secondary"], 0.15))
        + torch(sheet, x + 70, y - 62, 40)
    )


def stargazer(sheet: Sheet, x: float, y: float, wall: str, roof: str) -> str:
    """A domed study with a slit, behind the telescope."""
    out = tower(sheet, x, y, 190, 230, wall, roof, "", "merlons")
    dome = trace("M", x - 118, y - 216, "a", 118, 128, 0, 0, 1, 236, 0, "Z")
    ribs = "".join(
        sheet.stroke(trace("M", x + q, y - 216, "Q", x + q * 0.9, y - 310, x, y - 346), ramp(roof)["lo"], 4, 0.7)
        for q in (-84, -44, 44, 84)
    )
    out += sheet.paper(dome, roof, rim=3.5, inner=ribs)
    slit = spline([(x - 15, y - 226), (x - 12, y - 326), (x + 12, y - 326), (x + 15, y - 226)], tension=0.08)
    out += (
        sheet.flat(slit, sheet["deep"])
        + sheet.disc(x, y - 288, 5, 5, sheet["glow"])
        + sheet.disc(x + 3, y - 258, 3, 3, sheet["glow"])
    )
    return out + pennant(sheet, x, y - 340, 56, sheet.distant(sheet["accent2"], 0.1), sheet["wood"])


def telescope(sheet: Sheet, x: float, y: float, size: float, side: int) -> str:
    """A brass telescope on three legs, looking up over the middle."""
    s, brass = size, mix(sheet["accent"], sheet["wood"], 0.12)
    wood = timber(sheet)
    legs = "".join(
        sheet.paper(tube([(dx * s, 0), (0, -s * 0.52)], [s * 0.05, s * 0.06], 4), wood, rim=1.4)
        for dx in (-0.26, 0.26, 0.02)
    )
    barrel_one = tube([(-s * 0.34, -s * 0.36), (s * 0.06, -s * 0.62)], [s * 0.12, s * 0.14], 4)
    barrel_two = tube([(s * 0.02, -s * 0.6), (s * 0.46, -s * 0.88)], [s * 0.16, s * 0.2], 4)
    body = sheet.paper(barrel_one, ramp(brass)["lo"], rim=2) + sheet.paper(barrel_two, brass, rim=2.4)
    body += sheet.paper(
        tube([(s * 0.4, -s * 0.96), (s * 0.52, -s * 0.8)], [s * 0.06] * 2, 4), sheet["primary"], rim=1.6
    )
    return placed(legs + body + sheet.disc(0, -s * 0.54, s * 0.07, s * 0.07, sheet["primary"]), x, y, 1.0, side < 0)


def bell_arch(sheet: Sheet, x: float, y: float, wall: str, roof: str) -> str:
    """A great bell hung in a roofed stone arch."""
    out = ""
    for dx in (-104, 104):
        post = spline(
            [(x + dx - 30, y + 40), (x + dx - 26, y - 240), (x + dx + 26, y - 240), (x + dx + 30, y + 40)], tension=0.02
        )
        out += sheet.paper(post, wall, rim=3, inner=masonry(sheet, (x + dx - 30, y - 230, x + dx + 8, y), wall, 9))
    form = [(x - 182, y - 226), (x - 100, y - 318), (x, y - 356), (x + 100, y - 318), (x + 182, y - 226), (x, y - 240)]
    tiles = "".join(
        sheet.stroke(trace("M", x - 180, y - q, "h", 360), ramp(roof)["lo"], 4, 0.6) for q in (252, 278, 304, 330)
    )
    out += sheet.paper(spline(form, tension=0.08), roof, rim=3.5, inner=tiles) + pennant(
        sheet, x, y - 350, 60, sheet.distant(sheet["accent2"], 0.1), sheet["wood"]
    )
    gold = mix(sheet["accent"], sheet["wood"], 0.08)
    bell = [(-20, -200), (20, -200), (44, -168), (52, -96), (76, -66), (-76, -66), (-52, -96), (-44, -168)]
    out += sheet.paper(tube([(x - 84, y - 214), (x + 84, y - 214)], [20, 20], 4), sheet["wood"], rim=2)
    out += sheet.disc(x, y - 58, 15, 15, ramp(gold)["lo"])
    shine = sheet.flat(
        trace("M", x - 24, y - 186, "q", -18, 50, -20, 100, "h", 18, "q", 2, -60, 16, -100, "Z"), sheet["glow"], 0.6
    )
    rim = sheet.stroke(trace("M", x - 80, y - 84, "q", 80, 16, 160, 0), ramp(gold)["lo"], 8)
    return out + sheet.paper(
        spline([(x + dx, y + dy) for dx, dy in bell], tension=0.12), gold, rim=3, inner=shine + rim
    )


def lookout_edge(sheet: Sheet, side: int, wall: str) -> str:
    """A near corner: big merlon, torch, barrel or a potted tree."""
    rng, stone = sheet.rng, ramp(wall)["lo"]
    block = [(-90, NEAR_Y + 60), (-90, NEAR_Y - 150), (118, NEAR_Y - 150), (126, NEAR_Y + 60)]
    out = sheet.paper(
        spline(block, tension=0.02), stone, rim=4, inner=masonry(sheet, (-70, NEAR_Y - 120, 96, NEAR_Y + 40), stone, 16)
    )
    out += sheet.paper(
        tube([(-100, NEAR_Y - 152), (128, NEAR_Y - 152)], [26, 26], 4), ramp(stone)["hi"], rim=3
    ) + torch(sheet, 62, NEAR_Y - 76, 60)
    wood = timber(sheet)
    if rng.random() < 0.5:
        out += barrel(sheet, 150, NEAR_Y + 46, 104, wood, sheet["wood"]) + crate(
            sheet, 226, NEAR_Y + 52, 62, mix(wood, sheet["ground"], 0.35)
        )
    else:
        out += topiary(sheet, 170, NEAR_Y + 48, 160, sheet["secondary"], sheet["accent2"])
    return at_side(out, side)
