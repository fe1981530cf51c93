"""What a batch will take: seconds and bytes a job, from this folder's own past if it has one, else from measurements.

Measured: one film of five scenes (148 s, 1280×720) took 65 core-seconds, shared out by `make --timings`; docs/batch.md.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from story_cli.artifacts import Data
from story_cli.batch.events import past_outcomes
from story_cli.batch.jobs import Job
from story_cli.pipeline import STAGE_NAMES

_SECONDS = {"plan": 3.1, "write": 5.1, "rank": 0.8, "scene": 23.9, "score": 2.9, "voice": 2.7}
_RENDER_SECONDS = 26.4  # at 1280×720, 24 frames a second
_RENDER_PIXELS = 1280 * 720 * 24
_TEXT_MB, _SCENES_MB, _SOUND_MB, _FILM_MB = 0.1, 5.6, 151.0, 20.0
_FIXED_SHARE = 0.25  # of rendering, that does not shrink with the picture


class Estimate(Data, frozen=True):
    """For a whole job list."""

    jobs: int
    to_do: int  # jobs whose last artifact is not there yet
    seconds: float  # with all workers
    disk_mb: float
    measured_here: int  # finished jobs of this folder that the figures come from; 0 = shipped figures


def estimate(jobs: Sequence[Job], top: Path, workers: int) -> Estimate:
    """Time and disk for what is not finished."""
    open_jobs = [job for job in jobs if not _finished(job, top)]
    past = [x for x in past_outcomes(top) if x.state == "done" and "render" in x.stages]
    if past:
        seconds = statistics.median(sum(x.stages.values()) for x in past) * len(open_jobs)
        size = statistics.median(x.kept_mb for x in past) * len(open_jobs)
    else:
        seconds = sum(_seconds(job) for job in open_jobs)
        size = sum(_size_mb(job) for job in open_jobs)
    return Estimate(len(jobs), len(open_jobs), round(seconds / max(1, workers), 1), round(size, 1), len(past))


def _seconds(job: Job) -> float:
    first = STAGE_NAMES.index("scene" if job.story else "plan")
    names = STAGE_NAMES[first : STAGE_NAMES.index(job.last) + 1]
    pixels = job.settings.render.width_px * job.settings.render.height_px * job.settings.render.fps
    share = _FIXED_SHARE + (1 - _FIXED_SHARE) * pixels / _RENDER_PIXELS
    return sum(_RENDER_SECONDS * share if name == "render" else _SECONDS[name] for name in names)


def _size_mb(job: Job) -> float:
    last = STAGE_NAMES.index(job.last)
    pixels = job.settings.render.width_px * job.settings.render.height_px * job.settings.render.fps
    parts = (
        ("plan", _TEXT_MB),
        ("scene", _SCENES_MB),
        ("score", _SOUND_MB),
        ("render", _FILM_MB * pixels / _RENDER_PIXELS),
    )
    return sum(size for name, size in parts if STAGE_NAMES.index(name) <= last)


def _finished(job: Job, top: Path) -> bool:
    from story_cli.pipeline import stage_named
    from story_cli.store import StoryFolder

    return StoryFolder(top / job.name).has(stage_named(job.last).makes)
