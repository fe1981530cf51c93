"""The kelp forest: tall stems from floor to surface like the pillars of a hall."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import at_side, kelp, leaf_path, low_sun, page, ribbon, rock, tuft
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, along, ridge, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, Slab, hanging
from story_cli.art.backdrops.underwater.ground import rays, sand_floor
from story_cli.art.backdrops.underwater.kit import (
    anemone,
    branch_coral,
    bubbles,
    fan_coral,
    shell,
    shoal,
    starfish,
    tube_sponge,
)
from story_cli.art.colour import mix, ramp


def kelp_forest(view: View) -> Slabs:
    """Tall kelp from floor to surface like the pillars of a green hall."""
    plan, mid = view.plan, view.sheet("mid")
    rng, leaf = mid.rng, mid["secondary"]
    body = kelp_landmark(mid, plan.landmark, plan.x)
    for x in (plan.other_x - 60, plan.other_x + 70, plan.x - 190 * plan.side):
        tall = rng.uniform(520, 640)
        body += kelp(mid, x, MID_Y + 50, tall, mid.distant(leaf, 0.35), 38, sway=rng.uniform(-0.08, 0.08))
    body += rock(mid, plan.other_x, MID_Y + 20, 240, 84, mid.between("far", "mid", 0.3), fade=mid["mid"])
    hill = mix(mid["mid"], leaf, 0.45)
    body += mid.paper(ridge(rng, MID_Y + 4, 16, 7), hill, rim=3, fade=mix(hill, mid["far"], 0.4))
    for _ in range(9):
        body += tuft(
            mid, rng.uniform(60, 1220), MID_Y + rng.uniform(30, 44), rng.uniform(40, 90), mid.distant(leaf, 0.25)
        )
    near = view.sheet("near")
    floor = mix(ramp(leaf)["lo"], near["far"], 0.35)
    back = kelp_cluster(near, -1) + kelp_cluster(near, 1)
    return {
        "far": kelp_light(view),
        "mid": [mid.slab(body, SOFT_SHADOW)],
        "near": sand_floor(near, back, kelp_floor(near), colour=floor),
        "frame": kelp_frame(view),
    }


def kelp_light(view: View) -> list[Slab]:
    """Far layer: two rows of pale stems around the light."""
    plan, sheet = view.plan, view.sheet("far")
    rng, leaf = sheet.rng, mix(sheet["secondary"], sheet["mid"], 0.3)
    body = page(sheet, sheet.vertical(sheet.between("air", "glow", 0.3), sheet["air"], sheet["mid"], middle=0.5))
    body += sheet.shine(plan.light_x, 60, 640, sheet["glow"], 0.5 if view.night else 0.95)
    body += low_sun(sheet, plan.light_x, 120) if view.sunset else ""
    for share, count, width in ((0.25, 12, 26.0), (0.55, 9, 40.0)):
        colour = mix(sheet["air"], leaf, share)
        for i in range(count):
            x = i * WIDTH / (count - 1) + rng.uniform(-34, 34)
            if abs(x - plan.light_x) > 80:
                body += kelp_column(sheet, x, 640, 760, colour, width * rng.uniform(0.7, 1.15))
    body += shoal(sheet, rng.uniform(400, 880), rng.uniform(150, 300), sheet.between("mid", "far", 0.5), 12)
    return [sheet.slab(body), rays(view, plan.light_x, 0.3 if view.night else 0.6)]


def kelp_floor(sheet: Sheet) -> str:
    """Tufts, a shell, a starfish, bubbles."""
    rng, out = sheet.rng, ""
    for _ in range(12):
        x = rng.choice((rng.uniform(0, 420), rng.uniform(860, 1280)))
        out += tuft(sheet, x, 600 + rng.uniform(-10, 20), rng.uniform(34, 66), sheet["secondary"])
    out += shell(sheet, rng.uniform(520, 760), 606, 14, sheet["accent2"])
    out += starfish(sheet, rng.uniform(440, 520), 598, 15, sheet["primary"], 8)
    return (
        out + bubbles(sheet, rng.uniform(180, 300), 430, 6, 220) + bubbles(sheet, rng.uniform(900, 1000), 440, 6, 220)
    )


def kelp_column(sheet: Sheet, x: float, y: float, height: float, colour: str, width: float) -> str:
    """A far kelp stem with broad flat leaves, from floor to surface."""
    rng, phase = sheet.rng, sheet.rng.uniform(0, 6)
    spine = along([(x + math.sin(i * 0.9 + phase) * 18, y - height * i / 6) for i in range(7)], 30)
    out = sheet.flat(tube(spine[::3], [width * 0.32, width * 0.3], 20), colour)
    leaves = []
    for j in range(1, 30, 2):
        px, py = spine[j]
        turn = (1 if j % 4 == 1 else -1) * rng.uniform(0.7, 1.15)
        leaves.append(leaf_path(px, py, width * rng.uniform(1.7, 2.4), turn, width * 0.34))
    return out + sheet.flat("".join(leaves), colour)


def kelp_landmark(sheet: Sheet, kind: str, x: float) -> str:
    """Two kelps bowed into a gate, a knotted nest between stems, or a stone with a crown of kelp."""
    colour, rng = sheet.distant(sheet["secondary"], 0.25), sheet.rng
    if kind == "arch":
        return kelp_gate(sheet, x, colour)
    if kind == "nest":
        return kelp_nest(sheet, x, colour)
    out = ""
    for dx in (-70, -24, 24, 70):
        out += kelp(sheet, x + dx, MID_Y - 100, rng.uniform(200, 290), colour, 28, sway=dx * 0.002)
    out += rock(sheet, x, MID_Y + 16, 300, 190, sheet.between("far", "mid", 0.25), fade=sheet["mid"])
    out += fan_coral(sheet, x - 110, MID_Y + 20, 64, sheet.distant(sheet["primary"], 0.25))
    return out + tube_sponge(sheet, x + 104, MID_Y + 26, 76, sheet.distant(sheet["accent"], 0.3), 3)


def kelp_gate(sheet: Sheet, x: float, colour: str) -> str:
    """Two stems that meet above, with golden berries."""
    rng, out = sheet.rng, ""
    for side in (-1, 1):
        bow = [(150, 50), (166, -150), (120, -300), (-10, -360)]
        stem = along([(x + side * dx, MID_Y + dy) for dx, dy in bow], 40)
        for j in range(3, 40, 2):
            turn = side * (0.9 if j % 4 == 1 else -2.1) + rng.uniform(-0.2, 0.2)
            leaf = leaf_path(*stem[j], rng.uniform(54, 74), turn, 14)
            out += sheet.paper(leaf, colour if j % 3 else ramp(colour)["hi"], rim=1.4)
        out += sheet.paper(tube(stem[::4], [26, 20, 12], 24), ramp(colour)["lo"], rim=2)
    return out + "".join(sheet.disc(x + dx, MID_Y - 352 + abs(dx) * 0.2, 9, 9, sheet["accent"]) for dx in (-26, 0, 26))


def kelp_nest(sheet: Sheet, x: float, colour: str) -> str:
    """A basket woven between three stems."""
    rng, out = sheet.rng, ""
    for dx in (-90, 0, 90):
        out += kelp(sheet, x + dx, MID_Y + 50, rng.uniform(430, 520), colour, 34, sway=-dx * 0.0009)
    form = [(-104, -96), (0, -74), (104, -96), (76, -24), (0, 0), (-76, -24)]
    weave = ""
    for i in range(5):
        strand = trace("M", x - 120, MID_Y - 80 + i * 18, "q", 120, 30 if i % 2 else 14, 240, 0)
        weave += sheet.stroke(strand, ramp(colour)["lo" if i % 2 else "hi"], 7, 0.85)
    return out + sheet.paper(spline(scaled(form, x, MID_Y, 1)), mix(colour, sheet["accent"], 0.25), rim=3, inner=weave)


def kelp_cluster(sheet: Sheet, side: int) -> str:
    rng, leaf = sheet.rng, sheet["secondary"]
    out = kelp(sheet, 30, NEAR_Y + 14, rng.uniform(560, 620), ramp(leaf)["lo"], 44, sway=0.02)
    out += kelp(sheet, 112, NEAR_Y + 14, rng.uniform(330, 420), leaf, 36, sway=rng.uniform(-0.05, 0.1))
    out += "".join(
        ribbon(sheet, 170 + q * 26, NEAR_Y + 16, rng.uniform(110, 190), ramp(leaf)["hi"], 28) for q in (-1, 0.1, 1.1)
    )
    out += rock(
        sheet, 60, NEAR_Y + 34, 280, 100, sheet.between("far", "deep", 0.15), fade=sheet.between("far", "mid", 0.3)
    )
    out += branch_coral(sheet, 150, NEAR_Y + 26, rng.uniform(90, 120), sheet["primary"])
    out += tube_sponge(sheet, 86, NEAR_Y + 14, 92, sheet["accent"], 3) + anemone(
        sheet, 214, NEAR_Y + 32, 40, sheet["accent2"], sheet["accent"]
    )
    return at_side(out, side)


def kelp_frame(view: View) -> list[Slab]:
    """Dark leaning kelp on both sides and leaves hanging from above."""
    sheet = view.sheet("frame")
    rng = sheet.rng
    dark, lighter = mix(sheet["deep"], sheet["secondary"], 0.2), mix(sheet["deep"], sheet["secondary"], 0.38)
    out = ""
    for side in (-1, 1):
        body = kelp(sheet, -24, HEIGHT + 10, rng.uniform(640, 700), dark, 56, sway=0.03)
        body += kelp(sheet, 70, HEIGHT + 10, rng.uniform(240, 320), lighter, 42, sway=-0.1)
        for x, y, length in ((20, -10, 190), (90, -10, 130), (148, -10, 80)):
            body += hanging(kelp(sheet, 0, 0, length, lighter if x == 90 else dark, 28), x, y)
        body += rock(sheet, -10, HEIGHT - 70, 260, 70, dark, root=220)
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
