"""The dragon's hill: a rocky green height with the castle far below; cave, nest or crooked tree stands out."""

from __future__ import annotations

from story_cli.art.backdrops.castle.ground import leafy_frame, meadow_floor, open_sky, stone_of
from story_cli.art.backdrops.castle.kit import cypress, keep, round_tree
from story_cli.art.backdrops.enchanted_forest.kit import clump, fern, grass, stone, trunk
from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import blob, hill, ring, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.backdrops.stores import emblem, flames, haze, timber
from story_cli.art.colour import atmosphere, mix, ramp, shifted


def dragons_hill(view: View) -> Slabs:
    """A high meadow between rocks; smoke rings hang in the air."""
    plan, sheet = view.plan, view.sheet("mid")
    rock = mix(
        sheet.distant(mix(sheet["ground"], sheet["wood"], 0.42), 0.25), sheet["mid"], 0.15 if view.night else 0.0
    )
    leaf = sheet.distant(sheet["secondary"], 0.18)
    body = valley_castle(view, sheet, leaf)
    body += {"cave": cave_mouth, "nest": egg_nest, "tree": crooked_tree}[plan.landmark](
        sheet, plan.x, MID_Y + 20, rock, leaf
    )
    body += smoke_rings(sheet, plan.x + plan.side * 90, 300 if plan.landmark == "cave" else 210, plan.side)
    slope = [
        (-120, MID_Y - 16 - 40 * (plan.side > 0)),
        (200, MID_Y - 6),
        (520, MID_Y + 20),
        (760, MID_Y + 20),
        (1080, MID_Y - 2),
        (WIDTH + 120, MID_Y - 16 - 40 * (plan.side < 0)),
    ]
    ground = mix(leaf, sheet["mid"], 0.2)
    body += sheet.paper(hill(slope), ground, rim=3.5, fade=mix(ground, sheet["far"], 0.4))
    body += gold_scatter(sheet, plan.x, MID_Y + 34, plan.side) if plan.landmark != "tree" else ""
    body += "".join(
        grass(
            sheet, sheet.rng.uniform(0, WIDTH), MID_Y + 36 + sheet.rng.uniform(0, 14), sheet.rng.uniform(18, 32), leaf
        )
        for _ in range(18)
    )
    near = view.sheet("near")
    edges = crag(near, -1, rock) + crag(near, 1, rock)
    return {
        "far": open_sky(view, view.sheet("far")),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": meadow_floor(near, edges, "", near["secondary"]),
        "frame": leafy_frame(view, near["secondary"]),
    }


def valley_castle(view: View, sheet: Sheet, leaf: str) -> str:
    """The castle on its own green hill across the valley, with a thread of road."""
    plan, pale = view.plan, atmosphere(leaf, sheet["air"], 0.42)
    x = plan.other_x - plan.side * 60
    wall, roof = mix(stone_of(sheet, 0.2, view.night), sheet["air"], 0.12), sheet.distant(sheet["primary"], 0.2)
    mound = [
        (-140, 500),
        (x - 330, 486),
        (x - 180, 424),
        (x - 60, 398),
        (x + 70, 398),
        (x + 190, 430),
        (x + 340, 484),
        (WIDTH + 140, 500),
    ]
    out = keep(sheet, x, 392, 270, wall, roof) + sheet.paper(
        hill(sorted(mound)), pale, rim=3, fade=mix(pale, sheet["mid"], 0.4)
    )
    road = trace("M", x, 404, "C", x + plan.side * 70, 424, x - plan.side * 60, 440, x + plan.side * 20, 500)
    out += sheet.stroke(road, mix(sheet["ground"], sheet["glow"], 0.3), 11, 0.9)
    for dx, tall in ((-160, 60), (-120, 44), (130, 54), (176, 70), (210, 46)):
        y = 412 + abs(dx) * 0.16
        tint = mix(pale, sheet["mid"], 0.35)
        out += cypress(sheet, x + dx, y, tall, tint) if dx % 20 else round_tree(sheet, x + dx, y, tall, tint)
    return out


def cave_mouth(sheet: Sheet, x: float, y: float, rock: str, leaf: str) -> str:
    """A great round-shouldered rock with a warm cave and a heart-shaped shield over it."""
    out, tones = "", ramp(rock)
    for dx, width, tall in ((-150, 190, 170), (156, 180, 200), (0, 330, 320)):
        out += stone(sheet, x + dx, y + 30, width, tall, mix(rock, tones["lo"], 0.3 if dx else 0), leaf)
    mouth = [(-92, 30), (-98, -60), (-64, -128), (0, -156), (66, -130), (98, -62), (92, 30)]
    out += sheet.paper(spline([(x + dx * 1.16, y + dy * 1.1) for dx, dy in mouth], tension=0.15), tones["lo"], rim=0)
    hole = spline([(x + dx, y + dy) for dx, dy in mouth], tension=0.15)
    out += sheet.flat(hole, mix(sheet["deep"], sheet["wood"], 0.3)) + sheet.clip(
        hole, sheet.shine(x, y, 150, sheet["accent"], 0.9) + _hoard(sheet, x, y + 20, 74)
    )
    out += sheet.paper(emblem(x, y - 208, 34, "heart"), sheet.distant(sheet["primary"], 0.05), rim=2.4)
    for dx, tall in ((-196, 70), (-130, 54), (140, 60), (206, 76)):
        out += fern(sheet, x + dx, y + 20, tall, leaf, 0.2 if dx > 0 else -0.2)
    return out


def _hoard(sheet: Sheet, x: float, y: float, half: float) -> str:
    """A heap of gold coins."""
    rng, gold = sheet.rng, mix(sheet["accent"], sheet["wood"], 0.1)
    out = sheet.paper(
        spline(
            [
                (x - half, y + 10),
                (x - half * 0.5, y - half * 0.4),
                (x, y - half * 0.62),
                (x + half * 0.52, y - half * 0.36),
                (x + half, y + 10),
            ]
        ),
        gold,
        rim=2,
    )
    for _ in range(int(half / 3)):
        q = rng.uniform(-0.8, 0.8)
        out += sheet.disc(
            x + q * half,
            y - (1 - abs(q)) * half * rng.uniform(0.1, 0.56),
            7,
            4,
            ramp(gold)["hi" if rng.random() < 0.6 else "lo"],
        )
    return out


def egg_nest(sheet: Sheet, x: float, y: float, rock: str, leaf: str) -> str:
    """A huge nest of branches with three spotted eggs on a flat rock."""
    rng, twig = sheet.rng, sheet.distant(timber(sheet), 0.05)
    out = stone(sheet, x - 130, y + 26, 170, 130, ramp(rock)["lo"], leaf) + stone(sheet, x + 10, y + 40, 420, 150, rock)
    eggs = ((-70, 0.86, "primary", -8), (66, 0.84, "accent2", 9), (0, 1.0, "accent", 0))
    for dx, size, role, tilt in eggs:
        hue = sheet.distant(sheet[role], 0.08)
        form = [(-46, 20), (-54, -30), (-34, -92), (0, -116), (34, -92), (54, -30), (46, 20)]
        egg = spline([(x + dx + tilt + px * size, y - 150 + py * size) for px, py in form])
        spots = "".join(
            sheet.disc(x + dx + tilt + sx, y - 150 + sy, r, r * 0.9, mix(hue, sheet["glow"], 0.5))
            for sx, sy, r in ((-20, -30, 12), (16, -56, 9), (22, -12, 13), (-8, -84, 8))
        )
        out += sheet.paper(egg, hue, rim=3, inner=spots)
    bowl = [
        (-160, -150),
        (-128, -168),
        (-60, -150),
        (0, -144),
        (60, -150),
        (128, -168),
        (160, -150),
        (138, -96),
        (76, -70),
        (-76, -70),
        (-138, -96),
    ]
    out += sheet.paper(spline([(x + dx, y + dy) for dx, dy in bowl], tension=0.13), twig, rim=2.4)
    for _ in range(20):
        px, py = x + rng.uniform(-140, 140), y - rng.uniform(96, 152)
        bend, tone = rng.uniform(-14, 14), ramp(twig)["hi" if rng.random() < 0.5 else "lo"]
        out += sheet.flat(tube([(px - 40, py + bend), (px, py), (px + 40, py - bend * 0.6)], [6, 9, 5], 6), tone)
    return out + fern(sheet, x - 210, y + 24, 90, leaf, -0.3) + fern(sheet, x + 220, y + 30, 80, leaf, 0.3)


def crooked_tree(sheet: Sheet, x: float, y: float, rock: str, leaf: str) -> str:
    """A big wind-bent tree with a swing of rope and a kite in its crown."""
    bark = sheet.distant(sheet["wood"], 0.2)
    out = trunk(sheet, x, y + 20, 330, 76, bark, lean=56)
    for dx, dy, rx, ry in (
        (-70, -300, 92, 60),
        (150, -300, 104, 66),
        (40, -372, 140, 80),
        (-10, -320, 110, 66),
        (104, -352, 96, 60),
    ):
        out += clump(sheet, x + dx, y + dy, rx, ry, mix(leaf, ramp(leaf)["lo"], 0.5 * (dy > -310)))
    kite = spline([(x + 150, y - 440), (x + 196, y - 384), (x + 160, y - 320), (x + 118, y - 384)], tension=0.03)
    tail = trace("M", x + 160, y - 320, "q", 26, 34, 4, 62, "q", -20, 26, 6, 50)
    out += sheet.stroke(tail, sheet["glow"], 3) + sheet.paper(kite, sheet.distant(sheet["primary"], 0.05), rim=2.4)
    out += sheet.stroke(
        trace("M", x + 150, y - 440, "L", x + 160, y - 320, "M", x + 118, y - 384, "L", x + 196, y - 384),
        sheet["glow"],
        2.4,
    )
    for dx, width, tall in ((-110, 130, 70), (124, 150, 60)):
        out += stone(sheet, x + dx, y + 30, width, tall, rock, leaf)
    return out


def smoke_rings(sheet: Sheet, x: float, y: float, side: int) -> str:
    """Friendly puffs of smoke that grow as they drift."""
    pale, out = mix(sheet["air"], sheet["glow"], 0.75), ""
    for i, r in enumerate((13, 20, 29)):
        cx, cy = x + side * (i * 66 + i * i * 8), y - i * 58
        out += sheet.stroke(ring(cx, cy, r, r * 0.8), pale, r * 0.5, 0.85)
        out += sheet.stroke(
            trace("M", cx - r * 0.8, cy - r * 0.6, "q", r * 0.7, -r * 0.5, r * 1.4, 0), sheet["glow"], r * 0.14, 0.9
        )
    return out


def gold_scatter(sheet: Sheet, x: float, y: float, side: int) -> str:
    """A few coins and a cup that rolled out of the hoard."""
    gold, out = mix(sheet["accent"], sheet["wood"], 0.08), _hoard(sheet, x + side * 150, y + 6, 40)
    for dx in (96, 214, 236, 64):
        out += sheet.paper(ring(x + side * dx, y + 4 + dx % 7, 9, 6), gold, rim=1.4)
    return out


def crag(sheet: Sheet, side: int, rock: str) -> str:
    """Near rocks with a scorched, still smoking patch on one side, flowers and ferns."""
    rng, leaf = sheet.rng, sheet["secondary"]
    dark = shifted(mix(rock, sheet["wood"], 0.3), lift=-0.02)
    out = stone(sheet, -10, NEAR_Y + 40, 260, rng.uniform(200, 250), dark, leaf) + stone(
        sheet, 126, NEAR_Y + 46, 170, 120, rock, ramp(leaf)["hi"]
    )
    out += stone(sheet, 226, NEAR_Y + 50, 96, 54, mix(rock, sheet["mid"], 0.3))
    out += fern(sheet, 40, NEAR_Y - 120, 110, leaf, 0.2) + fern(sheet, 176, NEAR_Y + 46, 110, ramp(leaf)["hi"], 0.4)
    if side < 0:
        out += "".join(
            sheet.paper(tube([(238 + q, NEAR_Y + 62), (300 - q, NEAR_Y + 50)], [13, 11], 4), sheet["wood"], rim=1.6)
            for q in (0, 22)
        )
        out += flames(sheet, 268, NEAR_Y + 54, 40)
    return at_side(
        out + "".join(sheet.paper(blob(rng, 196 + i * 22, NEAR_Y + 60, 12, 8), dark, rim=1.6) for i in range(2)), side
    )
