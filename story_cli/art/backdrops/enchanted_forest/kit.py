"""Plants and things of the forest, each drawn upward from its base point (x, y)."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import kelp, leaf_path
from story_cli.art.backdrops.shapes import along, number, scallop, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet, hanging
from story_cli.art.colour import mix, ramp


def clump(
    sheet: Sheet, x: float, y: float, rx: float, ry: float, colour: str, leaves: bool = True, fade: str = ""
) -> str:
    """A bush or crown: scalloped edge, a few drawn leaves; (x, y) is its middle."""
    rng, tones, inner = sheet.rng, ramp(colour), []
    path = scallop(rng, x, y, rx, ry)
    for _ in range(int(rx * ry / 260) if leaves else 0):
        angle, reach = rng.uniform(0, 6.3), math.sqrt(rng.random()) * 0.9
        lx, ly, size = x + rx * reach * math.cos(angle), y + ry * reach * math.sin(angle), rng.uniform(5, 10)
        tone = tones["hi"] if ly < y - ry * 0.05 else tones["lo"]
        inner.append(sheet.flat(leaf_path(lx, ly, size * 2, rng.uniform(0.7, 2.4), size * 0.42), tone, 0.6))
    return sheet.paper(path, colour, rim=2.6, fade=fade) + "".join(inner)


def trunk(
    sheet: Sheet,
    x: float,
    y: float,
    height: float,
    width: float,
    colour: str,
    lean: float = 0,
    bark: bool = True,
    fade: str = "",
    branches: bool = True,
) -> str:
    """A tree trunk with flared roots, bark strokes and two boughs; its crown is drawn apart."""
    rng, tones = sheet.rng, ramp(colour)

    def centre(share: float) -> float:
        return x + lean * math.pow(share, 1.4) + math.sin(share * 5 + x) * width * 0.12

    def half(share: float) -> float:
        flare: float = 0.9 * (1 - share / 0.12) ** 2 if share < 0.12 else 0.0
        return width * (0.5 - 0.14 * share + flare)

    levels = (0, 0.04, 0.1, 0.25, 0.45, 0.7, 1)
    left = [(centre(u) - half(u), y - height * u) for u in levels]
    right = [(centre(u) + half(u), y - height * u) for u in levels[::-1]]
    form = spline([*left, *right, (x + width * 0.5, y + 14), (x, y + 4), (x - width * 0.6, y + 14)], tension=0.15)
    out, inner = "", ""
    for side in (-1, 1) if branches else ():
        share = rng.uniform(0.55, 0.8)
        bx, by, length = centre(share), y - height * share, width * rng.uniform(1.4, 2.2)
        limb = [(bx, by + 10), (bx + side * length * 0.5, by - length * 0.25), (bx + side * length, by - length * 0.75)]
        out += sheet.paper(tube(limb, [width * 0.34, width * 0.22, width * 0.12], 8), colour, rim=1.8, fade=fade)
    strokes = int(height / 34) if bark else 0
    for i in range(strokes):
        share = 0.08 + 0.87 * (i + rng.random()) / strokes
        shift, length = rng.uniform(-0.32, 0.32) * width, rng.uniform(18, 46)
        path = trace("M", centre(share) + shift, y - height * share, "q", rng.uniform(-5, 5), -length / 2, 0, -length)
        inner += sheet.stroke(path, tones["lo"] if shift > -0.1 * width else tones["hi"], rng.uniform(2.4, 4), 0.75)
    if bark and width > 50:
        share = rng.uniform(0.35, 0.55)
        inner += sheet.disc(centre(share), y - height * share, width * 0.17, width * 0.25, tones["lo"])
        inner += sheet.disc(centre(share) + 1, y - height * share + 2, width * 0.11, width * 0.18, tones["deep"])
    return out + sheet.paper(form, colour, rim=2.6, fade=fade) + inner


def mushroom(sheet: Sheet, x: float, y: float, height: float, cap: str, stem: str, tilt: float = 0) -> str:
    """A spotted toadstool."""
    h, w = height, height * 0.95
    foot = [(-0.13, 0.04), (-0.09, -0.3), (-0.11, -0.6), (0.11, -0.6), (0.09, -0.3), (0.15, 0.04)]
    out = sheet.paper(spline([(x + dx * h, y + dy * h) for dx, dy in foot]), stem, rim=1.6)
    out += sheet.disc(x, y - h * 0.56, w * 0.42, h * 0.09, ramp(stem)["lo"])
    dome = [(-0.52, -0.55), (-0.42, -0.82), (0, -1.04), (0.42, -0.82), (0.52, -0.55), (0.2, -0.52), (-0.2, -0.52)]
    spots = (
        (-0.27, 0.7, 0.075),
        (0.02, 0.86, 0.1),
        (0.28, 0.72, 0.07),
        (-0.06, 0.63, 0.05),
        (0.12, 0.62, 0.04),
        (-0.17, 0.88, 0.04),
    )
    light = mix(sheet["glow"], cap, 0.12)
    out += sheet.paper(spline([(x + dx * w, y + dy * h) for dx, dy in dome]), cap, rim=2)
    out += "".join(sheet.disc(x + dx * w, y - dy * h, w * r, w * r * 0.8, light) for dx, dy, r in spots)
    return f'<g transform="rotate({number(tilt)} {number(x)} {number(y)})">{out}</g>' if tilt else out


def flower(sheet: Sheet, x: float, y: float, size: float, colour: str, stem: str) -> str:
    """Five petals on a thin stalk."""
    s, tones = size, ramp(colour)
    out = sheet.stroke(trace("M", x, y, "q", s * 0.3, -s * 1.2, 0, -s * 2.2), stem, s * 0.22)
    for i in range(5):
        angle = math.radians(72 * i - 90)
        px, py = x + s * 0.5 * math.cos(angle), y - s * 2.3 + s * 0.5 * math.sin(angle)
        out += sheet.disc(px, py, s * 0.42, s * 0.42, tones["hi"] if i in (0, 1, 4) else colour)
    return out + sheet.disc(x, y - s * 2.3, s * 0.34, s * 0.34, sheet["accent"])


def grass(sheet: Sheet, x: float, y: float, height: float, colour: str, blades: int = 5) -> str:
    """A tuft of pointed blades."""
    rng, tones = sheet.rng, ramp(colour)
    out = ""
    for i in range(blades):
        angle, length = (i - (blades - 1) / 2) * 0.28 + rng.uniform(-0.08, 0.08), height * rng.uniform(0.7, 1.05)
        tip = (x + length * math.sin(angle), y - length * math.cos(angle))
        left, right = x - height * 0.07 + i * 2, x + height * 0.07 + i * 2
        path = trace("M", left, y + 4, "Q", x + (tip[0] - x) * 0.25, y - length * 0.6, tip[0], tip[1])
        path += trace("Q", x + (tip[0] - x) * 0.6, y - length * 0.5, right, y + 4, "Z")
        out += sheet.flat(path, (colour, tones["hi"], tones["lo"])[i % 3])
    return out


def fern(sheet: Sheet, x: float, y: float, height: float, colour: str, sway: float) -> str:
    """A bowed frond."""
    return kelp(sheet, x, y, height, colour, height * 0.16, sway=sway)


def vine(sheet: Sheet, x: float, y: float, length: float, colour: str) -> str:
    """A leafy tendril hanging down from (x, y)."""
    body = kelp(sheet, 0, 0, length, colour, max(12.0, length * 0.13), sway=0.03)
    return hanging(body, x, y)


def fireflies(sheet: Sheet, count: int, box: tuple[float, float, float, float]) -> str:
    """Floating warm lights."""
    rng, warm, out = sheet.rng, sheet["accent"], ""
    for _ in range(count):
        x, y, r = rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3]), rng.uniform(2.2, 4.2)
        out += sheet.disc(x, y, r * 3.4, r * 3.4, warm, 0.16) + sheet.disc(x, y, r * 2, r * 2, warm, 0.28)
        out += sheet.disc(x, y, r, r, sheet["glow"])
    return out


def stone(sheet: Sheet, x: float, y: float, width: float, height: float, colour: str, moss: str = "") -> str:
    """A smooth boulder with an optional mossy cap."""
    rng = sheet.rng
    edge = [(-0.54, 0.2), (-0.5, -0.35), (-0.3, -0.82), (0.02, -1.0), (0.32, -0.86), (0.5, -0.4), (0.55, 0.2)]
    points = [(x + dx * width * rng.uniform(0.94, 1.06), y + dy * height * rng.uniform(0.94, 1.04)) for dx, dy in edge]
    out = sheet.paper(spline(points, tension=0.15), colour, rim=3, fade=ramp(colour)["lo"])
    if moss:
        cap = [
            (-0.44, -0.52),
            (-0.3, -0.84),
            (0.02, -1.03),
            (0.33, -0.88),
            (0.46, -0.5),
            (0.3, -0.62),
            (0.14, -0.44),
            (-0.04, -0.6),
            (-0.24, -0.4),
        ]
        out += sheet.paper(spline([(x + dx * width, y + dy * height) for dx, dy in cap]), moss, rim=2.4)
    return out


def lantern(sheet: Sheet, x: float, y: float, size: float, colour: str) -> str:
    """A glowing paper lantern hanging with its top at (x, y)."""
    out = sheet.shine(x, y + size * 0.6, size * 1.9, sheet["glow"], 0.7)
    out += sheet.paper(
        scallop(sheet.rng, x, y + size * 0.6, size * 0.42, size * 0.5, 8),
        mix(sheet["glow"], colour, 0.35),
        rim=1.6,
        fade=mix(colour, sheet["glow"], 0.2),
    )
    return out + sheet.flat(
        trace("M", x - size * 0.2, y + size * 0.14, "h", size * 0.4, "v", -size * 0.14, "h", -size * 0.4, "Z"),
        sheet["wood"],
    )


def lantern_string(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], sag: float, count: int) -> str:
    """Lanterns on a hanging rope."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag)
    rope = along([start, middle, end], 40)
    out = sheet.stroke(spline(rope[::4], closed=False), sheet["wood"], 2.5)
    hues = (sheet["accent"], sheet["primary"], sheet["accent2"])
    for i in range(count):
        px, py = rope[int(40 * (i + 0.7) / (count + 0.4))]
        out += lantern(sheet, px, py, sheet.rng.uniform(20, 27), hues[i % 3])
    return out


def lily_pad(sheet: Sheet, x: float, y: float, width: float, colour: str, bloom: str = "") -> str:
    """A floating leaf with a notch, perhaps with a flower."""
    w, h = width / 2, width * 0.17
    form = [(x + w * math.cos(a), y + h * math.sin(a)) for a in (0.5 + 5.5 * i / 10 for i in range(11))]
    out = sheet.paper(spline([*form, (x + w * 0.1, y)], tension=0.15), colour, rim=2)
    if bloom:
        for angle in (-0.9, 0.9, -0.45, 0.45, 0.0):
            out += sheet.paper(
                leaf_path(x, y - 2, w * 0.75, angle, w * 0.2), mix(bloom, sheet["glow"], 0.3 if angle else 0.5), rim=1.2
            )
        out += sheet.disc(x, y - 4, w * 0.12, w * 0.1, sheet["accent"])
    return out


def reeds(sheet: Sheet, x: float, y: float, height: float, colour: str) -> str:
    """Bulrushes: blades and brown heads of three heights."""
    rng, out = sheet.rng, grass(sheet, x, y, height * 0.75, colour, 6)
    for dx, tall in ((-14, 0.85), (4, 1.0), (20, 0.7)):
        lean = rng.uniform(-10, 10)
        top = (x + dx + lean, y - height * tall)
        out += sheet.stroke(
            trace("M", x + dx, y, "Q", x + dx, y - height * 0.5, top[0], top[1]),
            ramp(colour)["lo"],
            4,
        )
        out += sheet.paper(
            tube([(top[0], top[1] + 6), (top[0] + lean * 0.2, top[1] - 34)], [11, 11], 5), sheet["wood"], rim=1.5
        )
    return out


def bramble(sheet: Sheet, control: list[tuple[float, float]], width: float, colour: str, thorns: int = 9) -> str:
    """A thick winding stem with rounded thorns."""
    spine, tones = along(control, 48), ramp(colour)
    spikes = []
    for i in range(thorns):
        j = 3 + int(i * 43 / thorns)
        (x0, y0), (x1, y1) = spine[j], spine[j + 1]
        size = math.hypot(x1 - x0, y1 - y0) or 1
        side = 1 if i % 2 else -1
        nx, ny = -(y1 - y0) / size * side, (x1 - x0) / size * side
        reach = width * 1.15
        base = ((x1 - x0) / size * width * 0.34, (y1 - y0) / size * width * 0.34)
        tip = (x0 + nx * reach + base[0] * 1.6, y0 + ny * reach + base[1] * 1.6)
        spikes.append(spline([(x0 - base[0], y0 - base[1]), tip, (x0 + base[0], y0 + base[1])], tension=0.07))
    out = sheet.flat("".join(spikes), tones["lo"])
    return out + sheet.paper(tube(control, [width, width * 0.9, width * 0.55], 40), colour, rim=2.4)


def rose(sheet: Sheet, x: float, y: float, radius: float, colour: str, leaf: str) -> str:
    """A round rose with two leaves."""
    out = "".join(
        sheet.paper(leaf_path(x, y, radius * 2, angle, radius * 0.45), leaf, rim=1.2) for angle in (-2.0, 1.9)
    )
    out += sheet.paper(scallop(sheet.rng, x, y, radius, radius * 0.94, 7), colour, rim=1.8)
    out += sheet.paper(
        scallop(sheet.rng, x, y - radius * 0.06, radius * 0.62, radius * 0.58, 5), ramp(colour)["hi"], rim=1.2
    )
    swirl = trace("M", x - radius * 0.2, y, "a", radius * 0.24, radius * 0.22, 0, 1, 1, radius * 0.3, radius * 0.16)
    return out + sheet.stroke(swirl, ramp(colour)["lo"], radius * 0.12)
