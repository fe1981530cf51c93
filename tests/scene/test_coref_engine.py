"""The boundary to fastcoref: construction on transformers 5, saving and loading, decoding."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from story_cli.errors import StoryError
from story_cli.scene.coref_engine import CorefModel, _joined
from story_cli.scene.mentions import Mention
from story_cli.scene.referents import links_between


def test_a_mention_joins_the_cluster_of_its_antecedent() -> None:
    starts, ends, antecedents = [0, 2, 4, 6], [0, 2, 5, 6], [4, 0, 4, 1]  # 4 = nobody
    assert _joined(starts, ends, antecedents, [0, 1, 2, 3, 4, 4, 5]) == [[(0, 0), (2, 2), (5, 5)]]


def test_links_hold_inside_a_cluster_only() -> None:
    linked = links_between([[(0, 0, 2), (1, 4, 5)]])
    first, second, other = _mention(0, 0, 2), _mention(1, 4, 5), _mention(0, 7, 8)
    assert (linked(first, second), linked(first, other)) == (1.0, 0.0)


def _mention(scene: int, start: int, end: int) -> Mention:
    from story_cli.artifacts import At

    return Mention(scene, start, end, end - 1, "noun", "crab", At(0, 0))


@pytest.mark.slow
def test_a_saved_model_reads_back_and_predicts_the_same(tmp_path: Path) -> None:
    import torch

    from story_cli.training.coref import new_model, save, train_tokenizer
    from story_cli.training.coref_data import Document

    words = ("Lulu", "met", "a", "crab", ".", "She", "waved", "at", "him", ".")
    document = Document("made", words, (((0, 0), (5, 5)), ((2, 3), (8, 8))))
    torch.manual_seed(1)
    train_tokenizer([document], tmp_path)
    model = new_model(tmp_path)
    save(model, tmp_path)
    first, second = CorefModel(tmp_path), CorefModel(tmp_path)
    assert first.clusters(words) == second.clusters(words)
    weight = model.antecedent_s2s_classifier.weight
    assert torch.allclose(first._model.antecedent_s2s_classifier.weight, weight, atol=1e-3)
    assert "pandas" not in sys.modules
    assert "datasets" not in sys.modules


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "roberta"}')
    with pytest.raises(StoryError, match="cannot load the coreference model"):
        CorefModel(tmp_path)
