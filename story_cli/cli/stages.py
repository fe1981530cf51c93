"""One command a stage: `storycli plan … scene … render`, each reading the story folder and adding its artifact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.cli import options as o
from story_cli.cli.show import Display, result, stage_lines
from story_cli.errors import UsageError

if TYPE_CHECKING:
    from story_cli.settings import Settings


def plan(
    folder: o.Out = None,
    theme: o.Theme = "",
    hero: o.Hero = "",
    hero_name: o.HeroName = "",
    color: o.Colours = None,
    adjective: o.Adjectives = None,
    seed: o.Seed = None,
    planner: o.Planner = "planner",
    force: o.Force = False,
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Prompts → plan.json: who, what and where for each scene."""
    from story_cli.catalogue import Library
    from story_cli.cli.tables import plan_lines
    from story_cli.pipeline import run_stages, stage_named
    from story_cli.store import StoryFolder

    library = Library()
    brief = o.brief_of(library, theme, hero, hero_name, color, adjective, seed)
    if brief is None and folder is None:
        raise UsageError("no prompts", "give --theme and --hero")
    path = o.story_path(folder, brief) if brief is not None else Path(folder or ".")
    stages = [stage_named("plan")]
    settings = o.settings_of(planner=planner)
    with Display(stages, quiet, verbose) as display:
        reports = run_stages(stages, path, settings, library, brief, force=force, dry_run=dry_run, watch=display.watch)
    data = o.reports_json(path, reports)

    def lines() -> list[str]:
        return stage_lines(reports, verbose) + ([] if dry_run else plan_lines(StoryFolder(path).read("plan").artifact))

    result(data, json, lines, quiet)


def write(
    folder: o.Folder,
    candidates: o.Candidates = 16,
    writer: o.Writer = "both",
    force: o.Force = False,
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """plan.json → drafts.json: several texts for each scene."""
    _run("write", folder, {"candidates": candidates, "writer": writer}, force, dry_run, json, quiet, verbose)


def rank(
    folder: o.FolderOrStories,
    ranker: o.Ranker = "ranker",
    force: o.Force = False,
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """drafts.json → story.json: the most coherent path through the drafts. Of a file with stories: their grades."""
    if folder.is_file():
        from story_cli.cli.grades import grade_file

        grade_file(folder, o.settings_of(ranker=ranker), json)
    else:
        _run("rank", folder, {"ranker": ranker}, force, dry_run, json, quiet, verbose)


def scene(
    folder: o.FolderOrTexts,
    graph_only: o.GraphOnly = False,
    explain: o.Explain = False,
    graph: o.GraphPicture = None,
    ratio: o.Ratio = "",
    parser: o.Parser = "parser",
    coref: o.Coref = "coref",
    force: o.Force = False,
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """story.json → scenes/: what the words say, as pictures. Of a file with texts: only what its words say."""
    from story_cli.cli.understanding import check_picture, show_graphs, understand_file, understand_story

    check_picture(graph)
    if folder.is_file():
        understand_file(folder, o.settings_of(parser=parser, coref=coref), json, explain, graph)
    elif graph_only:
        understand_story(folder, o.settings_of(parser=parser, coref=coref), json, explain, graph)
    else:
        _run("scene", folder, {"parser": parser, "coref": coref, "ratio": ratio}, force, dry_run, json, quiet, verbose)
        if (explain or graph) and not dry_run:
            show_graphs(folder, explain, graph, quiet or json)


def score(
    folder: o.FolderOrTexts,
    out: o.Out = None,
    theme: o.Theme = "",
    hero: o.Hero = "",
    hero_name: o.HeroName = "",
    adjective: o.Adjectives = None,
    seed: o.Seed = None,
    music: o.Music = True,
    effects: o.Effects = True,
    tempo: o.Tempo = 1.0,
    mood: o.Adjusted = "",
    soundfont: o.Soundfont = "",
    plot: o.Plot = None,
    mood_only: o.MoodOnly = False,
    voice: o.Engine = "festival-hts",
    force: o.Force = False,
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """story.json, scenes/ → score/: music for this story, and its sound effects.

    A text file with --theme and --hero becomes a story folder first; --mood-only tells how any texts feel.
    """
    from story_cli.cli import scoring

    options = {
        "engine": voice,
        "music": music,
        "effects": effects,
        "tempo": tempo,
        "mood": mood,
        "soundfont": soundfont,
    }
    scoring.check_plot(plot)
    if mood_only:
        scoring.show_moods(folder, adjective or (), mood, json)
        return
    if folder.is_file():
        folder = scoring.folder_of_text(folder, out, theme, hero, hero_name, adjective, seed)
    _run("score", folder, options, force, dry_run, json, quiet, verbose)
    if plot is not None and not dry_run:
        scoring.draw(folder, o.settings_of(**options), plot)  # type: ignore[arg-type]


def render(
    folder: o.Folder,
    size: o.Size = "720p",
    ratio: o.Ratio = "",
    fps: o.Fps = 24,
    quality: o.Quality = "normal",
    captions: o.Captions = "burn",
    effect: o.LookEffects = None,
    stems: o.Stems = False,
    poster: o.Poster = None,
    gif: o.Gif = None,
    frames: o.Frames = None,
    plot: o.RenderPlot = None,
    force: o.Force = False,
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """scenes/, score/, voice/ → film/: the MP4 with captions."""
    from story_cli.cli.filming import plot_film, save_extras

    options = {"size": size, "fps": fps, "quality": quality, "captions": captions, "effect": effect, "stems": stems}
    options["ratio"] = o.ratio_of_scenes(folder, size, ratio)
    if plot is not None:
        plot_film(folder, o.settings_of(**options), plot)  # type: ignore[arg-type]
        return
    _run("render", folder, options, force, dry_run, json, quiet, verbose)
    if not dry_run:
        save_extras(folder, poster, gif, frames)


COMMANDS: tuple[Callable[..., None], ...] = (plan, write, rank, scene, score, render)


def _run(name: str, folder: Path, options: dict[str, object], *shown: bool) -> None:
    run_stage(name, folder, o.settings_of(**options), *shown)  # type: ignore[arg-type]


def run_stage(
    name: str,
    folder: Path,
    settings: Settings,
    force: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Run one stage on an existing story folder and show what it made."""
    from story_cli.catalogue import Library
    from story_cli.cli.tables import artifact_lines
    from story_cli.pipeline import run_stages, stage_named
    from story_cli.store import StoryFolder

    if not folder.is_dir():
        raise UsageError(f"no story folder {folder}", f"begin with: storycli plan --theme … --hero … -o {folder}")
    stage = stage_named(name)
    with Display([stage], quiet, verbose) as display:
        reports = run_stages([stage], folder, settings, Library(), force=force, dry_run=dry_run, watch=display.watch)

    def lines() -> list[str]:
        shown = [] if dry_run else artifact_lines(stage.makes, StoryFolder(folder))
        return stage_lines(reports, verbose) + shown

    result(o.reports_json(folder, reports), as_json, lines, quiet)
