from pathlib import Path

import pytest

from story_cli.voice.hts.voice_file import HtsVoice, load_voice
from tests.voice.examples import htsvoice


@pytest.fixture
def voice(tmp_path: Path) -> HtsVoice:
    """The hand-made voice of tests/voice/examples.py."""
    path = tmp_path / "small.htsvoice"
    path.write_bytes(htsvoice())
    return load_voice(path)
