"""Which plot a seed tells: all that the theme and the prompts allow take their turn, one after the other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from story_cli.artifacts import Brief
from story_cli.catalogue import Library
from story_cli.kits import Unfit, load_tables, unfold
from story_cli.kits.match import Plot, load_plots
from story_cli.kits.unfold import Unfolding
from story_cli.kits.wording import Polish
from story_cli.models.roles import RoleStory
from story_cli.rng import prompt_seed

_STRIDE = 37  # places in the order between a plot that cannot be cast and the one tried instead
_TRIED = 12


class Turn(NamedTuple):
    """A plot, and how many times the same prompts with smaller seeds have told it."""

    plot: Plot
    lap: int


def plots_in_turn(brief: Brief, library: Library) -> Iterator[Turn]:
    """The plot of this seed, then those to try if it cannot be cast.

    The order is shuffled by the prompts, so that neighbouring seeds tell different plots and other prompts begin with
    others: as many seeds in a row as there are plots tell each of them once.
    """
    plots = [plot for plot in load_plots(library.root / "stories" / "kits") if suits(plot, brief, library)]
    order = random.Random(prompt_seed(msgspec.structs.replace(brief, seed=0), "plots"))
    order.shuffle(plots)
    for tried in range(min(_TRIED, len(plots))):
        place = brief.seed + _STRIDE * tried
        yield Turn(plots[place % len(plots)], brief.seed // len(plots))


def suits(plot: Plot, brief: Brief, library: Library) -> bool:
    """Whether a plot may happen in this theme and mood, and the theme has somebody for each of its roles."""
    kit = plot.kit
    if kit.themes and brief.theme not in kit.themes:
        return False
    if kit.adjectives and not set(brief.adjectives) <= set(kit.adjectives):
        return False
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    if brief.hero not in tables.heroes or brief.theme not in tables.themes:
        return False
    try:
        Unfolding(kit, tables, Polish(tables), brief.theme, brief.hero, random.Random(kit.id), brief.adjectives)
    except Unfit:
        return False
    return True


def unfoldings(plot: Plot, brief: Brief, count: int, library: Library, rng: random.Random) -> list[RoleStory]:
    """Stories of this plot for these prompts; fewer where a drawing of the cast failed."""
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    found = []
    for _ in range(count):
        try:
            story = unfold(plot.kit, tables, Polish(tables), brief.theme, brief.hero, random.Random(rng.random()))
        except Unfit:
            continue
        found.append(msgspec.structs.replace(story, adjectives=brief.adjectives))
    return found
