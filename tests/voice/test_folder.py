from pathlib import Path

import numpy as np
import pytest

from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.settings import VoiceSettings
from story_cli.voice.engine import Manner, Utterance, WordPlan
from story_cli.voice.find import known_voices, open_engine
from story_cli.voice.folder import FolderVoice
from tests.voice.blocks.made import write_voice


def _said(rate: float = 1.0, pause: float = 0.0) -> Utterance:
    words = (WordPlan("fox,", ("fox",), Manner(rate=rate), pause=pause), WordPlan("ran", ("ran",), Manner(rate=rate)))
    return Utterance(words)


@pytest.fixture
def voice(tmp_path: Path) -> FolderVoice:
    return FolderVoice(write_voice(tmp_path / "tiny"))


def test_times_before_sound_are_the_times_of_the_sound(voice: FolderVoice) -> None:
    said = [_said(pause=0.3), _said()]
    for timing, speech in zip(voice.time(said), voice.say(said), strict=True):
        assert speech.timing == timing
        assert len(speech.samples) / speech.rate_hz == pytest.approx(timing.duration, abs=1e-6)
        assert np.abs(speech.samples).max() > 0.0


def test_streamed_and_whole_sound_are_alike(voice: FolderVoice) -> None:
    whole = np.concatenate(list(voice.stream(_said(pause=0.2), 0)))
    chunks = list(voice.stream(_said(pause=0.2), 10))
    assert len(chunks) > 3
    np.testing.assert_allclose(np.concatenate(chunks), whole, atol=1e-4)


def test_a_pause_is_as_long_as_planned_and_slow_words_are_longer(voice: FolderVoice) -> None:
    plain, paused, slow = voice.time([_said(), _said(pause=0.4), _said(rate=0.5)])
    assert paused.words[1].start - paused.words[0].end == pytest.approx(0.4, abs=0.01)
    assert slow.words[0].end - slow.words[0].start > 1.7 * (plain.words[0].end - plain.words[0].start)


def test_nothing_to_say_is_no_sound(voice: FolderVoice) -> None:
    (speech,) = voice.say([Utterance((WordPlan("—", ()),))])
    assert len(speech.samples) == 0
    assert speech.timing.duration == 0.0


def test_a_voice_is_found_by_path_and_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    path = write_voice(tmp_path / "storycli" / "voices" / "mine")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert open_engine(VoiceSettings(engine=str(path)), library).name == "tiny.v1"
    assert open_engine(VoiceSettings(engine="tiny.v1"), library).name == "tiny.v1"
    assert open_engine(VoiceSettings(engine="tiny"), library).name == "tiny.v1"
    write_voice(tmp_path / "storycli" / "voices" / "newer", name="tiny.v10")
    write_voice(tmp_path / "storycli" / "voices" / "older", name="tiny.v9")
    assert open_engine(VoiceSettings(engine="tiny"), library).name == "tiny.v10"
    assert "tiny.v1" in [known.name for known in known_voices(library)]
    with pytest.raises(UsageError, match="no style 'loud'"):
        open_engine(VoiceSettings(engine="tiny.v1", style="loud"), library)
    with pytest.raises(UsageError, match=r"no voice 'tiny.v2'") as caught:
        open_engine(VoiceSettings(engine="tiny.v2"), library)
    assert "tiny.v1" in caught.value.hint
    with pytest.raises(UsageError, match=r"holds no voice.json"):
        open_engine(VoiceSettings(engine=str(tmp_path)), library)
