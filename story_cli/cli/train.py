"""`storycli train`: make the shipped models and tables again from their data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from story_cli.cli import evaluate
from story_cli.errors import UsageError

app = typer.Typer(help="Make the shipped models again.", no_args_is_help=True, rich_markup_mode=None)

Data = Annotated[Path, typer.Option("--data", help="Folder of open corpora, one folder each (see docs/training.md).")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="Where to write. [default: the library's own folder]")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of initial weights and sampling order.")]
Minutes = Annotated[
    float, typer.Option("--minutes", help="Stop training after so long (0: the recipe's own length).", min=0)
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on from the last checkpoint in the output folder.")]


def _command(name: str, about: str) -> None:
    def run(
        data: Data = Path("data"), out: Out = None, seed: Seed = 1, minutes: Minutes = 0.0, resume: Resume = False
    ) -> None:
        from story_cli.catalogue import Library
        from story_cli.training import TRAINERS

        library = Library()
        if not data.is_dir() and name not in ("sounds", "unfold", "places", "pronouns", "select"):
            raise UsageError(
                f"no corpora in {data}", "name their folder with --data; docs/training.md says what goes there"
            )
        target = out or library.root / TRAINERS[name].target
        TRAINERS[name].run(data=data, out=target, seed=seed, minutes=minutes, resume=resume, library=library)

    run.__doc__ = about
    app.command(name)(run)


for _name, _about in {
    "unfold": "Unfold the story kits into labelled stories (JSON Lines).",
    "corpus": "Label, screen and split all stories into training shards.",
    "planner": "Train the planner: prompts → plan.",
    "writer": "Train the writer: plan → text.",
    "ranker": "Train the coherence ranker.",
    "fidelity": "Train the fidelity classifier: does a text say what its plan says?",
    "parser": "Train the spaCy pipeline.",
    "coref": "Train the coreference model.",
    "places": "Learn which words tell where a scene happens, from house stories.",
    "encoder": "Take over the word pieces and vectors of a public sentence model, cut to the words that we meet.",
    "pronouns": "Learn how to choose what a pronoun means, from the annotated scenes.",
    "nouns": "Make the table of common nouns from Open English WordNet.",
    "select": "Train the element selection: which of the things that a scene names are drawn.",
    "place": "Train the placement prior: which layouts look composed.",
    "mood": "Train the mood model: sentence → sad–happy, calm–exciting.",
    "melody": "Train the melody model: chords → tune.",
    "melodies": "Fill the library with melodies: generate, criticise, keep the best.",
    "soundwords": "Link further words to sounds through WordNet and AudioSet.",
    "guard": "Train the sentence filter and its word families.",
    "sounds": "Synthesise the sound effects again from their recipes.",
}.items():
    _command(_name, _about)


@app.command("voice")
def voice(
    data: Data = Path("data"),
    out: Out = None,
    speaker: Annotated[str, typer.Option("--speaker", help="Who speaks in the recordings, as in the consent.")] = "",
    seed: Seed = 1,
    minutes: Minutes = 0.0,
    resume: Resume = False,
) -> None:
    """Train a voice: from recordings (metadata.csv and wavs/ in --data), or from the default voice."""
    from story_cli.catalogue import Library
    from story_cli.training import TRAINERS

    _ask_speaker(data, speaker)
    library = Library()
    target = out or library.root / TRAINERS["voice"].target
    TRAINERS["voice"].run(data=data, out=target, seed=seed, minutes=minutes, resume=resume, library=library)


def _ask_speaker(data: Path, speaker: str) -> None:
    """Raises: UsageError (exit code 2) if there are recordings of somebody who has not allowed a voice of them."""
    from story_cli.guard.consent import require

    if not (data / "metadata.csv").is_file():
        return
    if not speaker:
        hint = "name who speaks: --speaker NAME, after: storycli consent add NAME --by 'WHO ALLOWED IT' --for voice"
        raise UsageError(f"{data} holds recordings, and nobody is said to have allowed a voice of them", hint)
    require(speaker, "voice", date.today().isoformat())


@app.command("data2text")
def data2text(
    name: Annotated[str, typer.Option("--set", help="Corpus: e2e or viggo.")] = "e2e",
    data: Data = Path("data"),
    out: Annotated[Path, typer.Option("-o", "--out", help="Where weights, texts and figures go.")] = Path("data2text"),
    seed: Seed = 1,
    minutes: Minutes = 0.0,
    resume: Resume = False,
) -> None:
    """Train the writer and the fidelity classifier on E2E or ViGGO and measure them on its test set."""
    from story_cli.training.data2text.run import run

    figures = run(data, out / name, name, seed, minutes, resume)
    for what, value in figures.items():
        print(f"{what:45} {value:g}")


@app.command("all")
def everything(data: Data = Path("data"), seed: Seed = 1, resume: Resume = False) -> None:
    """Run every training program in turn, each as long as its recipe says; hours."""
    from story_cli.catalogue import Library
    from story_cli.training import TRAINERS

    library = Library()
    if not data.is_dir():
        raise UsageError(
            f"no corpora in {data}", "name their folder with --data; docs/training.md says what goes there"
        )
    _ask_speaker(data, "")
    for name, trainer in TRAINERS.items():
        print(f"train {name}")
        target = library.root / trainer.target
        trainer.run(data=data, out=target, seed=seed, minutes=0.0, resume=resume, library=library)


app.add_typer(evaluate.app, name="evaluate")
