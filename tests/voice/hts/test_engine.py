"""The default voice itself. Skipped where Festival is not installed; CI has it."""

import numpy as np

from story_cli.text import Sentence, sentences
from story_cli.voice.engine import Utterance
from story_cli.voice.hts.engine import FestivalHts
from story_cli.voice.prosody import PLAIN, plan_sentence, style_of
from tests.voice.hts.test_festival import needs_festival

pytestmark = needs_festival


def _utterance(text: str, adjectives: tuple[str, ...] | None = None) -> Utterance:
    (sentence,) = sentences(text)
    assert isinstance(sentence, Sentence)
    style = PLAIN if adjectives is None else style_of(adjectives)
    return plan_sentence(sentence, [None] * len(sentence.words), style, 0.86, frozenset()).parts[0]


SENTENCES = ("Nerissa swam under the old boat, and there sat a tiny octopus.", "Whoooosh! ", "Is it 3 o'clock?")


def test_times_before_sound_are_the_times_of_the_sound() -> None:
    engine = FestivalHts()
    said = [_utterance(text) for text in SENTENCES]
    for timing, speech in zip(engine.time(said), engine.say(said), strict=True):
        assert timing == speech.timing
        assert len(speech.samples) == round(timing.duration * speech.rate_hz)


def test_two_readings_are_the_same_samples() -> None:
    first, second = (next(FestivalHts().say([_utterance(SENTENCES[0])])) for _ in range(2))
    np.testing.assert_array_equal(first.samples, second.samples)


def test_words_are_loud_and_pauses_are_quiet() -> None:
    said = _utterance(SENTENCES[0])
    speech = next(FestivalHts().say([said]))

    def level(start: float, end: float) -> float:
        return float(np.sqrt(np.mean(speech.samples[round(start * 32_000) : round(end * 32_000)] ** 2)))

    words = speech.timing.words
    pause = level(words[5].end + 0.1, words[6].start - 0.05)
    assert all(level(*span) > 8 * pause for span in words)


def test_the_reading_is_slow_enough_for_children() -> None:
    said = _utterance(SENTENCES[0])
    (timing,) = FestivalHts().time([said])
    minutes = (timing.duration + 0.65) / 60
    assert 120 < len(said.words) / minutes < 175


def test_no_step_is_a_click() -> None:
    speech = next(FestivalHts().say([_utterance(SENTENCES[0], ("silly", "exciting"))]))
    assert np.abs(np.diff(speech.samples)).max() < 0.5 * np.abs(speech.samples).max()
    assert np.abs(speech.samples[:64]).max() < 0.02 * np.abs(speech.samples).max()


def test_an_utterance_with_nothing_to_say_is_empty() -> None:
    silent = _utterance("— … —")
    speech = next(FestivalHts().say([silent]))
    assert len(speech.samples) == 0
    assert speech.timing.duration == 0.0
    assert len(speech.timing.words) == 3


def test_odd_texts_have_times_and_sound() -> None:
    """Any script, a word of a hundred letters, nothing at all, 5,000 characters without a stop."""
    odd = ["Привет, мир! こんにちは 世界 שלום", "a" * 100, "—", "(exit) ' ; \\ @end"]
    said = [_utterance(text) for text in odd]
    for utterance, speech in zip(said, FestivalHts().say(said), strict=True):
        assert len(speech.timing.words) == len(utterance.words)
        assert np.isfinite(speech.samples).all()
        assert (len(speech.samples) > 0) == any(word.spoken for word in utterance.words)
    (endless,) = sentences("word " * 1000)
    plan = plan_sentence(endless, [None] * 1000, PLAIN, 1.0, frozenset())
    times = FestivalHts().time(plan.parts)
    assert sum(len(timing.words) for timing in times) == 1000
    assert max(timing.duration for timing in times) < 40.0
