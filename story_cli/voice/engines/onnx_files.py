"""Engines "piper:FILE.onnx" and "kokoro:FILE.onnx": voices that the user has as ONNX files.

Piper: `FILE.onnx.json` beside the file tells its phonemes and rate. Kokoro: `config.json` with its "vocab", and
`voices.npz` or `style.npy`, beside the file. Both read phonemes of the International Phonetic Alphabet, which eSpeak
NG gives.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from story_cli.errors import ExitStatus, StoryError, UsageError
from story_cli.voice.engines.text import Heard, Phrase, TextEngine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAX_CONFIG_BYTES = 2_000_000
_KOKORO_HZ = 24_000
_KOKORO_MOST = 510


class OnnxVoice(TextEngine):
    """A network in a file that takes phonemes. Subclasses say how its inputs are made."""

    kind = ""

    def __init__(self, path: str = "") -> None:
        super().__init__()
        if not path:
            raise UsageError(f"{self.kind} needs a file", f"name it: --voice {self.kind}:VOICE.onnx")
        self.name = f"{self.kind}:{path}"
        self._path = Path(path)

    @cached_property
    def session(self) -> Any:
        try:
            import onnxruntime
        except ImportError as exc:
            hint = "install it: pip install onnxruntime (part of storycli[voices])"
            raise StoryError("onnxruntime is not installed", hint, ExitStatus.MISSING_ENGINE) from exc
        if not self._path.is_file():
            raise StoryError(f"no voice file {self._path}", "name an .onnx file", ExitStatus.MISSING_ENGINE)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = 2, 4
        try:
            return onnxruntime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])
        except Exception as exc:  # onnxruntime has no base class of its own
            message = str(exc).splitlines()[0][:200]
            raise StoryError(f"{self._path} is not an ONNX network: {message}", "download the voice again") from exc

    def config(self, name: str) -> dict[str, Any]:
        """A JSON file beside the voice. Raises: StoryError."""
        path = self._path.with_name(name)
        try:
            if path.stat().st_size > _MAX_CONFIG_BYTES:
                raise StoryError(f"{path} is too large for a config", "download the voice again")
            found: dict[str, Any] = json.loads(path.read_bytes())
            return found
        except OSError as exc:
            raise StoryError(f"cannot read {path}: {exc.strerror}", "it comes with the voice; put it there") from exc
        except ValueError as exc:
            raise StoryError(f"{path} is no JSON: {exc}", "download the voice again") from exc


class Piper(OnnxVoice):
    """Voices of Piper (VITS as ONNX)."""

    kind = "piper"

    def speak(self, phrases: Sequence[tuple[str, Phrase]]) -> list[Heard]:
        import numpy as np

        config = self.config(self._path.name + ".json")
        try:
            ids, rate_hz = config["phoneme_id_map"], int(config["audio"]["sample_rate"])
            language = config.get("espeak", {}).get("voice", "en-us")
            scales = [
                float(config.get("inference", {}).get(k, d))
                for k, d in (("noise_scale", 0.667), ("length_scale", 1.0), ("noise_w", 0.8))
            ]
        except (KeyError, TypeError, ValueError) as exc:
            raise StoryError(f"{self._path}.json lacks {exc}", "download the voice again") from exc
        heard = []
        for phonemes in ipa([text for text, _ in phrases], language):
            row = [
                *ids.get("^", []),
                *(i for sign in phonemes for i in (*ids.get(sign, []), *ids.get("_", []))),
                *ids.get("$", []),
            ]
            inputs = {
                "input": np.array([row], np.int64),
                "input_lengths": np.array([len(row)], np.int64),
                "scales": np.array([0.0, scales[1], 0.0], np.float32),  # no noise: the same text, the same sound
            }
            names = {one.name for one in self.session.get_inputs()}
            if "sid" in names:
                inputs["sid"] = np.array([0], np.int64)
            wave = self.session.run(None, {k: v for k, v in inputs.items() if k in names})[0]
            heard.append(Heard(np.clip(wave.reshape(-1), -1, 1).astype(np.float32), rate_hz))
        return heard


class Kokoro(OnnxVoice):
    """Kokoro-82M as ONNX; its style is `style.npy` or the first of `voices.npz` beside the file."""

    kind = "kokoro"

    def speak(self, phrases: Sequence[tuple[str, Phrase]]) -> list[Heard]:
        import numpy as np

        styles, vocabulary = self._styles(), self._vocabulary()
        heard = []
        for phonemes in ipa([text for text, _ in phrases], "en-us"):
            row = [vocabulary[sign] for sign in phonemes if sign in vocabulary][:_KOKORO_MOST]
            style = styles[min(len(row), len(styles) - 1)].reshape(1, -1).astype(np.float32)
            names = [one.name for one in self.session.get_inputs()]
            inputs = dict(
                zip(names, (np.array([[0, *row, 0]], np.int64), style, np.array([1.0], np.float32)), strict=False)
            )
            wave = self.session.run(None, inputs)[0]
            heard.append(Heard(np.clip(wave.reshape(-1), -1, 1).astype(np.float32), _KOKORO_HZ))
        return heard

    def _vocabulary(self) -> dict[str, int]:
        found = self.config("config.json").get("vocab")
        if not isinstance(found, dict) or not all(isinstance(number, int) for number in found.values()):
            raise StoryError(
                f"{self._path.with_name('config.json')} has no “vocab”", "take the voice's own config.json"
            )
        return found

    def _styles(self) -> NDArray[np.float32]:
        import numpy as np

        single, many = self._path.with_name("style.npy"), self._path.with_name("voices.npz")
        try:
            if single.is_file():
                found: NDArray[np.float32] = np.load(single, allow_pickle=False)
                return found
            with np.load(many, allow_pickle=False) as kept:
                return np.asarray(kept[sorted(kept.files)[0]], dtype=np.float32)
        except (OSError, ValueError, IndexError) as exc:
            raise StoryError(f"no style for {self._path}: {exc}", "put voices.npz or style.npy beside it") from exc


def ipa(texts: Sequence[str], language: str) -> list[str]:
    """Phonemes of each text by eSpeak NG. Raises: StoryError if it is not installed or fails."""
    from story_cli.voice.engines.espeak import INSTALL_HINT

    found = []
    for text in texts:
        try:
            done = subprocess.run(
                ["espeak-ng", "-q", "--ipa=3", "-v", language, "--stdin"],
                input=text,
                capture_output=True,
                text=True,
                timeout=20,
                check=True,
            )
        except FileNotFoundError as exc:
            raise StoryError("eSpeak NG is not installed", INSTALL_HINT, ExitStatus.MISSING_ENGINE) from exc
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as exc:
            raise StoryError(f"eSpeak NG failed: {str(exc.stderr)[-200:]}", INSTALL_HINT) from exc
        mark = text[-1] if text[-1:] in ".?!," else ""
        found.append(" ".join(done.stdout.split()).replace("\u200d", "") + mark)
    return found
