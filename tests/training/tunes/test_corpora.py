from itertools import pairwise

from story_cli.models.melody import GRID, positions
from story_cli.training.tunes.corpora import Song, chord_of_profile, cut, parse_symbol, runs
from story_cli.training.tunes.tune import events_of, phrase_ends, sheet_of

SCALE = (60, 62, 64, 65, 67, 69, 71, 72)


def _song(bars: int = 6, tonic: int = 0, **change) -> Song:
    notes = [(float(i), 1.0, SCALE[i % 8] + tonic) for i in range(4 * bars)]
    fields = {
        "source": "leadsheets",
        "name": "a scale",
        "keys": [(0.0, tonic, False)],
        "times": [(0.0, "4/4")],
        "bars": [4.0 * i for i in range(bars)],
        "notes": notes,
        "chords": [(0.0, tonic, "major"), (8.0, (tonic + 7) % 12, "seventh")],
    }
    return Song(**{**fields, **change})


def test_the_key_does_not_matter() -> None:
    here, there = next(cut(_song())), next(cut(_song(tonic=5)))
    assert here.notes == there.notes
    assert here.chords == there.chords
    assert [n.semitone for n in here.notes[:4]] == [0, 2, 4, 5]


def test_triplets_and_long_rests_cut_a_song() -> None:
    song = _song(bars=10)
    crooked = [(a + 1 / 3, b, p) if a == 20.0 else (a, b, p) for a, b, p in song.notes]
    assert [t.bars for t in cut(song._replace(notes=crooked))] == [5, 4]
    silent = [n for n in song.notes if not 16 <= n[0] < 24]
    assert [t.bars for t in cut(song._replace(notes=silent))] == [4, 4]


def test_an_upbeat_lies_before_the_first_bar_line() -> None:
    assert list(runs([0.0, 1.0, 5.0, 9.0], 13.0, 4.0)) == [(-3.0, 16.0)]
    assert list(runs([0.0, 4.0, 7.0, 8.0], 12.0, 4.0)) == [(0.0, 12.0)]  # two short bars at a repeat are one


def test_chord_symbols_and_profiles() -> None:
    assert parse_symbol("Bbm7/F") == (10, "minor")
    assert parse_symbol("G9") == (7, "seventh")
    assert parse_symbol("Fmaj7") == (5, "major")
    assert parse_symbol("N.C.") is None
    assert chord_of_profile([9, 0, 0, 0, 5, 0, 0, 6, 0, 0, 0, 0], 0) == (0, "major")
    assert chord_of_profile([0] * 12, -1) is None


def test_events_fill_the_time_and_rests_are_events() -> None:
    tune = next(cut(_song()))
    tune = tune._replace(notes=tuple(n for n in tune.notes if n.beat != 2.0))
    events = events_of(tune)
    assert [e.semitone for e in events[:4]] == [0, 2, None, 5]
    assert all(a.start + a.length == b.start for a, b in pairwise(events))
    assert len(positions(sheet_of(tune), events)) == len(events)


def test_a_phrase_ends_on_a_long_note() -> None:
    tune = next(cut(_song()))
    held = tuple(n._replace(beats=2.0) if n.beat == 6.0 else n for n in tune.notes if n.beat != 7.0)
    assert phrase_ends(tune._replace(notes=held)) == [1, 5]
    assert sheet_of(tune).chords[8 * GRID].root == 7
