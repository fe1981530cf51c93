"""Sentences are said once: known ones come from the cache, and the sound is the same."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from story_cli.cache import ByteCache
from story_cli.voice.engine import Interval, Speech, Timing, Utterance
from story_cli.voice.hts.engine import FestivalHts
from story_cli.voice.kept import say_kept
from story_cli.voice.silence import Silence
from tests.voice.examples import utterance


class Counting:
    """An engine that is not this program's own; says noise, and counts."""

    name = "counting"
    context_free = True
    version = "1"

    def __init__(self) -> None:
        self.said: list[Utterance] = []

    def time(self, utterances: Sequence[Utterance]) -> list[Timing]:
        return [Timing(0.5, (Interval(0.0, 0.5),)) for _ in utterances]

    def say(self, utterances: Sequence[Utterance]) -> Iterator[Speech]:
        for said, timing in zip(utterances, self.time(utterances), strict=True):
            self.said.append(said)
            yield Speech(timing, np.linspace(-1, 1, 50, dtype=np.float32), 100)


def test_only_the_changed_sentence_is_said_again(tmp_path: Path) -> None:
    engine, cache = Counting(), ByteCache(tmp_path)
    before = list(say_kept(engine, [utterance("one"), utterance("two"), utterance("one")], cache))
    assert len(engine.said) == 2
    after = list(say_kept(engine, [utterance("one"), utterance("three"), utterance("one")], cache))
    assert engine.said[2:] == [utterance("three")]
    assert after[0].timing == before[0].timing
    assert np.array_equal(after[0].samples, before[0].samples)


def test_another_version_of_the_voice_says_everything_again(tmp_path: Path) -> None:
    engine, cache = Counting(), ByteCache(tmp_path)
    list(say_kept(engine, [utterance("one")], cache))
    engine.version = "2"
    list(say_kept(engine, [utterance("one")], cache))
    assert len(engine.said) == 2


def test_voice_without_a_version_is_never_kept(tmp_path: Path) -> None:
    engine, cache = Counting(), ByteCache(tmp_path)
    engine.version = ""
    for _ in range(2):
        list(say_kept(engine, [utterance("one")], cache))
    assert len(engine.said) == 2
    assert not list(tmp_path.iterdir())


def test_voice_that_depends_on_what_was_said_before_is_never_kept(tmp_path: Path) -> None:
    engine = Counting()
    engine.context_free = False
    list(say_kept(engine, [utterance("one")], ByteCache(tmp_path)))
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_default_voice_says_a_sentence_alike_alone_and_among_others(tmp_path: Path) -> None:
    among = list(FestivalHts().say([utterance("hello", "fish"), utterance("she", "swam")]))[1]
    alone = next(iter(FestivalHts().say([utterance("she", "swam")])))
    assert np.array_equal(among.samples, alone.samples)


def test_own_voices_are_kept_by_their_code(tmp_path: Path) -> None:
    list(say_kept(Silence(), [utterance("one")], ByteCache(tmp_path)))
    assert len(list(tmp_path.iterdir())) == 1
