"""Backdrops of places: four painted layers with bleed for the camera, and marks for the layout.

`backdrop` rasterises the seeded paper sheets of a theme module, adds shadows and softness, and keeps the layers in
the cache; `place_marks` tells where ground, perches and the open middle are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np

from story_cli.art.backdrops import (
    castle,
    enchanted_forest,
    outer_space,
    snowy_mountain,
    treasure_island,
    underwater,
)
from story_cli.art.backdrops.place import LAYERS, WIDTH, Place, Slabs, Spot, View
from story_cli.art.backdrops.shapes import MARGIN
from story_cli.art.backdrops.sheet import Slab
from story_cli.art.backdrops.weather import WEATHERS, weather_slabs
from story_cli.art.cache import ArtCache
from story_cli.art.colour import to_rgb
from story_cli.art.compose import layer_of, over
from story_cli.art.rasterise import Pixels, blurred, coverage, moved, of_height, rasterise
from story_cli.art.signature import TIMES_OF_DAY, Signature
from story_cli.errors import StoryError

PARALLAX = {"far": 0.15, "mid": 0.40, "near": 0.75, "frame": 1.25}  # source: art bible §5
_LANDMARK_ASIDE = 0.22  # of a narrow stage's width, from its middle
_FRAME_OUTSIDE = 130  # px of the frame's sides that a very narrow stage leaves out
_THEMES = (
    underwater,
    enchanted_forest,
    castle,
    outer_space,
    snowy_mountain,
    treasure_island,
)
PLACES: dict[str, Place] = {place.id: place for theme in _THEMES for place in theme.PLACES}


@dataclass(frozen=True)
class Layer:
    """A layer at some zoom: (720·zoom, (width + 128)·zoom, 4) premultiplied; stage x = 0 lies at column 64·zoom."""

    name: str
    parallax: float
    rgba: Pixels


@dataclass(frozen=True)
class Marks:
    """What a layout needs to know of a place. Stage px; `medium` is "water" or "ground"."""

    width: float  # of the stage

    ground_y: float
    medium: str
    surface_y: float | None
    left: float  # the open span for actors
    right: float
    spots: tuple[Spot, ...]
    landmark: str
    light_x: float


def has_place(place: str) -> bool:
    return place in PLACES


def place_marks(place: str, seed: int, width: float = WIDTH) -> Marks:
    """Marks of a place on a stage of this width. Raises: StoryError if it cannot be painted."""
    found = _place(place)
    plan, begin = found.plan(seed), window_left(place, seed, width)
    return Marks(
        width=width,
        ground_y=found.ground_y,
        medium=found.medium,
        surface_y=found.surface_y,
        left=0.15 * width,
        right=0.85 * width,
        spots=tuple(replace(s, x=s.x - begin) for s in found.spots(seed) if 0 <= s.x - begin <= width),
        landmark=plan.landmark,
        light_x=min(0.9 * width, max(0.1 * width, plan.light_x - begin)),
    )


def window_left(place: str, seed: int, width: float) -> int:
    """Where a narrower stage begins on the wide one: its landmark stands aside, the actors in the middle."""
    plan = _place(place).plan(seed)
    middle = plan.x + plan.side * _LANDMARK_ASIDE * width
    return 2 * round(min(WIDTH - width, max(0.0, middle - width / 2)) / 2)


def backdrop(
    place: str,
    seed: int,
    signature: Signature,
    time_of_day: str = "noon",
    weather: str = "clear",
    zoom: float = 1.0,
    cache: ArtCache | None = None,
    width: float = WIDTH,
) -> list[Layer]:
    """The layers far (opaque), mid, near, frame, of a stage of this width. Draws from rng (seed, "place" …).

    Raises: StoryError on an unknown place, time of day or weather, or a zoom outside 0.05 … 6.
    """
    wide = _wide(place, seed, signature, time_of_day, weather, zoom, cache)
    return (
        wide if width == WIDTH else [_narrowed(layer, window_left(place, seed, width), width, zoom) for layer in wide]
    )


def _narrowed(layer: Layer, begin: float, width: float, zoom: float) -> Layer:
    """The window of a layer that a narrower stage shows, with its bleed; the frame's two sides come nearer."""
    columns = 2 * round((width + 2 * MARGIN) * zoom / 2)
    if layer.name != "frame":
        left = min(2 * round(begin * zoom / 2), layer.rgba.shape[1] - columns)
        return Layer(layer.name, layer.parallax, np.ascontiguousarray(layer.rgba[:, left : left + columns]))
    outside = 2 * round(_FRAME_OUTSIDE * (1 - width / WIDTH) * zoom / 2)
    half = columns // 2
    rgba = layer.rgba
    sides = (
        rgba[:, outside : outside + half],
        rgba[:, rgba.shape[1] - outside - (columns - half) :][:, : columns - half],
    )
    return Layer(layer.name, layer.parallax, np.ascontiguousarray(np.hstack(sides)))


def _wide(
    place: str,
    seed: int,
    signature: Signature,
    time_of_day: str,
    weather: str,
    zoom: float,
    cache: ArtCache | None,
) -> list[Layer]:
    found = _place(place)
    _check(time_of_day, weather, zoom)
    cache = cache or ArtCache(None)
    key = cache.key("backdrop", place, seed, signature, time_of_day, weather, round(zoom, 6))
    stored = cache.get(key)
    if stored and set(LAYERS) <= set(stored[0]):
        return [Layer(name, PARALLAX[name], stored[0][name]) for name in LAYERS]
    view = View(found.plan(seed), signature, time_of_day)
    slabs: Slabs = found.paint(view)
    for name, extra in weather_slabs(view, weather, found.medium).items():
        slabs[name] = slabs[name] + extra
    layers = [Layer(name, PARALLAX[name], _painted(slabs[name], signature, zoom)) for name in LAYERS]
    cache.put(key, {layer.name: layer.rgba for layer in layers}, {})
    return layers


def flattened(layers: list[Layer], zoom: float, skip: tuple[str, ...] = ()) -> Pixels:
    """The layers on each other without camera, cropped to the stage: (720·zoom, width·zoom, 4)."""
    (height, bled), margin = layers[0].rgba.shape[:2], round(MARGIN * zoom)
    width = min(round(WIDTH * zoom), bled - 2 * margin)
    canvas = np.zeros((height, width, 4), np.uint8)
    for layer in layers:
        if layer.name not in skip:
            over(canvas, layer.rgba, -margin, 0)
    return canvas


def _place(place: str) -> Place:
    if place not in PLACES:
        raise StoryError(f"no backdrop for the place '{place}'", f"one of: {', '.join(PLACES)}")
    return PLACES[place]


def _check(time_of_day: str, weather: str, zoom: float) -> None:
    if time_of_day not in TIMES_OF_DAY:
        raise StoryError(f"no time of day '{time_of_day}'", f"one of: {', '.join(TIMES_OF_DAY)}")
    if weather not in WEATHERS:
        raise StoryError(f"no weather '{weather}'", f"one of: {', '.join(w for w in WEATHERS if w)}")
    if not (math.isfinite(zoom) and 0.05 <= zoom <= 6):
        raise StoryError(f"a zoom of {zoom:g}", "between 0.05 and 6 (output height / 720)")


def _painted(slabs: list[Slab], roles: Signature, zoom: float) -> Pixels:
    """One layer: its slabs in order, each on its own shadow."""
    width = round((WIDTH + 2 * MARGIN) * zoom)
    height = round(720 * zoom)
    canvas = np.zeros((height, width, 4), np.uint8)
    deep = to_rgb(roles["deep"])
    for slab in slabs:
        pixels = of_height(rasterise(slab.svg, width), height)
        if slab.blur:
            pixels = _softened(pixels, slab.blur * zoom)
        if slab.shadow:
            shade = (
                blurred(moved(coverage(pixels), 0, slab.shadow.fall * zoom), slab.shadow.softness * zoom)
                * slab.shadow.alpha
            )
            over(canvas, layer_of(shade, deep), 0, 0)
        over(canvas, pixels, 0, 0)
    return canvas


def _softened(pixels: Pixels, sigma: float) -> Pixels:
    """Blurred; what lies at the page's edge goes on beyond it."""
    planes = [np.ascontiguousarray(pixels[..., i]).astype(np.float32) for i in range(4)]
    planes = [blurred(plane, sigma, cv2.BORDER_REPLICATE) for plane in planes]
    return cast(Pixels, np.clip(np.dstack(planes) + 0.5, 0, 255).astype(np.uint8))
