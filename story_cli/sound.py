"""Sound files and levels, shared by score, voice and render: WAV in and out, loudness, true peak, limiting.

Sound is float32 (samples, channels) in −1 … 1. Loudness follows ITU-R BS.1770-4 (K-weighting, 400-ms blocks with 75 %
overlap, gates at −70 LUFS and −10 LU); true peak is the maximum after fourfold oversampling (annex 2).
"""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from story_cli.errors import StoryError

Sound = Any  # float32 array (samples, channels); SciPy's stubs lose the type
_MAX_BYTES = 2 * 1024**3


def read_wave(path: Path, rate_hz: int) -> Sound:
    """A 16-bit WAV as stereo at `rate_hz`. Raises: StoryError if it is missing or no such WAV."""
    try:
        with wave.open(str(path), "rb") as source:
            channels, width, own_hz, count = source.getparams()[:4]
            if width != 2 or channels not in (1, 2) or count * channels * width > _MAX_BYTES:
                raise StoryError(f"{path} is not a 16-bit mono or stereo WAV", "convert it, or make the stage again")
            raw = source.readframes(count)
    except (OSError, EOFError, wave.Error) as exc:
        raise StoryError(f"cannot read sound {path}: {exc}", "make the stage again with --force") from exc
    samples = np.frombuffer(raw, "<i2").reshape(-1, channels).astype(np.float32) / 32768
    if own_hz != rate_hz:
        from scipy.signal import resample_poly

        divisor = int(np.gcd(own_hz, rate_hz))
        samples = resample_poly(samples, rate_hz // divisor, own_hz // divisor, axis=0).astype(np.float32)
    return np.repeat(samples, 2, axis=1) if channels == 1 else samples


def write_wave(path: Path, sound: Sound, rate_hz: int) -> None:
    """Write 16-bit PCM, one channel or two; values beyond ±1 are clipped. No date or program name gets in."""
    samples = sound[:, None] if sound.ndim == 1 else sound
    with wave.open(str(path), "wb") as target:
        target.setnchannels(samples.shape[1])
        target.setsampwidth(2)
        target.setframerate(rate_hz)
        target.writeframes(np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes())


def integrated_loudness(sound: Sound, rate_hz: int) -> float:
    """Gated loudness in LUFS; −70 for silence or less than one block."""
    samples = sound[:, None] if sound.ndim == 1 else sound
    power = np.sum(np.square(_k_weighted(samples, rate_hz)), axis=1)
    block, hop = round(0.4 * rate_hz), round(0.1 * rate_hz)
    if len(power) < block:
        return -70.0
    sums = np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)])
    starts = np.arange(0, len(power) - block + 1, hop)
    means = (sums[starts + block] - sums[starts]) / block
    loud = means[_lufs(means) > -70.0]
    if not len(loud):
        return -70.0
    loud = loud[_lufs(loud) > _lufs(np.mean(loud)) - 10.0]
    return float(_lufs(np.mean(loud)))


def true_peak_dbtp(sound: Sound) -> float:
    """Highest level between samples, dBTP."""
    from scipy.signal import resample_poly

    peak = float(np.max(np.abs(resample_poly(sound, 4, 1, axis=0)), initial=0.0))
    return 20.0 * float(np.log10(max(peak, 1e-9)))


def limit_peaks(sound: Sound, ceiling_dbtp: float, rate_hz: int) -> Sound:
    """Hold peaks under a ceiling with a smooth gain (10-ms look-ahead and release); nothing changes below it."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d
    from scipy.signal import resample_poly

    ceiling = 10 ** (ceiling_dbtp / 20)
    over = np.abs(resample_poly(sound, 4, 1, axis=0)).max(axis=1)[: 4 * len(sound)].reshape(-1, 4).max(axis=1)
    if over.max(initial=0.0) <= ceiling:
        return sound
    need = np.minimum(1.0, ceiling / np.maximum(over, 1e-9))
    window = max(3, round(0.010 * rate_hz))
    gain = uniform_filter1d(minimum_filter1d(need, 2 * window + 1), window)
    return (sound * gain[:, None]).astype(np.float32)


def _lufs(power: Any) -> Any:
    return -0.691 + 10.0 * np.log10(np.maximum(power, 1e-12))


def _k_weighted(samples: Sound, rate_hz: int) -> npt.NDArray[np.float64]:
    """Head shelf and high-pass of BS.1770, designed for any rate. Source: ITU-R BS.1770-4 tables 1 and 2."""
    from scipy.signal import sosfilt

    k = np.tan(np.pi * 1681.974450955533 / rate_hz)
    gain, q = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    low = gain**0.4996667741545416
    norm = 1 + k / q + k * k
    shelf = [(gain + low * k / q + k * k) / norm, 2 * (k * k - gain) / norm, (gain - low * k / q + k * k) / norm]
    shelf += [1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm]
    k, q = np.tan(np.pi * 38.13547087602444 / rate_hz), 0.5003270373238773
    norm = 1 + k / q + k * k
    high = [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm]
    return np.asarray(sosfilt(np.array([shelf, high]), samples.astype(np.float64), axis=0))
