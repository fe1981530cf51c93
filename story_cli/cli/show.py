"""Progress on stderr (a rich bar on a terminal, plain lines in a pipe) and results on stdout."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from story_cli.pipeline import Report, Stage
    from story_cli.progress import Progress


class Display:
    """Shows which stage and scene is at work and how much time is left. Use as a context manager."""

    def __init__(self, stages: Sequence[Stage], quiet: bool, verbose: bool) -> None:
        self._shares = {stage.name: stage.share for stage in stages}
        self._quiet = quiet
        self._verbose = verbose
        self._before = 0.0
        self._last = ""
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Display:
        if not self._quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
            console = Console(stderr=True)  # honours NO_COLOR
            self._bar = Progress(*columns, TimeRemainingColumn(), console=console, transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=sum(self._shares.values()))
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def watch(self, stage: Stage) -> Progress:
        """A Progress for one stage."""
        names = list(self._shares)
        self._before = sum(self._shares[name] for name in names[: names.index(stage.name)])
        self._say(stage.name, 0.0, "")

        def progress(done: float, text: str) -> None:
            self._say(stage.name, done, text)

        return progress

    def _say(self, name: str, done: float, text: str) -> None:
        if self._bar is not None:
            here = self._before + done * self._shares[name]
            self._bar.update(self._task, completed=here, description=f"{name:6} {text:24.24}")
        elif not self._quiet and done < 1.0:
            line = f"{name}: {text}" if text and self._verbose else name
            if line != self._last:
                print(line, file=sys.stderr, flush=True)
                self._last = line


def stage_lines(reports: Sequence[Report], verbose: bool) -> list[str]:
    """One line a stage: what was done and why."""
    lines = []
    for report in reports:
        if report.action == "fresh":
            lines.append(f"{report.stage:7} fresh")
        elif verbose or report.action == "would make":
            took = f" in {report.seconds:.1f} s" if report.action == "made" else ""
            lines.append(f"{report.stage:7} {report.action}{took} ({report.reason})")
    return lines


def result(data: object, as_json: bool, lines: Callable[[], Sequence[str]], quiet: bool = False) -> None:
    """Print a command's result: JSON, or lines for people."""
    if as_json:
        print(json.dumps(data, ensure_ascii=False, indent=2))
    elif not quiet:
        for line in lines():
            print(line)


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began
