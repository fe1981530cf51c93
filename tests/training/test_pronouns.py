"""Weights of a pronoun's candidates."""

from __future__ import annotations

from story_cli.training.pronouns import Choice, fit, share_right


def _choice(story: str, right_first: bool) -> Choice:
    """Two candidates; the near one is right."""
    rows = [{"near": 1.0}, {"far": 1.0}]
    return Choice(story, rows if right_first else rows[::-1], [right_first, not right_first])


CHOICES = [_choice("a", True), _choice("b", False), _choice("c", True), _choice("d", False)]


def test_weights_learn_what_the_right_ones_have() -> None:
    weights = fit(CHOICES, {}, penalty=0.1)
    assert weights["near"] > 0.5 > -0.5 > weights["far"]
    assert share_right(CHOICES, weights) == 1.0


def test_a_great_penalty_keeps_the_weights_that_were_set_by_hand() -> None:
    assert fit(CHOICES, {"near": -1.0, "far": 1.0}, penalty=1e6) == {"near": -1.0, "far": 1.0}
    assert share_right(CHOICES, {"near": -1.0, "far": 1.0}) == 0.0
