"""What a batch shows on stderr: a bar for the batch and one for each worker on a terminal, plain lines in a pipe."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from story_cli.batch.work import Outcome
    from story_cli.batch.worker import Message


class Watching:
    """An Audience of the driver. Use as a context manager."""

    def __init__(self, shares: Mapping[str, float], quiet: bool) -> None:
        self._shares = dict(shares)
        self._quiet = quiet
        self._bars: Any = None
        self._all: Any = None
        self._each: dict[int, Any] = {}
        self._total = self._ended = 0

    def __enter__(self) -> Watching:
        if not self._quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description:44.44}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
            more = (MofNCompleteColumn(), TimeRemainingColumn())
            self._bars = Progress(*columns, *more, console=Console(stderr=True), transient=True)
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()

    def begin(self, what: str, total: int) -> None:
        self._total, self._ended = total, 0
        if self._bars is not None:
            if self._all is not None:
                self._bars.remove_task(self._all)
            self._all = self._bars.add_task(what, total=max(1, total))
        elif not self._quiet and total:
            print(f"{what}: {total} to look at", file=sys.stderr, flush=True)

    def working(self, worker: int, message: Message) -> None:
        if self._bars is None or message.stage not in self._shares:
            return
        before = 0.0
        for stage, share in self._shares.items():
            if stage == message.stage:
                before += share * message.done
                break
            before += share
        if worker not in self._each:
            self._each[worker] = self._bars.add_task("", total=sum(self._shares.values()))
        shown = f"  {worker} {message.name} {message.stage} {message.text}"
        self._bars.update(self._each[worker], completed=before, description=shown)

    def ended(self, worker: int, outcome: Outcome) -> None:
        self._ended += 1
        if self._bars is not None:
            self._bars.update(self._all, completed=self._ended)
            if worker in self._each:
                self._bars.reset(self._each[worker])
        elif not self._quiet:
            why = f": {outcome.error}" if outcome.error else ""
            print(f"{self._ended}/{self._total} {outcome.state} {outcome.name}{why}", file=sys.stderr, flush=True)
