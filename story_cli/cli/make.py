"""`storycli make`: prompts → film, through all stages; fresh ones are skipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from story_cli.cli import options as o
from story_cli.cli.filming import save_extras, timing_lines
from story_cli.cli.show import Clock, Display, result, stage_lines

if TYPE_CHECKING:
    from story_cli.artifacts import Brief
    from story_cli.catalogue import Library
    from story_cli.pipeline import Report
    from story_cli.settings import Settings


def make(
    theme: o.Theme = "",
    hero: o.Hero = "",
    hero_name: o.HeroName = "",
    for_child: o.ForChild = "",
    color: o.Colours = None,
    adjective: o.Adjectives = None,
    seed: o.Seed = None,
    out: o.Out = None,
    first: Annotated[str, typer.Option("--from", help="First stage to run; it and all after it are redone.")] = "",
    last: Annotated[str, typer.Option("--until", help="Last stage to run.")] = "render",
    size: o.Size = "720p",
    ratio: o.Ratio = "",
    fps: o.Fps = 24,
    quality: o.Quality = "normal",
    captions: o.Captions = "burn",
    effect: o.LookEffects = None,
    stems: o.Stems = False,
    voice: o.Engine = "festival-hts",
    candidates: o.Candidates = 16,
    planner: o.Planner = "planner",
    writer: o.Writer = "both",
    ranker: o.Ranker = "ranker",
    sign_key: o.SignKey = "",
    sign_certificate: o.SignCertificate = "",
    force: o.Force = False,
    dry_run: o.DryRun = False,
    poster: o.Poster = None,
    gif: o.Gif = None,
    frames: o.Frames = None,
    timings: Annotated[bool, typer.Option("--timings", help="Print where the time went.")] = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Make a film: plan, write, rank, scene, score, voice, render."""
    from story_cli.catalogue import Library

    clock, library = Clock(), Library()
    brief = o.brief_of(library, theme, hero, hero_name, color, adjective, seed, for_child)
    settings = o.settings_of(size, fps, quality, captions, voice, candidates, planner, writer, ranker, effect=effect,
        stems=stems, sign_key=sign_key, sign_certificate=sign_certificate, ratio=ratio)  # fmt: skip
    path, reports = _run(library, brief, settings, out, first, last, force, dry_run, quiet, verbose)
    if not dry_run:
        save_extras(path, poster, gif, frames)
    data = o.reports_json(path, reports) | {"seconds": round(clock.seconds, 2)}
    last_line = f"{data.get('film') or path} ({data.get('title') or 'no title yet'}, {clock.seconds:.0f} s)"
    shown = timing_lines(reports, clock.seconds) if timings else stage_lines(reports, verbose)
    result(data, json, lambda: shown if dry_run else [*shown, last_line], quiet)


def _run(
    library: Library,
    brief: Brief | None,
    settings: Settings,
    out: Path | None,
    first: str,
    last: str,
    force: bool,
    dry_run: bool,
    quiet: bool,
    verbose: bool,
) -> tuple[Path, list[Report]]:
    """Run the stages asked for; the story folder, and what became of each stage."""
    from story_cli.errors import UsageError
    from story_cli.pipeline import chain, run_stages
    from story_cli.store import StoryFolder

    stages = chain(o.check_stage("--from", first) if first else "plan", o.check_stage("--until", last))
    if brief is None and (out is None or not StoryFolder(out).has("brief" if stages[0].name == "plan" else "story")):
        raise UsageError("no prompts and no story folder", "give --theme and --hero, or -o with a story folder")
    path = o.story_path(out, brief) if brief is not None else Path(out or ".")
    redo = force or bool(first)
    with Display(stages, quiet, verbose) as display:
        reports = run_stages(
            stages, path, settings, library, brief, force=redo, dry_run=dry_run, watch=display.watch, overlap=True
        )
    return path, reports
