from dataclasses import replace

import numpy as np
import pytest

from story_cli.voice.engine import Manner, Utterance, WordPlan
from story_cli.voice.hts.durations import PhoneFrames
from story_cli.voice.hts.expression import perform
from story_cli.voice.hts.parameters import Parameters
from tests.voice.examples import phone

WORD = WordPlan("ah", ("ah",))
FRAMES = [PhoneFrames(phone("pau", -1), -1, (5, 5)), PhoneFrames(phone("aa", 0), 0, (60, 60)),
          PhoneFrames(phone("aa", 1), 1, (60, 60)), PhoneFrames(phone("pau", -1), -1, (40, 40))]  # fmt: skip
N = 330


def _plain() -> Parameters:
    log_f0 = np.log(200.0) + 0.05 * np.sin(np.arange(N) / 10.0)
    return Parameters(np.zeros((N, 3)), log_f0, np.array([False] * 10 + [True] * 240 + [False] * 80))


def _f0(*words: WordPlan) -> np.ndarray:
    return perform(_plain(), Utterance(words), FRAMES)[1].f0_hz


def test_a_plain_manner_changes_nothing() -> None:
    np.testing.assert_allclose(_f0(WORD, WORD), np.exp(_plain().log_f0), rtol=1e-9)


def test_semitones_shift_and_span_widens() -> None:
    shifted = _f0(*[replace(WORD, manner=Manner(pitch=3.0))] * 2)
    np.testing.assert_allclose(shifted, np.exp(_plain().log_f0) * 2 ** (3 / 12), rtol=1e-6)
    wide = np.log(_f0(*[replace(WORD, manner=Manner(span=1.4))] * 2))
    assert wide[10:250].std() == pytest.approx(1.4 * _plain().log_f0[10:250].std(), rel=1e-6)


def test_a_change_between_words_is_gradual() -> None:
    f0 = _f0(WORD, replace(WORD, manner=Manner(pitch=4.0)))
    lift = 12 * np.log2(f0 / np.exp(_plain().log_f0))
    steps = np.abs(np.diff(lift))
    assert lift[20] == pytest.approx(0.0)
    assert lift[240] == pytest.approx(4.0)
    assert steps.max() < 0.7  # semitones a frame


def test_a_question_rises_and_a_statement_falls() -> None:
    plain = np.exp(_plain().log_f0)
    rise = _f0(WORD, replace(WORD, contour="rise"))
    fall = _f0(WORD, replace(WORD, contour="fall"))
    assert rise[249] > 1.15 * plain[249]
    assert fall[249] < plain[249]
    np.testing.assert_allclose(rise[:180], plain[:180], rtol=1e-9)


def test_emphasis_lifts_its_word_only() -> None:
    f0 = _f0(WORD, replace(WORD, emphasis=1.0))
    plain = np.exp(_plain().log_f0)
    assert f0[190] > 1.08 * plain[190]
    np.testing.assert_allclose(f0[:90], plain[:90], rtol=1e-9)


def test_long_silences_are_hushed_inside() -> None:
    cepstrum, _ = perform(_plain(), Utterance((WORD, WORD)), FRAMES)
    assert cepstrum[300, 0] < -3.0
    assert cepstrum[20:250, 0] == pytest.approx(0.0)
    assert cepstrum[252, 0] == pytest.approx(0.0)  # the last sound may die away
