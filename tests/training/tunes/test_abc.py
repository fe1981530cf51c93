import pytest

from story_cli.training.tunes.abc import read_abc


def _tune(body: str, key: str = "D", length: str = "1/8"):
    return next(read_abc(f"X:1\nT:Test\nM:4/4\nL:{length}\nK:{key}\n{body}\n"))


def test_notes_take_the_key_and_their_octave() -> None:
    assert [n[2] for n in _tune("F c' C, =F ^G|").melody] == [66, 85, 49, 65, 68]


def test_an_accidental_lasts_to_the_bar_line() -> None:
    assert [n[2] for n in _tune("^G G|G", "C").melody] == [68, 68, 67]


def test_lengths_broken_rhythm_and_triplets() -> None:
    assert [n[:2] for n in _tune("A2 A/ A>A|").melody] == [(0.0, 1.0), (1.0, 0.25), (1.25, 0.75), (2.0, 0.25)]
    assert _tune("(3ABc|").melody[1][0] == pytest.approx(1 / 3)


def test_chords_and_bars_stand_at_their_time() -> None:
    tune = _tune('"D"A4 "G7"B4 | A8 |]')
    assert tune.chords == [(0.0, "D"), (2.0, "G7")]
    assert tune.bars == [0.0, 4.0]


def test_modes_move_the_signature() -> None:
    tune = _tune("f|", "A mix")
    assert (tune.tonic, tune.fifths, tune.minor) == (9, 2, False)
    assert _tune("a|", "Am").minor
