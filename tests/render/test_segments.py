"""Segments: every frame once, and digests that ignore a scene's place in the film."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from story_cli.artifacts import Story
from story_cli.catalogue import Library
from story_cli.render.segments import Segment, make_segments, segment_key
from story_cli.render.timeline import make_timeline
from story_cli.settings import RenderSettings
from tests.render import examples


def segments(story: Story, fps: int = 24) -> tuple[Segment, ...]:
    scenes, score = examples.scenes(story), examples.score()
    timeline = make_timeline(story, scenes, score, examples.narration(story))
    return make_segments(story, scenes, score, timeline, RenderSettings(fps=fps))


@pytest.mark.parametrize("fps", [12, 24, 25, 30])
def test_every_frame_is_in_one_segment(story: Story, fps: int) -> None:
    found = segments(story, fps)
    assert [s.name for s in found] == ["title", "scene 1", "scene 2", "end"]
    assert found[0].begin == 0
    assert all(a.begin + a.frames == b.begin for a, b in itertools.pairwise(found))


def test_times_count_from_the_first_frame_of_the_segment(story: Story) -> None:
    scene = segments(story)[2]
    assert scene.span.start == 0
    assert 0.5 < scene.span.voice < 1.2
    assert all(0 <= word.start <= scene.span.end for caption in scene.captions for word in caption.words)


def test_a_scene_that_moves_keeps_its_digest(story: Story, library: Library) -> None:
    longer = replace(story, title=story.title + " and all that was found there")
    first, second = (segments(s)[2] for s in (story, longer))
    assert first.begin != second.begin
    keys = {segment_key(segment, None, RenderSettings(), library) for segment in (first, second)}
    assert len(keys) == 1


def test_what_is_seen_changes_the_digest_and_nothing_else(story: Story, library: Library) -> None:
    _, before, scene, _ = segments(story)
    settings = RenderSettings()
    key = segment_key(scene, before, settings, library)
    told = scene._replace(scene=replace(scene.scene, notes=("nobody sees this",)))
    moved = scene._replace(scene=replace(scene.scene, focus=(300.0, 300.0)))
    assert segment_key(told, before, settings, library) == key
    assert segment_key(moved, before, settings, library) != key
    assert segment_key(scene, None, settings, library) != key
    assert segment_key(scene, before, replace(settings, fps=25), library) != key
