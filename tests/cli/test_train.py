"""`storycli train voice` learns from a person's recordings only with that person's consent."""

from pathlib import Path
from typing import Any

import pytest

from story_cli import training
from story_cli.cli import train
from story_cli.errors import ExitStatus, UsageError
from story_cli.guard import consent
from story_cli.guard.consent import Consent


@pytest.fixture
def recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    data = tmp_path / "recordings"
    data.mkdir()
    (data / "metadata.csv").write_text("a|The fox ran.\n")
    return data


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the trainer is asked to do, instead of doing it."""
    asked: list[dict[str, Any]] = []

    class Recorded(training.Trainer):
        def run(self, **options: Any) -> None:
            asked.append(options)

    monkeypatch.setitem(training.TRAINERS, "voice", Recorded("voices/house", "story_cli.training.voice"))
    return asked


def test_recordings_of_nobody_in_particular_are_refused(recordings: Path, runs: list[dict[str, Any]]) -> None:
    with pytest.raises(UsageError, match="nobody is said to have allowed") as caught:
        train.voice(recordings, recordings / "out")
    assert caught.value.status is ExitStatus.USAGE
    assert "--speaker" in caught.value.hint
    assert "storycli consent add" in caught.value.hint
    assert not runs
    assert not (recordings / "out").exists()


def test_a_speaker_without_consent_for_a_voice_is_refused(recordings: Path, runs: list[dict[str, Any]]) -> None:
    consent.add(Consent("Ada", "Ada", ("story",), "2026-01-31"))
    with pytest.raises(UsageError, match="no consent is recorded for 'Ada'") as caught:
        train.voice(recordings, recordings / "out", speaker="Ada")
    assert "--for voice" in caught.value.hint
    assert not runs


def test_a_speaker_who_allowed_it_is_learned_from(recordings: Path, runs: list[dict[str, Any]]) -> None:
    consent.add(Consent("Ada", "Ada", ("voice",), "2026-01-31"))
    train.voice(recordings, recordings / "out", speaker="Ada")
    assert [run["data"] for run in runs] == [recordings]


def test_the_default_voice_as_teacher_asks_nobody(tmp_path: Path, runs: list[dict[str, Any]]) -> None:
    train.voice(tmp_path / "none", tmp_path / "out")
    assert len(runs) == 1
