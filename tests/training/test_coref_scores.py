"""MUC, B³ and CEAFφ4 on examples worked by hand."""

from __future__ import annotations

import pytest

from story_cli.training.coref_scores import CorefScore


def _score(gold: list[str], found: list[str]) -> dict[str, float]:
    score = CorefScore()
    score.add([frozenset(c) for c in gold], [frozenset(c) for c in found])
    return score.f1()


def test_equal_clusters_score_one() -> None:
    assert _score(["abc", "de"], ["de", "abc"])["conll"] == 1.0


def test_a_split_cluster_loses_one_link() -> None:
    scores = _score(["abcd"], ["ab", "cd"])
    assert scores["muc"] == pytest.approx(2 * 1 * (2 / 3) / (1 + 2 / 3))
    assert scores["b3"] == pytest.approx(2 * 1 * 0.5 / 1.5)
    assert scores["ceaf"] == pytest.approx(2 * (2 / 3) * (1 / 3) / (2 / 3 + 1 / 3))


def test_single_mentions_do_not_count() -> None:
    assert _score(["ab", "c"], ["ab", "d"])["conll"] == 1.0


def test_nothing_found_scores_zero() -> None:
    assert _score(["ab"], [])["conll"] == 0.0
