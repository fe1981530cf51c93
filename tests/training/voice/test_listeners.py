"""Recognisers by name: which there are, what is said where one is missing, and a tiny checkpoint that listens."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from story_cli.errors import ExitStatus, StoryError, UsageError
from story_cli.training.voice.listeners import levelled, open_listener

WAVE = np.sin(np.arange(16_000) / 9.0).astype(np.float32) * 0.1


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no recogniser 'sphinx'") as caught:
        open_listener("sphinx", [])
    assert "pocketsphinx, moonshine" in caught.value.hint


def test_a_missing_moonshine_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "moonshine_voice", None)
    with pytest.raises(StoryError, match="moonshine-voice is not installed") as caught:
        open_listener("moonshine", [])
    assert caught.value.status is ExitStatus.MISSING_ENGINE
    assert "storycli[listening]" in caught.value.hint


def _package(monkeypatch: pytest.MonkeyPatch, model: Path) -> list[Any]:
    """Put a package of Moonshine's interface in its place; what it is asked is kept."""
    asked: list[Any] = []

    class Transcriber:
        def __init__(self, path: str, arch: str) -> None:
            asked.append((path, arch))

        def transcribe_without_streaming(self, samples: list[float], rate_hz: int) -> Any:
            asked.append((len(samples), rate_hz))
            return SimpleNamespace(lines=[SimpleNamespace(text="The fox ran."), SimpleNamespace(text="At 7!")])

    package = ModuleType("moonshine_voice")
    package.Transcriber = Transcriber  # type: ignore[attr-defined]
    package.ModelArch = SimpleNamespace(TINY="tiny")  # type: ignore[attr-defined]
    package.get_model_path = lambda name: model / name  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "moonshine_voice", package)
    return asked


def test_a_moonshine_without_a_model_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _package(monkeypatch, tmp_path)
    with pytest.raises(StoryError, match="carries no model"):
        open_listener("moonshine", [])


def test_moonshine_s_lines_become_spoken_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "tiny-en").mkdir()
    asked = _package(monkeypatch, tmp_path)
    assert open_listener("moonshine", []).words(WAVE) == ["the", "fox", "ran", "at", "seven"]
    assert asked == [(str(tmp_path / "tiny-en"), "tiny"), (len(levelled(WAVE)), 16_000)]


def test_sound_is_levelled_and_silence_stays_silence() -> None:
    assert np.abs(levelled(WAVE)).max() == pytest.approx(0.7, rel=1e-3)
    assert not levelled(np.zeros(100, np.float32)).any()


def test_a_folder_that_is_no_recogniser_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "no-such-thing"}')
    with pytest.raises(StoryError, match="is no speech recogniser"):
        open_listener(str(tmp_path), [])


@pytest.mark.slow
def test_a_checkpoint_of_transformers_listens(tmp_path: Path) -> None:
    import json

    import torch
    from transformers import Wav2Vec2Config, Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC

    letters = ["<pad>", "<unk>", "|", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ'"]
    (tmp_path / "vocab.json").write_text(json.dumps({letter: n for n, letter in enumerate(letters)}))
    Wav2Vec2CTCTokenizer(str(tmp_path / "vocab.json"), pad_token="<pad>", unk_token="<unk>").save_pretrained(tmp_path)
    Wav2Vec2FeatureExtractor().save_pretrained(tmp_path)
    torch.manual_seed(0)
    config = Wav2Vec2Config(
        vocab_size=len(letters), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        conv_dim=(8, 8), conv_stride=(5, 4), conv_kernel=(10, 8), num_feat_extract_layers=2,
        num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2, pad_token_id=0,
    )  # fmt: skip
    network = Wav2Vec2ForCTC(config)
    with torch.no_grad():
        network.lm_head.weight.zero_()
        network.lm_head.bias.zero_()
        network.lm_head.bias[letters.index("O")] = 9.0  # whatever is said, it hears "o"
    network.save_pretrained(tmp_path)
    assert open_listener(str(tmp_path), []).words(WAVE) == ["o"]
