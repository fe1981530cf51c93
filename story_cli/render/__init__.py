"""Scenes, score and narration → film: MP4 with captions, subtitle files and a poster."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from story_cli.artifacts import Film, Narration, Scenes, Score, Story
    from story_cli.catalogue import Library
    from story_cli.progress import Progress
    from story_cli.settings import RenderSettings
    from story_cli.store import StageFolder, StoryFolder


def make_film(
    story: Story,
    scenes: Scenes,
    score: Score,
    narration: Narration,
    settings: RenderSettings,
    library: Library,
    inputs: StoryFolder,
    out: StageFolder,
    progress: Progress,
) -> Film:
    """Render the film into `out`: film.mp4, captions (SRT, VTT), poster.

    Raises: StoryError if ffmpeg fails, a sound of an earlier stage is missing, or the artifacts do not fit together.
    """
    from story_cli.render.film import Parts, render

    return render(Parts(story, scenes, score, narration, inputs), settings, library, out, progress)


def prepare_film(
    scenes: Scenes,
    settings: RenderSettings,
    library: Library,
    *,
    backwards: bool = False,
    go_on: Callable[[], bool] = lambda: True,
) -> None:
    """Draw and keep the poses and layers that a film of these scenes will show, while `go_on`. Changes no result."""
    from story_cli.render.prepare import prepare

    prepare(scenes, settings, library, backwards=backwards, go_on=go_on)
