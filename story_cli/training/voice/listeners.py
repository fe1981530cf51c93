"""Recognisers that judge a voice, by name: all take 16-kHz mono and give the words that they hear.

pocketsphinx   hears with a language model of the house stories that are not tested on; small and of 2015
moonshine      a transformer without any knowledge of our stories; its small English model comes with the package
FOLDER         any speech-recognition checkpoint of transformers (Whisper, Wav2Vec2, Moonshine …)

Source: Jeffries et al. (2024), "Moonshine: Speech Recognition for Live Transcription and Voice Commands".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from story_cli.errors import ExitStatus, StoryError, UsageError
from story_cli.training.voice.recogniser import RATE_HZ, Recogniser
from story_cli.training.voice.spelling import spoken_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

NAMES = ("pocketsphinx", "moonshine")
_MOONSHINE_MODEL = "tiny-en"
_PAD = 0.3  # seconds of silence that are put around what is heard
_PEAK = 0.7


class Listener(Protocol):
    def words(self, samples: Floats) -> list[str]:
        """Lower-case words heard in 16-kHz mono."""
        ...


def open_listener(name: str, expected: Iterable[Sequence[str]]) -> Listener:
    """The recogniser of that name, or of that folder; `expected` are sentences for a language model.

    Raises: UsageError for an unknown name; StoryError if its package or its model is missing or cannot be loaded.
    """
    if name == "pocketsphinx":
        return Recogniser(expected)
    if name == "moonshine":
        return Moonshine()
    if Path(name).is_dir():
        return Checkpoint(Path(name))
    choices = f"choose one of: {', '.join(NAMES)}, or name the folder of a checkpoint of transformers"
    raise UsageError(f"no recogniser '{name[:60]}'", choices)


class Moonshine:
    """The package moonshine-voice, whose versions before 0.1 carry a small English model."""

    def __init__(self) -> None:
        """Raises: StoryError if the package is not installed, or carries no model."""
        try:
            from moonshine_voice import ModelArch, Transcriber, get_model_path
        except ImportError as exc:
            hint = "install it: pip install 'storycli[listening]' (moonshine-voice 0.0.45 to 0.0.73)"
            raise StoryError("moonshine-voice is not installed", hint, ExitStatus.MISSING_ENGINE) from exc
        path = Path(get_model_path(_MOONSHINE_MODEL))
        if not path.is_dir():
            hint = "pip install 'storycli[listening]' takes one that does (0.0.45 to 0.0.73)"
            raise StoryError(f"this version of moonshine-voice carries no model {path}", hint)
        self._transcriber = Transcriber(str(path), ModelArch.TINY)

    def words(self, samples: Floats) -> list[str]:
        transcript = self._transcriber.transcribe_without_streaming(levelled(samples).tolist(), RATE_HZ)
        return spoken_words(" ".join(line.text for line in transcript.lines))


class Checkpoint:
    """A speech-recognition checkpoint of transformers in a folder."""

    def __init__(self, folder: Path) -> None:
        """Raises: StoryError if transformers cannot load it."""
        from transformers import pipeline

        try:
            self._pipe: Any = pipeline("automatic-speech-recognition", model=str(folder))
        except (OSError, ValueError, KeyError, ImportError) as exc:
            hint = "name a folder with config, weights, tokenizer and feature extractor of a speech recogniser"
            raise StoryError(f"{folder} is no speech recogniser: {str(exc).splitlines()[0]}", hint) from exc

    def words(self, samples: Floats) -> list[str]:
        heard = self._pipe({"raw": levelled(samples), "sampling_rate": RATE_HZ})
        return spoken_words(heard["text"])


def levelled(samples: Floats) -> NDArray[np.float32]:
    """At a peak of 0.7, with silence around."""
    import numpy as np

    peak = float(np.abs(samples).max(initial=0.0)) or 1.0
    padded: NDArray[np.float32] = np.pad(samples * (_PEAK / peak), round(_PAD * RATE_HZ)).astype(np.float32)
    return padded
