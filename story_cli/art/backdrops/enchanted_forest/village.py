"""The mushroom village: toadstool houses with lit windows, lanterns overhead."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.ground import (
    clearing,
    edge_cluster,
    forest_floor,
    forest_frame,
    forest_hall,
    glimmer,
    hedge,
    middle_trees,
)
from story_cli.art.backdrops.enchanted_forest.kit import lantern_string, mushroom
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.colour import mix, ramp


def mushroom_village(view: View) -> Slabs:
    """Toadstool houses with lit windows along a path, lanterns overhead."""
    plan, sheet = view.plan, view.sheet("mid")
    rng, cap = sheet.rng, sheet.distant(sheet["primary"], 0.12)
    form = {"round": toadstool_house, "tall": tall_house, "twins": twin_houses}[plan.landmark]
    size = {"round": 230.0, "tall": 300.0, "twins": 240.0}[plan.landmark]
    body = hedge(sheet, 380, 900) + middle_trees(sheet, ((WIDTH / 2 + plan.side * 600, 56.0),))
    body += clearing(sheet)
    small = sheet.distant(sheet["accent2"], 0.3)
    body += toadstool_house(sheet, WIDTH / 2 + plan.side * 110, MID_Y + 4, 96, sheet.distant(cap, 0.3), 0.06)
    body += toadstool_house(sheet, WIDTH / 2 - plan.side * 60, MID_Y + 2, 80, small, -0.06)
    body += tall_house(sheet, plan.other_x + plan.side * 90, MID_Y + 10, 190, small) + toadstool_house(
        sheet, plan.other_x - plan.side * 50, MID_Y + 18, 150, cap, -0.05
    )
    body += form(sheet, plan.x, MID_Y + 18, size, cap)
    body += (
        fence(sheet, plan.x + 110, plan.x + 230, MID_Y + 30, mix(sheet["glow"], sheet["air"], 0.3))
        if plan.side > 0
        else fence(sheet, plan.x - 230, plan.x - 110, MID_Y + 30, mix(sheet["glow"], sheet["air"], 0.3))
    )
    body += wash_line(sheet, (plan.other_x - plan.side * 120, MID_Y - 70), (plan.other_x - plan.side * 240, MID_Y - 60))
    body += lantern_string(sheet, (-40, 150), (WIDTH / 2 - 30, -20), 110, 5) + lantern_string(
        sheet, (WIDTH / 2 - 30, -20), (WIDTH + 40, 140), 110, 5
    )
    near = view.sheet("near")
    back = edge_cluster(near, -1, tree=False) + edge_cluster(near, 1, tree=False)
    back += mushroom(near, 60, NEAR_Y + 30, rng.uniform(170, 200), near["primary"], near["glow"], -4) + mushroom(
        near, WIDTH - 70, NEAR_Y + 30, rng.uniform(150, 190), near["accent2"], near["glow"], 4
    )
    return {
        "far": forest_hall(view, view.sheet("far"), gap=170),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": forest_floor(near, back, glimmer(near)),
        "frame": forest_frame(view),
    }


def _door(sheet: Sheet, x: float, y: float, width: float, colour: str) -> str:
    """A round-topped door with planks and a knob."""
    w, tones = width, ramp(colour)
    form = trace("M", x - w / 2, y + 6, "v", -w * 0.95, "a", w / 2, w / 2, 0, 0, 1, w, 0, "v", w * 0.95, "Z")
    planks = "".join(
        sheet.stroke(trace("M", x + q * w, y - w * 1.3, "V", y + 6), tones["lo"], 2.2, 0.8) for q in (-0.17, 0.17)
    )
    return sheet.paper(form, colour, rim=2, inner=planks) + sheet.disc(
        x + w * 0.28, y - w * 0.5, w * 0.07, w * 0.07, sheet["accent"]
    )


def _round_window(sheet: Sheet, x: float, y: float, radius: float, frame: str) -> str:
    """A lit window with a cross."""
    light = mix(sheet["glow"], sheet["accent"], 0.5)
    out = (
        sheet.shine(x, y, radius * 2.2, light, 0.4)
        + sheet.disc(x, y, radius * 1.28, radius * 1.28, frame)
        + sheet.disc(x, y, radius, radius, light)
    )
    cross = trace("M", x - radius, y, "h", 2 * radius, "M", x, y - radius, "v", 2 * radius)
    return out + sheet.stroke(cross, frame, radius * 0.22)


def toadstool_house(sheet: Sheet, x: float, y: float, size: float, cap: str, lean: float = 0.0) -> str:
    """A mushroom with door, windows, chimney; `size` is its height."""
    s = size / 1.6
    wall = mix(sheet["ground"], sheet["air"], 0.25)
    stem = [(-0.42, 0.08), (-0.36, -0.4), (-0.4, -0.85), (0.4, -0.85), (0.36, -0.4), (0.46, 0.08)]
    chimney = trace("M", x + s * 0.34, y - s * 1.15, "v", -s * 0.42, "h", s * 0.18, "v", s * 0.5, "Z")
    out = sheet.paper(chimney, wall, rim=2) + sheet.paper(
        spline([(x + dx * s, y + dy * s) for dx, dy in stem]), wall, rim=3
    )
    out += _door(sheet, x, y + 2, s * 0.31, ramp(cap)["deep"])
    out += "".join(_round_window(sheet, x + dx * s, y - s * 0.6, s * 0.085, ramp(wall)["deep"]) for dx in (-0.26, 0.26))
    out += sheet.disc(x, y - s * 0.83, s * 0.62, s * 0.12, ramp(wall)["lo"])
    dome = [
        (-0.84, -0.8),
        (-0.68, -1.2),
        (-0.1 + lean, -1.58),
        (0.5 + lean, -1.34),
        (0.86, -0.8),
        (0.3, -0.75),
        (-0.3, -0.75),
    ]
    spots = (
        (-0.45, 1.05, 0.11),
        (-0.02, 1.28, 0.15),
        (0.42, 1.08, 0.11),
        (0.1, 0.93, 0.07),
        (-0.2, 0.9, 0.05),
        (0.64, 0.9, 0.05),
    )
    inner = "".join(
        sheet.disc(x + (dx + lean * 0.6) * s, y - dy * s, s * r, s * r * 0.8, mix(sheet["glow"], cap, 0.15))
        for dx, dy, r in spots
    )
    return out + sheet.paper(spline([(x + dx * s, y + dy * s) for dx, dy in dome]), cap, rim=3.5, inner=inner)


def tall_house(sheet: Sheet, x: float, y: float, size: float, cap: str) -> str:
    """A slim two-storey mushroom with a balcony cap half way."""
    s, wall = size / 2.4, mix(sheet["ground"], sheet["air"], 0.2)
    stem = [(-0.4, 0.06), (-0.34, -0.7), (-0.3, -1.5), (0.28, -1.5), (0.34, -0.7), (0.44, 0.06)]
    out = sheet.paper(spline([(x + dx * s, y + dy * s) for dx, dy in stem], tension=0.14), wall, rim=3)
    out += _door(sheet, x - s * 0.04, y + 2, s * 0.34, ramp(sheet["accent2"])["lo"]) + _round_window(
        sheet, x + s * 0.02, y - s * 1.22, s * 0.13, ramp(wall)["deep"]
    )
    skirt = [(-0.72, -0.78), (-0.4, -0.98), (0, -1.03), (0.44, -0.98), (0.76, -0.78), (0.3, -0.72), (-0.3, -0.72)]
    out += sheet.paper(
        spline([(x + dx * s, y + dy * s) for dx, dy in skirt]), sheet.distant(sheet["accent2"], 0.15), rim=2.6
    )
    dome = [(-0.7, -1.46), (-0.58, -1.9), (-0.06, -2.38), (0.46, -2.02), (0.72, -1.46), (0.25, -1.4), (-0.25, -1.4)]
    spots = ((-0.34, 1.72, 0.1), (0.02, 2.02, 0.13), (0.38, 1.74, 0.09), (0.04, 1.6, 0.06))
    inner = "".join(
        sheet.disc(x + dx * s, y - dy * s, s * r, s * r * 0.85, mix(sheet["glow"], cap, 0.15)) for dx, dy, r in spots
    )
    return out + sheet.paper(spline([(x + dx * s, y + dy * s) for dx, dy in dome]), cap, rim=3.5, inner=inner)


def twin_houses(sheet: Sheet, x: float, y: float, size: float, cap: str) -> str:
    """Two toadstool houses that lean on each other."""
    out = toadstool_house(sheet, x + size * 0.42, y - 8, size * 0.72, sheet.distant(sheet["accent2"], 0.15), lean=-0.1)
    return out + toadstool_house(sheet, x - size * 0.22, y, size * 0.92, cap, lean=0.08)


def fence(sheet: Sheet, start: float, end: float, y: float, colour: str) -> str:
    """A row of pickets of uneven height with a rail."""
    rng, out = sheet.rng, ""
    out += sheet.paper(tube([(start - 8, y - 16), (end + 8, y - 18)], [7, 7], 4), ramp(colour)["lo"], rim=1.2)
    x = start
    while x < end:
        tall = rng.uniform(30, 42)
        picket = [(x - 6, y + 8), (x - 6, y - tall + 8), (x, y - tall), (x + 6, y - tall + 8), (x + 6, y + 8)]
        out += sheet.paper(spline(picket, tension=0.06), colour, rim=1.5)
        x += rng.uniform(17, 24)
    return out


def wash_line(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> str:
    """Socks and a shirt drying."""
    (x0, y0), (x1, y1) = start, end
    out = sheet.stroke(
        trace("M", x0, y0, "Q", (x0 + x1) / 2, (y0 + y1) / 2 + 20, x1, y1),
        sheet["wood"],
        2.2,
    )
    for i, colour in enumerate((sheet["primary"], sheet["accent"], sheet["accent2"], sheet["glow"])):
        share = (i + 0.8) / 4.6
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share + 20 * 2 * share * (1 - share)
        out += sheet.paper(
            trace("M", x - 7, y, "h", 14, "l", 2, 24, "q", -9, 5, -18, 0, "Z"), sheet.distant(colour, 0.15), rim=1.2
        )
    return out
