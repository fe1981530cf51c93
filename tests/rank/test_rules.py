from story_cli.catalogue import Library
from story_cli.rank import rules

GOOD = "The crab waved. The whale sang a song under the boat, and all the little fish came out to hear it."


def test_a_sentence_said_twice_costs_half_the_freshness() -> None:
    assert rules.freshness([GOOD, "A bell rang far away."]) == 1.0
    assert rules.freshness([GOOD, "The whale sat down. The whale sat down."]) <= 0.5


def test_fidelity_is_the_share_of_planned_words() -> None:
    assert rules.fidelity(1, 4) == 0.75
    assert rules.fidelity(0, 0) == 1.0


def test_short_scenes_are_graded_down_and_usual_ones_are_not() -> None:
    usual = " ".join(["word"] * 45)
    assert rules.length([usual, usual]) == 1.0
    assert rules.length(["word word", usual]) < 0.6


def test_listed_words_make_a_path_unsafe(library: Library) -> None:
    assert rules.safe([GOOD], library)
    assert not rules.safe([GOOD, "He found a gun."], library)
