import ctypes
import sys
from pathlib import Path

import numpy as np
import pytest

from story_cli.errors import ExitStatus, StoryError
from story_cli.voice import flite
from story_cli.voice.engine import Utterance, WordPlan
from story_cli.voice.flite import Flite
from tests.voice.examples import utterance


def _has_flite() -> bool:
    try:
        ctypes.CDLL("libflite.so.1")
    except OSError:
        return False
    return True


needs_flite = pytest.mark.skipif(not _has_flite(), reason="libflite is not installed (apt-get install flite)")


def _fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a shell script in the worker's place."""
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def test_a_dead_worker_shows_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "cat > /dev/null; echo 'lost the thread' >&2; exit 5")
    with pytest.raises(StoryError, match="exit code 5: lost the thread"):
        Flite().time([utterance("ah")])


def test_a_hanging_worker_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "exec sleep 30")
    with pytest.raises(StoryError, match="no answer"):
        Flite(time_limit=0.2).time([utterance("ah")])


def test_a_missing_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "cat > /dev/null; echo 'OSError: libflite.so.1: cannot open' >&2; exit 1")
    with pytest.raises(StoryError) as raised:
        Flite().time([utterance("ah")])
    assert raised.value.status is ExitStatus.MISSING_ENGINE


def test_words_that_the_engine_cuts_otherwise_keep_their_letters() -> None:
    words = [WordPlan("ozan's", ("ozan", "'s")), WordPlan("hat", ("hat",))]
    heard = [("ozan", 0.0, 0.4), ("'s", 0.4, 0.5), ("hat", 0.7, 1.0)]
    assert flite._by_letters(words, heard) == [(0.0, 0.5), (0.7, 1.0)]
    joined = [("ozans", 0.0, 0.5), ("hat", 0.7, 1.0)]
    assert flite._by_letters(words, joined) == [(0.0, 0.5), (0.7, 1.0)]


def test_two_speakers_meet_without_a_click() -> None:
    said = utterance("oh", "no")
    loud = flite._Said((("oh", 0.1, 0.4),), np.full(8000, 20_000, np.int16))
    parts = [(flite._Run(0, (0,), 0.0), loud), (flite._Run(0, (1,), 0.0), loud)]
    speech = flite._joined(said, parts)
    edges = np.pad(speech.samples, 1)
    assert np.abs(speech.samples).max() > 0.5
    assert np.abs(np.diff(edges)).max() < 0.03


@needs_flite
def test_words_and_pauses_lie_where_planned() -> None:
    said = utterance("the", "boat", "sank", pause_after=1, pause=0.3)
    speech = next(Flite().say([said]))
    words = speech.timing.words
    assert 0.3 <= words[2].start - words[1].end <= 0.36
    assert len(speech.samples) == pytest.approx(speech.timing.duration * speech.rate_hz, abs=1)
    assert words[0].start < words[0].end <= words[1].start < words[1].end
    assert Flite().time([said]) == [speech.timing]
    assert np.abs(speech.samples).max() > 0.05


@needs_flite
def test_a_silent_utterance_is_empty() -> None:
    speech = next(Flite().say([Utterance((WordPlan("—", ()),))]))
    assert speech.timing.duration == 0.0
    assert len(speech.timing.words) == 1
