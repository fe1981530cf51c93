"""The sandy lagoon: shallow water under a sky with an island, dancing light, wide sand."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import low_sun, moon, page, ribbon, rock, stars
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, polygon, ridge, scallop, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, placed
from story_cli.art.backdrops.underwater.ground import rays, reef_frame, reef_posy, sand_floor
from story_cli.art.backdrops.underwater.kit import bubbles, shell, starfish
from story_cli.art.backdrops.underwater.reef import giant_clam, reef_middle, stone_arch
from story_cli.art.colour import atmosphere, mix, ramp, shifted


def sandy_lagoon(view: View) -> Slabs:
    """Shallow bright water under a sky: surface with an island above, dancing light and wide sand below."""
    plan, sheet = view.plan, view.sheet("far")
    body = lagoon_sky(view, sheet)
    mid = view.sheet("mid")
    sand = atmosphere(mid["ground"], mid["air"], 0.3)
    inner = {
        "anchor": lambda: old_anchor(mid, plan.x, MID_Y + 6, 210, mix(mid["far"], mid["deep"], 0.25)),
        "arch": lambda: stone_arch(mid, plan.x, MID_Y + 14, 220, shifted(mid.distant(mid["ground"], 0.75), gain=1.1)),
        "clam": lambda: giant_clam(mid, plan.x, MID_Y + 16, 230, mid.distant(mid["primary"], 0.15)),
    }[plan.landmark]()
    inner = (
        "".join(
            ribbon(mid, plan.other_x + q, MID_Y + 26, mid.rng.uniform(80, 190), mid.distant(mid["secondary"], 0.3), 22)
            for q in (-60, -30, 4, 36)
        )
        + inner
    )
    inner += rock(
        mid,
        plan.other_x + 70 * plan.side,
        MID_Y + 20,
        170,
        66,
        shifted(mid.distant(mid["ground"], 0.75), gain=1.1),
        fade=sand,
    )
    inner += starfish(mid, plan.other_x + 70 * plan.side, MID_Y - 18, 20, mid.distant(mid["primary"], 0.1), 14)
    inner += mid.paper(ridge(mid.rng, MID_Y - 6, 30, 4), sand, rim=3, fade=ramp(sand)["lo"])
    inner += caustics(mid, MID_Y + 14, 40, 0.28) + reef_middle(mid)
    near = view.sheet("near")
    back = reef_posy(near, -1) + reef_posy(near, 1)
    front = caustics(near, NEAR_Y + 16, 60, 0.36) + starfish(
        near, near.rng.uniform(300, 420), 596, 21, near["primary"], -10
    )
    front += (
        shell(near, near.rng.uniform(860, 960), 604, 18, near["accent2"])
        + shell(near, near.rng.uniform(500, 600), 606, 12, near["accent"])
        + sand_castle(near, near.rng.choice((290.0, 985.0)), 588)
    )
    front += bubbles(near, near.rng.uniform(200, 300), 430, 5, 160)
    return {
        "far": [sheet.slab(body), rays(view, plan.light_x, 0.25 if view.night else 0.5, 520)],
        "mid": [mid.slab(inner, SOFT_SHADOW)],
        "near": sand_floor(near, back, front, wave=22),
        "frame": reef_frame(view, roofed=False),
    }


def old_anchor(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """A big anchor leaning in the sand with a rope."""
    s = size
    shaft = tube([(0, 10), (0, -s * 0.86)], [s * 0.1, s * 0.075], 4)
    arms = tube(
        [(-s * 0.42, -s * 0.26), (-s * 0.3, 0), (0, s * 0.1), (s * 0.3, 0), (s * 0.42, -s * 0.26)],
        [s * 0.05, s * 0.1, s * 0.12, s * 0.1, s * 0.05],
    )
    stock = tube([(-s * 0.27, -s * 0.68), (s * 0.27, -s * 0.68)], [s * 0.07, s * 0.08, s * 0.07], 6)
    r = s * 0.1
    ring = trace("M", -r, -s * 0.96, "a", r, r, 0, 1, 1, 2 * r, 0, "a", r, r, 0, 1, 1, -2 * r, 0)
    flukes = "".join(
        polygon([(side * s * 0.36, -s * 0.2), (side * s * 0.56, -s * 0.22), (side * s * 0.44, -s * 0.46)])
        for side in (-1, 1)
    )
    rope = sheet.stroke(
        trace(
            "M",
            0,
            -s,
            "C",
            s * 0.4,
            -s * 1.1,
            s * 0.3,
            -s * 0.5,
            s * 0.6,
            -s * 0.3,
            "S",
            s * 0.5,
            s * 0.1,
            s * 0.9,
            s * 0.1,
        ),
        sheet.between("ground", "wood", 0.25),
        s * 0.045,
    )
    body = sheet.stroke(ring, colour, s * 0.06) + "".join(
        sheet.paper(p, colour, rim=2.4) for p in (shaft, stock, flukes, arms)
    )
    weed = "".join(
        ribbon(sheet, x + dx, y + 14, s * 0.35, sheet.distant(sheet["secondary"], 0.2), 14)
        for dx in (-s * 0.5, -s * 0.42, s * 0.34)
    )
    return placed(rope + body, x, y, 1.0, turn=14) + weed


def lagoon_sky(view: View, sheet: Sheet) -> str:
    """Above y ≈ 118 sky, clouds and a palm island; below it bright water with the light's bands."""
    surface, rng = 118.0, sheet.rng
    body = page(
        sheet, sheet.vertical(mix(sheet["air"], sheet["mid"], 0.35), mix(sheet["glow"], sheet["air"], 0.35), middle=0.5)
    )
    if view.night:
        body += stars(sheet, 26, 100) + moon(sheet, view.plan.light_x, 44, 30)
    else:
        body += sheet.shine(view.plan.light_x, 34, 150, sheet["glow"], 1.0)
        body += sheet.disc(view.plan.light_x, 34, 38, 38, sheet["glow"])
    body += low_sun(sheet, view.plan.light_x, 100) if view.sunset else ""
    for x in (rng.uniform(60, 260), rng.uniform(1000, 1200)):
        body += sheet.paper(
            scallop(rng, x, 40, rng.uniform(70, 100), 20, 9),
            mix(sheet["glow"], "#ffffff", 0.4),
            rim=1.5,
            fade=mix(sheet["glow"], sheet["air"], 0.5),
        )
    ix = WIDTH - view.plan.light_x + rng.uniform(-60, 60)
    island = spline(
        [
            (ix - 170, surface + 20),
            (ix - 110, surface - 16),
            (ix, surface - 30),
            (ix + 120, surface - 12),
            (ix + 180, surface + 20),
        ]
    )
    body += "".join(
        palm(sheet, ix + dx, surface - 22, tall, lean)
        for dx, tall, lean in ((-40, 62, -18), (16, 78, 12), (52, 54, 24))
    )
    body += sheet.paper(
        island, mix(sheet["secondary"], sheet["air"], 0.35), rim=2, fade=mix(sheet["ground"], sheet["air"], 0.2)
    )
    water = sheet.vertical(mix(sheet["air"], sheet["glow"], 0.25), sheet["air"], sheet["mid"], middle=0.4)
    wave = [(x, surface + 7 * math.sin(x / 90)) for x in range(-MARGIN - 40, WIDTH + MARGIN + 60, 40)]
    edge = spline(wave, closed=False)
    body += sheet.flat(f"{edge}L{WIDTH + MARGIN + 60} {HEIGHT}L{-MARGIN - 60} {HEIGHT}Z", water)
    body += sheet.stroke(edge, sheet["glow"], 5, 0.95) + sheet.stroke(
        spline([(x, y + 12) for x, y in wave], closed=False), sheet["glow"], 2.5, 0.4, "90 60"
    )
    body += sheet.shine(view.plan.light_x, surface, 460, sheet["glow"], 0.3 if view.night else 0.6)
    for i in range(5):
        body += sheet.disc(rng.uniform(100, 1180), surface + 30 + i * 22, rng.uniform(80, 160), 4, sheet["glow"], 0.28)
    body += low_sun(sheet, view.plan.light_x, 130) if view.sunset else ""
    far_sand = atmosphere(sheet["ground"], sheet["air"], 0.65)
    return body + sheet.paper(ridge(rng, 420, 26, 5), far_sand, rim=2.5, fade=mix(far_sand, sheet["air"], 0.3))


def palm(sheet: Sheet, x: float, y: float, height: float, lean: float) -> str:
    """A small palm seen from afar."""
    trunk, leaf = mix(sheet["wood"], sheet["air"], 0.3), mix(sheet["secondary"], sheet["air"], 0.15)
    top = (x + lean, y - height)
    fronds = "".join(
        tube([top, (top[0] + dx * 0.6, top[1] - 9), (top[0] + dx, top[1] + dy)], [6, 7, 1.5], 8)
        for dx, dy in ((-34, 14), (-26, -6), (28, -8), (36, 12), (10, 22), (-10, 22))
    )
    return sheet.flat(tube([(x, y + 8), (x + lean * 0.4, y - height * 0.5), top], [7, 4], 8), trunk) + sheet.paper(
        fronds, leaf, rim=1.2
    )


def caustics(sheet: Sheet, top: float, height: float, alpha: float) -> str:
    """Net of light that the surface throws on the sand."""
    rng, out = sheet.rng, ""
    for i in range(26):
        x, y, w = rng.uniform(-MARGIN, WIDTH + MARGIN), top + height * rng.random(), rng.uniform(40, 90)
        h = w * rng.uniform(0.1, 0.17)
        ring = [
            (x - w, y),
            (x - w * 0.3, y - h),
            (x + w * 0.5, y - h * 0.7),
            (x + w, y + h * 0.2),
            (x + w * 0.2, y + h),
            (x - w * 0.6, y + h * 0.7),
        ]
        out += sheet.stroke(spline(ring), sheet["glow"], 2.2 if i % 2 else 3.2, alpha)
    return out


def sand_castle(sheet: Sheet, x: float, y: float) -> str:
    """Three bucket towers with a flag."""
    sand = mix(sheet["ground"], sheet["wood"], 0.12)
    out = ""
    for dx, w, h in ((-34, 34, 40), (36, 32, 34), (0, 40, 62)):
        out += sheet.paper(
            polygon(
                [
                    (x + dx - w / 2, y + 12),
                    (x + dx - w * 0.4, y - h),
                    (x + dx + w * 0.4, y - h),
                    (x + dx + w / 2, y + 12),
                ]
            ),
            sand,
            rim=2.2,
        )
        out += "".join(
            sheet.paper(trace("M", x + dx + q * w - 5, y - h + 2, "v", -9, "h", 10, "v", 9, "Z"), sand, rim=1.2)
            for q in (-0.28, 0, 0.28)
        )
    out += sheet.stroke(trace("M", x, y - 66, "v", -34), sheet["wood"], 3) + sheet.paper(
        polygon([(x, y - 100), (x + 26, y - 91), (x, y - 82)]), sheet["primary"], rim=1.2
    )
    return out + sheet.disc(x, y + 4, 9, 12, ramp(sand)["lo"])
