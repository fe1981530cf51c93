"""Expression for voices that know none: pitch, speed and loudness of finished speech, word by word, by WORLD.

Source: Morise, Yokomori and Ozawa (2016), "WORLD: a vocoder-based high-quality speech synthesis system".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from story_cli.errors import ExitStatus, StoryError
from story_cli.voice.engine import CONTOUR_SEMITONES, EMPHASIS_DB, EMPHASIS_SEMITONES, Interval, Manner, WordPlan
from story_cli.voice.engines.text import Heard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FRAME = 0.005
_SMOOTH_ROWS = 9
_CONTOUR_SECONDS = 0.22
_RATES = (0.5, 1.6)
_F0_BOUNDS_HZ = (60.0, 600.0)
INSTALL_HINT = "install it: pip install pyworld-prebuilt (part of storycli[voices])"


def express(heard: Heard, words: Sequence[WordPlan]) -> Heard:
    """The phrase said as its words' manners want; unchanged if they want nothing.

    Raises: StoryError if something is wanted and pyworld is not installed.
    """
    import numpy as np

    if not len(heard.samples) or not any(map(_wants, words)):
        return heard
    pyworld = _package()
    signal = np.ascontiguousarray(heard.samples, dtype=np.float64)
    f0, times = pyworld.harvest(signal, heard.rate_hz, frame_period=1000 * _FRAME)
    envelope = pyworld.cheaptrick(signal, f0, times, heard.rate_hz)
    breath = pyworld.d4c(signal, f0, times, heard.rate_hz)
    spans = heard.spans or ()
    owner = _owners(spans, len(f0))
    places, ends = _stretched(owner, words)
    rows = np.clip(np.rint(places).astype(int), 0, len(f0) - 1)
    near = owner[rows]
    f0_new = _pitch(f0[rows], near, words)
    gain_db = _smooth(np.array([w.manner.gain_db + EMPHASIS_DB * w.emphasis for w in words])[near])
    envelope = envelope[rows] * 10.0 ** (gain_db / 10.0)[:, None]
    made = pyworld.synthesize(f0_new, np.ascontiguousarray(envelope), breath[rows], heard.rate_hz, 1000 * _FRAME)
    moved = tuple(Interval(_moved(s.start, places), _moved(s.end, places)) for s in spans)
    count = round(ends * _FRAME * heard.rate_hz)
    samples = np.clip(made[:count], -1.0, 1.0).astype(np.float32)
    return Heard(samples, heard.rate_hz, moved)


def _wants(word: WordPlan) -> bool:
    return word.manner != Manner() or word.emphasis != 0.0 or word.lift != 0.0 or word.contour != "level"


def _owners(spans: Sequence[Interval], rows: int) -> NDArray[np.int64]:
    """Index of the word at each frame; between words, of the one before."""
    import numpy as np

    starts = np.array([span.start for span in spans])
    owner: NDArray[np.int64] = np.maximum(np.searchsorted(starts, np.arange(rows) * _FRAME, side="right") - 1, 0)
    return owner


def _stretched(owner: NDArray[np.int64], words: Sequence[WordPlan]) -> tuple[Floats, int]:
    """For each new frame its place among the old ones, and how many new frames there are."""
    import numpy as np

    rates = np.array([min(max(word.manner.rate, _RATES[0]), _RATES[1]) for word in words])[owner]
    ends = np.cumsum(1.0 / rates)
    count = max(1, round(float(ends[-1])))
    places: Floats = np.interp(np.arange(count), np.concatenate([[0.0], ends]), np.arange(len(owner) + 1))
    return places, count


def _moved(seconds: float, places: Floats) -> float:
    """A moment of the old speech in the new."""
    import numpy as np

    return float(np.searchsorted(places, seconds / _FRAME)) * _FRAME


def _pitch(f0: Floats, near: NDArray[np.int64], words: Sequence[WordPlan]) -> Floats:
    import numpy as np

    voiced = f0 > 0
    if not voiced.any():
        return f0
    log_f0 = np.log(np.where(voiced, f0, 1.0))
    centre = float(log_f0[voiced].mean())
    semitones = np.array([word.manner.pitch + word.lift + EMPHASIS_SEMITONES * word.emphasis for word in words])[near]
    span = np.array([word.manner.span for word in words])[near]
    goal = CONTOUR_SEMITONES[words[-1].contour]
    count = min(len(f0), round(_CONTOUR_SECONDS / _FRAME))
    rise = np.zeros(len(f0))
    rise[len(f0) - count :] = goal * np.linspace(0.0, 1.0, count) ** 1.5
    moved = centre + (log_f0 - centre) * _smooth(span) + (_smooth(semitones) + rise) * np.log(2.0) / 12.0
    found: Floats = np.where(voiced, np.clip(np.exp(moved), *_F0_BOUNDS_HZ), 0.0)
    return found


def _smooth(track: Floats) -> Floats:
    import numpy as np

    padded = np.pad(track, _SMOOTH_ROWS // 2, mode="edge")
    return np.convolve(padded, np.full(_SMOOTH_ROWS, 1.0 / _SMOOTH_ROWS), mode="valid")


def _package() -> Any:
    try:
        import pyworld
    except ImportError as exc:
        raise StoryError("pyworld is not installed", INSTALL_HINT, ExitStatus.MISSING_ENGINE) from exc
    return pyworld
