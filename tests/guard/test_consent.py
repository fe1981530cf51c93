"""Consent is kept for its owner only, asked for where it is needed, and can be taken back; forget leaves nothing."""

from pathlib import Path

import pytest

from story_cli.artifacts import Brief
from story_cli.errors import ExitStatus, StoryError, UsageError
from story_cli.guard import consent, forget
from story_cli.guard.consent import Consent
from story_cli.store import SCHEMA_VERSION, Header, StoryFolder

RECORD = Consent("Zoë Ann", "Ada (mother)", ("story",), "2026-01-31")


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def test_record_is_kept_for_its_owner_only() -> None:
    consent.add(RECORD)
    assert consent.records() == [RECORD]
    assert consent.consent_file().stat().st_mode & 0o777 == 0o600
    assert consent.consent_file().parent.stat().st_mode & 0o777 == 0o700


def test_without_a_record_the_message_says_how_to_give_one() -> None:
    with pytest.raises(UsageError) as caught:
        consent.require("Zoë Ann", "story", "2026-02-01")
    assert caught.value.status is ExitStatus.USAGE
    assert "storycli consent add" in caught.value.hint


def test_record_counts_for_its_purpose_and_time_only() -> None:
    consent.add(Consent("Zoë", "Ada", ("story",), "2026-01-31", "2026-03-01"))
    consent.require("ZOE\u0308", "story", "2026-03-01")
    for purpose, today in (("voice", "2026-02-01"), ("story", "2026-03-02")):
        with pytest.raises(UsageError):
            consent.require("Zoë", purpose, today)


def test_revoked_record_is_gone() -> None:
    consent.add(RECORD)
    assert consent.revoke("zoë  ann")
    assert consent.records() == []
    assert not consent.revoke("Zoë Ann")


def test_file_that_others_can_read_is_refused() -> None:
    consent.add(RECORD)
    consent.consent_file().chmod(0o644)
    with pytest.raises(StoryError, match="others"):
        consent.records()


@pytest.mark.parametrize("bad", [Consent("", "A", ("story",), "x"), Consent("A\x1b", "B", ("story",), "x"),
                                 Consent("A", "B", ("film",), "x"), Consent("A", "B", (), "x")])  # fmt: skip
def test_odd_records_are_refused(bad: Consent) -> None:
    with pytest.raises(UsageError):
        consent.add(bad)


def test_forget_removes_what_carries_the_name_and_nothing_else(home: Path) -> None:
    header = Header("storycli/brief", SCHEMA_VERSION, "brief", "0", 7, "", "", {})
    for folder, name in (("a", "Zoë"), ("b", "Zoelle"), ("c", "Pip")):
        brief = Brief("underwater", "mermaid", name, "she", (), (), 7)
        StoryFolder(home / "stories" / folder).write("brief", brief, header)
    (home / "stories" / "events.jsonl").write_text('{"job": "zoë-1"}\n{"job": "pip-1"}\n')
    (home / "cache" / "storycli" / "speech").mkdir(parents=True)
    consent.add(Consent("Zoë", "Ada", ("story",), "2026-01-31"))
    found = forget.find("ZOË", [home / "stories"])
    assert [folder.name for folder in found.folders] == ["a"]
    forget.forget("ZOË", found)
    assert sorted(path.name for path in (home / "stories").iterdir() if path.is_dir()) == ["b", "c"]
    assert (home / "stories" / "events.jsonl").read_text() == '{"job": "pip-1"}\n'
    assert not (home / "cache" / "storycli" / "speech").exists()
    assert consent.records() == []
