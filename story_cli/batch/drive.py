"""The driver: feeds jobs to hands (local workers or a cluster), retries, logs, stops cleanly, keeps a batch varied.

A batch of several stories runs in two passes: all texts first, so that no two share title and plot; then the films.
What is rewritten is decided from the texts alone, in the order of the list, and recorded before it is done: a batch
that was killed anywhere decides alike.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from story_cli.artifacts import Data
from story_cli.batch.events import EventLog
from story_cli.batch.jobs import Job
from story_cli.batch.variety import Telling, Variety, measure, repeats, telling
from story_cli.batch.work import Outcome
from story_cli.batch.worker import Message
from story_cli.errors import StoryError
from story_cli.pipeline import STAGE_NAMES
from story_cli.rng import derived_seed
from story_cli.store import StoryFolder, write_atomically

TEXT_STAGE = "rank"
VARIETY = "variety.json"
_MOST_REWRITES = 6  # of one story; then it is kept as it is
_WAIT = 0.25  # seconds between two looks at time limits and interrupts


class Hands(Protocol):
    """What does jobs."""

    @property
    def has_room(self) -> bool:
        """Whether another job can be given."""

    def give(self, job: Job) -> None: ...

    def step(self, wait: float) -> list[tuple[int, Message]]:
        """News after at most `wait` seconds."""

    def ask_to_stop(self) -> None:
        """Let every worker stop at the end of what it has in hand."""


class Audience(Protocol):
    """Who watches a batch."""

    def begin(self, what: str, total: int) -> None: ...

    def working(self, worker: int, message: Message) -> None: ...

    def ended(self, worker: int, outcome: Outcome) -> None: ...


class Wishes(Data, frozen=True):
    """How a batch is run."""

    retry: int = 1  # more tries of a failed job
    fail_fast: bool = False
    min_variety: float = 0.0


class _Record(Data, frozen=True):
    """variety.json: how often a story was written again, by folder name, and the figures of the batch."""

    rewrites: dict[str, int] = {}
    figures: Variety | None = None


class Driver:
    """Runs one batch. `interrupts` counts Ctrl-C: 1 finishes the scenes in hand, 2 stops now."""

    def __init__(
        self, top: Path, hands: Hands, log: EventLog, audience: Audience, wishes: Wishes, *, shared: bool = True
    ) -> None:
        """`shared`: story folders lie below `top`; otherwise (results go to a URL) stories are not compared."""
        self._shared = shared
        self._top, self._hands, self._log, self._audience, self._wishes = top, hands, log, audience, wishes
        self.interrupts = 0
        self.figures: Variety | None = None
        self._asked = False
        self._failed = False

    @property
    def stopping(self) -> bool:
        return self.interrupts > 0 or (self._wishes.fail_fast and self._failed)

    def run(self, jobs: Sequence[Job]) -> list[Outcome]:
        """All jobs, to the end or to the stop; outcomes in the order of the list, without jobs that never ended."""
        texts = [job for job in jobs if self._shared and job.brief is not None and _reaches(job, TEXT_STAGE)]
        ended: dict[str, Outcome] = {}
        written: set[str] = set()  # jobs that are to be no more than a text
        if len(texts) > 1:
            jobs = self._varied(jobs, texts, ended)
            written = {job.name for job in texts if job.last == TEXT_STAGE}
        told = dict(ended)
        if not self.stopping:
            films = [job for job in jobs if job.name not in ended or ended[job.name].state != "failed"]
            self._pass("films", [job for job in films if job.name not in written], ended)
        whole = written | {name for name, x in ended.items() if x.state == "failed" or told.get(name) is not x}
        return [ended[job.name] for job in jobs if job.name in ended and job.name in whole]

    def _varied(self, jobs: Sequence[Job], texts: Sequence[Job], ended: dict[str, Outcome]) -> Sequence[Job]:
        """Write all texts, and again what repeats; gives the jobs with the seeds that they end with."""
        rewrites = read_rewrites(self._top)
        todo = [msgspec.structs.replace(rewritten(job, rewrites), last=TEXT_STAGE) for job in texts]
        self._pass("stories", todo, ended)
        for _ in range(_MOST_REWRITES):
            if self.stopping:
                break
            names, tellings = self._tellings(texts, ended)
            again = [names[place] for place in repeats(tellings, self._wishes.min_variety)]
            again = [n for n in again if rewrites.get(n, 0) < _MOST_REWRITES and not self._edited(n)]
            self.figures = measure(tellings, len(rewrites))
            self._keep(rewrites)
            if not again:
                break
            rewrites = rewrites | {name: rewrites.get(name, 0) + 1 for name in again}
            self._keep(rewrites)
            self._log.write("repeats", jobs=again)
            chosen = set(again)
            todo = [
                msgspec.structs.replace(rewritten(job, rewrites), last=TEXT_STAGE)
                for job in texts
                if job.name in chosen
            ]
            self._pass("stories again", todo, ended)
        return [rewritten(job, rewrites) for job in jobs]

    def _keep(self, rewrites: dict[str, int]) -> None:
        record = _Record(dict(sorted(rewrites.items())), self.figures)
        write_atomically(self._top / VARIETY, msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")

    def _tellings(self, texts: Sequence[Job], ended: dict[str, Outcome]) -> tuple[list[str], list[Telling]]:
        names, tellings = [], []
        for job in texts:
            folder = StoryFolder(self._top / job.name)
            if ended.get(job.name) is None or ended[job.name].state == "failed" or not folder.has("story"):
                continue
            plan = folder.read("plan").artifact if folder.has("plan") else None
            names.append(job.name)
            tellings.append(telling(folder.read("story").artifact, plan))
        return names, tellings

    def _edited(self, name: str) -> bool:
        folder = StoryFolder(self._top / name)
        return any(folder.has(made) and folder.read(made).edited for made in ("plan", "drafts", "story"))

    def _pass(self, what: str, jobs: Sequence[Job], ended: dict[str, Outcome]) -> None:
        """Run jobs until all have ended; `ended` gets their outcomes."""
        waiting = deque(jobs)
        tries: dict[str, int] = {}
        running: dict[str, Job] = {}
        self._audience.begin(what, len(jobs))
        while running or (waiting and not self.stopping):
            while waiting and self._hands.has_room and not self.stopping:
                job = waiting.popleft()
                tries[job.name] = tries.get(job.name, 0) + 1
                running[job.name] = job
                self._log.write("start", job=job.name, attempt=tries[job.name])
                self._hands.give(job)
            for worker, message in self._hands.step(_WAIT):
                outcome = message.outcome
                if outcome is None:
                    self._audience.working(worker, message)
                    continue
                job = running.pop(outcome.name)
                outcome = msgspec.structs.replace(outcome, attempts=tries[job.name])
                if outcome.state == "failed" and tries[job.name] <= self._wishes.retry and not self.stopping:
                    self._log.write("retry", outcome=outcome)
                    waiting.append(job)
                else:
                    self._end(worker, outcome, ended)
            if self.interrupts > 1:
                return
            if self.stopping and not self._asked:
                self._asked = True
                self._log.write("stopping")
                self._hands.ask_to_stop()

    def _end(self, worker: int, outcome: Outcome, ended: dict[str, Outcome]) -> None:
        self._failed |= outcome.state == "failed"
        self._log.write("done" if outcome.state in ("done", "skipped") else outcome.state, outcome=outcome)
        before = ended.get(outcome.name)
        if before is not None:
            state = "done" if outcome.state == "skipped" and before.state == "done" else outcome.state
            outcome = msgspec.structs.replace(
                outcome, state=state, seconds=round(before.seconds + outcome.seconds, 2),
                stages=before.stages | outcome.stages,
            )  # fmt: skip
        if outcome.state == "stopped":
            return
        ended[outcome.name] = outcome
        self._audience.ended(worker, outcome)


def rewritten(job: Job, rewrites: dict[str, int]) -> Job:
    """The job with the seed of its n-th telling."""
    count = rewrites.get(job.name, 0)
    if not count or job.brief is None:
        return job
    seed = derived_seed(job.brief.seed, "variety", job.name, count) % 2**53
    return msgspec.structs.replace(job, brief=msgspec.structs.replace(job.brief, seed=seed))


def read_rewrites(top: Path) -> dict[str, int]:
    """What earlier runs in this folder decided. Raises: StoryError if the record is damaged."""
    path = top / VARIETY
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Record).rewrites
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as exc:
        raise StoryError(f"{path} cannot be read: {exc}", "remove it; repeated stories are then found again") from exc


def _reaches(job: Job, stage: str) -> bool:
    return STAGE_NAMES.index(job.last) >= STAGE_NAMES.index(stage)
