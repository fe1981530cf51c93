"""`storycli batch`: one film for each row of a CSV, JSON Lines or JSON file."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from story_cli.cli import options as o
from story_cli.cli.show import Clock, Display, result
from story_cli.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from story_cli.batch import Outcome


def batch(
    jobs: Annotated[str, typer.Argument(help="Job list: .csv, .jsonl or .json; - for standard input.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the story folders.")] = Path("stories"),
    last: Annotated[str, typer.Option("--until", help="Last stage to run.")] = "render",
    size: o.Size = "720p",
    fps: o.Fps = 24,
    quality: o.Quality = "normal",
    captions: o.Captions = True,
    voice: o.Engine = "festival-hts",
    candidates: o.Candidates = 16,
    limit: Annotated[int, typer.Option("--limit", help="Make at most so many. [default: all]", min=0)] = 0,
    fail_fast: Annotated[bool, typer.Option("--fail-fast/--keep-going", help="Stop at the first failure.")] = False,
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Make many films; finished work is not repeated. Exit code 6 if some failed (see failures.jsonl)."""
    from story_cli.batch import read_jobs, run_jobs
    from story_cli.catalogue import Library
    from story_cli.pipeline import chain

    clock, library = Clock(), Library()
    rows = read_jobs(jobs, _text(jobs), out, library)
    rows = rows[:limit] if limit else rows
    stages = chain("plan", o.check_stage("--until", last))
    settings = o.settings_of(size, fps, quality, captions, voice, candidates)
    if dry_run:
        shown = [str(job.out) for job in rows]
        result({"total": len(rows), "jobs": shown}, json, lambda: shown, quiet)
        return
    outcomes = []
    with Display(stages, quiet, verbose) as display:
        watch = lambda _, stage: display.watch(stage)
        for outcome in run_jobs(rows, stages, settings, library, fail_fast=fail_fast, watch=watch):
            outcomes.append(outcome)
            if not quiet:
                print(f"{outcome.state}: {outcome.job.out}", file=sys.stderr, flush=True)
    _write_failures(out / "failures.jsonl", outcomes)
    counts = {state: sum(x.state == state for x in outcomes) for state in ("done", "skipped", "failed")}
    summary = {"total": len(rows), **counts, "seconds": round(clock.seconds, 1)}
    result(dict(summary), json, lambda: [", ".join(f"{key} {value}" for key, value in summary.items())], quiet)
    if counts["failed"]:
        raise typer.Exit(ExitStatus.SOME_FAILED)


def _write_failures(path: Path, outcomes: Sequence[Outcome]) -> None:
    """One JSON object a failed job; an old list goes away when nothing failed."""
    from story_cli.store import write_atomically

    rows = [
        {"line": x.job.line, "out": str(x.job.out), "stage": x.stage, "error": x.error, "hint": x.hint}
        for x in outcomes
        if x.state == "failed"
    ]
    if rows:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(json_module.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        write_atomically(path, lines.encode())
    else:
        path.unlink(missing_ok=True)


def _text(jobs: str) -> str:
    try:
        return sys.stdin.read() if jobs == "-" else Path(jobs).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"cannot read job list {jobs}: {exc}", "give a UTF-8 .csv, .jsonl or .json file") from exc
