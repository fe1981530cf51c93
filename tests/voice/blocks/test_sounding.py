import numpy as np
import pytest

from story_cli.voice.blocks.driver import stream
from story_cli.voice.blocks.front import CONTROLS
from story_cli.voice.blocks.sounding import Expression, PulseVocoder
from story_cli.voice.hts.vocoder import Excitation, synthesize

ORDER = 8


def _acoustics(frames: int = 90) -> np.ndarray:
    rng = np.random.default_rng(1)
    cepstrum = rng.normal(size=(frames, ORDER)) * 0.2
    cepstrum[:, 0] += 5.0
    f0 = 180.0 + 20.0 * np.sin(np.arange(frames) / 9.0)
    voiced = np.arange(frames) % 40 < 28
    tract = np.where(np.arange(frames) < 50, 1.0, 0.97)
    return np.concatenate([cepstrum, np.stack([f0, voiced, tract], 1)], 1).astype(np.float32)


@pytest.mark.parametrize("chunk_rows", [0, 1, 7, 48, 400])
def test_streamed_sound_is_the_whole_utterance_s(chunk_rows: int) -> None:
    rows = _acoustics()
    wide = rows.astype(np.float64)
    excitation = Excitation(wide[:, ORDER], wide[:, ORDER + 1] > 0.5, wide[:, ORDER + 2])
    wanted = synthesize(wide[:, :ORDER], excitation, 16000, 80, 0.4)
    found = np.concatenate(list(stream(PulseVocoder(ORDER, 16000, 0.4), [rows], chunk_rows)))[:, 0]
    assert len(found) == len(wanted)
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_silence_of_an_empty_utterance() -> None:
    rows = np.zeros((0, ORDER + 3), np.float32)
    assert sum(len(chunk) for chunk in stream(PulseVocoder(ORDER, 16000, 0.4), [rows], 10)) <= 80


def _features(frames: int, **controls: float) -> np.ndarray:
    values = {"span": 1.0, "tract": 1.0} | controls
    plain = np.zeros((frames, ORDER))
    log_f0 = np.full((frames, 1), np.log(190.0))
    ridden = np.array([[values.get(name, 0.0) for name in CONTROLS]] * frames)
    return np.concatenate([plain, log_f0, np.ones((frames, 1)), ridden], 1).astype(np.float32)


def _f0(rows: np.ndarray, chunk_rows: int = 0) -> np.ndarray:
    return np.concatenate(list(stream(Expression(ORDER, 190.0), [rows], chunk_rows)))[:, ORDER]


def test_pitch_moves_by_semitones() -> None:
    assert _f0(_features(30, pitch=12.0))[15] == pytest.approx(380.0, rel=1e-4)
    assert _f0(_features(30, contour=1.0))[15] > 230.0
    assert _f0(_features(30, contour=-1.0))[15] < 180.0


def test_a_change_of_manner_is_no_step_and_chunks_agree() -> None:
    rows = np.concatenate([_features(30), _features(30, pitch=6.0)])
    steps = np.abs(np.diff(np.log2(_f0(rows)))) * 12
    assert steps.max() < 0.8
    np.testing.assert_allclose(_f0(rows, 7), _f0(rows), rtol=1e-6)


def test_loudness_follows_gain() -> None:
    quiet, loud = (np.concatenate(list(stream(Expression(ORDER), [_features(20, gain_db=db)], 0))) for db in (0.0, 6.0))
    assert loud[10, 0] - quiet[10, 0] == pytest.approx(6.0 * np.log(10) / 20)
