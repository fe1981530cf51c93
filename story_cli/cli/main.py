"""The storycli command: its list of subcommands, and how an error becomes one message and an exit code."""

from __future__ import annotations

import os
import sys

import typer

from story_cli.cli import batch, guarding, library, make, privacy, schema, stages, status, train, voice
from story_cli.errors import ExitStatus, StoryError

app = typer.Typer(
    name="storycli",
    help="A few prompts in, a finished picture-story film out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("make")(make.make)
app.command("batch")(batch.batch)
for command in stages.COMMANDS:
    app.command(command.__name__)(command)
app.command("status")(status.status)
app.command("schema")(schema.schema)
app.command("guard")(guarding.guard)
app.command("forget")(privacy.forget)
app.add_typer(privacy.app, name="consent")
app.add_typer(voice.app, name="voice")
app.add_typer(library.app, name="library")
app.add_typer(train.app, name="train")


def main() -> None:
    """Run the command line. Exit codes: see story_cli.errors.ExitStatus."""
    try:
        app()
    except StoryError as error:
        sys.exit(report(error))
    except KeyboardInterrupt:
        print("storycli: stopped; finished stages are kept", file=sys.stderr)
        sys.exit(ExitStatus.INTERRUPTED)
    except BrokenPipeError:  # the reader of our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitStatus.FAILED)


def report(error: StoryError) -> int:
    """Print what happened and what to do, and give the exit code."""
    print(f"storycli: {error.what}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)
    return int(error.status)


if __name__ == "__main__":
    main()
