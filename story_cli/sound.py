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
_LEAST_HZ, _MOST_HZ = 4000, 192_000
_CHUNK = 480_000  # samples worked on at a time: a long film needs no more memory than a short one
_BLOCK = 4096  # samples; peaks are looked for between the samples of loud blocks only
_OVERSHOOT = 0.5  # a block whose samples stay below this share of a level is taken to stay below it in between


def read_wave(path: Path, rate_hz: int) -> Sound:
    """A 16-bit WAV as stereo at `rate_hz`. Raises: StoryError if it is missing or no such WAV."""
    try:
        with wave.open(str(path), "rb") as source:
            channels, width, own_hz, count = source.getparams()[:4]
            if width != 2 or channels not in (1, 2) or not _LEAST_HZ <= own_hz <= _MOST_HZ:
                raise StoryError(f"{path} is not a 16-bit mono or stereo WAV", "convert it, or make the stage again")
            if count * channels * width * rate_hz / own_hz > _MAX_BYTES:
                raise StoryError(f"{path} is not a 16-bit mono or stereo WAV", "convert it, or make the stage again")
            raw = source.readframes(count)
    except (OSError, EOFError, RuntimeError, wave.Error) as exc:  # wave raises a bare RuntimeError for a bad chunk
        raise StoryError(f"cannot read sound {path}: {exc}", "make the stage again with --force") from exc
    samples = (
        np.frombuffer(raw[: len(raw) // (2 * channels) * (2 * channels)], "<i2")
        .reshape(-1, channels)
        .astype(np.float32)
        / 32768
    )
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
        for begin in range(0, len(samples), _CHUNK):
            part = np.clip(np.rint(samples[begin : begin + _CHUNK] * 32767), -32768, 32767)
            target.writeframes(part.astype("<i2").tobytes())


def integrated_loudness(sound: Sound, rate_hz: int) -> float:
    """Gated loudness in LUFS; −70 for silence or less than one block."""
    samples = sound[:, None] if sound.ndim == 1 else sound
    hop = round(0.1 * rate_hz)
    sums = _hop_energies(samples, rate_hz, hop)
    if len(sums) < 4:
        return -70.0
    windows = np.concatenate([[0.0], np.cumsum(sums)])
    means = (windows[4:] - windows[:-4]) / (4 * hop)  # blocks of 400 ms
    loud = means[_lufs(means) > -70.0]
    if not len(loud):
        return -70.0
    loud = loud[_lufs(loud) > _lufs(np.mean(loud)) - 10.0]
    return float(_lufs(np.mean(loud)))


def true_peak_dbtp(sound: Sound) -> float:
    """Highest level between samples, dBTP."""
    samples = sound[:, None] if sound.ndim == 1 else sound
    highest = float(max(np.max(samples, initial=0.0), -np.min(samples, initial=0.0)))
    _, peaks = _peaks_between(samples, highest)
    return 20.0 * float(np.log10(max(highest, float(peaks.max(initial=0.0)), 1e-9)))


def limit_peaks(sound: Sound, ceiling_dbtp: float, rate_hz: int) -> Sound:
    """Hold peaks under a ceiling with a smooth gain (10-ms look-ahead and release); nothing changes below it."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    ceiling = 10 ** (ceiling_dbtp / 20)
    blocks, peaks = _peaks_between(sound, ceiling)
    too_loud = peaks.max(axis=1, initial=0.0) > ceiling
    if not too_loud.any():
        return sound
    need = np.ones(len(sound) + _BLOCK, np.float32)
    touched = np.zeros(len(need) // _BLOCK + 2, bool)
    for block, over in zip(blocks[too_loud], peaks[too_loud], strict=True):
        need[block * _BLOCK : (block + 1) * _BLOCK] = np.minimum(1.0, ceiling / np.maximum(over, 1e-9))
        touched[max(0, block - 1) : block + 2] = True  # the gain reaches into the neighbours
    window = max(3, round(0.010 * rate_hz))
    held = np.array(sound, np.float32)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], touched, [False]]).astype(np.int8)))
    for begin, end in edges.reshape(-1, 2) * _BLOCK:
        low = minimum_filter1d(need[begin:end], 2 * window + 1)
        held[begin:end] *= uniform_filter1d(low, window)[: len(held[begin:end]), None]
    return held


def _peaks_between(sound: Sound, level: float) -> tuple[Any, Any]:
    """Blocks that may pass a level: their numbers (n,), and the fourfold oversampled peak at each sample (n, BLOCK).

    The maximum over channels. Source: ITU-R BS.1770-4, annex 2.
    """
    from scipy.signal import firwin, resample_poly

    taps: Any = firwin(81, 1 / 4, window=("kaiser", 5.0)).astype(np.float32)
    margin = 32  # samples; more than half the resampling filter
    count = -(-len(sound) // _BLOCK)
    padded = np.zeros((count * _BLOCK + 2 * margin, sound.shape[1]), np.float32)
    padded[margin : margin + len(sound)] = sound
    inner = padded[margin:-margin].reshape(count, _BLOCK * sound.shape[1]) if count else padded[:0]
    highest = np.maximum(inner.max(axis=1, initial=0.0), -inner.min(axis=1, initial=0.0))
    blocks = np.flatnonzero((highest >= level * _OVERSHOOT) & (highest > 0))
    peaks = np.zeros((len(blocks), _BLOCK), np.float32)
    for place, block in enumerate(blocks):
        window = padded[block * _BLOCK : (block + 1) * _BLOCK + 2 * margin].T
        fine = np.abs(resample_poly(np.ascontiguousarray(window), 4, 1, axis=1, window=taps))
        for part in range(4):  # strided views: a reduction over a short axis takes ten times as long
            for channel in fine:
                np.maximum(peaks[place], channel[4 * margin + part : -4 * margin : 4], out=peaks[place])
    return blocks, peaks


def _lufs(power: Any) -> Any:
    return -0.691 + 10.0 * np.log10(np.maximum(power, 1e-12))


def _hop_energies(samples: Sound, rate_hz: int, hop: int) -> npt.NDArray[np.float64]:
    """K-weighted energy of each whole hop, all channels together."""
    from scipy.signal import sosfilt

    filters = _k_weighting(rate_hz)
    state = np.zeros((len(filters), samples.shape[1], 2))
    sums = []
    size = max(1, _CHUNK // hop) * hop
    for begin in range(0, len(samples), size):
        part = np.ascontiguousarray(samples[begin : begin + size].T, np.float64)
        weighted, state = sosfilt(filters, part, axis=1, zi=state)
        whole = weighted.shape[1] // hop * hop
        energy = np.einsum("cn,cn->n", weighted[:, :whole], weighted[:, :whole])
        sums.append(energy.reshape(-1, hop).sum(axis=1))
    return np.concatenate(sums) if sums else np.zeros(0)


def _k_weighting(rate_hz: int) -> npt.NDArray[np.float64]:
    """Head shelf and high-pass of BS.1770, designed for any rate. Source: ITU-R BS.1770-4 tables 1 and 2."""
    k = np.tan(np.pi * 1681.974450955533 / rate_hz)
    gain, q = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    low = gain**0.4996667741545416
    norm = 1 + k / q + k * k
    shelf = [(gain + low * k / q + k * k) / norm, 2 * (k * k - gain) / norm, (gain - low * k / q + k * k) / norm]
    shelf += [1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm]
    k, q = np.tan(np.pi * 38.13547087602444 / rate_hz), 0.5003270373238773
    norm = 1 + k / q + k * k
    high = [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm]
    return np.array([shelf, high])
