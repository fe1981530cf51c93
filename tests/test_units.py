from hypothesis import given
from hypothesis import strategies as st

from story_cli import units


def test_halves_round_up_so_that_frame_times_do_not_jitter() -> None:
    assert [units.nearest(x) for x in (0.5, 1.5, 2.5, -0.5)] == [1, 2, 3, 0]


@given(st.integers(0, 10**8))
def test_samples_survive_the_way_to_seconds_and_back(samples: int) -> None:
    assert units.seconds_to_samples(units.samples_to_seconds(samples)) == samples


@given(st.floats(0.01, 1000), st.floats(30, 240))
def test_beats_survive_the_way_to_seconds_and_back(beats: float, tempo_bpm: float) -> None:
    assert abs(units.seconds_to_beats(units.beats_to_seconds(beats, tempo_bpm), tempo_bpm) - beats) < 1e-6


def test_six_decibels_are_about_twice_the_amplitude() -> None:
    assert abs(units.decibels_to_gain(6.0206) - 2.0) < 1e-4
    assert abs(units.gain_to_decibels(0.5) + 6.0206) < 1e-3
