"""The event log (events.jsonl), the list of failures and the variety record of a batch's output folder."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from story_cli.artifacts import Data
from story_cli.batch.work import Outcome
from story_cli.errors import StoryError, UsageError
from story_cli.store import write_atomically

EVENTS, FAILURES = "events.jsonl", "failures.jsonl"
_MAX_BYTES = 256 * 1024 * 1024


class Failure(Data, frozen=True):
    """One line of failures.jsonl."""

    line: int
    out: str
    stage: str
    error: str
    hint: str


class EventLog:
    """Appends one JSON object a line, each with the time in seconds since 1970. A full disk does not stop the batch."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / EVENTS
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _mend(self._path)
            self._file = self._path.open("ab", buffering=0)
        except OSError as exc:
            hint = "choose another -o/--out, or check its rights"
            raise StoryError(f"cannot write in {folder}: {exc.strerror}", hint) from exc

    def __enter__(self) -> EventLog:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, event: str, **values: Any) -> None:
        line = msgspec.json.encode({"time": round(time.time(), 3), "event": event, **values}) + b"\n"
        try:
            self._file.write(line)
        except OSError:
            return


def write_failures(folder: Path, outcomes: Iterable[Outcome]) -> None:
    """One JSON object a failed job; an old list goes away when nothing failed."""
    path = folder / FAILURES
    failed = [Failure(x.line, x.name, x.stage, x.error, x.hint) for x in outcomes if x.state == "failed"]
    if failed:
        write_atomically(path, b"".join(msgspec.json.encode(row) + b"\n" for row in failed))
    else:
        path.unlink(missing_ok=True)


def failed_names(folder: Path) -> set[str]:
    """Names of the jobs that failed the last time; without a list (the disk was full) those of the event log.

    Raises: UsageError if the list cannot be read.
    """
    path = folder / FAILURES
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UsageError(f"{path} is too large", "run the whole list")
        return {msgspec.json.decode(line, type=Failure).out for line in path.read_bytes().splitlines() if line.strip()}
    except FileNotFoundError:
        last = {outcome.name: outcome.state for outcome in _logged(folder, b'"event":"done"', b'"event":"failed"')}
        return {name for name, state in last.items() if state == "failed"}
    except (OSError, msgspec.DecodeError) as exc:
        raise UsageError(f"{path} cannot be read: {exc}", "remove it and run the whole list") from exc


def past_outcomes(folder: Path, most: int = 500) -> list[Outcome]:
    """Finished jobs of earlier runs in this folder, the newest last; damaged lines are passed over."""
    return _logged(folder, b'"event":"done"')[-most:]


def _logged(folder: Path, *events: bytes) -> list[Outcome]:
    """Outcomes of the log's lines that hold one of `events`, in order."""
    path = folder / EVENTS
    found: list[Outcome] = []
    try:
        with path.open("rb") as lines:
            size = path.stat().st_size
            lines.seek(max(0, size - _MAX_BYTES // 16))
            for line in lines:
                if any(event in line for event in events):
                    try:
                        found.append(msgspec.json.decode(line, type=_Done).outcome)
                    except msgspec.DecodeError:
                        continue
    except OSError:
        return []
    return found


class _Done(msgspec.Struct):
    outcome: Outcome


def _mend(path: Path) -> None:
    """End a line that a killed run left half-written, so that the next one stands alone."""
    if path.is_file() and path.stat().st_size:
        with path.open("rb+") as file:
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                file.write(b"\n")
