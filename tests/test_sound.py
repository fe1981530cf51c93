import wave
from pathlib import Path

import numpy as np
import pytest

from story_cli.errors import StoryError
from story_cli.sound import hold_peaks, integrated_loudness, read_wave, true_peak_dbtp, wave_blocks, write_wave

RATE = 48_000


def tone(hertz: float, level: float, seconds: float = 2.0) -> np.ndarray:
    clock = np.arange(int(seconds * RATE)) / RATE
    return np.repeat((level * np.sin(2 * np.pi * hertz * clock)).astype(np.float32)[:, None], 2, axis=1)


def test_full_scale_tone_in_one_channel_has_the_standards_loudness() -> None:
    left = tone(997.0, 1.0)
    left[:, 1] = 0
    assert integrated_loudness(left, RATE) == pytest.approx(-3.01, abs=0.05)  # ITU-R BS.1770-4, annex 1


def test_silence_and_snippets_are_minus_seventy() -> None:
    assert integrated_loudness(np.zeros((RATE, 2), np.float32), RATE) == -70.0
    assert integrated_loudness(tone(440, 1.0, 0.1), RATE) == -70.0


def test_quiet_pauses_do_not_lower_the_loudness() -> None:
    loud = tone(440, 0.5, 4.0)
    padded = np.concatenate([loud, np.zeros_like(loud)])
    assert integrated_loudness(padded, RATE) == pytest.approx(integrated_loudness(loud, RATE), abs=0.3)


def test_true_peak_sees_between_the_samples() -> None:
    between = tone(RATE / 4, 1.0)
    shifted = np.sin(2 * np.pi * (RATE / 4) * np.arange(RATE) / RATE + np.pi / 4).astype(np.float32)[:, None]
    assert np.abs(shifted).max() < 0.71
    assert true_peak_dbtp(shifted) == pytest.approx(0.0, abs=0.35)
    assert true_peak_dbtp(between) == pytest.approx(0.0, abs=0.35)


def test_limiter_holds_peaks_and_leaves_the_rest_alone() -> None:
    sound = tone(200, 0.2, 2.0)
    sound[RATE : RATE + 200] *= 6
    held = sound.copy()
    assert hold_peaks(held, -3.0, RATE)
    assert true_peak_dbtp(held) <= -2.9
    np.testing.assert_array_equal(held[: RATE // 2], sound[: RATE // 2])
    quiet = tone(200, 0.2)
    assert not hold_peaks(quiet, -3.0, RATE)
    np.testing.assert_array_equal(quiet, tone(200, 0.2))


def test_wave_file_round_trip_has_no_header_noise(tmp_path: Path) -> None:
    sound = tone(440, 0.5, 0.2)
    paths = [tmp_path / name for name in ("a.wav", "b.wav")]
    for path in paths:
        write_wave(path, sound, RATE)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert np.abs(read_wave(paths[0], RATE) - sound).max() < 1e-4


def test_other_rates_and_mono_become_stereo_at_the_wanted_rate(tmp_path: Path) -> None:
    write_wave(tmp_path / "m.wav", tone(440, 0.5, 1.0)[:32_000, 0], 32_000)
    sound = read_wave(tmp_path / "m.wav", RATE)
    assert sound.shape == (RATE, 2)


def test_a_long_wave_comes_in_blocks_that_are_the_whole(tmp_path: Path) -> None:
    sound = np.tile(tone(440, 0.5, 1.0), (11, 1))
    write_wave(tmp_path / "long.wav", sound, RATE)
    blocks = list(wave_blocks(tmp_path / "long.wav", RATE))
    assert [len(block) for block in blocks] == [480_000, 48_000]
    np.testing.assert_array_equal(np.concatenate(blocks), read_wave(tmp_path / "long.wav", RATE))


def test_a_peak_in_the_last_short_block_and_at_a_border_is_seen() -> None:
    for place in (0, 4095, 4096, 8200):
        sound = np.zeros((8205, 2), np.float32)
        sound[place, 1] = -0.9
        assert true_peak_dbtp(sound) == pytest.approx(20 * np.log10(0.9), abs=0.4)


@pytest.mark.parametrize("damage", ["", "RIFFjunk", "text"])
def test_broken_wave_is_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "broken.wav"
    path.write_text(damage)
    with pytest.raises(StoryError, match=r"broken\.wav"):
        read_wave(path, RATE)


def test_eight_bit_wave_is_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "8.wav"), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(1)
        target.setframerate(8000)
        target.writeframes(b"\x80" * 100)
    with pytest.raises(StoryError, match="16-bit"):
        read_wave(tmp_path / "8.wav", RATE)
