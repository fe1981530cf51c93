"""One job, in the process that does it: runs the stages and says how they go. Models stay loaded between jobs."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

from story_cli import __version__
from story_cli.artifacts import Data, Story
from story_cli.batch.jobs import Job
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.pipeline import Report, Stage, chain, run_stages
from story_cli.progress import Progress
from story_cli.store import SCHEMA_VERSION, Header, StoryFolder, artifact_digest

PATIENCE = 10.0  # seconds that the processes of a killed run may take to let go of a folder

Say = Callable[[str, float, str], None]
"""Called with stage, share done and words; may raise to stop."""


class Outcome(Data, frozen=True):
    """What became of a job."""

    name: str
    line: int
    state: str  # "done", "skipped" (everything was fresh), "failed" or "stopped"
    stage: str = ""
    error: str = ""
    hint: str = ""
    seconds: float = 0.0
    stages: dict[str, float] = {}  # seconds of the stages that ran
    attempts: int = 1
    memory_mb: int = 0  # of the process when the job ended
    peak_mb: int = 0  # the process's peak so far
    kept_mb: float = 0.0  # of the story folder


class Stopped(BaseException):
    """Raised inside a stage when the batch is asked to stop; what is finished is kept."""


def do_job(job: Job, top: Path, library: Library, say: Say) -> Outcome:
    """Make one film below `top`. A StoryError becomes a failed outcome; Stopped passes through."""
    began = time.monotonic()
    at = [""]

    def watch(stage: Stage) -> Progress:
        at[0] = stage.name
        say(stage.name, 0.0, "")
        return lambda done, text: say(stage.name, done, text)

    folder = StoryFolder(top / job.name)
    try:
        stages = chain("scene" if job.story else "plan", job.last)
        if job.story is not None:
            keep_story(folder, job.story)
        reports = run_stages(stages, folder.path, job.settings, library, job.brief, watch=watch, patience=PATIENCE)
    except StoryError as error:
        return _outcome(job, folder, "failed", began, (), at[0], error.what, error.hint)
    except OSError as error:  # a full disk or missing rights below a library that knows no StoryError
        what = f"{error.strerror or error} ({Path(str(error.filename or '')).name})"
        return _outcome(job, folder, "failed", began, (), at[0], what, "free some space or check the folder's rights")
    made = [report for report in reports if report.action == "made"]
    return _outcome(job, folder, "done" if made else "skipped", began, made)


def keep_story(folder: StoryFolder, story: Story) -> None:
    """Put given words into the folder, unless they are there already (then edits by hand stay)."""
    with folder.locked(PATIENCE):
        if folder.has("story") and folder.read("story").header.body == artifact_digest(story):
            return
        folder.write("story", story, Header("storycli/story", SCHEMA_VERSION, "given", __version__, 1, "", "", {}))


def _outcome(
    job: Job,
    folder: StoryFolder,
    state: str,
    began: float,
    made: list[Report] | tuple[()],
    stage: str = "",
    error: str = "",
    hint: str = "",
) -> Outcome:
    times = {report.stage: round(report.seconds, 2) for report in made}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    seconds = round(time.monotonic() - began, 2)
    kept = round(folder_bytes(folder.path) / 1e6, 2)
    return Outcome(job.name, job.line, state, stage, error, hint, seconds, times, 1, memory_mb(), peak, kept)


def memory_mb() -> int:
    """Resident memory of this process, 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize() // 1024**2


def folder_bytes(path: Path) -> int:
    """Size of all files below a folder."""
    total = 0
    for file in path.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except OSError:
            continue
    return total
