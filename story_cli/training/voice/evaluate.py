"""Figures of a voice: `storycli voice evaluate`. Word error by a recogniser, times against forced alignment, speaking
rate, pitch range, pauses, speed; read plainly and with expression, on sentences of house stories.

The recogniser's language model comes from the house stories that are not tested on. It is a listener of 2015 with
errors of its own: compare voices by it, do not take its error for a person's.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from story_cli.catalogue import Library
from story_cli.settings import VoiceSettings
from story_cli.training.voice.recogniser import RATE_HZ, Recogniser, align, word_errors
from story_cli.training.voice.sentences import HouseSentence, house_sentences, tried_sentences
from story_cli.units import SAMPLE_RATE_HZ
from story_cli.voice.attempt import Said, plainly, say_planned
from story_cli.voice.engine import Engine, Utterance
from story_cli.voice.find import open_engine
from story_cli.voice.hts import festival
from story_cli.voice.prosody import Planned, in_its_place, plan_sentence, style_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEP = SAMPLE_RATE_HZ // RATE_HZ
_ALIGNED = 40  # sentences whose word times are checked
_PHRASE = "Once there was a fox who could not sleep, and the moon knew why."


def evaluate_voice(settings: VoiceSettings, library: Library, count: int) -> dict[str, object]:
    """All figures by name. Raises: StoryError if an engine or pocketsphinx is missing."""
    stories = library.root / "stories"
    listener = Recogniser(one.spoken for one in house_sentences(stories) if not one.tested)
    tried = tried_sentences(stories, count)
    engine = open_engine(settings, library)
    planned = [_planned(one, number, settings.rate) for number, one in enumerate(tried)]
    plain = [plainly(plan, settings.rate) for plan in planned]
    expressive_said, seconds = _all_said(engine, tried, planned)
    plain_said, _ = _all_said(engine, tried, plain)
    spoken = sum(said.duration for said in expressive_said)
    words = sum(len(one.spoken) for one in tried)
    found: dict[str, object] = {
        "voice": engine.name,
        "sentences": len(tried),
        "word error, expressive": round(_word_error(listener, tried, expressive_said), 3),
        "word error, plain": round(_word_error(listener, tried, plain_said), 3),
        "words a minute within sentences": round(60 * words / spoken),
        "real time factor": round(seconds / spoken, 3),
    }
    return (
        found
        | _pitch_and_pauses(expressive_said, plain_said, planned, plain)
        | _times(engine, tried, expressive_said)
        | _delay(engine)
    )


def _planned(one: HouseSentence, number: int, rate: float) -> Planned:
    """As a story would have it read: the style of its adjectives, first, middle and last of a scene in turn."""
    style = in_its_place(style_of(one.adjectives), number % 3, 3)
    return plan_sentence(one.sentence, [None] * len(one.sentence.words), style, rate, frozenset())


def _all_said(engine: Engine, tried: Sequence[HouseSentence], planned: Sequence[Planned]) -> tuple[list[Said], float]:
    """Sound of every sentence and the seconds that it took, after one call that loads the voice."""
    list(engine.say(planned[0].parts))
    fresh = [part for plan in planned for part in plan.parts]
    started = time.perf_counter()
    speeches = iter(list(engine.say(fresh)))
    seconds = time.perf_counter() - started

    class Replayed:
        name = engine.name

        def say(self, utterances: Sequence[Utterance]) -> Any:
            return (next(speeches) for _ in utterances)

    replayed: Any = Replayed()
    return [say_planned(replayed, [one.sentence], [plan]) for one, plan in zip(tried, planned, strict=True)], seconds


def _word_error(listener: Recogniser, tried: Sequence[HouseSentence], said: Sequence[Said]) -> float:
    wrong = sum(
        word_errors(one.spoken, listener.words(_listened(heard))) for one, heard in zip(tried, said, strict=True)
    )
    return wrong / sum(len(one.spoken) for one in tried)


def _listened(said: Said) -> NDArray[np.float32]:
    from scipy.signal import resample_poly

    resampled: NDArray[np.float32] = resample_poly(said.samples, 1, _STEP).astype(np.float32)
    return resampled


def _pitch_and_pauses(
    expressive: Sequence[Said], plain: Sequence[Said], planned: Sequence[Planned], bare: Sequence[Planned]
) -> dict[str, object]:
    import pyworld

    def spread(said: Sequence[Said]) -> float:
        """Mean distance between the 5th and 95th hundredth of F0 within a sentence, in semitones."""
        ranges = []
        for one in said:
            signal = _listened(one).astype(np.float64)
            f0, _ = pyworld.harvest(signal, RATE_HZ, f0_floor=70.0, f0_ceil=600.0)
            voiced = f0[f0 > 0]
            if len(voiced) > 20:
                low, high = np.percentile(voiced, [5, 95])
                ranges.append(12 * np.log2(high / low))
        return float(np.mean(ranges)) if ranges else 0.0

    def pauses(plans: Sequence[Planned]) -> float:
        inside = [word.pause for plan in plans for part in plan.parts for word in part.words if word.pause > 0]
        ends = [gap for plan in plans for gap in plan.gaps]
        return float(np.mean([*inside, *ends]))

    wide, narrow = spread(expressive[:40]), spread(plain[:40])
    return {
        "pitch range, semitones, expressive": round(wide, 2),
        "pitch range, expressive / plain": round(wide / narrow, 2) if narrow else None,
        "mean pause, s": round(pauses(planned), 3),
    }


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


def _delay(engine: Engine) -> dict[str, object]:
    """Seconds until the first sound of a sentence, for voices that stream; the voice is loaded before."""
    stream = getattr(engine, "stream", None)
    if stream is None:
        return {}
    from story_cli.text import sentences

    (sentence,) = sentences(_PHRASE)
    plan = plan_sentence(sentence, [None] * len(sentence.words), style_of([]), 0.86, frozenset())
    delays = []
    for _ in range(5):
        started = time.perf_counter()
        next(iter(stream(plan.parts[0])))
        delays.append(time.perf_counter() - started)
    return {"first chunk after, ms": round(1000 * median(delays))}
