"""Engine "espeak": eSpeak NG, small and in a hundred languages; `espeak:de` names one. Obeys rate and pitch itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from story_cli.errors import UsageError
from story_cli.voice.engine import EMPHASIS_SEMITONES
from story_cli.voice.engines.text import Heard, Phrase, TextEngine
from story_cli.voice.engines.worker import answers

INSTALL_HINT = "install it: apt-get install espeak-ng"
TIME_LIMIT = 60.0
_WORKER = Path(__file__).with_name("espeak_worker.py")
_WORDS_A_MINUTE = 165.0  # at rate 1; about what the default voice takes
_PITCH, _SEMITONES = 55.0, 4.0  # its scale of 0 … 99, and points a semitone
_RANGE = 55.0
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}\Z")


class Espeak(TextEngine):
    """`language` is one of `espeak-ng --voices`. `time_limit` in seconds guards the worker process."""

    context_free = True
    controls = True

    def __init__(self, language: str = "en-us", time_limit: float = TIME_LIMIT) -> None:
        super().__init__()
        if not _LANGUAGE.match(language):
            raise UsageError(f"{language[:20]!r} is no language of espeak", "choose one of: espeak-ng --voices")
        self.name = "espeak" if language == "en-us" else f"espeak:{language}"
        self._language, self._time_limit = language, time_limit

    def speak(self, phrases: Sequence[tuple[str, Phrase]]) -> list[Heard]:
        requests = [self._request(text, phrase) for text, phrase in phrases]
        return answers(_WORKER, requests, "eSpeak NG", INSTALL_HINT, self._time_limit)

    def _request(self, text: str, phrase: Phrase) -> dict[str, object]:
        manners = [word.manner for word in phrase.words]
        rate = sum(manner.rate for manner in manners) / len(manners)
        pitch = sum(
            m.pitch + w.lift + EMPHASIS_SEMITONES * w.emphasis for m, w in zip(manners, phrase.words, strict=True)
        ) / len(manners)
        return {
            "text": text,
            "language": self._language,
            "words": [sum(len(part) for part in word.spoken) for word in phrase.words],
            "rate": round(min(max(_WORDS_A_MINUTE * rate, 80.0), 400.0)),
            "pitch": round(min(max(_PITCH + _SEMITONES * pitch, 0.0), 99.0)),
            "range": round(min(max(_RANGE * manners[0].span, 0.0), 99.0)),
            "gain": 10.0 ** (manners[0].gain_db / 20.0),
        }
