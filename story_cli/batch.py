"""Many films from one job list. A plain local loop: one job after the other, a failed one does not stop the rest.

Jobs come as CSV (with a header), JSON Lines, or a JSON list; all rows are checked before the first one starts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from story_cli.artifacts import Brief
from story_cli.catalogue import Library
from story_cli.errors import StoryError, UsageError
from story_cli.guard import check_brief
from story_cli.pipeline import Report, run_stages
from story_cli.pipeline import Stage as Stage
from story_cli.progress import Progress
from story_cli.settings import Settings

FIELDS = ("theme", "hero", "hero_name", "color", "adjective", "seed", "out")
_MAX_BYTES = 64 * 1024 * 1024


class Job(NamedTuple):
    """One film to make; `line` is where the job list names it, from 1."""

    line: int
    brief: Brief
    out: Path


class Outcome(NamedTuple):
    """What became of a job: "done", "skipped" (everything was fresh) or "failed"."""

    job: Job
    state: str
    stage: str
    error: str
    hint: str


def read_jobs(name: str, text: str, out: Path, library: Library) -> list[Job]:
    """All jobs of a list. Raises: UsageError that names every faulty line, before anything is made."""
    jobs: list[Job] = []
    faults: list[str] = []
    taken: dict[Path, int] = {}
    for line, row in _rows(name, text):
        try:
            job = _job(line, row, out, library)
            if job.out in taken:
                raise UsageError(f"writes to {job.out} like line {taken[job.out]}", "give it another out or seed")
        except StoryError as fault:
            faults.append(f"line {line}: {fault.what}; {fault.hint}")
            continue
        taken[job.out] = line
        jobs.append(job)
    if faults:
        raise UsageError(f"{name}: {len(faults)} faulty of {len(jobs) + len(faults)} jobs", "\n  ".join(faults))
    if not jobs:
        raise UsageError(f"{name} holds no jobs", f"one job a row; fields: {', '.join(FIELDS)}")
    return jobs


def run_jobs(
    jobs: Sequence[Job],
    stages: Sequence[Stage],
    settings: Settings,
    library: Library,
    *,
    fail_fast: bool = False,
    watch: Callable[[Job, Stage], Progress],
) -> Iterator[Outcome]:
    """Make the films in order and give the outcome of each as it ends."""
    for job in jobs:
        at = [""]

        def begin(stage: Stage, job: Job = job, at: list[str] = at) -> Progress:
            at[0] = stage.name
            return watch(job, stage)

        try:
            reports: list[Report] = run_stages(stages, job.out, settings, library, job.brief, watch=begin)
        except StoryError as error:
            yield Outcome(job, "failed", at[0], error.what, error.hint)
            if fail_fast:
                return
        else:
            made = any(report.action == "made" for report in reports)
            yield Outcome(job, "done" if made else "skipped", "", "", "")


def _rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    if len(text) > _MAX_BYTES:
        raise UsageError(f"{name} is over 64 MB", "split it")
    form = Path(name).suffix.lower() or (".jsonl" if text.lstrip().startswith("{") else ".json")
    if form == ".csv":
        reader = csv.DictReader(io.StringIO(text))
        for row in reader:
            yield reader.line_num, {key: value for key, value in row.items() if value not in ("", None)}
    elif form in (".jsonl", ".json"):
        yield from _json_rows(name, text, form)
    else:
        raise UsageError(f"{name} is no job list", "use .csv, .jsonl or .json")


def _json_rows(name: str, text: str, form: str) -> Iterator[tuple[int, dict[str, Any]]]:
    lines = (
        [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()] if form == ".jsonl" else [(1, text)]
    )
    for number, line in lines:
        try:
            data = json.loads(line)
        except json.JSONDecodeError as exc:
            raise UsageError(
                f"{name} line {number}: {exc}", "one JSON object a line (.jsonl) or a list (.json)"
            ) from exc
        rows = list(enumerate(data, 1)) if isinstance(data, list) else [(number, data)]
        for place, row in rows:
            if not isinstance(row, dict):
                raise UsageError(f"{name} row {place} is not an object", f"fields: {', '.join(FIELDS)}")
            yield place, row


def _job(line: int, row: dict[str, Any], out: Path, library: Library) -> Job:
    unknown = [str(key)[:20] for key in row if key not in (*FIELDS, "colour")]
    if unknown:
        raise UsageError(f"unknown field {', '.join(unknown)}", f"fields: {', '.join(FIELDS)}")
    seed = row.get("seed", 1)
    if not str(seed).isdecimal():
        raise UsageError(f"seed {str(seed)[:20]!r} is no number", "give a whole number")
    brief = check_brief(
        library,
        str(row.get("theme", "")),
        str(row.get("hero", "")),
        str(row.get("hero_name", "")),
        _list(row.get("color", row.get("colour", ""))),
        _list(row.get("adjective", "")),
        int(seed),
    )
    name = PurePosixPath(str(row.get("out", f"{brief.theme}-{brief.hero}-{brief.seed}")))
    if name.is_absolute() or ".." in name.parts or not name.parts:
        raise UsageError(f"out {str(name)[:60]!r} leaves the output folder", "use a name inside it")
    return Job(line, brief, out / name)


def _list(value: Any) -> tuple[str, ...]:
    """ "pink|blue", "pink, blue" or ["pink", "blue"] → ("pink", "blue")."""
    parts = value if isinstance(value, list) else str(value).replace("|", ",").split(",")
    return tuple(str(part).strip() for part in parts if str(part).strip())
