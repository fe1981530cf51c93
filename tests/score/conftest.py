"""The shipped music, sounds and mood model, read once."""

from __future__ import annotations

import pytest

from story_cli.catalogue import library_root
from story_cli.score.effects import SoundLibrary, load_sounds
from story_cli.score.mood import MoodModel, load_mood_model
from story_cli.score.parts import MusicLibrary, load_music


@pytest.fixture(scope="session")
def music() -> MusicLibrary:
    return load_music(library_root() / "music")


@pytest.fixture(scope="session")
def sounds() -> SoundLibrary:
    return load_sounds(library_root() / "sounds")


@pytest.fixture(scope="session")
def mood_model() -> MoodModel:
    return load_mood_model(library_root() / "music" / "mood")
