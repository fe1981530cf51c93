import random

from story_cli.score.form import SectionPlan
from story_cli.score.harmony import parse_numeral
from story_cli.score.mood import Feeling
from story_cli.score.parts import MusicLibrary
from story_cli.score.texture import (
    Taste,
    bass_pitches,
    bass_range,
    choose_layers,
    drum_note,
    write_bass,
    write_figure,
    write_pad,
    write_rhythm,
)

SECTION = SectionPlan("turn", 1, 0.0, 12.0, 0.0, 4, 80.0, 0, "major", "4/4", Feeling(0.3, 0.4))
BARS = [[parse_numeral(name, 0, "major", 4.0 * i)] for i, name in enumerate(("I", "vi", "IV", "V"))]
CHORDS = [bar[0] for bar in BARS]
TASTE = Taste("underwater", ("silly",), ("light",), frozenset())


def test_bass_plays_the_chords_bass_on_each_change(music: MusicLibrary) -> None:
    cello = music.instruments["cello"]
    pitches = dict(zip([c.beat for c in CHORDS], bass_pitches(CHORDS, cello, None), strict=True))
    for figure in (f for f in music.figures if f.role == "bass" and "4/4" in f.metres):
        notes = write_bass(SECTION, BARS, pitches, figure, cello)
        for chord in CHORDS:
            first = [n for n in notes if n.beat == chord.beat]
            assert chord.bass in {n.pitch % 12 for n in first}, figure.id
        low, high = cello.low, bass_range(cello)[1]
        assert all(low <= n.pitch <= high for n in notes), figure.id


def test_the_pad_holds_common_tones(music: MusicLibrary) -> None:
    notes = write_pad(SECTION, CHORDS, music.instruments["strings_slow"])
    assert any(n.beats > 4.0 for n in notes)
    for chord in CHORDS:
        sounding = {n.pitch % 12 for n in notes if n.beat <= chord.beat + 1 < n.end}
        assert sounding == set(chord.tones)


def test_figures_stay_in_range_and_soften_under_speech(music: MusicLibrary) -> None:
    harp = music.instruments["harp"]
    figure = next(f for f in music.figures if f.id == "alberti")
    quiet, spoken = (write_figure(SECTION, BARS, [figure], harp, [s] * 4, random.Random(1)) for s in (0.0, 1.0))
    assert len(quiet) == 4 * len(figure.notes)
    assert all(harp.low <= n.pitch <= harp.high for n in quiet)
    assert sum(n.velocity for n in spoken) < 0.9 * sum(n.velocity for n in quiet)


def test_a_plucked_instrument_gets_no_held_chords(music: MusicLibrary) -> None:
    calm = SECTION._replace(feeling=Feeling(0.0, -1.0), tempo_bpm=70.0)
    for seed in range(20):
        layers = choose_layers(calm, music, TASTE, False, random.Random(seed))
        assert not any("held" in figure.tags for figure in layers.figures)
        assert layers.rhythm is None


def test_rhythms_name_known_drums(music: MusicLibrary) -> None:
    for rhythm in music.rhythms:
        if "4/4" in rhythm.metres:
            assert write_rhythm(SECTION, rhythm, music, [0.0] * 4, random.Random(1))
    assert drum_note("concert_drum", 0.0, 60, music).instrument == "concert_drum"
    assert drum_note("triangle", 0.0, 200, music).velocity == 127
