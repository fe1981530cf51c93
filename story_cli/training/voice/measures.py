"""What can be measured of a voice without a recogniser: pitch range, pauses, joins, times, streaming."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from story_cli.text import sentences
from story_cli.training.voice.recogniser import RATE_HZ
from story_cli.units import SAMPLE_RATE_HZ, seconds_to_samples
from story_cli.voice.attempt import Said
from story_cli.voice.blocks.driver import CHUNK_ROWS
from story_cli.voice.engine import Engine, Timing, Utterance
from story_cli.voice.prosody import Planned, plan_sentence, style_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PHRASE = "Once there was a fox who could not sleep, and the moon knew why."
_EDGE = 4  # frames (20 ms) at both ends of a voiced stretch, where trackers slip
_QUIET_DB = -30.0  # below its loudest frame, a frame's pitch is not counted
_FRAME = 0.005
_BESIDE = 0.004  # seconds on both sides of a join in which its steps are looked for


def pitch_range(said: Sequence[NDArray[np.float32]]) -> float:
    """Mean distance between the 5th and 95th hundredth of F0 within a sentence, in semitones; 16-kHz mono."""
    ranges = []
    for wave in said:
        f0 = _pitch(wave)
        if len(f0) > 20:
            low, high = np.percentile(f0, [5, 95])
            ranges.append(12 * np.log2(high / low))
    return float(np.mean(ranges)) if ranges else 0.0


def _pitch(wave: NDArray[np.float32]) -> Floats:
    """F0 in Hz where speech is surely voiced: inside voiced stretches, and not faint.

    Source: Morise, Kawahara and Katayose (2009), "Fast and reliable F0 estimation method … DIO", with StoneMask.
    """
    import pyworld

    signal = np.ascontiguousarray(wave, dtype=np.float64)
    rough, times = pyworld.dio(signal, RATE_HZ, f0_floor=70.0, f0_ceil=600.0, frame_period=1000 * _FRAME)
    f0: Floats = pyworld.stonemask(signal, rough, times, RATE_HZ)
    hop = round(_FRAME * RATE_HZ)
    padded = np.pad(signal**2, (2 * hop, 2 * hop + hop * len(f0)))
    power = np.convolve(padded, np.ones(4 * hop), "valid")[::hop][: len(f0)]
    loud = power > power.max(initial=0.0) * 10 ** (_QUIET_DB / 10)
    sure = np.convolve(f0 > 0, np.ones(2 * _EDGE + 1), "same") > 2 * _EDGE + 0.5
    counted: Floats = f0[loud & sure]
    return counted


def mean_pitch(said: Sequence[NDArray[np.float32]]) -> float:
    """Geometric mean of F0 in Hz over all sentences, 0 without voice; 16-kHz mono."""
    found = np.concatenate([np.zeros(0), *map(_pitch, said)])
    return float(np.exp(np.log(found).mean())) if len(found) else 0.0


def mean_pause(planned: Sequence[Planned]) -> float:
    """Seconds, over pauses in sentences and between them."""
    inside = [word.pause for plan in planned for part in plan.parts for word in part.words if word.pause > 0]
    gaps = [gap for plan in planned for gap in plan.gaps]
    return float(np.mean([*inside, *gaps])) if gaps else 0.0


def prediction_error(predicted: Sequence[Timing], said: Sequence[Timing]) -> float:
    """The whole reading's time as told beforehand, against that of the sound: share by which it is off."""
    spoken = sum(timing.duration for timing in said)
    return abs(sum(timing.duration for timing in predicted) - spoken) / spoken if spoken else 0.0


def largest_join(said: Sequence[Said]) -> float:
    """The largest step between neighbouring samples where sound begins or ends beside a silence, as a share of the
    largest step inside the same sentence. A click is a step as large as any in speech, or larger."""
    shares = []
    for one in said:
        steps = np.abs(np.diff(one.samples))
        joins = {0.0, one.duration}
        for before, after in zip(one.words, one.words[1:], strict=False):
            if after.start - before.end > 2 * _BESIDE:
                joins |= {before.end, after.start}
        most = float(steps.max(initial=0.0))
        near = [float(_around(steps, join).max(initial=0.0)) for join in sorted(joins)]
        shares.append(max(near) / most if most else 0.0)
    return max(shares, default=0.0)


def _around(steps: NDArray[np.float32], moment: float) -> NDArray[np.float32]:
    at, reach = seconds_to_samples(moment), round(_BESIDE * SAMPLE_RATE_HZ)
    return steps[max(0, at - reach) : at + reach]


def streaming(engine: Engine) -> dict[str, object]:
    """Milliseconds until the first sound of a sentence, the voice being loaded before (of a voice that does not stream:
    until its sound); and how far streamed and whole sound are apart."""
    said = _phrase()
    stream: Any = getattr(engine, "stream", None)
    if stream is None:
        return {"first sound after, ms": _delay(lambda: engine.say([said]))}
    whole, streamed = (np.concatenate(list(stream(said, rows))) for rows in (0, CHUNK_ROWS))
    apart = float(np.abs(streamed - whole).max()) if len(streamed) == len(whole) else float("inf")
    return {
        "first sound after, ms": _delay(lambda: stream(said)),
        "streamed against whole, largest difference": float(f"{apart:.2g}"),
    }


def _delay(begin: Callable[[], Iterator[Any]]) -> int:
    """Milliseconds until the first thing comes, the middle of five tries."""
    delays = []
    for _ in range(5):
        started = time.perf_counter()
        next(begin())
        delays.append(time.perf_counter() - started)
    return round(1000 * median(delays))


def _phrase() -> Utterance:
    (sentence,) = sentences(PHRASE)
    return plan_sentence(sentence, [None] * len(sentence.words), style_of([]), 0.86, frozenset()).parts[0]
