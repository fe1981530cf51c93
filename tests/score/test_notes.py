import pytest

from story_cli.score.notes import Note, bounded_velocity, swung


def test_swing_moves_the_middle_of_the_beat_and_nothing_else() -> None:
    notes = [Note("melody", "flute", beat, 0.5, 72, 80) for beat in (0.0, 0.5, 1.0, 1.25)]
    swung_notes = [swung(note, 0.6) for note in notes]
    assert [n.beat for n in swung_notes] == pytest.approx([0.0, 0.6, 1.0, 1.3])
    assert [n.end for n in swung_notes] == pytest.approx([0.6, 1.0, 1.6, 1.8])
    assert swung(notes[1], 0.5) == notes[1]


def test_velocities_are_midi() -> None:
    assert [bounded_velocity(v) for v in (-4, 63.6, 300)] == [1, 64, 127]
