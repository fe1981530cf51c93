"""The coral reef: bright open water over corals in full colour."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import kelp, ribbon, tuft
from story_cli.art.backdrops.place import MID_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import ridge, scaled, spline, trace
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.backdrops.underwater.ground import (
    open_water,
    reef_cluster,
    reef_frame,
    sand_floor,
    weedy_counterweight,
)
from story_cli.art.backdrops.underwater.kit import (
    brain_coral,
    branch_coral,
    bubbles,
    fan_coral,
    pearl,
    shell,
    starfish,
    tube_sponge,
)
from story_cli.art.colour import mix, ramp


def coral_reef(view: View) -> Slabs:
    """Bright open water over a reef in full colour."""
    plan = view.plan
    far = open_water(view, view.sheet("far"), ridges=((330, 60, 0.42), (410, 48, 0.78)), shoals=3)
    sheet = view.sheet("mid")
    rng, stone = sheet.rng, sheet.between("far", "mid", 0.45)
    form = {"arch": stone_arch, "tower": coral_tower, "clam": giant_clam}[plan.landmark]
    size = {"arch": 262.0, "tower": 300.0, "clam": 250.0}[plan.landmark]
    tint = sheet.distant(sheet["primary"], 0.2) if plan.landmark == "clam" else stone
    body = "".join(
        kelp(
            sheet,
            plan.x + q * rng.uniform(130, 190),
            MID_Y + 44,
            rng.uniform(190, 280),
            sheet.distant(sheet["secondary"]),
            24,
        )
        for q in (-1, 1, 1.25)
    )
    body += form(sheet, plan.x, MID_Y + 14, size, tint)
    body += weedy_counterweight(sheet, plan.other_x, MID_Y + 8, plan.side)
    hill = mix(sheet["mid"], sheet["far"], 0.45)
    body += sheet.paper(ridge(rng, MID_Y, 22, 7), hill, rim=3, fade=mix(hill, sheet["mid"], 0.3))
    body += reef_middle(sheet)
    near = view.sheet("near")
    return {
        "far": far,
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": sand_floor(near, back=reef_cluster(near, -1) + reef_cluster(near, 1), front=reef_scatter(near)),
        "frame": reef_frame(view),
    }


def reef_middle(sheet: Sheet) -> str:
    """Small corals on the middle ridge, in three loose groups."""
    rng, out = sheet.rng, []
    for x in (WIDTH * 0.37, WIDTH * 0.5, WIDTH * 0.62):
        x += rng.uniform(-34, 34)
        kinds = rng.sample(("brain", "tube", "grass", "fan", "branch"), 3)
        for i, kind in enumerate(kinds):
            px, py, s = x + (-30, 4, 34)[i] + rng.uniform(-6, 6), MID_Y + 34 + i * 5, (0.8, 1.0, 0.62)[i]
            out.append(small_coral(sheet, kind, px, py, s))
    return "".join(out)


def small_coral(sheet: Sheet, kind: str, x: float, y: float, scale: float) -> str:
    """A mid-distance coral, some 30–60 px high."""
    tint = sheet.distant
    if kind == "brain":
        return brain_coral(sheet, x, y, 32 * scale, tint(sheet["accent2"], 0.4))
    if kind == "tube":
        return tube_sponge(sheet, x, y, 54 * scale, tint(sheet["primary"], 0.4), 3)
    if kind == "fan":
        return fan_coral(sheet, x, y, 36 * scale, tint(sheet["primary"], 0.4))
    if kind == "branch":
        return branch_coral(sheet, x, y, 70 * scale, tint(sheet["accent2"], 0.35))
    return tuft(sheet, x, y, 66 * scale, tint(sheet["secondary"], 0.35))


def reef_scatter(sheet: Sheet) -> str:
    """Starfish, shells and grass on the sand."""
    rng = sheet.rng
    out = starfish(sheet, rng.uniform(320, 430), 596, 19, sheet["primary"], rng.uniform(-20, 20))
    out += shell(sheet, rng.uniform(850, 960), 606, 17, sheet.between("glow", "primary", 0.35))
    out += shell(sheet, rng.uniform(480, 560), 608, 11, sheet["accent"])
    for x in (rng.uniform(250, 330), rng.uniform(930, 1010)):
        out += tuft(sheet, x, 580, rng.uniform(38, 56), sheet["secondary"])
    return (
        out + bubbles(sheet, rng.uniform(200, 300), 430, 7, 230) + bubbles(sheet, rng.uniform(980, 1080), 440, 6, 200)
    )


def stone_arch(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """A rock arch to swim through, with corals on its back."""
    s = size * 0.66
    outer = [(-1.15, 0.15), (-1.05, -0.7), (-0.7, -1.35), (0, -1.55), (0.75, -1.3), (1.1, -0.65), (1.2, 0.15)]
    inner = [(0.72, 0.15), (0.66, -0.5), (0.35, -0.95), (0, -1.02), (-0.4, -0.9), (-0.66, -0.45), (-0.7, 0.15)]
    path = spline([(x + dx * s, y + dy * s) for dx, dy in outer + inner], tension=0.15)
    grains = sheet.specks(34, (x - s * 1.2, y - s * 1.5, x + s * 1.2, y), colour)
    back = fan_coral(sheet, x - s * 0.55, y - s * 1.36, s * 0.34, sheet.distant(sheet["accent2"], 0.35))
    back += branch_coral(sheet, x + s * 0.42, y - s * 1.38, s * 0.5, sheet.distant(sheet["primary"], 0.3))
    back += "".join(
        ribbon(sheet, x + dx * s, y - s * 1.4, s * 0.34, sheet.distant(sheet["secondary"], 0.35), 11)
        for dx in (0, 0.1, 0.2)
    )
    return back + sheet.paper(path, colour, rim=3, fade=mix(colour, sheet["mid"], 0.6), inner=grains)


def coral_tower(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """A pinnacle with table corals like balconies, plants growing on each."""
    rock_form = [(-0.34, 0.2), (-0.26, -0.2), (-0.17, -0.42), (-0.14, -0.7), (-0.06, -0.96), (0.05, -1.0)]
    rock_form += [(0.14, -0.86), (0.17, -0.58), (0.25, -0.4), (0.3, -0.14), (0.42, 0.2)]
    grains = sheet.specks(26, (x - size * 0.3, y - size, x + size * 0.3, y), colour)
    out = fan_coral(sheet, x - size * 0.05, y - size * 0.96, size * 0.16, sheet.distant(sheet["accent2"], 0.25))
    out += branch_coral(sheet, x + size * 0.08, y - size * 0.94, size * 0.26, sheet.distant(sheet["primary"], 0.2))
    out += sheet.paper(
        spline(scaled(rock_form, x, y, size), tension=0.15),
        colour,
        rim=3,
        fade=mix(colour, sheet["mid"], 0.5),
        inner=grains,
    )
    hues = [
        sheet.distant(sheet[role], share) for role, share in (("accent2", 0.3), ("primary", 0.25), ("accent", 0.35))
    ]
    for i, (dx, up, half) in enumerate(((0.2, 0.22, 0.3), (-0.2, 0.42, 0.25), (0.17, 0.6, 0.2), (-0.12, 0.78, 0.15))):
        px, py, w = x + dx * size, y - up * size, half * size
        grows = (branch_coral, fan_coral, tube_sponge)[i % 3]
        out += grows(sheet, px + (w * 0.4 if dx > 0 else -w * 0.4), py - w * 0.16, w * 0.62, hues[(i + 1) % 3])
        out += brain_coral(sheet, px - w * 0.25, py - w * 0.16, w * 0.26, hues[(i + 2) % 3])
        out += table_coral(sheet, px, py, w, hues[i % 3])
    return out


def table_coral(sheet: Sheet, x: float, y: float, half: float, colour: str) -> str:
    """A thin plate with a wavy rim; `half` is half its width."""
    plate = [(-1, -0.12), (-0.6, -0.24), (0, -0.28), (0.6, -0.24), (1, -0.1), (0.84, 0.1), (0.56, 0.04), (0.34, 0.2)]
    plate += [(0.06, 0.1), (-0.22, 0.22), (-0.5, 0.06), (-0.8, 0.12)]
    ribs = "".join(
        sheet.stroke(
            trace("M", x + dx * half * 0.5, y - half * 0.24, "L", x + dx * half, y + half * 0.2),
            ramp(colour)["lo"],
            2.4,
            0.6,
        )
        for dx in (-0.7, -0.36, 0, 0.36, 0.7)
    )
    return sheet.paper(spline(scaled(plate, x, y, half)), colour, rim=2.6, inner=ribs)


def giant_clam(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """An open clam with a pearl; `size` is its width."""
    s, tones = size / 2, ramp(colour)
    upper = [(x - s, y - s * 0.42)]
    for i in range(7):
        upper.append(
            (
                x - s + s * (i + 0.5) * 2 / 7,
                y - s * (0.95 + 0.42 * math.sin(math.pi * (i + 0.5) / 7) + (0.09 if i % 2 else 0)),
            )
        )
    upper += [(x + s, y - s * 0.42), (x, y - s * 0.2)]
    lines = "".join(
        sheet.stroke(
            trace("M", x, y - s * 0.2, "L", x + s * dx, y - s * 1.35),
            tones["lo"],
            s * 0.035,
            0.7,
        )
        for dx in (-0.85, -0.52, -0.18, 0.18, 0.52, 0.85)
    )
    lip = (
        [(x - s * 1.04, y - s * 0.46)]
        + [(x - s + s * i / 3.5, y - s * (0.34 if i % 2 else 0.5)) for i in range(1, 7)]
        + [(x + s * 1.04, y - s * 0.46)]
    )
    lower = [*lip, (x + s * 0.86, y + s * 0.1), (x, y + s * 0.36), (x - s * 0.86, y + s * 0.1)]
    inside = spline([(x - s * 0.92, y - s * 0.42), (x, y - s * 0.72), (x + s * 0.92, y - s * 0.42), (x, y - s * 0.1)])
    out = sheet.paper(spline(upper), colour, rim=3, inner=lines) + sheet.flat(
        inside, mix(sheet["accent2"], sheet["glow"], 0.35)
    )
    out += sheet.disc(x, y - s * 0.55, s * 0.5, s * 0.5, sheet["glow"], 0.25) + pearl(
        sheet, x, y - s * 0.55, s * 0.25, sheet["glow"]
    )
    return out + sheet.paper(spline(lower, tension=0.14), mix(colour, tones["lo"], 0.4), rim=3)
