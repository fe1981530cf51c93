import numpy as np
import pytest

from story_cli.score.loudness import levelling_gain, momentary_loudness
from story_cli.sound import integrated_loudness


def _tone(seconds: float, gain: float) -> np.ndarray:
    t = np.arange(int(seconds * 48_000)) / 48_000
    return (gain * np.sin(2 * np.pi * 997 * t))[:, None].repeat(2, axis=1)


def test_a_quiet_mix_is_brought_to_level() -> None:
    mix = _tone(3.0, 0.01)
    assert integrated_loudness(mix * levelling_gain(mix, -20.0), 48_000) == pytest.approx(-20.0, abs=0.1)


def test_peaks_are_held_under_the_ceiling() -> None:
    mix = _tone(3.0, 0.01)
    mix[48_000:48_100] *= 60.0
    levelled = mix * levelling_gain(mix, -20.0, -1.5)
    assert np.abs(levelled).max() <= 10 ** (-1.5 / 20) + 1e-6
    assert integrated_loudness(levelled, 48_000) == pytest.approx(-20.0, abs=1.0)


def test_silence_stays_silence() -> None:
    assert np.all(levelling_gain(np.zeros((48_000, 2)), -20.0) == 1.0)


def test_short_sounds_count_with_the_silence_after_them() -> None:
    long, short = _tone(1.0, 0.1)[:, 0], _tone(0.1, 0.1)[:, 0]
    assert momentary_loudness(short, 48_000) == pytest.approx(momentary_loudness(long, 48_000) - 6.0, abs=0.6)
