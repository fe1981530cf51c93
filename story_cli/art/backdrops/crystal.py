"""Glowing crystals."""

from __future__ import annotations

from story_cli.art.backdrops.shapes import Point, spline
from story_cli.art.backdrops.sheet import Sheet
from story_cli.art.colour import mix


def crystal(sheet: Sheet, x: float, y: float, height: float, colour: str, lean: float = 0.0) -> str:
    """A rounded glowing shard with a lighter facet."""
    width, tip_x = height * 0.26, x + lean * height
    left, right = (x - width / 2, y + 10), (x + width / 2, y + 10)
    shoulder = y - height * 0.74
    shift = lean * height * 0.74
    form: list[Point] = [
        left,
        (x - width * 0.62 + shift, shoulder),
        (tip_x, y - height),
        (x + width * 0.62 + shift, shoulder),
        right,
    ]
    facet: list[Point] = [
        (x, y + 10),
        (x + width * 0.08 + shift, shoulder + height * 0.06),
        (tip_x, y - height),
        (x + width * 0.62 + shift, shoulder),
        right,
    ]
    light = mix(colour, sheet["glow"], 0.55)
    halo = sheet.shine(x + shift * 0.6, y - height * 0.5, height * 0.68, colour, 0.3)
    return (
        halo
        + sheet.paper(spline(form, tension=0.05), colour, rim=2.2, fade=mix(colour, light, 0.4))
        + sheet.flat(spline(facet, tension=0.04), light, 0.4)
    )


def crystals(sheet: Sheet, x: float, y: float, height: float, colours: tuple[str, ...]) -> str:
    """A cluster: one large, two middling, small ones in front."""
    rng = sheet.rng
    plan = (
        (0, 1, 0.02),
        (-0.27, 0.68, -0.22),
        (0.28, 0.6, 0.24),
        (-0.48, 0.34, -0.4),
        (0.48, 0.36, 0.42),
        (0.1, 0.36, 0.08),
    )
    return "".join(
        crystal(
            sheet,
            x + dx * height,
            y + abs(dx) * 8,
            height * tall * rng.uniform(0.88, 1.1),
            colours[i % len(colours)],
            lean + rng.uniform(-0.05, 0.05),
        )
        for i, (dx, tall, lean) in enumerate(plan)
    )
