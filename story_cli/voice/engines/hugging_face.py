"""Engine "hf:FOLDER or id": any text-to-speech checkpoint of transformers (VITS, FastSpeech2Conformer, SpeechT5).

A FastSpeech2Conformer or SpeechT5 folder may hold its vocoder in `vocoder/`; SpeechT5 may hold `speaker.safetensors`
with a tensor "speaker". Only safetensors weights are read: nothing in a checkpoint is executed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from story_cli.errors import ExitStatus, StoryError, UsageError
from story_cli.voice.engines.text import Heard, Phrase, TextEngine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Read = Callable[[str], NDArray[np.float32]]

_SEED = 7
_SPEAKER_WIDTH = 512
_VOCODERS = {"fastspeech2_conformer": "FastSpeech2ConformerHifiGan", "speecht5": "SpeechT5HifiGan"}


class HuggingFace(TextEngine):
    """`model` is a folder or hub id; an id is fetched by transformers unless HF_HUB_OFFLINE is set."""

    def __init__(self, model: str = "") -> None:
        super().__init__()
        if not model:
            raise UsageError("hf needs a checkpoint", "name a folder or hub id: --voice hf:facebook/mms-tts-eng")
        self.name = f"hf:{model}"
        self._model = model

    def speak(self, phrases: Sequence[tuple[str, Phrase]]) -> list[Heard]:
        rate_hz, read = self._reader
        return [Heard(read(text), rate_hz) for text, _ in phrases]

    @cached_property
    def _reader(self) -> tuple[int, Read]:
        try:
            import transformers
        except ImportError as exc:
            raise StoryError(
                "transformers is not installed", "pip install transformers", ExitStatus.MISSING_ENGINE
            ) from exc
        try:
            config = transformers.AutoConfig.from_pretrained(self._model, trust_remote_code=False)
            makers: dict[str, Callable[[str], tuple[int, Read]]] = {
                "vits": _vits,
                "fastspeech2_conformer": _fastspeech,
                "speecht5": _speecht5,
            }
            if config.model_type not in makers:
                known = ", ".join(makers)
                raise StoryError(f"{self._model} is a {config.model_type} model", f"text-to-speech kinds: {known}")
            return makers[config.model_type](self._model)
        except (OSError, ValueError, KeyError, ImportError) as exc:
            message = str(exc).splitlines()[0][:200]
            hint = "name a folder with config, tokenizer and safetensors weights, or a hub id with a network"
            raise StoryError(
                f"cannot load the voice {self._model}: {message}", hint, ExitStatus.MISSING_ENGINE
            ) from exc


def _vits(model: str) -> tuple[int, Read]:
    import torch
    from transformers import AutoTokenizer, VitsModel

    tokenizer = AutoTokenizer.from_pretrained(model)
    network: Any = VitsModel.from_pretrained(model, use_safetensors=True)
    network.eval()

    def read(text: str) -> NDArray[np.float32]:
        with torch.inference_mode(), torch.random.fork_rng():
            torch.manual_seed(_SEED)  # VITS draws durations and latents
            return _mono(network(**tokenizer(text, return_tensors="pt")).waveform)

    return int(network.config.sampling_rate), read


def _fastspeech(model: str) -> tuple[int, Read]:
    import torch
    from transformers import AutoTokenizer, FastSpeech2ConformerModel

    tokenizer = AutoTokenizer.from_pretrained(model)
    network: Any = FastSpeech2ConformerModel.from_pretrained(model, use_safetensors=True)
    network.eval()
    rate_hz, vocoder = _vocoder(model, "fastspeech2_conformer")

    def read(text: str) -> NDArray[np.float32]:
        with torch.inference_mode():
            spectrogram = network(**tokenizer(text, return_tensors="pt"), return_dict=True).spectrogram
            return _mono(vocoder(spectrogram))

    return rate_hz, read


def _speecht5(model: str) -> tuple[int, Read]:
    import torch
    from safetensors.torch import load_file
    from transformers import SpeechT5ForTextToSpeech, SpeechT5Tokenizer

    tokenizer = SpeechT5Tokenizer.from_pretrained(model)
    network: Any = SpeechT5ForTextToSpeech.from_pretrained(model, use_safetensors=True)
    network.eval()
    rate_hz, vocoder = _vocoder(model, "speecht5")
    path = Path(model) / "speaker.safetensors"
    width = int(network.config.speaker_embedding_dim or _SPEAKER_WIDTH)
    speaker = load_file(path)["speaker"].reshape(1, -1) if path.is_file() else torch.zeros(1, width)

    def read(text: str) -> NDArray[np.float32]:
        with torch.inference_mode(), torch.random.fork_rng():
            torch.manual_seed(_SEED)  # its pre-net keeps dropout when it reads
            ids = tokenizer(text, return_tensors="pt").input_ids
            return _mono(network.generate_speech(ids, speaker, vocoder=vocoder))

    return rate_hz, read


def _vocoder(model: str, kind: str) -> tuple[int, Any]:
    """The vocoder in the folder's `vocoder/`. Raises: StoryError if there is none."""
    import transformers

    folder = os.path.join(model, "vocoder")  # noqa: PTH118  (a hub id is no path)
    if not Path(folder).is_dir():
        hint = f"put a {_VOCODERS[kind]} checkpoint into {folder}"
        raise StoryError(f"{model} has no vocoder, so its spectrograms cannot be heard", hint)
    network = getattr(transformers, _VOCODERS[kind]).from_pretrained(folder, use_safetensors=True).eval()
    return int(network.config.sampling_rate), network


def _mono(wave: Any) -> NDArray[np.float32]:
    import numpy as np

    samples: NDArray[np.float32] = wave.detach().float().reshape(-1).numpy()
    return np.clip(samples, -1.0, 1.0)
