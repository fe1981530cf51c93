"""One text said by one voice, as a story's narrator would say it: for trying voices and for measuring them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.settings import VoiceSettings
from story_cli.text import Sentence, sentences
from story_cli.units import SAMPLE_RATE_HZ, samples_to_seconds, seconds_to_samples
from story_cli.voice.engine import Engine, Manner, Speech
from story_cli.voice.find import open_engine
from story_cli.voice.prosody import Planned, plan_sentence, pronounced, style_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_LETTERS = 20_000
_PLAIN_PAUSE = 0.2  # seconds: Festival's own at a phrase break; it leaves one at both ends of a sentence


class SaidWord(NamedTuple):
    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Said:
    """A spoken text: samples at 48 kHz, its length in seconds, its words."""

    samples: NDArray[np.float32]
    duration: float
    words: tuple[SaidWord, ...]


def say_text(text: str, settings: VoiceSettings, library: Library, adjective: str, out: Path) -> Said:
    """Say `text` as in a story of that adjective and write it to the WAV `out`.

    Raises: UsageError for a text without words or too long; StoryError as the engine does.
    """
    from story_cli.sound import write_wave
    from story_cli.voice.sound import level_gain

    found = sentences(text)
    if not found or len(text) > MOST_LETTERS:
        raise UsageError("nothing to say" if not found else f"the text has {len(text)} characters",
                         f"give a text of 1 to {MOST_LETTERS} characters")  # fmt: skip
    engine = open_engine(settings, library)
    planned = [
        plan_sentence(one, [None] * len(one.words), style_of([adjective]), settings.rate, frozenset()) for one in found
    ]
    said = say_planned(engine, found, [pronounced(plan, settings.pronunciations) for plan in planned])
    out.parent.mkdir(parents=True, exist_ok=True)
    write_wave(out, said.samples * level_gain([said.samples]), SAMPLE_RATE_HZ)
    return said


def say_planned(engine: Engine, found: Sequence[Sentence], planned: Sequence[Planned]) -> Said:
    """Sentences one after the other with their pauses."""
    from story_cli.voice.sound import fitted

    speeches: list[Speech] = list(engine.say([part for plan in planned for part in plan.parts]))
    gaps = [gap for plan in planned for gap in plan.gaps]
    starts, spans, now = [], [], 0
    for speech, gap in zip(speeches, gaps, strict=True):
        starts.append(now)
        begin = samples_to_seconds(now)
        spans += [(begin + word.start, begin + word.end) for word in speech.timing.words]
        now += seconds_to_samples(speech.timing.duration) + seconds_to_samples(gap)
    total = now - seconds_to_samples(gaps[-1]) if gaps else 0
    texts = [word.text for sentence in found for word in sentence.words]
    words = tuple(SaidWord(text, round(a, 4), round(b, 4)) for text, (a, b) in zip(texts, spans, strict=True))
    return Said(fitted(speeches, starts, total), samples_to_seconds(total), words)


def plainly(planned: Planned, rate: float) -> Planned:
    """The words as a voice without our expression reads them: one speed, no lifts, no speakers, plain pauses."""
    manner = Manner(rate=rate)
    parts = []
    for part in planned.parts:
        pauses = [_PLAIN_PAUSE if word.pause else 0.0 for word in part.words]
        words = tuple(
            replace(word, manner=manner, pause=pause, emphasis=0.0, contour="level", lift=0.0)
            for word, pause in zip(part.words, pauses, strict=True)
        )
        parts.append(replace(part, words=words))
    return replace(planned, parts=tuple(parts), gaps=(2 * _PLAIN_PAUSE,) * len(parts))
