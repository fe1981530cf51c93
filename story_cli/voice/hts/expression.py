"""Puts the plan of an utterance on its trajectories: pitch, movement, final contours, emphasis, loudness, speaker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from story_cli.voice.engine import CONTOUR_SEMITONES, EMPHASIS_DB, EMPHASIS_SEMITONES, Utterance, WordPlan
from story_cli.voice.hts.durations import PhoneFrames
from story_cli.voice.hts.parameters import Parameters
from story_cli.voice.hts.vocoder import Excitation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SEMITONE = 0.057762265  # ln 2 / 12
_SMOOTH = 9  # frames (45 ms) over which a change of manner is spread: no step, no click
_MELODY = 25  # frames (125 ms) over which the melody goes from word to word
_CONTOUR_FRAMES = 44  # the last 220 ms before a phrase ends
_HUSH_DB, _HUSH_FROM, _HUSH_FRAMES = -36.0, 6, 8.0
_F0_BOUNDS_HZ = (90.0, 480.0)


def perform(parameters: Parameters, utterance: Utterance, frames: Sequence[PhoneFrames]) -> tuple[Floats, Excitation]:
    """Mel-cepstrum (frames, order + 1) and excitation of the utterance as planned."""
    import numpy as np

    words = utterance.words
    owner = _owners(frames)
    log_f0 = parameters.log_f0
    centre = float(log_f0[parameters.voiced].mean()) if parameters.voiced.any() else float(log_f0.mean())
    shift = _smooth(_each(words, owner, lambda word: word.manner.pitch))
    melody = _smooth(_each(words, owner, lambda word: word.lift), _MELODY)
    span = _smooth(_each(words, owner, lambda word: word.manner.span))
    bump = _smooth(_each(words, owner, lambda word: word.emphasis), 2 * _SMOOTH)
    gain_db = _smooth(_each(words, owner, lambda word: word.manner.gain_db)) + bump * EMPHASIS_DB
    semitones = shift + melody + bump * EMPHASIS_SEMITONES + _contours(words, frames)
    moved = centre + (log_f0 - centre) * span + semitones * _SEMITONE
    f0_hz = np.clip(np.exp(moved), *_F0_BOUNDS_HZ)
    cepstrum = parameters.cepstrum.copy()
    cepstrum[:, 0] += (gain_db + _hush(frames)) * np.log(10.0) / 20.0
    tract = _each(words, owner, lambda word: word.manner.tract)
    return cepstrum, Excitation(f0_hz, parameters.voiced, tract)


def _owners(frames: Sequence[PhoneFrames]) -> NDArray[np.int64]:
    """Index of the shown word at each frame; silence belongs to the word before it (at the start, after it)."""
    import numpy as np

    owner = np.repeat([phone.word for phone in frames], [sum(phone.states) for phone in frames])
    known = np.flatnonzero(owner >= 0)
    before = np.searchsorted(known, np.arange(len(owner)), side="right") - 1
    found: NDArray[np.int64] = owner[known[np.maximum(before, 0)]]
    return found


def _each(words: Sequence[WordPlan], owner: NDArray[np.int64], value: Callable[[WordPlan], float]) -> Floats:
    import numpy as np

    return np.array([float(value(word)) for word in words])[owner]


def _smooth(track: Floats, width: int = _SMOOTH) -> Floats:
    """Moving average, twice, that keeps the ends."""
    import numpy as np

    for _ in range(2):
        padded = np.pad(track, width // 2, mode="edge")
        track = np.convolve(padded, np.full(width, 1.0 / width), mode="valid")[: len(track)]
    return track


def _hush(frames: Sequence[PhoneFrames]) -> Floats:
    """dB that quieten the inside of silences, where the models hiss; the first 30 ms keep the last release."""
    import numpy as np

    parts = []
    for phone in frames:
        count = sum(phone.states)
        fall = np.clip((np.arange(count) - _HUSH_FROM) / _HUSH_FRAMES, 0.0, 1.0)
        rise = np.clip((count - 1 - np.arange(count)) / _HUSH_FRAMES, 0.0, 1.0)
        parts.append(np.minimum(fall, rise) * _HUSH_DB if phone.word < 0 else np.zeros(count))
    return np.concatenate(parts)


def _contours(words: Sequence[WordPlan], frames: Sequence[PhoneFrames]) -> Floats:
    """Semitones added before each phrase end: a question rises, a statement settles. Silence after it stays there."""
    import numpy as np

    owner = np.repeat([phone.word for phone in frames], [sum(phone.states) for phone in frames])
    added = np.zeros(len(owner))
    last = max((phone.word for phone in frames), default=-1)
    for index, word in enumerate(words):
        goal = CONTOUR_SEMITONES[word.contour]
        here = np.flatnonzero(owner == index)
        if goal and len(here) and (word.pause > 0 or index == last):
            end = here[-1] + 1
            begin = max(0, end - _CONTOUR_FRAMES)
            added[begin:end] += goal * np.linspace(0.0, 1.0, end - begin) ** 1.5
    return added
