"""What a castle is built of: walls, towers, windows, roofs, trees; each stands on its base point (x, y)."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.kit import clump, trunk
from story_cli.art.backdrops.nature import kelp
from story_cli.art.backdrops.shapes import FLOOR, arched, polygon, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet
from story_cli.art.backdrops.stores import pennant
from story_cli.art.colour import mix, ramp


def masonry(sheet: Sheet, box: tuple[float, float, float, float], colour: str, count: int) -> str:
    """Scattered rounded stones on a wall, a tone lighter or darker than it."""
    rng, tones, out = sheet.rng, ramp(colour), ""
    for _ in range(count):
        x, y = rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3])
        y -= (y - box[1]) % 17
        tone = mix(colour, tones["lo" if rng.random() < 0.6 else "hi"], 0.6)
        wide = rng.uniform(16, 30)
        stone = trace("M", x + 5, y, "h", wide - 10, "q", 5, 0, 5, 5, "v", 2, "q", 0, 5, -5, 5)
        stone += trace("h", 10 - wide, "q", -5, 0, -5, -5, "v", -2, "q", 0, -5, 5, -5, "Z")
        out += sheet.flat(stone, tone, 0.7)
    return out


def battlement(left: float, right: float, top: float, bottom: float, tooth: float = 34.0) -> str:
    """Outline of a wall crowned with merlons of about `tooth` width."""
    count = max(1, round((right - left) / tooth / 2))
    step = (right - left) / (2 * count - 1) if count > 1 else (right - left)
    tall = min(step * 0.8, 24.0)
    points, x = [(left, bottom)], left
    for i in range(2 * count - 1):
        y = top if i % 2 == 0 else top + tall
        points += [(x, y), (x + step, y)]
        x += step
    points.append((right, bottom))
    return spline(points, tension=0.012)


def castle_wall(
    sheet: Sheet, box: tuple[float, float, float, float], colour: str, fade: str = "", tooth: float = 34
) -> str:
    """A crenellated wall filling box (left, top, right, bottom)."""
    left, top, right, bottom = box
    stones = masonry(sheet, (left, top + 34, right - 20, bottom), colour, int((right - left) * (bottom - top) / 3400))
    return sheet.paper(battlement(left, right, top, bottom, tooth), colour, rim=3, fade=fade, inner=stones)


def window(sheet: Sheet, x: float, y: float, half: float, frame: str, lit: str = "") -> str:
    """A round-topped window standing on y; `lit` is the colour of its light."""
    light = lit or mix(sheet["glow"], sheet["accent"], 0.55)
    out = sheet.shine(x, y - half * 1.3, half * 3, light, 0.35)
    out += sheet.flat(arched(x, y + half * 0.3, half * 1.34, half * 3.15), frame)
    out += sheet.flat(arched(x, y, half, half * 2.6), light)
    return out + sheet.stroke(
        trace("M", x, y, "V", y - half * 2.5, "M", x - half, y - half * 1.1, "h", half * 2), frame, half * 0.2
    )


def tower(
    sheet: Sheet,
    x: float,
    y: float,
    height: float,
    width: float,
    wall: str,
    roof: str,
    flag: str = "",
    crown: str = "cone",
) -> str:
    """A round tower with a flared top: a cone roof ("cone"), an onion ("onion") or merlons ("merlons")."""
    w, top, tones = width / 2, y - height, ramp(wall)
    out = _shaft(sheet, x, y, height, w, wall)
    if crown == "merlons":
        teeth = battlement(x - w * 1.3, x + w * 1.3, top - w * 0.5, top + w * 0.3, w * 0.5)
        out, peak = out + sheet.paper(teeth, wall, rim=2.4), top - w * 0.4
    else:
        out, peak = out + roof_of(sheet, x, top, w, roof, crown), top - w * (3.0 if crown == "cone" else 2.4)
    out += window(sheet, x, y - height * 0.68, w * 0.24, tones["deep"])
    if height > 210:
        out += window(sheet, x - w * 0.1, y - height * 0.36, w * 0.2, tones["deep"])
    return out + (pennant(sheet, x, peak + 4, max(22.0, w * 1.1), flag, sheet["wood"]) if flag else "")


def _shaft(sheet: Sheet, x: float, y: float, h: float, w: float, wall: str) -> str:
    """The round body of a tower of half width `w` with the shadow under its flare."""
    tones, top = ramp(wall), y - h
    form = [(-1.14, 30 / w), (-1.02, -h * 0.12 / w), (-0.92, -h / w + 0.9), (-1.16, -h / w + 0.34), (-1.16, -h / w)]
    form += [(-dx, dy) for dx, dy in form[::-1]]
    stones = masonry(sheet, (x - w, top + w, x + w * 0.8, y), wall, int(h * w / 1150))
    shade = sheet.flat(trace("M", x + w * 0.35, top, "h", w, "V", y + 30, "h", -w, "Z"), tones["lo"], 0.35)
    body = spline([(x + dx * w, y + dy * w) for dx, dy in form], tension=0.07)
    out = sheet.paper(body, wall, rim=2.6, fade=mix(wall, sheet["mid"], 0.35), inner=stones + shade)
    under = trace("M", x - w * 1.12, top + w * 0.36, "q", w * 1.12, w * 0.24, w * 2.24, 0)
    under += trace("l", -w * 0.2, w * 0.3, "q", -w * 0.9, w * 0.2, -w * 1.84, 0, "Z")
    return out + sheet.flat(under, tones["lo"], 0.7)


def roof_of(sheet: Sheet, x: float, y: float, half: float, colour: str, crown: str = "cone") -> str:
    """A pointed or onion roof over a tower of half width `half`, with rows of tiles."""
    w, tones = half, ramp(colour)
    if crown == "onion":
        form = [(-1.3, 0.12), (-1.42, -0.55), (-0.95, -1.2), (-0.28, -1.75), (0, -2.5)]
    else:
        form = [(-1.56, 0.2), (-1.1, -0.55), (-0.56, -1.75), (0, -3.1)]
    ring = form + [(-dx, dy) for dx, dy in form[:-1][::-1]] + [(0, 0.34)]
    tiles = ""
    for row in range(6):
        level = y - w * (0.1 + row * 0.48)
        for i in range(-4, 5):
            at = x + (i + (row % 2) / 2) * w * 0.42
            tiles += sheet.stroke(
                trace("M", at - w * 0.2, level, "q", w * 0.2, w * 0.22, w * 0.4, 0), tones["lo"], w * 0.05, 0.7
            )
    shade = sheet.flat(
        polygon([(x + w * 0.2, y - w * 3.2), (x + w * 1.8, y + w * 0.5), (x + w * 0.5, y + w * 0.5)]), tones["lo"], 0.4
    )
    return sheet.paper(
        spline([(x + dx * w, y + dy * w) for dx, dy in ring], tension=0.1), colour, rim=2.8, inner=tiles + shade
    )


def keep(sheet: Sheet, x: float, y: float, size: float, wall: str, roof: str) -> str:
    """A whole castle seen from afar: five towers of different height around a gatehouse."""
    s, flag = size, mix(roof, sheet["accent2"], 0.6)
    out = tower(sheet, x - s * 0.3, y, s * 0.5, s * 0.15, wall, roof)
    out += tower(sheet, x + s * 0.31, y, s * 0.6, s * 0.16, wall, roof, flag)
    out += tower(sheet, x + s * 0.04, y, s * 0.82, s * 0.2, wall, roof, flag)
    out += castle_wall(sheet, (x - s * 0.42, y - s * 0.26, x + s * 0.42, y + 30), wall, tooth=s * 0.05)
    out += tower(sheet, x - s * 0.46, y, s * 0.38, s * 0.17, wall, roof, flag)
    out += tower(sheet, x + s * 0.47, y, s * 0.34, s * 0.16, wall, roof)
    gate = arched(x, y + 30, s * 0.075, s * 0.16 + 30)
    return (
        out
        + sheet.flat(arched(x, y + 30, s * 0.1, s * 0.2 + 30), ramp(wall)["hi"])
        + sheet.flat(gate, ramp(sheet["wood"])["lo"])
    )


def gate(sheet: Sheet, x: float, y: float, half: float, tall: float, wood: str, frame: str) -> str:
    """An arched double door with iron bands and rings, in a frame of blocks."""
    out = sheet.paper(arched(x, y + 8, half * 1.24, tall + half * 0.26), frame, rim=3)
    for i in range(9):
        level = y - (tall - half) * i / 4 if i < 5 else y
        if i < 5:
            for q in (-1, 1):
                out += sheet.stroke(trace("M", x + q * half * 1.02, level, "h", q * half * 0.2), ramp(frame)["lo"], 3)
    planks = "".join(
        sheet.stroke(trace("M", x + q * half, y - tall, "V", y + 10), ramp(wood)["lo"], 3)
        for q in (-0.66, -0.33, 0.33, 0.66)
    )
    bands = "".join(
        sheet.stroke(trace("M", x - half, y - tall * q, "h", half * 2), sheet["deep"], half * 0.1) for q in (0.2, 0.62)
    )
    split = sheet.stroke(trace("M", x, y - tall, "V", y + 10), sheet["deep"], 4)
    out += sheet.paper(arched(x, y + 8, half, tall), wood, rim=2.4, inner=planks + bands + split)
    rings = "".join(
        sheet.stroke(trace("M", x + q * half * 0.2 - 6, y - tall * 0.4, "a", 6, 7, 0, 1, 0, 12, 0), sheet["accent"], 3)
        for q in (-1, 1)
    )
    return out + rings


def round_tree(sheet: Sheet, x: float, y: float, height: float, leaf: str, fruit: str = "") -> str:
    """A ball-crowned tree, perhaps with fruit."""
    h, rng = height, sheet.rng
    out = trunk(sheet, x, y, h * 0.6, h * 0.1, sheet.distant(sheet["wood"], 0.25), bark=False, branches=False)
    for dx, dy, r in ((-0.2, 0.58, 0.22), (0.2, 0.6, 0.22), (0, 0.76, 0.27)):
        out += clump(sheet, x + dx * h, y - dy * h, r * h, r * h * 0.86, leaf)
    for _ in range(6 if fruit else 0):
        fx, fy = x + rng.uniform(-0.3, 0.3) * h, y - rng.uniform(0.48, 0.9) * h
        out += sheet.disc(fx, fy, h * 0.026, h * 0.026, fruit)
    return out


def cypress(sheet: Sheet, x: float, y: float, height: float, leaf: str) -> str:
    """A slim pointed tree with a few drawn folds."""
    h, w = height, height * 0.16
    form = [
        (-w * 0.7, 0),
        (-w, -h * 0.3),
        (-w * 0.62, -h * 0.7),
        (0, -h),
        (w * 0.66, -h * 0.68),
        (w, -h * 0.28),
        (w * 0.7, 0),
    ]
    folds = "".join(
        sheet.stroke(
            trace("M", x + q * w, y - h * p, "q", w * 0.14, -h * 0.1, -q * w * 0.2, -h * 0.2), ramp(leaf)["lo"], 3, 0.7
        )
        for q, p in ((-0.5, 0.12), (0.1, 0.2), (0.5, 0.1), (-0.2, 0.45), (0.3, 0.5))
    )
    return sheet.paper(spline([(x + dx, y + dy) for dx, dy in form]), leaf, rim=2.2, inner=folds)


def topiary(sheet: Sheet, x: float, y: float, height: float, leaf: str, pot: str) -> str:
    """Two clipped balls on a stem in a pot."""
    h = height
    out = sheet.paper(tube([(x, y - h * 0.2), (x, y - h * 0.8)], [h * 0.06, h * 0.05], 4), sheet["wood"], rim=1.2)
    out += clump(sheet, x, y - h * 0.46, h * 0.2, h * 0.18, leaf) + clump(
        sheet, x, y - h * 0.8, h * 0.15, h * 0.14, leaf
    )
    form = [(x - h * 0.15, y - h * 0.24), (x + h * 0.15, y - h * 0.24), (x + h * 0.11, y), (x - h * 0.11, y)]
    out += sheet.paper(spline(form, tension=0.05), pot, rim=2)
    return out + sheet.paper(
        tube([(x - h * 0.17, y - h * 0.24), (x + h * 0.17, y - h * 0.24)], [h * 0.07] * 2, 4), pot, rim=1.4
    )


def column(sheet: Sheet, x: float, top: float, bottom: float, width: float, colour: str) -> str:
    """A fluted column with a base and a capital."""
    w, tones = width / 2, ramp(colour)
    flutes = "".join(
        sheet.stroke(trace("M", x + q * w, top, "V", bottom), tones[tone], w * 0.16, 0.55)
        for q, tone in ((-0.6, "hi"), (-0.15, "lo"), (0.3, "lo"), (0.72, "lo"))
    )
    shaft = spline([(x - w, bottom), (x - w * 0.86, top), (x + w * 0.86, top), (x + w, bottom)], tension=0.02)
    out = sheet.paper(shaft, colour, rim=2.4, inner=flutes)
    for y, wide in ((bottom, 1.36), (bottom - w * 0.34, 1.16), (top, 1.36), (top + w * 0.34, 1.16)):
        out += sheet.paper(tube([(x - w * wide, y), (x + w * wide, y)], [w * 0.36] * 2, 4), tones["hi"], rim=2)
    return out


def flagstones(sheet: Sheet, y: float, colour: str, rows: int = 4) -> str:
    """Paving that grows toward the viewer, each stone a touch different; to be clipped to the floor."""
    rng, tones, out, level = sheet.rng, ramp(colour), "", y
    for row in range(rows):
        tall, x = 17.0 + row * 13, -80.0 - rng.uniform(0, 60)
        while x < 1380:
            wide = rng.uniform(3.2, 5.4) * tall
            tint = mix(colour, tones["hi" if rng.random() < 0.5 else "lo"], rng.uniform(0.05, 0.4))
            form = [
                (x + 4, level + 3),
                (x + wide - 4, level + 3),
                (x + wide - 2, level + tall - 3),
                (x + 2, level + tall - 3),
            ]
            out += sheet.flat(spline(form, tension=0.05), tint, 0.8)
            x += wide
        level += tall
    return out


def ivy(sheet: Sheet, x: float, top: float, bottom: float, spread: float, leaf: str) -> str:
    """Leafy stems climbing a wall around x, from `bottom` up to `top`."""
    rng, out = sheet.rng, ""
    for i in range(5):
        at, share = x + (i - 2) * spread * 0.5, rng.uniform(0.55, 1.0)
        tint = (leaf, ramp(leaf)["lo"], ramp(leaf)["hi"])[i % 3]
        out += kelp(sheet, at, bottom, (bottom - top) * share, tint, rng.uniform(14, 18), sway=(2 - i) * 0.06)
    return out


def planted(points: list[tuple[float, float]]) -> str:
    """A hill through the points that reaches below the page."""
    return spline([(points[0][0], FLOOR + 160), *points, (points[-1][0], FLOOR + 160)], tension=0.16)
