"""One scene as a picture at any time: parallax layers, posed actors, particles. Frames are planar YUV."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NamedTuple

from story_cli.art.backdrop import backdrop
from story_cli.art.cache import ArtCache
from story_cli.art.paint import actor_finish
from story_cli.art.piece import load_piece
from story_cli.art.puppet import Puppet
from story_cli.artifacts import Element, Scene
from story_cli.catalogue import Library
from story_cli.render.motion import Director, State
from story_cli.render.particles import Particles
from story_cli.render.planes import Cutout, Frame, cover, cutout, paste

ACTOR_PARALLAX = 0.75  # that of the near layer, whose ground they stand on
BLEED_PX = 64  # each side of a layer, at 1280 wide
KEPT_POSES = 400  # sprites remembered a scene


class _Layer(NamedTuple):
    name: str
    parallax: float
    picture: Cutout


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
        self._layers = [_Layer(layer.name, layer.parallax, cutout(layer.rgba)) for layer in layers]
        self._puppets = {
            e.id: Puppet(load_piece(library, e.piece), scene.signature, dict(e.slots), e.height * zoom, cache)
            for e in scene.elements
        }
        self._by_id = {e.id: e for e in scene.elements}
        self._poses: OrderedDict[tuple[Any, ...], _Posed] = OrderedDict()
        self._particles = Particles(scene, zoom)

    def draw(self, frame: Frame, time: float) -> None:
        """The whole picture at a film time, without caption."""
        camera = self._director.camera(time)
        for layer in self._layers:
            if layer.name == "frame":
                self._draw_actors(frame, time, camera)
                self._particles.draw(frame, time, camera)
            x = (-BLEED_PX - camera * layer.parallax) * self._zoom
            if layer.picture.opaque:
                cover(frame, layer.picture, x)
            else:
                paste(frame, layer.picture, x, 0.0)

    def _draw_actors(self, frame: Frame, time: float, camera: float) -> None:
        states = {e.id: self._director.state(e, time) for e in self._scene.elements}
        for element in sorted(self._scene.elements, key=lambda e: e.depth):
            state = states[element.id]
            if not state.visible:
                continue
            x, y = self._origin(element, states)
            posed = self._posed(element, state)
            paste(
                frame, posed.picture, (x - camera * ACTOR_PARALLAX) * self._zoom + posed.dx, y * self._zoom + posed.dy
            )

    def _origin(self, element: Element, states: dict[str, State]) -> tuple[float, float]:
        """Where the rig's origin is, stage px: its own place, or such that its grip sits in the holder's hand."""
        holder = self._by_id.get(element.holder)
        state = states[element.id]
        if holder is None or not self._puppets[holder.id].piece.anchors.get("hand"):
            return element.x + state.shift_x, element.y + state.shift_y
        hand = states[holder.id]
        hx, hy = self._puppets[holder.id].anchor("hand", animation=hand.animation, phase=hand.phase, pose=hand.pose)
        own = self._puppets[element.id]
        grip = "grip" if own.piece.anchors.get("grip") else "center"
        gx, gy = own.anchor(grip) if own.piece.anchors.get(grip) else (0.0, 0.0)
        across = -1 if holder.flip else 1
        own_across = -1 if element.flip else 1
        x = holder.x + hand.shift_x + (across * hx - own_across * gx) / self._zoom
        return x, holder.y + hand.shift_y + (hy - gy) / self._zoom

    def _posed(self, element: Element, state: State) -> _Posed:
        key = (element.id, *state[:6])
        found = self._poses.get(key)
        if found is not None:
            self._poses.move_to_end(key)
            return found
        sprite = self._puppets[element.id].sprite(
            animation=state.animation,
            phase=state.phase,
            expression=state.expression,
            pose=state.pose,
            blink=state.blink,
            mouth=state.mouth if self._puppets[element.id].piece.has_face else "",
        )
        finished = actor_finish(sprite, self._scene.signature, element.flip, self._zoom)
        posed = _Posed(cutout(finished.rgba), finished.dx, finished.dy)
        self._poses[key] = posed
        if len(self._poses) > KEPT_POSES:
            self._poses.popitem(last=False)
        return posed
