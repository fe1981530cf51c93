"""The village market: timbered houses around a square with striped stalls, a fountain and a view of the castle."""

from __future__ import annotations

from story_cli.art.backdrops.castle.ground import leafy_frame, open_sky, paved_floor, stone_of
from story_cli.art.backdrops.castle.kit import round_tree, window
from story_cli.art.backdrops.enchanted_forest.kit import clump, flower
from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import arched, blob, ridge, ring, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.backdrops.stores import barrel, bunting, crate, haze, pennant, sack, timber
from story_cli.art.colour import mix, ramp


def village_market(view: View) -> Slabs:
    """A square between timbered houses; stalls, a fountain or a clock house stand out."""
    plan, sheet = view.plan, view.sheet("mid")
    wall = mix(stone_of(sheet, 0.12, view.night), sheet["glow"], 0.25)
    hues = tuple(sheet.distant(sheet[role], 0.12) for role in ("primary", "accent2", "accent"))
    body = house_row(sheet, plan.side, wall, hues)
    body += bunting(sheet, (-60, 130), (WIDTH + 60, 150), 60, (*hues, sheet["glow"]), 20)
    square = mix(sheet.distant(sheet["ground"], 0.25), sheet["mid"], 0.2 if view.night else 0)
    back = {"fountain": fountain, "clock": clock_house, "stalls": great_stall}[plan.landmark]
    if plan.landmark == "clock":
        body += back(sheet, plan.x, MID_Y + 14, wall, hues)
    body += sheet.paper(ridge(sheet.rng, MID_Y + 8, 3, 6), square, rim=3, fade=ramp(square)["lo"])
    body += stall(sheet, plan.other_x + plan.side * 30, MID_Y + 44, 210, hues[1], sheet["glow"])
    body += "" if plan.landmark == "clock" else back(sheet, plan.x, MID_Y + 44, wall, hues)
    body += (
        stall(sheet, plan.x + plan.side * 20, MID_Y + 46, 170, hues[0], sheet["glow"])
        if plan.landmark == "clock"
        else ""
    )
    near = view.sheet("near")
    planted = market_edge(near, -1) + market_edge(near, 1)
    return {
        "far": open_sky(view, view.sheet("far"), castle=True),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": paved_floor(near, planted, "", mix(stone_of(near, 0.2, view.night), near["ground"], 0.3)),
        "frame": leafy_frame(view, near["secondary"]),
    }


def house(sheet: Sheet, x: float, y: float, width: float, tall: float, wall: str, roof: str) -> str:
    """A timbered house with a steep gable, lit windows, a door and flower boxes."""
    w, wood, gable = width / 2, mix(sheet["wood"], sheet["mid"], 0.12), y - tall
    chimney = [(0.34, 0.05), (0.34, -0.86), (0.62, -0.86), (0.62, 0.05)]
    out = sheet.paper(spline([(x + dx * w, gable + dy * w) for dx, dy in chimney], tension=0.04), wall, rim=2)
    front = spline(
        [(x - w, y + 30), (x - w, gable), (x, gable - w * 1.1), (x + w, gable), (x + w, y + 30)], tension=0.02
    )
    beams = sheet.stroke(_beams(x, y, w, tall), wood, w * 0.1)
    out += sheet.paper(front, wall, rim=2.6, fade=mix(wall, sheet["mid"], 0.2), inner=beams)
    eaves = [(-1.26, 0.16), (0, -1.34), (1.26, 0.16), (1.04, 0.26), (0, -0.96), (-1.04, 0.26)]
    out += sheet.paper(spline([(x + dx * w, gable + dy * w) for dx, dy in eaves], tension=0.03), roof, rim=3)
    lamp = mix(sheet["glow"], sheet["accent"], 0.5)
    for q in (-0.66, 0.02, 0.7):
        out += window(sheet, x + q * w, y - tall * 0.6, w * 0.13, wood, lamp)
    out += sheet.paper(arched(x - w * 0.3, y + 12, w * 0.24, tall * 0.36), ramp(roof)["lo"], rim=2)
    out += window(sheet, x + w * 0.42, y - tall * 0.14, w * 0.2, wood, lamp)
    sill = [(x + w * 0.12, y - tall * 0.1), (x + w * 0.72, y - tall * 0.1)]
    out += sheet.paper(tube(sill, [w * 0.12] * 2, 4), wood, rim=1.4)
    for i in range(5):
        hue = sheet.distant(sheet["primary" if i % 2 else "accent2"], 0.1)
        out += sheet.disc(x + w * (0.16 + i * 0.13), y - tall * 0.14 - w * 0.02, w * 0.07, w * 0.07, hue)
    return out


def _beams(x: float, y: float, w: float, tall: float) -> str:
    """The timber frame of a house front, as lines."""
    gable, half = y - tall, y - tall * 0.46
    lines = trace("M", x - w, half, "h", 2 * w, "M", x - w, gable, "h", 2 * w, "M", x, gable, "V", gable - w)
    lines += trace("M", x - w, y, "V", gable, "M", x + w, y, "V", gable)
    lines += trace("M", x - w * 0.34, gable, "V", half, "M", x + w * 0.36, gable, "V", half)
    return lines + trace("M", x - w, half, "L", x - w * 0.34, gable, "M", x + w, half, "L", x + w * 0.36, gable)


def house_row(sheet: Sheet, side: int, wall: str, hues: tuple[str, ...]) -> str:
    """Houses that grow toward both edges; the middle stays open for the hills."""
    out = ""
    for i, (dx, width, tall, far) in enumerate(((250, 118, 96, 0.4), (380, 150, 140, 0.25), (560, 200, 190, 0.08))):
        for q in (-1, 1):
            x = WIDTH / 2 + q * (dx + (26 if q == side else 0))
            roof = mix(hues[(i + (q > 0)) % 2], sheet["air"], far)
            out += house(
                sheet, x, MID_Y + 6, width, tall * (1.12 if q == side else 0.94), mix(wall, sheet["air"], far), roof
            )
    leaf = sheet.distant(sheet["secondary"], 0.35)
    out += round_tree(sheet, WIDTH / 2 - side * 176, MID_Y + 16, 100, leaf) + clump(
        sheet, WIDTH / 2 + side * 190, MID_Y + 4, 46, 26, leaf
    )
    return out


def stall(sheet: Sheet, x: float, y: float, width: float, first: str, second: str) -> str:
    """A market stall: striped awning with a scalloped hem, heaped fruit on a table."""
    w, wood = width / 2, timber(sheet)
    top, hem, table = y - w * 1.72, y - w * 1.22, y - w * 0.5
    out = "".join(
        sheet.paper(tube([(x + q * w * 0.92, y), (x + q * w * 0.92, hem)], [10, 10], 4), wood, rim=1.4) for q in (-1, 1)
    )
    out += sheet.flat(
        spline([(x - w * 0.86, table), (x - w * 0.86, hem), (x + w * 0.86, hem), (x + w * 0.86, table)], tension=0.02),
        mix(sheet["deep"], sheet["mid"], 0.5),
        0.45,
    )
    goods = ((-0.62, sheet["primary"]), (-0.2, sheet["accent"]), (0.22, sheet["secondary"]), (0.64, sheet["accent2"]))
    for dx, hue in goods:
        for row, count in ((0, 3), (1, 2), (2, 1)):
            for i in range(count):
                fx = x + (dx + (i - (count - 1) / 2) * 0.13) * w
                out += sheet.paper(
                    ring(fx, table - w * (0.06 + row * 0.1), w * 0.075), sheet.distant(hue, 0.08), rim=1.4
                )
    cloth = [(x - w * 1.02, table), (x + w * 1.02, table), (x + w * 0.96, y + 4), (x - w * 0.96, y + 4)]
    out += sheet.paper(spline(cloth, tension=0.03), mix(first, sheet["glow"], 0.55), rim=2.2)
    out += sheet.paper(tube([(x - w * 1.04, table), (x + w * 1.04, table)], [12, 12], 4), wood, rim=1.8)
    step, count = w * 2.4 / 8, 8
    for i in range(count):
        left, hue = x - w * 1.2 + i * step, first if i % 2 == 0 else second
        inner = (x + (left - x) * 0.8, x + (left + step - x) * 0.8)
        strip = trace(
            "M",
            inner[0],
            top,
            "L",
            inner[1],
            top,
            "L",
            left + step,
            hem,
            "a",
            step / 2,
            step * 0.42,
            0,
            0,
            1,
            -step,
            0,
            "Z",
        )
        out += sheet.paper(strip, hue, rim=1.8)
    return out + pennant(sheet, x + w * 0.8, top + 4, w * 0.42, first, wood)


def great_stall(sheet: Sheet, x: float, y: float, wall: str, hues: tuple[str, ...]) -> str:
    """A big stall beside a smaller one, with sacks."""
    cloth = sheet.distant(mix(sheet["ground"], sheet["wood"], 0.2), 0.1)
    out = stall(sheet, x + 126, y - 12, 160, hues[2], wall) + stall(sheet, x - 30, y, 270, hues[0], sheet["glow"])
    return out + sack(sheet, x + 132, y + 8, 62, cloth) + sack(sheet, x + 172, y + 10, 46, ramp(cloth)["hi"])


def fountain(sheet: Sheet, x: float, y: float, wall: str, hues: tuple[str, ...]) -> str:
    """A round fountain of three bowls with falling water and a golden fish."""
    water, out = mix(sheet["air"], sheet["glow"], 0.5), ""
    tones = ramp(wall)
    for level, half, tall in ((-4, 130, 46), (-104, 74, 22), (-176, 42, 16)):
        out += sheet.paper(
            tube([(x, y + level), (x, y + level - (80 if level > -150 else 24))], [half * 0.34, half * 0.26], 4),
            wall,
            rim=2,
        )
        bowl = [
            (x - half, y + level - tall),
            (x + half, y + level - tall),
            (x + half * 0.72, y + level + 4),
            (x - half * 0.72, y + level + 4),
        ]
        out += sheet.paper(spline(bowl, tension=0.1), wall, rim=2.6, fade=tones["lo"])
        out += sheet.disc(x, y + level - tall, half, half * 0.13, tones["hi"]) + sheet.disc(
            x, y + level - tall + 1, half * 0.86, half * 0.09, sheet["mid"]
        )
    for dx, top, low, reach in ((-1, 192, 118, 52), (1, 192, 118, 52), (-1, 126, 50, 92), (1, 126, 50, 92)):
        jet = trace("M", x + dx * reach * 0.45, y - top, "q", dx * reach * 0.56, 4, dx * reach * 0.56, top - low + 20)
        out += sheet.stroke(jet, water, 8, 0.75) + sheet.stroke(jet, sheet["glow"], 3, 0.8)
    fish = [(-16, -2), (-6, -16), (10, -14), (18, -2), (8, 8), (-8, 8)]
    out += sheet.paper(spline([(x + dx, y - 206 + dy) for dx, dy in fish]), sheet["accent"], rim=2)
    out += sheet.paper(
        spline([(x - 14, y - 208), (x - 34, y - 222), (x - 30, y - 194)], tension=0.1), sheet["accent"], rim=1.4
    )
    return out + "".join(
        flower(sheet, x + q, y + 12, 9, hues[i % 2], sheet["secondary"]) for i, q in enumerate((-150, -132, 138, 156))
    )


def clock_house(sheet: Sheet, x: float, y: float, wall: str, hues: tuple[str, ...]) -> str:
    """The town house with its clock tower."""
    out = house(sheet, x, y, 200, 180, wall, hues[1])
    body = spline([(x - 46, y - 150), (x - 42, y - 360), (x + 42, y - 360), (x + 46, y - 150)], tension=0.03)
    out += sheet.paper(body, mix(wall, sheet["glow"], 0.2), rim=2.6)
    cap = [(x - 64, y - 352), (x, y - 452), (x + 64, y - 352), (x, y - 340)]
    out += sheet.paper(spline(cap, tension=0.05), hues[0], rim=3) + pennant(
        sheet, x, y - 440, 44, hues[1], sheet["wood"]
    )
    out += sheet.disc(x, y - 300, 37, 37, sheet["accent"]) + sheet.disc(x, y - 300, 30, 30, sheet["glow"])
    out += sheet.stroke(trace("M", x, y - 300, "v", -20, "M", x, y - 300, "l", 14, 8), sheet["deep"], 4)
    return out + window(sheet, x, y - 206, 14, sheet["wood"])


def market_edge(sheet: Sheet, side: int) -> str:
    """Barrels, crates of fruit and sacks in a near corner."""
    rng, wood = sheet.rng, timber(sheet)
    pale, cloth = mix(wood, sheet["ground"], 0.35), mix(sheet["ground"], sheet["wood"], 0.22)
    out = barrel(sheet, 20, NEAR_Y + 30, 150, wood, sheet["wood"]) + crate(sheet, 110, NEAR_Y + 40, 96, pale)
    for i in range(9):
        hue = sheet["primary"] if i % 3 else sheet["accent"]
        out += sheet.paper(
            blob(rng, 78 + (i % 5) * 17 + (i // 5) * 9, NEAR_Y - 60 - (i // 5) * 14, 12, 12, wobble=0.05), hue, rim=1.6
        )
    out += sack(sheet, 196, NEAR_Y + 46, rng.uniform(74, 88), cloth) + sack(
        sheet, 250, NEAR_Y + 52, 56, ramp(cloth)["hi"]
    )
    return at_side(out, side)
