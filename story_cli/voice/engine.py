"""What a voice is: the door through which every speech engine comes, built-in or added.

In: utterances (words as they are said, with a plan of how). Out: times of every shown word, and samples. Engines are
found by name through entry points (story_cli.addons); none is imported, let alone started, before it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples: TypeAlias = NDArray[np.float32]

Contour = Literal["fall", "rise", "level"]

# what emphasis 1 and a contour come to, in every voice that is expressed by us
EMPHASIS_SEMITONES, EMPHASIS_DB = 2.6, 1.5
CONTOUR_SEMITONES: dict[Contour, float] = {"rise": 5.0, "fall": -2.2, "level": 0.0}


@dataclass(frozen=True)
class Manner:
    """How a word is said, all relative to the engine's own plain reading."""

    rate: float = 1.0  # speed; 0.9 takes 1/0.9 of the time
    pitch: float = 0.0  # semitones up
    span: float = 1.0  # factor on the pitch movement around the speaker's mean
    tract: float = 1.0  # length of the vocal tract; a tiny creature's is shorter
    gain_db: float = 0.0


@dataclass(frozen=True)
class WordPlan:
    """One word of story_cli.text: what is said for it (nothing for a lone dash), how, and what follows it."""

    shown: str
    spoken: tuple[str, ...]  # lower-case words of letters and apostrophes
    manner: Manner = Manner()
    emphasis: float = 0.0  # 0 … 1
    pause: float = 0.0  # seconds of silence after the word; > 0 also ends a phrase
    contour: Contour = "level"  # of the phrase that ends here; read only where pause > 0 or the utterance ends
    lift: float = 0.0  # semitones of the sentence's melody, which begins high and comes down


@dataclass(frozen=True)
class Utterance:
    """What is said in one go, a sentence as a rule. Every engine gives silence-free ends: pauses are the caller's."""

    words: tuple[WordPlan, ...]
    pronunciations: tuple[tuple[str, str], ...] = ()  # (spoken word, phones with stress digits: "n ax r ih1 s ax")

    @property
    def is_silent(self) -> bool:
        return not any(word.spoken for word in self.words)


class Interval(NamedTuple):
    """A stretch of time in seconds from the beginning of its utterance."""

    start: float
    end: float


class Phone(NamedTuple):
    name: str
    start: float
    end: float


@dataclass(frozen=True)
class Timing:
    """When everything is said. One span a shown word, in order and never overlapping."""

    duration: float
    words: tuple[Interval, ...]
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True)
class Speech:
    """Finished sound of an utterance, mono, about −1 … 1. `timing.duration` is its length."""

    timing: Timing
    samples: Samples
    rate_hz: int


class Engine(Protocol):
    """A voice. Both methods answer in order, one result an utterance, and are deterministic.

    Raises: StoryError (status MISSING_ENGINE with the package to install; FAILED if the engine dies or hangs).
    """

    name: str

    def time(self, utterances: Sequence[Utterance]) -> list[Timing]:
        """Durations only, without sound where the engine can; always what `say` will take."""
        ...

    def say(self, utterances: Sequence[Utterance]) -> Iterator[Speech]: ...


EngineMaker: TypeAlias = Callable[[], Engine]  # what an entry point of group "storycli.voices" names


def spread(spans: Sequence[Interval | None], duration: float) -> tuple[Interval, ...]:
    """Give words that are not said (a lone dash) the empty moment where the word before ends."""
    filled: list[Interval] = []
    now = 0.0
    for span in spans:
        if span is None:
            filled.append(Interval(now, now))
            continue
        start = min(max(span.start, now), duration)
        end = min(max(span.end, start), duration)
        filled.append(Interval(start, end))
        now = end
    return tuple(filled)
