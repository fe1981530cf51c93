"""Draws segments: a stage under its caption or card, the transition from the segment before, fades at both ends."""

from __future__ import annotations

from collections import OrderedDict

from story_cli.art.cache import ArtCache
from story_cli.art.piece import load_piece
from story_cli.art.planar import Cutout, cutout
from story_cli.artifacts import STAGE_HEIGHT, Scene
from story_cli.catalogue import Library
from story_cli.render.cards import plate
from story_cli.render.closeups import face_of
from story_cli.render.effects import load_effects
from story_cli.render.motion import GLANCE, Director
from story_cli.render.planes import Frame, mixed, paste, solid
from story_cli.render.segments import Segment
from story_cli.render.stage import Stage
from story_cli.render.strips import Strips
from story_cli.render.transitions import SECONDS, blend
from story_cli.settings import RenderSettings
from story_cli.units import frames_to_seconds

FADE = 0.6  # seconds from and to plain colour at the film's ends
PAPER_TOP = 644  # below this row (of 720) the caption strip hides everything
_KEPT_STAGES = 2  # the one that is seen and the one it comes from


class Reel:
    """Draws the film; cheapest when asked in order."""

    def __init__(
        self, segments: tuple[Segment, ...], settings: RenderSettings, library: Library, cache: ArtCache
    ) -> None:
        self._segments, self._library, self._cache = segments, library, cache
        self._size = (settings.width_px, settings.height_px)
        width = segments[0].scene.stage_width
        self._zoom, self._width = settings.width_px / width, width
        self._fps, self._captioned = settings.fps, settings.captions == "burn"
        self._effects = load_effects(settings.effects)
        self._stages: OrderedDict[int, Stage] = OrderedDict()
        self._strips: dict[int, Strips] = {}
        self._plates: dict[int, tuple[Cutout, float, float]] = {}
        self._spare, self._plain = Frame(*self._size), Frame(*self._size)
        deep = segments[0].scene.signature["deep"]
        paste(self._plain, cutout(solid(*self._size, deep)), 0.0, 0.0)

    def draw(self, frame: Frame, place: int, number: int) -> None:
        """Draw frame `number` of segment `place`."""
        segment = self._segments[place]
        time = frames_to_seconds(number, self._fps)
        self._segment(frame, place, time)
        length = SECONDS.get(segment.transition, 0.0)
        if place and time < length:
            before = self._segments[place - 1]
            self._segment(self._spare, place - 1, frames_to_seconds(before.frames + number, self._fps))
            focus = segment.scene.focus
            blend(
                segment.transition, time / length, self._spare, frame, (focus[0] / self._width, focus[1] / STAGE_HEIGHT)
            )
        for effect in self._effects:
            effect.apply(frame, time)
        visible = 1.0
        if place == 0:
            visible = time / FADE
        if place == len(self._segments) - 1:
            visible = min(visible, frames_to_seconds(segment.frames - 1 - number, self._fps) / FADE)
        if visible < 1.0:
            mixed(self._plain, frame, max(0.0, visible), frame)

    def close(self) -> None:
        """Store the poses that were made."""
        for stage in self._stages.values():
            stage.close()

    def _segment(self, frame: Frame, place: int, time: float) -> None:
        segment = self._segments[place]
        captioned = self._captioned and not segment.words
        covered = 2 * round(PAPER_TOP * self._zoom / 2)
        self._stage(place).draw(frame.upper(covered) if captioned else frame, time)
        if segment.words:
            if place not in self._plates:
                self._plates[place] = plate(segment.words, segment.scene, self._zoom)
            paste(frame, *self._plates[place])
        elif captioned:
            if place not in self._strips:
                self._strips[place] = Strips(segment.captions, segment.scene, self._size)
            self._strips[place].draw(frame, time + 0.5 / self._fps)  # to the nearest frame, not the next

    def _stage(self, place: int) -> Stage:
        if place not in self._stages:
            if len(self._stages) >= _KEPT_STAGES:
                self._stages.popitem(last=False)[1].close()
            segment = self._segments[place]
            scene = segment.scene
            alive = frozenset(e.id for e in scene.elements if self._is_alive(e.piece))
            restless = frozenset(i for i in alive if GLANCE in self._animations(scene, i))
            times = (segment.span, segment.cue_times, segment.spoken)
            faces = {e.id: face_of(load_piece(self._library, e.piece, e.look), e) for e in scene.elements}
            seen = {name: box for name, box in faces.items() if box is not None}
            captions = segment.captions
            director = Director(scene, *times, scene.background_seed, alive, restless, captions, seen)
            self._stages[place] = Stage(scene, director, self._library, self._cache, self._size)
        return self._stages[place]

    def _animations(self, scene: Scene, element: str) -> tuple[str, ...]:
        piece = next(e.piece for e in scene.elements if e.id == element)
        return load_piece(self._library, piece).animations

    def _is_alive(self, piece: str) -> bool:
        return piece in self._library.heroes or piece in self._library.creatures
