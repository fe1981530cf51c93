"""What `make` and `render` do around a film: stills, a GIF, frames, the timeline's picture, the table of times."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.errors import StoryError

if TYPE_CHECKING:
    from story_cli.pipeline import Report
    from story_cli.settings import Settings


def save_extras(folder: Path, poster: Path | None, gif: Path | None, frames: Path | None) -> None:
    """Stills and a GIF read back from the finished film. Raises: StoryError if there is none, or for a bad target."""
    if poster is None and gif is None and frames is None:
        return
    from story_cli.render.extras import save_frames, save_gif, save_still
    from story_cli.store import StoryFolder

    story = StoryFolder(folder)
    starts = story.read("film").artifact.scene_starts
    film, begin = story.folder("film").film(), (starts[0] if starts else 0.0) + 1.5
    if poster is not None:
        save_still(film, poster, begin)
    if gif is not None:
        save_gif(film, gif, begin)
    if frames is not None:
        save_frames(film, frames)


def plot_film(folder: Path, settings: Settings, target: Path) -> None:
    """Draw the timeline of a story whose narration and score are there."""
    from story_cli.render.plot import plot_timeline
    from story_cli.render.segments import make_segments
    from story_cli.render.timeline import make_timeline
    from story_cli.store import StoryFolder

    kept = StoryFolder(folder)
    story, scenes, score, narration = (kept.read(name).artifact for name in ("story", "scenes", "score", "narration"))
    timeline = make_timeline(story, scenes, score, narration)
    picture = plot_timeline(
        timeline, make_segments(story, scenes, score, timeline, settings.render), settings.render.fps
    )
    try:
        picture.save(target, "PNG")
    except OSError as exc:
        raise StoryError(f"cannot write {target}: {exc.strerror or exc}", "choose another --plot") from exc


def timing_lines(reports: Sequence[Report], total: float) -> list[str]:
    """Where the time went, stage by stage. Stages that ran side by side sum up to more than the whole."""
    lines = [f"{'stage':8} {'seconds':>8}  {'share':>5}"]
    for report in reports:
        took = (
            f"{report.seconds:8.1f}  {report.seconds / max(total, 1e-9):5.0%}"
            if report.action == "made"
            else "   fresh"
        )
        lines.append(f"{report.stage:8} {took}  {report.reason}".rstrip())
    summed = sum(report.seconds for report in reports)
    return [*lines, f"{'sum':8} {summed:8.1f}", f"{'whole':8} {total:8.1f}  start-up, loading and waiting included"]
