"""Options that several commands share, and how they become a Brief and Settings."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from story_cli.errors import StoryError, UsageError

if TYPE_CHECKING:
    from story_cli.artifacts import Brief
    from story_cli.catalogue import Library
    from story_cli.pipeline import Report
    from story_cli.settings import RenderSettings, Settings, WriteSettings
    from story_cli.shape import Ratio as Ratios

Theme = Annotated[str, typer.Option("--theme", help="Where the story happens.", show_default=False)]
Hero = Annotated[str, typer.Option("--hero", help="Who it is about.", show_default=False)]
HeroName = Annotated[str, typer.Option("--hero-name", help="The hero's name. [default: drawn from a screened list]")]
ForChild = Annotated[str, typer.Option("--for-child", help="A real child's name as the hero's; needs consent.")]
SignKey = Annotated[str, typer.Option("--sign-key", help="PEM key that signs the film (C2PA, ES256).")]
SignCertificate = Annotated[str, typer.Option("--sign-certificate", help="PEM chain that belongs to the key.")]
Colours = Annotated[list[str] | None, typer.Option("--color", "--colour", help="A colour; 1 to 3 times.")]
Adjectives = Annotated[list[str] | None, typer.Option("--adjective", help="How the story feels; 1 or 2 times.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Another number, another story. [default: 1]")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="Story folder. [default: stories/THEME-HERO-SEED]")]
Folder = Annotated[Path, typer.Argument(help="Story folder.", show_default=False)]
FolderOrStories = Annotated[Path, typer.Argument(help="Story folder, or a .jsonl file.", show_default=False)]
FolderOrTexts = Annotated[Path, typer.Argument(help="Story folder, or a .jsonl or .txt file.", show_default=False)]
Adjusted = Annotated[
    str, typer.Option("--mood", help="calm, exciting, sad, happy, or −1…1 twice: sad–happy,calm–exciting.")
]
Tempo = Annotated[
    float, typer.Option("--tempo", help="How quick the music is: 1.2 is a fifth quicker.", min=0.5, max=2.0)
]
Music = Annotated[bool, typer.Option("--music/--no-music", help="Compose music.")]
Effects = Annotated[bool, typer.Option("--effects/--no-effects", help="Put sound effects on words.")]
Soundfont = Annotated[str, typer.Option("--soundfont", help="An .sf2 or .sf3 file. [default: the installed one]")]
Plot = Annotated[Path | None, typer.Option("--plot", help="Draw notes, moods, words and effects into this PNG.")]
MoodOnly = Annotated[bool, typer.Option("--mood-only", help="Only say how each text feels; no music.")]
GraphOnly = Annotated[bool, typer.Option("--graph-only", help="Only what the words say, no pictures.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show each text before and after its pronouns are replaced.")]
GraphPicture = Annotated[Path | None, typer.Option("--graph", help="Save the scene graphs as this SVG.")]
Parser = Annotated[str, typer.Option("--parser", help="spaCy pipeline: a name in library/models or a folder.")]
Coref = Annotated[str, typer.Option("--coref", help="Coreference: a name in library/models, a folder, or none.")]
Force = Annotated[bool, typer.Option("--force", help="Run even what is fresh, and over edits by hand.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would run and why; write nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Result as JSON on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more: reasons, times.")]
Size = Annotated[str, typer.Option("--size", help="360p, 720p, 1080p, 4k or WIDTHxHEIGHT.")]
Ratio = Annotated[str, typer.Option("--ratio", help="16:9, 9:16 or 1:1. [default: 16:9, or that of --size]")]
Fps = Annotated[int, typer.Option("--fps", help="Frames a second.", min=8, max=60)]
Quality = Annotated[str, typer.Option("--quality", help="draft, normal or best.")]
Captions = Annotated[
    str, typer.Option("--captions", help="burn (in the picture), soft (a track), srt or vtt (a file), or off.")
]
LookEffects = Annotated[list[str] | None, typer.Option("--effect", help="An effect on the picture; several times.")]
Stems = Annotated[bool, typer.Option("--stems", help="Keep voice, music, ambience and effects as WAV files.")]
Poster = Annotated[Path | None, typer.Option("--poster", help="Also save a still of the film as this PNG.")]
Gif = Annotated[Path | None, typer.Option("--gif", help="Also save six seconds of the film as this GIF.")]
Frames = Annotated[Path | None, typer.Option("--frames", help="Also save every frame as a PNG into this folder.")]
RenderPlot = Annotated[Path | None, typer.Option("--plot", help="Only draw the film's timeline into this PNG.")]
Engine = Annotated[str, typer.Option("--voice", help="Narrator: a name of `storycli voice list`, or a voice folder.")]
Planner = Annotated[str, typer.Option("--planner", help="Planner: a name in library/models or a folder.")]
Writer = Annotated[str, typer.Option("--writer", help="both, retrieve, decoder, frames, or a folder with a model.")]
Ranker = Annotated[str, typer.Option("--ranker", help="Ranker: a name in library/models or a folder.")]
Candidates = Annotated[int, typer.Option("--candidates", help="Texts tried for each scene.", min=1, max=64)]

_SIZES = {"360p": 360, "720p": 720, "1080p": 1080, "4k": 2160}  # px of the shorter side
_QUALITIES = ("draft", "normal", "best")
_CAPTIONS = ("burn", "soft", "srt", "vtt", "off")


def brief_of(
    library: Library,
    theme: str,
    hero: str,
    hero_name: str,
    colours: Sequence[str] | None,
    adjectives: Sequence[str] | None,
    seed: int | None,
    for_child: str = "",
) -> Brief | None:
    """The Brief of the prompts, None if no prompt was given. Raises: UsageError; an option given twice is refused."""
    from story_cli.guard import check_brief

    once("--for-child", "--sign-key", "--sign-certificate", "--theme", "--hero", "--hero-name", "--seed", "-o", "--out")
    once("--size", "--ratio", "--fps", "--voice", "--quality", "--candidates", "--from", "--until", "--captions")
    if for_child:
        hero_name = child_name(for_child, hero_name)
    if not (theme or hero or hero_name or colours or adjectives or seed is not None):
        return None
    for option, value, choices in (("--theme", theme, library.theme_prompts), ("--hero", hero, library.hero_prompts)):
        if not value:
            raise UsageError(f"{option} is missing", f"choose from: {', '.join(choices)}")
    return check_brief(
        library, theme, hero, hero_name, tuple(colours or ()), tuple(adjectives or ()), 1 if seed is None else seed
    )


def child_name(child: str, hero_name: str = "") -> str:
    """The name of a real child as the hero's. Raises: UsageError (exit code 2) without a consent record."""
    from datetime import date

    from story_cli.guard.consent import require

    if hero_name and hero_name != child:
        raise UsageError("--for-child and --hero-name give two names", "give --for-child alone")
    require(child, "story", date.today().isoformat())
    return child


def once(*options: str) -> None:
    """Raises: UsageError if an option stands twice on the command line with two values (one would be lost silently)."""
    for option in options:
        values = [
            argument.partition("=")[2] or sys.argv[place + 1 : place + 2]
            for place, argument in enumerate(sys.argv)
            if argument == option or argument.startswith(option + "=")
        ]
        if len(values) > 1:
            raise UsageError(f"{option} is given {len(values)} times", "give it once")


def story_path(out: Path | None, brief: Brief) -> Path:
    return out or Path("stories") / f"{brief.theme}-{brief.hero}-{brief.seed}"


def settings_of(
    size: str = "720p",
    fps: int = 24,
    quality: str = "normal",
    captions: str = "burn",
    engine: str = "festival-hts",
    candidates: int = 16,
    planner: str = "planner",
    writer: str = "both",
    ranker: str = "ranker",
    parser: str = "parser",
    coref: str = "coref",
    style: str = "",
    rate: float = 0.86,
    pronunciations: Path | None = None,
    music: bool = True,
    effects: bool = True,
    tempo: float = 1.0,
    mood: str = "",
    soundfont: str = "",
    effect: Sequence[str] | None = None,
    stems: bool = False,
    sign_key: str = "",
    sign_certificate: str = "",
    ratio: str = "",
) -> Settings:
    """Settings from options. Raises: UsageError."""
    from story_cli.settings import PlanSettings, RankSettings, SceneSettings, ScoreSettings, Settings, VoiceSettings

    return Settings(
        plan=PlanSettings(model=planner),
        write=write_settings(writer, candidates),
        rank=RankSettings(model=ranker),
        scene=SceneSettings(parser=parser, coref=coref, ratio=shape_of(size, ratio)[2]),
        voice=VoiceSettings(engine=engine, style=style, rate=rate, pronunciations=_listed(pronunciations)),
        score=ScoreSettings(music, effects, soundfont, tempo, *mood_shift(mood)),
        render=signed_settings(
            render_settings(size, fps, quality, captions, tuple(effect or ()), stems, ratio), sign_key, sign_certificate
        ),
    )


def signed_settings(render: RenderSettings, key: str, certificate: str) -> RenderSettings:
    """The settings with what signs the film. Raises: UsageError if one of the two is missing."""
    import msgspec

    if bool(key) != bool(certificate):
        raise UsageError("signing needs --sign-key and --sign-certificate", "give both, as PEM files")
    return msgspec.structs.replace(render, sign_key=key, sign_certificate=certificate)


def render_settings(
    size: str, fps: int, quality: str, captions: str, effects: tuple[str, ...], stems: bool, ratio: str = ""
) -> RenderSettings:
    """How the film is drawn. Raises: UsageError."""
    from story_cli.addons import EFFECTS, available
    from story_cli.settings import RenderSettings

    known = tuple(available(EFFECTS))
    choices = (("--quality", quality, _QUALITIES), ("--captions", captions, _CAPTIONS))
    for option, value, offered in (*choices, *(("--effect", effect, known) for effect in effects)):
        if value not in offered:
            raise UsageError(f"{option} {value[:20]!r} is not offered", f"choose from: {', '.join(offered)}")
    width_px, height_px, _ = shape_of(size, ratio)
    return RenderSettings(
        width_px=width_px,
        height_px=height_px,
        fps=fps,
        quality=quality,  # type: ignore[arg-type]
        captions=captions,  # type: ignore[arg-type]
        effects=effects,
        stems=stems,
    )


def write_settings(writer: str, candidates: int) -> WriteSettings:
    """`writer` is one of the writers by name, or what the decoding writer decodes with."""
    from story_cli.settings import WRITERS, WriteSettings

    beams = min(4, candidates)
    if writer in WRITERS:
        return WriteSettings(writer=writer, candidates=candidates, beams=beams)
    return WriteSettings(writer="decoder", model=writer, candidates=candidates, beams=beams)


def _listed(path: Path | None) -> tuple[tuple[str, str], ...]:
    from story_cli.voice.pronunciations import read_list

    return () if path is None else read_list(path)


_MOODS = {"": (0.0, 0.0), "calm": (0.0, -0.5), "exciting": (0.0, 0.5), "sad": (-0.5, 0.0), "happy": (0.5, 0.0)}


def mood_shift(mood: str) -> tuple[float, float]:
    """ "calm", or "0.3,-0.5" → what is added to sad–happy and calm–exciting. Raises: UsageError."""
    if mood in _MOODS:
        return _MOODS[mood]
    try:
        happy, exciting = (float(number) for number in mood.split(","))
    except ValueError:
        happy = exciting = math.nan
    if not (-1.0 <= happy <= 1.0 and -1.0 <= exciting <= 1.0):
        raise UsageError(f"--mood {mood[:20]!r} is no mood", "use calm, exciting, sad, happy, or two numbers: 0.3,-0.5")
    return happy, exciting


def shape_of(size: str, ratio: str = "") -> tuple[int, int, Ratios]:
    """ "720p" or "1280x720", and a ratio or "" → width and height in px, both even, and their ratio.

    Raises: UsageError if they do not fit each other, or a film.
    """
    from story_cli.shape import STAGE_WIDTHS, ratio_of

    if ratio and ratio not in STAGE_WIDTHS:
        raise UsageError(f"--ratio {ratio[:20]!r} is not offered", f"choose from: {', '.join(STAGE_WIDTHS)}")
    if size in _SIZES:
        across, up = (int(part) for part in (ratio or "16:9").split(":"))
        width_px, height_px = (_SIZES[size] * part // min(across, up) for part in (across, up))
        return width_px, height_px, cast("Ratios", ratio or "16:9")
    hint = f"use {', '.join(_SIZES)} or WIDTHxHEIGHT in {', '.join(STAGE_WIDTHS)}, e.g. 1280x720"
    match = re.fullmatch(r"(\d{2,4})x(\d{2,4})", size)
    if not match:
        raise UsageError(f"--size {size[:20]!r} is not a size", hint)
    width_px, height_px = int(match[1]), int(match[2])
    found = ratio_of(width_px, height_px)
    if ratio and found and found != ratio:
        raise UsageError(f"--size {size} is not {ratio} but {found}", "leave --ratio out, or use --size 720p")
    if width_px % 2 or height_px % 2 or not found or not 90 <= min(width_px, height_px) <= 2160:
        raise UsageError(f"--size {size} does not fit", hint + "; both even, the shorter one 90 to 2160")
    return width_px, height_px, cast("Ratios", found)


def ratio_of_scenes(folder: Path, size: str, ratio: str) -> str:
    """The ratio to render a folder in: the one asked for, else that of its scenes unless the size says another."""
    from story_cli.store import StoryFolder

    if ratio or size not in _SIZES or not StoryFolder(folder).has("scenes"):
        return ratio
    scenes = StoryFolder(folder).read("scenes").artifact.scenes
    return str(scenes[0].ratio) if scenes else ""


def check_stage(option: str, name: str) -> str:
    from story_cli.catalogue import nearest
    from story_cli.pipeline import STAGE_NAMES

    if name not in STAGE_NAMES:
        close = nearest(name, STAGE_NAMES)
        more = f"did you mean {' or '.join(close)}? " if close else ""
        raise UsageError(f"{option} {name[:20]!r} is no stage", f"{more}choose from: {', '.join(STAGE_NAMES)}")
    return name


def reports_json(path: Path, reports: Sequence[Report]) -> dict[str, object]:
    """The result of a run for --json."""
    from story_cli.store import StoryFolder

    folder = StoryFolder(path)
    film = folder.folder("film").film()
    result: dict[str, object] = {"folder": str(path), "stages": [report._asdict() for report in reports]}
    if folder.has("story"):
        try:
            result["title"] = folder.read("story").artifact.title
        except StoryError:
            result["title"] = None
    if film.is_file():
        result["film"] = str(film)
    return result
