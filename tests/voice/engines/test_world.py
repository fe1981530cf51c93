import numpy as np
import pytest

from story_cli.voice.engine import Interval, Manner, WordPlan
from story_cli.voice.engines.text import Heard
from story_cli.voice.engines.world import express
from tests.voice.engines.made import tone

pyworld = pytest.importorskip("pyworld")


def _expressed(**manner: float) -> Heard:
    words = (WordPlan("ah", ("ah",), Manner(**manner)), WordPlan("oh", ("oh",), Manner(**manner)))
    return express(Heard(tone(1.0), 16_000, (Interval(0.0, 0.5), Interval(0.5, 1.0))), words)


def _f0(heard: Heard) -> float:
    f0, _ = pyworld.harvest(heard.samples.astype(np.float64), heard.rate_hz)
    return float(np.median(f0[f0 > 0]))


def test_nothing_wanted_changes_nothing() -> None:
    assert np.array_equal(_expressed().samples, tone(1.0))


def test_pitch_speed_and_loudness_are_moved() -> None:
    assert _f0(_expressed(pitch=4.0)) == pytest.approx(180 * 2 ** (4 / 12), rel=0.02)
    slow = _expressed(rate=0.8)
    assert len(slow.samples) / 16_000 == pytest.approx(1.25, abs=0.02)
    assert slow.spans is not None
    assert slow.spans[1].start == pytest.approx(0.625, abs=0.02)
    loud, plain = (np.sqrt(np.mean(_expressed(gain_db=db).samples[4000:12000] ** 2)) for db in (6.0, 0.01))
    assert 20 * np.log10(loud / plain) == pytest.approx(6.0, abs=0.7)


def test_a_fifth_up_or_down_leaves_no_click() -> None:
    """±20 % is about 3.2 semitones: no sample step beyond what the louder tone itself has."""
    for pitch in (-3.9, 3.2):
        samples = _expressed(pitch=pitch).samples
        steps = np.abs(np.diff(samples))
        assert steps.max() < 4 * np.percentile(steps, 99)
