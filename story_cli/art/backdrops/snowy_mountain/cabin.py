"""Inside the mountain cabin: timber walls, a fire or a warm bed, snow behind the window."""

from __future__ import annotations

from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import (
    HEIGHT,
    MARGIN,
    Point,
    arched,
    blob,
    polygon,
    ridge,
    scaled,
    spline,
    trace,
    tube,
)
from story_cli.art.backdrops.sheet import GROUND_SHADOW, SOFT_SHADOW, Shadow, Sheet, Slab, placed
from story_cli.art.backdrops.snowy_mountain.furniture import chair_corner, flower_pot, shelf, table, wood_corner
from story_cli.art.backdrops.snowy_mountain.ground import far_firs, mountains, winter_sky
from story_cli.art.backdrops.snowy_mountain.kit import NIGHT_AIR, bulbs, snow_of
from story_cli.art.colour import mix, oklch, ramp, shifted, to_oklch

TIMBER_HUE = 50.0

WINDOW = (480.0, 800.0, 118.0, 372.0)  # left, right, top, bottom of the great window


def mountain_cabin(view: View) -> Slabs:
    """A warm room with a wide window onto the peaks."""
    plan, far = view.plan, view.sheet("far")
    sky = winter_sky(view, far)
    outside = mountains(view, far, 360) + far_firs(far, 372, 0.55, 13)
    sheet = view.sheet("mid")
    timber = room_wood(sheet)
    body = wall(sheet, timber) + window(sheet, timber, plan.side)
    body += shelf(sheet, plan.other_x + plan.side * 20, 250, timber) + table(
        sheet, plan.other_x + plan.side * 10, MID_Y + 30, timber
    )
    form = {"fireplace": fireplace, "stove": tiled_stove, "bunk": bed_nook}[plan.landmark]
    body += form(sheet, plan.x, MID_Y + 24, timber)
    body += bulbs(sheet, (-40, 96), (WIDTH / 2, 60), 22, 9) + bulbs(sheet, (WIDTH / 2, 60), (WIDTH + 40, 96), 22, 9)
    near = view.sheet("near")
    return {
        "far": [*sky, far.slab(outside)],
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": floor(near),
        "frame": beam_frame(view),
    }


def room_wood(sheet: Sheet) -> str:
    """Timber in the light of a fire: warm in every signature, darker by night."""
    return oklch(0.40 if to_oklch(sheet["air"])[0] < NIGHT_AIR else 0.70, 0.075, TIMBER_HUE)


def wall(sheet: Sheet, timber: str) -> str:
    """Round logs with knots, cut out at the window; ceiling boards above."""
    rng, tones = sheet.rng, ramp(timber)
    left, right, top, bottom = WINDOW
    out = ""
    edges = (-MARGIN - 20.0, WIDTH + MARGIN + 20.0)
    for i in range(12):
        y = 46 + i * 44
        spans = [(edges[0], left), (right, edges[1])] if top - 20 < y < bottom else [edges]
        tone = mix(timber, tones["hi"] if i % 2 else tones["lo"], 0.25)
        for start, end in spans:
            out += sheet.paper(trace("M", start, y - 23, "H", end, "V", y + 23, "H", start, "Z"), tone, rim=3)
            for _ in range(3):
                x = rng.uniform(max(start, -40), min(end, WIDTH + 40))
                if start + 30 < x < end - 30:
                    out += sheet.stroke(
                        trace("M", x - 26, y + rng.uniform(-8, 8), "q", 26, -7, 54, 0), tones["lo"], 3, 0.6
                    )
    roof = trace("M", edges[0], -20, "H", edges[1], "V", 34, "H", edges[0], "Z")
    out += sheet.paper(roof, tones["lo"], rim=0)
    beams = "".join(
        sheet.paper(tube([(x, -10), (x, 58)], [34, 30], 4), tones["deep"], rim=2) for x in (120, 400, 880, 1160)
    )
    return out + beams


def window(sheet: Sheet, timber: str, side: int) -> str:
    """Frame, bars, a sill with snow outside and a pot of flowers inside, curtains."""
    left, right, top, bottom = WINDOW
    frame, middle = mix(sheet["glow"], timber, 0.25), (left + right) / 2
    out = sheet.stroke(trace("M", left, top, "H", right, "V", bottom, "H", left, "Z"), ramp(frame)["lo"], 24)
    out += sheet.stroke(trace("M", left, top, "H", right, "V", bottom, "H", left, "Z"), frame, 17)
    out += sheet.stroke(trace("M", middle, top, "V", bottom, "M", left, (top + bottom) / 2 - 10, "H", right), frame, 10)
    for x0, x1 in ((left + 8, middle - 6), (middle + 6, right - 8)):
        heap = [(x0, bottom - 6), (x0, bottom - 26), ((x0 + x1) / 2, bottom - 12), (x1, bottom - 30), (x1, bottom - 6)]
        out += sheet.paper(spline(heap, tension=0.14), snow_of(sheet), rim=2.4)
    cloth = sheet.distant(sheet["primary"], 0.1)
    for s, x in ((-1, left), (1, right)):
        fold = [
            (x - s * 30, top - 28),
            (x + s * 46, top - 28),
            (x + s * 54, 250),
            (x + s * 22, 306),
            (x + s * 56, bottom + 30),
            (x - s * 10, bottom + 34),
            (x - s * 2, 300),
            (x - s * 34, 200),
        ]
        lines = "".join(
            sheet.stroke(
                trace("M", x + s * q, top - 20, "Q", x + s * (q + 6), 220, x + s * (q * 0.4 + 14), 306),
                ramp(cloth)["lo"],
                5,
                0.7,
            )
            for q in (2, 24)
        )
        out += sheet.paper(spline(fold, tension=0.14), cloth, rim=3, inner=lines) + sheet.stroke(
            trace("M", x - s * 4, 304, "h", s * 34), sheet["accent"], 9
        )
    out += sheet.paper(tube([(left - 70, top - 34), (right + 70, top - 34)], [13, 13], 4), sheet["accent"], rim=2)
    out += sheet.paper(tube([(left - 46, bottom + 20), (right + 46, bottom + 20)], [24, 24], 4), frame, rim=3)
    return out + flower_pot(sheet, middle + side * 140, bottom + 8)


def fireplace(sheet: Sheet, x: float, y: float, timber: str) -> str:
    """A hearth of round stones with a fire, a shelf with stockings above it."""
    stone = mix(sheet["ground"], sheet["far"], 0.3)
    out = sheet.paper(polygon(scaled([(-78, -640), (78, -640), (92, -230), (-92, -230)], x, y, 1)), stone, rim=3)
    out += sheet.paper(polygon(scaled([(-150, -236), (150, -236), (162, 22), (-162, 22)], x, y, 1)), stone, rim=3)
    spots = [
        (-120, -20),
        (-124, -76),
        (-118, -132),
        (-112, -188),
        (120, -24),
        (126, -80),
        (118, -136),
        (112, -190),
        (-52, -196),
        (4, -204),
        (58, -194),
    ]
    spots += [(-40, -290), (26, -330), (-30, -388), (36, -440), (-20, -480)]
    out += "".join(
        sheet.paper(
            blob(sheet.rng, x + dx, y + dy, 25, 19, 9, 0.09), mix(stone, sheet["glow"], 0.14 + 0.14 * (i % 3)), rim=2
        )
        for i, (dx, dy) in enumerate(spots)
    )
    out += sheet.flat(arched(x, y + 14, 84, 176), mix(sheet["deep"], sheet["wood"], 0.3)) + sheet.shine(
        x, y - 50, 210, sheet["accent"], 0.85
    )
    out += flames(sheet, x, y - 2, 1.0)
    out += sheet.paper(tube([(x - 52, y + 2), (x + 50, y - 6)], [22, 22], 4), sheet["wood"], rim=2) + sheet.paper(
        tube([(x - 46, y - 8), (x + 54, y + 2)], [20, 20], 4), ramp(sheet["wood"])["hi"], rim=2
    )
    out += sheet.paper(tube([(x - 176, y - 240), (x + 176, y - 240)], [28, 28], 4), timber, rim=3)
    for dx, tone in ((-120, sheet["primary"]), (-64, sheet["secondary"]), (112, sheet["accent2"])):
        sock = [(-14, -226), (14, -226), (14, -182), (34, -168), (30, -150), (-2, -150), (-16, -168)]
        out += sheet.paper(spline(scaled(sock, x + dx, y, 1), tension=0.12), tone, rim=2.2) + sheet.paper(
            tube([(x + dx - 15, y - 224), (x + dx + 15, y - 224)], [14, 14], 4), sheet["glow"], rim=1.4
        )
    out += sheet.disc(x - 6, y - 296, 34, 34, sheet["accent"]) + sheet.disc(x - 6, y - 296, 27, 27, sheet["glow"])
    return out + sheet.stroke(trace("M", x - 6, y - 296, "v", -18, "M", x - 6, y - 296, "l", 12, 7), sheet["deep"], 4)


def flames(sheet: Sheet, x: float, y: float, size: float) -> str:
    """A friendly fire of rounded tongues."""
    hot, out = mix(sheet["accent"], "#e8603c", 0.6), ""
    for dx, tall, wide, tone in (
        (-30, 76, 27, hot),
        (32, 66, 25, hot),
        (2, 108, 34, hot),
        (-12, 70, 22, sheet["accent"]),
        (16, 62, 19, sheet["accent"]),
        (2, 40, 15, sheet["glow"]),
    ):
        w, t = wide * size, tall * size
        tongue = [
            (-w, 0),
            (-w * 0.9, -t * 0.4),
            (-w * 0.2, -t * 0.6),
            (w * 0.1, -t),
            (w * 0.6, -t * 0.55),
            (w * 0.95, -t * 0.3),
            (w, 0),
        ]
        out += sheet.flat(spline(scaled(tongue, x + dx * size, y, 1)), tone, 0.94)
    return out


def tiled_stove(sheet: Sheet, x: float, y: float, timber: str) -> str:
    """A tall stove of painted tiles with a bench around it and a kettle."""
    tile, out = sheet.distant(sheet["secondary"], 0.05), ""
    out += sheet.paper(
        polygon(scaled([(-26, -640), (26, -640), (26, -330), (-26, -330)], x, y, 1)), ramp(tile)["lo"], rim=2
    )
    body = spline(
        scaled([(-104, 20), (-104, -320), (-84, -346), (84, -346), (104, -320), (104, 20)], x, y, 1), tension=0.05
    )
    inner = ""
    for i in range(4):
        for j in range(3):
            px, py = x - 70 + j * 70, y - 296 + i * 74
            inner += sheet.stroke(
                spline(scaled([(-30, -32), (30, -32), (30, 32), (-30, 32)], px, py, 1), tension=0.05),
                ramp(tile)["lo"],
                4,
                0.8,
            )
            if (i + j) % 2 == 0:
                inner += "".join(
                    sheet.disc(px + dx, py + dy, 7, 7, mix(tile, sheet["glow"], 0.6))
                    for dx, dy in ((-9, 0), (9, 0), (0, -9), (0, 9))
                ) + sheet.disc(px, py, 5, 5, sheet["accent"])
    out += sheet.paper(body, tile, rim=3.5, inner=inner)
    out += sheet.paper(tube([(x - 118, y - 344), (x + 118, y - 344)], [24, 24], 4), ramp(tile)["hi"], rim=2.6)
    out += (
        sheet.flat(arched(x, y - 26, 44, 84), mix(sheet["deep"], sheet["wood"], 0.3))
        + sheet.shine(x, y - 54, 120, sheet["accent"], 0.8)
        + flames(sheet, x, y - 28, 0.6)
    )
    out += sheet.paper(tube([(x - 176, y - 18), (x + 176, y - 18)], [24, 24], 4), timber, rim=3)
    out += "".join(
        sheet.paper(tube([(x + dx, y - 10), (x + dx, y + 24)], [20, 18], 4), timber, rim=2) for dx in (-156, 156)
    )
    pot = [(-30, -34), (-34, -58), (-16, -74), (16, -74), (34, -58), (30, -34)]
    return (
        out
        + sheet.paper(spline(scaled(pot, x + 136, y, 1)), sheet["primary"], rim=2.4)
        + sheet.stroke(trace("M", x + 112, y - 70, "q", 24, -34, 48, 0), ramp(sheet["primary"])["lo"], 6)
    )


def bed_nook(sheet: Sheet, x: float, y: float, timber: str) -> str:
    """A bed in the wall under a carved arch, patchwork on it, a lamp over it."""
    nook = trace("M", x - 168, y - 40, "V", y - 210, "a", 168, 150, 0, 0, 1, 336, 0, "V", y - 40, "Z")
    out = sheet.stroke(nook, ramp(timber)["hi"], 20) + sheet.flat(nook, mix(sheet["deep"], sheet["wood"], 0.5))
    out += sheet.clip(nook, sheet.shine(x + 60, y - 200, 210, sheet["accent"], 0.8))
    pillow = spline(scaled([(-160, -70), (-146, -108), (-74, -112), (-56, -72)], x, y, 1))
    quilt: list[Point] = [(-84, -82), (0, -104), (164, -90), (164, -24), (-90, -24)]
    path, tones, patches = (
        spline(scaled(quilt, x, y, 1), tension=0.1),
        (sheet["primary"], sheet["glow"], sheet["secondary"], sheet["accent"], sheet["accent2"]),
        "",
    )
    for i in range(7):
        for j in range(2):
            cell = polygon(scaled([(0, 0), (40, 0), (40, 44), (0, 44)], x - 94 + i * 40, y - 112 + j * 44, 1))
            patches += sheet.flat(cell, tones[(i * 2 + j) % 5]) + sheet.stroke(
                cell, mix(sheet["glow"], timber, 0.3), 2, 0.8, "5 4"
            )
    out += sheet.paper(pillow, sheet["glow"], rim=2.4) + sheet.paper(path, sheet["primary"], rim=3, inner=patches)
    out += sheet.paper(tube([(x - 176, y - 16), (x + 176, y - 16)], [40, 40], 4), timber, rim=3)
    out += "".join(
        sheet.paper(tube([(x + dx, y - 70), (x + dx, y + 26)], [26, 24], 4), timber, rim=2.4)
        + sheet.disc(x + dx, y - 84, 19, 19, ramp(timber)["hi"])
        for dx in (-176, 176)
    )
    out += sheet.stroke(trace("M", x + 60, y - 330, "v", 70), sheet["accent"], 4) + sheet.disc(
        x + 60, y - 244, 17, 20, mix(sheet["accent"], sheet["glow"], 0.5)
    )
    return out + sheet.paper(
        spline(scaled([(-30, -250), (-12, -276), (12, -276), (30, -250)], x + 60, y, 1), tension=0.1),
        sheet["primary"],
        rim=2,
    )


def floor(sheet: Sheet) -> list[Slab]:
    """Near layer: boards toward the viewer, a round rug, firewood and a chair in the corners."""
    board, rng = shifted(room_wood(sheet), lift=0.1, turn=8), sheet.rng
    lines = "".join(
        sheet.stroke(
            trace("M", WIDTH / 2 + i * 92, NEAR_Y + 4, "L", WIDTH / 2 + i * 190, HEIGHT), ramp(board)["lo"], 4, 0.7
        )
        for i in range(-8, 9)
    )
    rug = ""
    for i, tone in enumerate((sheet["primary"], sheet["glow"], sheet["secondary"], sheet["glow"], sheet["primary"])):
        share = 1 - i * 0.19
        rug += sheet.disc(WIDTH / 2, NEAR_Y + 82, 340 * share, 46 * share, mix(tone, board, 0.12))
    ground = sheet.paper(
        ridge(rng, NEAR_Y, 0.0, 4), board, rim=5, fade=ramp(ramp(board)["lo"])["lo"], inner=lines + rug
    )
    corners = at_side(wood_corner(sheet), -1) + at_side(placed(chair_corner(sheet), -30, 132, 0.78), 1)
    return [sheet.slab(ground, GROUND_SHADOW), sheet.slab(corners, Shadow(4, 6, 0.3))]


def beam_frame(view: View) -> list[Slab]:
    """Dark timber in the corners with braces."""
    sheet = view.sheet("frame")
    dark, out = mix(oklch(0.27, 0.05, TIMBER_HUE - 12), sheet["deep"], 0.3), ""
    for side in (-1, 1):
        post = [
            (-160, -90),
            (330, -90),
            (210, -8),
            (110, 46),
            (52, 150),
            (34, 300),
            (40, 480),
            (80, 620),
            (130, 800),
            (-160, 800),
        ]
        grain = "".join(
            sheet.stroke(trace("M", x, 20, "q", 14, 300, -2, 640), mix(dark, sheet["wood"], 0.5), 4, 0.7)
            for x in (-30, 4, 24)
        )
        out += at_side(sheet.paper(spline(post, tension=0.13), dark, rim=0, fade=sheet["deep"], inner=grain), side)
    return [sheet.slab(out, blur=1.6)]
