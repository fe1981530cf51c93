import numpy as np
import pytest

from story_cli.render.mix import DUCK_DB, ducking, levelled
from story_cli.sound import integrated_loudness
from story_cli.units import SAMPLE_RATE_HZ


def level(gain: np.ndarray, seconds: float) -> float:
    return 20 * float(np.log10(gain[int(seconds * SAMPLE_RATE_HZ)]))


def test_music_is_down_while_the_voice_speaks_and_up_between() -> None:
    gain = ducking(((1.0, 2.0), (4.0, 5.0)), 6 * SAMPLE_RATE_HZ)
    assert level(gain, 0.5) == pytest.approx(0.0, abs=0.01)
    assert level(gain, 1.5) == pytest.approx(DUCK_DB, abs=0.01)
    assert level(gain, 3.0) == pytest.approx(0.0, abs=0.01)
    assert level(gain, 0.85) == pytest.approx(DUCK_DB / 2, abs=0.2)


def test_ducking_never_jumps() -> None:
    gain = ducking(((0.1, 0.4), (0.6, 2.0), (2.2, 2.3)), 4 * SAMPLE_RATE_HZ)
    steps = np.abs(np.diff(20 * np.log10(gain)))
    assert steps.max() < 0.01


def test_no_speech_no_ducking() -> None:
    assert np.all(ducking((), 1000) == 1.0)


def test_stems_with_their_gain_add_up_to_the_mix() -> None:
    rng = np.random.default_rng(1)
    stems = [rng.normal(0, 0.02, (SAMPLE_RATE_HZ * 2, 2)).astype(np.float32) for _ in range(2)]
    mixed, gain = levelled(stems[0] + stems[1], -20.0)
    assert integrated_loudness(mixed, SAMPLE_RATE_HZ) == pytest.approx(-20.0, abs=0.1)
    assert np.abs(mixed - (stems[0] + stems[1]) * gain).max() < 1e-4
