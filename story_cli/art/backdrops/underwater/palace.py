"""The shell palace: a court with walls of scallops, columns, pearls and tiles."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import at_side, kelp, low_sun, page, rock, tuft
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, along, polygon, ridge, scallop, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, Slab, placed
from story_cli.art.backdrops.underwater.ground import rays, reef_posy, sand_floor
from story_cli.art.backdrops.underwater.kit import branch_coral, bubbles, fan_coral, pearl, shell, shoal
from story_cli.art.colour import mix, ramp


def shell_palace(view: View) -> Slabs:
    """The court of a palace of shells: wall with scallop windows, columns, pearls, a tiled floor."""
    plan, sheet = view.plan, view.sheet("far")
    body = page(sheet, sheet.vertical(mix(sheet["air"], sheet["glow"], 0.2), sheet["air"], sheet["mid"], middle=0.5))
    body += sheet.shine(plan.light_x, 120, 560, sheet["glow"], 0.5 if view.night else 0.9)
    body += low_sun(sheet, plan.light_x, 160) if view.sunset else ""
    wall = mix(mix(sheet["air"], sheet["primary"], 0.16), sheet["glow"], 0.25)
    body += palace_skyline(sheet, wall, mix(sheet.distant(sheet["primary"], 0.45), sheet["air"], 0.35), plan.x)
    body += shoal(sheet, plan.light_x + 60, 150, sheet.between("mid", "far", 0.4), 7)
    mid = view.sheet("mid")
    stone = mix(mix(mid["air"], mid["glow"], 0.35), mid["primary"], 0.1)
    roof = mid.distant(mid["primary"], 0.15)
    inner = scallop_wall(mid, stone, plan.x, plan.landmark)
    inner += {
        "throne": lambda: shell_throne(mid, plan.x, MID_Y + 16, 270, roof),
        "towers": lambda: shell_castle(mid, plan.x, MID_Y + 6, 330, stone, roof),
        "door": lambda: pearl_door(mid, plan.x, MID_Y + 10, 300, stone, mid.distant(mid["accent2"], 0.2)),
    }[plan.landmark]()
    inner += shell_lamps(mid, plan.other_x, plan.side)
    inner += mid.paper(ridge(mid.rng, MID_Y + 18, 4, 5), mix(mid["ground"], mid["mid"], 0.4), rim=3, fade=mid["mid"])
    near = view.sheet("near")
    back = palace_column(near, 70, roof) + at_side(palace_column(near, 70, roof), 1)
    back += reef_posy(near, -1) + reef_posy(near, 1)
    front = tiles(near) + shell(near, near.rng.uniform(300, 380), 604, 15, mix(near["glow"], near["primary"], 0.4))
    front += pearl(near, near.rng.uniform(900, 1000), 596, 9, near["glow"]) + pearl(
        near, near.rng.uniform(860, 890), 602, 6, near["glow"]
    )
    front += bubbles(near, 230, 430, 6, 240) + bubbles(near, 1050, 430, 6, 240)
    return {
        "far": [sheet.slab(body), rays(view, plan.light_x, 0.3 if view.night else 0.55)],
        "mid": [mid.slab(inner, SOFT_SHADOW)],
        "near": sand_floor(near, back, front, colour=mix(near["ground"], near["glow"], 0.35), wave=3),
        "frame": curtain_frame(view),
    }


def shell_tower(sheet: Sheet, x: float, y: float, height: float, width: float, wall: str, roof: str) -> str:
    """A round tower with a spiral shell for a roof and lit windows."""
    tones, h, w = ramp(wall), height, width
    body = spline(
        [
            (x - w * 0.5, y + 30),
            (x - w * 0.44, y - h * 0.4),
            (x - w * 0.4, y - h),
            (x + w * 0.4, y - h),
            (x + w * 0.44, y - h * 0.4),
            (x + w * 0.5, y + 30),
        ],
        tension=0.1,
    )
    out = [sheet.paper(body, wall, rim=2.2, fade=mix(wall, sheet["mid"], 0.5))]
    for i in range(3):  # three whorls, each narrower: a turban shell
        base, half, tall = y - h - i * w * 0.34, w * (0.62 - 0.17 * i), w * 0.5
        whorl = [
            (x - half, base + 4),
            (x - half * 0.94, base - tall * 0.4),
            (x - half * 0.3, base - tall * 0.78),
            (x + half * 0.45, base - tall * 0.76),
            (x + half * 0.96, base - tall * 0.36),
            (x + half, base + 6),
            (x, base + tall * 0.2),
        ]
        out.insert(1, sheet.paper(spline(whorl), mix(roof, sheet["glow"], 0.1 * i), rim=2.2))
    top = y - h - w * 1.08
    tip = spline([(x - w * 0.16, top + w * 0.2), (x, top - w * 0.3), (x + w * 0.17, top + w * 0.2)], tension=0.1)
    out.insert(1, sheet.paper(tip, mix(roof, sheet["glow"], 0.35), rim=1.5))
    lamp, q = mix(sheet["glow"], sheet["accent"], 0.45), w * 0.12
    for level in range(1, max(2, int(h / (w * 1.05)) + 1)):
        wy = y - h + level * w * 0.8
        if wy < y - w * 0.35:
            arch = trace("M", x - q, wy + q * 1.3, "v", -q * 1.5, "a", q, q, 0, 0, 1, 2 * q, 0, "v", q * 1.5, "Z")
            out.append(sheet.stroke(arch, tones["lo"], w * 0.06) + sheet.flat(arch, lamp))
    return "".join(out)


def shell_castle(sheet: Sheet, x: float, y: float, size: float, wall: str, roof: str) -> str:
    """Five shell towers, the middle one the highest, and a scallop gate."""
    s = size * 0.46
    towers = ((-1.12, 0.85, 0.34), (1.1, 1.0, 0.36), (-0.56, 1.25, 0.4), (0.54, 1.05, 0.38), (0, 1.6, 0.46))
    out = "".join(shell_tower(sheet, x + dx * s, y, tall * s, wide * s, wall, roof) for dx, tall, wide in towers)
    return (
        out
        + shell(sheet, x, y + 12, s * 0.3, mix(roof, sheet["glow"], 0.3))
        + sheet.flat(
            trace(
                "M",
                x - s * 0.14,
                y + 16,
                "v",
                -s * 0.2,
                "a",
                s * 0.14,
                s * 0.14,
                0,
                0,
                1,
                s * 0.28,
                0,
                "v",
                s * 0.2,
                "Z",
            ),
            ramp(roof)["deep"],
        )
    )


def shell_throne(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """A scallop-backed seat on steps, pearls along its rim."""
    s = size * 0.5
    out = shell(sheet, x, y - s * 0.36, s * 1.02, colour)
    for i in range(7):
        turn = math.radians(-66 + 22 * i)
        out += pearl(
            sheet,
            x + s * 1.14 * math.sin(turn) * 0.92,
            y - s * 0.66 - s * 1.08 * math.cos(turn),
            s * 0.075,
            sheet["glow"],
        )
    seat = spline(
        [
            (x - s * 0.66, y - s * 0.3),
            (x, y - s * 0.52),
            (x + s * 0.66, y - s * 0.3),
            (x + s * 0.56, y + s * 0.02),
            (x - s * 0.56, y + s * 0.02),
        ],
        tension=0.13,
    )
    out += sheet.paper(seat, sheet.distant(sheet["accent2"], 0.15), rim=2.5)
    for side in (-1, 1):
        arm = [(x + side * s * 0.62, y + 8), (x + side * s * 0.74, y - s * 0.34), (x + side * s * 0.5, y - s * 0.44)]
        out += sheet.paper(tube(arm, [s * 0.2, s * 0.18, s * 0.14]), mix(colour, sheet["glow"], 0.25), rim=2)
    for i, half in enumerate((0.9, 1.14)):
        step = polygon(
            [
                (x - s * half, y + s * 0.13 * i),
                (x + s * half, y + s * 0.13 * i),
                (x + s * half * 1.03, y + s * 0.13 * (i + 1) + 24),
                (x - s * half * 1.03, y + s * 0.13 * (i + 1) + 24),
            ]
        )
        out += sheet.paper(step, mix(sheet["ground"], sheet["air"], 0.4), rim=2)
    return out


def pearl_door(sheet: Sheet, x: float, y: float, size: float, wall: str, door: str) -> str:
    """A tall arched double door set with pearls."""
    s = size / 2

    def arch(half: float, tall: float) -> str:
        return trace(
            "M",
            x - half,
            y + 20,
            "V",
            y - tall + half,
            "A",
            half,
            half * 1.05,
            0,
            0,
            1,
            x + half,
            y - tall + half,
            "V",
            y + 20,
            "Z",
        )

    tones = ramp(door)
    leaves = "".join(
        sheet.stroke(trace("M", x + dx * s, y + 10, "V", y - s * 1.7), tones["lo"], 3, 0.7) for dx in (-0.27, 0.27)
    )
    leaves += sheet.stroke(trace("M", x, y + 20, "V", y - s * 1.9), tones["deep"], 4)
    out = sheet.paper(arch(s * 0.78, s * 2.0), wall, rim=3) + sheet.paper(
        arch(s * 0.56, s * 1.74), door, rim=2.5, inner=leaves
    )
    for i in range(11):
        turn = math.pi * i / 10
        out += pearl(
            sheet, x - s * 0.67 * math.cos(turn), y - s * 1.2 - s * 0.7 * math.sin(turn), s * 0.055, sheet["glow"]
        )
    for side in (-1, 1):
        out += pearl(sheet, x + side * s * 0.1, y - s * 0.7, s * 0.07, sheet["accent"])
        out += placed(shell(sheet, 0, 0, s * 0.2, mix(wall, sheet["primary"], 0.35)), x + side * s * 0.78, y - s * 0.1)
    return out + shell(sheet, x, y - s * 1.92, s * 0.28, mix(sheet["primary"], sheet["glow"], 0.25))


def palace_skyline(sheet: Sheet, wall: str, roof: str, x: float) -> str:
    """Distant towers between soft hills."""
    out = ""
    for dx, tall, wide in (
        (-470, 150, 60),
        (-350, 220, 74),
        (-180, 170, 58),
        (200, 190, 64),
        (360, 250, 78),
        (500, 160, 60),
    ):
        if abs(WIDTH / 2 + dx - x) > 60:
            out += shell_tower(sheet, WIDTH / 2 + dx + sheet.rng.uniform(-24, 24), 440, tall, wide, wall, roof)
    return out + sheet.paper(
        ridge(sheet.rng, 410, 26, 7),
        mix(sheet["air"], sheet["mid"], 0.5),
        rim=2.5,
        fade=mix(sheet["air"], sheet["mid"], 0.35),
    )


def scallop_wall(sheet: Sheet, stone: str, x: float, kind: str) -> str:
    """A low garden wall of arches with scallops along its top; the open court has none behind the towers."""
    out, top = "", MID_Y - 96
    lower = ramp(stone)["lo"]
    for i in range(17):
        px = -MARGIN + 30 + i * 82
        if kind == "towers" and abs(px - x) < 150:
            continue
        out += shell(
            sheet,
            px,
            top + 6,
            26,
            mix(sheet["primary"], sheet["air"], 0.5) if i % 2 else mix(sheet["accent2"], sheet["air"], 0.5),
        )
    band = polygon(
        [(-MARGIN - 20, top), (WIDTH + MARGIN + 20, top), (WIDTH + MARGIN + 20, MID_Y + 60), (-MARGIN - 20, MID_Y + 60)]
    )
    out += sheet.paper(band, mix(stone, sheet["mid"], 0.2), rim=3, fade=mix(stone, sheet["mid"], 0.55))
    for i in range(17):
        px = -MARGIN + 30 + i * 82
        niche = trace("M", px - 24, MID_Y + 30, "V", top + 52, "a", 24, 26, 0, 0, 1, 48, 0, "V", MID_Y + 30, "Z")
        out += sheet.flat(niche, mix(lower, sheet["mid"], 0.45), 0.8)
    return out


def shell_lamps(sheet: Sheet, x: float, side: int) -> str:
    """Lamp posts: a pearl glowing in an open shell, three heights; plants at their feet."""
    out, gold = "", mix(sheet["accent"], sheet["ground"], 0.25)
    for dx, tall in ((-side * 92, 150), (0, 230), (side * 84, 190)):
        px, foot = x + dx, MID_Y + 22
        out += sheet.paper(tube([(px, foot), (px, foot - tall)], [13, 9], 4), gold, rim=1.8) + sheet.paper(
            scallop(sheet.rng, px, foot, 22, 10, 6), gold, rim=1.5
        )
        out += (
            sheet.shine(px, foot - tall - 22, 86, sheet["glow"], 0.75)
            + shell(sheet, px, foot - tall + 4, 27, mix(sheet["primary"], sheet["glow"], 0.25))
            + pearl(sheet, px, foot - tall - 17, 15, sheet["glow"])
        )
    out += "".join(
        tuft(sheet, x + dx, MID_Y + 30, 70, sheet.distant(sheet["secondary"], 0.3)) for dx in (-130, 40, 130)
    )
    return (
        out
        + branch_coral(sheet, x - side * 40, MID_Y + 28, 100, sheet.distant(sheet["primary"], 0.2))
        + fan_coral(sheet, x + side * 130, MID_Y + 24, 58, sheet.distant(sheet["accent2"], 0.25))
    )


def palace_column(sheet: Sheet, x: float, colour: str) -> str:
    """A tall near column wound with a ribbon of shells."""
    stone = mix(sheet["glow"], sheet["air"], 0.4)
    shaft = spline(
        [
            (x - 58, NEAR_Y + 40),
            (x - 44, NEAR_Y - 30),
            (x - 36, 260),
            (x - 42, 40),
            (x - 44, -60),
            (x + 44, -60),
            (x + 42, 40),
            (x + 36, 260),
            (x + 44, NEAR_Y - 30),
            (x + 58, NEAR_Y + 40),
        ],
        tension=0.12,
    )
    bands = "".join(
        sheet.stroke(trace("M", x - 70, y, "q", 70, 46, 140, -16), colour, 18) for y in range(-20, 560, 132)
    )
    out = sheet.paper(shaft, stone, rim=3, fade=mix(stone, sheet["mid"], 0.5), inner=bands)
    for i, y in enumerate(range(22, 520, 132)):
        out += shell(
            sheet,
            x + (14 if i % 2 else -14),
            y + 26,
            21,
            sheet["accent"] if i % 2 else mix(sheet["accent2"], sheet["glow"], 0.2),
        )
    base = spline(
        [(x - 84, NEAR_Y + 60), (x - 74, NEAR_Y + 10), (x, NEAR_Y - 4), (x + 74, NEAR_Y + 10), (x + 84, NEAR_Y + 60)],
        tension=0.13,
    )
    return out + sheet.paper(base, mix(stone, sheet["ground"], 0.3), rim=3)


def tiles(sheet: Sheet) -> str:
    """Curved rows of pale tiles that run toward the viewer."""
    line, out = mix(sheet["ground"], sheet["far"], 0.3), ""
    for i, y in enumerate((572, 598, 634, 680)):
        out += sheet.stroke(
            trace("M", -MARGIN, y + 8, "Q", WIDTH / 2, y - 8, WIDTH + MARGIN, y + 8), line, 2 + i * 0.6, 0.5
        )
    for i in range(-9, 10):
        out += sheet.stroke(
            trace("M", WIDTH / 2 + i * 74, NEAR_Y + 6, "L", WIDTH / 2 + i * 150, HEIGHT), line, 2.2, 0.4
        )
    return out


def curtain_frame(view: View) -> list[Slab]:
    """Drawn curtains and strings of pearls in the upper corners, dark plants below."""
    sheet = view.sheet("frame")
    cloth, dark = mix(sheet["deep"], sheet["primary"], 0.4), sheet.between("deep", "far", 0.25)
    out = ""
    for side in (-1, 1):
        body = sheet.paper(
            spline([(-120, -90), (236, -90), (190, 24), (96, 96), (40, 220), (10, 380), (-120, 400)], tension=0.15),
            cloth,
            rim=0,
            fade=ramp(cloth)["lo"],
        )
        body += "".join(
            sheet.stroke(
                trace("M", x, -20, "Q", x - 20, 60 + q, x - 70 - q * 0.16, 110 + q * 1.4), ramp(cloth)["lo"], 9, 0.7
            )
            for x, q in ((170, 10), (110, 70), (50, 140))
        )
        swag = along([(236, -10), (170, 60), (84, 112), (30, 232)], 18)
        body += "".join(sheet.disc(px, py, 7.5, 7.5, mix(sheet["glow"], sheet["far"], 0.25)) for px, py in swag)
        body += rock(sheet, -20, HEIGHT - 74, 250, 70, dark, root=220) + kelp(
            sheet, 70, HEIGHT - 50, 150, sheet.between("deep", "far", 0.5), 30, sway=-0.1
        )
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
