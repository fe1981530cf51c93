"""The level of the music: one gain to a loudness, dipping only where a peak would clip; and the loudest 400 ms of a
short sound. Loudness itself is measured in story_cli.sound (ITU-R BS.1770-4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from story_cli.sound import integrated_loudness
from story_cli.units import SAMPLE_RATE_HZ, decibels_to_gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

SILENCE_LUFS = -70.0
_LOOK_AHEAD_SECONDS = 0.005


def levelling_gain(mix: NDArray[np.floating], lufs: float, ceiling_db: float = -1.5) -> NDArray[np.float32]:
    """A gain for every sample (samples, 1) that brings the mix (samples, 2) to `lufs`, its samples below the ceiling.

    The gain is constant but for dips of a few milliseconds around peaks; a second round makes up for their cost.
    """
    ceiling = decibels_to_gain(ceiling_db)
    loudness = integrated_loudness(mix, SAMPLE_RATE_HZ)
    if loudness <= SILENCE_LUFS:
        return np.ones((len(mix), 1), np.float32)
    peaks = np.maximum(np.abs(mix[:, 0]), np.abs(mix[:, 1]))
    gain = decibels_to_gain(lufs - loudness)
    if float(peaks.max()) * gain > ceiling:
        limited = _limited(peaks, gain, ceiling)
        gain *= decibels_to_gain(lufs - integrated_loudness(mix * limited[:, None], SAMPLE_RATE_HZ))
        return _limited(peaks, gain, ceiling)[:, None].astype(np.float32)
    return np.full((len(mix), 1), gain, np.float32)


def _limited(peaks: NDArray[np.floating], gain: float, ceiling: float) -> NDArray[np.float64]:
    width = int(_LOOK_AHEAD_SECONDS * SAMPLE_RATE_HZ) * 2 + 1
    wanted = np.minimum(gain, ceiling / np.maximum(peaks, 1e-9))
    return np.asarray(uniform_filter1d(minimum_filter1d(wanted, 2 * width), width), np.float64)


def momentary_loudness(sound: NDArray[np.floating], rate_hz: int) -> float:
    """LUFS of the loudest 400 ms of a mono sound; a shorter one counts as if silence followed. −70 for silence."""
    block, hop = round(0.4 * rate_hz), round(0.05 * rate_hz)
    padded = np.pad(sound, (0, max(0, block - len(sound))))
    starts = range(0, len(padded) - block + 1, hop)
    return max(integrated_loudness(padded[start : start + block], rate_hz) for start in starts)
