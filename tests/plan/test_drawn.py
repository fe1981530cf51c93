"""Plots take turns over seeds; what is drawn of one belongs to the theme and is known whole."""

import random

import msgspec

from story_cli.artifacts import Brief
from story_cli.catalogue import Library
from story_cli.kits.match import best_match
from story_cli.plan.plots import plots_in_turn, suits, unfoldings
from story_cli.rng import prompt_seed

BRIEF = Brief("castle", "fox", "Pip", "he", ("red",), ("silly",), 1)


def told(seed: int, brief: Brief = BRIEF) -> tuple[str, int]:
    turn = next(plots_in_turn(msgspec.structs.replace(brief, seed=seed), Library()))
    return turn.plot.kit.id, turn.lap


def test_seeds_in_a_row_tell_every_plot_once_before_one_comes_again() -> None:
    first = [told(seed) for seed in range(1, 60)]
    assert len({plot for plot, _ in first}) == 59
    assert {lap for _, lap in first} == {0}


def test_other_prompts_begin_with_other_plots() -> None:
    other = msgspec.structs.replace(BRIEF, hero_name="Ida")
    assert [told(seed) for seed in range(1, 9)] != [told(seed, other) for seed in range(1, 9)]


def test_a_plot_that_cannot_be_cast_has_others_to_be_tried() -> None:
    turns = list(plots_in_turn(BRIEF, Library()))
    assert len({turn.plot.kit.id for turn in turns}) == len(turns) > 5
    assert all(suits(turn.plot, BRIEF, Library()) for turn in turns)


def test_unfoldings_have_the_prompts_adjectives_and_are_known_whole_to_their_plot() -> None:
    library = Library()
    plot = next(plots_in_turn(BRIEF, library)).plot
    stories = unfoldings(plot, BRIEF, 3, library, random.Random(1))
    assert stories
    for story in stories:
        match = best_match(story, [plot])
        assert match is not None
        assert match.share == 1.0
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
