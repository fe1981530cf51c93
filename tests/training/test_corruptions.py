import random

import pytest

from story_cli.training.corruptions import CORRUPTIONS, CRITERIA

STORY = [
    ["[HERO] the mermaid lived on the reef.", "She wanted the pearl very much.", "It was a fine day."],
    ["The crab met [NAME1] near the boat.", "He pointed at the boat.", "Then he ran."],
    ["[HERO] looked into the boat with [NAME1].", "There was the pearl!", "They laughed and laughed."],
]
OTHER = [["A wizard lost the hat.", "He was cold."], ["The owl saw the hat in the tree."], ["So the hat came home."]]


@pytest.mark.parametrize(("name", "corruption"), CORRUPTIONS, ids=lambda c: getattr(c, "__name__", c))
def test_each_fault_changes_the_story_and_leaves_the_original_alone(name: str, corruption) -> None:  # type: ignore[no-untyped-def]
    before = [list(scene) for scene in STORY]
    made = [corruption(STORY, OTHER, random.Random(seed)) for seed in range(20)]
    assert before == STORY
    assert name in CRITERIA
    spoilt = [story for story in made if story is not None]
    assert spoilt
    assert all(story != STORY and len(story) == len(STORY) for story in spoilt)


def test_every_criterion_has_a_fault_that_breaks_it() -> None:
    assert {name for name, _ in CORRUPTIONS} == set(CRITERIA)


def test_same_rng_same_fault() -> None:
    for _, corruption in CORRUPTIONS:
        assert corruption(STORY, OTHER, random.Random(5)) == corruption(STORY, OTHER, random.Random(5))
