"""`storycli train evaluate`: how well parts of storycli do, measured with annotated data or by counting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from story_cli.cli import options as o
from story_cli.errors import UsageError

app = typer.Typer(help="Measure a part of storycli.", no_args_is_help=True, rich_markup_mode=None)


@app.command("understanding")
def understanding(
    half: Annotated[str, typer.Option("--half", help="Annotated scenes: dev, test or all.")] = "dev",
    faults: Annotated[bool, typer.Option("--faults", help="Also list every fault.")] = False,
    parser: Annotated[str, typer.Option("--parser", help="spaCy pipeline: a name or a folder.")] = "parser",
    coref: Annotated[str, typer.Option("--coref", help="Coreference: a name, a folder, or none.")] = "coref",
    json: Annotated[bool, typer.Option("--json", help="Result as JSON on stdout.")] = False,
) -> None:
    """Compare what scenes are understood to say with annotated ones, by phenomenon."""
    from story_cli.catalogue import Library
    from story_cli.cli.show import result
    from story_cli.settings import SceneSettings
    from story_cli.training.understanding import evaluate as compared

    if half not in ("dev", "test", "all"):
        raise UsageError(f"--half {half} is not offered", "choose from: dev, test, all")
    figures = compared(Library(), SceneSettings(parser=parser, coref=coref), "" if half == "all" else half)
    found = {name: tally.faults for name, tally in figures.tallies.items()} if faults else {}

    def lines() -> list[str]:
        told = [f"{'what':26} {'F1':>5} {'P':>6} {'R':>6} {'asked':>6}"]
        for row in figures.table():
            rest = f" {row['precision']:6} {row['recall']:6} {row['asked']:6}" if "asked" in row else ""
            told.append(f"{row['what']:26} {row['f1']:5}{rest}")
        return told + [f"{name}: {fault}" for name, listed in found.items() for fault in listed]

    result({"half": half, "figures": figures.table(), "faults": found}, json, lines)


@app.command("coref")
def coref(
    coref: Annotated[str, typer.Option("--coref", help="Our coreference model: a name or a folder.")] = "coref",
    data: Annotated[Path, typer.Option("--data", help="Folder of open corpora.")] = Path("data"),
    json: o.Json = False,
) -> None:
    """Measure our coreference model alone: LitBank dev, GAP validation, annotated scenes (dev) with mentions given."""
    from story_cli.catalogue import Library
    from story_cli.cli.show import result
    from story_cli.models.coref import load_coref
    from story_cli.scene.parse import load_parser
    from story_cli.training.coref import dev_sets, evaluate

    library = Library()
    dev = dev_sets(data, library, load_parser(library.model_folder("parser")))
    figures = evaluate(load_coref(library.model_folder(coref), library.model_folder("encoder")), dev)
    result(figures, json, lambda: [f"{name:16} {figure}" for name, figure in figures.items()])


@app.command("parser")
def parser(
    parser: Annotated[str, typer.Option("--parser", help="spaCy pipeline: a name or a folder.")] = "parser",
    data: Annotated[Path, typer.Option("--data", help="Folder of open corpora.")] = Path("data"),
    json: o.Json = False,
) -> None:
    """Compare a parser with the story sentences (test half) and the dev treebanks under --data."""
    from story_cli.catalogue import Library
    from story_cli.cli.show import result
    from story_cli.scene.parse import load_parser
    from story_cli.training.parser import compare_treebanks

    library = Library()
    rows = compare_treebanks(load_parser(library.model_folder(parser)), library, data)
    result({"treebanks": rows}, json, lambda: [" ".join(f"{k} {v}" for k, v in row.items()) for row in rows])


@app.command("stories")
def stories(
    count: Annotated[int, typer.Option("--count", help="Stories of varied prompts.", min=1, max=1000)] = 24,
    same: Annotated[int, typer.Option("--same", help="Stories of the same prompts (0: none).", min=0, max=500)] = 100,
    writer: o.Writer = "both",
    planner: o.Planner = "planner",
    ranker: o.Ranker = "ranker",
    json: o.Json = False,
) -> None:
    """Write stories and print every figure that a program can compute: keywords, novelty, variety, judges, time."""
    import sys

    from story_cli.catalogue import Library
    from story_cli.cli.show import result
    from story_cli.training.story_figures import evaluate as measured

    settings = o.settings_of(writer=writer, planner=planner, ranker=ranker)
    found = measured(Library(), settings, count, same, lambda text: print(text, file=sys.stderr))
    result(found, json, lambda: [f"{name:64} {value:10}" for name, value in found.items()])


@app.command("pairs")
def pairs(
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for pairs and key.")] = Path("pairs"),
    count: Annotated[int, typer.Option("--count", help="How many pairs.", min=1, max=1000)] = 60,
    seed: Annotated[int, typer.Option("--seed", help="Another number, other pairs in another order.", min=0)] = 1,
    writer: o.Writer = "both",
    json: o.Json = False,
) -> None:
    """Write blind pairs for readers: a generated story beside a held-back house story of the same prompts."""
    import sys

    from story_cli.catalogue import Library
    from story_cli.cli.show import result
    from story_cli.training.blind import make_pairs, write_pairs

    settings, library = o.settings_of(writer=writer), Library()
    made, key = make_pairs(count, seed, settings, library, lambda text: print(text, file=sys.stderr))
    names = ("pairs", "page", "key")
    paths = dict(zip(names, map(str, write_pairs(out, made, key)), strict=True))
    result(paths, json, lambda: [f"{name:6} {path}" for name, path in paths.items()])


@app.command("choices")
def choices(
    file: Annotated[Path, typer.Argument(help='Choices: {"pair": 1, "choice": "a", "reader": "…"} a line.')],
    key: Annotated[Path, typer.Option("--key", help="The key.json of the pairs.")] = Path("pairs/key.json"),
    json: o.Json = False,
) -> None:
    """Count what readers of blind pairs chose: how often the generated story was preferred or tied."""
    from story_cli.cli.show import result
    from story_cli.training.blind import read_choices, read_key, shares

    found = shares(read_choices(file), read_key(key))
    result(found, json, lambda: [f"{name:30} {value:8}" for name, value in found.items()])
