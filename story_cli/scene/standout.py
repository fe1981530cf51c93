"""Every actor stands out from the place behind it: the light or shade that each needs on the backdrop.

Measured on a small picture of the place and a quick one of the actor, so that composing a story does not paint it.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from story_cli.artifacts import Element, Scene

if TYPE_CHECKING:
    from story_cli.art.rasterise import Pixels
    from story_cli.catalogue import Library

ZOOM = 0.125


def with_light(scene: Scene, actors: Collection[str], library: Library) -> Scene:
    """The scene with `light` set on the elements whose ids are `actors`; draws nothing from rng.

    One after the other, twice: who stands in a neighbour's light needs less of an own, or more.
    """
    from story_cli.art.compose import over
    from story_cli.art.contrast import colour_of, quick_sprite, ring_colour
    from story_cli.art.piece import load_piece
    from story_cli.art.pool import light_for, pool_of

    roles = tuple(scene.signature.items())
    stage = _stage(scene.place, scene.background_seed, roles, scene.time_of_day, scene.weather, scene.stage_width)
    lit = {element.id: element for element in scene.elements if element.id in actors and not element.holder}
    sprites = {}
    for element in lit.values():
        piece = load_piece(library, element.piece, element.look)
        size = element.height * ZOOM
        sprites[element.id] = quick_sprite(piece, scene.signature, dict(element.slots), size, ZOOM, element.flip)
    for name in (*lit, *lit):
        picture = stage.copy()
        for other in (element for element in lit.values() if element.light and element.id != name):
            pool = pool_of(sprites[other.id], scene.signature, ZOOM, other.light)
            over(picture, pool.rgba, round(other.x * ZOOM) + pool.dx, round(other.y * ZOOM) + pool.dy)
        element, sprite = lit[name], sprites[name]
        ring, colour = ring_colour(picture, sprite, element.x * ZOOM, element.y * ZOOM, ZOOM), colour_of(sprite)
        light = light_for(colour, ring, scene.signature) if ring and colour else 0.0
        lit[name] = msgspec.structs.replace(element, light=light)
    return msgspec.structs.replace(scene, elements=tuple(lit.get(element.id, element) for element in scene.elements))


def why_lit(element: Element) -> str:
    """A note that tells why the backdrop is lighter or darker behind an element."""
    return f"{element.id}: {'light' if element.light > 0 else 'shade'} behind, to stand out from the place"


@lru_cache(maxsize=8)
def _stage(
    place: str, seed: int, roles: tuple[tuple[str, str], ...], time_of_day: str, weather: str, width: float
) -> Pixels:
    """The place without its frame layer, which lies before the actors."""
    from story_cli.art.backdrop import backdrop, flattened
    from story_cli.art.cache import ArtCache

    layers = backdrop(place, seed, dict(roles), time_of_day, weather, ZOOM, ArtCache.of_user(), width)
    return flattened(layers, ZOOM, skip=("frame",))
