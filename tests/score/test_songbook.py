import random

from story_cli.score.form import SectionPlan
from story_cli.score.harmony import Block, parse_numeral
from story_cli.score.mood import Feeling
from story_cli.score.parts import Melody, MusicLibrary, Origin
from story_cli.score.songbook import Placed, place_melodies, play

HOME = SectionPlan("trial", 0, 0.0, 24.0, 0.0, 8, 80.0, 2, "major", "4/4", Feeling(0.2, 0.3))
CHORDS = ("I", "vi", "IV", "V")


def _melody(name: str, semitones: tuple[int, ...], partner: str = "") -> Melody:
    notes = tuple((2.0 * i, 2.0, s) for i, s in enumerate(semitones))
    return Melody(
        id=name, modes=("major",), metres=("4/4",), tempo=(50, 150), calm_exciting=0.0, sad_happy=0.0, instruments=(),
        themes=("*",), bars=4, role="counter" if partner else "melody", progression="sunny-morning", partner=partner,
        notes=notes, origin=Origin("", 1, 0, 0, 0.0, 0.0),
    )  # fmt: skip


TUNE = _melody("tune", (4, 7, 9, 12, 9, 5, 2, 7))
UNDER = _melody("tune-under", (0, 0, 4, 4, 5, 5, 7, 7), "tune")


def _library(music: MusicLibrary, *melodies: Melody) -> MusicLibrary:
    import msgspec

    return msgspec.structs.replace(music, melodies=melodies)


def _placed(music: MusicLibrary, *melodies: Melody, taken: int = -1, seeds: int = 20) -> list[list[Placed]]:
    bars = [[parse_numeral(CHORDS[i % 4], 2, "major", 4.0 * i)] for i in range(8)]
    blocks = [Block("sunny-morning", 0, 4), Block("circle", 4, 4)]
    flags = [bar == taken for bar in range(8)]
    library = _library(music, *melodies)
    return [place_melodies(HOME, blocks, bars, flags, [0.5] * 8, library, random.Random(s)) for s in range(seeds)]


def test_a_melody_stands_on_its_own_progression_only(music: MusicLibrary) -> None:
    found = [placed for run in _placed(music, TUNE, UNDER) for placed in run]
    assert {p.bar for p in found} == {0}
    assert {p.under for p in found} == {UNDER, None}


def test_bars_that_the_motif_needs_are_left_alone(music: MusicLibrary) -> None:
    assert not any(_placed(music, TUNE, taken=2))


def test_a_tune_outside_the_scale_of_a_chord_is_not_used(music: MusicLibrary) -> None:
    assert not any(_placed(music, _melody("blue", (3, 7, 9, 12, 9, 5, 2, 7))))


def test_the_counter_lies_below_and_is_softer(music: MusicLibrary) -> None:
    lead, answer = music.instruments["flute"], music.instruments["clarinet"]
    notes = play(Placed(0, TUNE, UNDER), HOME, lead, answer, [80.0] * 8)
    above = [n for n in notes if n.instrument == "flute"]
    below = [n for n in notes if n.instrument == "clarinet"]
    assert len(above) == len(below) == 8
    assert max(n.pitch for n in below) <= min(n.pitch for n in above) + 4
    assert max(n.velocity for n in below) < min(n.velocity for n in above)
    assert all((n.pitch - 2) % 12 == s % 12 for n, (_, _, s) in zip(above, TUNE.notes, strict=True))


def test_a_tune_too_wide_for_the_instrument_is_silent(music: MusicLibrary) -> None:
    wide = _melody("wide", (-12, 0, 12, 24, 36, 24, 12, 7))
    assert (
        play(Placed(0, wide, None), HOME, music.instruments["french_horn"], music.instruments["flute"], [80.0] * 8)
        == []
    )
