"""The network of the sentence filter: shapes, padding, saving."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from story_cli.models.encoder import Encoder, EncoderShape, save_shared
from story_cli.models.sentence_filter import HEAD_FILE, SentenceFilter, load_filter_net, save_filter
from tests.models.conftest import WORDS, tiny_tokenizer

SHAPE = EncoderShape(vocabulary=len(WORDS), layers=2, width=24, heads=3, inner=32, positions=16)
IDS = torch.tensor([[2, 9, 11, 3], [2, 12, 3, 0]])
MASK = IDS > 0


@pytest.fixture
def net() -> SentenceFilter:
    torch.manual_seed(1)
    return SentenceFilter(Encoder(SHAPE), kinds=3).eval()


def test_each_sentence_gets_one_score_and_one_number_a_kind(net: SentenceFilter) -> None:
    scores, kinds = net(IDS, MASK)
    assert scores.shape == (2,)
    assert kinds.shape == (2, 3)


def test_padding_does_not_count(net: SentenceFilter) -> None:
    alone, _ = net(IDS[1:, :3], MASK[1:, :3])
    together, _ = net(IDS, MASK)
    assert together[1].item() == pytest.approx(alone[0].item(), abs=1e-4)


def test_saved_filter_says_nearly_the_same(net: SentenceFilter, tmp_path: Path) -> None:
    save_shared(net.encoder, tiny_tokenizer(), tmp_path / "shared")
    save_filter(net, tmp_path / "own")
    again = load_filter_net(tmp_path / "shared", tmp_path / "own")
    assert torch.allclose(again(IDS, MASK)[0], net(IDS, MASK)[0], atol=0.05)  # bytes for matrices


def test_head_without_a_part_is_refused(net: SentenceFilter, tmp_path: Path) -> None:
    save_shared(net.encoder, tiny_tokenizer(), tmp_path / "shared")
    save_filter(net, tmp_path / "own")
    save_file({"kinds.bias": torch.zeros(3)}, str(tmp_path / "own" / HEAD_FILE))
    with pytest.raises(ValueError, match="lacks"):
        load_filter_net(tmp_path / "shared", tmp_path / "own")
