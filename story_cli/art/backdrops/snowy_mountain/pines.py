"""The pine forest: rows of firs under snow around a white clearing."""

from __future__ import annotations

from story_cli.art.backdrops.nature import light_rays
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import polygon, ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.backdrops.snowy_mountain.ground import (
    far_firs,
    fir_corner,
    mountains,
    snow_field,
    snow_floor,
    snow_frame,
    winter_sky,
)
from story_cli.art.backdrops.snowy_mountain.kit import drift, fir, leaf_of, lit_window, log_pile, snow_of
from story_cli.art.colour import mix, ramp


def pine_forest(view: View) -> Slabs:
    """A clearing between firs."""
    plan, far = view.plan, view.sheet("far")
    sky = winter_sky(view, far)
    woods = mountains(view, far, 430) + far_firs(far, 470, 0.3, 19, 60) + far_firs(far, 498, 0.6, 15, 170)
    rays = view.sheet("rays")
    beams = rays.slab(light_rays(rays, plan.light_x, -20, 620, 6, 0.3 if view.night else 0.6), blur=9)
    sheet = view.sheet("mid")
    leaf, snow = sheet.distant(leaf_of(sheet), 0.3), snow_of(sheet, 0.12)
    body = ""
    for x, tall in ((40, 330), (196, 230), (330, 170), (960, 180), (1090, 250), (1250, 340)):
        body += fir(
            sheet,
            x + sheet.rng.uniform(-24, 24),
            MID_Y + 14,
            tall * sheet.rng.uniform(0.9, 1.1),
            sheet.distant(leaf, 0.2),
            snow,
            4,
        )
    body += snow_field(sheet)
    body += fir(sheet, plan.other_x + plan.side * 70, MID_Y + 30, 280, leaf, snow, 5) + fir(
        sheet, plan.other_x - plan.side * 50, MID_Y + 34, 150, leaf, snow, 4
    )
    body += log_pile(sheet, plan.other_x - plan.side * 130, MID_Y + 38, 52)
    form = {"owl-tree": owl_tree, "tree-house": tree_house, "snow-fort": snow_fort}[plan.landmark]
    body += form(sheet, plan.x, MID_Y + 26, snow)
    near = view.sheet("near")
    front = fallen_log(near, near.rng.choice((300.0, 980.0)), NEAR_Y + 48)
    return {
        "far": [*sky, far.slab(woods), beams],
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": snow_floor(near, fir_corner(near, -1, 520) + fir_corner(near, 1, 520), front),
        "frame": snow_frame(view),
    }


def owl_tree(sheet: Sheet, x: float, y: float, snow: str) -> str:
    """The oldest fir of the wood, broad, with a round hollow where somebody lives."""
    leaf = sheet.distant(leaf_of(sheet), 0.08)
    out = fir(sheet, x - 116, y + 2, 170, sheet.distant(leaf, 0.25), snow) + fir(
        sheet, x + 122, y + 4, 140, sheet.distant(leaf, 0.25), snow
    )
    out += fir(sheet, x, y + 10, 430, leaf, snow, 6)
    bark = sheet.distant(sheet["wood"], 0.1)
    trunk = [(-58, 8), (-40, -30), (-34, -112), (34, -112), (40, -30), (62, 8)]
    out += sheet.paper(spline(scaled(trunk, x, y, 1), tension=0.12), bark, rim=3)
    out += (
        sheet.disc(x, y - 62, 27, 30, ramp(bark)["deep"])
        + sheet.shine(x, y - 58, 52, sheet["accent"], 0.8)
        + sheet.disc(x, y - 58, 17, 20, mix(sheet["accent"], sheet["glow"], 0.3))
    )
    out += sheet.stroke(ring(x, y - 62, 29, 32), ramp(bark)["hi"], 5)
    return out + drift(sheet, x - 64, y + 14, 110, 22, snow) + drift(sheet, x + 66, y + 16, 96, 18, snow)


def tree_house(sheet: Sheet, x: float, y: float, snow: str) -> str:
    """A hut between two firs on stilts, with a ladder and a lit window."""
    wood, leaf = sheet.distant(sheet["wood"], 0.05), sheet.distant(leaf_of(sheet), 0.12)
    out = fir(sheet, x - 96, y + 4, 400, leaf, snow, 6) + fir(
        sheet, x + 100, y + 2, 340, sheet.distant(leaf, 0.15), snow, 5
    )
    for dx in (-72, -24, 26, 74):
        out += sheet.paper(tube([(x + dx, y + 10), (x + dx * 0.9, y - 130)], [16, 14], 4), ramp(wood)["lo"], rim=1.6)
    floor = polygon(scaled([(-108, -142), (108, -142), (100, -122), (-100, -122)], x, y, 1))
    wall = polygon(scaled([(-82, -142), (-82, -236), (82, -236), (82, -142)], x, y, 1))
    planks = "".join(
        sheet.stroke(trace("M", x + q, y - 240, "v", 100), ramp(wood)["lo"], 3, 0.7) for q in range(-60, 61, 24)
    )
    out += sheet.paper(wall, mix(wood, sheet["accent"], 0.2), rim=2.4, inner=planks) + sheet.paper(floor, wood, rim=2.4)
    out += lit_window(sheet, x - 34, y - 190, 42, 44, ramp(wood)["deep"])
    door = polygon(scaled([(18, -142), (18, -212), (60, -212), (60, -142)], x, y, 1))
    out += sheet.paper(door, sheet.distant(sheet["primary"], 0.1), rim=2) + sheet.disc(
        x + 51, y - 176, 4, 4, sheet["accent"]
    )
    roof = [(-118, -222), (-106, -246), (-14, -312), (14, -312), (106, -246), (118, -222), (0, -230)]
    out += sheet.paper(spline(scaled(roof, x, y, 1), tension=0.1), snow, rim=4)
    rungs = "".join(trace("M", x + 22, y - q, "h", 34) for q in range(4, 124, 20))
    return out + sheet.stroke(
        trace("M", x + 22, y + 12, "v", -142, "M", x + 56, y + 12, "v", -142) + rungs, ramp(wood)["hi"], 6
    )


def snow_fort(sheet: Sheet, x: float, y: float, snow: str) -> str:
    """A fort of snow blocks with battlements, a gate and a flag."""
    shade, out = mix(snow, sheet["mid"], 0.28), ""
    for dx, w, tall in ((-118, 84, 176), (118, 84, 150)):
        out += snow_wall(sheet, x + dx, y, w, tall, snow, shade)
    out += snow_wall(sheet, x, y, 190, 110, snow, shade)
    gate = trace("M", x - 36, y + 16, "V", y - 42, "a", 36, 36, 0, 0, 1, 72, 0, "V", y + 16, "Z")
    out += sheet.flat(gate, mix(sheet["far"], sheet["deep"], 0.2)) + sheet.shine(x, y - 20, 54, sheet["accent"], 0.55)
    out += sheet.stroke(trace("M", x - 118, y - 190, "v", -84), ramp(sheet["wood"])["hi"], 6)
    flag = [(0, -272), (34, -282), (66, -266), (96, -274), (92, -226), (62, -220), (32, -234), (0, -226)]
    out += sheet.paper(
        spline(scaled(flag, x - 116, y, 1), tension=0.14), sheet.distant(sheet["primary"], 0.05), rim=2.4
    )
    for dx, r in ((56, 15), (84, 12), (70, 11)):
        out += sheet.paper(ring(x + dx, y + 12 - (18 if r == 11 else 0), r), snow, rim=2)
    return out


def snow_wall(sheet: Sheet, x: float, y: float, wide: float, tall: float, snow: str, shade: str) -> str:
    """A piece of wall with three battlements; blocks show as soft lines."""
    w, t = wide / 2, tall / 6
    form = [
        (-w - 4, 18),
        (-w, -tall),
        (-w, -tall - t),
        (-w * 0.5, -tall - t),
        (-w * 0.5, -tall),
        (-w * 0.24, -tall),
        (-w * 0.24, -tall - t),
        (w * 0.24, -tall - t),
    ]
    form += [(w * 0.24, -tall), (w * 0.5, -tall), (w * 0.5, -tall - t), (w, -tall - t), (w, -tall), (w + 4, 18)]
    lines = ""
    for i in range(5):
        level = y - tall * (i + 0.4) / 5
        lines += sheet.stroke(trace("M", x - w, level, "h", wide), shade, 3.4, 0.8)
        lines += "".join(
            sheet.stroke(trace("M", x + q, level, "v", tall / 5), shade, 3.4, 0.8)
            for q in range(int(-w) + 18 + (i % 2) * 22, int(w), 44)
        )
    return sheet.paper(
        spline(scaled(form, x, y, 1), tension=0.04), snow, rim=3.5, fade=mix(snow, shade, 0.7), inner=lines
    )


def fallen_log(sheet: Sheet, x: float, y: float) -> str:
    """A trunk across the snow with a white back."""
    side = 1 if x < WIDTH / 2 else -1
    out = sheet.paper(tube([(x - 90, y + 6), (x, y), (x + 92, y - 4)], [34, 36, 32], 10), sheet["wood"], rim=3)
    end_x = x + side * 94
    out += sheet.disc(end_x, y - 1, 11, 17, mix(sheet["accent"], sheet["glow"], 0.3)) + sheet.disc(
        end_x, y - 1, 5, 9, ramp(sheet["wood"])["hi"]
    )
    return out + sheet.paper(
        tube([(x - 70, y - 12), (x, y - 18), (x + 66, y - 18)], [8, 17, 7], 10), snow_of(sheet), rim=2.4
    )
