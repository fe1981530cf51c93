"""A tiny encoder with a vocabulary of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from story_cli.models.encoder import Encoder, EncoderShape, save_layers, save_shared

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##a", "##b", "fox", "##es", "sat", "owl"]


def tiny_tokenizer() -> Tokenizer:
    found = Tokenizer(models.WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    found.normalizer = normalizers.BertNormalizer(lowercase=True)
    found.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return found


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Folder of the shared part; layers of a model lie in `own` beside it."""
    torch.manual_seed(1)
    shape = EncoderShape(vocabulary=len(WORDS), layers=2, width=24, heads=3, inner=32, positions=16)
    encoder = Encoder(shape)
    save_shared(encoder, tiny_tokenizer(), tmp_path / "encoder")
    save_layers(encoder, tmp_path / "own")
    return tmp_path / "encoder"
