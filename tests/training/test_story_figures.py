"""Figures say what they count."""

import pytest

from story_cli.artifacts import Brief, Grade, Plan, PlannedScene, Story, StoryScene
from story_cli.catalogue import Library
from story_cli.training.judged import rule_pairs
from story_cli.training.novelty import copied, runs
from story_cli.training.story_figures import Written, fulfilment, same_briefs, self_bleu, varied_briefs, variety

GRADE = Grade(1.0, {})
WORDS = "one two three four five six seven eight nine ten"


def written(*texts: str, title: str = "T", keywords: tuple[str, ...] = ("bell",)) -> Written:
    brief = Brief("castle", "fox", "Pip", "he", ("red",), ("silly",), 1)
    scenes = tuple(StoryScene("courtyard", text, GRADE) for text in texts)
    plan = Plan("T", "", (), tuple(PlannedScene("courtyard", (), keywords) for _ in texts))
    story = Story(title, "castle", "fox", "Pip", "he", ("red",), ("silly",), (), scenes, GRADE)
    return Written(brief, plan, story, (0.1, 0.2, 0.3))


def test_keywords_and_prompts_are_looked_for() -> None:
    figures = fulfilment([written("Pip the fox rang a red bell.", "He slept.")])
    assert figures["planned keywords said"] == 0.5
    assert figures["prompts said"] == 0.75
    assert figures["prompts said: adjectives"] == 0


def test_runs_do_not_cross_scenes() -> None:
    assert len(runs([WORDS, WORDS.replace("one", "zero")])) == 4
    assert runs(["one two three", "four five six seven eight"]) == frozenset()


def test_a_copy_of_a_house_story_is_found() -> None:
    one = written(WORDS)
    house = [runs([WORDS]), runs(["nothing of the kind was ever said by anybody here"])]
    assert copied(one.brief, one.plan, one.story, house, Library()).house == 1.0


def test_stories_that_are_alike_have_a_higher_self_bleu() -> None:
    different = [["a fox ran over the hill"], ["two owls sang in a cold dark wood"], ["my boat has a hole in it"]]
    assert self_bleu([["a fox ran over the hill"]] * 3) == pytest.approx(1.0)
    assert self_bleu(different) < 0.3


def test_variety_counts_openings_and_titles() -> None:
    figures = variety([written(f"Once upon a time {n}", title=f"T{n % 2}") for n in range(4)], Library())
    assert figures["once upon a time"] == 1.0
    assert figures["distinct titles"] == 0.5
    assert figures["openings said more than once"] == 1.0


def test_prompts_vary_or_stay_the_same() -> None:
    library = Library()
    assert len({(b.theme, b.hero) for b in varied_briefs(30, library)}) == 30
    assert {(b.theme, b.hero, b.hero_name) for b in same_briefs(5)} == {("enchanted-forest", "fox", "Pip")}
    assert [b.seed for b in same_briefs(3)] == [1, 2, 3]


def test_a_judge_that_likes_nothing_tells_no_pair() -> None:
    stories = [[["[HERO] ran to the big old tree.", "It rained."], ["The tree was wet.", "He sat."], ["He slept."]]] * 2
    assert rule_pairs(lambda some: [{"x": 0.5} for _ in some], stories)["ranker, rule-made pairs"] == 0
