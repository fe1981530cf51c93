"""The Festival boundary: what goes into the script, what comes out, and programs that are missing, die or hang."""

import shutil
from pathlib import Path

import pytest

from story_cli.errors import ExitStatus, StoryError
from story_cli.voice.engine import Utterance, WordPlan
from story_cli.voice.hts import festival
from tests.voice.examples import utterance

needs_festival = pytest.mark.skipif(
    shutil.which("festival") is None or not festival.VOICE_FILE.is_file(),
    reason="Festival or its slt HTS voice is not installed (apt-get install festival festvox-us-slt-hts)",
)


def _fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a shell script in Festival's place."""
    program = tmp_path / "festival"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(0o755)
    monkeypatch.setattr(festival, "check_installed", lambda: str(program))


def test_syllables_take_the_consonant_before_their_vowel() -> None:
    assert festival._syllables("n ax r ih1 s ax") == "((n ax) 0) ((r ih) 1) ((s ax) 0)"
    assert festival._syllables("b aw1") == "((b aw) 1)"
    assert festival._syllables("n iy1 ax") == "((n iy) 1) ((ax) 0)"
    assert festival._syllables("sh") == "((sh) 0)"


def test_a_dead_festival_shows_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "echo 'no voice today' >&2; exit 3")
    with pytest.raises(StoryError, match="exit code 3: no voice today"):
        festival.label([utterance("ah")])


def test_a_hanging_festival_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "exec sleep 30")
    with pytest.raises(StoryError, match="no answer"):
        festival.label([utterance("ah")], time_limit=0.2)


def test_a_session_that_dies_or_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "echo 'no voice today' >&2; exit 3")
    with pytest.raises(StoryError, match="exit code 3: no voice today"):
        festival.Session().label([utterance("ah")])
    _fake(tmp_path, monkeypatch, "exec sleep 30")
    session = festival.Session(time_limit=0.2)
    with pytest.raises(StoryError, match="no answer within"):
        session.label([utterance("ah")])
    assert session._process is None  # it was ended, not left behind


def test_a_festival_that_says_nothing_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(StoryError, match="no phones for “ah”"):
        festival.label([utterance("ah")])


def test_a_missing_festival_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(festival.shutil, "which", lambda name: None)
    with pytest.raises(StoryError) as raised:
        festival.label([utterance("ah")])
    assert raised.value.status is ExitStatus.MISSING_ENGINE
    assert "apt-get install festival" in raised.value.hint


def test_words_that_are_not_plain_never_reach_the_script() -> None:
    with pytest.raises(ValueError, match="not a plain"):
        list(festival._calls([utterance('a") (exit) ("')]))


def test_silent_utterances_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "exit 9")
    assert festival.label([Utterance((WordPlan("—", ()),)), Utterance(())]) == [[], []]


@needs_festival
def test_phones_belong_to_their_words_and_breaks_are_ours() -> None:
    said = utterance("the", "boat", "sank", pause_after=1, pause=0.2)
    (phones,) = festival.label([said])
    assert [(phone.name, phone.word) for phone in phones] == [
        ("pau", -1), ("dh", 0), ("ax", 0), ("b", 1), ("ow", 1), ("t", 1), ("pau", -1),
        ("s", 2), ("ae", 2), ("ng", 2), ("k", 2), ("pau", -1),
    ]  # fmt: skip


@needs_festival
def test_a_session_answers_again_and_again_as_a_single_run_does() -> None:
    said = [utterance("the", "boat", "sank", pause_after=1, pause=0.2), Utterance(()), utterance("it", "did")]
    session = festival.Session()
    wanted = festival.label(said)
    assert session.label(said) == session.label(said) == wanted
    assert session._process is not None
    session._process.kill()
    session._process.wait()
    assert session.label(said) == wanted  # it is started again
    session.close()


@needs_festival
def test_pronunciations_are_used() -> None:
    said = Utterance((WordPlan("Nerissa", ("nerissa",)),), (("nerissa", "n ax r ih1 s ax"),))
    (phones,) = festival.label([said])
    assert [phone.name for phone in phones if phone.word == 0] == ["n", "ax", "r", "ih", "s", "ax"]


@needs_festival
def test_a_possessive_is_voiced_as_its_word_asks() -> None:
    said = Utterance(tuple(WordPlan(f"{stem}'s", (stem, "'s")) for stem in ("cat", "crab", "mouse")))
    (phones,) = festival.label([said])
    joined = ["".join(phone.name for phone in phones if phone.word // 2 == shown) for shown in range(3)]
    assert joined[:2] == ["kaets", "kraebz"]
    assert joined[2].startswith("mawsax")
