"""What all engines that read plain text share: utterances cut into phrases, spoken, expressed, timed and joined."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from story_cli.voice.engine import Interval, Speech, Timing, Utterance, WordPlan, spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_QUIET = 0.02  # of the peak, below which the ends of a phrase are cut
_MARGIN = 0.015  # seconds kept around what sounds
_RESPELLED = {
    "aa": "ah", "ae": "a", "ah": "uh", "ao": "aw", "aw": "ow", "ax": "uh", "axr": "er", "ay": "eye", "b": "b",
    "ch": "ch", "d": "d", "dh": "th", "dx": "t", "eh": "eh", "el": "ul", "em": "um", "en": "un", "er": "er",
    "ey": "ay", "f": "f", "g": "g", "hh": "h", "hv": "h", "ih": "ih", "iy": "ee", "jh": "j", "k": "k", "l": "l",
    "m": "m", "n": "n", "ng": "ng", "ow": "oh", "oy": "oy", "p": "p", "r": "r", "s": "s", "sh": "sh", "t": "t",
    "th": "th", "uh": "oo", "uw": "oo", "v": "v", "w": "w", "y": "y", "z": "z", "zh": "zh",
}  # fmt: skip


class Phrase(NamedTuple):
    """Neighbouring words said in one go, and the silence after them."""

    words: tuple[WordPlan, ...]
    indices: tuple[int, ...]  # of the words in their utterance
    pause: float


class Heard(NamedTuple):
    """A spoken phrase: samples −1 … 1, and the span of each of its words in seconds, if the engine knows them."""

    samples: Samples
    rate_hz: int
    spans: tuple[Interval, ...] | None = None


class TextEngine(ABC):
    """An engine that turns a text into sound. Its times are known only once it has spoken, so `time` speaks too and
    keeps the sound for `say`."""

    name: str
    context_free = False  # what stands behind the name can change; a subclass may know better
    controls = False  # whether the engine itself obeys rate, pitch and loudness

    def __init__(self) -> None:
        self._said: dict[Utterance, Speech] = {}

    @abstractmethod
    def speak(self, phrases: Sequence[tuple[str, Phrase]]) -> list[Heard]:
        """Sound of each phrase, given as text. Raises: StoryError."""

    def time(self, utterances: Sequence[Utterance]) -> list[Timing]:
        return [speech.timing for speech in self.say(utterances)]

    def say(self, utterances: Sequence[Utterance]) -> Iterator[Speech]:
        new = list(dict.fromkeys(said for said in utterances if said not in self._said))
        cut = [phrases_of(said) for said in new]
        asked = [(text_of(phrase, said), phrase) for said, found in zip(new, cut, strict=True) for phrase in found]
        answers = iter(self.speak(asked) if asked else [])
        for said, found in zip(new, cut, strict=True):
            self._said[said] = self._joined(said, [(phrase, next(answers)) for phrase in found])
        for said in utterances:
            yield self._said[said]

    def _joined(self, said: Utterance, parts: Sequence[tuple[Phrase, Heard]]) -> Speech:
        import numpy as np

        spans: list[Interval | None] = [None] * len(said.words)
        rate_hz = parts[0][1].rate_hz if parts else 16_000
        pieces: list[Samples] = []
        now = 0
        for number, (phrase, heard) in enumerate(parts):
            trimmed = _trimmed(heard, phrase.words)
            if not self.controls:
                from story_cli.voice.engines.world import express

                trimmed = express(trimmed, phrase.words)
            for index, span in zip(phrase.indices, trimmed.spans or (), strict=True):
                spans[index] = Interval(span.start + now / rate_hz, span.end + now / rate_hz)
            pieces.append(soft_ends(trimmed.samples, rate_hz))
            if number + 1 < len(parts):
                pieces.append(np.zeros(round(phrase.pause * rate_hz), dtype=np.float32))
            now = sum(len(piece) for piece in pieces)
        samples = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32)
        duration = len(samples) / rate_hz
        return Speech(Timing(duration, spread(spans, duration)), samples, rate_hz)


def phrases_of(said: Utterance) -> list[Phrase]:
    """Cut at planned pauses and where somebody else speaks; words without sound belong to no phrase."""
    found: list[Phrase] = []
    indices: list[int] = []

    def close(pause: float) -> None:
        if indices:
            found.append(Phrase(tuple(said.words[i] for i in indices), tuple(indices), pause))
            indices.clear()

    for index, word in enumerate(said.words):
        if indices and word.spoken and said.words[indices[-1]].manner.tract != word.manner.tract:
            close(0.0)
        if word.spoken:
            indices.append(index)
        if word.pause > 0:
            close(word.pause)
    close(0.0)
    return found


def text_of(phrase: Phrase, said: Utterance) -> str:
    """The phrase as text: respelled where there is a pronunciation, with a mark that says how it ends."""
    known = dict(said.pronunciations)
    words = " ".join(respelled(known[part]) if part in known else part for w in phrase.words for part in w.spoken)
    mark = {"rise": "?", "fall": ".", "level": ","}[phrase.words[-1].contour]
    return words.replace(" 's", "'s") + mark


def respelled(phones: str) -> str:
    """ "n ax r ih1 s ax" → "nuhrihsuh": letters that any English voice reads about so."""
    return "".join(_RESPELLED.get(phone.rstrip("012"), "") for phone in phones.split())


def _trimmed(heard: Heard, words: Sequence[WordPlan]) -> Heard:
    """Without silent ends; with spans by the length of the words where the engine gave none."""
    import numpy as np

    level = np.abs(heard.samples)
    loud = np.flatnonzero(level > _QUIET * float(level.max(initial=0.0)))
    if not len(loud):
        return Heard(heard.samples, heard.rate_hz, heard.spans or tuple(Interval(0.0, 0.0) for _ in words))
    margin = round(_MARGIN * heard.rate_hz)
    begin, end = max(0, int(loud[0]) - margin), min(len(level), int(loud[-1]) + 1 + margin)
    samples = heard.samples[begin:end]
    seconds = len(samples) / heard.rate_hz
    if heard.spans is None:
        return Heard(samples, heard.rate_hz, _by_length(words, seconds))
    offset = begin / heard.rate_hz
    clipped = (
        Interval(min(max(0.0, s.start - offset), seconds), min(max(0.0, s.end - offset), seconds)) for s in heard.spans
    )
    return Heard(samples, heard.rate_hz, tuple(clipped))


def _by_length(words: Sequence[WordPlan], seconds: float) -> tuple[Interval, ...]:
    """Spans in proportion to letters, and two for the beginning of a word: an estimate."""
    weights = [2 + sum(len(part) for part in word.spoken) for word in words]
    bounds = [0.0]
    for weight in weights:
        bounds.append(bounds[-1] + seconds * weight / sum(weights))
    return tuple(Interval(start, end) for start, end in pairwise(bounds))


def soft_ends(samples: Samples, rate_hz: int) -> Samples:
    """Faded over 3 ms at both ends, so that no phrase begins or ends with a step."""
    import numpy as np

    count = min(round(0.003 * rate_hz), len(samples) // 2)
    if count == 0:
        return samples
    ramp = np.linspace(0.0, 1.0, count, endpoint=False, dtype=np.float32)
    soft = samples.copy()
    soft[:count] *= ramp
    soft[-count:] *= ramp[::-1]
    return soft
