"""The one exception that users see, and the exit codes of the command line."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What the shell gets. Documented in docs/commands.md."""

    OK = 0
    FAILED = 1  # a stage could not do its work
    USAGE = 2  # bad input: a prompt, an option, a file that the user gave
    MISSING_INPUT = 3  # an earlier stage has to run first
    MISSING_ENGINE = 4  # a system package or model is not installed
    SOME_FAILED = 6  # batch: some jobs failed
    INTERRUPTED = 130  # Ctrl-C


class StoryError(Exception):
    """Something the user can act on: what happened, and what to do about it.

    `what` names the place (file, option, scene) and the fault; `hint` says the next step, with the valid
    choices where there are any. Only story_cli.cli turns it into text and an exit code.
    """

    def __init__(self, what: str, hint: str = "", status: ExitStatus = ExitStatus.FAILED) -> None:
        super().__init__(what)
        self.what = _printable(what, 1000)
        self.hint = _printable(hint, 6500)
        self.status = status

    def __reduce__(self) -> tuple[type[StoryError], tuple[str, str, ExitStatus]]:
        """Keep hint and status when a worker process hands the error back."""
        return (type(self), (self.what, self.hint, self.status))


def _printable(text: str, most: int) -> str:
    """Messages quote what files say: control characters and endless text never reach a terminal."""
    text = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if (c >= " " and c != "\x7f") or c in "\n\t" else "�" for c in text)


class UsageError(StoryError):
    """The user's input is refused; nothing was written."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what, hint, ExitStatus.USAGE)

    def __reduce__(self) -> tuple[type[StoryError], tuple[str, ...]]:  # type: ignore[override]
        return (type(self), (self.what, self.hint))
