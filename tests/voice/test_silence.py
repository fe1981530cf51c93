from story_cli.voice.engine import Manner, Utterance, WordPlan
from story_cli.voice.silence import Silence
from tests.voice.examples import utterance


def test_more_syllables_take_longer_and_pauses_count() -> None:
    (timing,) = Silence().time([utterance("a", "banana", "boat", pause_after=1, pause=0.4)])
    one, many, last = timing.words
    assert many.end - many.start > 2 * (one.end - one.start)
    assert abs(last.start - many.end - 0.4) < 1e-9
    assert timing.duration == last.end


def test_rate_and_unsaid_words() -> None:
    words = (WordPlan("—", ()), WordPlan("boat", ("boat",), Manner(rate=0.5)))
    (timing,) = Silence().time([Utterance(words)])
    assert timing.words[0] == (0.0, 0.0)
    assert timing.words[1].end == 2 * Silence().time([utterance("boat")])[0].duration


def test_the_sound_is_as_long_as_its_times() -> None:
    speech = next(Silence().say([utterance("boat")]))
    assert len(speech.samples) == round(speech.timing.duration * speech.rate_hz)
    assert not speech.samples.any()
