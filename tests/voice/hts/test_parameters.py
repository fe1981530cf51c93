import numpy as np

from story_cli.voice.hts.durations import phone_frames
from story_cli.voice.hts.parameters import _trajectory, generate
from story_cli.voice.hts.voice_file import HtsVoice
from tests.voice.examples import phone, utterance

WINDOWS = ((1.0,), (-0.5, 0.0, 0.5), (1.0, -2.0, 1.0))


def _dense(mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """The same maximum by plain least squares over all frames at once (one dimension, all frames present)."""
    n = len(mean)
    rows, values, weights = [], [], []
    for index, window in enumerate(WINDOWS):
        reach = len(window) // 2
        for t in range(n):
            if t - reach < 0 or t + reach >= n:
                continue
            row = np.zeros(n)
            row[t - reach : t + reach + 1] = window
            rows.append(row)
            values.append(mean[t, index])
            weights.append(1.0 / np.sqrt(variance[t, index]))
    matrix, right, scale = np.array(rows), np.array(values), np.array(weights)
    return np.linalg.lstsq(matrix * scale[:, None], right * scale, rcond=None)[0]


def test_the_band_solution_is_the_least_squares_one() -> None:
    rng = np.random.default_rng(1)
    mean, variance = rng.normal(size=(12, 3)), rng.uniform(0.2, 2.0, size=(12, 3))
    track = _trajectory(mean, variance, WINDOWS, np.ones(12, dtype=bool))[:, 0]
    np.testing.assert_allclose(track, _dense(mean, variance), atol=1e-9)


def test_stretches_apart_do_not_pull_at_each_other() -> None:
    rng = np.random.default_rng(2)
    mean, variance = rng.normal(size=(12, 3)), rng.uniform(0.2, 2.0, size=(12, 3))
    present = np.array([True] * 5 + [False] * 2 + [True] * 5)
    track = _trajectory(mean, variance, WINDOWS, present)[:, 0]
    np.testing.assert_allclose(track[:5], _dense(mean[:5], variance[:5]), atol=1e-9)
    np.testing.assert_allclose(track[7:], _dense(mean[7:], variance[7:]), atol=1e-9)
    assert (track[5:7] == 0).all()


def test_one_frame_alone_takes_its_mean() -> None:
    track = _trajectory(np.array([[2.0, 9.0, 9.0]]), np.ones((1, 3)), WINDOWS, np.array([True]))
    assert track.tolist() == [[2.0]]


def test_voicing_and_f0_follow_the_phones(voice: HtsVoice) -> None:
    said = utterance("sa")
    frames = phone_frames(voice, said, [phone("pau", -1), phone("s", 0), phone("aa", 0), phone("pau", -1)])
    found = generate(voice, frames)
    begin = sum(sum(frame.states) for frame in frames[:2])
    vowel = slice(begin, begin + sum(frames[2].states))
    assert found.voiced[vowel].all()
    assert found.voiced.sum() == sum(frames[2].states)
    np.testing.assert_allclose(found.log_f0, 5.0, atol=1e-6)
    assert found.cepstrum.shape == (len(found.voiced), 2)
    assert found.cepstrum[vowel].mean() > found.cepstrum[:3].mean() + 2.0
