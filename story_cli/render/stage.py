"""One scene as a picture at any time: parallax layers, posed actors, particles. Frames are planar YUV."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from story_cli.art.actor import actor_finish, contact_shadow, mirrored
from story_cli.art.backdrop import Layer, backdrop
from story_cli.art.cache import ArtCache
from story_cli.art.paint import drawing_order, hand_place, seat_y, seated
from story_cli.art.piece import load_piece
from story_cli.art.puppet import Puppet, Sprite
from story_cli.artifacts import Element, Scene
from story_cli.catalogue import Library
from story_cli.render.motion import Director, State
from story_cli.render.particles import Particles
from story_cli.render.planes import Cutout, Frame, cover, cutout, paste, tiles

ACTOR_PARALLAX = 0.75  # that of the near layer, whose ground they stand on
BLEED_PX = 64  # each side of a layer, at 1280 wide
KEPT_POSES = 400  # sprites remembered a scene


class _Layer(NamedTuple):
    """A parallax layer: one opaque picture, or tiles with their places."""

    name: str
    parallax: float
    whole: Cutout | None
    parts: list[tuple[Cutout, int, int]]


_Within = tuple[Element, State, tuple[float, float]]  # what somebody sits in, how it looks, where its origin is


class _Posed(NamedTuple):
    """A finished sprite and its top left corner relative to the element's origin, px of the output."""

    picture: Cutout
    dx: int
    dy: int


class Stage:
    """Draws one scene. Keep one at a time: layers and poses take about 100 MB at 720p."""

    def __init__(self, scene: Scene, director: Director, library: Library, cache: ArtCache, zoom: float) -> None:
        self._scene = scene
        self._director = director
        self._zoom = zoom
        layers = backdrop(
            scene.place, scene.background_seed, scene.signature, scene.time_of_day, scene.weather, zoom, cache
        )
        self._layers = [_layer(layer) for layer in layers]
        self._puppets = {
            e.id: Puppet(load_piece(library, e.piece), scene.signature, dict(e.slots), e.height * zoom, cache)
            for e in scene.elements
        }
        self._by_id = {e.id: e for e in scene.elements}
        fronts = frozenset(e.id for e in scene.elements if self._puppets[e.id].piece.has_front)
        self._order = list(drawing_order(scene.elements, fronts))
        self._poses: OrderedDict[tuple[Any, ...], list[_Posed]] = OrderedDict()
        self._particles = Particles(scene, zoom)

    def draw(self, frame: Frame, time: float) -> None:
        """The whole picture at a film time, without caption."""
        camera = self._director.camera(time)
        for layer in self._layers:
            if layer.name == "frame":
                self._draw_actors(frame, time, camera)
                self._particles.draw(frame, time, camera)
            x = (-BLEED_PX - camera * layer.parallax) * self._zoom
            if layer.whole is not None:
                cover(frame, layer.whole, x)
            for part, left, top in layer.parts:
                paste(frame, part, x + left, top)

    def _draw_actors(self, frame: Frame, time: float, camera: float) -> None:
        states = {e.id: self._director.state(e, time) for e in self._scene.elements}
        places = {e.id: self._origin(e, states) for e in self._scene.elements}
        for element, layer, container in self._order:
            if not states[element.id].visible:
                continue
            x, y = places[element.id]
            within = (container, states[container.id], places[container.id]) if container else None
            for part in self._posed(element, states[element.id], layer, (x, y), within):
                paste(frame, part.picture, x - camera * ACTOR_PARALLAX * self._zoom + part.dx, y + part.dy)

    def _origin(self, element: Element, states: dict[str, State]) -> tuple[float, float]:
        """Where the rig's origin is, px: its own place, or such that its grip sits in the holder's hand."""
        holder = self._by_id.get(element.holder)
        free = holder is None or holder.id == element.id
        if free or not self._puppets[element.holder].piece.anchors.get(element.held_at):
            state = states[element.id]
            return (element.x + state.shift_x) * self._zoom, (element.y + state.shift_y) * self._zoom
        assert holder is not None
        hand = states[holder.id]
        now = replace(holder, animation=hand.animation, pose=hand.pose)
        x, y = hand_place(self._puppets[holder.id], now, self._puppets[element.id], element, hand.phase)
        return (holder.x + hand.shift_x) * self._zoom + x, (holder.y + hand.shift_y) * self._zoom + y

    def _posed(
        self, element: Element, state: State, layer: str, place: tuple[float, float], within: _Within | None
    ) -> list[_Posed]:
        """Sprites of one element as it looks now, from back to front; remembered."""
        key = (element.id, layer, *state[:6], *(within[1][:6] if within else ()))
        found = self._poses.get(key)
        if found is not None:
            self._poses.move_to_end(key)
            return found
        made = [_Posed(cutout(s.rgba), s.dx, s.dy) for s in self._finished(element, state, layer, place, within)]
        self._poses[key] = made
        if len(self._poses) > KEPT_POSES:
            self._poses.popitem(last=False)
        return made

    def _finished(
        self, element: Element, state: State, layer: str, place: tuple[float, float], within: _Within | None
    ) -> Iterator[Sprite]:
        """Contact shadow if it stands, then the sprite with its finish; what sits in something is cut by it."""
        signature = self._scene.signature
        plain = self._sprite(element, state, layer)
        if within is not None:
            container, around, (hx, hy) = within
            hull = self._sprite(container, around, "all")
            dx, dy = round(place[0] - hx), round(place[1] - hy)
            seat = seat_y(self._puppets[container.id]) - (place[1] - hy)
            yield actor_finish(seated(plain, hull, dx, dy, seat), signature, False, self._zoom)
            return
        if element.grounded and layer != "front":
            puppet = self._puppets[element.id]
            feet = puppet.anchor("feet")[1] if puppet.piece.anchors.get("feet") else None
            yield contact_shadow(plain, signature, self._zoom, feet)
        yield actor_finish(plain, signature, False, self._zoom, halo=layer != "front")

    def _sprite(self, element: Element, state: State, layer: str) -> Sprite:
        """As it faces on the stage."""
        puppet = self._puppets[element.id]
        sprite = puppet.sprite(
            animation=state.animation,
            phase=state.phase,
            expression=state.expression,
            pose=state.pose,
            blink=state.blink,
            mouth=state.mouth if puppet.piece.has_face else "",
            layer=layer,
        )
        return mirrored(sprite) if element.flip else sprite


def _layer(layer: Layer) -> _Layer:
    if layer.name == "far":
        return _Layer(layer.name, layer.parallax, cutout(layer.rgba), [])
    return _Layer(layer.name, layer.parallax, None, tiles(layer.rgba))
