"""Worker processes of this machine: started on demand, fed one job at a time, replaced when they die or are late."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from story_cli.batch.jobs import Job
from story_cli.batch.work import Outcome
from story_cli.batch.worker import Command, Message
from story_cli.errors import StoryError

MEMORY_A_WORKER = 1600 * 1024**2  # bytes; a worker that draws 720p peaks at 1.3 GB (docs/batch.md)
_TAIL = 600  # characters of a dead worker's last words


def default_workers() -> int:
    """As many as there are cores, and as memory allows."""
    cores = len(os.sched_getaffinity(0))
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        available = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration, ValueError):
        return 1
    return max(1, min(cores, available // MEMORY_A_WORKER))


class Worker:
    """One process and what it does."""

    def __init__(self, number: int, top: Path) -> None:
        self.number = number
        self.job: Job | None = None
        self.began = 0.0
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed in end)
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "story_cli.batch.worker", str(top), str(writing)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            pass_fds=(writing,),
            start_new_session=True,  # a Ctrl-C of the terminal goes to the parent alone; it says when to stop
        )
        os.close(writing)
        self.replies = reading
        self._rest = b""

    def give(self, job: Job) -> None:
        """Raises: BrokenPipeError if the worker is dead."""
        self.job, self.began = job, time.monotonic()
        self._tell(Command(job=job))

    def ask_to_stop(self) -> None:
        try:
            self._tell(Command(stop=True))
        except BrokenPipeError:
            return

    def messages(self) -> Iterator[Message]:
        """What arrived. Raises: EOFError if the worker is gone."""
        data = os.read(self.replies, 1 << 16)
        if not data:
            raise EOFError
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            yield msgspec.json.decode(line, type=Message)

    def last_words(self) -> str:
        self._log.seek(0)
        return self._log.read()[-_TAIL:].decode(errors="replace").strip()

    def end(self) -> None:
        """Kill the process with all that it started, now."""
        assert self.process.stdin is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        os.close(self.replies)
        self._log.close()

    def _tell(self, command: Command) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(msgspec.json.encode(command) + b"\n")
        self.process.stdin.flush()


class Pool:
    """At most `size` workers. `step` waits for news; `close` ends them all. Use as a context manager."""

    def __init__(self, size: int, top: Path, timeout: float = 0.0) -> None:
        self._size, self.top, self.timeout = size, top, timeout
        self._workers: list[Worker] = []
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def busy(self) -> list[Worker]:
        return [worker for worker in self._workers if worker.job is not None]

    @property
    def has_room(self) -> bool:
        return len(self.busy) < self._size

    def give(self, job: Job) -> None:
        """Start a job in an idle worker, a new one if there is none."""
        for worker in [w for w in self._workers if w.job is None]:
            try:
                worker.give(job)
                return
            except BrokenPipeError:
                self._drop(worker)
        worker = self._start()
        worker.give(job)

    def step(self, wait: float) -> list[tuple[int, Message]]:
        """News as (worker's number, message), after at most `wait` seconds; a dead or late worker's job has failed."""
        news: list[tuple[int, Message]] = []
        for key, _ in self._selector.select(wait):
            worker: Worker = key.data
            try:
                for message in worker.messages():
                    if message.outcome is not None:
                        worker.job = None
                    news.append((worker.number, message))
            except EOFError:
                news += self._died(worker)
        for worker in self.busy:
            if self.timeout and time.monotonic() - worker.began > self.timeout:
                job = worker.job
                self._drop(worker)
                news.append((worker.number, _failed(job, f"took over {self.timeout:g} s", "give a longer --timeout")))
        return news

    def ask_to_stop(self) -> None:
        for worker in self._workers:
            worker.ask_to_stop()

    def close(self) -> None:
        for worker in list(self._workers):
            self._drop(worker)
        self._selector.close()

    def _start(self) -> Worker:
        free = set(range(1, self._size + 1)) - {worker.number for worker in self._workers}
        try:
            worker = Worker(min(free), self.top)
        except OSError as exc:
            raise StoryError(f"cannot start a worker: {exc.strerror}", "use fewer --workers") from exc
        self._workers.append(worker)
        self._selector.register(worker.replies, selectors.EVENT_READ, worker)
        return worker

    def _died(self, worker: Worker) -> list[tuple[int, Message]]:
        job, words = worker.job, worker.last_words()
        code = worker.process.wait()
        self._drop(worker)
        if job is None:
            return []
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        last = words.splitlines()[-1] if words else "no message"
        return [(worker.number, _failed(job, f"the worker {how}: {last}", "see --retry; fewer --workers need less"))]

    def _drop(self, worker: Worker) -> None:
        self._selector.unregister(worker.replies)
        self._workers.remove(worker)
        worker.end()


def _failed(job: Job | None, error: str, hint: str) -> Message:
    assert job is not None
    return Message(outcome=Outcome(job.name, job.line, "failed", "", error, hint))
