"""Figures of a voice folder's own styles; the other figures are in test_measures and test_spelling."""

from pathlib import Path

import pytest

from story_cli.catalogue import Library
from story_cli.settings import VoiceSettings
from story_cli.training.voice.evaluate import _planned, _styles
from story_cli.training.voice.sentences import tried_sentences
from story_cli.voice.attempt import plainly
from story_cli.voice.find import open_engine
from tests.voice.blocks.made import write_voice
from tests.voice.hts.test_festival import needs_festival


@needs_festival
def test_every_style_is_compared_with_the_first(tmp_path: Path) -> None:
    pytest.importorskip("pyworld")
    library, settings = Library(), VoiceSettings(engine=str(write_voice(tmp_path / "tiny")))
    tried = tried_sentences(library.root / "stories", 1)
    plain = [plainly(_planned(tried[0], 0, 1.0), 1.0)]
    found = _styles(settings, library, open_engine(settings, library), tried, plain)
    assert list(found) == ["style neutral", "style silly"]
    assert found["style neutral"] in ("+0.0 semitones, speed 1.00, pitch range x 1.00", "without voice")
    assert (
        _styles(
            VoiceSettings(engine="silence"),
            library,
            open_engine(VoiceSettings(engine="silence"), library),
            tried,
            plain,
        )
        == {}
    )
