import numpy as np
import pytest
import torch

from story_cli.catalogue import library_root
from story_cli.models.melody import GRID, LENGTHS, MelodyNet, MelodyShape
from story_cli.score.parts import MusicLibrary, load_music
from story_cli.training.melodies import chord_tone_share, propose, sheet_for, tasks, together
from story_cli.training.tunes.tune import TuneNote


@pytest.fixture(scope="module")
def music() -> MusicLibrary:
    return load_music(library_root() / "music")


def _net() -> MelodyNet:
    torch.manual_seed(1)
    return MelodyNet(MelodyShape(width=16, layers=1, heads=2, hidden=32)).eval()


def test_tasks_end_on_a_chord_that_has_the_tonic_or_dominant(music: MusicLibrary) -> None:
    found = list(tasks(music))
    assert {task.metre for task in found} == {"4/4", "3/4", "6/8"}
    assert all({0, 7} & set(task.chords[-1].tones) for task in found)


def test_proposals_fill_the_bars_in_scale_and_end_at_home(music: MusicLibrary) -> None:
    task = next(t for t in tasks(music) if t.metre == "3/4")
    for proposal in propose(_net(), task, 6, LENGTHS, np.random.default_rng(1)):
        assert proposal.notes[-1].beat + proposal.notes[-1].beats == 12.0
        assert proposal.notes[-1].semitone % 12 in {0, 7} & set(task.chords[-1].tones)
        assert all(n.semitone % 12 in task.chord_at(n.beat).scale for n in proposal.notes)


def test_counters_keep_to_the_lengths_that_they_are_given(music: MusicLibrary) -> None:
    task = next(tasks(music))
    for proposal in propose(_net(), task, 4, (4, 8), np.random.default_rng(2)):
        assert all(n.beats * GRID in (4, 8) for n in proposal.notes)


def test_the_same_seed_gives_the_same_tunes(music: MusicLibrary) -> None:
    task = next(tasks(music))
    first, again = (propose(_net(), task, 3, LENGTHS, np.random.default_rng(5)) for _ in range(2))
    assert first == again
    assert len({p.notes for p in first}) > 1


def test_a_sheet_tells_chords_and_phrase_ends(music: MusicLibrary) -> None:
    one, two = [sheet_for(t) for t in tasks(music)][:2]
    assert one.phrase_ends == (3,)
    assert two.phrase_ends == (1, 3)
    assert one.chords[0].root == 0
    assert len(one.chords) == one.steps + 1


def test_strong_notes_are_held_against_their_chord(music: MusicLibrary) -> None:
    task = next(tasks(music))  # I vi IV V
    good = [TuneNote(0.0, 1.0, 4), TuneNote(1.0, 1.0, 5), TuneNote(2.0, 2.0, 7)]
    assert chord_tone_share(task, good) == 1.0
    assert chord_tone_share(task, [TuneNote(0.0, 1.0, 2), TuneNote(2.0, 1.0, 0)]) == 0.5


def test_parallel_fifths_between_two_voices_are_refused_and_contrary_motion_is_liked() -> None:
    tune = [TuneNote(float(i), 1.0, s) for i, s in enumerate((7, 9, 11, 12))]
    parallel = [TuneNote(float(i), 1.0, s) for i, s in enumerate((0, 2, 4, 5))]
    contrary = [TuneNote(float(i), 1.0, s) for i, s in enumerate((4, 2, 2, 0))]
    sixths = [TuneNote(float(i), 1.0, s) for i, s in enumerate((-2, 0, 2, 4))]
    assert together(tune, parallel) is None
    assert together(tune, contrary) > together(tune, sixths)
