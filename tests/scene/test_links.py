"""What a coreference model says of mentions."""

from __future__ import annotations

import pytest

from story_cli.artifacts import At
from story_cli.scene.links import LEAST, ClusterLinks, Links, _log_sum
from story_cli.scene.mentions import Mention


def _mention(scene: int, start: int, end: int) -> Mention:
    return Mention(scene, start, end, end - 1, "noun", "crab", At(0, 0))


def test_links_hold_inside_a_cluster_only() -> None:
    links = ClusterLinks([[(0, 0, 2), (1, 4, 5)]])
    first, second, other = _mention(0, 0, 2), _mention(1, 4, 5), _mention(0, 7, 8)
    assert links.means(second, [other, first]) == {"linked": 1.0}
    assert links.means(second, [other]) == {}
    assert links.means(other, [other]) == {}  # in no cluster


def test_without_a_model_nothing_is_said() -> None:
    links = Links()
    assert (links.means(_mention(0, 0, 1), []), links.nobody(_mention(0, 0, 1)), links.weighs) == ({}, {}, False)
    assert links.shown(_mention(0, 0, 1)) == 0.0


def test_probabilities_add_up() -> None:
    assert _log_sum([-1.0, -1.0]) == pytest.approx(-0.307, abs=1e-3)
    assert _log_sum([]) == LEAST
