import pytest

from story_cli.score.form import SectionPlan, TempoChange, TempoMap
from story_cli.score.midi import KIT_CHANNEL, pan_controller, parts_of, section_name, volume_controller, write_midi
from story_cli.score.mood import Feeling
from story_cli.score.notes import Note
from story_cli.score.parts import MusicLibrary
from story_cli.score.plot import read_midi

NOTES = [
    Note("melody", "flute", 0.0, 1.0, 72, 80),
    Note("melody", "flute", 1.0, 1.0, 72, 80),
    Note("accompaniment", "ukulele", 4.0, 2.0, 64, 60),
    Note("percussion", "kit", 4.5, 0.2, 81, 50),
]
SECTIONS = [
    SectionPlan("title", -1, 0.0, 4.0, 0.0, 1, 60.0, 0, "major", "4/4", Feeling(0, 0)),
    SectionPlan("home", 0, 4.0, 6.0, 4.0, 1, 120.0, 0, "major", "4/4", Feeling(0, 0)),
]


def test_what_is_written_can_be_read_back_in_seconds(music: MusicLibrary, tmp_path) -> None:
    clock = TempoMap([TempoChange(0.0, 0.0, 60.0), TempoChange(4.0, 4.0, 120.0)])
    write_midi(tmp_path / "a.mid", parts_of(NOTES, music), SECTIONS, clock, "A song")
    notes = read_midi(tmp_path / "a.mid")
    assert [(round(n.start, 3), round(n.end, 3), n.pitch) for n in notes] == [
        (0.0, 1.0, 72),
        (1.0, 2.0, 72),
        (4.0, 5.0, 64),
        (4.25, 4.35, 81),
    ]
    assert {n.track for n in notes} == {"melody: flute", "accompaniment: ukulele", "percussion: kit"}


def test_the_kit_has_its_channel_and_instruments_theirs(music: MusicLibrary) -> None:
    parts = parts_of(NOTES, music)
    assert {p.instrument.id: p.channel for p in parts}["kit"] == KIT_CHANNEL
    assert len({p.channel for p in parts}) == 3


def test_controllers_stay_in_range() -> None:
    assert [pan_controller(p) for p in (-1.0, 0.0, 1.0)] == [1, 64, 127]
    assert volume_controller(0.0) == 64
    assert volume_controller(-60.0) >= 1
    assert volume_controller(40.0) == 127


def test_sections_have_names_for_people() -> None:
    assert section_name(SECTIONS[0]) == "title"
    assert section_name(SECTIONS[1]) == "scene 1: home"


def test_tempo_map_is_linear_between_changes() -> None:
    clock = TempoMap([TempoChange(0.0, 0.0, 60.0), TempoChange(4.0, 4.0, 120.0)])
    assert [clock.seconds(b) for b in (0, 2, 4, 6)] == pytest.approx([0, 2, 4, 5])
