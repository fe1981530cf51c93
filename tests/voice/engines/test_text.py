import numpy as np
import pytest

from story_cli.voice.engine import Manner, Utterance, WordPlan
from story_cli.voice.engines.text import phrases_of, respelled
from tests.voice.engines.made import Tones


def _word(text: str, **changes: object) -> WordPlan:
    return WordPlan(text, (text,), **changes)  # type: ignore[arg-type]


def test_phrases_end_at_pauses_and_where_somebody_else_speaks() -> None:
    crab = Manner(tract=0.97)
    said = Utterance((_word("hush", pause=0.2), _word("said"), WordPlan("—", ()), _word("he", manner=crab)))
    assert [phrase.indices for phrase in phrases_of(said)] == [(0,), (1,), (3,)]


def test_words_get_times_in_order_and_pauses_their_length() -> None:
    said = Utterance((_word("a", pause=0.5), _word("longer"), _word("day")))
    (speech,) = Tones().say([said])
    first, second, third = speech.timing.words
    assert second.start - first.end == pytest.approx(0.5, abs=0.01)
    assert second.end - second.start > third.end - third.start > 0
    assert speech.timing.duration == pytest.approx(len(speech.samples) / speech.rate_hz)


def test_times_asked_before_are_those_of_the_sound() -> None:
    engine = Tones()
    said = [Utterance((_word("one", contour="rise"), _word("two", contour="rise")))]
    assert engine.time(said) == [speech.timing for speech in engine.say(said)]
    assert len(engine.texts) == 1


def test_a_pronunciation_reaches_an_engine_that_reads_letters() -> None:
    engine = Tones()
    list(engine.say([Utterance((_word("nerissa"), _word("ran")), (("nerissa", "n ax r ih1 s ax"),))]))
    assert engine.texts == ["nuhrihsuh ran,"]
    assert respelled("k iy1") == "kee"


def test_no_phrase_begins_or_ends_with_a_step() -> None:
    (speech,) = Tones().say([Utterance((_word("one", pause=0.1), _word("two")))])
    assert abs(speech.samples[0]) < 0.01
    assert abs(speech.samples[-1]) < 0.02
    quiet = np.flatnonzero(np.abs(speech.samples) == 0)
    assert len(quiet) > 1000
