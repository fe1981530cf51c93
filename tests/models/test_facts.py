"""The second look's network: candidates, what the rules weigh, saving."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from story_cli.errors import StoryError
from story_cli.models.encoder import Pieces, load_encoder, load_pieces
from story_cli.models.facts import FactLabels, Facts, SceneWords, load_facts, save_facts

LABELS = FactLabels(("on", "holding"), ("run", "sleep"), ("glade", "pond"), {"relations kept": 0.3})
SCENE = SceneWords(
    words=["a", "fox", "sat", ".", "owl", "sat"], sentences=[0, 0, 0, 0, 1, 1], referents=[[1], [4]], verbs=[2, 5],
    relations=[(0, 1, 1)], moves=[(1, 0)], seen=[True, False], places=[0.0, -1e4],
)  # fmt: skip


@pytest.fixture
def net(shared: Path) -> Facts:
    torch.manual_seed(3)
    return Facts(load_encoder(shared, shared.parent / "own"), LABELS).eval()


@pytest.fixture
def pieces(shared: Path) -> Pieces:
    return load_pieces(shared)


def test_every_ordered_pair_near_by_is_a_candidate(net: Facts, pieces: Pieces) -> None:
    found = net(pieces, [SCENE])
    assert found.pairs == [(0, 0, 1), (0, 1, 0)]
    assert found.relations.shape == (2, 2)
    assert found.agents == [(0, 0), (0, 1)]
    assert found.moves.shape == (2, 2)


def test_what_is_two_sentences_away_is_no_candidate(net: Facts, pieces: Pieces) -> None:
    assert net(pieces, [SCENE._replace(sentences=[0, 0, 0, 0, 2, 2])]).pairs == []


def test_what_the_rules_said_is_likelier(net: Facts, pieces: Pieces) -> None:
    with torch.inference_mode():
        told, bare = net(pieces, [SCENE]), net(pieces, [SCENE._replace(relations=[], moves=[], seen=[False, False])])
    assert told.relations[0, 1] - bare.relations[0, 1] == pytest.approx(4.0)
    assert told.moves[1, 0] - bare.moves[1, 0] == pytest.approx(4.0)
    assert told.seen[0] - bare.seen[0] == pytest.approx(4.0)


def test_a_place_that_the_theme_has_not_is_never_chosen(net: Facts, pieces: Pieces) -> None:
    assert int(net(pieces, [SCENE]).places[0].argmax()) == 0


def test_scenes_of_a_batch_do_not_mix(net: Facts, pieces: Pieces) -> None:
    other = SceneWords(["owl"], [0], [[0]], [], [], [], [True], [0.0, 0.0])
    with torch.inference_mode():
        alone, both = net(pieces, [SCENE]), net(pieces, [other, SCENE])
    assert [pair[1:] for pair in both.pairs] == [pair[1:] for pair in alone.pairs]
    assert torch.allclose(both.relations, alone.relations, atol=1e-4)
    assert torch.allclose(both.seen[1:], alone.seen, atol=1e-4)


def test_referents_beyond_the_encoder_are_left_to_the_rules(net: Facts, pieces: Pieces) -> None:
    long = SCENE._replace(words=["fox"] * 40 + ["owl"], sentences=[0] * 41, referents=[[1], [40]], verbs=[])
    found = net(pieces, [long])
    assert found.agents == [(0, 0)]
    assert found.pairs == []


def test_what_was_saved_reads_the_same(net: Facts, pieces: Pieces, shared: Path, tmp_path: Path) -> None:
    save_facts(net, tmp_path / "facts")
    again = load_facts(shared, tmp_path / "facts")
    assert again.labels == LABELS
    with torch.inference_mode():
        assert torch.allclose(again(pieces, [SCENE]).relations, net(pieces, [SCENE]).relations, atol=0.1)


def test_a_damaged_model_is_one_message(net: Facts, shared: Path, tmp_path: Path) -> None:
    save_facts(net, tmp_path / "facts")
    (tmp_path / "facts" / "heads.safetensors").write_bytes(b"no")
    with pytest.raises(StoryError, match="scene model"):
        load_facts(shared, tmp_path / "facts")
