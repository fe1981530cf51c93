"""One scene as a picture at any time: parallax layers, posed actors, particles. Frames are planar YUV.

Actors move on twos and the camera rests most of the time, so three pictures are kept: the layers behind the actors,
the whole picture without particles, and the layers at fractions of a pixel while the camera moves.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
from msgspec.structs import replace

from story_cli.art.backdrop import PARALLAX, backdrop
from story_cli.art.backdrops.place import LAYERS
from story_cli.art.cache import ArtCache
from story_cli.art.compose import Box, clipped
from story_cli.art.paint import drawing_order, hand_place, seat_y
from story_cli.art.piece import load_piece
from story_cli.art.planar import Cutout, Posed, cutout, seated
from story_cli.art.poses import Poses
from story_cli.art.puppet import Look, Posture
from story_cli.artifacts import Element, Scene
from story_cli.catalogue import Library
from story_cli.render.closeups import ENLARGED, Closeup
from story_cli.render.motion import POSES_A_SECOND, Director, State, View
from story_cli.render.particles import Particles
from story_cli.render.planes import Frame, paste
from story_cli.render.sheets import Sheet

BLEED_PX = 64  # each side of a layer, of the stage
_BEHIND = ("far", "mid", "near")


class _Piece(NamedTuple):
    """A cutout to draw; its corner in px of the picture, without the camera."""

    picture: Cutout
    x: float
    y: float


class _Actor(NamedTuple):
    """All cutouts of one element, from back to front, and the even box around them."""

    pieces: tuple[_Piece, ...]
    box: Box


class _Standing(NamedTuple):
    """An element at a moment, its origin in px of the picture."""

    element: Element
    state: State
    posture: Posture
    x: float
    y: float

    @property
    def resting(self) -> bool:
        """Whether it stays where it is, so that its glow may be a part of the backdrop."""
        return self.state.visible and not self.state.shift_x and not self.state.shift_y and not self.element.holder


class Stage:
    """Draws one scene. Keep two at a time: the pictures take about 40 MB at 720p, 120 MB while the camera moves."""

    def __init__(
        self, scene: Scene, director: Director, library: Library, cache: ArtCache, size: tuple[int, int]
    ) -> None:
        self._scene, self._director = scene, director
        self._zoom = size[0] / scene.stage_width
        self._sheets = {name: Sheet(picture) for name, picture in layers(scene, self._zoom, cache).items()}
        self._poses = {e.id: poses_of(e, scene, self._zoom, library, cache) for e in scene.elements}
        self._by_id = {e.id: e for e in scene.elements}
        fronts = frozenset(e.id for e in scene.elements if self._poses[e.id].puppet.piece.has_front)
        self._order = list(drawing_order(scene.elements, fronts))
        self._inside = {e.id for e, _, container in self._order if container}
        self._particles = Particles(scene, self._zoom)
        self._behind, self._whole = Frame(*size), Frame(*size)
        self._soft = self._sheets["near"]  # the near layer with the glow of who rests on it
        self._seats: dict[tuple[object, ...], Posed] = {}
        self._ground: object = None  # who is part of `_soft`
        self._backed: object = None  # what `_behind` and `_whole` were made for
        self._closer = Frame(*size)  # a closer shot, enlarged
        self._enlarged: object = None  # what `_closer` shows, and of whom
        self._enlarged_of: list[_Actor] = []
        self._posed_at: float | None = None
        self._actors: list[_Actor] = []
        self._shown: list[_Actor] = []  # as drawn on `_whole`

    def draw(self, frame: Frame, time: float) -> None:
        """The whole picture at a film time, without caption; an `upper` frame gets only what lies in it."""
        view = self._director.camera(time)
        moment = time if self._director.is_passing(time) else math.floor(time * POSES_A_SECOND + 1e-6) / POSES_A_SECOND
        if moment != self._posed_at:
            self._place_actors(time)
            self._posed_at = moment
        shot = self._director.closeup(time)
        if shot is not None:
            self._near(frame, view, shot)
        elif view.share:
            self._compose(frame, view)
            self._backed = None
        else:
            frame.copy_from(self._rest(view, frame.y.shape[0]))
        self._particles.draw(frame, time, view.offset)

    def close(self) -> None:
        """Store new poses; the stage may be used on."""
        for poses in self._poses.values():
            poses.keep()

    def _near(self, frame: Frame, view: View, shot: Closeup) -> None:
        """A part of the picture, enlarged; as long as nothing in it changes it is kept."""
        width, full = self._whole.y.shape[1], self._whole.y.shape[0]
        height = frame.y.shape[0]
        whole = self._rest(view._replace(share=0.0), full)
        if self._enlarged != (shot, height, self._backed) or self._enlarged_of is not self._shown:
            wide, high = _even(width / ENLARGED), _even(height / ENLARGED)
            camera = self._left("near", view._replace(share=0.0)) - self._rest_px
            left = min(max(0, _even(shot.left * self._zoom + camera)), width - wide)
            top = min(_even(shot.top * self._zoom), full - high)
            for target, source, by in zip(self._closer.upper(height).planes, whole.planes, (1, 2, 2), strict=True):
                part = source[top // by : (top + high) // by, left // by : (left + wide) // by]
                cv2.resize(part, target.shape[::-1], dst=target, interpolation=cv2.INTER_LINEAR)
            self._enlarged, self._enlarged_of = (shot, height, self._backed), self._shown
        frame.copy_from(self._closer.upper(height))

    def _rest(self, view: View, height: int) -> Frame:
        """The camera stands still: what did not change is taken from the picture before. The upper `height` rows."""
        backed, whole = (view, self._ground, height), self._whole.upper(height)
        if backed != self._backed:
            self._compose(whole, view)
            self._backed, self._shown = backed, self._actors
        elif self._shown is not self._actors:
            self._renew(whole, view)
            self._shown = self._actors
        return whole

    def _compose(self, frame: Frame, view: View) -> None:
        """Everything anew: the camera moves, or the ground changed. What lies behind is kept only for a rest."""
        behind = frame if view.share else self._behind.upper(frame.y.shape[0])
        for name in _BEHIND:
            sheet = self._soft if name == "near" else self._sheets[name]
            sheet.draw(behind, self._left(name, view))
            if not view.share:
                sheet.rest()
        if behind is not frame:
            frame.copy_from(behind)
        camera = self._left("near", view) - self._rest_px
        for actor in self._actors:
            for piece in actor.pieces:
                paste(frame, piece.picture, piece.x + camera, piece.y)
        self._sheets["frame"].draw(frame, self._left("frame", view))
        if not view.share:
            self._sheets["frame"].rest()

    def _renew(self, frame: Frame, view: View) -> None:
        """Only where somebody moved; the camera rests."""
        camera = int(self._left("near", view)) - self._rest_px
        size = (frame.y.shape[1], frame.y.shape[0])
        for box in changed_boxes(self._shown, self._actors):
            seen = clipped((box[0] + camera, box[1], box[2] + camera, box[3]), *size)
            if seen is None:
                continue
            frame.copy_box(self._behind, seen)
            for actor in self._actors:
                if _meet(actor.box, box):
                    for piece in actor.pieces:
                        paste(frame, piece.picture, piece.x + camera, piece.y)
            self._sheets["frame"].draw(frame, self._left("frame", view), seen)

    def _left(self, layer: str, view: View) -> float:
        """Where a layer's left edge is: on even pixels at rest, in between while the camera moves."""
        ends = [_even((-BLEED_PX - place * PARALLAX[layer]) * self._zoom) for place in (view.origin, view.goal)]
        return ends[0] + (ends[1] - ends[0]) * view.share

    @property
    def _rest_px(self) -> int:
        return _even(-BLEED_PX * self._zoom)

    # --- actors ------------------------------------------------------------------------------------------------

    def _place_actors(self, time: float) -> None:
        """Work out what is drawn of everybody at a time, from back to front."""
        states = {e.id: self._director.state(e, time) for e in self._scene.elements}
        standing = {e.id: self._standing(e, states) for e in self._scene.elements}
        self._settle(standing)
        actors = []
        for element, layer, container in self._order:
            now = standing[element.id]
            if now.state.visible:
                pieces = self._seated(now, standing[container.id]) if container else self._free(now, layer)
                actors.append(_Actor(tuple(pieces), _box_of(pieces)))
        self._actors = actors

    def _settle(self, standing: dict[str, _Standing]) -> None:
        """The near layer with the glow of all who rest, made anew when one of them changes."""
        resting = [s for s in standing.values() if s.resting and (s.element.light or s.element.id not in self._inside)]
        ground = tuple((s.element.id, s.posture._replace(phase=0.0)) for s in resting)
        if ground != self._ground:
            ordered = sorted(resting, key=lambda s: (s.element.depth, s.element.id))
            soft = [(self._poses[s.element.id].around(s.posture), int(s.x) - self._rest_px, int(s.y)) for s in ordered]
            self._soft = self._sheets["near"].with_soft(soft)
            self._ground = ground

    def _free(self, now: _Standing, layer: str) -> list[_Piece]:
        """Shadow, body and face of somebody who sits in nothing."""
        poses = self._poses[now.element.id]
        parts: list[Posed | None] = []
        if layer != "front":
            if not now.resting and not now.element.holder:
                parts.append(poses.around(now.posture))
            if now.element.grounded:
                parts.append(poses.contact(now.posture))
        parts += [poses.body(now.posture, layer), poses.face(now.posture, _look(now), layer)]
        return [_Piece(p.picture, now.x + p.dx, now.y + p.dy) for p in parts if p]

    def _seated(self, now: _Standing, around: _Standing) -> list[_Piece]:
        """Body and face of somebody in a container, cut by it."""
        poses, container = self._poses[now.element.id], self._poses[around.element.id]
        dx, dy = round(now.x - around.x), round(now.y - around.y)
        key = (now.element.id, now.posture, around.posture, dx, dy)
        if key not in self._seats:
            seat = round(seat_y(container.puppet) - dy)
            self._seats[key] = seated(poses.body(now.posture), container.body(around.posture), dx, dy, seat)
        parts = [self._seats[key], poses.face(now.posture, _look(now))]
        return [_Piece(p.picture, now.x + p.dx, now.y + p.dy) for p in parts if p]

    def _standing(self, element: Element, states: dict[str, State]) -> _Standing:
        """Where the rig's origin is, px: its own place, or such that its grip sits in the holder's hand."""
        state = states[element.id]
        posture = self._poses[element.id].puppet.posture(state.animation, state.phase, state.expression, state.pose)
        holder = self._by_id.get(element.holder)
        x: float
        y: float
        free = holder is None or holder.id == element.id
        if free or not self._poses[element.holder].puppet.piece.anchors.get(element.held_at):
            x, y = _even(element.x * self._zoom), _even(element.y * self._zoom)
            return _Standing(element, state, posture, x + state.shift_x * self._zoom, y + state.shift_y * self._zoom)
        assert holder is not None
        hand = states[holder.id]
        now = replace(holder, animation=hand.animation, pose=hand.pose)
        x, y = hand_place(self._poses[holder.id].puppet, now, self._poses[element.id].puppet, element, hand.phase)
        own = _even(holder.x * self._zoom) + hand.shift_x * self._zoom
        return _Standing(
            element,
            state._replace(visible=state.visible and hand.visible),
            posture,
            own + x,
            _even(holder.y * self._zoom) + hand.shift_y * self._zoom + y,
        )


def changed_boxes(before: list[_Actor], now: list[_Actor]) -> list[Box]:
    """Boxes that do not meet, around all that changed and all that touches it."""
    same = len(before) == len(now)
    still = [same and _equal(a, b) for a, b in zip(before, now, strict=False)] if same else []
    changed = [a.box for a, alike in zip(before, still, strict=False) if not alike] if same else [a.box for a in before]
    changed += [a.box for n, a in enumerate(now) if not (same and still[n])]
    resting = [a.box for n, a in enumerate(now) if same and still[n]]
    boxes: list[Box] = []
    while changed:
        box = changed.pop()
        met = [other for other in (*boxes, *changed, *resting) if _meet(box, other) and other != box]
        if met:
            for group in (boxes, changed, resting):
                group[:] = [other for other in group if not _meet(box, other)]
            everything = (box, *met)
            changed.append(
                (
                    min(b[0] for b in everything),
                    min(b[1] for b in everything),
                    max(b[2] for b in everything),
                    max(b[3] for b in everything),
                )
            )
        elif box not in boxes:
            boxes.append(box)
    return boxes


def _equal(one: _Actor, other: _Actor) -> bool:
    """Whether both are the same pictures at the same places; kept pictures are the same objects."""
    return len(one.pieces) == len(other.pieces) and all(
        a.picture is b.picture and a.x == b.x and a.y == b.y for a, b in zip(one.pieces, other.pieces, strict=True)
    )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _box_of(pieces: list[_Piece]) -> Box:
    """The even box around cutouts, one pixel of room for fractions."""
    lefts = [piece.x for piece in pieces]
    tops = [piece.y for piece in pieces]
    rights = [piece.x + piece.picture.y.shape[1] for piece in pieces]
    bottoms = [piece.y + piece.picture.y.shape[0] for piece in pieces]
    low = (math.floor((min(edge) - 1) / 2) * 2 for edge in (lefts, tops))
    high = (math.ceil((max(edge) + 1) / 2) * 2 for edge in (rights, bottoms))
    return (*low, *high)  # type: ignore[return-value]


def layers(scene: Scene, zoom: float, cache: ArtCache) -> dict[str, Cutout]:
    """The backdrop's layers as cutouts, kept on disk."""
    looks = (scene.place, scene.background_seed, scene.signature, scene.time_of_day, scene.weather, round(zoom, 6))
    key = cache.key("layers", *looks, *([scene.ratio] if scene.ratio != "16:9" else []))
    stored = cache.planes(key)
    if not set(LAYERS) <= set(stored):
        painted = backdrop(
            scene.place, scene.background_seed, scene.signature, scene.time_of_day, scene.weather, zoom, cache,
            scene.stage_width,
        )  # fmt: skip
        stored = {layer.name: list(cutout(layer.rgba).planes) for layer in painted}
        cache.put_planes(key, stored)
    return {name: Cutout(*stored[name]) for name in LAYERS}


def poses_of(element: Element, scene: Scene, zoom: float, library: Library, cache: ArtCache) -> Poses:
    """The pictures of one element as it stands in a scene."""
    piece = load_piece(library, element.piece, element.look)
    height = element.height * zoom
    return Poses(
        piece, scene.signature, dict(element.slots), height, element.flip, zoom, cache, element.light, element.pool
    )


def _look(now: _Standing) -> Look:
    state = now.state
    return Look(state.expression, state.blink, state.mouth, state.gaze)


def _even(value: float) -> int:
    return 2 * math.floor(value / 2 + 0.5)
