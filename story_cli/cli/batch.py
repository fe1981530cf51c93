"""`storycli batch`: one film for each row of a CSV, JSON Lines or JSON file, or of a grid."""

from __future__ import annotations

import inspect
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from story_cli.cli import options as o
from story_cli.cli.make import make
from story_cli.cli.show import Clock, result
from story_cli.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from story_cli.batch.drive import Driver, Wishes
    from story_cli.batch.estimate import Estimate
    from story_cli.batch.jobs import Job
    from story_cli.batch.work import Outcome

Grid = Annotated[list[str] | None, typer.Option("--grid", help="Jobs from a grid: 'theme=a,b × hero=c × seed=1..5'.")]
Workers = Annotated[int, typer.Option("--workers", help="Processes. [default: by cores and memory]", min=0, max=256)]
Cluster = Annotated[str, typer.Option("--cluster", help="Address of a Dask scheduler that does the jobs.")]
MinVariety = Annotated[
    float, typer.Option("--min-variety", help="Write again what is more alike; 0 to 1.", min=0, max=1)
]
Out = Annotated[str, typer.Option("-o", "--out", help="Folder for the story folders; with --cluster also a URL.")]
OwnName = Annotated[str, typer.Option("--name", help="Folder of a job, from its prompts.")]


def batch(
    jobs: Annotated[str, typer.Argument(help="Job list: .csv, .jsonl or .json; - for standard input.")] = "",
    out: Out = "stories",
    name: OwnName = "{theme}-{hero}-{seed}",
    grid: Grid = None,
    workers: Workers = 0,
    limit: Annotated[int, typer.Option("--limit", help="Make at most so many. [default: all]", min=0)] = 0,
    only_failed: Annotated[bool, typer.Option("--only-failed", help="Only what failed the last time.")] = False,
    retry: Annotated[int, typer.Option("--retry", help="Try a failed job so many times more.", min=0, max=20)] = 1,
    timeout: Annotated[float, typer.Option("--timeout", help="Most seconds a job. [default: none]", min=0)] = 0.0,
    fail_fast: Annotated[bool, typer.Option("--fail-fast/--keep-going", help="Stop at the first failure.")] = False,
    min_variety: MinVariety = 0.0,
    cluster: Cluster = "",
    last: Annotated[str, typer.Option("--until", help="Last stage to run.")] = "render",
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    **settings: Any,
) -> None:
    """Make many films; finished work is not repeated. Exit code 6 if some failed (see failures.jsonl)."""
    from story_cli.batch.drive import Wishes
    from story_cli.batch.estimate import estimate
    from story_cli.batch.pool import default_workers

    o.once("-o", "--out", "--name", "--workers", "--limit", "--retry", "--timeout", "--cluster", "--until")
    clock = Clock()
    workers = workers or default_workers()
    folder = Path(out)
    rows = _jobs(jobs, grid or [], folder, name, settings | {"until": last})
    rows = _chosen(rows, folder, limit, only_failed)
    if dry_run:
        expected = estimate(rows, folder, workers)
        shown = [str(folder / job.name) for job in rows]
        data = {"total": len(rows), "jobs": shown, "estimate": _shown(expected)}
        result(data, json, lambda: [*shown, _estimate_line(expected, workers)], quiet)
        return
    wishes = Wishes(retry, fail_fast, min_variety)
    if cluster:
        from story_cli.cli.clustering import run_on_cluster

        outcomes, driver = run_on_cluster(cluster, out, rows, wishes, timeout, quiet)
    else:
        outcomes, driver = _run_here(folder, rows, wishes, workers, timeout, quiet)
    _finish(rows, outcomes, driver, clock, json, quiet)


def _with_settings_of_make(command: Callable[..., None]) -> Callable[..., None]:
    """Gives the command every option of `make` that changes a film, so that the two never differ."""
    taken = inspect.signature(o.settings_of).parameters
    hints = get_type_hints(make, include_extras=True) | get_type_hints(command, include_extras=True)
    parameters = {
        name: parameter
        for name, parameter in inspect.signature(command).parameters.items()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    }
    for name, parameter in inspect.signature(make).parameters.items():
        if {"voice": "engine"}.get(name, name) in taken:
            parameters.setdefault(name, parameter)
    resolved = [p.replace(annotation=hints[p.name], kind=p.KEYWORD_ONLY) for p in parameters.values()]
    command.__signature__ = inspect.Signature(resolved)  # type: ignore[attr-defined]
    return command


batch = _with_settings_of_make(batch)


def _jobs(jobs: str, grid: Sequence[str], out: Path, pattern: str, defaults: dict[str, Any]) -> list[Job]:
    from story_cli.batch.jobs import Places, check_jobs
    from story_cli.batch.rows import grid_rows, read_rows
    from story_cli.catalogue import Library
    from story_cli.cli.rows import MakeOptions

    if bool(jobs) == bool(grid):
        raise UsageError("give a job list or --grid" + (", not both" if jobs else ""), "see storycli batch --help")
    rows = grid_rows(grid) if grid else read_rows(jobs, _text(jobs))
    stories = Path(jobs).parent if jobs and jobs != "-" else Path()
    return check_jobs(rows, Places(out, stories, pattern), MakeOptions(defaults), Library())


def _chosen(rows: list[Job], out: Path, limit: int, only_failed: bool) -> list[Job]:
    from story_cli.batch.events import failed_names

    if only_failed:
        names = failed_names(out)
        rows = [job for job in rows if job.name in names]
    return rows[:limit] if limit else rows


def _run_here(
    out: Path, rows: Sequence[Job], wishes: Wishes, workers: int, timeout: float, quiet: bool
) -> tuple[list[Outcome], Driver]:
    from story_cli.batch.drive import Driver
    from story_cli.batch.events import EventLog, write_failures
    from story_cli.batch.pool import Pool
    from story_cli.batch.work import PATIENCE
    from story_cli.cli.watching import Watching
    from story_cli.pipeline import STAGES
    from story_cli.store import locked_file

    shares = {stage.name: stage.share for stage in STAGES}
    with EventLog(out) as log, locked_file(out / ".batch.lock", PATIENCE / 5), Watching(shares, quiet) as watching:
        log.write("batch", jobs=len(rows), workers=workers)
        with Pool(min(workers, max(1, len(rows))), out, timeout) as pool:
            driver = Driver(out, pool, log, watching, wishes)
            listen_for_interrupts(driver, quiet)
            outcomes = driver.run(rows)
        write_failures(out, outcomes)
        log.write("end", ended=len(outcomes))
    return outcomes, driver


def listen_for_interrupts(driver: Driver, quiet: bool) -> None:
    """The first Ctrl-C (or SIGTERM) finishes what is in hand, the second stops now."""

    def handle(number: int, frame: object) -> None:
        driver.interrupts += 1
        if driver.interrupts == 1 and not quiet:
            print("storycli: finishing the scenes in hand; again to stop now", file=sys.stderr, flush=True)

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)


def _finish(
    rows: Sequence[Job], outcomes: Sequence[Outcome], driver: Driver, clock: Clock, as_json: bool, quiet: bool
) -> None:
    import msgspec

    counts = {state: sum(x.state == state for x in outcomes) for state in ("done", "skipped", "failed")}
    summary: dict[str, object] = {"total": len(rows), **counts, "seconds": round(clock.seconds, 1)}
    line = ", ".join(f"{key} {value}" for key, value in summary.items())
    if driver.figures is not None:
        summary["variety"] = msgspec.to_builtins(driver.figures)
    result(summary, as_json, lambda: [line], quiet)
    if driver.interrupts:
        raise typer.Exit(ExitStatus.INTERRUPTED)
    if counts["failed"]:
        raise typer.Exit(ExitStatus.SOME_FAILED)


def _shown(expected: Estimate) -> dict[str, object]:
    import msgspec

    built: dict[str, object] = msgspec.to_builtins(expected)
    return built


def _estimate_line(expected: Estimate, workers: int) -> str:
    source = f"{expected.measured_here} films made here" if expected.measured_here else "shipped figures"
    hours = f"{expected.seconds / 3600:.1f} h" if expected.seconds > 3600 else f"{expected.seconds / 60:.0f} min"
    return f"{expected.to_do} to do: about {hours} with {workers} workers, {expected.disk_mb:.0f} MB (from {source})"


def _text(jobs: str) -> str:
    try:
        return sys.stdin.read() if jobs == "-" else Path(jobs).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as exc:
        raise UsageError(f"cannot read the job list: {exc}", "give a UTF-8 .csv, .jsonl or .json file") from exc
