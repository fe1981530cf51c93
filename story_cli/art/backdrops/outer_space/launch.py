"""The launch pad: a rocket by its tower, a landed saucer, or the control dome."""

from __future__ import annotations

from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.outer_space.ground import cosmos, moon_floor, rock_frame, soil
from story_cli.art.backdrops.outer_space.kit import (
    barrel,
    crate,
    crater,
    dish,
    glass_dome,
    lamp_post,
    moon_stone,
    planet,
    ringed,
)
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import polygon, ridge, ring, scaled, spline, trace
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.colour import mix, ramp


def launch_pad(view: View) -> Slabs:
    """A round pad with lamps, tanks and a way up to the stars."""
    plan, far = view.plan, view.sheet("far")
    worlds = ringed(
        far,
        WIDTH / 2 + plan.side * 110,
        176,
        62,
        far.distant(far["accent2"], 0.25),
        mix(far["ground"], far["air"], 0.3),
    )
    worlds += planet(far, WIDTH / 2 - plan.side * 470, 120, 30, far.distant(far["secondary"], 0.3))
    sheet = view.sheet("mid")
    hull = mix(sheet["glow"], sheet["air"], 0.22)
    floor = sheet.distant(sheet["ground"], 0.42)
    body = sheet.paper(ridge(sheet.rng, MID_Y + 4, 10, 6), floor, rim=3, fade=mix(floor, sheet["mid"], 0.4))
    body += dish(sheet, plan.other_x + plan.side * 130, MID_Y + 18, 150, sheet.distant(hull, 0.2), plan.side * -24)
    body += tanks(sheet, plan.other_x, MID_Y + 26, plan.side)
    form = {"rocket": rocket_and_tower, "saucer": saucer, "control": control_dome}[plan.landmark]
    body += form(sheet, plan.x, MID_Y + 26, hull)
    near = view.sheet("near")
    ground = soil(view, near, 0.12)
    back = "".join(pad_corner(near, side) for side in (-1, 1))
    return {
        "far": cosmos(view, far, worlds, ((440, 26, 0.3), (474, 16, 0.55))),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": moon_floor(near, back, pad_lamps(near), ground, wave=5),
        "frame": rock_frame(view, floating=False),
    }


def rocket_ship(sheet: Sheet, x: float, y: float, height: float, hull: str, trim: str) -> str:
    """A plump rocket on three fins."""
    h, tones = height, ramp(trim)
    out = ""
    for s in (-1, 1):
        fin = [(0.13, -0.36), (0.3, -0.2), (0.36, 0.0), (0.31, 0.03), (0.24, -0.07), (0.1, -0.1)]
        out += sheet.paper(spline(scaled([(s * dx, dy) for dx, dy in fin], x, y, h), tension=0.13), trim, rim=3)
    out += sheet.paper(
        polygon(scaled([(-0.09, -0.09), (0.09, -0.09), (0.12, -0.01), (-0.12, -0.01)], x, y, h)), tones["deep"], rim=2
    )
    form = [(0, -1.0), (0.1, -0.87), (0.17, -0.66), (0.185, -0.42), (0.15, -0.18), (0.1, -0.07)]
    form += [(-dx, dy) for dx, dy in form[:0:-1]]
    inner = sheet.disc(x, y - h * 1.0, h * 0.3, h * 0.25, trim)
    inner += sheet.stroke(
        trace("M", x - h * 0.2, y - h * 0.75, "q", h * 0.2, h * 0.05, h * 0.4, 0), tones["hi"], h * 0.016
    )
    inner += sheet.stroke(trace("M", x - h * 0.2, y - h * 0.2, "q", h * 0.2, h * 0.05, h * 0.4, 0), trim, h * 0.055)
    inner += sheet.disc(x + h * 0.16, y - h * 0.4, h * 0.1, h * 0.5, ramp(hull)["lo"], 0.45)
    out += sheet.paper(spline(scaled(form, x, y, h), tension=0.15), hull, rim=3.5, inner=inner)
    for level, r in ((0.56, 0.082), (0.35, 0.05)):
        out += sheet.disc(x, y - h * level, h * r * 1.32, h * r * 1.32, sheet["accent"])
        out += sheet.disc(x, y - h * level, h * r, h * r, mix(sheet["far"], sheet["mid"], 0.35))
        out += sheet.disc(x - h * r * 0.3, y - h * (level + r * 0.36), h * r * 0.36, h * r * 0.26, sheet["glow"], 0.85)
    fin = [(0, -0.3), (0.035, -0.12), (0.03, 0.03), (-0.03, 0.03), (-0.035, -0.12)]
    return out + sheet.paper(spline(scaled(fin, x, y, h), tension=0.13), tones["lo"], rim=2.4)


def rocket_and_tower(sheet: Sheet, x: float, y: float, hull: str) -> str:
    """The rocket before its tower, an arm and hoses between them."""
    steel = sheet.distant(sheet["wood"], 0.3)
    tx = x + (116 if x > WIDTH / 2 else -116)
    out = tower(sheet, tx, y, 420, steel)
    for level in (0.34, 0.62):
        out += sheet.stroke(trace("M", tx, y - 420 * level, "L", x, y - 420 * level + 8), steel, 9)
    base = polygon(scaled([(-150, -16), (150, -16), (176, 24), (-176, 24)], x, y, 1))
    out += sheet.paper(base, mix(steel, sheet["mid"], 0.3), rim=3)
    lights = "".join(sheet.disc(x + q, y + 4, 5, 5, sheet["accent"]) for q in (-130, -78, -26, 26, 78, 130))
    return out + lights + rocket_ship(sheet, x, y - 12, 372, hull, sheet.distant(sheet["primary"], 0.08))


def tower(sheet: Sheet, x: float, y: float, height: float, colour: str) -> str:
    """A lattice tower with platforms and lamps."""
    w, cross = 34.0, ""
    steps = 7
    for i in range(steps):
        low, high = y - height * i / steps, y - height * (i + 1) / steps
        cross += trace("M", x - w, low, "L", x + w, high, "M", x + w, low, "L", x - w, high)
    out = sheet.stroke(cross, ramp(colour)["hi"], 4, 0.85)
    out += sheet.stroke(trace("M", x - w, y + 10, "V", y - height, "h", 2 * w, "V", y + 10), colour, 9)
    for i in (2, 4, 6):
        level = y - height * i / steps
        out += sheet.paper(
            polygon(
                [(x - w - 16, level - 5), (x + w + 16, level - 5), (x + w + 10, level + 8), (x - w - 10, level + 8)]
            ),
            colour,
            rim=2,
        )
        out += sheet.disc(x + w + 12, level - 10, 5, 5, sheet["accent"]) + sheet.disc(
            x - w - 12, level - 10, 5, 5, sheet["accent"]
        )
    out += sheet.stroke(trace("M", x, y - height, "v", -58), colour, 5)
    return (
        out
        + sheet.shine(x, y - height - 62, 34, sheet["primary"], 0.8)
        + sheet.disc(x, y - height - 62, 8, 8, sheet["primary"])
    )


def saucer(sheet: Sheet, x: float, y: float, hull: str) -> str:
    """A landed flying saucer with its ramp down, light falling out."""
    trim = sheet.distant(sheet["primary"], 0.08)
    out = ""
    for dx in (-120, 120):
        out += sheet.stroke(trace("M", x + dx * 0.7, y - 96, "L", x + dx, y + 6), ramp(trim)["lo"], 11)
        out += sheet.paper(ring(x + dx, y + 12, 28, 10), ramp(trim)["lo"], rim=2)
    beam = polygon([(x - 34, y - 80), (x + 34, y - 80), (x + 70, y + 22), (x - 70, y + 22)])
    out += sheet.flat(beam, sheet.fading(sheet["accent"], 0.75)) + sheet.shine(x, y - 60, 130, sheet["accent"], 0.6)
    dome = trace("M", x - 84, y - 150, "A", 84, 88, 0, 0, 1, x + 84, y - 150, "Z")
    glass = mix(sheet["air"], sheet["glow"], 0.4)
    out += sheet.paper(dome, glass, rim=3) + sheet.stroke(
        trace("M", x - 54, y - 172, "q", 10, -38, 44, -48), "#ffffff", 8, 0.75
    )
    disc = [(-206, -118), (-150, -158), (0, -172), (150, -158), (206, -118), (132, -82), (0, -70), (-132, -82)]
    stripe = sheet.disc(x, y - 74, 210, 34, trim)
    out += sheet.paper(spline(scaled(disc, x, y, 1), tension=0.17), hull, rim=3.5, inner=stripe)
    for q in (-150, -92, -32, 32, 92, 150):
        level = y - 124 + abs(q) * -0.02
        out += sheet.shine(x + q, level, 26, sheet["accent"], 0.6) + sheet.disc(x + q, level, 10, 10, sheet["accent"])
    return (
        out + sheet.stroke(trace("M", x, y - 236, "v", -34), ramp(trim)["lo"], 5) + sheet.disc(x, y - 274, 10, 10, trim)
    )


def control_dome(sheet: Sheet, x: float, y: float, hull: str) -> str:
    """The house of the watchers: a dome with a desk, a great dish on a tower beside it."""
    trim = sheet.distant(sheet["primary"], 0.08)
    screens = "".join(
        sheet.paper(polygon(scaled([(-22, -64), (22, -64), (22, -34), (-22, -34)], x + dx, y, 1)), tone, rim=1.6)
        for dx, tone in ((-62, sheet["secondary"]), (-10, sheet["accent2"]), (44, sheet["secondary"]))
    )
    desk = sheet.paper(polygon(scaled([(-104, -30), (86, -30), (96, 4), (-112, 4)], x, y, 1)), trim, rim=2)
    out = tower(sheet, x + (120 if x > WIDTH / 2 else -120), y, 250, sheet.distant(sheet["wood"], 0.3))
    out += dish(sheet, x + (120 if x > WIDTH / 2 else -120), y - 236, 150, hull, -26 if x > WIDTH / 2 else 26)
    return out + glass_dome(sheet, x, y, 128, hull, screens + desk)


def tanks(sheet: Sheet, x: float, y: float, side: int) -> str:
    """Fuel tanks of three sizes with a pipe, and crates."""
    tint, pipe = sheet.distant, sheet.distant(sheet["wood"], 0.35)
    out = sheet.stroke(trace("M", x - 96, y - 116, "h", 110, "v", 120), pipe, 9)
    out += barrel(sheet, x - side * 36, y, 92, 190, tint(sheet["secondary"], 0.3))
    out += barrel(sheet, x + side * 52, y + 4, 70, 128, tint(sheet["accent2"], 0.28))
    out += barrel(sheet, x - side * 104, y + 6, 52, 84, tint(mix(sheet["glow"], sheet["air"], 0.3), 0.1))
    return out + crate(sheet, x - side * 160, y + 16, 62, tint(sheet["accent"], 0.3))


def pad_corner(sheet: Sheet, side: int) -> str:
    """A near corner: crates, a tall tank, a lamp, a lump of moon."""
    rng, ground = sheet.rng, sheet["ground"]
    out = barrel(
        sheet, 24, NEAR_Y + 20, 124, rng.uniform(230, 280), sheet["secondary"] if side < 0 else sheet["accent2"]
    )
    out += lamp_post(sheet, 150, NEAR_Y + 22, rng.uniform(190, 220), sheet["wood"], sheet["accent"])
    out += crate(sheet, 128, NEAR_Y + 22, 104, mix(sheet["wood"], sheet["accent"], 0.3))
    out += crate(sheet, 120, NEAR_Y - 54, 66, sheet["primary"])
    return at_side(out + moon_stone(sheet, 250, NEAR_Y + 34, 90, 44, ramp(ground)["lo"]), side)


def pad_lamps(sheet: Sheet) -> str:
    """Rings painted on the ground, small lights along them, and a few hollows."""
    line = mix(sheet["accent"], sheet["ground"], 0.35)
    out = "".join(
        sheet.stroke(ring(WIDTH / 2, NEAR_Y + 82, rx, ry), line, 5, 0.75, dash)
        for rx, ry, dash in ((430, 52, "46 26"), (300, 34, ""))
    )
    for q in (-1, -0.82, 0.82, 1):
        x, y = WIDTH / 2 + q * 410, NEAR_Y + 82 - (1 - q * q) ** 0.5 * 40
        out += sheet.shine(x, y, 30, sheet["accent"], 0.8) + sheet.disc(
            x, y, 8, 6, mix(sheet["accent"], sheet["glow"], 0.4)
        )
    return out + crater(sheet, sheet.rng.uniform(60, 200), NEAR_Y + 96, 60, sheet["ground"])
