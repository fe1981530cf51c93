"""Blocks without weights that end a stack: expression on acoustic features, and the pulse vocoder, both in windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from story_cli.voice.blocks.block import Port, StreamableBlock, Window
from story_cli.voice.blocks.front import CONTROLS, FRAME_HZ
from story_cli.voice.engine import CONTOUR_SEMITONES, EMPHASIS_DB, EMPHASIS_SEMITONES
from story_cli.voice.hts.vocoder import FFT, NOISE_SEED, add_noise, add_pulses, warped_basis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from story_cli.voice.blocks.block import Rows

_SMOOTH_ROWS = 9  # 45 ms: no change of manner is a step
_SEMITONE = 0.057762265  # ln 2 / 12
_F0_BOUNDS_HZ = (90.0, 480.0)


class Expression(StreamableBlock):
    """Features and controls → acoustics (mel-cepstrum, F0 in Hz, voiced 0 or 1, tract): pitch moved around the voice's
    mean, made wider, lifted on emphasis, risen or fallen where a phrase ends; loudness and tract of who speaks."""

    kind = "expression"

    def __init__(self, order: int = 45, mean_hz: float = 190.0) -> None:
        self.takes = Port("features", order + 2 + len(CONTROLS), FRAME_HZ)
        self.gives = Port("acoustics", order + 3, FRAME_HZ)
        self.left = self.right = _SMOOTH_ROWS // 2
        self._order, self._mean = order, float(np.log(mean_hz))

    def work(self, window: Window, state: Any) -> tuple[Rows, Any]:
        order = self._order
        controls = _smoothed(window.rows[:, order + 2 :].astype(np.float64), window.valid)[window.core]
        pitch, span, gain_db, _, contour, emphasis = controls.T
        rows = window.rows[window.core]
        rise = np.where(contour > 0, CONTOUR_SEMITONES["rise"], -CONTOUR_SEMITONES["fall"]) * contour
        semitones = pitch + rise + emphasis * EMPHASIS_SEMITONES
        log_f0 = self._mean + (rows[:, order] - self._mean) * span + semitones * _SEMITONE
        cepstrum = rows[:, :order].copy()
        cepstrum[:, 0] += (gain_db + emphasis * EMPHASIS_DB) * np.log(10.0) / 20.0
        f0_hz = np.clip(np.exp(log_f0), *_F0_BOUNDS_HZ)
        voiced, tract = rows[:, order + 1] > 0.0, rows[:, order + 2 + CONTROLS.index("tract")]
        return np.concatenate([cepstrum, np.stack([f0_hz, voiced, tract], 1)], 1).astype(np.float32), None


def _samples(wave: NDArray[np.float64]) -> Rows:
    return (wave[:, None] / 32768.0).astype(np.float32)


def _smoothed(rows: NDArray[np.float64], valid: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean over _SMOOTH_ROWS rows, of those that are valid."""
    kernel = np.ones(_SMOOTH_ROWS)
    count = np.maximum(np.convolve(valid, kernel, "same"), 1.0)
    return np.stack([np.convolve(column * valid, kernel, "same") / count for column in rows.T], 1)


@dataclass(frozen=True)
class _Ringing:
    """What goes over a seam: phase of the pulses, sound that is not finished, and noise that is drawn but not used."""

    phase: float
    tail: NDArray[np.float64]  # hop samples that the next rows may still change, and FFT that they add to
    noise: NDArray[np.float64]
    generator: np.random.Generator
    first: bool


class PulseVocoder(StreamableBlock):
    """Acoustics → samples (rows of 1), as story_cli.voice.hts.vocoder makes them; deterministic noise."""

    kind = "pulse-vocoder"

    def __init__(self, order: int = 45, rate_hz: int = 32000, warp: float = 0.45) -> None:
        self.takes = Port("acoustics", order + 3, FRAME_HZ)
        self.gives = Port("samples", 1, float(rate_hz))
        self.left = self.right = 1
        self._order, self._rate_hz, self._warp = order, rate_hz, warp
        self._hop = round(rate_hz / FRAME_HZ)

    def begin(self) -> _Ringing:
        generator = np.random.Generator(np.random.PCG64(NOISE_SEED))
        noise = np.concatenate([np.zeros(self._hop), generator.standard_normal(2 * self._hop)])
        return _Ringing(0.0, np.zeros(self._hop + FFT), noise, generator, True)

    def work(self, window: Window, state: _Ringing) -> tuple[Rows, _Ringing]:
        hop, count = self._hop, window.core.stop - window.core.start
        if count == 0:
            return _samples(state.tail[:hop]), state
        beside = np.arange(window.core.start - 1, window.core.stop + 1)  # the outermost row is repeated at the ends
        known = np.flatnonzero(window.valid)
        acoustics = window.rows[np.clip(beside, known[0], known[-1])].astype(np.float64)
        places, periods, phase = self._pulses(acoustics, state.phase)
        noise = np.concatenate([state.noise, state.generator.standard_normal(count * hop)])
        wave = np.zeros((count + 3) * hop + 2 * FFT)
        self._sound(wave, acoustics, places, periods, noise)
        begin, end = FFT + hop, FFT + (count + 1) * hop  # of the core in `wave`; its noise begins half a row before it
        wave[begin - hop : begin + FFT] += state.tail
        found = wave[begin if state.first else begin - hop : end if window.last else end - hop]
        tail = wave[end - hop : end + FFT].copy()
        return _samples(found), _Ringing(phase, tail, noise[-3 * hop :], state.generator, False)

    def _pulses(
        self, acoustics: NDArray[np.float64], phase: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        """Places of the core's pulses in samples of `acoustics`, their periods, and the phase after the core."""
        hop, count = self._hop, len(acoustics) - 2
        samples = np.arange(hop, (count + 1) * hop)
        f0 = np.interp(samples, (np.arange(count + 2) + 0.5) * hop, acoustics[:, self._order])
        voiced = acoustics[1:-1, self._order + 1] > 0.5
        step = np.where(voiced.repeat(hop), f0 / self._rate_hz, 0.0)
        phases = phase + np.cumsum(step)
        whole = np.floor(phases)
        at = np.flatnonzero(np.diff(whole, prepend=np.floor(phase)) > 0)
        places = samples[at] - (phases[at] - whole[at]) / step[at]
        return places, 1.0 / step[at], float(phases[-1] % 1.0)

    def _sound(
        self,
        wave: NDArray[np.float64],
        acoustics: NDArray[np.float64],
        places: NDArray[np.float64],
        periods: NDArray[np.float64],
        noise: NDArray[np.float64],
    ) -> None:
        order, hop = self._order, self._hop
        cepstrum, tract = acoustics[:, :order], acoustics[:, order + 2]
        voiced = acoustics[:, order + 1] > 0.5
        owner = np.clip(places // hop, 1, len(acoustics) - 2).astype(int)
        core = np.arange(1, len(acoustics) - 1)
        for length in np.unique(tract[core]).tolist():
            basis = warped_basis(order, self._warp, length)
            here = tract[owner] == length
            add_pulses(wave, cepstrum, basis, places[here], periods[here], self._rate_hz, hop)
            add_noise(wave, cepstrum, basis, core[tract[core] == length], voiced, self._rate_hz, hop, noise)
