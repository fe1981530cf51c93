"""The hands of a Dask cluster: jobs go out a few at a time, workers may die and join, results come back as outcomes.

Only so many jobs are with the scheduler at once (`WINDOW` a thread), so that it stays small for any number of jobs.
Source: https://distributed.dask.org (Client.submit, as_completed, worker resilience).
"""

from __future__ import annotations

import queue
from typing import Any

import msgspec

from story_cli.batch.jobs import Job
from story_cli.batch.remote import do_remote_job, surroundings
from story_cli.batch.work import Outcome
from story_cli.batch.worker import Message
from story_cli.errors import ExitStatus, StoryError

WINDOW = 2  # jobs a thread that the scheduler holds
_CONNECT_SECONDS = 20.0


class ClusterHands:
    """Hands of story_cli.batch.drive. Use as a context manager.

    Raises: StoryError if dask is missing, nobody answers, no worker is there, or a worker differs.
    """

    def __init__(self, address: str, out: str, timeout: float = 0.0) -> None:
        try:
            from distributed import Client
            from distributed.worker import get_worker  # noqa: F401 (the whole package is needed)
        except ImportError as exc:
            raise StoryError(
                "--cluster needs Dask", "pip install 'storycli[cluster]'", ExitStatus.MISSING_ENGINE
            ) from exc
        try:
            self._client: Any = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as exc:
            raise StoryError(f"no Dask scheduler answers at {address}: {exc}", "see examples/cluster") from exc
        self._out, self._timeout = out, timeout
        self._expected = surroundings()
        self._running: dict[str, tuple[Job, Any]] = {}
        self._news: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._check_workers()

    def __enter__(self) -> ClusterHands:
        return self

    def __exit__(self, *_: object) -> None:
        for _job, future in list(self._running.values()):
            future.cancel()
        self._client.close(timeout=5)

    @property
    def has_room(self) -> bool:
        return len(self._running) < WINDOW * max(1, self._threads())

    def give(self, job: Job) -> None:
        future = self._client.submit(
            do_remote_job, msgspec.json.encode(job), self._out, self._expected, self._timeout,
            pure=False, key=f"storycli-{job.name}-{len(self._running)}-{id(job)}", retries=0,
        )  # fmt: skip
        self._running[job.name] = (job, future)
        future.add_done_callback(lambda done, name=job.name: self._news.put((name, done)))

    def step(self, wait: float) -> list[tuple[int, Message]]:
        """News after at most `wait` seconds; a job whose workers keep dying has failed."""
        news: list[tuple[int, Message]] = []
        try:
            while True:
                name, future = self._news.get(timeout=0.0 if news else wait)
                if name in self._running and self._running[name][1] is future:
                    job, _ = self._running.pop(name)
                    news.append((0, Message(outcome=_outcome(job, future))))
        except queue.Empty:
            return news

    def ask_to_stop(self) -> None:
        """What waits at the scheduler is taken back; what runs is finished."""
        busy = {key for keys in self._client.processing().values() for key in keys}
        for name, (_job, future) in list(self._running.items()):
            if future.status == "pending" and future.key not in busy:
                future.cancel()
                self._news.put((name, future))

    def _threads(self) -> int:
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return sum(int(worker["nthreads"]) for worker in workers)

    def _check_workers(self) -> None:
        """Every worker that is there has the same version and library; those that join later are asked by each job."""
        try:
            self._client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
            found: dict[str, str] = self._client.run(surroundings)
        except Exception as exc:
            self._client.close(timeout=5)
            raise StoryError(f"no worker can run storycli: {exc}", "start workers where storycli is installed") from exc
        other = {worker: what for worker, what in found.items() if what != self._expected}
        if other:
            self._client.close(timeout=5)
            worker, what = next(iter(other.items()))
            raise StoryError(f"worker {worker} has {what}, not {self._expected}", "install the same everywhere")


def _outcome(job: Job, future: Any) -> Outcome:
    if future.status == "finished":
        return msgspec.json.decode(future.result(), type=Outcome)
    if future.cancelled():
        return Outcome(job.name, job.line, "stopped")
    error = future.exception()
    name = type(error).__name__
    hint = "its workers died; see their logs, and --retry" if name == "KilledWorker" else "see the worker's log"
    return Outcome(job.name, job.line, "failed", "", f"{name}: {str(error)[:300]}", hint)
