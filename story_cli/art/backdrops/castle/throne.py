"""The throne room: tall windows, columns, banners and a carpet; thrones, a fireplace or a round window stands out."""

from __future__ import annotations

from collections.abc import Sequence

from story_cli.art.backdrops.castle.ground import curtain_frame, paved_floor, stone_of, tinted
from story_cli.art.backdrops.castle.kit import column, topiary
from story_cli.art.backdrops.nature import at_side, light_rays, low_sun, moon, page, stars
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import Point, arched, ridge, ring, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, Slab
from story_cli.art.backdrops.stores import drape, emblem, flames, haze, timber, torch, turned
from story_cli.art.colour import mix, ramp


def throne_room(view: View) -> Slabs:
    """A bright hall of pale stone with light falling through tall windows onto a carpet."""
    plan, sheet = view.plan, view.sheet("mid")
    wall = mix(stone_of(sheet, 0.12, view.night), sheet["glow"], 0.15)
    body = colonnade(sheet, wall, plan.x)
    body += {"thrones": thrones, "hearth": hearth, "rose-window": rose_window}[plan.landmark](
        sheet, plan.x, MID_Y + 26, wall
    )
    body += drape(sheet, plan.other_x - plan.side * 66, 110, 92, 230, sheet.distant(sheet["primary"], 0.08), "crown")
    body += drape(sheet, plan.other_x + plan.side * 76, 110, 92, 230, sheet.distant(sheet["accent2"], 0.08), "star")
    step = ramp(wall)["lo"]
    body += sheet.paper(ridge(sheet.rng, MID_Y + 24, 1, 4), step, rim=3.5, fade=ramp(step)["lo"])
    body += armour(sheet, plan.other_x - plan.side * 76, MID_Y + 44, 190)
    near = view.sheet("near")
    back = hall_edge(near, -1, wall) + hall_edge(near, 1, wall)
    return {
        "far": hall_windows(view, view.sheet("far"), plan.light_x),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": paved_floor(near, back, "", mix(near["ground"], near["wood"], 0.1), carpet(near)),
        "frame": curtain_frame(view, near["primary"]),
    }


def hall_windows(view: View, sheet: Sheet, light_x: float) -> list[Slab]:
    """Far wall with five tall windows onto the sky; light falls in."""
    wall = tinted(sheet["accent2"], view.night)
    body = page(sheet, sheet.vertical(ramp(wall)["lo"], wall, mix(wall, sheet["glow"], 0.2), middle=0.45))
    sky = sheet.vertical(mix(sheet["air"], sheet["mid"], 0.3), mix(sheet["air"], sheet["glow"], 0.6))
    for i in range(5):
        x = WIDTH * (0.1 + 0.2 * i)
        frame, glass = arched(x, 432, 78, 336), arched(x, 420, 64, 312)
        outside = sheet.flat(glass, sky)
        if view.night:
            outside += stars(sheet, 8, 300)
        outside += sheet.flat(ridge(sheet.rng, 380, 16, 12), sheet.distant(sheet["secondary"], 0.5))
        if abs(x - light_x) < WIDTH * 0.1:
            outside += moon(sheet, x, 190, 34) if view.night else sheet.shine(x, 200, 170, sheet["glow"], 1.0)
        body += sheet.paper(frame, mix(wall, sheet["glow"], 0.35), rim=3) + sheet.clip(glass, outside)
        bars = trace("M", x, 420, "V", 110, "M", x - 64, 300, "h", 128, "M", x - 64, 200, "h", 128)
        body += sheet.stroke(bars, mix(wall, sheet["glow"], 0.2), 7)
        for dx, hue in ((-32, "primary"), (32, "accent2")):
            body += sheet.clip(glass, sheet.flat(ring(x + dx, 162, 18), sheet.distant(sheet[hue], 0.3), 0.8))
    body += low_sun(sheet, light_x, 300) if view.sunset else ""
    body += sheet.paper(
        spline([(-90, 432), (WIDTH + 90, 432), (WIDTH + 90, 470), (-90, 470)], tension=0.02),
        mix(wall, sheet["mid"], 0.15),
        rim=3,
    )
    rays = view.sheet("rays")
    beams = rays.slab(light_rays(rays, light_x, 40, 560, 6, 0.2 if view.night else 0.6), blur=9)
    return [sheet.slab(body), beams]


def colonnade(sheet: Sheet, wall: str, landmark_x: float) -> str:
    """Columns with arches between the windows; an open one behind the landmark."""
    stone, out = mix(wall, sheet["glow"], 0.25), ""
    for i in range(6):
        x = WIDTH * 0.2 * i
        if abs(x - landmark_x) > 90 or i in (0, 5):
            out += column(sheet, x, 84, MID_Y + 30, 50, stone)
    vault = trace("M", -80, -20, "V", 70)
    for i in range(6):
        vault += trace("Q", WIDTH * (0.2 * i - 0.1), -34, WIDTH * 0.2 * i, 74)
    vault += trace("Q", WIDTH * 1.1, -34, WIDTH * 1.2, 74, "V", -20, "Z")
    return out + sheet.paper(vault, ramp(wall)["lo"], rim=0, fade=mix(wall, sheet["glow"], 0.2))


def throne(sheet: Sheet, x: float, y: float, height: float, cloth: str, frame: str) -> str:
    """A high-backed throne with a cushion and a crowned top."""
    h, w = height, height * 0.27
    back = [
        (-w, -h * 0.3),
        (-w * 0.94, -h * 0.82),
        (-w * 0.5, -h * 0.9),
        (0, -h),
        (w * 0.5, -h * 0.9),
        (w * 0.94, -h * 0.82),
        (w, -h * 0.3),
    ]
    pad = [(dx * 0.76, dy * 0.92 - h * 0.01) for dx, dy in back]
    out = sheet.paper(spline([(x + dx, y + dy) for dx, dy in back], tension=0.1), frame, rim=3)
    studs = "".join(
        sheet.disc(x + q * w * 0.4, y - h * p, 4, 4, ramp(cloth)["lo"])
        for q in (-0.8, 0, 0.8)
        for p in (0.45, 0.6, 0.75)
    )
    out += sheet.paper(spline([(x + dx, y + dy) for dx, dy in pad], tension=0.1), cloth, rim=2, inner=studs)
    for q in (-1, 1):
        out += sheet.paper(
            tube([(x + q * w * 1.02, y), (x + q * w * 1.02, y - h * 0.44)], [w * 0.24, w * 0.24], 4), frame, rim=2
        )
        out += sheet.disc(x + q * w * 0.96, y - h * 0.86, w * 0.15, w * 0.15, sheet["accent"])
        out += sheet.disc(x + q * w * 1.02, y - h * 0.46, w * 0.18, w * 0.16, ramp(frame)["hi"])
    seat = [(x - w * 1.02, y - h * 0.28), (x + w * 1.02, y - h * 0.28), (x + w * 0.92, y), (x - w * 0.92, y)]
    out += sheet.paper(spline(seat, tension=0.03), frame, rim=2, fade=ramp(frame)["lo"])
    out += sheet.paper(
        tube([(x - w * 0.78, y - h * 0.3), (x + w * 0.78, y - h * 0.3)], [h * 0.1] * 2, 4), ramp(cloth)["hi"], rim=2
    )
    return out + sheet.paper(emblem(x, y - h * 1.02, w * 0.34, "crown"), sheet["accent"], rim=2)


def thrones(sheet: Sheet, x: float, y: float, wall: str) -> str:
    """Two thrones on steps under a canopy."""
    cloth, gold = sheet.distant(sheet["primary"], 0.05), mix(sheet["accent"], sheet["ground"], 0.2)
    hem = trace("q", -22, 34, -44, 0) * 8
    canopy = trace("M", x - 170, 96, "Q", x, 4, x + 170, 96, "L", x + 176, 140) + hem + "Z"
    fall = [(x - 150, 120), (x + 150, 120), (x + 166, y), (x - 166, y)]
    folds = "".join(
        sheet.stroke(trace("M", x + q, 100, "Q", x + q * 1.1, 300, x + q * 1.14, y), ramp(cloth)["lo"], 13, 0.35)
        for q in range(-130, 140, 44)
    )
    out = sheet.paper(spline(fall, tension=0.04), mix(cloth, sheet["far"], 0.25), rim=2, inner=folds)
    for half, level in ((196, 12), (166, -10)):
        block = [
            (x - half, y + level - 24),
            (x + half, y + level - 24),
            (x + half, y + level + 14),
            (x - half, y + level + 14),
        ]
        out += sheet.paper(spline(block, tension=0.02), mix(wall, sheet["glow"], 0.2), rim=3.5, fade=ramp(wall)["lo"])
    out += throne(sheet, x - 76, y - 32, 210, sheet.distant(sheet["accent2"], 0.05), gold) + throne(
        sheet, x + 78, y - 32, 236, cloth, gold
    )
    return out + sheet.paper(canopy, cloth, rim=3) + sheet.paper(emblem(x, 82, 26, "crown"), sheet["accent"], rim=1.6)


def hearth(sheet: Sheet, x: float, y: float, wall: str) -> str:
    """A great fireplace with a shield above and two chairs' worth of warmth."""
    stone, hood = mix(wall, sheet["wood"], 0.12), mix(wall, sheet["glow"], 0.2)
    flue = [(x - 96, y - 210), (x - 66, 20), (x - 66, -40), (x + 66, -40), (x + 66, 20), (x + 96, y - 210)]
    out = sheet.paper(spline(flue, tension=0.05), hood, rim=3, fade=ramp(hood)["lo"])
    box = [(x - 150, y + 10), (x - 140, y - 210), (x + 140, y - 210), (x + 150, y + 10)]
    out += sheet.paper(spline(box, tension=0.02), stone, rim=3)
    mouth = arched(x, y + 8, 92, 158)
    out += sheet.flat(mouth, mix(sheet["deep"], sheet["wood"], 0.4)) + sheet.clip(mouth, flames(sheet, x, y, 112))
    out += sheet.paper(tube([(x - 56, y + 2), (x + 50, y - 4)], [20, 20], 4), sheet["wood"], rim=2)
    out += sheet.paper(tube([(x - 166, y - 216), (x + 166, y - 216)], [26, 26], 4), timber(sheet), rim=2.4)
    form = [(-46, -52), (46, -52), (46, 4), (0, 60), (-46, 4)]
    shield = spline([(x + dx, 150 + dy) for dx, dy in form], tension=0.1)
    half = sheet.flat(trace("M", x, 80, "h", 60, "v", 140, "h", -60, "Z"), sheet["glow"])
    out += sheet.paper(shield, sheet["primary"], rim=3, inner=half) + sheet.stroke(shield, sheet["accent"], 7)
    for dx, tall, hue in ((-116, 44, "accent"), (-84, 28, "accent2"), (94, 36, "primary"), (122, 52, "accent")):
        cup = [
            (x + dx - 12, y - 230 - tall),
            (x + dx + 12, y - 230 - tall),
            (x + dx + 7, y - 228),
            (x + dx - 7, y - 228),
        ]
        out += sheet.paper(spline(cup, tension=0.08), sheet.distant(sheet[hue], 0.08), rim=1.6)
    return out


def rose_window(sheet: Sheet, x: float, y: float, wall: str) -> str:
    """A round window of coloured glass above a long chest with cushions."""
    hues = [sheet.distant(sheet[role], 0.05) for role in ("primary", "accent", "accent2", "secondary")]
    panel = arched(x, y, 172, y - 24)
    out = sheet.paper(panel, mix(wall, sheet["glow"], 0.28), rim=3) + sheet.shine(x, 200, 250, sheet["glow"], 0.7)
    out += sheet.paper(ring(x, 200, 138), mix(wall, sheet["mid"], 0.1), rim=3)
    petals = ""
    for i in range(12):
        petal = spline([(x, 200 - 34), (x - 27, 200 - 92), (x, 200 - 124), (x + 27, 200 - 92)], tension=0.18)
        petals += turned(sheet.flat(petal, mix(hues[i % 4], sheet["glow"], 0.15)), 30 * i, x, 200)
    out += (
        petals
        + sheet.disc(x, 200, 40, 40, mix(wall, sheet["glow"], 0.4))
        + sheet.paper(emblem(x, 200, 27, "heart"), hues[0], rim=2)
    )
    wood = timber(sheet)
    out += sheet.paper(
        spline([(x - 140, y + 6), (x - 140, y - 62), (x + 140, y - 62), (x + 140, y + 6)], tension=0.04), wood, rim=3
    )
    for i, q in enumerate((-92, -26, 44, 100)):
        pillow = spline(
            [(x + q - 36, y - 58), (x + q - 28, y - 104), (x + q + 30, y - 108), (x + q + 36, y - 58)], tension=0.14
        )
        out += sheet.paper(pillow, hues[i], rim=2)
    return out + "".join(torch(sheet, x + q * 150, 390, 52) for q in (-1, 1))


def armour(sheet: Sheet, x: float, y: float, height: float) -> str:
    """A friendly empty suit of armour on a block, visor down, a plume on top."""
    h = height / 190
    steel = mix(mix(sheet["air"], sheet["glow"], 0.25), sheet["mid"], 0.25)
    tones = ramp(steel)

    def at(points: Sequence[Point], tension: float = 0.13) -> str:
        return spline([(x + dx * h, y + dy * h) for dx, dy in points], tension=tension)

    out = sheet.paper(at([(-48, 8), (-44, -18), (44, -18), (48, 8)], 0.05), sheet.distant(sheet["wood"], 0.2), rim=2)
    for q in (-1, 1):
        out += sheet.paper(at([(q * 6, -18), (q * 8, -78), (q * 30, -78), (q * 27, -18)], 0.08), tones["lo"], rim=2)
        out += sheet.paper(at([(q * 28, -122), (q * 44, -112), (q * 40, -66), (q * 28, -66)], 0.14), tones["lo"], rim=2)
    out += sheet.paper(at([(-34, -70), (-38, -126), (0, -134), (38, -126), (34, -70), (0, -62)]), steel, rim=2.4)
    out += sheet.paper(emblem(x, y - 100 * h, 13 * h, "heart"), sheet.distant(sheet["primary"], 0.05), rim=1.4)
    plume = [(0, -178), (-26, -204), (-58, -190), (-66, -160), (-44, -172), (-24, -166)]
    out += sheet.paper(at(plume), sheet.distant(sheet["primary"], 0.05), rim=2)
    out += sheet.paper(at([(-24, -132), (-28, -162), (0, -184), (28, -162), (24, -132), (0, -126)]), steel, rim=2.4)
    return out + "".join(
        sheet.stroke(trace("M", x - 16 * h, y - q * h, "h", 36 * h), tones["deep"], 3.4) for q in (156, 148)
    )


def carpet(sheet: Sheet) -> str:
    """A long carpet toward the viewer with a golden border."""
    cloth, mid = mix(sheet["primary"], sheet["deep"], 0.12), WIDTH / 2

    def strip(top: float, low: float) -> str:
        return trace(
            "M", mid - top, NEAR_Y - 8, "L", mid + top, NEAR_Y - 8, "L", mid + low, 760, "L", mid - low, 760, "Z"
        )

    return (
        sheet.flat(strip(232, 420), sheet["accent"])
        + sheet.flat(strip(222, 402), cloth)
        + sheet.stroke(strip(206, 372), mix(cloth, sheet["accent"], 0.6), 4, 0.8)
    )


def hall_edge(sheet: Sheet, side: int, wall: str) -> str:
    """A near column with a torch and a potted tree."""
    stone = mix(wall, sheet["mid"], 0.22)
    out = column(sheet, 34, -20, NEAR_Y + 40, 92, stone) + torch(sheet, 34, 300, 66)
    out += topiary(sheet, 150, NEAR_Y + 48, sheet.rng.uniform(180, 210), sheet["secondary"], sheet["accent2"])
    return at_side(out, side)
