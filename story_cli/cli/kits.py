"""`storycli library kits`: the plots that stories are unfolded from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from story_cli.cli import options as o
from story_cli.cli.show import result
from story_cli.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from story_cli.kits import Kit, KitTables

app = typer.Typer(help="Story kits: list, check, unfold, show.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="A kit: its file name without .json.", show_default=False)]
Some = Annotated[list[str] | None, typer.Argument(help="Kits. [default: all]", show_default=False)]


def _open(names: list[str] | None = None) -> tuple[list[Kit], KitTables]:
    """The kits of these names, or all. Raises: UsageError for an unknown name."""
    from story_cli.catalogue import Library, nearest
    from story_cli.kits import load_kits, load_tables

    stories = Library().root / "stories"
    kits = load_kits(stories / "kits")
    ids = [kit.id for kit in kits]
    for name in names or []:
        if name not in ids:
            near = nearest(name, ids)
            raise UsageError(f"no kit {name}", f"did you mean {', '.join(near)}?" if near else "see library kits list")
    return [kit for kit in kits if not names or kit.id in names], load_tables(stories / "kits_catalogue.json")


@app.command("list")
def list_kits(
    theme: Annotated[str, typer.Option("--theme", help="Only kits that work there.")] = "", json: o.Json = False
) -> None:
    """Print every kit with its themes, its wish and its twist."""
    kits, tables = _open()
    if theme and theme not in tables.themes:
        raise UsageError(f"no theme {theme}", f"one of: {', '.join(tables.themes)}")
    rows = [
        {"id": kit.id, "themes": list(kit.themes) or ["any"], **{k: kit.plot.get(k, "") for k in ("wish", "twist")}}
        for kit in kits
        if not theme or not kit.themes or theme in kit.themes
    ]
    result(rows, json, lambda: [f"{r['id']:28} {','.join(r['themes']):18} {r['wish']} → {r['twist']}" for r in rows])


@app.command("check")
def check(
    names: Some = None,
    stories: Annotated[int, typer.Option("--stories", help="How often each kit is unfolded.", min=12)] = 144,
    seed: o.Seed = None,
    json: o.Json = False,
) -> None:
    """Say what is wrong with kits: shape, slots, grammar, reach, length; unfold each many times. Exit 1 if anything."""
    from story_cli.catalogue import Library
    from story_cli.kits.check import faults, gaps
    from story_cli.kits.trial import trial

    kits, tables = _open(names)
    library = Library()
    rows: list[dict[str, Any]] = []
    for kit in kits:
        found = [*faults(kit, tables), *gaps(kit, library)]
        tried = (
            None
            if any("unknown slot" in f or "no such form" in f for f in found)
            else trial(kit, tables, stories, seed or 1)
        )
        rows.append(
            {
                "kit": kit.id,
                "faults": [*found, *(tried.faults if tried else ())],
                "notes": list(tried.notes) if tried else [],
                "reach": tried.reach if tried else {},
                "words": [tried.shortest, tried.longest] if tried else [],
                "outside": tried.outside if tried else 0.0,
            }
        )
    result(rows, json, lambda: _report(rows))
    if any(row["faults"] for row in rows):
        raise typer.Exit(ExitStatus.FAILED)


def _report(rows: list[dict[str, Any]]) -> list[str]:
    lines = []
    for row in rows:
        words = "–".join(map(str, row["words"]))
        heroes = sum(row["reach"].values())
        lines.append(
            f"{row['kit']:28} {heroes:3} theme-hero pairs, scenes of {words} words, {row['outside']:.0%} outside 28–60"
        )
        lines += [f"  fault: {fault}" for fault in row["faults"]]
        lines += [f"  note: {note}" for note in row["notes"]]
    broken = sum(bool(row["faults"]) for row in rows)
    return [*lines, f"{len(rows)} kits, {broken} with faults"]


@app.command("unfold")
def unfold(
    name: Name,
    theme: o.Theme = "",
    hero: o.Hero = "",
    count: Annotated[int, typer.Option("--count", "-n", help="How many stories.", min=1, max=1000)] = 3,
    seed: o.Seed = None,
    json: o.Json = False,
) -> None:
    """Unfold one kit and print the stories as they are read; without --theme or --hero, other ones each time."""
    import msgspec

    from story_cli.kits.words import unfold_read

    kits, tables = _open([name])
    for value, known, what in ((theme, tables.themes, "theme"), (hero, tables.heroes, "hero")):
        if value and value not in known:
            raise UsageError(f"no {what} {value}", f"one of: {', '.join(known)}")
    told = unfold_read(kits[0], tables, theme, hero, count, seed or 1)
    if not told:
        raise UsageError(
            f"{name} does not unfold there", "try another theme or hero; library kits check says where it does"
        )

    def lines() -> list[str]:
        out = []
        for one in told:
            prompts = ", ".join([one.theme, one.hero, one.pronoun, *one.colours, *one.adjectives])
            out += [f"{one.title}  ({prompts})", *(f"{n} {text}" for n, text in enumerate(one.scenes, 1)), ""]
        return out

    result(msgspec.to_builtins(told), json, lines)


@app.command("show")
def show(name: Name, json: o.Json = False) -> None:
    """Print one kit: its plot, its slots with what can fill them in each theme, and the plan of its scenes."""
    from story_cli.kits.words import options

    kits, tables = _open([name])
    kit = kits[0]
    fillings = options(kit, tables)
    data = {"id": kit.id, "plot": kit.plot, "slots": fillings, "titles": list(kit.titles),
            "scenes": [[list(s.frames) for s in scene.say if s.frames] for scene in kit.scenes]}  # fmt: skip

    def lines() -> list[str]:
        out = [kit.id, *(f"  {key}: {value}" for key, value in kit.plot.items()), "slots"]
        for slot, by_theme in fillings.items():
            out += [f"  {slot}  {where}: {', '.join(names) or 'nothing'}" for where, names in by_theme.items()]
        for number, scene in enumerate(kit.scenes, 1):
            out.append(f"scene {number} ({scene.place})")
            out += [f"  {' ; '.join(s.frames)}" for s in scene.say if s.frames]
        return out

    result(data, json, lines)
