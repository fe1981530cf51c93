"""Animals, corals and things of the sea, each drawn upward from its base point (x, y)."""

from __future__ import annotations

import math

from story_cli.art.backdrops.shapes import blob, number, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet
from story_cli.art.colour import mix, ramp


def branch_coral(sheet: Sheet, x: float, y: float, height: float, colour: str, spread: float = 0.75) -> str:
    """A forking coral with round tips."""
    rng, limbs = sheet.rng, []

    def grow(x: float, y: float, angle: float, length: float, width: float, forks: int) -> None:
        end_x, end_y = x + length * math.sin(angle), y - length * math.cos(angle)
        sway = rng.uniform(-0.25, 0.25) * length
        middle = ((x + end_x) / 2 + sway * math.cos(angle), (y + end_y) / 2 + sway * math.sin(angle))
        if forks:
            for side in (-1, 1) if rng.random() < 0.75 else (-1, 0.1, 1):
                turn = side * spread * rng.uniform(0.45, 0.95)
                root = (x + (end_x - x) * 0.82, y + (end_y - y) * 0.82)
                grow(*root, angle + turn, length * rng.uniform(0.62, 0.8), width * 0.74, forks - 1)
        limbs.append(tube([(x, y + width * 0.3), middle, (end_x, end_y)], [width, width * 0.86, width * 0.8], 8))

    grow(x, y, rng.uniform(-0.12, 0.12), height * 0.40, height * 0.15, 2 if height < 150 else 3)
    return sheet.paper("".join(limbs), colour, rim=2.5)


def fan_coral(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> str:
    """A ribbed fan."""
    rng, edge = sheet.rng, [(x - radius * 0.12, y)]
    for i in range(11):
        angle, reach = math.radians(-170 + i * 16), radius * rng.uniform(0.88, 1.08)
        edge.append((x + reach * math.cos(angle), y - radius * 0.15 + reach * math.sin(angle)))
    edge.append((x + radius * 0.12, y))
    light, ribs = ramp(colour)["hi"], []
    for i in range(9):
        angle = math.radians(-160 + i * 17.5)
        tip = (x + radius * 0.86 * math.cos(angle), y - radius * 0.15 + radius * 0.86 * math.sin(angle))
        bend = (x + (tip[0] - x) * 0.35, y - radius * 0.5)
        path = trace("M", x, y, "Q", bend[0], bend[1], tip[0], tip[1])
        ribs.append(sheet.stroke(path, light, radius * 0.035, 0.75))
    return sheet.paper(spline(edge), colour, rim=2.5, inner="".join(ribs))


def tube_sponge(sheet: Sheet, x: float, y: float, height: float, colour: str, tubes: int = 4) -> str:
    """A bundle of open pipes."""
    rng, tones, out = sheet.rng, ramp(colour), []
    pipes = [
        ((i - (tubes - 1) / 2) * height * 0.24 + rng.uniform(-5, 5), height * rng.uniform(0.55, 1))
        for i in range(tubes)
    ]
    width = height * 0.2
    for dx, tall in sorted(pipes, key=lambda pipe: -pipe[1]):
        top = (x + dx * 1.25, y - tall)
        spine = [(x + dx * 0.6, y + 6), (x + dx * 1.1, y - tall * 0.5), top]
        out.append(
            sheet.paper(tube(spine, [width * 0.8, width * 0.95, width * 1.15], 10, round_end=False), colour, rim=2)
        )
        out.append(sheet.disc(*top, width * 0.6, width * 0.26, tones["hi"]))
        out.append(sheet.disc(top[0], top[1] + 1.5, width * 0.44, width * 0.17, tones["deep"]))
    return "".join(out)


def brain_coral(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> str:
    """A low dome with winding grooves."""
    r = radius
    dome = spline(
        [
            (x - r, y + 8),
            (x - r * 0.98, y - r * 0.35),
            (x - r * 0.55, y - r * 0.82),
            (x, y - r * 0.95),
            (x + r * 0.55, y - r * 0.82),
            (x + r * 0.98, y - r * 0.35),
            (x + r, y + 8),
        ]
    )
    grooves = []
    for i in range(5):
        level = y - r * 0.75 + i * r * 0.2
        line = [
            (x - r + j * r * 2 / 9, level + (-1) ** j * r * 0.06 + abs(j - 4.5) ** 2 * r * 0.012) for j in range(10)
        ]
        grooves.append(sheet.stroke(spline(line, closed=False), ramp(colour)["lo"], r * 0.055, 0.8))
    return sheet.paper(dome, colour, rim=2.5, inner="".join(grooves))


def anemone(sheet: Sheet, x: float, y: float, radius: float, colour: str, tips: str) -> str:
    """Waving arms with bright tips on a round foot."""
    rng, r, out = sheet.rng, radius, []
    for i in sorted(range(13), key=lambda arm: -abs(arm - 6)):
        angle, reach = math.radians(-68 + 136 * i / 12), radius * rng.uniform(0.85, 1.1)
        tip = (x + reach * math.sin(angle), y - r * 0.25 - reach * math.cos(angle))
        middle = (x + reach * 0.5 * math.sin(angle) + rng.uniform(-6, 6), y - r * 0.25 - reach * 0.6 * math.cos(angle))
        spine = [(x + math.sin(angle) * r * 0.3, y - r * 0.1), middle, tip]
        out.append(sheet.paper(tube(spine, [r * 0.17, r * 0.13, r * 0.15], 8), colour, rim=1.6))
        out.append(sheet.disc(*tip, r * 0.085, r * 0.085, tips))
    foot = [
        (x - r * 0.42, y + 6),
        (x - r * 0.5, y - r * 0.3),
        (x, y - r * 0.42),
        (x + r * 0.5, y - r * 0.3),
        (x + r * 0.42, y + 6),
    ]
    return "".join(out) + sheet.paper(spline(foot), ramp(colour)["lo"], rim=2)


def starfish(sheet: Sheet, x: float, y: float, radius: float, colour: str, turn: float = 0) -> str:
    points = []
    for i in range(10):
        angle, reach = math.radians(turn - 90 + 36 * i), radius if i % 2 == 0 else radius * 0.52
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    dots = []
    for i in range(5):
        for share in (0.22, 0.5):
            angle = math.radians(turn - 90 + 72 * i)
            dots.append(
                sheet.disc(
                    x + radius * share * math.cos(angle),
                    y + radius * share * math.sin(angle),
                    radius * 0.07,
                    radius * 0.07,
                    ramp(colour)["hi"],
                )
            )
    return sheet.paper(spline(points, tension=0.2), colour, rim=1.6) + "".join(dots)


def shell(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> str:
    """A scallop shell, hinge down."""
    r = radius
    half = [(r * 0.16, 0), (r * 0.6, -r * 0.25), (r, -r * 0.75), (r * 0.62, -r * 1.28)]
    edge = [(x - dx, y + dy) for dx, dy in half] + [(x, y - r * 1.45)] + [(x + dx, y + dy) for dx, dy in half[::-1]]
    ribs = []
    for angle in (-48, -24, 0, 24, 48):
        turn = math.radians(angle)
        end = f"{number(x + r * 1.1 * math.sin(turn))} {number(y - r * 1.4 * math.cos(turn))}"
        ribs.append(sheet.stroke(trace("M", x, y, "L", end), ramp(colour)["lo"], r * 0.07, 0.8))
    return sheet.paper(spline(edge), colour, rim=1.6, inner="".join(ribs))


def pearl(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> str:
    """A shining ball."""
    tones = ramp(colour)
    out = sheet.disc(x, y, radius, radius, sheet.vertical(mix(colour, "#ffffff", 0.6), colour, tones["lo"]))
    return out + sheet.disc(x - radius * 0.32, y - radius * 0.36, radius * 0.24, radius * 0.2, "#ffffff", 0.95)


def fishlet(x: float, y: float, size: float) -> str:
    """Path of a tiny fish facing right."""
    s = size
    body = spline(
        [
            (x - s, y),
            (x - s * 0.3, y - s * 0.45),
            (x + s * 0.5, y - s * 0.34),
            (x + s * 0.95, y),
            (x + s * 0.5, y + s * 0.34),
            (x - s * 0.3, y + s * 0.45),
        ]
    )
    tail = trace("M", x - s * 0.75, y, "L", x - s * 1.5, y - s * 0.45)
    return body + tail + trace("Q", x - s * 1.25, y, x - s * 1.5, y + s * 0.45, "Z")


def shoal(sheet: Sheet, x: float, y: float, colour: str, count: int = 9, opacity: float = 0.6) -> str:
    """Tiny fish that swim one way, never in a row."""
    rng = sheet.rng
    mirror = rng.choice((-1, 1))
    fish = "".join(fishlet(rng.gauss(0, 62), rng.gauss(0, 24), rng.uniform(6, 11)) for _ in range(count))
    body = sheet.flat(fish, colour, opacity)
    return f'<g transform="translate({number(x)},{number(y)}) scale({mirror},1)">{body}</g>'


def bubbles(sheet: Sheet, x: float, y: float, count: int, rise: float, spread: float = 26, largest: float = 9) -> str:
    """A rising string of bubbles."""
    rng, light, out = sheet.rng, sheet["glow"], []
    for _ in range(count):
        r, bx, by = rng.uniform(2.5, largest), x + rng.uniform(-spread, spread), y - rng.uniform(0, rise)
        out.append(sheet.disc(bx, by, r, r, light, 0.2))
        ring = trace("M", bx - r, by, "a", r, r, 0, 1, 1, 2 * r, 0, "a", r, r, 0, 1, 1, -2 * r, 0)
        out.append(sheet.stroke(ring, light, 1.4, 0.7))
        out.append(sheet.disc(bx - r * 0.35, by - r * 0.35, r * 0.24, r * 0.24, light, 0.95))
    return "".join(out)


def plankton(sheet: Sheet, count: int, box: tuple[float, float, float, float], colour: str) -> str:
    """Drifting lights with soft halos."""
    rng, out = sheet.rng, []
    for _ in range(count):
        x, y, r = rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3]), rng.uniform(1.8, 4.2)
        out.append(sheet.disc(x, y, r * 3.4, r * 3.4, colour, 0.14) + sheet.disc(x, y, r * 2, r * 2, colour, 0.25))
        out.append(sheet.disc(x, y, r, r, sheet["glow"]))
    return "".join(out)


def pebbles(sheet: Sheet, count: int, top: float, bottom: float, colour: str) -> str:
    """Flat stones strewn over the ground."""
    rng, out = sheet.rng, []
    for _ in range(count):
        x, size = rng.uniform(120, 1160), rng.uniform(4, 9)
        tint = mix(colour, sheet["far"], rng.uniform(0.15, 0.35))
        out.append(sheet.flat(blob(rng, x, rng.uniform(top, bottom), size, size * 0.55, 7), tint))
    return "".join(out)
