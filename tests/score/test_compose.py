import numpy as np
import pytest

from story_cli.catalogue import Library
from story_cli.pacing import film_times
from story_cli.score import compose_score
from story_cli.settings import ScoreSettings
from story_cli.sound import integrated_loudness, read_wave

from .made import Folder, make_reading, make_scenes, make_story


@pytest.fixture(scope="module")
def composed(tmp_path_factory):
    folder = Folder(tmp_path_factory.mktemp("score"))
    score = compose_score(make_story(), make_scenes(), make_reading(0.2), ScoreSettings(), Library(), 7, folder)
    return score, folder


def test_the_music_lasts_as_long_as_the_film_at_its_level(composed) -> None:
    score, folder = composed
    music = read_wave(folder.music(), 48_000)
    assert score.duration == pytest.approx(film_times(make_reading(0.2)).duration, abs=1e-5)
    assert len(music) / 48_000 == pytest.approx(score.duration, abs=0.001)
    assert integrated_loudness(music, 48_000) == pytest.approx(-20.0, abs=1.0)
    assert np.abs(music).max() < 0.9
    assert np.abs(music[-20:]).max() < 0.002  # faded out


def test_no_second_of_the_film_is_without_music(composed) -> None:
    _, folder = composed
    music = read_wave(folder.music(), 48_000)
    whole = len(music) // 48_000 - 1
    levels = [20 * np.log10(np.sqrt((music[s * 48_000 : (s + 1) * 48_000] ** 2).mean()) + 1e-9) for s in range(whole)]
    assert min(levels) > -50


def test_stems_add_up_to_the_music(composed) -> None:
    _, folder = composed
    stems = sum(read_wave(folder.stem(n), 48_000) for n in ("melody", "accompaniment", "percussion"))
    assert np.abs(stems - read_wave(folder.music(), 48_000)).max() < 1e-4


def test_phrases_end_where_scenes_end(composed) -> None:
    score, _ = composed
    times = film_times(make_reading(0.2))
    for section, span in zip(score.sections, (times.title, *times.scenes, times.end_card), strict=True):
        assert section.start == pytest.approx(span.start, abs=0.15)
        assert section.end == pytest.approx(span.end, abs=0.15)


def test_effects_and_ambience_follow_the_settings(composed, tmp_path) -> None:
    score, _ = composed
    assert score.effects
    assert score.ambience == ("amb-reef",) * 5
    quiet = ScoreSettings(music=False, effects=False)
    silent = compose_score(make_story(), make_scenes(), make_reading(0.1), quiet, Library(), 7, Folder(tmp_path))
    assert silent.effects == ()
    assert silent.ambience == ("",) * 5
    assert np.abs(read_wave(Folder(tmp_path).music(), 48_000)).max() == 0.0


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(composed, tmp_path) -> None:
    score, folder = composed
    again = Folder(tmp_path)
    assert compose_score(make_story(), make_scenes(), make_reading(0.2), ScoreSettings(), Library(), 7, again) == score
    assert again.music().read_bytes() == folder.music().read_bytes()
    assert again.midi().read_bytes() == folder.midi().read_bytes()
