import random

import pytest

from story_cli.score.devices import DEVICES, Situation, play_devices
from story_cli.score.form import SectionPlan
from story_cli.score.harmony import parse_numeral
from story_cli.score.mood import Feeling
from story_cli.score.parts import MusicLibrary

FORM_TRICKS = {"open_end", "plagal", "warm", "lift", "swing"}  # read where form and harmony are chosen


def _situation(music: MusicLibrary, role: str = "turn", spoken: float = 0.2) -> Situation:
    section = SectionPlan(role, 1, 10.0, 22.0, 16.0, 4, 80.0, 0, "major", "4/4", Feeling(0.3, 0.5))
    bars = [[parse_numeral("I", 0, "major", 16.0 + 4 * i)] for i in range(4)]
    sparkle, bass = music.instruments["celesta"], music.instruments["cello"]
    return Situation(section, bars, [spoken] * 4, sparkle, bass, music, random.Random(1))


def test_every_trick_of_the_library_is_carried_out_somewhere(music: MusicLibrary) -> None:
    tricks = {trick for device in music.devices.values() for trick in device.tricks}
    assert tricks <= set(DEVICES) | FORM_TRICKS
    assert set(DEVICES) <= tricks


@pytest.mark.parametrize("role", ["title", "home", "turn", "trial", "climax", "return", "end"])
def test_devices_stay_near_their_section_and_in_range(music: MusicLibrary, role: str) -> None:
    now = _situation(music, role)
    for name, device in DEVICES.items():
        for note in device(now):
            instrument = music.instruments[note.instrument]
            assert instrument.low <= note.pitch <= instrument.high, name
            assert 16.0 - 1.5 <= note.beat < now.section.end_beat, name


def test_sparkle_leaves_room_for_the_narrator(music: MusicLibrary) -> None:
    assert DEVICES["sparkle"](_situation(music, spoken=0.1))
    assert not DEVICES["sparkle"](_situation(music, spoken=0.95))


def test_unknown_tricks_play_nothing(music: MusicLibrary) -> None:
    assert play_devices(["warm"], _situation(music)) == []
