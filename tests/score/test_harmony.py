import itertools
import random

import pytest

from story_cli.errors import StoryError
from story_cli.score.form import SectionPlan
from story_cli.score.harmony import (
    harmonise,
    mend_outer_voices,
    near_pitch,
    outer_parallels,
    parallel,
    parallels,
    parse_numeral,
    voice_chords,
)
from story_cli.score.mood import Feeling
from story_cli.score.parts import MusicLibrary

C = 0


@pytest.mark.parametrize(
    ("numeral", "tones", "bass"),
    [
        ("I", {0, 4, 7}, 0),
        ("ii7", {2, 5, 9, 0}, 2),
        ("bVII", {10, 2, 5}, 10),
        ("V/3", {7, 11, 2}, 11),
        ("bVII/1", {10, 2, 5}, 0),
        ("Vsus4", {7, 0, 2}, 7),
        ("bIIo/1", {1, 4, 7}, 0),
        ("Iadd9", {0, 2, 4, 7}, 0),
    ],
)
def test_numerals(numeral: str, tones: set[int], bass: int) -> None:
    chord = parse_numeral(numeral, C, "major")
    assert set(chord.tones) == tones
    assert chord.bass == bass


def test_the_dominant_in_minor_raises_its_leading_tone() -> None:
    assert 11 in parse_numeral("V", C, "minor").scale
    assert 10 not in parse_numeral("V", C, "minor").scale


def test_an_unknown_numeral_is_refused() -> None:
    with pytest.raises(StoryError, match="VIII"):
        parse_numeral("VIII", C, "major")


def test_voices_move_little() -> None:
    chords = [parse_numeral(name, C, "major", 4.0 * i) for i, name in enumerate(("I", "vi", "IV", "V", "I"))]
    voiced = voice_chords(chords, 60.0, 3, 50, 76)
    for before, after in itertools.pairwise(voiced):
        assert sum(abs(a - b) for a, b in zip(before, after, strict=True)) <= 9


def test_parallel_fifths_and_octaves_are_seen() -> None:
    assert parallel((48, 67), (50, 69))
    assert parallel((48, 72), (53, 77))
    assert not parallel((48, 67), (47, 67))
    assert not parallel((48, 64), (50, 65))
    assert parallels((48, 55), (50, 57)) == 1


def test_outer_voices_are_mended() -> None:
    chords = [parse_numeral(name, C, "major", 4.0 * i) for i, name in enumerate(("I", "ii", "V"))]
    bass, tops = [48, 50, 43], [67, 69, 71]
    mended = mend_outer_voices(chords, bass, tops, 36, 55)
    assert outer_parallels(bass, tops) == 1
    assert outer_parallels(mended, tops) == 0
    assert all(p % 12 in chord.tones for p, chord in zip(mended, chords, strict=True))


@pytest.mark.parametrize("bars", [1, 2, 3, 5, 7, 10, 13])
def test_a_section_has_chords_in_every_bar(music: MusicLibrary, bars: int) -> None:
    section = SectionPlan("turn", 1, 0.0, 20.0, 8.0, bars, 100.0, 2, "dorian", "3/4", Feeling(0, 0))
    away = section._replace(tonic=4, role="climax", start_beat=section.end_beat)
    chords = harmonise(section, away, music, "castle", frozenset(), random.Random(3)).bars
    assert len(chords) == bars
    assert chords[-1][-1].root == (4 + 7) % 12  # the dominant of the next key
    flat = [chord for bar in chords for chord in bar]
    assert flat[0].beat == 8.0
    assert flat[-1].beat + flat[-1].beats == pytest.approx(section.end_beat)


def test_near_pitch() -> None:
    assert near_pitch(0, 59.0, 48, 72) == 60
    assert near_pitch(0, 80.0, 48, 71) == 60


def test_borrowed_chords_flatten_the_tone_they_alter() -> None:
    assert set(parse_numeral("bVI", C, "major").scale) == {0, 2, 3, 5, 7, 8, 11}
    assert set(parse_numeral("II/1", C, "major").scale) == {0, 2, 4, 6, 7, 9, 11}
