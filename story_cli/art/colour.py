"""Colour maths of the art bible: OKLCH, gamut mapping, tone ramps, mixing and atmospheric perspective.

Colours are "#rrggbb" at every boundary; L is 0 … 1, C about 0 … .3, hue in degrees.
Source: B. Ottosson, "A perceptual color space for image processing", 2020 (OKLab and its matrices).
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from story_cli.errors import StoryError

_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
WARM_HUE = 80.0  # light drifts toward it
COOL_HUE = 290.0  # shade drifts toward it
TONES = ("", "hi", "lo", "deep", "line")


def is_hex(text: str) -> bool:
    return bool(_HEX.match(text))


def to_rgb(colour: str) -> tuple[float, float, float]:
    """sRGB components 0 … 1. Raises: StoryError on anything but "#rrggbb"."""
    if not is_hex(colour):
        raise StoryError(f"'{colour}' is not a colour", "write it as #rrggbb")
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


@lru_cache(maxsize=4096)
def to_oklab(colour: str) -> tuple[float, float, float]:
    """(L, a, b) of a "#rrggbb"."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def to_oklch(colour: str) -> tuple[float, float, float]:
    """(L, C, hue) of a "#rrggbb"."""
    lightness, a, b = to_oklab(colour)
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


@lru_cache(maxsize=8192)
def oklch(lightness: float, chroma: float, hue: float) -> str:
    """ "#rrggbb" of an OKLCH colour; out of gamut, chroma shrinks in steps of ×.95 (never lightness or hue)."""
    lightness = min(0.995, max(0.02, lightness))
    chroma = max(0.0, chroma)
    for _ in range(60):
        linear = _linear_rgb(lightness, chroma, hue)
        if all(-0.0005 <= c <= 1.0005 for c in linear):
            break
        chroma *= 0.95
    return "#" + "".join(f"{round(255 * _encode(c)):02x}" for c in linear)


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encode(linear: float) -> float:
    linear = min(1.0, max(0.0, linear))
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def hue_difference(first: float, second: float) -> float:
    """Signed degrees from `first` to `second`, −180 … 180."""
    return (second - first + 180) % 360 - 180


def hue_toward(hue: float, target: float, share: float) -> float:
    return (hue + hue_difference(hue, target) * share) % 360


@lru_cache(maxsize=2048)
def ramp(base: str) -> dict[str, str]:
    """Five tones of a colour: "" (itself), hi, lo, deep, line. Source: art bible, "Ramp of a slot"."""
    lightness, chroma, hue = to_oklch(base)

    def tone(lift: float, gain: float, target: float, share: float) -> str:
        drifted = hue_toward(hue, target, share) if chroma > 0.02 else hue
        return oklch(lightness + lift, chroma * gain, drifted)

    line_lightness = max(0.22, min(0.40, lightness - 0.36))
    return {
        "": base,
        "hi": tone(0.085, 0.92, WARM_HUE, 0.14),
        "lo": tone(-0.095, 1.06, COOL_HUE, 0.13),
        "deep": tone(-0.20, 1.02, COOL_HUE, 0.22),
        "line": oklch(line_lightness, max(0.035, chroma * 0.62), hue_toward(hue, COOL_HUE, 0.25)),
    }


@lru_cache(maxsize=4096)
def mix(first: str, second: str, share: float) -> str:
    """Blend in OKLab, `share` of `second`. Hues over 90° apart go grey: use `atmosphere` for distance."""
    start, end = to_oklab(first), to_oklab(second)
    lightness, a, b = (u + (v - u) * share for u, v in zip(start, end, strict=True))
    return oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def atmosphere(colour: str, air: str, share: float) -> str:
    """A colour seen through `share` of air: lightness follows, chroma fades, hue drifts at most 30°."""
    lightness, chroma, hue = to_oklch(colour)
    air_lightness, _, air_hue = to_oklch(air)
    drift = hue_difference(hue, air_hue)
    drift = max(-30.0, min(30.0, drift)) if abs(drift) > 70 else drift * 0.6
    return oklch(
        lightness + (air_lightness - lightness) * share, chroma * (1 - 0.55 * share), (hue + drift * share) % 360
    )


def shifted(colour: str, lift: float = 0.0, gain: float = 1.0, turn: float = 0.0) -> str:
    """The colour with lightness + `lift`, chroma × `gain`, hue + `turn`°."""
    lightness, chroma, hue = to_oklch(colour)
    return oklch(lightness + lift, chroma * gain, (hue + turn) % 360)


def distance(first: str, second: str) -> float:
    """Euclidean OKLab distance; about .02 is just noticeable."""
    return math.dist(to_oklab(first), to_oklab(second))


def contrast_ratio(first: str, second: str) -> float:
    """WCAG 2.1 contrast of two colours, 1 … 21."""

    def luminance(colour: str) -> float:
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)
