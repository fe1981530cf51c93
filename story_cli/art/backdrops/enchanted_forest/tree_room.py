"""The room inside a hollow tree: window, shelves, a warm corner."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.kit import clump, fern, lantern
from story_cli.art.backdrops.nature import at_side, page
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, blob, polygon, scaled, scallop, spline, trace, tube
from story_cli.art.backdrops.sheet import GROUND_SHADOW, Shadow, Sheet, Slab
from story_cli.art.colour import mix, ramp, shifted


def hollow_tree_inside(view: View) -> Slabs:
    """A round room in a trunk: window, shelves, a warm corner."""
    plan, sheet = view.plan, view.sheet("far")
    outdoors = (sheet["air"], sheet["secondary"], mix(sheet["secondary"], sheet["air"], 0.5))
    body = tree_wall(sheet, mix(sheet["glow"], sheet["accent"], 0.25))
    body += tree_window(sheet, plan.other_x - plan.side * 90, 232, 104, outdoors)
    mid = view.sheet("mid")
    inner = shelf(mid, plan.other_x + plan.side * 60, 420, 230) + shelf(mid, WIDTH / 2 - plan.side * 20, 190, 200)
    skirting = shifted(mid["wood"], lift=0.07, turn=4)
    inner += mid.paper(
        spline(
            [(-120, MID_Y + 6), (WIDTH / 2, MID_Y - 8), (WIDTH + 120, MID_Y + 6), (WIDTH + 120, 700), (-120, 700)],
            tension=0.08,
        ),
        skirting,
        rim=3,
    )
    inner += tree_landmark(mid, plan.landmark, plan.x, plan.side)
    inner += lantern(mid, WIDTH / 2 + plan.side * 120, 66, 60, mid["accent"]) + mid.stroke(
        trace("M", WIDTH / 2 + plan.side * 120, -10, "V", 68), mid["wood"], 4
    )
    near = view.sheet("near")
    boards = shifted(near["wood"], lift=0.27, gain=1.0, turn=14)
    floor = near.paper(
        spline(
            [(-140, NEAR_Y + 4), (WIDTH / 2, NEAR_Y - 6), (WIDTH + 140, NEAR_Y + 4), (WIDTH + 140, 860), (-140, 860)],
            tension=0.05,
        ),
        boards,
        rim=4,
        fade=ramp(boards)["lo"],
        inner=floor_boards(near),
    )
    props = at_side(stool_corner(near), -1) + at_side(stool_corner(near), 1)
    return {
        "far": [sheet.slab(body)],
        "mid": [mid.slab(inner, Shadow(4, 8, 0.28))],
        "near": [
            near.slab(floor + rug(near, WIDTH / 2, 606), GROUND_SHADOW),
            near.slab(props, Shadow(4, 6, 0.3)),
        ],
        "frame": root_frame(view),
    }


def tree_wall(sheet: Sheet, light: str) -> str:
    """The inside of a huge trunk: warm wood with long bent grain."""
    rng = sheet.rng
    wood = shifted(sheet["wood"], lift=0.15, gain=1.05, turn=8)
    out = page(sheet, sheet.vertical(ramp(wood)["lo"], wood, ramp(wood)["hi"], middle=0.5))
    for i in range(26):
        x = -MARGIN + i * 56 + rng.uniform(-18, 18)
        bend = (WIDTH / 2 - x) * 0.16
        tone = ramp(wood)["hi" if i % 3 == 0 else "lo"]
        out += sheet.stroke(
            trace("M", x, -20, "C", x + bend, 160, x + bend, 380, x + rng.uniform(-10, 10), 640),
            tone,
            rng.uniform(4, 11),
            0.42,
        )
    for x, y, r in (
        (rng.uniform(120, 260), rng.uniform(120, 220), 34),
        (rng.uniform(1010, 1180), rng.uniform(230, 330), 28),
    ):
        out += "".join(
            sheet.stroke(
                trace(
                    "M",
                    x - r * q,
                    y,
                    "a",
                    r * q,
                    r * q * 1.3,
                    0,
                    1,
                    1,
                    2 * r * q,
                    0,
                    "a",
                    r * q,
                    r * q * 1.3,
                    0,
                    1,
                    1,
                    -2 * r * q,
                    0,
                ),
                ramp(wood)["lo"],
                5,
                0.6,
            )
            for q in (0.4, 0.75, 1.1)
        )
    return out + sheet.shine(WIDTH / 2, 240, 640, light, 0.5)


def tree_window(sheet: Sheet, x: float, y: float, radius: float, outdoors: tuple[str, str, str]) -> str:
    """A round window onto the sunlit wood; `outdoors` is sky, leaf and far leaf colour."""
    sky, leaf, pale = outdoors
    ring = ramp(sheet["wood"])
    out = sheet.shine(x, y, radius * 2.6, sheet["glow"], 0.65) + sheet.paper(
        scallop(sheet.rng, x, y, radius * 1.18, radius * 1.18, 15), ring["hi"], rim=3
    )
    disc = trace(
        "M",
        x - radius,
        y,
        "a",
        radius,
        radius,
        0,
        1,
        1,
        2 * radius,
        0,
        "a",
        radius,
        radius,
        0,
        1,
        1,
        -2 * radius,
        0,
        "Z",
    )
    view = sheet.flat(disc, sheet.vertical(sky, mix(sky, sheet["glow"], 0.5)))
    view += "".join(
        clump(sheet, x + dx * radius, y + dy * radius, radius * 0.5, radius * 0.36, pale if i < 3 else leaf, False)
        for i, (dx, dy) in enumerate(((-0.8, 0.5), (0.1, 0.62), (0.8, 0.45), (-0.5, 0.95), (0.5, 0.95), (-0.9, -0.8)))
    )
    cross = trace("M", x - radius, y, "h", 2 * radius, "M", x, y - radius, "v", 2 * radius)
    return out + sheet.clip(disc, view) + sheet.stroke(cross, ring["hi"], radius * 0.1)


def shelf(sheet: Sheet, x: float, y: float, width: float) -> str:
    """A plank with jars, books and a plant."""
    rng, plank = sheet.rng, mix(sheet["wood"], sheet["accent"], 0.22)
    out, px = "", x - width / 2 + 18
    while px < x + width / 2 - 46:
        kind, hue = (
            rng.choice(("jar", "books", "pot")),
            rng.choice((sheet["primary"], sheet["accent2"], sheet["secondary"], sheet["accent"])),
        )
        if kind == "jar":
            out += sheet.paper(
                spline(
                    [
                        (px - 13, y),
                        (px - 14, y - 30),
                        (px - 8, y - 38),
                        (px + 8, y - 38),
                        (px + 14, y - 30),
                        (px + 13, y),
                    ],
                    tension=0.12,
                ),
                mix(hue, sheet["glow"], 0.35),
                rim=1.8,
            )
            out += sheet.disc(px, y - 41, 11, 4.5, sheet["wood"])
            px += 38
        elif kind == "books":
            for _ in range(3):
                tall, wide = rng.uniform(34, 50), rng.uniform(10, 15)
                out += sheet.paper(
                    polygon([(px, y), (px, y - tall), (px + wide, y - tall), (px + wide, y)]),
                    rng.choice((sheet["primary"], sheet["accent2"], sheet["secondary"])),
                    rim=1.5,
                )
                px += wide + 1
            px += 16
        else:
            out += fern(sheet, px, y - 20, 50, sheet["secondary"], 0.1) + fern(
                sheet, px, y - 20, 40, sheet["secondary"], -0.4
            )
            out += sheet.paper(
                spline([(px - 15, y - 24), (px + 15, y - 24), (px + 10, y), (px - 10, y)], tension=0.08), hue, rim=1.5
            )
            px += 42
    return out + sheet.paper(tube([(x - width / 2, y + 6), (x + width / 2, y + 6)], [14, 14], 4), plank, rim=2)


def tree_landmark(sheet: Sheet, kind: str, x: float, side: int) -> str:
    """A stone stove, steps up the wall, or a bunk bed in a nook."""
    wood = mix(sheet["wood"], sheet["accent"], 0.18)
    y = MID_Y + 22
    if kind == "stove":
        return stove(sheet, x, y, wood)
    return wall_steps(sheet, x, y, side, wood) if kind == "steps" else bunk(sheet, x, y, wood)


def stove(sheet: Sheet, x: float, y: float, wood: str) -> str:
    """A chimney of stones with a fire."""
    clay = mix(sheet["ground"], sheet["wood"], 0.3)
    form = [(-110, 20), (-106, -150), (-64, -200), (-52, -560), (52, -560), (64, -200), (106, -150), (110, 20)]
    out = sheet.paper(spline(scaled(form, x, y, 1), tension=0.1), clay, rim=3, fade=ramp(clay)["lo"])
    for i, dx in enumerate((-84, -44, 0, 46, 86)):
        out += sheet.paper(
            blob(sheet.rng, x + dx, y - 118, 21, 13), mix(clay, sheet["glow"], 0.1 + 0.1 * (i % 2)), rim=1.5
        )
    for dx, dy in ((-24, -262), (22, -318), (-14, -392), (18, -452)):
        out += sheet.paper(blob(sheet.rng, x + dx, y + dy, 26, 15), mix(clay, sheet["glow"], 0.14), rim=1.5)
    flame = mix(sheet["accent"], "#e8603c", 0.6)
    mouth = trace("M", x - 62, y + 10, "V", y - 50, "a", 62, 54, 0, 0, 1, 124, 0, "V", y + 10, "Z")
    out += sheet.flat(mouth, sheet["deep"]) + sheet.shine(x, y - 34, 150, sheet["accent"], 0.8)
    for dx, tall, hue in ((-18, 60, flame), (20, 52, flame), (0, 78, sheet["accent"]), (2, 44, sheet["glow"])):
        tongue = [(-20, 4), (-16, -tall * 0.4), (2, -tall), (18, -tall * 0.36), (20, 4)]
        out += sheet.flat(spline(scaled(tongue, x + dx, y, 1)), hue, 0.92)
    out += sheet.paper(tube([(x - 126, y - 158), (x + 126, y - 158)], [22, 22], 4), wood, rim=2.2)
    return out + sheet.paper(tube([(x - 46, y + 6), (x + 46, y + 2)], [20, 20], 4), sheet["wood"], rim=2)


def wall_steps(sheet: Sheet, x: float, y: float, side: int, wood: str) -> str:
    """Planks up the wall with a rail, out of the picture."""
    out = ""
    for i in range(10):
        px, py = x - side * 130 + side * i * 38, y - 6 - i * 52
        tread = spline(scaled([(-62, -8), (62, -8), (56, 16), (-56, 16)], px, py, 1), tension=0.06)
        out += sheet.paper(tread, mix(wood, sheet["glow"], 0.03 * i), rim=2.6)
        out += sheet.stroke(trace("M", px + side * 44, py - 8, "v", -62), ramp(wood)["lo"], 7)
    rail = [(x - side * 86 + side * i * 38, y - 76 - i * 52) for i in range(10)]
    return out + sheet.paper(tube(rail, [13, 13], 20), wood, rim=2)


def bunk(sheet: Sheet, x: float, y: float, wood: str) -> str:
    """A bed with a striped blanket in a lit nook."""
    nook = trace("M", x - 150, y - 20, "V", y - 170, "a", 150, 120, 0, 0, 1, 300, 0, "V", y - 20, "Z")
    out = sheet.paper(nook, mix(wood, sheet["glow"], 0.12), rim=3)
    out += sheet.clip(nook, sheet.shine(x, y - 150, 190, sheet["accent"], 0.5))
    pillow = spline(scaled([(-146, -60), (-130, -92), (-64, -94), (-50, -58)], x, y, 1))
    stripe = mix(sheet["primary"], sheet["glow"], 0.4)
    stripes = "".join(
        sheet.stroke(trace("M", x - 70 + q, y - 100, "q", 14, 50, -6, 110), stripe, 14, 0.8) for q in range(20, 230, 44)
    )
    blanket = spline(scaled([(-74, -74), (0, -96), (148, -80), (148, -16), (-80, -16)], x, y, 1), tension=0.1)
    out += sheet.paper(pillow, sheet["glow"], rim=2) + sheet.paper(blanket, sheet["primary"], rim=2.5, inner=stripes)
    out += sheet.paper(tube([(x - 152, y - 8), (x + 152, y - 8)], [30, 30], 4), wood, rim=2.4)
    for dx in (-128, 128):
        out += sheet.paper(tube([(x + dx, y), (x + dx, y + 30)], [20, 18], 4), wood, rim=1.6)
    return out + lantern(sheet, x + 30, y - 262, 46, sheet["accent"])


def rug(sheet: Sheet, x: float, y: float) -> str:
    """A round woven rug in perspective."""
    out = ""
    for i, hue in enumerate((sheet["primary"], sheet["glow"], sheet["accent2"], sheet["accent"], sheet["primary"])):
        share = 1 - i * 0.19
        out += sheet.disc(x, y, 330 * share, 46 * share, mix(hue, sheet["ground"], 0.25))
    return out


def floor_boards(sheet: Sheet) -> str:
    """Gaps between boards that run toward the viewer."""
    line = ramp(mix(sheet["ground"], sheet["wood"], 0.35))["lo"]
    return "".join(
        sheet.stroke(trace("M", WIDTH / 2 + i * 92, NEAR_Y + 4, "L", WIDTH / 2 + i * 190, HEIGHT), line, 3, 0.6)
        for i in range(-8, 9)
    )


def root_frame(view: View) -> list[Slab]:
    """Dark curved wood around the picture with hanging roots."""
    sheet = view.sheet("frame")
    rng = sheet.rng
    dark = shifted(sheet["wood"], lift=-0.17)
    out = ""
    for side in (-1, 1):
        arch = [
            (-140, -90),
            (360, -90),
            (230, 12),
            (120, 70),
            (60, 190),
            (34, 340),
            (44, 480),
            (92, 600),
            (150, 740),
            (-140, 780),
        ]
        body = sheet.paper(
            spline([(x + rng.uniform(-6, 6), y) for x, y in arch], tension=0.15), dark, rim=0, fade=sheet["deep"]
        )
        for x, y, length in ((88, 96, 110), (134, 62, 70), (58, 190, 90)):
            root = [(x, y - 20), (x + rng.uniform(-8, 12), y + length * 0.5), (x + rng.uniform(-16, 20), y + length)]
            body += sheet.flat(tube(root, [16, 10, 4], 10), mix(dark, sheet["wood"], 0.3))
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]


def stool_corner(sheet: Sheet) -> str:
    """A near corner of the room: a big pot plant, a basket, a pile of books."""
    rng = sheet.rng
    out = "".join(
        fern(
            sheet,
            66,
            NEAR_Y - 36,
            rng.uniform(130, 190),
            sheet["secondary"] if i % 2 else ramp(sheet["secondary"])["lo"],
            -0.4 + 0.27 * i,
        )
        for i in range(4)
    )
    pot = [(-62, -50), (62, -50), (46, 50), (-46, 50)]
    out += sheet.paper(spline([(66 + dx, NEAR_Y + dy) for dx, dy in pot], tension=0.07), sheet["accent2"], rim=3)
    out += sheet.paper(tube([(0, NEAR_Y - 50), (132, NEAR_Y - 50)], [22, 22], 4), ramp(sheet["accent2"])["hi"], rim=2)
    y = NEAR_Y + 50
    for i, hue in enumerate((sheet["primary"], sheet["secondary"], sheet["accent"])):
        shift = rng.uniform(-6, 6)
        out += sheet.paper(
            spline(
                [
                    (146 + shift, y - 24 * i),
                    (236 + shift - 8 * i, y - 24 * i),
                    (236 + shift - 8 * i, y - 24 * i - 22),
                    (146 + shift, y - 24 * i - 22),
                ],
                tension=0.04,
            ),
            hue,
            rim=2,
        )
    return out
