"""The house voice that ships: it streams what it says whole, and its styles are heard in its pace."""

import numpy as np
import pytest

from story_cli.catalogue import Library
from story_cli.settings import VoiceSettings
from story_cli.text import sentences
from story_cli.voice.engine import Utterance
from story_cli.voice.find import open_engine
from story_cli.voice.folder import FolderVoice
from story_cli.voice.prosody import plan_sentence, style_of
from tests.voice.hts.test_festival import needs_festival

pytestmark = needs_festival


def _voice(style: str = "") -> FolderVoice:
    voice = open_engine(VoiceSettings(engine="house", style=style), Library())
    assert isinstance(voice, FolderVoice)
    return voice


def _said(text: str) -> Utterance:
    (sentence,) = sentences(text)
    return plan_sentence(sentence, [None] * len(sentence.words), style_of([]), 0.86, frozenset()).parts[0]


def test_streamed_sound_is_the_whole_sound() -> None:
    voice, said = _voice(), _said("Once there was a fox, and the moon knew why.")
    whole = np.concatenate(list(voice.stream(said, 0)))
    chunks = list(voice.stream(said))
    assert len(chunks) > 5
    np.testing.assert_allclose(np.concatenate(chunks), whole, atol=1e-4)
    assert np.abs(whole).max() > 0.05
    assert len(whole) / 32_000 == pytest.approx(voice.time([said])[0].duration)


def test_a_sleepy_reading_takes_longer_than_an_exciting_one() -> None:
    said = _said("The little boat went round and round the island.")
    sleepy, neutral, exciting = (_voice(style).time([said])[0].duration for style in ("sleepy", "", "exciting"))
    assert sleepy > 1.05 * neutral
    assert exciting < 0.98 * neutral
