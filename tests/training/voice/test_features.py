import numpy as np
import pytest

from story_cli.training.voice.features import ORDER, WARP, analyse, mel_cepstrum, voice_print
from story_cli.voice.hts.vocoder import Excitation, synthesize, warped_basis
from tests.voice.engines.made import tone


def test_mel_cepstrum_is_the_vocoder_s_own() -> None:
    """The envelope that the vocoder makes of coefficients gives the same coefficients back."""
    wanted = np.zeros((1, 12))
    wanted[0, :4] = (2.0, 0.8, -0.3, 0.2)
    amplitude = (wanted @ warped_basis(12, WARP, 1.0)).real
    np.testing.assert_allclose(mel_cepstrum(amplitude, WARP, 12), wanted, atol=0.01)


def test_analysis_then_synthesis_keeps_pitch_and_level() -> None:
    pytest.importorskip("pyworld")
    signal = np.repeat(tone(0.6), 2).astype(np.float64)  # 32 kHz
    features = analyse(signal).astype(np.float64)
    f0 = np.exp(features[:, ORDER])
    assert np.median(f0) == pytest.approx(180.0, rel=0.02)
    excitation = Excitation(f0, features[:, ORDER + 1] > 0, np.ones(len(f0)))
    made = synthesize(features[:, :ORDER], excitation, 32_000, 160, WARP)
    inside = slice(6000, 14000)
    ratio = np.sqrt(np.mean(made[inside] ** 2) / np.mean(signal[inside] ** 2))
    assert 0.6 < ratio < 1.6


def test_another_pitch_is_another_print() -> None:
    pytest.importorskip("pyworld")
    one, same, other = (voice_print(analyse(np.repeat(tone(0.6, hz), 2).astype(float))) for hz in (180, 182, 300))
    assert np.linalg.norm(one - other) > 5 * np.linalg.norm(one - same)
