import numpy as np

from story_cli.voice.hts.vocoder import Excitation, synthesize

RATE, HOP, WARP = 16_000, 80, 0.42


def _speak(frames: int, f0_hz: float, voiced: bool, level: float = 6.0) -> np.ndarray:
    cepstrum = np.zeros((frames, 4))
    cepstrum[:, 0] = level
    excitation = Excitation(np.full(frames, f0_hz), np.full(frames, voiced), np.ones(frames))
    return synthesize(cepstrum, excitation, RATE, HOP, WARP)


def test_a_second_has_as_many_pulses_as_hertz() -> None:
    wave = _speak(200, 120.0, True)
    assert len(wave) == 200 * HOP
    spectrum = np.abs(np.fft.rfft(wave))
    assert abs(np.argmax(spectrum[20:200]) + 20 - 120) <= 1 or spectrum[120] > 0.5 * spectrum[20:200].max()
    between = spectrum[60:62].max()
    assert spectrum[119:122].max() > 20 * between


def test_noise_has_no_pitch_and_the_same_power() -> None:
    tone, noise = _speak(200, 120.0, True), _speak(200, 120.0, False)
    inner = slice(2000, 14_000)
    ratio = np.sqrt((tone[inner] ** 2).mean() / (noise[inner] ** 2).mean())
    assert 0.8 < ratio < 1.25
    lag = np.correlate(noise[inner], noise[inner], "same")
    centre = len(lag) // 2
    assert lag[centre + 100 : centre + 200].max() < 0.2 * lag[centre]


def test_the_first_coefficient_is_loudness() -> None:
    quiet, loud = _speak(100, 150.0, False), _speak(100, 150.0, False, level=6.0 + np.log(2.0))
    np.testing.assert_allclose(loud, 2.0 * quiet, rtol=1e-4, atol=1e-6)


def test_the_same_input_gives_the_same_samples() -> None:
    np.testing.assert_array_equal(_speak(50, 200.0, False), _speak(50, 200.0, False))


def test_a_longer_tract_lowers_the_resonance() -> None:
    cepstrum = np.zeros((200, 3))
    cepstrum[:, 0], cepstrum[:, 2] = 6.0, -1.0  # one broad hill in the middle of the band
    centres = []
    for tract in (0.9, 1.0, 1.1):
        excitation = Excitation(np.full(200, 100.0), np.zeros(200, dtype=bool), np.full(200, tract))
        power = np.abs(np.fft.rfft(synthesize(cepstrum, excitation, RATE, HOP, WARP))) ** 2
        power = power[: len(power) // 2]
        centres.append((power * np.arange(len(power))).sum() / power.sum())
    assert centres[0] > centres[1] > centres[2]
