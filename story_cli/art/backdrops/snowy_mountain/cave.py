"""The ice cave: blue vaults, hanging ice, light from the mouth."""

from __future__ import annotations

import math

from story_cli.art.backdrops.crystal import crystals
from story_cli.art.backdrops.nature import at_side, light_rays, page
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, Point, arched, ridge, scaled, spline, trace
from story_cli.art.backdrops.sheet import Shadow, Sheet, Slab, deeper
from story_cli.art.backdrops.snowy_mountain.ground import snow_floor
from story_cli.art.backdrops.snowy_mountain.kit import drift, fir, icicles, peak, snow_of
from story_cli.art.colour import mix, ramp


def ice_cave(view: View) -> Slabs:
    """A hall of ice with a bright mouth."""
    plan, roles = view.plan, deeper(view.roles, -0.05 if view.night else -0.14, 1.05)
    far = view.sheet("far", roles)
    body = page(far, far.vertical(far["far"], far["mid"], mix(far["mid"], far["far"], 0.4), middle=0.5)) + cave_mouth(
        view, far
    )
    body += vault(far, 6, 130, mix(far["mid"], far["far"], 0.35))
    rays = view.sheet("rays")
    beams = rays.slab(light_rays(rays, plan.light_x, 60, 560, 6, 0.25 if view.night else 0.5), blur=9)
    mid = view.sheet("mid", roles)
    ice = mix(mid["mid"], view.roles["air"], 0.45)
    glows = (mix(ice, "#ffffff", 0.4), ice, mix(mix(view.roles["accent2"], ice, 0.25), "#ffffff", 0.2))
    inner = pillar(mid, plan.other_x + plan.side * 60, ice) + vault(mid, 7, 190, mix(mid["mid"], mid["far"], 0.15))
    inner += crystals(mid, plan.other_x - plan.side * 80, MID_Y + 26, 110, glows)
    form = {"crystals": crystal_court, "frozen-fall": frozen_fall, "gate": ice_gate}[plan.landmark]
    inner += form(mid, plan.x, MID_Y + 20, ice, glows)
    inner += mid.paper(ridge(mid.rng, MID_Y + 14, 13, 7), mix(ice, snow_of(mid), 0.3), rim=4, fade=mid["mid"])
    near = view.sheet("near", deeper(view.roles, -0.02))
    back = "".join(ice_corner(near, side, view) for side in (-1, 1))
    front = crystals(near, near.rng.uniform(310, 360), 604, 40, glows) + crystals(
        near, near.rng.uniform(920, 970), 606, 46, glows[::-1]
    )
    return {
        "far": [far.slab(body), beams],
        "mid": [mid.slab(inner, Shadow(4, 7, 0.28))],
        "near": snow_floor(near, back, front, grass=False),
        "frame": ice_frame(view, roles),
    }


def cave_mouth(view: View, sheet: Sheet) -> str:
    """The bright way out: sky, a peak and firs behind a rim of ice."""
    x, cy, rng, open_roles = view.plan.light_x, 276.0, sheet.rng, view.roles
    form = [
        (x + 196 * rng.uniform(0.9, 1.08) * math.cos(a), cy + 172 * rng.uniform(0.9, 1.08) * math.sin(a))
        for a in (2 * math.pi * i / 12 for i in range(12))
    ]
    rim = [(px + (px - x) * 0.13, py + (py - cy) * 0.13) for px, py in form]
    light = 0.12 if view.night else 0.4
    sky = sheet.vertical(mix(open_roles["air"], "#ffffff", light), mix(open_roles["air"], "#ffffff", light * 1.8))
    out = sheet.shine(x, cy, 460, open_roles["air"], 0.6) + sheet.paper(
        spline(rim), mix(sheet["mid"], open_roles["air"], 0.6), rim=3
    )
    out += sheet.flat(spline(form), sky)
    stone = mix(open_roles["air"], open_roles["mid"], 0.4)
    scene = peak(sheet, x + 40, cy + 150, 300, 190, stone, snow_of(sheet))
    for dx, tall in ((-120, 90), (-70, 60), (96, 76)):
        scene += fir(sheet, x + dx, cy + 150, tall, mix(open_roles["air"], open_roles["mid"], 0.7), snow_of(sheet), 3)
    return out + sheet.clip(spline(form), scene + sheet.paper(ridge(rng, cy + 124, 10, 12), snow_of(sheet), rim=2))


def vault(sheet: Sheet, count: int, drop: float, colour: str) -> str:
    """A roof of ice with teeth, long at the sides, short in the middle."""
    rng, points = sheet.rng, [(-MARGIN - 40.0, -60.0)]
    for i in range(count * 2 + 1):
        x = -MARGIN + (WIDTH + 2 * MARGIN) * i / (count * 2)
        edge = abs(x - WIDTH / 2) / (WIDTH / 2)
        fall = (20 + drop * (0.25 + 0.85 * edge) * rng.uniform(0.7, 1.1)) if i % 2 else 16 + 44 * edge
        points.append((x + rng.uniform(-14, 14), fall))
    points.append((WIDTH + MARGIN + 40.0, -60.0))
    gleam = sheet.stroke(spline([(x + 9, y - 12) for x, y in points[1:-1]], closed=False), ramp(colour)["hi"], 7, 0.5)
    return sheet.paper(spline(points, tension=0.1), colour, rim=0, fade=ramp(colour)["hi"]) + gleam


def pillar(sheet: Sheet, x: float, ice: str) -> str:
    """A column of ice from floor to roof."""
    form = [
        (x - 84, MID_Y + 60),
        (x - 46, MID_Y - 80),
        (x - 30, 250),
        (x - 52, 80),
        (x - 110, -60),
        (x + 100, -60),
        (x + 50, 90),
        (x + 28, 250),
        (x + 44, MID_Y - 90),
        (x + 90, MID_Y + 60),
    ]
    lines = "".join(
        sheet.stroke(
            spline([(x + q * 1.7, -20), (x + q * 0.5, 240), (x + q * 1.2, MID_Y + 40)], closed=False),
            ramp(ice)["hi"],
            6,
            0.6,
        )
        for q in (-34, -6, 24)
    )
    return sheet.paper(spline(form, tension=0.15), ice, rim=3, fade=mix(ice, sheet["mid"], 0.4), inner=lines)


def crystal_court(sheet: Sheet, x: float, y: float, ice: str, glows: tuple[str, ...]) -> str:
    """A throng of great ice crystals."""
    out = sheet.shine(x, y - 130, 240, sheet["glow"], 0.5) + crystals(sheet, x, y, 270, glows)
    return out + crystals(sheet, x - 138, y + 10, 120, glows[::-1]) + crystals(sheet, x + 140, y + 12, 96, glows)


def frozen_fall(sheet: Sheet, x: float, y: float, ice: str, glows: tuple[str, ...]) -> str:
    """A waterfall turned to ice, over a small frozen pool."""
    out = ""
    for dx, wide, top, tone in (
        (-84, 92, 110, ramp(ice)["lo"]),
        (86, 84, 130, ramp(ice)["lo"]),
        (0, 150, 60, mix(ice, "#ffffff", 0.35)),
    ):
        hem: list[Point] = []
        for i in range(7):
            q = -1 + i / 3
            hem.append((x + dx + q * wide * 0.62, y - (36 if i % 2 else 4) + abs(q) * -14))
        form = [
            (x + dx - wide * 0.4, top),
            (x + dx + wide * 0.4, top),
            (x + dx + wide * 0.5, y - 140),
            *hem[::-1],
            (x + dx - wide * 0.5, y - 140),
        ]
        lines = "".join(
            sheet.stroke(
                trace(
                    "M",
                    x + dx + q * wide,
                    top + 8,
                    "Q",
                    x + dx + q * wide * 1.1,
                    y - 200,
                    x + dx + q * wide * 1.3,
                    y - 40,
                ),
                mix(tone, "#ffffff", 0.55),
                6,
                0.7,
            )
            for q in (-0.28, -0.05, 0.2)
        )
        out += sheet.paper(spline(form, tension=0.13), tone, rim=3, fade=mix(tone, "#ffffff", 0.35), inner=lines)
    ledge = [(-160, 80), (-110, 44), (0, 34), (110, 46), (166, 84), (120, 104), (0, 96), (-120, 104)]
    out += sheet.paper(spline(scaled(ledge, x, 0, 1)), snow_of(sheet, 0.1), rim=4)
    out += sheet.disc(x, y + 2, 176, 28, mix(ice, "#ffffff", 0.5)) + sheet.disc(
        x, y + 1, 140, 19, mix(ice, "#ffffff", 0.75)
    )
    return (
        out
        + drift(sheet, x - 160, y + 14, 110, 30, snow_of(sheet, 0.15))
        + drift(sheet, x + 160, y + 16, 100, 24, snow_of(sheet, 0.15))
    )


def ice_gate(sheet: Sheet, x: float, y: float, ice: str, glows: tuple[str, ...]) -> str:
    """A carved door in a wall of ice, a snow star over it, lamps of ice beside it."""
    wall = [(-170, 30), (-162, -150), (-120, -270), (0, -330), (120, -270), (162, -150), (170, 30)]
    tone = mix(ice, "#ffffff", 0.2)
    cracks = sheet.stroke(
        trace("M", x - 150, y - 90, "l", 40, 22, "l", -6, 40, "M", x + 112, y - 220, "l", 22, 40, "l", -14, 30),
        ramp(tone)["hi"],
        5,
        0.8,
    )
    out = sheet.paper(spline(scaled(wall, x, y, 1), tension=0.14), tone, rim=4, fade=ice, inner=cracks)
    out += sheet.paper(arched(x, y + 24, 84, 220), mix(ice, sheet["far"], 0.35), rim=3) + sheet.flat(
        arched(x, y + 24, 68, 200), mix(sheet["far"], sheet["deep"], 0.3)
    )
    out += sheet.shine(x, y - 60, 110, glows[1], 0.9)
    for i in range(6):
        a = math.pi * i / 3
        px, py = x + 34 * math.cos(a), y - 246 + 34 * math.sin(a)
        out += sheet.stroke(trace("M", x, y - 246, "L", px, py), mix(tone, "#ffffff", 0.75), 7)
        for turn in (-0.5, 0.5):
            bx, by = x + 20 * math.cos(a), y - 246 + 20 * math.sin(a)
            out += sheet.stroke(
                trace("M", bx, by, "l", 11 * math.cos(a + turn), 11 * math.sin(a + turn)), mix(tone, "#ffffff", 0.75), 5
            )
    out += icicles(sheet, x - 66, x + 66, y - 150, 46, mix(ice, "#ffffff", 0.5))
    for dx in (-126, 126):
        out += sheet.shine(x + dx, y - 84, 70, sheet["accent"], 0.7) + crystals(
            sheet, x + dx, y + 14, 92, (glows[0], sheet["accent"])
        )
    return out


def ice_corner(sheet: Sheet, side: int, view: View) -> str:
    """A near corner: a block of ice with drifts, tall crystals, hanging ice."""
    ice = mix(view.roles["mid"], view.roles["air"], 0.3)
    glows = (mix(ice, "#ffffff", 0.5), mix(view.roles["primary"], "#ffffff", 0.2), mix(ice, "#ffffff", 0.25))
    block = [(-80, NEAR_Y + 60), (-80, 300), (0, 270), (70, 320), (110, 430), (190, NEAR_Y - 30), (230, NEAR_Y + 60)]
    shine = sheet.stroke(trace("M", 10, 300, "Q", 60, 360, 84, 460), mix(ice, "#ffffff", 0.6), 9, 0.6)
    out = sheet.paper(spline(block, tension=0.12), ice, rim=4, fade=mix(ice, view.roles["far"], 0.4), inner=shine)
    out += crystals(sheet, 196, NEAR_Y + 20, sheet.rng.uniform(120, 150), glows if side < 0 else glows[::-1])
    return at_side(out + drift(sheet, 60, NEAR_Y + 20, 220, 54, snow_of(sheet)), side)


def ice_frame(view: View, roles: dict[str, str]) -> list[Slab]:
    """A dark vault all round, with hanging ice in the corners."""
    sheet = view.sheet("frame", roles)
    dark, rng, out = mix(sheet["deep"], sheet["far"], 0.2), sheet.rng, ""
    pale = mix(sheet["far"], sheet["air"], 0.3)
    for side in (-1, 1):
        arch = [
            (-140, -90),
            (430, -90),
            (330, 4),
            (226, 26),
            (150, 80),
            (92, 106),
            (70, 190),
            (26, 240),
            (32, 340),
            (-6, 420),
            (-140, 430),
        ]
        body = icicles(sheet, 150, 330, 24, 86, pale) + icicles(sheet, 66, 156, 76, 104, pale)
        body += sheet.paper(spline([(x + rng.uniform(-8, 8), y) for x, y in arch], tension=0.13), dark, rim=0)
        heap = [
            (-200, HEIGHT + 90),
            (-200, HEIGHT - 150),
            (-40, HEIGHT - 160),
            (50, HEIGHT - 110),
            (140, HEIGHT - 60),
            (220, HEIGHT + 90),
        ]
        body += sheet.paper(
            spline(heap, tension=0.14), mix(sheet["far"], sheet["deep"], 0.4), rim=6, fade=sheet["deep"]
        )
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
