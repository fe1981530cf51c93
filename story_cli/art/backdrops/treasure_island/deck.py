"""The ship's deck at sea: planks, rail and rigging over open water; mast, helm or cabin stands out."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import FLOOR, HEIGHT, MARGIN, ring, spline, trace, tube
from story_cli.art.backdrops.sheet import GROUND_SHADOW, SOFT_SHADOW, Shadow, Sheet, Slab
from story_cli.art.backdrops.stores import barrel, coil, crate, emblem, haze, pennant, timber
from story_cli.art.backdrops.treasure_island.ground import sea_view
from story_cli.art.colour import mix, ramp, shifted


def ships_deck(view: View) -> Slabs:
    """A deck with its rail, the sea beyond, ropes and a sail overhead."""
    plan, sheet = view.plan, view.sheet("mid")
    wood = timber(sheet)
    body = ratlines(sheet, plan.other_x + plan.side * 60, plan.side, wood)
    body += rail(sheet, wood)
    body += {"mast": great_mast, "wheel": helm, "cabin": cabin}[plan.landmark](
        sheet, plan.x, MID_Y + 52, wood, plan.side
    )
    near = view.sheet("near")
    back = deck_edge(near, -1) + deck_edge(near, 1)
    return {
        "far": [*sea_view(view, horizon=300), swell(view)],
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view, 1.25)],
        "near": deck_floor(near, back),
        "frame": rigging_frame(view),
    }


def swell(view: View) -> Slab:
    """Rolling waves between the horizon and the rail."""
    sheet = view.sheet("swell")
    return sheet.slab(waves(sheet, 372), Shadow(-3, 6, 0.18))


def waves(sheet: Sheet, top: float) -> str:
    """Three rows of scalloped waves, each with a lit crest."""
    out = ""
    for row in range(3):
        y, step = top + row * 34, 84.0 + row * 22
        colour = mix(mix(sheet["mid"], sheet["air"], 0.25), sheet["far"], 0.12 + row * 0.14)
        shift, x = sheet.rng.uniform(0, step), -MARGIN - 140.0
        path = trace("M", x - shift, y)
        while x < WIDTH + MARGIN + 160:
            path += trace("q", step * 0.5, -step * 0.32, step, 0)
            x += step
        out += sheet.paper(
            path + f"L{WIDTH + 300} {FLOOR}L-300 {FLOOR}Z", colour, rim=3.4, fade=mix(colour, sheet["far"], 0.2)
        )
    return out


def rail(sheet: Sheet, wood: str) -> str:
    """The ship's side with turned posts and a broad handrail."""
    tones, out = ramp(wood), ""
    hull = spline(
        [(-140, MID_Y - 24), (WIDTH / 2, MID_Y - 18), (WIDTH + 140, MID_Y - 24), (WIDTH + 140, 760), (-140, 760)],
        tension=0.03,
    )
    planks = "".join(sheet.stroke(f"M-120 {y:.0f}H{WIDTH + 120}", tones["lo"], 3, 0.8) for y in (MID_Y + 4, MID_Y + 30))
    for i in range(19):
        x = -60 + i * 78.0
        post = [(-7, 0), (-12, -18), (-6, -30), (-10, -62), (10, -62), (6, -30), (12, -18), (7, 0)]
        out += sheet.paper(spline([(x + dx, MID_Y - 18 + dy) for dx, dy in post], tension=0.13), tones["hi"], rim=2)
    top = tube([(-140, MID_Y - 84), (WIDTH / 2, MID_Y - 78), (WIDTH + 140, MID_Y - 84)], [22, 22], 12)
    return out + sheet.paper(top, wood, rim=3) + sheet.paper(hull, wood, rim=3, fade=tones["lo"], inner=planks)


def great_mast(sheet: Sheet, x: float, y: float, wood: str, side: int) -> str:
    """The mast with a billowing sail, a lookout basket and belts of rope."""
    cloth, bark = mix(sheet["glow"], sheet["ground"], 0.12), ramp(wood)["lo"]
    out = sheet.paper(tube([(x, y + 10), (x, -60)], [54, 40], 6), bark, rim=3)
    for level in (y - 60, y - 72, y - 84, y - 250, y - 262):
        out += sheet.stroke(trace("M", x - 25, level, "q", 25, 10, 50, 0), sheet["ground"], 8)
    sail = [
        (-190, 66),
        (-60, 52),
        (70, 52),
        (196, 66),
        (228, 150),
        (204, 262),
        (90, 236),
        (0, 246),
        (-96, 236),
        (-200, 262),
        (-222, 150),
    ]
    stripes = "".join(
        sheet.stroke(
            trace("M", x + q, 40, "Q", x + q * 1.18, 150, x + q * 1.04, 280),
            sheet.distant(sheet["primary"], 0.1),
            34,
            0.9,
        )
        for q in (-150, -50, 50, 150)
    )
    seams = sheet.stroke(trace("M", x - 240, 160, "q", 240, -26, 480, 0), ramp(cloth)["lo"], 3, 0.6)
    out += sheet.paper(spline([(x + dx, dy) for dx, dy in sail], tension=0.12), cloth, rim=3.5, inner=stripes + seams)
    out += sheet.paper(emblem(x, 156, 44, "heart"), sheet["accent"], rim=2.4)
    out += sheet.paper(tube([(x - 216, 58), (x + 216, 58)], [19, 19], 4), wood, rim=2.4)
    for q in (-1, 1):
        out += sheet.stroke(
            trace("M", x + q * 206, 262, "L", x + q * 132, y - 70), mix(sheet["ground"], sheet["wood"], 0.2), 4
        )
    return out + barrel(sheet, x + side * 92, y - 4, 112, wood, sheet["wood"])


def helm(sheet: Sheet, x: float, y: float, wood: str, side: int) -> str:
    """The raised stern with the ship's wheel and two lanterns."""
    tones = ramp(wood)
    stage = spline([(x - 230, y + 20), (x - 224, y - 96), (x + 224, y - 96), (x + 230, y + 20)], tension=0.02)
    panels = "".join(
        sheet.paper(trace("M", x + q - 40, y - 14, "v", -58, "h", 80, "v", 58, "Z"), tones["lo"], rim=2)
        for q in (-150, 150)
    )
    out = ""
    for q in (-190, -110, 110, 190):
        out += sheet.paper(tube([(x + q, y - 96), (x + q, y - 160)], [14, 12], 4), tones["hi"], rim=1.8)
    out += sheet.paper(tube([(x - 216, y - 164), (x - 86, y - 164)], [15, 15], 4), wood, rim=2) + sheet.paper(
        tube([(x + 86, y - 164), (x + 216, y - 164)], [15, 15], 4), wood, rim=2
    )
    for q in (-1, 1):
        out += sheet.stroke(trace("M", x + q * 214, y - 160, "V", y - 250), sheet["wood"], 9) + ship_lamp(
            sheet, x + q * 214, y - 250, 54
        )
    out += sheet.paper(stage, wood, rim=3, inner=panels, fade=tones["lo"])
    for i in range(3):
        step = spline(
            [
                (x - 74 - i * 16, y - 60 + i * 32),
                (x + 74 + i * 16, y - 60 + i * 32),
                (x + 74 + i * 16, y - 28 + i * 32),
                (x - 74 - i * 16, y - 28 + i * 32),
            ],
            tension=0.02,
        )
        out += sheet.paper(step, tones["hi"], rim=3, fade=wood)
    return out + wheel(sheet, x, y - 196, 92, mix(wood, sheet["accent"], 0.12))


def wheel(sheet: Sheet, x: float, y: float, r: float, wood: str) -> str:
    """A ship's wheel with eight handles on its stand."""
    out = sheet.paper(
        spline([(x - 30, y + r * 1.3), (x - 18, y), (x + 18, y), (x + 30, y + r * 1.3)], tension=0.05),
        ramp(wood)["lo"],
        rim=2,
    )
    for i in range(8):
        angle = math.pi * (i / 4 + 0.125)
        tip = (x + 1.34 * r * math.cos(angle), y + 1.34 * r * math.sin(angle))
        knob = (x + 1.1 * r * math.cos(angle), y + 1.1 * r * math.sin(angle))
        out += sheet.paper(tube([(x, y), tip], [r * 0.12, r * 0.11], 4), ramp(wood)["hi"], rim=1.6) + sheet.paper(
            tube([knob, tip], [r * 0.17, r * 0.13], 4), wood, rim=1.6
        )
    out += sheet.stroke(ring(x, y, r * 0.9), ramp(wood)["lo"], r * 0.23) + sheet.stroke(
        ring(x - 0.6, y - 1.6, r * 0.9), wood, r * 0.2
    )
    out += sheet.stroke(ring(x, y, r * 0.9), sheet["accent"], r * 0.04)
    return out + sheet.disc(x, y, r * 0.27, r * 0.27, sheet["accent"]) + sheet.disc(x, y, r * 0.16, r * 0.16, wood)


def ship_lamp(sheet: Sheet, x: float, y: float, size: float) -> str:
    """A stern lantern standing on (x, y)."""
    s = size
    out = sheet.shine(x, y - s * 0.5, s * 1.6, sheet["accent"], 0.6)
    glass = [(-0.3, 0), (-0.42, -0.7), (0.42, -0.7), (0.3, 0)]
    out += sheet.paper(
        spline([(x + dx * s, y + dy * s) for dx, dy in glass], tension=0.05),
        mix(sheet["glow"], sheet["accent"], 0.7),
        rim=2,
    )
    out += sheet.stroke(
        trace("M", x - s * 0.1, y, "l", -s * 0.06, -s * 0.7, "M", x + s * 0.1, y, "l", s * 0.06, -s * 0.7),
        sheet["wood"],
        3,
    )
    cap = [(-0.5, -0.66), (0, -1.15), (0.5, -0.66)]
    out += sheet.paper(spline([(x + dx * s, y + dy * s) for dx, dy in cap], tension=0.07), sheet["wood"], rim=2)
    return out + sheet.paper(tube([(x - s * 0.34, y), (x + s * 0.34, y)], [s * 0.16] * 2, 4), sheet["wood"], rim=1.4)


def cabin(sheet: Sheet, x: float, y: float, wood: str, side: int) -> str:
    """The captain's cabin: arched door, lattice windows, a carved golden star, a deck above."""
    tones = ramp(wood)
    wall = spline([(x - 220, y + 20), (x - 214, y - 250), (x + 214, y - 250), (x + 220, y + 20)], tension=0.02)
    boards = "".join(
        sheet.stroke(trace("M", x + q, y - 250, "V", y + 20), tones["lo"], 3, 0.7) for q in range(-180, 200, 40)
    )
    out = "".join(
        sheet.paper(tube([(x + q, y - 256), (x + q, y - 316)], [13, 11], 4), tones["hi"], rim=1.8)
        for q in (-190, -114, -38, 38, 114, 190)
    )
    out += sheet.paper(tube([(x - 218, y - 320), (x + 218, y - 320)], [17, 17], 4), wood, rim=2.4)
    out += sheet.paper(wall, wood, rim=3, fade=tones["lo"], inner=boards)
    out += sheet.paper(tube([(x - 230, y - 252), (x + 230, y - 252)], [28, 28], 4), tones["hi"], rim=3)
    lamp = mix(sheet["glow"], sheet["accent"], 0.5)
    for q in (-142, 142):
        out += sheet.shine(x + q, y - 150, 100, lamp, 0.35)
        pane = trace("M", x + q - 44, y - 100, "v", -76, "q", 44, -34, 88, 0, "v", 76, "Z")
        grid = "".join(
            sheet.stroke(
                trace("M", x + q - 60 + i * 24, y - 90, "l", 40, -110, "M", x + q - 60 + i * 24, y - 200, "l", 40, 110),
                sheet["wood"],
                4,
            )
            for i in range(4)
        )
        out += sheet.paper(pane, lamp, rim=0, inner=grid) + sheet.stroke(pane, sheet["accent"], 8)
    door = trace("M", x - 54, y + 20, "V", y - 128, "a", 54, 46, 0, 0, 1, 108, 0, "V", y + 20, "Z")
    out += sheet.paper(door, sheet.distant(sheet["primary"], 0.1), rim=3) + sheet.stroke(door, sheet["accent"], 7)
    out += (
        sheet.disc(x, y - 112, 20, 20, lamp)
        + sheet.stroke(ring(x, y - 112, 20), sheet["accent"], 5)
        + sheet.disc(x + 34, y - 56, 7, 7, sheet["accent"])
    )
    return (
        out
        + sheet.paper(emblem(x, y - 214, 24, "star"), sheet["accent"], rim=2)
        + pennant(sheet, x + side * 150, y - 322, 84, sheet.distant(sheet["accent2"], 0.1), sheet["wood"])
    )


def ratlines(sheet: Sheet, x: float, side: int, wood: str) -> str:
    """Rope ladders from the rail up to a mast outside the picture."""
    rope, out = mix(sheet["wood"], sheet["ground"], 0.3), ""
    top = (x + side * 60, -60.0)
    feet = [x - side * (150 - i * 46) for i in range(4)]
    for foot in feet:
        out += sheet.stroke(trace("M", foot, MID_Y - 76, "L", top[0], top[1]), rope, 5)
    for i in range(10):
        share = 0.06 + i * 0.085
        y = MID_Y - 76 + (top[1] - MID_Y + 76) * share
        left, right = feet[0] + (top[0] - feet[0]) * share, feet[-1] + (top[0] - feet[-1]) * share
        out += sheet.stroke(trace("M", left, y, "Q", (left + right) / 2, y + 9, right, y), rope, 4)
    return out + pennant(
        sheet, x - side * 176, MID_Y - 74, 130, sheet.distant(sheet["primary"], 0.08), sheet["wood"], -side
    )


def deck_floor(sheet: Sheet, back: str) -> list[Slab]:
    """Near layer: planks toward the viewer with pegs and a sunny sheen."""
    boards = shifted(timber(sheet), lift=0.16)
    line, pegs = ramp(boards)["lo"], ""
    for i in range(-9, 10):
        pegs += sheet.stroke(trace("M", WIDTH / 2 + i * 86, NEAR_Y, "L", WIDTH / 2 + i * 168, HEIGHT), line, 3, 0.7)
        for y in (NEAR_Y + 30, NEAR_Y + 84, NEAR_Y + 130):
            px = WIDTH / 2 + (i + 0.16) * (86 + 82 * (y - NEAR_Y) / (HEIGHT - NEAR_Y))
            pegs += sheet.disc(px, y, 3.4, 2.2, ramp(boards)["deep"], 0.6)
    floor = spline(
        [(-140, NEAR_Y + 4), (WIDTH / 2, NEAR_Y), (WIDTH + 140, NEAR_Y + 4), (WIDTH + 140, 860), (-140, 860)],
        tension=0.03,
    )
    return [
        sheet.slab(sheet.paper(floor, boards, rim=4, fade=ramp(boards)["lo"], inner=pegs), GROUND_SHADOW),
        sheet.slab(back, Shadow(4, 6, 0.3)),
    ]


def deck_edge(sheet: Sheet, side: int) -> str:
    """A near corner: barrels, a crate, coiled rope, a bucket."""
    wood, rope = timber(sheet), mix(sheet["ground"], sheet["wood"], 0.12)
    out = barrel(sheet, 6, NEAR_Y + 30, 180, ramp(wood)["lo"], sheet["wood"]) + barrel(
        sheet, 104, NEAR_Y + 42, 130, wood, sheet["wood"]
    )
    out += crate(sheet, 188, NEAR_Y + 50, 74, ramp(wood)["hi"]) + coil(sheet, 264, NEAR_Y + 54, 76, rope)
    if sheet.rng.random() < 0.6:
        out += ship_lamp(sheet, 188, NEAR_Y - 26, 48)
    return at_side(out, side)


def rigging_frame(view: View) -> list[Slab]:
    """Dark ropes, a pulley and the foot of a furled sail in the corners."""
    sheet = view.sheet("frame")
    dark, out = mix(sheet["deep"], sheet["wood"], 0.4), ""
    cloth = mix(sheet["deep"], sheet["far"], 0.45)
    for side in (-1, 1):
        sail = [(-160, -80), (300, -80), (240, 4), (150, 44), (70, 60), (10, 110), (-60, 150), (-160, 160)]
        folds = "".join(
            sheet.stroke(trace("M", 220 - i * 70, -40, "q", -30, 60, -60 - i * 8, 110), ramp(cloth)["lo"], 9, 0.5)
            for i in range(5)
        )
        body = sheet.paper(spline(sail, tension=0.14), cloth, rim=0, fade=mix(cloth, sheet["deep"], 0.4), inner=folds)
        body += sheet.stroke(trace("M", 60, 40, "Q", 30, 200, -40, 420), dark, 9) + sheet.stroke(
            trace("M", 110, 30, "V", 150), dark, 6
        )
        body += (
            sheet.disc(110, 168, 17, 23, dark)
            + sheet.disc(110, 168, 7, 9, cloth)
            + sheet.stroke(trace("M", 110, 190, "v", 26), dark, 6)
        )
        low = spline(
            [
                (-160, HEIGHT - 150),
                (-20, HEIGHT - 146),
                (20, HEIGHT - 100),
                (70, HEIGHT - 60),
                (110, FLOOR),
                (-160, FLOOR),
            ],
            tension=0.12,
        )
        out += at_side(body + sheet.paper(low, dark, rim=0), side)
    return [sheet.slab(out, blur=1.6)]
