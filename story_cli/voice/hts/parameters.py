"""Smooth mel-cepstrum and F0 trajectories from the Gaussians of each state.

Source: Tokuda et al. (2000), "Speech parameter generation algorithms for HMM-based speech synthesis" (case 1), solved
as a band matrix; variance restored by scaling to the global variance, Silén et al. (2012), "Ways to implement global
variance in statistical speech synthesis".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from story_cli.voice.hts.durations import PhoneFrames
from story_cli.voice.hts.voice_file import HtsVoice, Stream

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

CEPSTRUM_VARIANCE = 1.0  # exponent on the correction of variance; 0.3 … 1 recognise alike (.143 … .128 word error)
F0_VARIANCE = 0.7
_VARIANCE_BOUNDS = (0.5, 3.0)  # of one utterance's correction: a single word has no variance to speak of
_VOICED = 0.5


@dataclass(frozen=True)
class Parameters:
    """One row a frame: mel-cepstrum (frames, order + 1), log F0 in Hz without gaps (frames,), voiced (frames,)."""

    cepstrum: Floats
    log_f0: Floats
    voiced: Flags


def generate(voice: HtsVoice, frames: Sequence[PhoneFrames]) -> Parameters:
    """The most likely smooth trajectories for an utterance's phones and durations."""
    import numpy as np

    labels = [phone.phone.label for phone in frames]
    counts = np.array([count for phone in frames for count in phone.states])
    speaks = np.repeat([phone.word >= 0 for phone in frames], [sum(phone.states) for phone in frames])
    everywhere = np.ones(counts.sum(), dtype=bool)
    mean, variance, _ = _states(voice.cepstrum, labels, counts)
    cepstrum = _trajectory(mean, variance, voice.cepstrum.windows, everywhere)
    cepstrum = _with_variance(cepstrum, voice.cepstrum, labels[0], speaks, CEPSTRUM_VARIANCE)
    mean, variance, weight = _states(voice.log_f0, labels, counts)
    voiced = (weight > _VOICED) & speaks
    log_f0 = _trajectory(mean, variance, voice.log_f0.windows, voiced)
    log_f0 = _with_variance(log_f0, voice.log_f0, labels[0], voiced, F0_VARIANCE)[:, 0]
    return Parameters(cepstrum, _without_gaps(log_f0, voiced), voiced)


def _states(stream: Stream, labels: Sequence[str], counts: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Means, variances (frames, dimensions) and voicing weights (frames,), each state repeated for its frames."""
    import numpy as np

    pairs = list(zip(stream.trees, stream.leaves, strict=True))
    chosen = [(leaves, tree.leaf(label)) for label in labels for tree, leaves in pairs]
    mean = np.stack([leaves.mean[leaf] for leaves, leaf in chosen])
    variance = np.stack([leaves.variance[leaf] for leaves, leaf in chosen])
    weight = np.array([1.0 if leaves.voiced is None else leaves.voiced[leaf] for leaves, leaf in chosen])
    return mean.repeat(counts, axis=0), variance.repeat(counts, axis=0), weight.repeat(counts)


def _trajectory(mean: Floats, variance: Floats, windows: Sequence[Sequence[float]], present: Flags) -> Floats:
    """Maximum-likelihood static values (frames, width); rows where `present` is false are 0.

    A delta counts only where all frames that it looks at are present.
    """
    import numpy as np
    from scipy.linalg import solveh_banded

    where = np.flatnonzero(present)
    width = mean.shape[1] // len(windows)
    full = np.zeros((len(mean), width))
    if not len(where):
        return full
    mean, precision = mean[where], 1.0 / variance[where]
    n = len(where)
    joined = np.diff(where) == 1  # between row t and row t + 1
    right = np.zeros((n, width))
    bands = np.zeros((3, n, width))  # bands[k, t]: between t and t + k
    for index, window in enumerate(windows):
        part = slice(index * width, (index + 1) * width)
        weight = precision[:, part].copy()
        reach = len(window) // 2
        if reach:
            inside = np.concatenate(([False], joined[:-1] & joined[1:], [False])) if n > 1 else np.array([False])
            weight[~inside] = 0.0
        _add_window(bands, right, window, weight, mean[:, part])
    for column in range(width):
        upper = np.zeros((3, n))
        for k in range(min(3, n)):
            upper[2 - k, k:] = bands[k, : n - k, column]
        full[where, column] = solveh_banded(upper[-min(3, n) :], right[:, column], check_finite=False)
    return full


def _add_window(bands: Floats, right: Floats, window: Sequence[float], weight: Floats, mean: Floats) -> None:
    """Add Wᵀ P W to the bands and Wᵀ P μ to the right-hand side for one window."""
    n = len(weight)
    reach = len(window) // 2
    offsets = [(k - reach, value) for k, value in enumerate(window) if value]
    for shift, value in offsets:
        rows = slice(max(0, -shift), min(n, n - shift))  # frames t whose t + shift exists
        targets = slice(max(0, shift), min(n, n + shift))
        right[targets] += value * (weight * mean)[rows]
        for other, other_value in offsets:
            if other < shift:
                continue
            rows = slice(max(0, -shift), min(n, n - other))
            if rows.start < rows.stop:
                at = slice(rows.start + shift, rows.stop + shift)
                bands[other - shift, at] += value * other_value * weight[rows]


def _with_variance(track: Floats, stream: Stream, label: str, counted: Flags, power: float) -> Floats:
    """Scale the movement around the utterance's mean towards the variance of natural speech."""
    import numpy as np

    if counted.sum() < 2:
        return track
    wanted = stream.variance_leaves.mean[stream.variance_tree.leaf(label)]
    mean = track[counted].mean(axis=0)
    variance = np.maximum(track[counted].var(axis=0), 1e-9)
    factor = np.clip(np.sqrt(wanted / variance), *_VARIANCE_BOUNDS) ** power
    changed = track.copy()
    changed[counted] = mean + (track[counted] - mean) * factor
    return changed


def _without_gaps(log_f0: Floats, voiced: Flags) -> Floats:
    """Linear bridges over unvoiced stretches, the nearest value at the ends."""
    import numpy as np

    where = np.flatnonzero(voiced)
    if not len(where):
        return np.full(len(log_f0), np.log(180.0))
    return np.interp(np.arange(len(log_f0)), where, log_f0[where])
