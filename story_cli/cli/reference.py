"""Writes docs/commands.md from the commands themselves: `python -m story_cli.cli.reference > docs/commands.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from story_cli.errors import ExitStatus

_CODES = {
    ExitStatus.OK: "done",
    ExitStatus.FAILED: "a stage could not do its work",
    ExitStatus.USAGE: "bad input; nothing was written",
    ExitStatus.MISSING_INPUT: "an earlier stage has to run first; the message names it",
    ExitStatus.MISSING_ENGINE: "a system package or model is not installed; the message names it",
    ExitStatus.SOME_FAILED: "batch: some jobs failed, see failures.jsonl",
    ExitStatus.INTERRUPTED: "stopped with Ctrl-C; finished stages are kept",
}


def lines() -> Iterator[str]:
    """The page, line by line."""
    from story_cli.cli.main import app

    yield "# Commands"
    yield ""
    yield "Written by `python -m story_cli.cli.reference`. Results go to stdout, progress and messages to stderr;"
    yield "`NO_COLOR` is honoured, and pipes get plain text."
    yield ""
    yield "| exit code | meaning |"
    yield "|---|---|"
    for code, meaning in _CODES.items():
        yield f"| {int(code)} | {meaning} |"
    group: Any = typer.main.get_command(app)
    yield from _group("storycli", group)


def _group(name: str, group: Any) -> Iterator[str]:
    for command_name, command in group.commands.items():
        full = f"{name} {command_name}"
        if hasattr(command, "commands"):
            yield from _group(full, command)
            continue
        arguments = [p.name.upper() for p in command.params if p.param_type_name == "argument"]
        yield ""
        yield f"## {' '.join([full, *arguments])}"
        yield ""
        yield (command.help or "").strip()
        options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
        if options:
            yield ""
            yield "| option | |"
            yield "|---|---|"
        for option in options:
            names = ", ".join(f"`{text}`" for text in (*option.opts, *option.secondary_opts))
            yield f"| {names} | {(option.help or '').replace('|', '/')}{_default(option)} |"


def _default(option: Any) -> str:
    plain = option.default
    shown = plain is not None and plain != "" and not isinstance(plain, bool) and option.show_default is not False
    return f" Default: {plain}." if shown and not callable(plain) else ""


if __name__ == "__main__":
    print("\n".join(lines()))
