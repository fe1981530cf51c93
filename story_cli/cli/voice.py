"""`storycli voice FOLDER` reads a story aloud; `voice list|show|try|evaluate|compare` are about the voices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from story_cli.cli import options as o
from story_cli.cli.show import result
from story_cli.errors import StoryError, UsageError


class FolderOrCommand(TyperGroup):
    """A group that takes what is none of its commands as the folder of `read`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["read", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=FolderOrCommand,
    help="story.json → voice/: the story read aloud, with the time of every word; and the voices themselves.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(help="A voice: see `storycli voice list`.", show_default=False)]
Rate = Annotated[float, typer.Option("--rate", help="Speed against the voice's own; 0.86 reads slowly to children.")]
Style = Annotated[str, typer.Option("--style", help="Style of a voice folder. [default: its first]")]
Recognizers = Annotated[
    list[str], typer.Option("--recognizer", help="pocketsphinx, moonshine, or a checkpoint's folder; may be repeated.")
]
Listed = Annotated[Path | None, typer.Option("--pronunciations", help="List of words and their phones, one a line.")]


@app.command("read")
def read(
    folder: o.Folder,
    voice: o.Engine = "festival-hts",
    style: Style = "",
    rate: Rate = 0.86,
    pronunciations: Listed = None,
    force: o.Force = False,
    dry_run: o.DryRun = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """story.json → voice/: the story read aloud, with the time of every word (`read` may be left out)."""
    from story_cli.cli.stages import run_stage

    settings = o.settings_of(engine=voice, style=style, rate=rate, pronunciations=pronunciations)
    run_stage("voice", folder, settings, force, dry_run, json, quiet, verbose)


@app.command("list")
def list_voices(json: o.Json = False) -> None:
    """Print the voices that can be named."""
    from story_cli.catalogue import Library
    from story_cli.voice.find import known_voices

    known = known_voices(Library())
    width = max(len(voice.name) for voice in known)
    result(
        {"voices": [voice._asdict() for voice in known]},
        json,
        lambda: [f"{voice.name:{width}}  {voice.about}" for voice in known],
    )


@app.command("show")
def show(name: Name, json: o.Json = False) -> None:
    """Print what a voice is made of: its blocks, styles and sampling rate."""
    from story_cli.catalogue import Library
    from story_cli.settings import VoiceSettings
    from story_cli.voice.find import open_engine

    engine = open_engine(VoiceSettings(engine=name), Library())
    described = getattr(engine, "describe", None)
    data: dict[str, object] = described() if described else {"name": engine.name, "kind": type(engine).__name__}
    result(data, json, lambda: [f"{key}: {value}" for key, value in data.items()])


@app.command("try")
def try_text(
    text: Annotated[str, typer.Argument(help="What to say.", show_default=False)],
    voice: o.Engine = "festival-hts",
    style: Style = "",
    rate: Rate = 0.86,
    adjective: Annotated[str, typer.Option("--adjective", help="Read it as such a story: silly, spooky …")] = "",
    pronunciations: Listed = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="WAV to write.")] = Path("voice.wav"),
    json: o.Json = False,
) -> None:
    """Say a text and write it as a WAV, with the time of every word."""
    from story_cli.catalogue import Library
    from story_cli.voice.attempt import say_text

    settings = o.settings_of(engine=voice, style=style, rate=rate, pronunciations=pronunciations).voice
    said = say_text(text, settings, Library(), adjective, out)
    data: dict[str, object] = {
        "file": str(out),
        "seconds": round(said.duration, 3),
        "words": [w._asdict() for w in said.words],
    }
    result(data, json, lambda: [f"{out}: {said.duration:.2f} s, {len(said.words)} words"])


@app.command("evaluate")
def evaluate(
    voice: o.Engine = "festival-hts",
    style: Style = "",
    sentences: Annotated[
        int, typer.Option("--sentences", help="House-story sentences to read.", min=1, max=1000)
    ] = 100,
    recognizer: Recognizers = ["pocketsphinx"],  # noqa: B006
    json: o.Json = False,
) -> None:
    """Word error by a recogniser, rate, pitch range, pauses and speed of a voice, read plainly and with expression."""
    from story_cli.catalogue import Library
    from story_cli.training.voice.evaluate import evaluate_voice

    settings = o.settings_of(engine=voice, style=style).voice
    found = evaluate_voice(settings, Library(), sentences, tuple(recognizer))
    result(found, json, lambda: [f"{key}: {value}" for key, value in found.items()])


@app.command("compare")
def compare(
    first: Name,
    second: Name,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the page and its sounds.")] = Path("listening"),
    passages: Annotated[int, typer.Option("--passages", help="Passages to compare.", min=1, max=500)] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Order of passages and sides.")] = 1,
) -> None:
    """Make a page for blind listening: pairs in random order, answers as CSV."""
    from story_cli.catalogue import Library
    from story_cli.training.voice.listening import make_page

    if out.exists() and any(out.iterdir() if out.is_dir() else [out]):
        raise UsageError(f"{out} is not empty", "name a new folder with -o")
    try:
        page = make_page((first, second), out, Library(), passages, seed)
    except OSError as exc:
        raise StoryError(f"cannot write {out}: {exc.strerror}", "name another folder with -o") from exc
    print(page)
