"""Trainers of selection and placement, on small made-up data."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from story_cli.artifacts import Entity
from story_cli.catalogue import Library
from story_cli.scene.boxes import Figure
from story_cli.scene.stage import Item
from story_cli.training.logistic import area_under_curve, fit
from story_cli.training.place import size_slope, spoilt
from story_cli.training.select import piece_offsets


def test_logistic_regression_finds_known_weights() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(4000, 2))
    chance = 1 / (1 + np.exp(-(2.0 * rows[:, 0] - rows[:, 1] + 0.5)))
    labels = (rng.random(4000) < chance).astype(float)
    model = fit(rows, labels)
    assert model.weights / model.spread == pytest.approx([2.0, -1.0], abs=0.2)
    assert area_under_curve(model.log_odds(rows), labels) > 0.85
    assert area_under_curve(np.zeros(4000), labels) == pytest.approx(0.5)


def test_a_piece_that_is_mostly_a_way_of_speaking_is_drawn_less() -> None:
    names = np.array(["heart"] * 20 + ["crab"] * 20 + ["rare"] * 2)
    wanted = np.array([0.0] * 18 + [1.0] * 2 + [1.0] * 20 + [1.0] * 2)
    offsets = piece_offsets(names, wanted, np.zeros(42))
    assert offsets["heart"] < -0.5 < 0.5 < offsets["crab"]
    assert "rare" not in offsets


def test_judged_sizes_give_a_rising_slope(tmp_path: Path) -> None:
    library = Library()
    path = tmp_path / "pairs.tsv"
    pairs = [("whale", "crab"), ("boat", "pearl"), ("dragon", "cat"), ("turtle", "shell"), ("whale", "cup")] * 4
    rows = [f"train\t{a}\t{b}\t1\t3" for a, b in pairs[:10]] + [f"train\t{b}\t{a}\t-1\t3" for a, b in pairs[10:]]
    path.write_text("split\tobj1\tobj2\tsize\tsize_agree\n" + "\n".join(rows) + "\n")
    slope, count, agreed = size_slope(path, library)
    assert count == 20
    assert slope > 0.5
    assert agreed == 1.0
    assert size_slope(tmp_path / "none.tsv", library)[1] == 0


def test_a_spoilt_layout_is_another_one_and_leaves_the_good_one_alone() -> None:
    from story_cli.art.piece import load_piece

    library = Library()
    item = Item("crab-1", Entity("crab-1", "crab", "crab"), Figure(load_piece(library, "crab")), True, 200.0, "ground")
    item.put(500.0, 560.0)
    before = (item.x, item.y, item.height, item.flip)
    made = [spoilt([item], random.Random(seed))[0] for seed in range(5)]
    assert (item.x, item.y, item.height, item.flip) == before
    assert any((one.x, one.y, one.height, one.flip) != before for one in made)
