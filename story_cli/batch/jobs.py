"""Rows of a job list → checked jobs. All rows are checked before the first job starts; every fault is named.

A row holds what `make` takes. Where a job writes comes from its `out` or from a pattern of its prompts, and can never
lie outside the output folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, Protocol

import msgspec

from story_cli.artifacts import Brief, Data, Story
from story_cli.catalogue import Library
from story_cli.errors import StoryError, UsageError
from story_cli.settings import Settings

PATTERN = "{theme}-{hero}-{seed}"
_PATTERN_FIELDS = ("theme", "hero", "hero_name", "seed", "line", "color", "adjective")
_MOST_NAME_BYTES = 200
_MOST_FAULTS_SHOWN = 50
_MAX_STORY_BYTES = 1024 * 1024


class Job(Data, frozen=True):
    """One film to make. `line` is where the job list names it, from 1; `name` its folder below the output folder."""

    line: int
    name: str
    brief: Brief | None  # None if the words are given
    story: Story | None
    settings: Settings
    last: str  # last stage to run


class Row(NamedTuple):
    """One row as read: its line and its values."""

    line: int
    values: Mapping[str, Any]


class Options(Protocol):
    """How values of a row become prompts and settings; given by the command line, which knows every option."""

    @property
    def fields(self) -> tuple[str, ...]: ...

    def brief(self, values: Mapping[str, Any], library: Library) -> Brief:
        """Raises: UsageError."""

    def settings(self, values: Mapping[str, Any]) -> tuple[Settings, str]:
        """Settings and last stage. Raises: UsageError."""


class Places(NamedTuple):
    """Where jobs write and where given stories are read."""

    out: Path
    stories: Path
    pattern: str = PATTERN


def check_jobs(rows: Iterable[Row], places: Places, options: Options, library: Library) -> list[Job]:
    """All jobs of a list. Raises: UsageError that names every faulty line, before anything is made."""
    jobs: list[Job] = []
    faults: list[str] = []
    taken: dict[str, int] = {}
    check_pattern(places.pattern)
    for row in rows:
        try:
            job = _job(row, places, options, library)
            if job.name.casefold() in taken:
                raise UsageError(
                    f"writes to {shown(job.name)} like line {taken[job.name.casefold()]}", "give another out or seed"
                )
        except StoryError as fault:
            faults.append(f"line {row.line}: {fault.what}; {fault.hint}")
            continue
        taken[job.name.casefold()] = row.line
        jobs.append(job)
    if faults:
        more = [f"… and {len(faults) - _MOST_FAULTS_SHOWN} more"] if len(faults) > _MOST_FAULTS_SHOWN else []
        listed = "\n  ".join([*faults[:_MOST_FAULTS_SHOWN], *more])
        raise UsageError(f"{len(faults)} faulty of {len(jobs) + len(faults)} jobs", listed)
    if not jobs:
        raise UsageError("the job list holds no jobs", f"one job a row; fields: {', '.join(options.fields)}")
    _check_inside(jobs, places.out)
    return jobs


def check_pattern(pattern: str) -> None:
    """Raises: UsageError for an unknown field."""
    unknown = [name for name in re.findall(r"\{([^}]*)\}", pattern) if name not in _PATTERN_FIELDS]
    if unknown:
        raise UsageError(f"--name has an unknown field {shown(unknown[0])}", f"use {', '.join(_PATTERN_FIELDS)}")


def safe_name(name: str) -> str:
    """A relative name that stays inside its folder. Raises: UsageError."""
    path = PurePosixPath(name)
    hint = "use a name inside the output folder: letters, digits, spaces, . _ - and /"
    if path.is_absolute() or not path.parts or "\\" in name:
        raise UsageError(f"out {shown(name)} leaves the output folder", hint)
    for part in path.parts:
        if part.startswith(".") or len(part.encode()) > _MOST_NAME_BYTES:
            raise UsageError(f"out {shown(name)} leaves the output folder or is hidden or too long", hint)
        if not all(c.isalnum() or c in " ._-'’" or _is_mark(c) for c in part):
            raise UsageError(f"out {shown(name)} has characters that a file name should not have", hint)
    return path.as_posix()


def shown(text: str) -> str:
    """A value as a message may show it: short, without control characters."""
    from story_cli.guard import clean

    return repr(clean(text))


def _job(row: Row, places: Places, options: Options, library: Library) -> Job:
    unknown = [shown(str(key)) for key in row.values if key not in options.fields]
    if unknown:
        raise UsageError(f"unknown field {', '.join(unknown[:5])}", f"fields: {', '.join(options.fields)}")
    settings, last = options.settings(row.values)
    if "story" in row.values:
        story = read_story(places.stories / str(row.values["story"]))
        named = str(row.values.get("out", "")) or Path(str(row.values["story"])).stem
        return Job(row.line, safe_name(named), None, story, settings, last)
    brief = options.brief(row.values, library)
    named = str(row.values.get("out", "")) or filled(places.pattern, brief, row.line)
    return Job(row.line, safe_name(named), brief, None, settings, last)


def filled(pattern: str, brief: Brief, line: int) -> str:
    """The pattern with the prompts put in; no prompt can add a folder."""
    values = {
        "theme": brief.theme,
        "hero": brief.hero,
        "hero_name": brief.hero_name,
        "seed": str(brief.seed),
        "line": str(line),
        "color": "-".join(brief.colours),
        "adjective": "-".join(brief.adjectives),
    }
    return re.sub(r"\{([^}]*)\}", lambda match: values[match[1]].replace("/", "-"), pattern)


def read_story(path: Path) -> Story:
    """A story that somebody wrote: a Story as JSON, bare or as story.json of a folder. Raises: UsageError."""
    hint = "give a story.json as `storycli schema story` describes it"
    try:
        if path.stat().st_size > _MAX_STORY_BYTES:
            raise UsageError(f"story {shown(path.name)} is over 1 MB", hint)
        raw = path.read_bytes()
        document = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        story: Story = msgspec.json.decode(document.get("story", raw), type=Story)
    except OSError as exc:
        raise UsageError(f"cannot read story {shown(path.name)}: {exc.strerror}", hint) from exc
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise UsageError(f"{shown(path.name)} is not a story: {shown(str(exc))}", hint) from exc
    if not 1 <= len(story.scenes) <= 40:
        raise UsageError(f"{shown(path.name)} has {len(story.scenes)} scenes", "give 1 to 40 scenes")
    return story


def _check_inside(jobs: Iterable[Job], out: Path) -> None:
    """A link in the output folder may not lead a job outside. Raises: UsageError."""
    top = out.resolve()
    seen: dict[Path, bool] = {}
    for job in jobs:
        for folder in [*list((out / job.name).parents)[: len(PurePosixPath(job.name).parts) - 1], out / job.name]:
            if folder not in seen:
                seen[folder] = not folder.is_symlink() or folder.resolve().is_relative_to(top)
            if not seen[folder]:
                raise UsageError(f"line {job.line}: {shown(job.name)} is a link out of {out}", "remove the link")


def _is_mark(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character)[0] == "M"
