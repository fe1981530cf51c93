"""The coreference model's loss."""

from __future__ import annotations

import torch

from story_cli.training.coref_loss import antecedent_loss

SPANS = [(0, 0), (2, 2), (4, 4)]
FAR = -1e4


def _scores(*rows: tuple[float, float, float, float]) -> torch.Tensor:
    """Three mentions: scores of each other as antecedent, then of nobody."""
    return torch.tensor(rows)


def test_any_antecedent_of_the_right_cluster_will_do() -> None:
    gold = [SPANS]
    near = _scores((FAR, FAR, FAR, 0), (9, FAR, FAR, 0), (FAR, 9, FAR, 0))
    far = _scores((FAR, FAR, FAR, 0), (9, FAR, FAR, 0), (9, FAR, FAR, 0))
    wrong = _scores((FAR, FAR, FAR, 0), (9, FAR, FAR, 0), (-9, -9, FAR, 0))
    losses = [float(antecedent_loss(scores, SPANS, gold, set())) for scores in (near, far, wrong)]
    assert losses[0] < 0.01
    assert losses[1] < 0.01
    assert losses[2] > 1


def test_a_first_mention_has_nobody_before_it() -> None:
    taken = _scores((FAR, FAR, FAR, 0), (5, FAR, FAR, 0), (FAR, FAR, FAR, 0))
    assert float(antecedent_loss(taken, SPANS, [[SPANS[0]], [SPANS[1]]], set())) > 1


def test_only_mentions_that_are_asked_about_count() -> None:
    wrong = _scores((FAR, FAR, FAR, 0), (9, FAR, FAR, 0), (FAR, FAR, FAR, 0))
    gold = [[SPANS[0]], [SPANS[1]]]
    assert float(antecedent_loss(wrong, SPANS, gold, {SPANS[2]})) < 0.01
    assert float(antecedent_loss(wrong, SPANS, gold, {(8, 8)})) == 0.0
