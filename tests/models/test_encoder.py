"""The shared encoder: pieces, layers of a model's own, packing."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from story_cli.errors import StoryError
from story_cli.models.encoder import Pieces, load_encoder, load_pieces, packed, unpacked
from story_cli.training.encoder import kept_pieces, with_pieces
from tests.models.conftest import WORDS, tiny_tokenizer


def test_words_know_where_their_first_piece_is(shared: Path) -> None:
    pieced = Pieces(shared / "tokenizer.json").words(["Foxes", "sat", "ab"])
    assert [WORDS[n] for n in pieced.ids] == ["[CLS]", "fox", "##es", "sat", "a", "##b", "[SEP]"]
    assert pieced.starts == [1, 3, 4]


def test_words_beyond_the_most_pieces_are_left_out(shared: Path) -> None:
    pieced = load_pieces(shared).words(["foxes", "foxes", "sat"], most=5)
    assert len(pieced.ids) <= 5
    assert pieced.starts == [1]


def test_layers_of_a_model_stand_over_the_shared_vectors(shared: Path) -> None:
    encoder = load_encoder(shared, shared.parent / "own")
    assert len(encoder.layers) == 2
    assert not encoder.embeddings.word.weight.requires_grad
    assert len(load_encoder(shared).layers) == 0


def test_padding_changes_no_state(shared: Path) -> None:
    encoder, pieces = load_encoder(shared, shared.parent / "own"), load_pieces(shared)
    short, long = pieces.text("fox sat"), pieces.text("a fox sat a fox sat")
    with torch.inference_mode():
        alone = encoder(*pieces.batch([short]))[0]
        beside = encoder(*pieces.batch([short, long]))[0, : len(short)]
    assert torch.allclose(alone, beside, atol=1e-4)


def test_packed_matrices_lose_less_than_a_step() -> None:
    weights = {"matrix": torch.linspace(-1, 1, 60).view(3, 20), "bias": torch.tensor([0.5, -2.0])}
    again = unpacked(packed(weights))
    assert again.keys() == weights.keys()
    assert (again["matrix"] - weights["matrix"]).abs().max() < 1 / 127
    assert packed(weights)["matrix"].dtype is torch.int8


def test_a_damaged_folder_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(StoryError, match="encoder"):
        load_encoder(tmp_path)
    with pytest.raises(StoryError, match="encoder"):
        load_pieces(tmp_path)


def test_a_smaller_vocabulary_spells_what_it_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("story_cli.training.encoder.PIECES", 2)
    kept = kept_pieces(tiny_tokenizer(), ["sat sat owl owl", "fox"])
    assert kept == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##a", "##b", "sat", "owl"]
    small = with_pieces(tiny_tokenizer(), kept)
    assert small.encode("owl fox ab").tokens == ["owl", "[UNK]", "a", "##b"]
