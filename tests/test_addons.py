"""Entry points: built-ins by explicit list, unknown names answered with the known ones."""

from importlib.metadata import EntryPoint

import pytest

from story_cli import addons
from story_cli.errors import StoryError, UsageError


def test_every_built_in_can_be_loaded() -> None:
    for name in ("festival-hts", "flite", "silence"):
        assert addons.load(addons.VOICES, name, "voice")().name == name


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UsageError) as raised:
        addons.load(addons.VOICES, "festival", "voice")
    assert "festival-hts" in raised.value.hint


def test_an_installed_add_on_is_found_but_cannot_replace_a_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    added = [
        EntryPoint("house.v1", "story_cli.voice.silence:Silence", addons.VOICES),
        EntryPoint("flite", "elsewhere:Flite", addons.VOICES),
    ]
    monkeypatch.setattr(addons, "entry_points", lambda group: added)
    found = addons.available(addons.VOICES)
    assert found["house.v1"].value == "story_cli.voice.silence:Silence"
    assert found["flite"].value == "story_cli.voice.flite:Flite"


def test_a_broken_add_on_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addons, "entry_points", lambda group: [EntryPoint("odd", "no_such_module:x", addons.VOICES)])
    with pytest.raises(StoryError, match="no_such_module"):
        addons.load(addons.VOICES, "odd", "voice")
