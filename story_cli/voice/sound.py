"""Samples of finished speech: resampled to 48 kHz, put in place, faded at their ends, levelled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from story_cli.sound import integrated_loudness
from story_cli.units import SAMPLE_RATE_HZ, seconds_to_samples
from story_cli.voice.engine import Speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

LEVEL_LUFS = -20.0
_SILENT_LUFS = -69.9
_PEAK = 0.89  # −1 dBFS
_FADE = 0.005  # seconds at both ends of every utterance


def fitted(parts: Sequence[Speech], starts: Sequence[int], total: int) -> Samples:
    """One wave of `total` samples with each part at its start, resampled to 48 kHz and faded at its ends."""
    import numpy as np

    joined = np.zeros(total, dtype=np.float32)
    for part, start in zip(parts, starts, strict=True):
        length = min(seconds_to_samples(part.timing.duration), total - start)
        samples = _resampled(part.samples, part.rate_hz)[:length]
        joined[start : start + len(samples)] += _faded(samples)
    return joined


def _resampled(samples: Samples, rate_hz: int) -> Samples:
    import numpy as np
    from scipy.signal import resample_poly

    if rate_hz == SAMPLE_RATE_HZ or not len(samples):
        return samples
    shared = math.gcd(rate_hz, SAMPLE_RATE_HZ)
    resampled: Samples = resample_poly(samples, SAMPLE_RATE_HZ // shared, rate_hz // shared).astype(np.float32)
    return resampled


def _faded(samples: Samples) -> Samples:
    import numpy as np

    count = min(seconds_to_samples(_FADE), len(samples) // 2)
    ramp = np.sin(np.linspace(0.0, np.pi / 2, count, endpoint=False, dtype=np.float32)) ** 2
    faded = samples.copy()
    faded[:count] *= ramp
    faded[len(faded) - count :] *= ramp[::-1]
    return faded


def level_gain(waves: Sequence[Samples]) -> float:
    """Factor that brings the whole narration to LEVEL_LUFS without a peak over −1 dBFS; 1 for silence."""
    import numpy as np

    joined = np.concatenate(list(waves)) if waves else np.zeros(0, dtype=np.float32)
    peak = float(np.abs(joined).max(initial=0.0))
    if peak == 0.0:
        return 1.0
    loudness = integrated_loudness(joined, SAMPLE_RATE_HZ)
    if loudness <= _SILENT_LUFS:
        return 1.0
    wanted: float = 10.0 ** ((LEVEL_LUFS - loudness) / 20.0)
    return min(wanted, _PEAK / peak)
