"""Targets and bars of the second look at a scene."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from story_cli.training.fact_examples import targets
from story_cli.training.facts import Judged, f1
from story_cli.training.gold import GoldFact


def _ways(stated: Sequence[str]) -> list[str]:
    return [" ".join(stated)] if "ghost" not in stated else []


def test_one_way_of_an_asked_fact_is_true_and_the_others_are_open() -> None:
    facts = [GoldFact((("crab", "on", "rock"), ("crab", "beside", "rock")))]
    assert dict(targets(facts, _ways, [])) == {"crab on rock": 1.0, "crab beside rock": -1.0}


def test_the_way_that_the_rules_told_is_the_true_one() -> None:
    facts = [GoldFact((("crab", "on", "rock"), ("crab", "beside", "rock")))]
    assert dict(targets(facts, _ways, ["crab beside rock"])) == {"crab beside rock": 1.0, "crab on rock": -1.0}


def test_an_optional_fact_is_open_and_one_that_cannot_be_named_is_none() -> None:
    facts = [GoldFact((("owl", "in", "tree"),), optional=True), GoldFact((("ghost", "in", "tree"),))]
    assert dict(targets(facts, _ways, [])) == {"owl in tree": -1.0}


def test_bars_of_told_and_new_facts_differ() -> None:
    rows = Judged(odds=[1.0, -1.0, 1.0, -3.0], wanted=[1.0, 1.0, 0.0, 0.0], told=[True, True, False, True])
    assert f1(rows, "moves", None) == pytest.approx(0.8)  # the rules: two right of three, two asked
    assert f1(rows, "moves", {}) == pytest.approx(0.5)
    assert f1(rows, "moves", {"moves kept": 0.2, "moves new": 0.9}) == pytest.approx(1.0)
