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
    from story_cli.art.piece import Piece
    from story_cli.art.rasterise import Pixels
    from story_cli.catalogue import Library

ZOOM = 0.125


def with_light(scene: Scene, actors: Collection[str], library: Library) -> Scene:
    """The scene with `light` set on the elements whose ids are `actors`; draws nothing from rng.

    One after the other: who stands in a neighbour's light needs less of an own.
    """
    roles = tuple(scene.signature.items())
    stage = _stage(scene.place, scene.background_seed, roles, scene.time_of_day, scene.weather, scene.stage_width)
    picture = stage.copy()
    elements = tuple(
        msgspec.structs.replace(element, light=_light(element, scene, picture, library))
        if element.id in actors and not element.holder
        else element
        for element in scene.elements
    )
    return msgspec.structs.replace(scene, elements=elements)


def why_lit(element: Element) -> str:
    """A note that tells why the backdrop is lighter or darker behind an element."""
    return f"{element.id}: {'light' if element.light > 0 else 'shade'} behind, to stand out from the place"


def _light(element: Element, scene: Scene, picture: Pixels, library: Library) -> float:
    """The light that an element needs; its pool is drawn onto the small picture of the place."""
    from story_cli.art.compose import over
    from story_cli.art.contrast import colour_of, quick_sprite, ring_colour
    from story_cli.art.piece import load_piece
    from story_cli.art.pool import light_for, pool_of

    piece: Piece = load_piece(library, element.piece, element.look)
    quick = quick_sprite(piece, scene.signature, dict(element.slots), element.height * ZOOM, ZOOM, element.flip)
    x, y = element.x * ZOOM, element.y * ZOOM
    ring, colour = ring_colour(picture, quick, x, y, ZOOM), colour_of(quick)
    light = light_for(colour, ring, scene.signature) if ring and colour else 0.0
    if light:
        pool = pool_of(quick, scene.signature, ZOOM, light)
        over(picture, pool.rgba, round(x) + pool.dx, round(y) + pool.dy)
    return light


@lru_cache(maxsize=8)
def _stage(
    place: str, seed: int, roles: tuple[tuple[str, str], ...], time_of_day: str, weather: str, width: float
) -> Pixels:
    """The place without its frame layer, which lies before the actors."""
    from story_cli.art.backdrop import backdrop, flattened
    from story_cli.art.cache import ArtCache

    layers = backdrop(place, seed, dict(roles), time_of_day, weather, ZOOM, ArtCache.of_user(), width)
    return flattened(layers, ZOOM, skip=("frame",))
