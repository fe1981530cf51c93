"""Paints a composed scene as a still: layers, actors in depth order with their finish, caption strip, vignette, grain.

The film composes frames itself from the same parts: backdrop layers, finished sprites, caption strips.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
from PIL import Image

from story_cli.art.actor import actor_finish, contact_shadow, mirrored
from story_cli.art.backdrop import backdrop
from story_cli.art.backdrops.shapes import MARGIN
from story_cli.art.cache import ArtCache
from story_cli.art.caption import STRIP_TOP, caption_strip
from story_cli.art.colour import to_rgb
from story_cli.art.compose import over
from story_cli.art.piece import load_piece
from story_cli.art.pool import glow_share, pool_of
from story_cli.art.puppet import Puppet, Sprite
from story_cli.art.rasterise import Pixels, Plane, blurred
from story_cli.artifacts import STAGE_HEIGHT, Element, Scene
from story_cli.rng import numpy_rng

if TYPE_CHECKING:
    from story_cli.catalogue import Library

__all__ = [
    "actor_finish",
    "caption_strip",
    "drawing_order",
    "grain",
    "hand_place",
    "paint_scene",
    "seat_y",
    "seated",
    "vignette",
]

SEAT_DEPTH = 0.006  # a passenger's depth above its container's is at most this; see `drawing_order`
GRAIN = 0.012  # sigma of the paper grain, multiplicative; source: art bible §4
VIGNETTE = 0.16


def paint_scene(
    scene: Scene,
    library: Library,
    cache: ArtCache,
    zoom: float = 1.0,
    time: float = 0.4,
    caption: str | None = None,
) -> Image.Image:
    """The scene `time` seconds in, RGB, stage width·zoom × 720·zoom. `caption` adds the strip with these words.

    Raises: StoryError as the parts do (unknown place, piece, slot, expression; text too long).
    """
    width, height = round(scene.stage_width * zoom), round(STAGE_HEIGHT * zoom)
    layers = backdrop(
        scene.place, scene.background_seed, scene.signature, scene.time_of_day, scene.weather, zoom, cache,
        scene.stage_width,
    )  # fmt: skip
    canvas = np.zeros((height, width, 4), np.uint8)
    margin = round(MARGIN * zoom)
    for layer in layers:
        if layer.name == "frame":
            _draw_actors(canvas, scene, library, cache, zoom, time)
        over(canvas, layer.rgba, -margin, 0)
    words = caption.split() if caption is not None else None
    picture_height = round(STRIP_TOP * zoom) + round(32 * zoom) if words is not None else height
    vignette(canvas[:picture_height], scene.signature["deep"])
    if words is not None:
        strip = caption_strip(scene.signature, words, None, width, height)
        over(canvas, strip, 0, height - strip.shape[0])
    grained = canvas[..., :3].astype(np.float32) * (1 + GRAIN * grain(width, height))[..., None]
    return Image.fromarray(np.clip(grained + 0.5, 0, 255).astype(np.uint8))


def _draw_actors(canvas: Pixels, scene: Scene, library: Library, cache: ArtCache, zoom: float, time: float) -> None:
    puppets = {
        e.id: Puppet(load_piece(library, e.piece, e.look), scene.signature, dict(e.slots), e.height * zoom, cache)
        for e in scene.elements
    }
    elements = {e.id: e for e in scene.elements}
    fronts = frozenset(e.id for e in scene.elements if puppets[e.id].piece.has_front)
    phase = int(time * 12) / 12
    places = {e.id: _place(e, elements, puppets, phase, zoom) for e in scene.elements}
    for element in (e for e in scene.elements if e.light):
        sprite, (x, y) = _posed(puppets[element.id], element, phase, "all"), places[element.id]
        turned = mirrored(sprite) if element.flip else sprite
        pool = pool_of(turned, scene.signature, zoom, element.light, element.pool)
        over(canvas, pool.rgba, round(x) + pool.dx, round(y) + pool.dy)
    for element, layer, container in drawing_order(scene.elements, fronts):
        puppet, (x, y) = puppets[element.id], places[element.id]
        sprite = _posed(puppet, element, phase, layer)
        if container:
            holder = puppets[container.id]
            hull, (hx, hy) = _posed(holder, container, phase, "all"), places[container.id]
            if container.flip:
                hull = mirrored(hull)
            plain = mirrored(sprite) if element.flip else sprite
            plain = seated(plain, hull, round(x - hx), round(y - hy), seat_y(holder) - (y - hy))
            finished = actor_finish(plain, scene.signature, False, zoom, glow=glow_share(element.light))
        else:
            if element.grounded and layer != "front":
                feet = puppet.anchor("feet")[1] if puppet.piece.anchors.get("feet") else None
                plain = mirrored(sprite) if element.flip else sprite
                shade = contact_shadow(plain, scene.signature, zoom, feet)
                over(canvas, shade.rgba, round(x) + shade.dx, round(y) + shade.dy)
            finished = actor_finish(
                sprite, scene.signature, element.flip, zoom, layer != "front", glow_share(element.light)
            )
        over(canvas, finished.rgba, round(x) + finished.dx, round(y) + finished.dy)


def _posed(puppet: Puppet, element: Element, phase: float, layer: str) -> Sprite:
    return puppet.sprite(
        animation=element.animation, phase=phase, expression=element.expression, pose=element.pose, layer=layer
    )


def _place(
    element: Element, elements: dict[str, Element], puppets: dict[str, Puppet], phase: float, zoom: float
) -> tuple[float, float]:
    """Where the element's origin goes, px: its own place, or such that its grip lies in the holder's hand."""
    holder = elements.get(element.holder)
    if holder is None or holder.id == element.id or not puppets[holder.id].piece.anchors.get(element.held_at):
        return element.x * zoom, element.y * zoom
    x, y = hand_place(puppets[holder.id], holder, puppets[element.id], element, phase)
    return holder.x * zoom + x, holder.y * zoom + y


def hand_place(holder: Puppet, holding: Element, held: Puppet, element: Element, phase: float) -> tuple[float, float]:
    """Origin of a held thing relative to its holder's origin, px: its "grip" at the hand, or its "wear" at the head."""
    hand_x, hand_y = holder.anchor(element.held_at, animation=holding.animation, phase=phase, pose=holding.pose)
    own = ("grip", "center") if element.held_at == "hand" else ("wear", "center")
    grip = next((name for name in own if held.piece.anchors.get(name)), "")
    grip_x, grip_y = held.anchor(grip) if grip else (0.0, 0.0)
    x = (-hand_x if holding.flip else hand_x) - (-grip_x if element.flip else grip_x)
    return x, hand_y - grip_y


def drawing_order(
    elements: tuple[Element, ...], fronts: frozenset[str]
) -> Iterator[tuple[Element, str, Element | None]]:
    """Elements from back to front as (element, layer, container).

    `fronts` are ids of elements with a front part. Whoever stands at most .006 deeper than such an element, within
    its width, sits in it: the container is drawn as "back", the passengers (with their container), then "front".
    """
    ordered = sorted(elements, key=lambda e: (e.depth, e.id))
    inside: dict[str, Element] = {}
    for container in (e for e in ordered if e.id in fronts):
        for other in ordered:
            near = 0 < other.depth - container.depth <= SEAT_DEPTH and abs(other.x - container.x) < container.height
            if near and other.id not in fronts and not other.holder:
                inside[other.id] = container
    for element in ordered:
        if element.id in inside:
            continue
        passengers = [e for e in ordered if inside.get(e.id) is element]
        if not passengers:
            yield element, "all", None
            continue
        yield element, "back", None
        for passenger in passengers:
            yield passenger, "all", element
        yield element, "front", None


def seat_y(container: Puppet) -> float:
    """Height of a container's seat relative to its origin, px."""
    for name in ("seat", "inside", "in"):
        if container.piece.anchors.get(name):
            return container.anchor(name)[1]
    return 0.0


def seated(passenger: Sprite, container: Sprite, dx: int, dy: int, seat_dy: float) -> Sprite:
    """The passenger without what would stick out under its container.

    (dx, dy) is the passenger's origin relative to the container's, both sprites already mirrored as drawn;
    `seat_dy` is the seat relative to the passenger's origin. Below the seat only what the container covers stays.
    """
    height, width = passenger.rgba.shape[:2]
    cover = np.zeros((height, width), np.uint8)
    left, top = container.dx - dx - passenger.dx, container.dy - dy - passenger.dy
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(width, left + container.rgba.shape[1]), min(height, top + container.rgba.shape[0])
    if x0 < x1 and y0 < y1:
        cover[y0:y1, x0:x1] = container.rgba[y0 - top : y1 - top, x0 - left : x1 - left, 3]
    cover[: max(0, min(height, round(seat_dy - passenger.dy)))] = 255
    kept = (passenger.rgba.astype(np.uint16) * cover[..., None] // 255).astype(np.uint8)
    return Sprite(kept, passenger.dx, passenger.dy)


def vignette(canvas: Pixels, deep: str) -> None:
    """Darken the corners toward the deep colour, in place: from .55 of the radius, at most .16."""
    height, width = canvas.shape[:2]
    share = _vignette(width, height)[..., None]
    rgb = canvas[..., :3].astype(np.float32)
    colour = np.array(to_rgb(deep), np.float32) * 255
    canvas[..., :3] = np.clip(rgb * (1 - share) + colour * share + 0.5, 0, 255).astype(np.uint8)


@lru_cache(maxsize=2)
def _vignette(width: int, height: int) -> Plane:
    x = (np.arange(width, dtype=np.float32) - width / 2) / (width * 0.62)
    y = (np.arange(height, dtype=np.float32) - height * 0.48) / (height * 0.66)
    radius = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2)
    return cast(Plane, np.clip((radius - 0.55) / 0.75, 0, 1) ** 1.6 * VIGNETTE)


@lru_cache(maxsize=2)
def grain(width: int, height: int) -> Plane:
    """Paper grain of unit variance, (height, width): fine, white, coarse noise and fibres; always the same."""
    rng = numpy_rng(7, "grain")
    white = rng.standard_normal((height, width), np.float32)
    fibre = rng.standard_normal((height, width // 6 + 1), np.float32)
    parts = (
        (0.65, blurred(white, 1.1)),
        (0.35, white),
        (0.35, blurred(rng.standard_normal((height, width), np.float32), 9)),
        (0.25, np.repeat(cv2.GaussianBlur(fibre, (0, 0), 0.6), 6, axis=1)[:, :width]),
    )
    total = sum(weight * (part / part.std()) for weight, part in parts)
    return cast(Plane, (total / np.std(total)).astype(np.float32))
