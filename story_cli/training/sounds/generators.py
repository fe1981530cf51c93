"""The generators behind the recipes: additive and FM oscillators, struck modes, shaped noise, throats, grains.

All give mono float64 at RATE_HZ and draw from the rng they are given.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from story_cli.training.sounds.recipe import ON_OFF, Curve, Grains, Layer, Modal, Noise, Sweep, Voice

RATE_HZ = 32_000
Signal = NDArray[np.float64]
_FORMANTS: dict[str, tuple[tuple[float, float], ...]] = {  # centre Hz and gain; Source: Peterson and Barney 1952, women
    "a": ((850, 1.0), (1220, 0.7), (2810, 0.25)),
    "e": ((610, 1.0), (2330, 0.45), (2990, 0.3)),
    "i": ((310, 1.0), (2790, 0.35), (3310, 0.3)),
    "o": ((590, 1.0), (920, 0.6), (2710, 0.12)),
    "u": ((370, 1.0), (950, 0.35), (2670, 0.07)),
    "m": ((280, 1.0), (1300, 0.08), (2400, 0.04)),
}
_FRAME = 512  # samples of the noise shaper's frames, half overlapping


def curve(points: Curve, count: int, log: bool = False) -> Signal:
    """Breakpoints → `count` values."""
    x = np.linspace(0.0, 1.0, count)
    xs, ys = np.array([p[0] for p in points]), np.array([p[1] for p in points], float)
    values = np.exp(np.interp(x, xs, np.log(np.maximum(ys, 1e-6)))) if log else np.interp(x, xs, ys)
    return np.asarray(values, np.float64)


def render_layer(layer: Layer, rng: np.random.Generator) -> Signal:
    """One layer from its own start (its `at` is the caller's), enveloped, filtered, echoed."""
    if isinstance(layer, Sweep):
        sound = _sweep(layer, rng)
    elif isinstance(layer, Modal):
        sound = _modal(layer, rng)
    elif isinstance(layer, Noise):
        sound = _noise(layer, rng)
    elif isinstance(layer, Voice):
        sound = _voice(layer, rng)
    elif isinstance(layer, Grains):
        sound = _grains(layer, rng)
    else:
        raise TypeError(type(layer).__name__)
    if not isinstance(layer, Modal | Grains) or layer.amp != ON_OFF:
        sound = sound * curve(layer.amp, len(sound))
    if layer.low:
        sound = sosfilt(butter(2, min(layer.low, 0.49 * RATE_HZ), "lowpass", fs=RATE_HZ, output="sos"), sound)
    if layer.high:
        sound = sosfilt(butter(2, layer.high, "highpass", fs=RATE_HZ, output="sos"), sound)
    if layer.echo[0]:
        sound = _echo(sound, *layer.echo)
    return np.asarray(sound * layer.gain)


def _echo(sound: Signal, delay: float, share: float) -> Signal:
    step = int(delay * RATE_HZ)
    result = np.concatenate([sound, np.zeros(step * 3)])
    for index in (1, 2, 3):
        result[index * step : index * step + len(sound)] += sound * share**index
    return result


def _pitch(points: Curve, count: int, vibrato: tuple[float, float], rng: np.random.Generator, jitter: float) -> Signal:
    """Frequencies over time with vibrato and slow random wander, both in cents."""
    cents = vibrato[1] * np.sin(2 * np.pi * vibrato[0] * np.arange(count) / RATE_HZ)
    if jitter:
        knots = rng.normal(0.0, jitter, max(2, count * 25 // RATE_HZ + 2))
        cents = cents + np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)
    return np.asarray(curve(points, count, log=True) * 2 ** (cents / 1200))


def _sweep(layer: Sweep, rng: np.random.Generator) -> Signal:
    count = int(layer.seconds * RATE_HZ)
    hz = _pitch(layer.hz, count, layer.vibrato, rng, 0.0)
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    if layer.fm[0]:
        phase = phase + layer.fm[1] * np.sin(layer.fm[0] * phase) * curve(layer.amp, count)
    sound = np.zeros(count)
    for number, gain in enumerate(layer.harmonics, 1):
        sound += gain * np.sin(number * phase) * (number * hz < 0.45 * RATE_HZ)
    return sound / max(1.0, sum(abs(g) for g in layer.harmonics))


def _modal(layer: Modal, rng: np.random.Generator) -> Signal:
    ring = max(mode[1] for mode in layer.modes)
    last = max(hit[0] for hit in layer.hits)
    count = int((max(layer.seconds, last + ring)) * RATE_HZ)
    sound = np.zeros(count)
    for time, level in layer.hits:
        start = int(time * RATE_HZ)
        t = np.arange(count - start) / RATE_HZ
        shift = 2 ** rng.normal(0.0, layer.detune)
        for hz, decay, gain in layer.modes:
            tone = np.sin(2 * np.pi * hz * shift * t + rng.uniform(0, 0.3)) * np.exp(-6.9 * t / decay)
            sound[start:] += level * gain * tone * np.minimum(1.0, t / 0.0015)
        if layer.click:
            size = min(len(t), int(0.02 * RATE_HZ))
            burst = rng.normal(0, 1, size) * np.exp(-np.arange(size) / (0.003 * RATE_HZ))
            sound[start : start + size] += level * layer.click * burst
    return sound / max(1.0, sum(m[2] for m in layer.modes))


def _shaped(count: int, gains: Signal, rng: np.random.Generator, smooth: bool = False) -> Signal:
    """White noise through a moving spectrum: gains (frames, _FRAME // 2 + 1), frames half overlapping."""
    hop = _FRAME // 2
    window = np.hanning(_FRAME + 1)[:-1]
    after = np.ones(_FRAME)
    if smooth:  # narrow filters ring round the frame and would click at its ends, so it is faded after them
        window, after = after, window
    noise = rng.normal(0.0, 1.0, count + 2 * _FRAME)
    result = np.zeros(count + 2 * _FRAME)
    for index, gain in enumerate(gains):
        start = index * hop
        spectrum = np.fft.rfft(noise[start : start + _FRAME] * window) * gain
        result[start : start + _FRAME] += np.fft.irfft(spectrum, _FRAME) * after
    return result[hop : hop + count]


def _frames(count: int) -> int:
    return count // (_FRAME // 2) + 2


def _noise(layer: Noise, rng: np.random.Generator) -> Signal:
    count = int(layer.seconds * RATE_HZ)
    centres = curve(layer.hz, _frames(count), log=True)
    bins = np.maximum(np.fft.rfftfreq(_FRAME, 1 / RATE_HZ), 20.0)
    octaves = np.log2(bins[None, :] / centres[:, None])
    gains = np.exp(-0.5 * (octaves / layer.width) ** 2)
    gains /= np.sqrt((gains**2).mean(axis=1, keepdims=True)) + 1e-9
    sound = _shaped(count, gains, rng, layer.smooth)
    if layer.tremor[0]:
        t = np.arange(count) / RATE_HZ
        sound = sound * (1 - layer.tremor[1] * (0.5 + 0.5 * np.cos(2 * np.pi * layer.tremor[0] * t)))
    return 0.3 * sound


def _formant_gain(hz: Signal, vowel: str, size: float) -> Signal:
    """Spectral envelope of a vowel at frequencies `hz`: sum of resonance bells 90–250 Hz wide."""
    total = np.full_like(hz, 0.004)
    for centre, gain in _FORMANTS[vowel]:
        width = (70 + 0.06 * centre) * size
        total += gain / (1 + ((hz - centre * size) / width) ** 2)
    return total


def _vowel_mix(vowels: Sequence[tuple[float, str]], count: int) -> list[tuple[str, Signal]]:
    """Each vowel's weight over time, neighbours cross-faded."""
    xs = [v[0] for v in vowels]
    at = np.linspace(0, 1, count)
    if len(vowels) == 1:
        return [(vowels[0][1], np.ones(count))]
    return [
        (name, np.interp(at, xs, [1.0 if i == j else 0.0 for j in range(len(xs))]))
        for i, (_, name) in enumerate(vowels)
    ]


def _voice(layer: Voice, rng: np.random.Generator) -> Signal:
    count = int(layer.seconds * RATE_HZ)
    hz = _pitch(layer.hz, count, layer.vibrato, rng, layer.jitter)
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    mix = _vowel_mix(layer.vowels, count)
    sound = np.zeros(count)
    for number in range(1, int(min(48, 7000 * layer.size / float(hz.min()))) + 1):
        partial = number * hz
        gain = np.zeros(count)
        for vowel, weight in mix:
            gain += weight * _formant_gain(partial, vowel, layer.size)
        sound += gain * number ** (-layer.tilt) * np.sin(number * phase) * (partial < 0.45 * RATE_HZ)
    if layer.growl[0]:
        slow = np.sin(2 * np.pi * layer.growl[0] * np.arange(count) / RATE_HZ)
        rough = np.clip(np.sin(phase * 0.5) + 0.3 * slow, -1, 1)
        sound = sound * (1 - layer.growl[1] * (0.5 + 0.5 * rough))
    sound = sound / (np.abs(sound).max() + 1e-9) * (1 - layer.breath)
    if layer.breath:
        bins = np.asarray(np.fft.rfftfreq(_FRAME, 1 / RATE_HZ), np.float64)
        frames = _frames(count)
        gains = np.zeros((frames, len(bins)))
        for vowel, weight in _vowel_mix(layer.vowels, frames):
            gains += np.outer(weight, _formant_gain(bins, vowel, layer.size))
        breath = _shaped(count, gains, rng)
        sound = sound + layer.breath * breath / (np.abs(breath).max() + 1e-9)
    return np.asarray(sound)


def _grains(layer: Grains, rng: np.random.Generator) -> Signal:
    """Copies within layer.seconds; the last ones may ring beyond it."""
    pieces: list[tuple[int, Signal]] = []
    for index in range(layer.count):
        even, wild = (index + 0.5) / layer.count, rng.uniform()
        time = layer.seconds * (layer.rhythm * even + (1 - layer.rhythm) * wild)
        factor = float(np.exp(rng.uniform(*np.log(layer.pitch))))
        copy = _transposed(layer.grain, factor)
        pieces.append((int(time * RATE_HZ), render_layer(copy, rng) * rng.uniform(*layer.level)))
    sound = np.zeros(max(start + len(piece) for start, piece in pieces))
    for start, piece in pieces:
        sound[start : start + len(piece)] += piece
    return sound


def _transposed(layer: Sweep | Modal | Noise | Voice, factor: float) -> Layer:
    if isinstance(layer, Modal):
        modes = tuple((hz * factor, decay, gain) for hz, decay, gain in layer.modes)
        return msgspec.structs.replace(layer, modes=modes)
    return msgspec.structs.replace(layer, hz=tuple((x, hz * factor) for x, hz in layer.hz))
