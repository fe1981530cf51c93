"""Variety in numbers that can be checked by hand."""

import pytest

from story_cli.batch.variety import Telling, distinct, likeness, measure, repeats

WORDS = ("the", "fox", "found", "a", "bell", "under", "the", "old", "tree", "and", "rang", "it")
OTHER = ("a", "whale", "sang", "so", "loudly", "that", "every", "crab", "began", "to", "dance")


def made(words: tuple[str, ...], title: str = "t", plot: str = "p", name: str = "Pip") -> Telling:
    return Telling(title, plot, words, " ".join(words[:4]), name)


def test_distinct_counts_different_runs() -> None:
    assert distinct([("a", "b", "a", "b")], 1) == 0.5
    assert distinct([("a", "b", "a", "b")], 2) == pytest.approx(2 / 3, abs=1e-4)
    assert distinct([], 2) == 0.0


def test_same_words_are_alike_and_other_words_are_not() -> None:
    assert likeness([made(WORDS), made(WORDS)]) == pytest.approx([1.0, 1.0])
    assert max(likeness([made(WORDS), made(OTHER)])) < 0.05


def test_twins_are_the_later_ones_of_same_title_and_plot() -> None:
    tellings = [made(WORDS), made(OTHER, "other"), made(OTHER), made(WORDS, plot="q")]
    assert repeats(tellings, 0.0) == [2]


def test_min_variety_asks_for_other_words_too() -> None:
    tellings = [made(WORDS), made(WORDS, "u", "q"), made(OTHER, "v", "r")]
    assert repeats(tellings, 0.0) == []
    assert repeats(tellings, 0.5) == [1]


def test_figures_of_a_batch() -> None:
    figures = measure([made(WORDS), made(WORDS), made(OTHER, plot="q", name="Luma")], rewritten=1)
    assert (figures.stories, figures.twins, figures.titles, figures.rewritten) == (3, 1, 1, 1)
    assert figures.top_name == figures.top_opening == pytest.approx(2 / 3, abs=1e-4)
    assert measure([]).stories == 0
