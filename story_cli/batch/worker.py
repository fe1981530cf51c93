"""A worker process: `python -m story_cli.batch.worker TOP DESCRIPTOR`, started by story_cli.batch.pool.

Standard input: JSON lines, a job each, or {"stop": …}. The descriptor: JSON lines back (progress, outcome). When
standard input ends the parent is gone, and the worker ends at once with everything that it started: no lock outlives a
killed batch.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import msgspec

from story_cli.artifacts import Data
from story_cli.batch.jobs import Job
from story_cli.batch.work import Outcome, Stopped, do_job

_SAY_EVERY = 0.2  # seconds between two progress lines


class Message(Data, frozen=True):
    """What a worker says: where it is, or what became of its job."""

    name: str = ""
    stage: str = ""
    done: float = 0.0
    text: str = ""
    outcome: Outcome | None = None


class Command(Data, frozen=True):
    """What a worker is told."""

    job: Job | None = None
    stop: bool = False


class Replies:
    """Sends messages to the parent and raises Stopped once asked to stop."""

    def __init__(self, descriptor: int, stop: threading.Event) -> None:
        self._descriptor = descriptor
        self._stop = stop
        self._last = ("", 0.0)
        self.name = ""  # of the job in hand
        self.stage = ""

    def say(self, stage: str, done: float, text: str) -> None:
        if self._stop.is_set():
            raise Stopped
        self.stage, now = stage, time.monotonic()
        if stage != self._last[0] or now - self._last[1] > _SAY_EVERY:
            self._last = (stage, now)
            self.send(Message(self.name, stage, round(done, 4), text))

    def send(self, message: Message) -> None:
        os.write(self._descriptor, msgspec.json.encode(message) + b"\n")


def main() -> None:
    """Do jobs until told to stop."""
    from story_cli.catalogue import Library

    top, library = Path(sys.argv[1]), Library()
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_listen, args=(jobs, stop), daemon=True).start()
    replies = Replies(int(sys.argv[2]), stop)
    replies.send(Message(stage="ready"))
    while (job := jobs.get()) is not None:
        replies.name = job.name
        try:
            outcome = do_job(job, top, library, replies.say)
        except Stopped:
            outcome = Outcome(job.name, job.line, "stopped")
        except Exception as error:  # a fault of the program fails its job, not the batch; the log has the traceback
            traceback.print_exc()
            what = f"{type(error).__name__}: {str(error)[:300]}"
            outcome = Outcome(job.name, job.line, "failed", replies.stage, what, "this is a fault of storycli")
        replies.send(Message(outcome=outcome))
    os._exit(0)  # the listening thread holds standard input


def _lines(descriptor: int) -> Iterator[bytes]:
    """Lines of a pipe until it is closed; without Python's buffer, whose lock would outlive the main thread."""
    rest = b""
    while data := os.read(descriptor, 1 << 16):
        *lines, rest = (rest + data).split(b"\n")
        yield from lines


def _listen(jobs: queue.SimpleQueue[Job | None], stop: threading.Event) -> None:
    for line in _lines(sys.stdin.fileno()):
        command = msgspec.json.decode(line, type=Command)
        if command.stop:
            stop.set()
            jobs.put(None)
        elif command.job is not None:
            jobs.put(command.job)
    os.killpg(0, signal.SIGKILL)  # nobody is left to work for


if __name__ == "__main__":
    main()
