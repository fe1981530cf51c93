"""The deck of the space station: a hall with a great window, lights and plants."""

from __future__ import annotations

from story_cli.art.backdrops.nature import at_side, kelp
from story_cli.art.backdrops.outer_space.ground import cosmos
from story_cli.art.backdrops.outer_space.kit import barrel, crate, planet, ringed
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, polygon, ridge, ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import GROUND_SHADOW, SOFT_SHADOW, Shadow, Sheet, Slab
from story_cli.art.colour import mix, ramp

SILL = 418.0  # lower edge of the window
BARS = (322.0, 958.0)  # middles of its two posts


def space_station_deck(view: View) -> Slabs:
    """A long window onto space between a desk, a round door or tubes of plants."""
    plan, far = view.plan, view.sheet("far")
    worlds = planet(far, WIDTH / 2 - plan.side * 70, 470, 230, far.distant(far["secondary"], 0.2), bands=4, halo=0.5)
    worlds += ringed(
        far, WIDTH / 2 + plan.side * 210, 168, 36, far.distant(far["accent2"], 0.2), mix(far["ground"], far["air"], 0.3)
    )
    sheet = view.sheet("mid")
    wall = mix(mix(sheet["air"], sheet["mid"], 0.3), sheet["glow"], 0.12 if view.night else 0.3)
    body = hull(sheet, wall) + lockers(sheet, plan.other_x, MID_Y + 20, wall, plan.side)
    form = {"desk": control_desk, "airlock": airlock, "garden": plant_tubes}[plan.landmark]
    body += form(sheet, plan.x, MID_Y + 22, wall)
    near = view.sheet("near")
    return {
        "far": cosmos(view, far, worlds),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": deck_floor(near, mix(near["ground"], near["glow"], 0.2)),
        "frame": rib_frame(view),
    }


def hull(sheet: Sheet, wall: str) -> str:
    """Ceiling, window posts and the wall under the window, with rails, lights and rivets."""
    tones, trim = ramp(wall), sheet.distant(sheet["primary"], 0.15)
    left, right = -MARGIN - 20.0, WIDTH + MARGIN + 20.0
    roof = trace("M", left, -20, "H", right, "V", 132, "Q", 1130, 96, 640, 84, "Q", 150, 96, left, 132, "Z")
    out = sheet.paper(roof, wall, rim=0, fade=tones["lo"])
    out += sheet.stroke(trace("M", left, 112, "Q", 150, 76, 640, 64, "Q", 1130, 76, right, 112), trim, 9)
    for i in range(9):
        x = 60.0 + i * 145
        level = 42 + abs(x - 640) * 0.03
        out += sheet.shine(x, level, 46, sheet["accent"], 0.55)
        out += sheet.paper(
            tube([(x - 26, level), (x + 26, level)], [12, 12], 4), mix(sheet["accent"], sheet["glow"], 0.5), rim=0
        )
    for x in BARS:
        post = [
            (x - 26, 70),
            (x - 17, 180),
            (x - 17, 330),
            (x - 30, SILL + 14),
            (x + 30, SILL + 14),
            (x + 17, 330),
            (x + 17, 180),
            (x + 26, 70),
        ]
        out += sheet.paper(spline(post, tension=0.1), wall, rim=2.6)
        out += "".join(sheet.disc(x, y, 4.5, 4.5, tones["lo"]) for y in (150, 230, 310, 384))
    sill = ridge(sheet.rng, SILL, 0.0, 4)
    seams = "".join(sheet.stroke(trace("M", x, SILL, "v", 140), tones["lo"], 3, 0.7) for x in range(-20, 1320, 134))
    seams += sheet.stroke(trace("M", left, SILL + 58, "H", right), trim, 10)
    seams += "".join(
        sheet.disc(x, SILL + 24, 5, 5, sheet["accent"] if i % 3 else sheet["primary"])
        for i, x in enumerate(range(46, 1300, 67))
    )
    out += sheet.paper(sill, wall, rim=4, fade=mix(tones["lo"], sheet["mid"], 0.3), inner=seams)
    return out + sheet.stroke(trace("M", left, SILL - 3, "H", right), tones["hi"], 11)


def control_desk(sheet: Sheet, x: float, y: float, wall: str) -> str:
    """A curved desk of levers under three screens, a round chair before it."""
    trim, dark = sheet.distant(sheet["primary"], 0.06), mix(sheet["far"], sheet["deep"], 0.35)
    out = ""
    for dx, dy, w, h, tone in (
        (-112, -232, 92, 70, sheet["secondary"]),
        (0, -256, 118, 90, sheet["accent2"]),
        (114, -232, 92, 70, sheet["secondary"]),
    ):
        frame = spline(
            scaled(
                [(-w / 2 - 8, -h / 2 - 8), (w / 2 + 8, -h / 2 - 8), (w / 2 + 8, h / 2 + 8), (-w / 2 - 8, h / 2 + 8)],
                x + dx,
                y + dy,
                1,
            ),
            tension=0.06,
        )
        glass = spline(
            scaled([(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)], x + dx, y + dy, 1),
            tension=0.06,
        )
        wave = [(x + dx - w / 2 + i * w / 6, y + dy + (i % 2 * 2 - 1) * h * 0.16) for i in range(7)]
        out += sheet.stroke(trace("M", x + dx, y + dy + h / 2, "L", x + dx * 0.7, y - 110), ramp(wall)["lo"], 12)
        out += sheet.paper(frame, wall, rim=2.4) + sheet.flat(
            glass, sheet.vertical(mix(dark, tone, 0.2), mix(dark, tone, 0.55))
        )
        out += sheet.stroke(spline(wave, closed=False), mix(tone, sheet["glow"], 0.5), 5)
    form = [(-196, -116), (-160, -142), (160, -142), (196, -116), (176, 26), (-176, 26)]
    body = sheet.paper(spline(scaled(form, x, y, 1), tension=0.06), trim, rim=3.5)
    body += sheet.paper(
        polygon(scaled([(-178, -112), (178, -112), (166, -64), (-166, -64)], x, y, 1)),
        mix(wall, sheet["glow"], 0.3),
        rim=2.4,
    )
    for i in range(9):
        tone = (sheet["accent"], sheet["primary"], sheet["secondary"], sheet["accent2"])[i * 3 % 4]
        body += sheet.disc(x - 148 + i * 37, y - 98 + (i % 2) * 18, 8, 7, tone)
    for dx in (-92, 96):
        body += sheet.stroke(trace("M", x + dx, y - 96, "l", 12, -52), ramp(wall)["deep"], 7) + sheet.disc(
            x + dx + 13, y - 152, 12, 12, sheet["accent"]
        )
    back = [(-46, -20), (-52, -118), (0, -146), (52, -118), (46, -20), (0, -10)]
    chair = sheet.paper(
        spline(scaled(back, x + 8, y + 6, 1), tension=0.16), sheet.distant(sheet["accent2"], 0.05), rim=3
    )
    chair += sheet.stroke(trace("M", x + 8, y - 10, "v", 42), ramp(wall)["deep"], 12)
    return out + body + chair


def airlock(sheet: Sheet, x: float, y: float, wall: str) -> str:
    """A great round door with a wheel, a porthole and warning stripes."""
    cy, trim = y - 152, sheet.distant(sheet["primary"], 0.06)
    out = sheet.paper(ring(x, cy, 178), ramp(wall)["lo"], rim=4)
    stripes = "".join(
        sheet.stroke(trace("M", x - 200 + i * 56, cy + 210, "l", 130, -420), sheet["accent"], 20, 0.95)
        for i in range(-2, 9)
    )
    out += sheet.paper(ring(x, cy, 160), mix(sheet["deep"], sheet["far"], 0.45), rim=0, inner=stripes)
    out += sheet.paper(ring(x, cy, 136), wall, rim=4) + sheet.stroke(ring(x, cy, 112), ramp(wall)["lo"], 4)
    out += sheet.disc(x, cy - 52, 50, 42, trim) + sheet.disc(x, cy - 52, 40, 33, mix(sheet["far"], sheet["deep"], 0.3))
    out += "".join(
        sheet.disc(x + dx, cy - 52 + dy, r, r, sheet["glow"])
        for dx, dy, r in ((-18, -8, 2.4), (8, 10, 2), (18, -14, 3))
    )
    out += sheet.stroke(trace("M", x - 26, cy - 66, "q", 6, -12, 22, -14), "#ffffff", 5, 0.7)
    wheel = sheet.stroke(ring(x, cy + 48, 46), sheet["accent"], 12)
    for dx, dy in ((40, 0), (20, 35), (-20, 35), (-40, 0), (-20, -35), (20, -35)):
        wheel += sheet.stroke(trace("M", x, cy + 48, "l", dx, dy), sheet["accent"], 8)
    out += wheel + sheet.disc(x, cy + 48, 14, 14, trim)
    for dx, dy in ((0, -124), (88, -88), (124, 0), (88, 88), (-88, 88), (-124, 0), (-88, -88), (0, 124)):
        out += sheet.disc(x + dx, cy + dy, 7, 7, ramp(wall)["lo"])
    out += sheet.shine(x + 150, cy - 142, 50, sheet["secondary"], 0.8) + sheet.disc(
        x + 150, cy - 142, 13, 13, sheet["secondary"]
    )
    return out + sheet.paper(
        polygon(scaled([(-120, -22), (120, -22), (150, 24), (-150, 24)], x, y, 1)), ramp(wall)["lo"], rim=3
    )


def plant_tubes(sheet: Sheet, x: float, y: float, wall: str) -> str:
    """Three glass tubes in which plants of the station grow, with bubbles."""
    out, air = "", mix(sheet["air"], sheet["glow"], 0.5)
    for dx, w, tall, leaf in (
        (-118, 84, 250, sheet["secondary"]),
        (118, 84, 226, sheet["accent2"]),
        (0, 116, 330, sheet["secondary"]),
    ):
        px, top = x + dx, y - tall
        tube_path = trace(
            "M", px - w / 2, y - 30, "V", top + 40, "A", w / 2, w / 2, 0, 0, 1, px + w / 2, top + 40, "V", y - 30, "Z"
        )
        out += sheet.shine(px, y - tall * 0.5, tall * 0.6, sheet["secondary"], 0.25)
        out += sheet.flat(tube_path, sheet.vertical(air, mix(air, sheet["secondary"], 0.3)))
        plants = kelp(sheet, px - w * 0.12, y - 26, tall * 0.68, sheet.distant(leaf, 0.05), w * 0.2)
        plants += kelp(sheet, px + w * 0.2, y - 26, tall * 0.42, sheet.distant(sheet["primary"], 0.1), w * 0.16)
        for _ in range(6):
            plants += sheet.disc(
                px + sheet.rng.uniform(-w * 0.36, w * 0.36),
                y - sheet.rng.uniform(50, tall * 0.9),
                5,
                5,
                "#ffffff",
                0.55,
            )
        out += sheet.clip(tube_path, plants)
        out += sheet.stroke(trace("M", px - w * 0.34, y - 60, "V", top + 56), "#ffffff", w * 0.08, 0.65)
        for level, tone in ((top + 12, wall), (y - 22, wall)):
            cap = polygon(scaled([(-0.56, -0.16), (0.56, -0.16), (0.62, 0.22), (-0.62, 0.22)], px, level, w))
            out += sheet.paper(cap, tone, rim=2.6) + sheet.disc(px, level + 2, 6, 5, sheet["accent"])
    return out + sheet.paper(
        polygon(scaled([(-196, -14), (196, -14), (210, 26), (-210, 26)], x, y, 1)), ramp(wall)["lo"], rim=3
    )


def lockers(sheet: Sheet, x: float, y: float, wall: str, side: int) -> str:
    """Across from the landmark: two lockers, helmets on a shelf, a pipe."""
    out = sheet.stroke(trace("M", x + side * 150, 90, "V", y), ramp(wall)["lo"], 22) + sheet.stroke(
        trace("M", x + side * 150 - 5, 90, "V", y), ramp(wall)["hi"], 5
    )
    for dx, tall, tone in ((-52, 214, sheet["secondary"]), (50, 190, sheet["accent2"])):
        px, tint = x + dx, sheet.distant(tone, 0.2)
        door = spline(scaled([(-46, -tall), (46, -tall), (46, 18), (-46, 18)], px, y, 1), tension=0.03)
        slots = "".join(
            sheet.stroke(trace("M", px - 22, y - tall + 26 + q, "h", 44), ramp(tint)["lo"], 5) for q in (0, 16, 32)
        )
        out += sheet.paper(door, tint, rim=3, inner=slots) + sheet.disc(
            px + 30, y - tall * 0.46, 6, 10, sheet["accent"]
        )
    for dx, dy in ((-52, -214), (50, -190)):
        out += sheet.disc(x + dx, y + dy - 28, 34, 32, mix(wall, sheet["glow"], 0.5)) + sheet.disc(
            x + dx + 5, y + dy - 28, 23, 21, mix(sheet["far"], sheet["mid"], 0.3)
        )
        out += sheet.stroke(trace("M", x + dx - 8, y + dy - 38, "q", 6, -8, 16, -8), "#ffffff", 4, 0.8)
    return out


def deck_floor(sheet: Sheet, colour: str) -> list[Slab]:
    """Near layer: a floor of plates toward the viewer with strips of light, cargo at both sides."""
    tones = ramp(colour)
    inner = "".join(
        sheet.stroke(trace("M", WIDTH / 2 + i * 92, NEAR_Y, "L", WIDTH / 2 + i * 196, HEIGHT), tones["lo"], 4, 0.7)
        for i in range(-8, 9)
    )
    inner += "".join(sheet.stroke(trace("M", -80, NEAR_Y + q, "H", WIDTH + 80), tones["lo"], 4, 0.7) for q in (46, 112))
    for i in (-3.5, 3.5):
        beam = polygon(
            [
                (WIDTH / 2 + i * 92 - 9, NEAR_Y),
                (WIDTH / 2 + i * 92 + 9, NEAR_Y),
                (WIDTH / 2 + i * 196 + 20, HEIGHT),
                (WIDTH / 2 + i * 196 - 20, HEIGHT),
            ]
        )
        inner += sheet.flat(beam, mix(sheet["accent"], sheet["glow"], 0.35), 0.85)
    floor = sheet.paper(ridge(sheet.rng, NEAR_Y, 0.0, 4), colour, rim=5, fade=ramp(tones["lo"])["lo"], inner=inner)
    slabs = [sheet.slab(floor, GROUND_SHADOW)]
    return [*slabs, sheet.slab(cargo(sheet, -1) + cargo(sheet, 1), Shadow(4, 6, 0.3))]


def cargo(sheet: Sheet, side: int) -> str:
    """A near corner: crates, a tank and a potted plant."""
    rng = sheet.rng
    out = barrel(
        sheet, 20, NEAR_Y + 40, 116, rng.uniform(210, 260), sheet["accent2"] if side < 0 else sheet["secondary"]
    )
    out += kelp(sheet, 172, NEAR_Y - 6, rng.uniform(60, 78), sheet["secondary"], 20)
    pot = spline(scaled([(-40, -34), (40, -34), (28, 40), (-28, 40)], 176, NEAR_Y + 16, 1), tension=0.06)
    out += sheet.paper(pot, sheet["glow"], rim=2.6)
    out += crate(sheet, 104, NEAR_Y + 48, 112, mix(sheet["wood"], sheet["accent"], 0.35)) + crate(
        sheet, 96, NEAR_Y - 36, 68, sheet["primary"]
    )
    return at_side(out, side)


def rib_frame(view: View) -> list[Slab]:
    """Dark ribs of the hull in the corners, with pipes and rivets."""
    sheet = view.sheet("frame")
    dark = mix(sheet["deep"], sheet["far"], 0.15)
    out = ""
    for side in (-1, 1):
        rib = [
            (-160, -90),
            (300, -90),
            (168, -4),
            (84, 64),
            (42, 170),
            (28, 330),
            (44, 500),
            (104, 640),
            (170, 800),
            (-160, 800),
        ]
        body = sheet.stroke(
            spline([(190, -20), (104, 60), (66, 170), (52, 330), (66, 500), (130, 660)], closed=False),
            mix(dark, sheet["far"], 0.6),
            15,
        )
        body += sheet.paper(spline(rib, tension=0.15), dark, rim=3)
        for x, y in ((120, 10), (52, 80), (14, 190), (2, 330), (16, 470), (66, 600)):
            body += sheet.disc(x, y, 8, 8, mix(dark, sheet["far"], 0.7))
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
