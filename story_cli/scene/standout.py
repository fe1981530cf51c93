"""Every actor stands out from the place behind it: the light or shade that each needs on the backdrop.

Measured on a small picture of the place and a quick one of the actor, so that composing a story does not paint it.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import msgspec

from story_cli.artifacts import Element, Scene

if TYPE_CHECKING:
    from story_cli.art.pool import Lab
    from story_cli.art.puppet import Sprite
    from story_cli.art.rasterise import Pixels
    from story_cli.art.signature import Signature
    from story_cli.catalogue import Library

ZOOM = 0.25  # at which pools and rings are measured
_STAGE_ZOOM = 0.125  # at which the place is painted for it
_STEP = 0.1  # between the strengths that are tried
_SPARE = 0.038  # of lightness and distance beyond the rule: what the measure of a quick drawing may be wrong by


def with_light(scene: Scene, actors: Collection[str], library: Library) -> Scene:
    """The scene with `light` and `pool` set on the elements whose ids are `actors`; draws nothing from rng.

    One after the other, twice: who stands in a neighbour's light needs less of an own, or more.
    """
    from story_cli.art.compose import over
    from story_cli.art.contrast import quick_sprite
    from story_cli.art.piece import load_piece
    from story_cli.art.pool import pool_of

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
            pool = pool_of(sprites[other.id], scene.signature, ZOOM, other.light, other.pool)
            over(picture, pool.rgba, round(other.x * ZOOM) + pool.dx, round(other.y * ZOOM) + pool.dy)
        lit[name] = _standing_out(lit[name], sprites[name], picture, scene.signature)
    return msgspec.structs.replace(scene, elements=tuple(lit.get(element.id, element) for element in scene.elements))


def _standing_out(element: Element, sprite: Sprite, picture: Pixels, roles: Signature) -> Element:
    """The element with the weakest light or shade of the better side that makes it pop from this picture."""
    from story_cli.art.contrast import colour_of, ring_colour
    from story_cli.art.pool import light_for, margin, pool_colour

    bare = msgspec.structs.replace(element, light=0.0, pool="")
    colour, stage = colour_of(sprite), ring_colour(picture, sprite, element.x * ZOOM, element.y * ZOOM, ZOOM)
    if colour is None or stage is None:
        return bare
    expected = light_for(colour, stage, roles)
    side = math.copysign(1.0, expected) if expected else 1.0 if stage[0] > colour[0] else -1.0

    def tried(strength: float) -> tuple[float, Element]:
        light = round(side * strength, 3) + 0.0
        lit = msgspec.structs.replace(bare, light=light, pool=pool_colour(roles, light, stage) if light else "")
        ring = _ring_around(lit, sprite, picture, roles)
        return (margin(colour, ring) if ring else -1.0), lit

    strength = abs(expected)
    best = tried(strength)
    while best[0] < _SPARE and strength < 1.0:  # more, as long as it helps
        strength = min(1.0, strength + _STEP)
        best = max(best, tried(strength), key=lambda found: found[0])
    if best[0] < _SPARE / 2:  # not even all of it: the other side may do
        side, other = -side, best
        best = max(other, *(tried(n * _STEP) for n in range(3, 11)), key=lambda found: found[0])
    while best[0] >= _SPARE and strength > 0.0 and best[1].light * side > 0:  # less, as long as it is enough
        strength = max(0.0, strength - _STEP)
        less = tried(strength)
        if less[0] < _SPARE:
            break
        best = less
    return best[1]


def _ring_around(element: Element, sprite: Sprite, picture: Pixels, roles: Signature) -> Lab | None:
    """OKLab of the ring around an element with its pool, shadows and halo drawn."""
    from story_cli.art.actor import contact_shadow, glow_and_shadow
    from story_cli.art.compose import over
    from story_cli.art.contrast import ring_colour
    from story_cli.art.pool import glow_share, pool_of

    canvas = picture.copy()
    x, y = element.x * ZOOM, element.y * ZOOM
    layers = [pool_of(sprite, roles, ZOOM, element.light, element.pool)] if element.light else []
    layers += [contact_shadow(sprite, roles, ZOOM)] if element.grounded else []
    layers.append(glow_and_shadow(sprite, roles, ZOOM, glow_share(element.light)))
    for layer in layers:
        over(canvas, layer.rgba, round(x) + layer.dx, round(y) + layer.dy)
    return ring_colour(canvas, sprite, x, y, ZOOM)


def why_lit(element: Element) -> str:
    """A note that tells why the backdrop is lighter or darker behind an element."""
    return f"{element.id}: {'light' if element.light > 0 else 'shade'} behind, to stand out from the place"


@lru_cache(maxsize=8)
def _stage(
    place: str, seed: int, roles: tuple[tuple[str, str], ...], time_of_day: str, weather: str, width: float
) -> Pixels:
    """The place without its frame layer, which lies before the actors."""
    import cv2

    from story_cli.art.backdrop import backdrop, flattened
    from story_cli.art.cache import ArtCache

    layers = backdrop(place, seed, dict(roles), time_of_day, weather, _STAGE_ZOOM, ArtCache.of_user(), width)
    small = flattened(layers, _STAGE_ZOOM, skip=("frame",))
    return cast("Pixels", cv2.resize(small, None, fx=ZOOM / _STAGE_ZOOM, fy=ZOOM / _STAGE_ZOOM))
