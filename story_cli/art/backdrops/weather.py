"""Weather as extra paper: rain, snow, wind, mist. Under water only mist (cloudy water) and wind (a current) show."""

from __future__ import annotations

from story_cli.art.backdrops.place import View
from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, WIDTH, spline, trace
from story_cli.art.backdrops.sheet import Slab
from story_cli.art.colour import mix

WEATHERS = ("", "clear", "rain", "snow", "wind", "mist")


def weather_slabs(view: View, weather: str, medium: str) -> dict[str, list[Slab]]:
    """Layer name → slabs to lay on top of it."""
    if weather == "mist":
        return {"mid": [_mist(view, "mid", 470, 0.55)], "near": [_mist(view, "near", 560, 0.3)]}
    if weather == "wind":
        return {"mid": [_streaks(view)]}
    if medium != "water" and weather == "rain":
        return {"mid": [_rain(view, "rain-mid", 150, 0.45)], "near": [_rain(view, "rain-near", 80, 0.6)]}
    if medium != "water" and weather == "snow":
        return {"mid": [_snow(view, "snow-mid", 130, 4.5)], "near": [_snow(view, "snow-near", 60, 8.0)]}
    return {}


def _mist(view: View, layer: str, y: float, alpha: float) -> Slab:
    """Low banks of haze, blurred wide."""
    sheet = view.sheet(f"mist-{layer}")
    rng = sheet.rng
    banks = [
        sheet.disc(
            i * 190 - 60 + rng.uniform(-60, 60),
            y + rng.uniform(-34, 34),
            rng.uniform(170, 260),
            rng.uniform(26, 50),
            sheet["glow"],
            alpha,
        )
        for i in range(8)
    ]
    return sheet.slab(banks, blur=16)


def _streaks(view: View) -> Slab:
    """Curling lines of wind or current."""
    sheet = view.sheet("wind")
    rng, out = sheet.rng, []
    for _ in range(8):
        x, y, length = rng.uniform(0, WIDTH), rng.uniform(70, 460), rng.uniform(140, 300)
        line = [
            (x, y),
            (x + length * 0.4, y - 12),
            (x + length * 0.8, y + 4),
            (x + length, y - 14),
            (x + length * 0.93, y - 30),
            (x + length * 0.85, y - 18),
        ]
        out.append(sheet.stroke(spline(line, closed=False), sheet["glow"], rng.uniform(2.5, 4.5), 0.5))
    return sheet.slab(out)


def _rain(view: View, name: str, count: int, alpha: float) -> Slab:
    """Slanting drops, light ones and darker ones, so that they show on sky and on leaves."""
    sheet = view.sheet(name)
    rng, out = sheet.rng, []
    dark = sheet.between("far", "mid", 0.5)
    for i in range(count):
        x, y, length = rng.uniform(-MARGIN, WIDTH + MARGIN), rng.uniform(-40, HEIGHT), rng.uniform(22, 46)
        drop = trace("M", x, y, "l", -length * 0.22, length)
        out.append(sheet.stroke(drop, sheet["glow"] if i % 2 else dark, rng.uniform(2, 3.6), alpha))
    return sheet.slab(out)


def _snow(view: View, name: str, count: int, size: float) -> Slab:
    """White flakes, each on a faint shade."""
    sheet = view.sheet(name)
    rng, flakes = sheet.rng, []
    white = mix(sheet["glow"], "#ffffff", 0.6)
    for _ in range(count):
        x, y = rng.uniform(-MARGIN, WIDTH + MARGIN), rng.uniform(0, HEIGHT)
        r = rng.uniform(size * 0.45, size)
        flakes.append(sheet.disc(x, y + r * 0.5, r * 1.25, r * 1.2, sheet["mid"], 0.35))
        flakes.append(sheet.disc(x, y, r, r, white, 0.95))
    return sheet.slab(flakes)
