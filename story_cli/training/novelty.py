"""How much of a story stands word for word in one thing that it could have been copied from.

Compared with every house story, and with many tellings of the plot that its plan belongs to, told with this story's own
cast, so that names do not hide a copy.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import NamedTuple

from story_cli.artifacts import Brief, Plan, Story
from story_cli.catalogue import Library
from story_cli.kits import load_tables
from story_cli.kits.match import best_match, load_plots
from story_cli.kits.tell import PlotTeller, Told
from story_cli.kits.wording import Polish
from story_cli.models.realise import realise
from story_cli.rank.rules import words_of
from story_cli.write.view import view

SIZE = 8  # words a run
PATHS = 100  # tellings of the plot to compare with

Runs = frozenset[tuple[str, ...]]


class Copied(NamedTuple):
    """Shares of a story's 8-word runs, 0 … 1."""

    house: float  # in the house story that has most of them
    path: float  # in the telling of its plot that has most of them
    plot: float  # in any telling of its plot


def runs(texts: list[str], size: int = SIZE) -> Runs:
    """All runs of a story; they do not cross scenes."""
    words = [words_of(text) for text in texts]
    return frozenset(tuple(w[n : n + size]) for w in words for n in range(len(w) - size + 1))


def house_runs(library: Library) -> list[Runs]:
    """The runs of each house story."""
    found = []
    for path in sorted((library.root / "stories" / "house").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found.append(runs([scene["text"] for scene in json.loads(line)["scenes"]]))
    return found


def copied(brief: Brief, plan: Plan, story: Story, house: list[Runs], library: Library, seed: int = 1) -> Copied:
    """What one story shares with its possible sources."""
    mine = runs([scene.text for scene in story.scenes])
    most = max((len(mine & other) for other in house), default=0)
    paths = [runs(texts) for texts in tellings(brief, plan, library, PATHS, seed)]
    whole = max(1, len(mine))
    return Copied(
        most / whole,
        max((len(mine & path) for path in paths), default=0) / whole,
        len(mine & frozenset().union(*paths)) / whole,
    )


def tellings(brief: Brief, plan: Plan, library: Library, count: int, seed: int) -> Iterator[list[str]]:
    """The plot that knows this plan told `count` times with the plan's cast; nothing where no plot knows it."""
    seen = view(brief, plan, library)
    match = best_match(seen.story, load_plots(library.root / "stories" / "kits"))
    if match is None:
        return
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        teller = PlotTeller(seen.story, match, tables, Polish(tables), rng)
        told: Told | None = None
        texts = []
        for scene in range(len(seen.story.scenes)):
            told = teller.scene(scene, told, rng, {})
            texts.append(realise(list(told.tokens), seen.words))
        yield texts
