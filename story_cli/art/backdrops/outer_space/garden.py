"""The alien garden: plants that glow, curl and hop under two moons."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import at_side, ribbon
from story_cli.art.backdrops.outer_space.ground import cosmos, evening
from story_cli.art.backdrops.outer_space.kit import planet, spark
from story_cli.art.backdrops.outer_space.moon import small_moon
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, along, arched, blob, ridge, ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import GROUND_SHADOW, SOFT_SHADOW, Shadow, Sheet, Slab
from story_cli.art.colour import mix, ramp


def alien_garden(view: View) -> Slabs:
    """Umbrella trees, curls and pods along a pale path."""
    plan, far = view.plan, view.sheet("far")
    worlds = planet(far, plan.light_x, 170, 74, far.distant(far["primary"], 0.3), 3) + small_moon(
        far, WIDTH / 2 - plan.side * 300, 110, 28
    )
    worlds += far_trees(view, far)
    sheet = view.sheet("mid")
    leaf, warm = sheet.distant(sheet["secondary"], 0.15), sheet.distant(sheet["primary"], 0.12)
    body = hedge(sheet, leaf) + meadow(sheet)
    form = {"umbrellas": umbrella_trees, "curls": great_curls, "pod": pod_house}[plan.landmark]
    body += umbrella(sheet, plan.other_x + plan.side * 60, MID_Y + 20, 200, sheet.distant(sheet["accent2"], 0.2))
    body += bulb(sheet, plan.other_x - plan.side * 40, MID_Y + 26, 110, leaf, warm) + bulb(
        sheet, plan.other_x - plan.side * 92, MID_Y + 30, 70, leaf, warm
    )
    body += form(sheet, plan.x, MID_Y + 24, warm, leaf)
    near = view.sheet("near")
    back = "".join(at_side(garden_corner(near, side), side) for side in (-1, 1))
    return {
        "far": cosmos(view, far, worlds, ((446, 24, 0.4),)),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": garden_floor(near, back),
        "frame": curl_frame(view),
    }


def far_trees(view: View, sheet: Sheet) -> str:
    """Pale umbrella trees along the horizon."""
    rng, out = sheet.rng, ""
    for i in range(9):
        x = i * 160 + rng.uniform(-50, 50)
        if abs(x - 640) < 190:
            continue
        colour = evening(view, mix(sheet["air"], sheet["mid"], rng.uniform(0.35, 0.65)))
        out += umbrella(sheet, x, 470, rng.uniform(110, 220), colour, lights=False)
    return out


def umbrella(sheet: Sheet, x: float, y: float, height: float, colour: str, lights: bool = True) -> str:
    """A tree with a flat round cap, bulbs of light hanging from its rim."""
    h, tones, lean = height, ramp(colour), sheet.rng.uniform(-0.08, 0.08)
    stem = [(x, y + 12), (x + lean * h * 0.4, y - h * 0.5), (x + lean * h, y - h * 0.86)]
    out = sheet.paper(tube(stem, [h * 0.15, h * 0.075, h * 0.06], 10), mix(tones["lo"], sheet["mid"], 0.3), rim=1.8)
    cx, cy = x + lean * h, y - h * 0.8
    if lights:
        for q in (-0.4, -0.16, 0.14, 0.4):
            fall = h * (0.16 + 0.1 * abs(math.sin(q * 9)))
            out += sheet.stroke(trace("M", cx + q * h, cy, "v", fall), tones["lo"], 2.4)
            out += sheet.shine(cx + q * h, cy + fall, h * 0.11, sheet["accent"], 0.7) + sheet.disc(
                cx + q * h, cy + fall, h * 0.032, h * 0.036, sheet["accent"]
            )
    cap = [
        (-0.52, 0.03),
        (-0.42, -0.1),
        (-0.18, -0.2),
        (0.06, -0.22),
        (0.34, -0.15),
        (0.52, 0.02),
        (0.26, 0.075),
        (-0.26, 0.075),
    ]
    spots = "".join(
        sheet.disc(cx + q * h, cy - r * h, h * s, h * s * 0.55, tones["hi"], 0.9)
        for q, r, s in ((-0.26, 0.07, 0.055), (0.02, 0.13, 0.07), (0.28, 0.06, 0.05))
    )
    return out + sheet.paper(spline(scaled(cap, cx, cy, h)), colour, rim=3, inner=spots)


def curl(sheet: Sheet, x: float, y: float, height: float, colour: str, way: int = 1) -> str:
    """A stalk that rolls itself up at the top, a light in its heart."""
    r = height * 0.2
    cx, cy = x + way * r * 1.1, y - height + r
    stem = [(x, y + 12), (x - way * height * 0.06, y - height * 0.42), (x - way * height * 0.02, cy + r * 0.2)]
    roll = [
        (cx + way * -rr * math.cos(a), cy - rr * math.sin(a))
        for a, rr in ((0.1 + i * 0.62, r * (1.08 - i * 0.083)) for i in range(10))
    ]
    path = tube(
        [*stem, *roll], [height * 0.12, height * 0.1, height * 0.08, height * 0.06, height * 0.05, height * 0.04], 48
    )
    out = sheet.shine(cx, cy, r * 1.7, sheet["accent"], 0.6) + sheet.paper(path, colour, rim=2.4)
    return (
        out
        + sheet.disc(cx, cy, r * 0.26, r * 0.26, sheet["accent"])
        + sheet.disc(cx - r * 0.08, cy - r * 0.08, r * 0.1, r * 0.1, sheet["glow"])
    )


def bulb(sheet: Sheet, x: float, y: float, height: float, leaf: str, colour: str) -> str:
    """A round glowing fruit on two leaves."""
    h = height
    out = ""
    for s in (-1, 1):
        blade = [(0, 0.04), (s * 0.26, -0.2), (s * 0.46, -0.42), (s * 0.5, -0.14), (s * 0.2, 0.06)]
        out += sheet.paper(spline(scaled(blade, x, y, h)), leaf, rim=2)
    out += sheet.paper(tube([(x, y + 6), (x, y - h * 0.5)], [h * 0.12, h * 0.08], 6), ramp(leaf)["lo"], rim=1.4)
    out += sheet.shine(x, y - h * 0.68, h * 0.62, colour, 0.45)
    form = [(0, -1.02), (0.2, -0.9), (0.3, -0.66), (0.2, -0.44), (0, -0.38), (-0.2, -0.44), (-0.3, -0.66), (-0.2, -0.9)]
    light = sheet.disc(x, y - h * 0.6, h * 0.17, h * 0.19, mix(sheet["accent"], sheet["glow"], 0.4), 0.85)
    out += sheet.paper(spline(scaled(form, x, y, h)), colour, rim=2.4, inner=light)
    return out + sheet.disc(x - h * 0.1, y - h * 0.84, h * 0.06, h * 0.045, "#ffffff", 0.75)


def umbrella_trees(sheet: Sheet, x: float, y: float, warm: str, leaf: str) -> str:
    """Three umbrella trees of three heights, a bench between them."""
    out = umbrella(sheet, x - 118, y - 6, 236, sheet.distant(sheet["accent2"], 0.2)) + umbrella(
        sheet, x + 116, y - 4, 190, leaf
    )
    out += umbrella(sheet, x, y, 372, warm)
    for dx in (-44, 40):
        out += sheet.paper(tube([(x + 66 + dx, y + 8), (x + 66 + dx, y - 26)], [15, 13], 4), sheet["wood"], rim=1.4)
    return out + sheet.paper(
        tube([(x + 4, y - 30), (x + 126, y - 32)], [17, 17], 4), sheet.distant(sheet["accent"], 0.15), rim=2
    )


def great_curls(sheet: Sheet, x: float, y: float, warm: str, leaf: str) -> str:
    """A thicket of rolled stalks."""
    out = ""
    for dx, tall, tone, way in (
        (-120, 190, leaf, -1),
        (110, 230, ramp(leaf)["lo"], 1),
        (-54, 260, sheet.distant(sheet["accent2"], 0.15), -1),
        (14, 352, warm, 1),
        (78, 140, leaf, 1),
    ):
        out += curl(sheet, x + dx, y, tall, tone, way)
    return out + bulb(sheet, x - 132, y + 6, 84, leaf, warm)


def pod_house(sheet: Sheet, x: float, y: float, warm: str, leaf: str) -> str:
    """A dwelling grown from a flower bud: petals, a round door, lit windows."""
    out = ""
    for s in (-1, 1):
        for dx, tall in ((1.0, 0.62), (0.66, 0.92)):
            petal = [
                (s * 0.12, 0.1),
                (s * dx * 0.9, -tall * 0.4),
                (s * (dx + 0.1), -tall),
                (s * dx * 0.5, -tall * 0.72),
                (0, -0.1),
            ]
            out += sheet.paper(spline(scaled(petal, x, y, 180)), leaf if dx > 0.8 else ramp(leaf)["hi"], rim=3)
    form = [
        (0, -1.62),
        (0.3, -1.36),
        (0.6, -0.8),
        (0.56, -0.28),
        (0.34, 0.1),
        (-0.34, 0.1),
        (-0.56, -0.28),
        (-0.6, -0.8),
        (-0.3, -1.36),
    ]
    lines = "".join(
        sheet.stroke(trace("M", x, y - 290, "Q", x + q * 150, y - 150, x + q * 74, y + 16), ramp(warm)["lo"], 5, 0.7)
        for q in (-0.7, 0.7)
    )
    out += sheet.paper(spline(scaled(form, x, y, 180)), warm, rim=4, inner=lines)
    lit = mix(sheet["accent"], sheet["glow"], 0.35)
    for dx, dy, r in ((-44, -150, 21), (46, -150, 21), (0, -208, 16)):
        out += (
            sheet.shine(x + dx, y + dy, r * 2.2, lit, 0.6)
            + sheet.disc(x + dx, y + dy, r + 5, r + 5, ramp(warm)["lo"])
            + sheet.disc(x + dx, y + dy, r, r, lit)
        )
    out += sheet.paper(arched(x, y + 18, 42, 106), ramp(warm)["deep"], rim=3) + sheet.flat(
        arched(x, y + 18, 33, 94), mix(sheet["accent2"], sheet["wood"], 0.2)
    )
    out += sheet.disc(x + 18, y - 26, 5, 5, sheet["accent"])
    return out + curl(sheet, x + 4, y - 280, 76, leaf, 1) + bulb(sheet, x + 128, y + 10, 66, leaf, sheet["accent2"])


def hedge(sheet: Sheet, leaf: str) -> str:
    """Round bushes with spots behind the meadow, open in the middle."""
    rng, out = sheet.rng, ""
    for i in range(9):
        x = i * WIDTH / 8 + rng.uniform(-40, 40)
        if 400 < x < 880:
            continue
        tone = sheet.distant(leaf, 0.25 + 0.2 * (i % 2))
        r = rng.uniform(54, 84)
        spots = "".join(
            sheet.disc(x + q * r, MID_Y - s * r, 9, 8, ramp(tone)["hi"], 0.8)
            for q, s in ((-0.5, 0.3), (0.05, 0.6), (0.5, 0.2))
        )
        out += sheet.paper(blob(rng, x, MID_Y, r * 1.2, r, 9, 0.07), tone, rim=3, inner=spots)
    return out


def meadow(sheet: Sheet) -> str:
    """The middle ground with tufts."""
    ground = sheet.distant(sheet["secondary"], 0.42)
    out = sheet.paper(ridge(sheet.rng, MID_Y + 4, 13, 6), ground, rim=3, fade=mix(ground, sheet["far"], 0.35))
    return out + "".join(
        ribbon(
            sheet,
            sheet.rng.uniform(0, WIDTH),
            MID_Y + 34,
            sheet.rng.uniform(24, 40),
            sheet.distant(sheet["secondary"], 0.2),
            9,
        )
        for _ in range(12)
    )


def garden_corner(sheet: Sheet, side: int) -> str:
    """A near corner: an umbrella tree that leaves the picture, curls and bulbs before it."""
    rng, leaf = sheet.rng, sheet["secondary"]
    cap = sheet["primary"] if side < 0 else sheet["accent2"]
    other = sheet["accent2"] if side < 0 else sheet["primary"]
    out = umbrella(sheet, -14, NEAR_Y + 40, rng.uniform(340, 390), cap)
    out += curl(sheet, 156, NEAR_Y + 30, rng.uniform(150, 180), ramp(leaf)["lo"], 1)
    out += sheet.paper(blob(rng, 40, NEAR_Y + 26, 116, 66, 9, 0.06), ramp(leaf)["lo"], rim=3.5)
    out += sheet.paper(blob(rng, 152, NEAR_Y + 36, 78, 42, 9, 0.06), leaf, rim=3)
    return (
        out
        + bulb(sheet, 92, NEAR_Y + 34, rng.uniform(100, 120), ramp(leaf)["hi"], other)
        + bulb(sheet, 222, NEAR_Y + 40, 72, ramp(leaf)["hi"], cap)
    )


def garden_floor(sheet: Sheet, back: str) -> list[Slab]:
    """Near layer: soft ground with a pale winding path, plants at both sides."""
    rng, leaf = sheet.rng, sheet["secondary"]
    ground, bend = ramp(leaf)["lo"], rng.choice((-1, 1))
    body = sheet.paper(
        ridge(rng, NEAR_Y + 3, 11, 6),
        ground,
        rim=4,
        fade=ramp(ground)["lo"],
        inner=sheet.specks(60, (-60, NEAR_Y + 10, WIDTH + 60, HEIGHT), ground),
    )
    half = [
        (-0.014, 560),
        (0.014, 560),
        (0.04, 580),
        (0.1, 618),
        (0.23, 690),
        (0.38, 780),
        (-0.30, 780),
        (-0.165, 690),
        (-0.08, 622),
        (-0.036, 584),
    ]
    path = spline([(WIDTH * (0.5 + bend * dx), y) for dx, y in half], tension=0.15)
    body += sheet.paper(path, mix(sheet["ground"], sheet["glow"], 0.2), rim=3)
    front = ""
    for i in range(16):
        x = rng.uniform(20, WIDTH * 0.34) if i % 2 else rng.uniform(WIDTH * 0.66, WIDTH - 20)
        y = rng.uniform(580, 630)
        front += sheet.stroke(trace("M", x, y, "q", 4, -12, 0, -22), ramp(ground)["deep"], 3.4)
        front += sheet.disc(x, y - 24, 7, 7, (sheet["accent"], sheet["primary"], sheet["accent2"])[i % 3]) + sheet.disc(
            x - 2, y - 26, 2.4, 2.4, sheet["glow"]
        )
    for _ in range(12):
        front += spark(
            sheet, rng.uniform(150, WIDTH - 150), rng.uniform(160, 500), rng.uniform(3, 6), sheet["accent"], 0.9
        )
    return [sheet.slab(body, GROUND_SHADOW), sheet.slab(back, Shadow(4, 6, 0.3)), sheet.slab(front, Shadow(2, 3, 0.2))]


def curl_frame(view: View) -> list[Slab]:
    """Dark curls and round leaves in the corners below, hanging vines above."""
    sheet = view.sheet("frame")
    rng, dark = sheet.rng, mix(sheet["deep"], sheet["secondary"], 0.2)
    lighter, out = mix(sheet["deep"], sheet["secondary"], 0.42), ""
    for side in (-1, 1):
        body = curl(sheet, 92, HEIGHT + 10, rng.uniform(170, 210), lighter, 1) + curl(
            sheet, 14, HEIGHT + 10, rng.uniform(230, 270), dark, -1
        )
        body += sheet.paper(blob(rng, 0, HEIGHT + 4, 150, 90, 9, 0.07), dark, rim=2.5) + sheet.paper(
            blob(rng, -20, -10, 170, 74, 9, 0.07), dark, rim=0
        )
        for x, length in ((34, 130), (96, 84), (142, 46)):
            vine = along([(x, 20), (x + 8, 20 + length * 0.5), (x - 4, 40 + length)], 8)
            body += sheet.stroke(spline(vine, closed=False), lighter, 5)
            body += sheet.flat(ring(x - 4, 46 + length, 11), lighter)
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
