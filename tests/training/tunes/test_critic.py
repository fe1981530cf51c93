import pytest

from story_cli.models.melody import Chord
from story_cli.training.tunes.critic import (
    MAJOR,
    copies,
    entropy,
    excerpts,
    groove,
    interval_runs,
    judge,
    measure,
    motif_return,
    norms,
)
from story_cli.training.tunes.tune import Tune, TuneChord, TuneNote


def _notes(*semitones: int, beats: float = 1.0) -> tuple[TuneNote, ...]:
    return tuple(TuneNote(i * beats, beats, s) for i, s in enumerate(semitones))


GOOD = (*_notes(0, 2, 4, 0, 4, 5, 7, 4, 7, 9, 7, 5, 4, 2, 0)[:14], TuneNote(14.0, 2.0, 0))
OTHER = _notes(7, 5, 4, 2, 4, 0, 2, 5, 4, 7, 5, 9, 7, 4, 2, 0)


def _tune(notes: tuple[TuneNote, ...]) -> Tune:
    return Tune("leadsheets", "a", "4/4", False, 4, notes, (TuneChord(0.0, Chord(0, "major")),))


def _faults(notes: tuple[TuneNote, ...], runs: set[tuple[int, ...]] | None = None) -> tuple[str, ...]:
    known = norms([_tune(GOOD), _tune(OTHER), _tune(_notes(*([0, 4, 7, 4] * 4)))])
    return judge(notes, 4, 4.0, MAJOR, 1.0, 2.0, known, runs or set()).faults


def test_entropy_is_none_for_one_class_and_one_bit_for_two() -> None:
    assert entropy([0, 0, 0]) == 0.0
    assert entropy([0, 7, 0, 7]) == pytest.approx(1.0)


def test_groove_is_one_for_equal_bars_and_counts_what_differs() -> None:
    assert groove([0, 1, 2, 3, 4, 5, 6, 7], 2, 4.0) == 1.0
    assert groove([0, 1, 2, 3, 4, 6], 2, 4.0) == pytest.approx(1 - 2 / 16)


def test_measures_of_a_scale_and_of_leaps() -> None:
    found = measure(_notes(0, 2, 4, 5), 1, 4.0, MAJOR)
    assert (found.in_scale, found.span, found.steps, found.answered) == (1.0, 5, 1.0, 1.0)
    assert measure(_notes(0, 9, 14, 1), 1, 4.0, MAJOR).in_scale == 0.75
    assert measure(_notes(0, 7, 9, 12), 1, 4.0, MAJOR).answered == 0.0


def test_a_copy_is_found_in_any_key() -> None:
    runs = interval_runs([_tune(GOOD)])
    moved = tuple(n._replace(semitone=n.semitone + 5) for n in GOOD)
    assert copies(moved, runs) == len(GOOD) - 7
    assert copies(OTHER, runs) == 0
    assert "copies a training tune" in _faults(GOOD, runs)


def test_a_sound_tune_has_no_fault_and_a_better_one_scores_higher() -> None:
    assert _faults(GOOD) == ()
    known = norms([_tune(GOOD), _tune(OTHER)])
    likely, unlikely = (judge(GOOD, 4, 4.0, MAJOR, 1.0, nats, known, set()).score for nats in (1.0, 3.0))
    assert likely > unlikely


@pytest.mark.parametrize(
    ("notes", "fault"),
    [
        ((*GOOD[:-1], TuneNote(14.0, 2.0, 2)), "tonic"),
        ((*GOOD[:-1], TuneNote(14.0, 0.5, 0)), "short last"),
        (_notes(0, 0, 0, 0, 4, 5, 7, 4, 7, 9, 7, 5, 4, 2, 0), "four times"),
        (GOOD[:4], "too few"),
        (_notes(0, 3, 6, 0, 3, 6, 7, 3, 6, 9, 6, 5, 3, 1, 0), "scale"),
    ],
)
def test_faults_are_named(notes: tuple[TuneNote, ...], fault: str) -> None:
    assert any(fault in found for found in _faults(notes))


def test_an_idea_that_comes_back_is_seen_and_excerpts_are_cut_at_bars() -> None:
    assert motif_return(GOOD, 4, 4.0) == 1.0
    assert motif_return((*GOOD[:4], TuneNote(4.5, 3.0, 0)), 2, 4.0) == 0.0
    assert [len(piece) for piece in excerpts(_tune(GOOD), 2)] == [8, 7]
