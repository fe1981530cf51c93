"""`storycli scene FILE`: any texts understood, without pictures; and what a composed story's graphs say."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.errors import UsageError

if TYPE_CHECKING:
    from story_cli.artifacts import Graph
    from story_cli.settings import Settings


def understand_file(path: Path, settings: Settings, as_json: bool, explain: bool, picture: Path | None) -> None:
    """Read every row of a file; one line a row on stdout. Raises: UsageError for a bad row, before anything is read."""
    import msgspec

    from story_cli.catalogue import Library
    from story_cli.scene.texts import read_rows, record, understand_rows

    library = Library()
    rows = read_rows(path, library)
    check_picture(picture)
    seen: list[tuple[str, Graph]] = []
    encode = msgspec.json.Encoder().encode
    for row, understood in understand_rows(rows, library, settings.scene):
        if as_json:
            print(encode(record(row, understood)).decode())
        else:
            print(f"{row.id}: place {understood.place or 'unknown'}")
            print("\n".join(graph_lines(understood.graph, row.text, explain)))
        sys.stdout.flush()
        seen.append((row.text, understood.graph))
    save_picture(picture, [graph for _, graph in seen], [text for text, _ in seen])


def understand_story(folder: Path, settings: Settings, as_json: bool, explain: bool, picture: Path | None) -> None:
    """What the scenes of a story folder say, read from its text; nothing in the folder changes."""
    import msgspec

    from story_cli.catalogue import Library
    from story_cli.scene.understand import read_with_models
    from story_cli.store import StoryFolder

    story = StoryFolder(folder).read("story").artifact
    texts = [scene.text for scene in story.scenes]
    places = [scene.place for scene in story.scenes]
    read = read_with_models(texts, Library(), settings.scene, theme=story.theme, cast=story.cast, places=places)
    for number, understood in enumerate(read, 1):
        if as_json:
            print(msgspec.json.encode({"scene": number, "place": understood.place, "graph": understood.graph}).decode())
        else:
            print(f"scene {number}: place {understood.place or 'unknown'}")
            print("\n".join(graph_lines(understood.graph, texts[number - 1], explain)))
    save_picture(picture, [understood.graph for understood in read], texts)


def show_graphs(folder: Path, explain: bool, picture: Path | None, quiet: bool) -> None:
    """What the composed scenes of a story folder were understood to say."""
    from story_cli.store import StoryFolder

    kept = StoryFolder(folder)
    texts = [scene.text for scene in kept.read("story").artifact.scenes]
    graphs = [scene.graph for scene in kept.read("scenes").artifact.scenes]
    for number, (graph, text) in enumerate(zip(graphs, texts, strict=True), 1):
        if explain and not quiet:
            print("\n".join([f"scene {number}", *graph_lines(graph, text, explain)]))
    save_picture(picture, graphs, texts)


def graph_lines(graph: Graph, text: str, explain: bool) -> list[str]:
    """A graph for people; with `explain` also the text before and after the coreference rewrite."""
    lines = [f"  before  {text}", f"  after   {graph.resolved}"] if explain else []
    names = {e.id: f"{e.head}" + (f" × {e.count}" if e.count > 1 else "") for e in graph.entities}
    lines += _listed("seen", (names[e.id] for e in graph.entities if e.visible))
    lines += _listed("unseen", (names[e.id] for e in graph.entities if not e.visible))
    lines += _listed("where", (f"{names[r.subject]} {r.predicate} {names[r.object]}" for r in graph.relations))
    moves = (f"{names[a.agent]} {a.move}" + (f" → {names[a.target]}" if a.target else "") for a in graph.actions)
    lines += _listed("moves", moves)
    return lines + _listed("feels", (f"{names[e.id]} {e.feeling}" for e in graph.entities if e.feeling))


def _listed(title: str, items: Iterable[str]) -> list[str]:
    found = list(items)
    return [f"  {title:7} {'; '.join(found)}"] if found else []


def check_picture(path: Path | None) -> None:
    """Raises: UsageError if a graph cannot be saved there."""
    if path is not None and path.suffix.lower() != ".svg":
        raise UsageError(f"--graph {path} is no SVG", "name a file that ends in .svg")
    if path is not None and not path.resolve().parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", "make it first, or name another")


def save_picture(path: Path | None, graphs: Sequence[Graph], texts: Sequence[str]) -> None:
    """Save graphs as one SVG."""
    if path is None:
        return
    from story_cli.scene.graph_picture import graphs_svg
    from story_cli.store import write_atomically

    write_atomically(path, graphs_svg(graphs, texts).encode())
