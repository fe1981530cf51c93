"""The film cut into segments: title card, scenes, end card, each with times of its own, so that it may be moved whole.

A segment knows all that its pictures depend on. Its digest is the key under which its encoded pictures are kept: a
scene that did not change is not drawn or encoded again, wherever it now stands in the film.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from story_cli.artifacts import Graph, Scene, Scenes, Score, Story
from story_cli.cache import ByteCache, code_digest
from story_cli.catalogue import Library
from story_cli.pacing import Span
from story_cli.render.cards import all_scenes
from story_cli.render.timeline import Caption, CaptionWord, Spoken, Timeline
from story_cli.render.transitions import choose_transition
from story_cli.settings import RenderSettings
from story_cli.units import seconds_to_frames

THE_END = "The End"
_NOTHING = Graph("", (), (), ())
_DIGITS = 4  # of local times: a scene that moves in the film keeps its digest


class Segment(NamedTuple):
    """A stretch of the film. All times count from its start, to which its first frame is the nearest."""

    name: str  # "title", "scene 2", "end"
    begin: int  # number of the first frame in the film
    frames: int
    scene: Scene
    words: str  # of a card, "" for a scene
    span: Span
    captions: tuple[Caption, ...]
    spoken: tuple[Spoken, ...]
    cue_times: tuple[float, ...]
    transition: str  # from the segment before; "" for the first


def make_segments(
    story: Story, scenes: Scenes, score: Score, timeline: Timeline, settings: RenderSettings
) -> tuple[Segment, ...]:
    """All segments in order; together they have every frame of the film once."""
    parts = scenes.scenes
    times = timeline.times
    spans = [times.title, *times.scenes, times.end_card]
    shown = all_scenes(scenes)
    names = ["title", *(f"scene {n}" for n in range(1, len(parts) + 1)), "end"]
    words = [story.title, *([""] * len(parts)), THE_END]
    edges = [seconds_to_frames(span.start, settings.fps) for span in spans]
    edges.append(seconds_to_frames(times.duration, settings.fps))
    made = []
    for place, (span, scene) in enumerate(zip(spans, shown, strict=True)):
        start = span.start  # its first frame lies at most half a frame from it
        number = place - 1
        inside = 0 <= number < len(parts)
        made.append(
            Segment(
                name=names[place],
                begin=edges[place],
                frames=edges[place + 1] - edges[place],
                scene=scene,
                words=words[place],
                span=Span(*(round(value - start, _DIGITS) for value in span)),
                captions=tuple(_moved(c, start) for c in timeline.captions if inside and c.scene == number),
                spoken=tuple(_said(s, start) for s in timeline.spoken[number]) if inside else (),
                cue_times=tuple(round(t - start, _DIGITS) for t in timeline.cue_times[number]) if inside else (),
                transition=choose_transition(number, shown[place - 1], scene, score.moods) if place else "",
            )
        )
    return tuple(made)


def segment_key(segment: Segment, before: Segment | None, settings: RenderSettings, library: Library) -> str:
    """Digest of everything that the segment's bytes depend on; `before` is what the transition comes from."""
    import av

    parts = [code_digest(room) for room in ("render", "art")]
    parts += [library.digest("art", "fonts"), str(av.library_versions)]
    options = (
        settings.width_px,
        settings.height_px,
        settings.fps,
        settings.quality,
        settings.captions,
        settings.effects,
    )
    return ByteCache.key(parts, options, _content(segment), _content(before) if before else None)


def _content(segment: Segment) -> tuple[object, ...]:
    """What is seen of a segment, without its place in the film."""
    elements = tuple(replace(element, reason="") for element in segment.scene.elements)
    scene = replace(segment.scene, graph=_NOTHING, notes=(), elements=elements)
    captions = tuple(caption._replace(scene=0) for caption in segment.captions)
    return (segment.frames, scene, *segment[4:6], captions, *segment[7:])


def _moved(caption: Caption, start: float) -> Caption:
    words = tuple(CaptionWord(w.text, *(round(t - start, _DIGITS) for t in (w.start, w.end))) for w in caption.words)
    begin, end = (round(t - start, _DIGITS) for t in (caption.start, caption.end))
    return Caption(caption.scene, begin, end, words)


def _said(spoken: Spoken, start: float) -> Spoken:
    return spoken._replace(start=round(spoken.start - start, _DIGITS), end=round(spoken.end - start, _DIGITS))
