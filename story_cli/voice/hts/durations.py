"""How many frames each state of each phone lasts: the duration half of the voice, no sound needed.

Source: Yoshimura et al. (1998), "Duration modeling for HMM-based speech synthesis".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from story_cli.units import nearest
from story_cli.voice.engine import Interval, Phone, Timing, Utterance, WordPlan, spread
from story_cli.voice.hts.festival import LabelledPhone
from story_cli.voice.hts.voice_file import HtsVoice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAD_FRAMES, TAIL_FRAMES = 5, 12  # silence at the ends of an utterance: 25 ms, and 60 ms for the last sound to die
_SILENCE_EDGE = 4  # frames of the outer states of a silence, which carry the neighbours' release and onset


class PhoneFrames(NamedTuple):
    """A phone with its place in the utterance: index of the shown word (−1 in silence) and frames of each state."""

    phone: LabelledPhone
    word: int
    states: tuple[int, ...]


def phone_frames(voice: HtsVoice, utterance: Utterance, phones: Sequence[LabelledPhone]) -> list[PhoneFrames]:
    """Frames of every state. Words are stretched by their own rate, silences last as planned."""
    shown = [index for index, word in enumerate(utterance.words) for _ in word.spoken]
    found: list[PhoneFrames] = []
    place = 0
    for spoken, group in groupby(phones, key=lambda phone: phone.word):
        run = list(group)
        if spoken < 0:
            found += _silence(voice, run, _silent_frames(voice, utterance, shown, phones, place, len(run)))
        else:
            word = shown[spoken]
            states = _stretched(voice, run, utterance.words[word])
            found += [PhoneFrames(phone, word, frames) for phone, frames in zip(run, states, strict=True)]
        place += len(run)
    return found


def timing(voice: HtsVoice, utterance: Utterance, frames: Sequence[PhoneFrames]) -> Timing:
    """Times of phones and shown words that follow from the frames."""
    seconds = voice.frame_samples / voice.rate_hz
    spans: list[Interval | None] = [None] * len(utterance.words)
    phones = []
    now = 0
    for phone, word, states in frames:
        start, end = now * seconds, (now + sum(states)) * seconds
        phones.append(Phone(phone.name, start, end))
        if word >= 0:
            span = spans[word]
            spans[word] = Interval(span.start if span else start, end)
        now += sum(states)
    return Timing(now * seconds, spread(spans, now * seconds), tuple(phones))


def _silent_frames(
    voice: HtsVoice, utterance: Utterance, shown: Sequence[int], phones: Sequence[LabelledPhone], place: int, count: int
) -> int:
    """Length of the silence of `count` phones that begins with phone `place`."""
    if place == 0:
        return LEAD_FRAMES
    if place + count == len(phones):
        return TAIL_FRAMES
    seconds = utterance.words[shown[phones[place - 1].word]].pause
    return nearest(seconds * voice.rate_hz / voice.frame_samples)


def _silence(voice: HtsVoice, run: Sequence[LabelledPhone], total: int) -> list[PhoneFrames]:
    """Short outer states, the rest in the middle one; any further silent phone gets its least."""
    least = voice.states
    first = max(least, total - least * (len(run) - 1))
    edge = min(_SILENCE_EDGE, first // voice.states)
    states = [edge] * voice.states
    states[voice.states // 2] = first - edge * (voice.states - 1)
    return [PhoneFrames(run[0], -1, tuple(states)), *(PhoneFrames(phone, -1, (1,) * least) for phone in run[1:])]


def _stretched(voice: HtsVoice, run: Sequence[LabelledPhone], word: WordPlan) -> list[tuple[int, ...]]:
    """Frames of the phones of one word, together 1/rate of the voice's own.

    All states stretch alike: sharing by variance, as that paper does, lets vowels take it all, and was recognised
    worse when read slowly (word error .146 against .120 at rate 0.8).
    """
    leaves = [voice.duration_tree.leaf(phone.label) for phone in run]
    frames = _rounded(voice.durations.mean[leaves].ravel() / word.manner.rate)
    return [tuple(row) for row in frames.reshape(len(run), voice.states).tolist()]


def _rounded(wanted: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole frames, at least one each, whose running sum stays nearest to the wanted one."""
    import numpy as np

    frames = []
    carried = 0.0
    for value in wanted.tolist():
        count = max(1, nearest(value + carried))
        carried += value - count
        frames.append(count)
    return np.array(frames, dtype=np.int64)
