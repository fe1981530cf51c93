"""Sound files and levels, shared by score, voice and render: WAV in and out, loudness, true peak, limiting.

Sound is float32 (samples, channels) in −1 … 1. Loudness follows ITU-R BS.1770-4 (K-weighting, 400-ms blocks with 75 %
overlap, gates at −70 LUFS and −10 LU); true peak is the maximum after fourfold oversampling (annex 2).
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
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
    blocks = list(wave_blocks(path, rate_hz))
    return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)


def wave_blocks(path: Path, rate_hz: int) -> Iterator[Sound]:
    """A 16-bit WAV as stereo at `rate_hz`, some seconds at a time; at least one block, all at once if it is resampled.

    Raises: StoryError if it is missing or no such WAV.
    """
    try:
        with wave.open(str(path), "rb") as source:
            channels, width, own_hz, count = source.getparams()[:4]
            fits = width == 2 and channels in (1, 2) and _LEAST_HZ <= own_hz <= _MOST_HZ
            if not fits or count * channels * width * rate_hz / own_hz > _MAX_BYTES:
                raise StoryError(f"{path} is not a 16-bit mono or stereo WAV", "convert it, or make the stage again")
            size = _CHUNK if own_hz == rate_hz else max(1, count)
            yield _stereo(source.readframes(size), channels, own_hz, rate_hz)
            for _ in range(size, count, size):
                yield _stereo(source.readframes(size), channels, own_hz, rate_hz)
    except (OSError, EOFError, RuntimeError, wave.Error) as exc:  # wave raises a bare RuntimeError for a bad chunk
        raise StoryError(f"cannot read sound {path}: {exc}", "make the stage again with --force") from exc


def _stereo(raw: bytes, channels: int, own_hz: int, rate_hz: int) -> Sound:
    """16-bit samples as float stereo; bytes beyond the last whole sample are dropped."""
    whole = raw[: len(raw) // (2 * channels) * (2 * channels)]
    samples: Any = np.frombuffer(whole, "<i2").reshape(-1, channels).astype(np.float32)
    samples /= 32768
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
    highest = float(_block_peaks(samples).max(initial=0.0))
    between = (float(peaks.max()) for _, peaks in _peaks_between(samples, highest))
    return 20.0 * float(np.log10(max(highest, *between, 1e-9)))


def hold_peaks(sound: Sound, ceiling_dbtp: float, rate_hz: int) -> bool:
    """Hold peaks under a ceiling, in place, with a smooth gain (10-ms look-ahead and release).

    Nothing changes below the ceiling; False if nothing was above it.
    """
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    ceiling = 10 ** (ceiling_dbtp / 20)
    needed = {b: np.minimum(1.0, ceiling / p) for b, p in _peaks_between(sound, ceiling) if p.max() > ceiling}
    if not needed:
        return False
    touched = np.zeros(len(sound) // _BLOCK + 3, bool)
    for block in needed:
        touched[max(0, block - 1) : block + 2] = True  # the gain reaches into the neighbours
    window = max(3, round(0.010 * rate_hz))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], touched, [False]]).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        begin, end = first * _BLOCK, last * _BLOCK
        need = np.ones(end - begin, np.float32)
        for block in range(first, last):
            if block in needed:
                need[block * _BLOCK - begin : (block + 1) * _BLOCK - begin] = needed[block]
        low = minimum_filter1d(need, 2 * window + 1)
        sound[begin:end] *= uniform_filter1d(low, window)[: len(sound[begin:end]), None]
    return True


def _peaks_between(sound: Sound, level: float) -> Iterator[tuple[int, Any]]:
    """Blocks that may pass a level: their number, and the fourfold oversampled peak at each of BLOCK samples.

    The maximum over channels. Source: ITU-R BS.1770-4, annex 2.
    """
    from scipy.signal import firwin, resample_poly

    taps: Any = firwin(81, 1 / 4, window=("kaiser", 5.0)).astype(np.float32)
    margin = 32  # samples; more than half the resampling filter
    highest = _block_peaks(sound)
    for block in np.flatnonzero((highest >= level * _OVERSHOOT) & (highest > 0)).tolist():
        begin, end = block * _BLOCK - margin, (block + 1) * _BLOCK + margin
        inside = sound[max(0, begin) : end]
        window = np.zeros((sound.shape[1], end - begin), np.float32)
        window[:, max(0, -begin) : max(0, -begin) + len(inside)] = inside.T
        fine = np.abs(resample_poly(window, 4, 1, axis=1, window=taps))
        peaks = np.zeros(_BLOCK, np.float32)
        for part in range(4):  # strided views: a reduction over a short axis takes ten times as long
            for channel in fine:
                np.maximum(peaks, channel[4 * margin + part : -4 * margin : 4], out=peaks)
        yield block, peaks


def _block_peaks(sound: Sound) -> Any:
    """Highest sample of each block, the maximum over channels; without a copy of the sound."""
    whole = len(sound) // _BLOCK
    found = np.zeros(-(-len(sound) // _BLOCK), np.float32)
    for channel in sound.T:
        body, tail = channel[: whole * _BLOCK].reshape(whole, _BLOCK), channel[whole * _BLOCK :]
        highs = np.maximum(body.max(axis=1, initial=0.0), -body.min(axis=1, initial=0.0))
        np.maximum(found[:whole], highs, out=found[:whole])
        if len(tail):
            found[whole] = max(found[whole], tail.max(), -tail.min())
    return found


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
