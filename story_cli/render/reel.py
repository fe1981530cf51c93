"""The film as a sequence of segments: title card, scenes, end card, with cross-fades between neighbours."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

from story_cli.art.cache import ArtCache
from story_cli.art.planar import Cutout, cutout
from story_cli.artifacts import STAGE_WIDTH, Scene, Scenes, Story
from story_cli.catalogue import Library
from story_cli.pacing import Span
from story_cli.render.cards import card_scene, plate
from story_cli.render.motion import Director
from story_cli.render.planes import Frame, mixed, paste, solid
from story_cli.render.stage import Stage
from story_cli.render.strips import Strips
from story_cli.render.timeline import CROSS_FADE, Spoken, Timeline
from story_cli.settings import RenderSettings

FADE = 0.6  # seconds from and to plain colour at the film's ends
PAPER_TOP = 644  # below this row (of 720) the caption strip hides everything
HERO = "hero"  # entity id of the hero
THE_END = "The End"
_KEPT_STAGES = 2  # the one that is seen and the one it fades from


class Reel:
    """Draws the film at any time; cheapest when asked in order."""

    def __init__(
        self,
        story: Story,
        scenes: Scenes,
        timeline: Timeline,
        settings: RenderSettings,
        library: Library,
        cache: ArtCache,
    ) -> None:
        self._timeline = timeline
        self._library = library
        self._cache = cache
        self._size = (settings.width_px, settings.height_px)
        self._zoom = settings.width_px / STAGE_WIDTH
        parts = scenes.scenes
        self._scenes = [card_scene(parts[0], HERO, "happy"), *parts, card_scene(parts[-1], HERO, "joy")]
        self._spans: list[Span] = [timeline.times.title, *timeline.times.scenes, timeline.times.end_card]
        self._starts = [span.start for span in self._spans]
        self._words = {0: story.title, len(self._spans) - 1: THE_END}
        self._plates: dict[int, tuple[Cutout, float, float]] = {}
        self._strips = Strips(timeline.captions, settings.width_px, settings.height_px)
        self._captioned = settings.captions == "on"
        self._stages: OrderedDict[int, Stage] = OrderedDict()
        self._spare = Frame(settings.width_px, settings.height_px)
        self._plain = _plain_frame(settings, parts[0])

    def draw(self, frame: Frame, time: float) -> str:
        """Draw the film at a time; gives what is seen, in words."""
        place = max(0, bisect_right(self._starts, time) - 1)
        since = time - self._starts[place]
        self._segment(frame, place, time)
        if place and since < CROSS_FADE:
            self._segment(self._spare, place - 1, time)
            mixed(self._spare, frame, since / CROSS_FADE, frame)
        visible = min(1.0, time / FADE, (self._spans[-1].end - time) / FADE)
        if visible < 1.0:
            mixed(self._plain, frame, max(0.0, visible), frame)
        last = len(self._spans) - 1
        return "title" if place == 0 else "end" if place == last else f"scene {place} of {last - 1}"

    def close(self) -> None:
        """Store the poses that were made."""
        for stage in self._stages.values():
            stage.close()

    def _segment(self, frame: Frame, place: int, time: float) -> None:
        captioned = self._captioned and place not in self._words
        covered = 2 * round(PAPER_TOP * self._zoom / 2)
        self._stage(place).draw(frame.upper(covered) if captioned else frame, time)
        if place in self._words:
            if place not in self._plates:
                self._plates[place] = plate(self._words[place], self._scenes[place], self._library, self._zoom)
            paste(frame, *self._plates[place])
        elif captioned:
            self._strips.draw(frame, time, place - 1, self._scenes[place])

    def _stage(self, place: int) -> Stage:
        if place not in self._stages:
            if len(self._stages) >= _KEPT_STAGES:
                self._stages.popitem(last=False)[1].close()
            self._stages[place] = Stage(
                self._scenes[place], self._director(place), self._library, self._cache, self._size
            )
        return self._stages[place]

    def _director(self, place: int) -> Director:
        scene, span = self._scenes[place], self._spans[place]
        spoken: tuple[Spoken, ...] = ()
        cues: tuple[float, ...] = ()
        if place not in self._words:
            spoken, cues = self._timeline.spoken[place - 1], self._timeline.cue_times[place - 1]
        return Director(scene, span, cues, spoken, scene.background_seed)


def _plain_frame(settings: RenderSettings, scene: Scene) -> Frame:
    """One colour: the signature's deepest."""
    plain = Frame(settings.width_px, settings.height_px)
    paste(plain, cutout(solid(settings.width_px, settings.height_px, scene.signature["deep"])), 0.0, 0.0)
    return plain
