"""A second process beside a run: it loads what a later stage needs while earlier ones run, then runs that stage.

    parent → side   {"folder", "settings", "library"} once, then {"stage", "seed"} for each stage, at last {"prepare"}
    side → parent   {"progress": [done, text]} …, then {"done": seconds} or {"error": [what, hint, status]}

One JSON a line. A side that dies costs time only: whoever waits for it runs the stage itself. After {"prepare"} it
draws what a film will show, the last scenes first, and ends; nobody waits for it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, NoReturn

import msgspec

from story_cli.catalogue import Library
from story_cli.errors import ExitStatus, StoryError
from story_cli.progress import Progress
from story_cli.settings import Settings

_WARMING = "The cat sat on the mat. It was happy."  # a text that loads every model that reads one


class Side:
    """The parent's end. Use as a context manager."""

    def __init__(self, folder: Path, settings: Settings, library: Library) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "story_cli.side"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self._told: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._answered = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._say({"folder": str(folder), "settings": settings, "library": str(library.root)})

    def __enter__(self) -> Side:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._pipe(self._process.stdin).close()
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._pipe(self._process.stdout).close()

    def start(self, stage: str, seed: int) -> None:
        """Let it run a stage, as soon as it has loaded everything."""
        self._answered.clear()
        self._say({"stage": stage, "seed": seed})

    def prepare(self) -> None:
        """Let it draw what the film will show, from the last scene on; it ends by itself."""
        self._say({"prepare": True})

    def is_busy(self) -> bool:
        """Whether the stage that it was started on is still going on."""
        return not self._answered.is_set()

    def finish(self, progress: Progress) -> float | None:
        """Wait for the stage: the seconds it took, or None if the side died.

        Raises: StoryError as the stage did.
        """
        while True:
            told = self._told.get()
            if "progress" in told:
                progress(*told["progress"])
            elif "error" in told:
                what, hint, status = told["error"]
                raise StoryError(what, hint, ExitStatus(status))
            elif "done" in told:
                return float(told["done"])
            elif "died" in told:
                self._told.put(told)
                return None

    def _read(self) -> None:
        """Collect what it says, on a thread of its own, so that one may look without waiting."""
        for line in self._pipe(self._process.stdout):
            with contextlib.suppress(msgspec.DecodeError):
                told: dict[str, Any] = msgspec.json.decode(line)
                self._told.put(told)
                if "progress" not in told:
                    self._answered.set()
        self._told.put({"died": True})
        self._answered.set()

    def _say(self, message: dict[str, Any]) -> None:
        pipe = self._pipe(self._process.stdin)
        with contextlib.suppress(OSError):
            pipe.write(msgspec.json.encode(message) + b"\n")
            pipe.flush()

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe


def main() -> None:
    """The side's own loop; ends with its parent's pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the answers
    first = msgspec.json.decode(sys.stdin.buffer.readline())
    folder, library = Path(first["folder"]), Library(Path(first["library"]))
    settings = msgspec.convert(first["settings"], Settings)
    with contextlib.suppress(StoryError, OSError):  # what is wrong will be told when the stage runs
        _warm(settings, library)
    wishes: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(wishes,), daemon=True).start()
    while True:
        wish = msgspec.json.decode(wishes.get())
        if "prepare" in wish:
            _prepare(folder, settings, library)
        _answer(answers, _run(wish["stage"], wish["seed"], folder, settings, library, answers))


def _listen(wishes: queue.SimpleQueue[bytes]) -> None:
    """Hand over what the parent says; nothing is worth finishing when it is gone, for it held the folder's lock."""
    for line in sys.stdin.buffer:
        wishes.put(line)
    os._exit(0)


def _warm(settings: Settings, library: Library) -> None:
    import story_cli.art.paint
    import story_cli.score.compose  # noqa: F401
    from story_cli.scene.understand import read_with_models

    read_with_models([_WARMING], library, settings.scene, theme="", cast=())


def _run(
    name: str, seed: int, folder: Path, settings: Settings, library: Library, answers: IO[bytes]
) -> dict[str, Any]:
    from story_cli.pipeline import Context, run_stage, stage_named
    from story_cli.store import StoryFolder

    def progress(done: float, text: str) -> None:
        _answer(answers, {"progress": [done, text]})

    began = time.monotonic()
    try:
        run_stage(stage_named(name), Context(StoryFolder(folder), settings, library, seed, progress))
    except StoryError as error:
        return {"error": [error.what, error.hint, int(error.status)]}
    return {"done": time.monotonic() - began}


def _prepare(folder: Path, settings: Settings, library: Library) -> NoReturn:
    """Draw what the film will show, and end; whatever is wrong will be told when the film is rendered."""
    from story_cli.render import prepare_film
    from story_cli.store import StoryFolder

    try:
        prepare_film(StoryFolder(folder).read("scenes").artifact, settings.render, library, backwards=True)
    finally:
        os._exit(0)  # without a word, and without waiting for the thread that listens


def _answer(answers: IO[bytes], message: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):
        answers.write(msgspec.json.encode(message) + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
