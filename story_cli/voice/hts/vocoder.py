"""Mel-cepstrum and F0 to samples: pulses and noise, each shaped by the envelope of its moment.

In: one row a frame. Out: float32 samples, frame count × frame length, full scale ±1. Every pulse and every windowed
slice of noise gets its own filter, so nothing is recursive and nothing can click or ring on.
Source of the envelope: Tokuda et al. (1994), "Mel-generalized cepstral analysis" (γ = 0); mixed excitation after
Yoshimura et al. (2001), "Mixed excitation for HMM-based speech synthesis".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Complex = NDArray[np.complex128]

FFT = 1024  # 32 ms at 32 kHz, longer than the ringing of any envelope
_BLOCK = 256  # pulses or slices filtered at once
NOISE_SEED = 20101025
_BREATH_FROM_HZ, _BREATH_FULL_HZ, _BREATH = 2500.0, 7500.0, 0.7  # share of noise in voiced sound, rising with frequency


class Excitation(NamedTuple):
    """What the vocal folds do, frame by frame (frames,): F0 in Hz, voiced or not; `tract` 1 = the speaker's length."""

    f0_hz: Floats
    voiced: NDArray[np.bool_]
    tract: Floats


def synthesize(cepstrum: Floats, excitation: Excitation, rate_hz: int, hop: int, warp: float) -> NDArray[np.float32]:
    """Samples (frames × hop,) of an utterance. Deterministic: the noise is always the same."""
    import numpy as np

    total = len(cepstrum) * hop
    wave = np.zeros(total + 2 * FFT)
    places, periods = pulse_places(excitation, rate_hz, hop)
    noise = np.random.Generator(np.random.PCG64(NOISE_SEED)).standard_normal((len(cepstrum) + 2) * hop)
    for tract in np.unique(excitation.tract).tolist():
        basis = warped_basis(cepstrum.shape[1], warp, tract)
        here = excitation.tract[np.minimum(places // hop, len(cepstrum) - 1).astype(int)] == tract
        add_pulses(wave, cepstrum, basis, places[here], periods[here], rate_hz, hop)
        rows = np.flatnonzero(excitation.tract == tract)
        add_noise(wave, cepstrum, basis, rows, excitation.voiced, rate_hz, hop, noise)
    return (wave[FFT : FFT + total] / 32768.0).astype(np.float32)


def pulse_places(excitation: Excitation, rate_hz: int, hop: int) -> tuple[Floats, Floats]:
    """Fractional sample places of the pulses, and the period of each in samples."""
    import numpy as np

    frames = len(excitation.f0_hz)
    samples = np.arange(frames * hop)
    f0 = np.interp(samples, (np.arange(frames) + 0.5) * hop, excitation.f0_hz)
    step = np.where(excitation.voiced.repeat(hop), f0 / rate_hz, 0.0)
    phase = np.cumsum(step)
    whole = np.floor(phase)
    at = np.flatnonzero(np.diff(whole, prepend=0.0) > 0)
    return at - (phase[at] - whole[at]) / step[at], 1.0 / step[at]


def add_pulses(
    wave: Floats, cepstrum: Floats, basis: Complex, places: Floats, periods: Floats, rate_hz: int, hop: int
) -> None:
    import numpy as np

    tone = np.sqrt(1.0 - breath_share(rate_hz) ** 2)
    turns = -2j * np.pi * np.arange(FFT // 2 + 1) / FFT
    for begin in range(0, len(places), _BLOCK):
        place, period = places[begin : begin + _BLOCK], periods[begin : begin + _BLOCK]
        first = np.floor(place).astype(int)
        rows = _between(cepstrum, place / hop - 0.5)
        spectrum = np.exp(rows @ basis + np.outer(place - first, turns)) * tone
        shapes = np.fft.irfft(spectrum * np.sqrt(period)[:, None], FFT)
        for start, shape in zip(first.tolist(), shapes, strict=True):
            wave[start + FFT : start + 2 * FFT] += shape


def add_noise(
    wave: Floats,
    cepstrum: Floats,
    basis: Complex,
    rows: NDArray[np.int64],
    voiced: NDArray[np.bool_],
    rate_hz: int,
    hop: int,
    noise: Floats,
) -> None:
    """White noise, (frames + 2) × hop samples of it, in slices of two frames under a Hann window that add up to one."""
    import numpy as np

    window = np.hanning(2 * hop + 1)[:-1]
    breath = breath_share(rate_hz)
    for begin in range(0, len(rows), _BLOCK):
        block = rows[begin : begin + _BLOCK]
        starts = block * hop - hop // 2
        slices = np.stack([noise[start + hop : start + 3 * hop] for start in starts.tolist()]) * window
        spectrum = np.fft.rfft(slices, FFT) * np.exp(cepstrum[block] @ basis)
        spectrum *= np.where(voiced[block][:, None], breath, 1.0)
        for start, shape in zip(starts.tolist(), np.fft.irfft(spectrum, FFT), strict=True):
            wave[start + FFT : start + 2 * FFT] += shape


def _between(cepstrum: Floats, places: Floats) -> Floats:
    """Rows at fractional frame places, linear in the cepstrum."""
    import numpy as np

    clipped = np.clip(places, 0, len(cepstrum) - 1)
    low = np.minimum(clipped.astype(int), max(0, len(cepstrum) - 2))
    share = (clipped - low)[:, None]
    high = np.minimum(low + 1, len(cepstrum) - 1)
    mixed: Floats = cepstrum[low] * (1.0 - share) + cepstrum[high] * share
    return mixed


@lru_cache(maxsize=16)
def warped_basis(order: int, warp: float, tract: float) -> Complex:
    """(order, FFT/2 + 1): e^(−j m ω̃), the all-pass warped axis of a tract so many times as long."""
    import numpy as np

    omega = np.minimum(np.linspace(0.0, np.pi, FFT // 2 + 1) * tract, np.pi)
    warped = omega + 2.0 * np.arctan2(warp * np.sin(omega), 1.0 - warp * np.cos(omega))
    basis: Complex = np.exp(-1j * np.outer(np.arange(order), warped))
    return basis


@lru_cache(maxsize=4)
def breath_share(rate_hz: int) -> Floats:
    """(FFT/2 + 1,) amplitude of noise in voiced sound."""
    import numpy as np

    hertz = np.linspace(0.0, rate_hz / 2, FFT // 2 + 1)
    rise = np.clip((hertz - _BREATH_FROM_HZ) / (_BREATH_FULL_HZ - _BREATH_FROM_HZ), 0.0, 1.0)
    share: Floats = _BREATH * np.sin(rise * np.pi / 2) ** 2
    return share
