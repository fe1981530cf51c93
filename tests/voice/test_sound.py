import numpy as np

from story_cli.sound import integrated_loudness
from story_cli.voice.engine import Speech, Timing
from story_cli.voice.sound import LEVEL_LUFS, fitted, level_gain


def _tone(seconds: float, rate_hz: int, level: float = 0.2) -> np.ndarray:
    return (level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def test_parts_lie_at_their_starts_with_silence_between() -> None:
    parts = [Speech(Timing(0.5, ()), _tone(0.5, 16_000), 16_000), Speech(Timing(0.25, ()), _tone(0.25, 32_000), 32_000)]
    wave = fitted(parts, [0, 48_000], 62_000)
    assert len(wave) == 62_000
    assert np.abs(wave[24_100:47_900]).max() == 0.0
    assert np.abs(wave[12_000:20_000]).max() > 0.15
    assert np.abs(wave[50_000:55_000]).max() > 0.15


def test_joins_do_not_click() -> None:
    part = Speech(Timing(0.5, ()), np.full(24_000, 0.5, dtype=np.float32), 48_000)
    wave = fitted([part, part], [0, 30_000], 60_000)
    assert np.abs(np.diff(wave)).max() < 0.01


def test_the_whole_narration_comes_to_the_level() -> None:
    waves = [_tone(1.0, 48_000, 0.01), _tone(2.0, 48_000, 0.02)]
    gain = level_gain(waves)
    assert abs(integrated_loudness(np.concatenate(waves) * gain, 48_000) - LEVEL_LUFS) < 0.1


def test_peaks_stay_under_full_scale_and_silence_is_left_alone() -> None:
    clicks = np.zeros(96_000, dtype=np.float32)
    clicks[::24_000] = 0.5
    assert 0.5 * level_gain([clicks]) <= 0.9
    assert level_gain([np.zeros(48_000, dtype=np.float32)]) == 1.0
    assert level_gain([]) == 1.0
