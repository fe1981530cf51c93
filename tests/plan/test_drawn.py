"""Plots of the library compete with the planner's plans."""

import random

from story_cli.artifacts import Brief
from story_cli.catalogue import Library
from story_cli.kits.match import best_match, fits_theme, load_plots
from story_cli.plan.planner import drawn_plans
from story_cli.rng import prompt_seed
from story_cli.settings import PlanSettings

BRIEF = Brief("castle", "fox", "Pip", "he", ("red",), ("silly",), 1)


def test_drawn_plans_belong_to_the_theme_and_are_known_whole() -> None:
    library = Library()
    plots = load_plots(library.root / "stories" / "kits")
    plans = drawn_plans(BRIEF, PlanSettings(drawn=5), library, random.Random(1))
    assert 3 <= len(plans) <= 5
    for story, _ in plans:
        match = best_match(story, plots)
        assert match is not None
        assert match.share == 1.0
        assert fits_theme(match, "castle")
        assert story.adjectives == ("silly",)


def test_every_prompt_counts_in_the_seed() -> None:
    changed = [
        Brief("underwater", "fox", "Pip", "he", ("red",), ("silly",), 1),
        Brief("castle", "cat", "Pip", "he", ("red",), ("silly",), 1),
        Brief("castle", "fox", "Pia", "he", ("red",), ("silly",), 1),
        Brief("castle", "fox", "Pip", "he", ("blue",), ("silly",), 1),
        Brief("castle", "fox", "Pip", "he", ("red",), ("brave",), 1),
        Brief("castle", "fox", "Pip", "he", ("red",), ("silly",), 2),
    ]
    assert len({prompt_seed(brief, "plan") for brief in [BRIEF, *changed]}) == 7
