import itertools
import random

import pytest

from story_cli.artifacts import Mood
from story_cli.pacing import film_times
from story_cli.score.form import Frame, mean_feeling, plan_sections, scene_roles, tempo_map
from story_cli.score.parts import MusicLibrary

from .made import make_reading


def _sections(music: MusicLibrary, pace: float = 0.3, exciting: float = 0.0):
    times = film_times(make_reading(pace))
    moods = [Mood(scene, 0, 0.2, exciting) for scene in range(5)]
    frame = Frame(2, "major", "4/4")
    return times, plan_sections(times, moods, frame, music.palettes["underwater"][0], [], random.Random(1))


@pytest.mark.parametrize("pace", [0.22, 0.3, 0.41])
def test_sections_fill_their_scenes_with_whole_bars(music: MusicLibrary, pace: float) -> None:
    times, sections = _sections(music, pace)
    spans = [times.title, *times.scenes, times.end_card]
    clock = tempo_map(sections)
    for section, span in zip(sections, spans, strict=True):
        assert clock.seconds(section.start_beat) == pytest.approx(span.start, abs=1e-6)
        assert clock.seconds(section.end_beat) == pytest.approx(span.end, abs=1e-6)
        assert section.bars >= 1


def test_exciting_stories_are_faster(music: MusicLibrary) -> None:
    calm, wild = (_sections(music, 0.3, mood)[1] for mood in (-0.8, 0.8))
    assert sum(s.tempo_bpm for s in wild[1:-1]) > 1.15 * sum(s.tempo_bpm for s in calm[1:-1])


def test_neighbours_do_not_jump_in_tempo(music: MusicLibrary) -> None:
    sections = _sections(music)[1][1:-1]
    for before, after in itertools.pairwise(sections):
        assert 0.7 < after.tempo_bpm / before.tempo_bpm < 1.43


def test_the_last_note_rings_on_the_end_card(music: MusicLibrary) -> None:
    times, sections = _sections(music)
    last_bar = tempo_map(sections).seconds(sections[-1].start_beat + sections[-1].bar_beats)
    assert 0.45 <= (last_bar - times.end_card.start) / (times.end_card.end - times.end_card.start) <= 0.7
    assert sections[-1].mode == "major"


def test_roles_for_any_number_of_scenes() -> None:
    assert scene_roles(5) == ["home", "turn", "trial", "climax", "return"]
    assert scene_roles(3) == ["home", "climax", "return"]
    assert scene_roles(2) == ["home", "return"]
    assert [len(scene_roles(n)) for n in range(8)] == list(range(8))


def test_a_scene_without_sentences_is_neutral() -> None:
    assert mean_feeling([], 3) == (0.0, 0.0)
