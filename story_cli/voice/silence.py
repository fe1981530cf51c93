"""Engine "silence": no sound, times by a plain rule of syllables. For tests, and for films without a voice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from story_cli.voice.engine import Interval, Speech, Timing, Utterance, WordPlan

_RATE_HZ = 8000
_SYLLABLE = 0.19  # seconds; 3.2 syllables and pauses make about 140 words a minute
_WORD = 0.06
_VOWELS = re.compile(r"[aeiouy]+")


class Silence:
    name = "silence"
    context_free = True

    def time(self, utterances: Sequence[Utterance]) -> list[Timing]:
        return [_timing(said) for said in utterances]

    def say(self, utterances: Sequence[Utterance]) -> Iterator[Speech]:
        import numpy as np

        for said in utterances:
            timing = _timing(said)
            yield Speech(timing, np.zeros(round(timing.duration * _RATE_HZ), dtype=np.float32), _RATE_HZ)


def _timing(said: Utterance) -> Timing:
    spans = []
    now = 0.0
    for word in said.words:
        end = now + _seconds(word)
        spans.append(Interval(now, end))
        now = end + word.pause
    return Timing(now - (said.words[-1].pause if said.words else 0.0), tuple(spans))


def _seconds(word: WordPlan) -> float:
    syllables = sum(max(1, len(_VOWELS.findall(spoken.removesuffix("e")))) for spoken in word.spoken)
    return (_WORD + _SYLLABLE * syllables) / word.manner.rate if syllables else 0.0
