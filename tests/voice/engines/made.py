"""An engine of plain tones, and small checkpoints of real architectures with random weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from story_cli.voice.engines.text import Heard, Phrase, TextEngine

LETTERS = "abcdefghijklmnopqrstuvwxyz'.,?! "


class Tones(TextEngine):
    """A second of a voice-like tone for each phrase."""

    name = "tones"

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def speak(self, phrases: Sequence[tuple[str, Phrase]]) -> list[Heard]:
        self.texts += [text for text, _ in phrases]
        return [Heard(tone(1.0), 16_000) for _ in phrases]


def tone(seconds: float, f0_hz: float = 180.0) -> np.ndarray:
    times = np.arange(round(seconds * 16_000)) / 16_000
    return sum(0.2 / k * np.sin(2 * np.pi * k * f0_hz * times) for k in range(1, 12)).astype(np.float32)  # type: ignore[union-attr]


def vits(folder: Path) -> Path:
    import torch
    from transformers import VitsConfig, VitsModel, VitsTokenizer

    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps({letter: n for n, letter in enumerate(LETTERS)}))
    VitsTokenizer(str(folder / "vocab.json"), pad_token=" ", unk_token=" ", phonemize=False).save_pretrained(folder)
    torch.manual_seed(0)
    config = VitsConfig(
        vocab_size=len(LETTERS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, ffn_dim=16, flow_size=16,
        spectrogram_bins=9, upsample_initial_channel=16, upsample_rates=[4, 4], upsample_kernel_sizes=[8, 8],
        resblock_kernel_sizes=[3], resblock_dilation_sizes=[[1]], prior_encoder_num_flows=1,
        prior_encoder_num_wavenet_layers=1, posterior_encoder_num_wavenet_layers=1, duration_predictor_num_flows=1,
        duration_predictor_flow_bins=4, duration_predictor_filter_channels=16, depth_separable_num_layers=1,
        wavenet_kernel_size=3, use_stochastic_duration_prediction=False, sampling_rate=16000,
    )  # fmt: skip
    VitsModel(config).save_pretrained(folder)
    return folder


def fastspeech(folder: Path, vocoder: bool = True) -> Path:
    """It reads letters: the tokenizer of the real ones, of phones, asks for the package g2p_en."""
    import torch
    from transformers import (
        FastSpeech2ConformerConfig,
        FastSpeech2ConformerHifiGan,
        FastSpeech2ConformerHifiGanConfig,
        FastSpeech2ConformerModel,
        VitsTokenizer,
    )

    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps({letter: n for n, letter in enumerate(LETTERS)}))
    VitsTokenizer(str(folder / "vocab.json"), pad_token=" ", unk_token=" ", phonemize=False).save_pretrained(folder)
    torch.manual_seed(0)
    config = FastSpeech2ConformerConfig(
        vocab_size=len(LETTERS), hidden_size=16, num_mel_bins=8, encoder_layers=1, decoder_layers=1,
        encoder_num_attention_heads=2, decoder_num_attention_heads=2, encoder_linear_units=16, decoder_linear_units=16,
        duration_predictor_channels=8, energy_predictor_channels=8, pitch_predictor_channels=8,
        speech_decoder_postnet_layers=1, speech_decoder_postnet_units=8,
    )  # fmt: skip
    network = FastSpeech2ConformerModel(config)
    torch.nn.init.constant_(network.duration_predictor.linear.bias, 2.0)  # some frames for every letter
    network.save_pretrained(folder)
    if vocoder:
        gan = FastSpeech2ConformerHifiGanConfig(
            model_in_dim=8, upsample_initial_channel=8, upsample_rates=[4], upsample_kernel_sizes=[8],
            resblock_kernel_sizes=[3], resblock_dilation_sizes=[[1]], sampling_rate=22050,
        )  # fmt: skip
        FastSpeech2ConformerHifiGan(gan).save_pretrained(folder / "vocoder")
    return folder


def speecht5(folder: Path, vocoder: bool = True) -> Path:
    import sentencepiece
    import torch
    from transformers import (
        SpeechT5Config,
        SpeechT5ForTextToSpeech,
        SpeechT5HifiGan,
        SpeechT5HifiGanConfig,
        SpeechT5Tokenizer,
    )

    folder.mkdir(parents=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([LETTERS]), model_prefix=str(folder / "spm_char"), model_type="char", vocab_size=36,
        hard_vocab_limit=False, minloglevel=9,
    )  # fmt: skip
    SpeechT5Tokenizer(str(folder / "spm_char.model")).save_pretrained(folder)
    torch.manual_seed(0)
    config = SpeechT5Config(
        vocab_size=81, hidden_size=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, num_mel_bins=8,
        speech_decoder_prenet_units=8, speech_decoder_postnet_layers=1, speech_decoder_postnet_units=8,
        speaker_embedding_dim=4, max_text_positions=100,
    )  # fmt: skip
    SpeechT5ForTextToSpeech(config).save_pretrained(folder)
    if vocoder:
        gan = SpeechT5HifiGanConfig(
            model_in_dim=8, upsample_initial_channel=8, upsample_rates=[4], upsample_kernel_sizes=[8],
            resblock_kernel_sizes=[3], resblock_dilation_sizes=[[1]], sampling_rate=16000,
        )  # fmt: skip
        SpeechT5HifiGan(gan).save_pretrained(folder / "vocoder")
    return folder


def kokoro(path: Path) -> Path:
    """A network of Kokoro's inputs that gives 600 samples for each phoneme id, louder with the style."""
    import onnx
    from onnx import TensorProto, helper

    nodes = [
        helper.make_node("Cast", ["tokens"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["style"], ["loudness"], keepdims=0),
        helper.make_node("Mul", ["floats", "loudness"], ["scaled"]),
        helper.make_node("Div", ["scaled", "speed"], ["small"]),
        helper.make_node("Reshape", ["small", "row"], ["flat"]),
        helper.make_node("Expand", ["flat", "wide"], ["audio"]),
    ]
    constants = [
        helper.make_tensor("row", TensorProto.INT64, [2], [-1, 1]),
        helper.make_tensor("wide", TensorProto.INT64, [2], [1, 600]),
    ]
    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    output = helper.make_tensor_value_info("audio", TensorProto.FLOAT, [None, 600])
    graph = helper.make_graph(nodes, "kokoro", inputs, [output], constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    vocabulary = {sign: n + 1 for n, sign in enumerate("abdefhijklmnoprstuvwzɑɔəɛɪʃˈ .,?")}
    path.with_name("config.json").write_text(json.dumps({"vocab": vocabulary}))
    np.savez(path.with_name("voices.npz"), af=np.full((510, 1, 256), 0.02, np.float32))
    return path


def piper(path: Path) -> Path:
    """A network of Piper's inputs that gives 100 samples for each phoneme id."""
    import onnx
    from onnx import TensorProto, helper

    nodes = [
        helper.make_node("Cast", ["input"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["floats", "most"], ["small"]),
        helper.make_node("Reshape", ["small", "row"], ["flat"]),
        helper.make_node("Expand", ["flat", "wide"], ["output"]),
    ]
    constants = [
        helper.make_tensor("most", TensorProto.FLOAT, [], [64.0]),
        helper.make_tensor("row", TensorProto.INT64, [2], [-1, 1]),
        helper.make_tensor("wide", TensorProto.INT64, [2], [1, 100]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [None, 100])
    graph = helper.make_graph(nodes, "piper", inputs, [output], constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    ids = {sign: [n + 1] for n, sign in enumerate("abdefhijklmnoprstuvwzɑɔəɛɪʃˈ .,?")} | {"^": [0], "_": [0], "$": [0]}
    config = {"audio": {"sample_rate": 22050}, "espeak": {"voice": "en-us"}, "phoneme_id_map": ids}
    path.with_name(path.name + ".json").write_text(json.dumps(config))
    return path
