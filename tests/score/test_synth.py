import sys

import numpy as np
import pytest

from story_cli.errors import ExitStatus, StoryError
from story_cli.score import synth
from story_cli.score.form import TempoChange, TempoMap
from story_cli.score.midi import parts_of
from story_cli.score.notes import Note
from story_cli.score.parts import MusicLibrary

CLOCK = TempoMap([TempoChange(0.0, 0.0, 120.0)])
NOTES = [Note("melody", "celesta", 1.0, 0.5, 84, 90)]


def test_a_note_sounds_when_it_is_due_and_twice_the_same(music: MusicLibrary) -> None:
    font = synth.find_soundfont()
    first, second = (synth.render_stems([parts_of(NOTES, music)], CLOCK, 2.0, font)[0] for _ in range(2))
    assert first.shape == (96_000, 2)
    assert np.array_equal(first, second)
    onset = np.flatnonzero(np.abs(first).max(axis=1) > 0.1 * np.abs(first).max())[0] / 48_000
    assert onset == pytest.approx(0.5, abs=0.02)


def test_no_notes_are_silence(music: MusicLibrary) -> None:
    silent = synth.render_stems([[], []], CLOCK, 0.5, synth.find_soundfont())
    assert [float(np.abs(s).max()) for s in silent] == [0.0, 0.0]


def test_a_named_soundfont_that_is_missing_says_what_to_install() -> None:
    with pytest.raises(StoryError) as caught:
        synth.find_soundfont("nowhere.sf2")
    assert caught.value.status is ExitStatus.MISSING_ENGINE
    assert "apt-get install" in caught.value.hint


def test_no_soundfont_at_all(monkeypatch) -> None:
    monkeypatch.setattr(synth, "_USUAL", ("/nowhere/a.sf3",))
    monkeypatch.delenv(synth.SOUNDFONT_VARIABLE, raising=False)
    with pytest.raises(StoryError) as caught:
        synth.find_soundfont()
    assert caught.value.status is ExitStatus.MISSING_ENGINE


def test_the_environment_names_a_soundfont(monkeypatch, tmp_path) -> None:
    (tmp_path / "mine.sf2").write_bytes(b"x")
    monkeypatch.setenv(synth.SOUNDFONT_VARIABLE, str(tmp_path / "mine.sf2"))
    assert synth.find_soundfont() == tmp_path / "mine.sf2"


def test_a_broken_soundfont_is_an_error(music: MusicLibrary, tmp_path) -> None:
    (tmp_path / "bad.sf2").write_bytes(b"RIFFnothing")
    with pytest.raises(StoryError, match=r"bad\.sf2"):
        synth.render_stems([parts_of(NOTES, music)], CLOCK, 0.1, tmp_path / "bad.sf2")


def test_the_engine_prints_nothing_where_ci_is_set(monkeypatch, capsys) -> None:
    monkeypatch.setenv("CI", "1")
    monkeypatch.delitem(sys.modules, "fluidsynth", raising=False)
    synth._engine()
    assert capsys.readouterr().out == ""
