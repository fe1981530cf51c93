"""The glowing deep cave: rock, crystals, drifting lights and a far opening."""

from __future__ import annotations

import math

from story_cli.art.backdrops.crystal import crystals
from story_cli.art.backdrops.nature import at_side, page, rock, tuft
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, ridge, spline, trace
from story_cli.art.backdrops.sheet import Shadow, Sheet, Slab, deeper
from story_cli.art.backdrops.underwater.ground import rays, sand_floor
from story_cli.art.backdrops.underwater.kit import anemone, pearl, plankton, shell
from story_cli.art.colour import mix
from story_cli.art.signature import Signature


def glowing_deep_cave(view: View) -> Slabs:
    """A dark hall of rock lit by crystals and drifting lights, with a far opening."""
    plan, roles = view.plan, deeper(view.roles, -0.25 if not view.night else -0.07, 1.05)
    sheet = view.sheet("far", roles)
    body = page(sheet, sheet.vertical(sheet["far"], sheet["mid"], sheet["far"], middle=0.5))
    body += cave_opening(sheet, view.roles, plan.light_x)
    body += stalactites(sheet, 5, 150, mix(sheet["mid"], sheet["far"], 0.55))
    body += sheet.paper(ridge(sheet.rng, 440, 40, 8), mix(sheet["mid"], sheet["far"], 0.4), rim=2.5)
    mid = view.sheet("mid", roles)
    glow_a, glow_b = mix(view.roles["accent2"], mid["glow"], 0.25), mix(view.roles["secondary"], mid["glow"], 0.25)
    stone = mix(mid["far"], mid["mid"], 0.25)
    inner = stalactites(mid, 6, 210, stone) + cave_pillar(mid, plan.other_x, stone)
    inner += rock(mid, plan.x, MID_Y + 24, 330, 110, stone, fade=mid["far"])
    inner += cave_landmark(mid, plan.landmark, plan.x, MID_Y + 6, (glow_a, glow_b, view.roles["primary"]))
    inner += crystals(mid, plan.other_x - plan.side * 70, MID_Y + 26, 84, (glow_b, glow_a))
    inner += mid.paper(ridge(mid.rng, MID_Y + 14, 18, 8), stone, rim=3, fade=mid["far"])
    inner += "".join(
        anemone(mid, mid.rng.uniform(420, 860), MID_Y + 46, mid.rng.uniform(20, 34), mix(stone, glow_a, 0.5), glow_a)
        for _ in range(3)
    )
    inner += plankton(mid, 18, (140, 90, 1140, 470), glow_b)
    near = view.sheet("near", roles)
    floor = mix(near["far"], near["deep"], 0.3)
    back = "".join(
        at_side(
            rock(near, 40, NEAR_Y + 20, 340, 190, floor, fade=near["deep"])
            + crystals(near, 172, NEAR_Y + 14, near.rng.uniform(90, 130), pair)
            + crystals(near, 40, NEAR_Y - 90, near.rng.uniform(70, 100), pair[::-1]),
            side,
        )
        for side, pair in ((-1, (glow_a, glow_b)), (1, (glow_b, view.roles["accent"])))
    )
    front = crystals(near, near.rng.uniform(300, 350), 600, 34, (glow_b, glow_a)) + crystals(
        near, near.rng.uniform(900, 980), 606, 40, (glow_a, glow_b)
    )
    front += shell(near, near.rng.uniform(460, 600), 606, 12, glow_a) + plankton(
        near, 10, (160, 120, 1120, 500), view.roles["accent"]
    )
    return {
        "far": [sheet.slab(body), rays(view, plan.light_x, 0.28)],
        "mid": [mid.slab(inner, Shadow(4, 7, 0.3))],
        "near": sand_floor(near, back, front, colour=floor, wave=20),
        "frame": cave_frame(view, roles),
    }


def cave_opening(sheet: Sheet, open_roles: Signature, x: float) -> str:
    """A bright irregular mouth of the cave with open water behind it."""
    rng, cy = sheet.rng, 270.0
    form = [
        (x + 190 * rng.uniform(0.86, 1.1) * math.cos(a), cy + 165 * rng.uniform(0.86, 1.1) * math.sin(a))
        for a in (2 * math.pi * i / 11 for i in range(11))
    ]
    rim = [(px + (px - x) * 0.12, py + (py - cy) * 0.12) for px, py in form]
    light = sheet.vertical(mix(open_roles["air"], sheet["glow"], 0.55), open_roles["air"], open_roles["mid"])
    out = sheet.shine(x, cy, 470, open_roles["air"], 0.6) + sheet.paper(
        spline(rim), mix(sheet["mid"], open_roles["air"], 0.4), rim=3
    )
    out += sheet.flat(spline(form), light)
    return out + sheet.clip(
        spline(form), sheet.paper(ridge(rng, cy + 110, 20, 16), mix(open_roles["mid"], open_roles["air"], 0.3), rim=2)
    )


def stalactites(sheet: Sheet, count: int, drop: float, colour: str) -> str:
    """Rounded stone teeth hanging from a roof, long at the sides, short in the middle."""
    rng = sheet.rng
    points = [(-MARGIN - 40.0, -60.0)]
    for i in range(count * 2 + 1):
        x = -MARGIN + (WIDTH + 2 * MARGIN) * i / (count * 2)
        edge = abs(x - WIDTH / 2) / (WIDTH / 2)
        fall = (24 + drop * (0.25 + 0.75 * edge) * rng.uniform(0.7, 1.1)) if i % 2 else 18 + 46 * edge
        points.append((x + rng.uniform(-14, 14), fall))
    points.append((WIDTH + MARGIN + 40.0, -60.0))
    return sheet.paper(spline(points, tension=0.13), colour, rim=0, fade=mix(colour, sheet["deep"], 0.25))


def cave_pillar(sheet: Sheet, x: float, colour: str) -> str:
    form = [
        (x - 96, MID_Y + 60),
        (x - 56, MID_Y - 90),
        (x - 40, 240),
        (x - 66, 60),
        (x - 120, -60),
        (x + 110, -60),
        (x + 60, 70),
        (x + 36, 240),
        (x + 50, MID_Y - 100),
        (x + 100, MID_Y + 60),
    ]
    return sheet.paper(spline(form, tension=0.15), colour, rim=3, fade=mix(colour, sheet["deep"], 0.3))


def cave_landmark(sheet: Sheet, kind: str, x: float, y: float, glows: tuple[str, str, str]) -> str:
    """A great crystal cluster, a pool of light with a pearl, or a friendly stone face."""
    if kind == "crystals":
        return crystals(sheet, x, y - 20, 250, glows)
    if kind == "pool":
        out = sheet.shine(x, y - 60, 210, glows[1], 0.7) + sheet.disc(
            x, y - 54, 128, 34, mix(glows[1], sheet["glow"], 0.4)
        )
        out += sheet.disc(x, y - 57, 96, 22, mix(glows[1], sheet["glow"], 0.7))
        out += pearl(sheet, x, y - 92, 34, sheet["glow"])
        return out + crystals(sheet, x - 140, y - 20, 110, glows) + crystals(sheet, x + 138, y - 10, 90, glows[::-1])
    stone = mix(sheet["far"], sheet["mid"], 0.75)
    head = [(-150, 40), (-146, -90), (-110, -190), (-30, -236), (60, -222), (126, -160), (150, -60), (146, 40)]
    out = sheet.paper(spline([(x + dx, y + dy) for dx, dy in head]), stone, rim=3.5, fade=sheet["far"])
    for dx in (-50, 46):
        out += sheet.disc(x + dx, y - 122, 27, 31, sheet["deep"]) + sheet.disc(x + dx, y - 118, 19, 22, glows[1])
        out += sheet.disc(x + dx - 6, y - 126, 7, 8, sheet["glow"])
        out += sheet.disc(x + dx * 1.7, y - 72, 22, 12, glows[0], 0.4)
    smile = trace("M", x - 40, y - 66, "q", 40, 36, 80, 0)
    moss = "".join(
        tuft(sheet, x + dx, y - 190 - abs(dx) * -0.3, 60, mix(sheet["secondary"], stone, 0.3)) for dx in (-56, 10, 62)
    )
    return moss + out + sheet.stroke(smile, sheet["deep"], 10) + crystals(sheet, x + 120, y + 12, 96, glows)


def cave_frame(view: View, roles: Signature) -> list[Slab]:
    """A dark vault all round the picture, thickest in the corners."""
    sheet = view.sheet("frame", roles)
    dark, rng = mix(sheet["deep"], sheet["far"], 0.1), sheet.rng
    out = ""
    for side in (-1, 1):
        vault = [
            (-140, -90),
            (420, -90),
            (330, 6),
            (224, 28),
            (150, 84),
            (92, 110),
            (70, 190),
            (30, 240),
            (34, 340),
            (-4, 410),
            (-140, 430),
        ]
        body = sheet.paper(spline([(x + rng.uniform(-8, 8), y) for x, y in vault], tension=0.15), dark, rim=0)
        body += rock(sheet, 60, HEIGHT - 66, 200, 70, mix(dark, sheet["far"], 0.35), root=220) + rock(
            sheet, -30, HEIGHT - 78, 270, 130, dark, root=220
        )
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
