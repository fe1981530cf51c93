"""Acoustic features of recorded speech: mel-cepstrum, log F0 and voicing at 200 frames a second, by WORLD.

Source: Morise, Yokomori and Ozawa (2016), "WORLD: a vocoder-based high-quality speech synthesis system" (Harvest,
CheapTrick); mel-cepstrum on the all-pass warped axis of Tokuda et al. (1994), here by a cosine transform of the log
envelope sampled evenly on that axis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from story_cli.voice.blocks.front import FRAME_HZ

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ORDER = 45  # coefficients, as the shipped decoder gives
WARP = 0.45  # all-pass constant for 32 kHz
RATE_HZ = 32_000
UNVOICED_HZ = 190.0
_FULL_SCALE = 32768.0


def analyse(samples: Floats, rate_hz: int = RATE_HZ) -> NDArray[np.float32]:
    """Samples (−1 … 1) → (frames, ORDER + 2): mel-cepstrum of the 16-bit scale, log F0 without gaps, voiced ±1."""
    import pyworld

    signal = np.ascontiguousarray(samples, dtype=np.float64)
    f0, times = pyworld.harvest(signal, rate_hz, f0_floor=80.0, f0_ceil=480.0, frame_period=1000.0 / FRAME_HZ)
    envelope = pyworld.cheaptrick(signal, f0, times, rate_hz)
    cepstrum = mel_cepstrum(0.5 * np.log(envelope * _FULL_SCALE**2 + 1e-9), WARP, ORDER)
    voiced = f0 > 0
    if voiced.any():
        log_f0 = np.interp(np.arange(len(f0)), np.flatnonzero(voiced), np.log(f0[voiced]))
    else:
        log_f0 = np.full(len(f0), np.log(UNVOICED_HZ))
    return np.concatenate([cepstrum, log_f0[:, None], np.where(voiced, 1.0, -1.0)[:, None]], 1).astype(np.float32)


def mel_cepstrum(log_amplitude: Floats, warp: float, order: int) -> Floats:
    """(frames, bins) of a log amplitude from 0 to half the rate → (frames, order) coefficients of cos(m ω̃)."""
    bins = log_amplitude.shape[1]
    grid = (np.arange(512) + 0.5) * np.pi / 512  # the warped axis
    omega = grid + 2.0 * np.arctan2(-warp * np.sin(grid), 1.0 + warp * np.cos(grid))  # back on the plain one
    place = np.clip(omega / np.pi * (bins - 1), 0, bins - 1.001)
    low = place.astype(int)
    share = place - low
    sampled = log_amplitude[:, low] * (1 - share) + log_amplitude[:, low + 1] * share
    waves = np.cos(np.outer(np.arange(order), grid)) * (2.0 / 512)
    waves[0] /= 2.0
    found: Floats = sampled @ waves.T
    return found


def voice_print(features: NDArray[np.float32]) -> Floats:
    """Who speaks, in 34 numbers: mean and spread of the lower coefficients, and of log F0, over voiced frames.

    A plain stand-in for a trained speaker embedding; a long utterance's is steadier than a short one's.
    """
    voiced = features[features[:, -1] > 0]
    if len(voiced) < 20:
        return np.zeros(34)
    shape, pitch = voiced[:, 1:17], voiced[:, ORDER]
    pitches = [pitch.mean() * 2.0, pitch.std()]
    return np.concatenate([shape.mean(0), 0.5 * shape.std(0), pitches]).astype(np.float64)
