"""Measures on made sounds: tones of known pitch, planted clicks, an engine that foretells wrongly."""

import numpy as np
import pytest

from story_cli.text import sentences
from story_cli.training.voice.measures import largest_join, mean_pause, pitch_range, prediction_error, streaming
from story_cli.voice.attempt import Said, SaidWord, plainly
from story_cli.voice.engine import Interval, Timing
from story_cli.voice.prosody import PLAIN, plan_sentence
from story_cli.voice.silence import Silence


def _glide(semitones: float) -> np.ndarray:
    """Two seconds of a voice-like tone that glides up by so much, at 16 kHz."""
    f0 = 150.0 * 2 ** (np.linspace(0.0, semitones, 32_000) / 12)
    phase = 2 * np.pi * np.cumsum(f0) / 16_000
    return sum(np.sin(k * phase) / k for k in range(1, 12)).astype(np.float32) * 0.2  # type: ignore[union-attr]


def test_the_pitch_range_is_in_semitones() -> None:
    pytest.importorskip("pyworld")
    assert pitch_range([_glide(10.0)]) == pytest.approx(9.0, abs=0.3)  # between its 5th and 95th hundredth
    assert pitch_range([np.zeros(16_000, np.float32)]) == 0.0


def test_a_reading_with_expression_pauses_longer_than_a_plain_one() -> None:
    (sentence,) = sentences("She sat, and he sang.")
    planned = plan_sentence(sentence, [None] * 5, PLAIN, 1.0, frozenset())
    assert mean_pause([planned]) > 1.4 * mean_pause([plainly(planned, 1.0)])
    assert mean_pause([]) == 0.0


def test_a_time_that_was_foretold_wrongly_is_found() -> None:
    said = [Timing(2.0, (Interval(0.0, 2.0),)), Timing(3.0, (Interval(0.0, 3.0),))]
    assert prediction_error(said, said) == 0.0
    assert prediction_error([said[0], said[0]], said) == pytest.approx(0.2)


def _said(click: float) -> Said:
    """Two words with a pause; a step of `click` where the second one begins."""
    times = np.arange(48_000) / 48_000
    samples = (np.sin(2 * np.pi * 400 * times) * np.sin(np.pi * 4 * times).clip(0.0)).astype(np.float32) * 0.5
    samples[24_000] += click
    words = (SaidWord("oh", 0.0, 0.25), SaidWord("no", 0.5, 0.75))
    return Said(samples, 1.0, words)


def test_a_click_at_a_join_is_found() -> None:
    assert largest_join([_said(0.0)]) < 0.2
    assert largest_join([_said(0.0), _said(0.3)]) == pytest.approx(1.0)


def test_the_first_sound_is_timed_for_voices_that_do_not_stream() -> None:
    found = streaming(Silence())
    assert list(found) == ["first sound after, ms"]
