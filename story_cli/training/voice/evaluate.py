"""Figures of a voice: `storycli voice evaluate`. Word error by recognisers, times against forced alignment, speaking
rate, pitch range, pauses, joins, speed; read plainly and with expression, on sentences of house stories.

PocketSphinx's language model comes from the house stories that are not tested on. A recogniser has errors of its own:
compare voices by it, do not take its error for a person's. What counts as an error: story_cli.training.voice.spelling.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec.structs import replace

from story_cli.catalogue import Library
from story_cli.settings import VoiceSettings
from story_cli.training.voice.listeners import Listener, open_listener
from story_cli.training.voice.measures import (
    largest_join,
    mean_pause,
    mean_pitch,
    pitch_range,
    prediction_error,
    streaming,
)
from story_cli.training.voice.recogniser import RATE_HZ, align, pronunciations
from story_cli.training.voice.sentences import HouseSentence, house_sentences, tried_sentences
from story_cli.training.voice.spelling import Spelling, spoken_words
from story_cli.units import SAMPLE_RATE_HZ
from story_cli.voice.attempt import Said, plainly, say_planned
from story_cli.voice.engine import Engine, Utterance
from story_cli.voice.find import open_engine
from story_cli.voice.hts import festival
from story_cli.voice.prosody import Planned, in_its_place, plan_sentence, style_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Wave = NDArray[np.float32]

_STEP = SAMPLE_RATE_HZ // RATE_HZ
_STYLED = 8  # sentences that each style reads
_ALIGNED = 40  # sentences whose word times are checked


def evaluate_voice(
    settings: VoiceSettings, library: Library, count: int, recognisers: Sequence[str] = ("pocketsphinx",)
) -> dict[str, object]:
    """All figures by name. Raises: UsageError for an unknown recogniser; StoryError if an engine or one is missing."""
    stories = library.root / "stories"
    expected = [one.spoken for one in house_sentences(stories) if not one.tested]
    listeners = {name: open_listener(name, expected) for name in recognisers}
    tried = tried_sentences(stories, count)
    engine = open_engine(settings, library)
    planned = [_planned(one, number, settings.rate) for number, one in enumerate(tried)]
    plain = [plainly(plan, settings.rate) for plan in planned]
    expressive_said, error, seconds = _all_said(engine, tried, planned)
    plain_said, _, _ = _all_said(engine, tried, plain)
    heard, bare = [_listened(said) for said in expressive_said], [_listened(said) for said in plain_said]
    spoken = sum(said.duration for said in expressive_said)
    found: dict[str, object] = {"voice": engine.name, "sentences": len(tried)}
    for name, listener in listeners.items():
        found[f"word error by {name}, expressive"] = round(_word_error(listener, tried, heard), 3)
        found[f"word error by {name}, plain"] = round(_word_error(listener, tried, bare), 3)
    found["words a minute within sentences"] = round(60 * sum(len(one.spoken) for one in tried) / spoken)
    found["real time factor"] = round(seconds / spoken, 3)
    found["reading time, predicted against spoken, off by"] = round(error, 5)
    found["step at joins, largest, of the largest within speech"] = round(largest_join(expressive_said), 3)
    found |= _ranges(heard, bare, planned, plain) | _times(engine, tried, expressive_said) | streaming(engine)
    return found | _styles(settings, library, engine, tried[:_STYLED], plain[:_STYLED])


def _styles(
    settings: VoiceSettings, library: Library, engine: Engine, tried: Sequence[HouseSentence], plain: Sequence[Planned]
) -> dict[str, object]:
    """What each of a voice's own styles does to a plain reading: pitch, speed and pitch range against its first one."""
    found: dict[str, object] = {}
    first: list[float] = []
    for style in getattr(engine, "styles", ()):
        styled = open_engine(replace(settings, style=style), library)
        said, _, _ = _all_said(styled, tried, plain)
        waves = [_listened(one) for one in said]
        now = [mean_pitch(waves), sum(one.duration for one in said), pitch_range(waves)]
        first = first or now
        if not (all(first) and all(now)):
            found[f"style {style}"] = "without voice"
            continue
        pitch, speed = 12 * np.log2(now[0] / first[0]), first[1] / now[1]
        found[f"style {style}"] = f"{pitch:+.1f} semitones, speed {speed:.2f}, pitch range x {now[2] / first[2]:.2f}"
    return found


def _ranges(
    heard: Sequence[Wave], bare: Sequence[Wave], planned: Sequence[Planned], plain: Sequence[Planned]
) -> dict[str, object]:
    wide, narrow = pitch_range(heard[:_ALIGNED]), pitch_range(bare[:_ALIGNED])
    long, short = mean_pause(planned), mean_pause(plain)
    return {
        "pitch range, semitones, expressive": round(wide, 2),
        "pitch range, semitones, plain": round(narrow, 2),
        "pitch range, expressive / plain": round(wide / narrow, 2) if narrow else None,
        "mean pause, s, expressive": round(long, 3),
        "mean pause, s, plain": round(short, 3),
        "mean pause, expressive / plain": round(long / short, 2) if short else None,
    }


def _planned(one: HouseSentence, number: int, rate: float) -> Planned:
    """As a story would have it read: the style of its adjectives, first, middle and last of a scene in turn."""
    style = in_its_place(style_of(one.adjectives), number % 3, 3)
    return plan_sentence(one.sentence, [None] * len(one.sentence.words), style, rate, frozenset())


def _all_said(
    engine: Engine, tried: Sequence[HouseSentence], planned: Sequence[Planned]
) -> tuple[list[Said], float, float]:
    """Sound of every sentence, by how much its time was foretold wrongly, and the seconds that the sound took (after
    one call that loads the voice)."""
    list(engine.say(planned[0].parts))
    fresh = [part for plan in planned for part in plan.parts]
    predicted = engine.time(fresh)
    started = time.perf_counter()
    made = list(engine.say(fresh))
    seconds = time.perf_counter() - started
    error = prediction_error(predicted, [speech.timing for speech in made])
    speeches = iter(made)

    class Replayed:
        name = engine.name

        def say(self, utterances: Sequence[Utterance]) -> Any:
            return (next(speeches) for _ in utterances)

    replayed: Any = Replayed()
    said = [say_planned(replayed, [one.sentence], [plan]) for one, plan in zip(tried, planned, strict=True)]
    return said, error, seconds


def _word_error(listener: Listener, tried: Sequence[HouseSentence], heard: Sequence[Wave]) -> float:
    spelling = Spelling(pronunciations())
    pairs = zip(tried, heard, strict=True)
    wrong = sum(spelling.errors(spoken_words(one.sentence.text), listener.words(wave)) for one, wave in pairs)
    return wrong / sum(len(one.spoken) for one in tried)


def _listened(said: Said) -> Wave:
    from scipy.signal import resample_poly

    resampled: Wave = resample_poly(said.samples, 1, _STEP).astype(np.float32)
    return resampled


def _times(engine: Engine, tried: Sequence[HouseSentence], said: Sequence[Said]) -> dict[str, object]:
    """How far word beginnings are from where a forced alignment puts them."""
    apart = []
    for one, heard in list(zip(tried, said, strict=True))[:_ALIGNED]:
        phones = _phones_of(one)
        laid = align(_listened(heard), phones) if phones else None
        if laid is None:
            continue
        starts = [word.start for word in heard.words for _ in range(_parts(word.text))]
        if len(starts) == len(laid):
            kept = [n for n in range(len(starts)) if n == 0 or starts[n] != starts[n - 1]]
            apart += [abs(starts[n] - laid[n][0].start) for n in kept]
    return {"word times, median distance from alignment, ms": round(1000 * median(apart)) if apart else None}


def _parts(word: str) -> int:
    from story_cli.voice.front_end import spoken_form

    return len(spoken_form(word).spoken)


def _phones_of(one: HouseSentence) -> list[list[str]]:
    from story_cli.voice.engine import WordPlan

    said = Utterance(tuple(WordPlan(part, (part,)) for part in one.spoken))
    words: list[list[str]] = [[] for _ in one.spoken]
    for phone in festival.label([said])[0]:
        if phone.word >= 0:
            words[phone.word].append(phone.name)
    return words if all(words) else []
