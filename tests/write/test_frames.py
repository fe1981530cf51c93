"""Any plan can be told event by event."""

import random

import pytest

from story_cli.artifacts import Frame
from story_cli.catalogue import Library
from story_cli.kits.phrasebook import load_phrasebook
from story_cli.models.roles import Role, RoleScene, RoleStory
from story_cli.write.frames import FrameTeller

CAST = (
    Role("c1", "creature", named=True, kind="crab"), Role("c2", "creature", kind="whale"),
    Role("t1", "thing", kind="pearl"), Role("p1", "place", kind="reef"),
)  # fmt: skip


def teller(*frames: Frame) -> FrameTeller:
    story = RoleStory("", "underwater", "mermaid", ("silly",), CAST, (), (), (RoleScene("p1", frames),) * 2)
    return FrameTeller(story, load_phrasebook(Library()))


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (Frame("hero", "give", "t1", "c2"), "<Name> gave a <t1> to a <c2>."),
        (Frame("c1", "carry", "t1", relation="to", at="p1"), "A <c1> called <c1:name> carried a <t1> <p1:to>."),
        (Frame("c2", "hop", feeling="sad"), "A <c2> hopped and was sad."),
        (Frame("hero", "stay-awake", relation="in", at="p1"), "<Name> lay awake <p1:in>."),
    ],
)
def test_an_event_becomes_a_sentence(frame: Frame, told: str) -> None:
    assert teller().event(frame, set(), random.Random(1)) == told


def test_whoever_was_met_is_known() -> None:
    seen: set[str] = set()
    talk = teller()
    talk.event(Frame("c1", "come"), seen, random.Random(1))
    assert talk.event(Frame("c1", "sleep"), seen, random.Random(1)) == "<C1:name> slept."


def test_a_speech_act_is_said_by_its_speaker() -> None:
    line = teller().event(Frame("c2", "say", speech="thank"), {"c2"}, random.Random(1))
    assert "<c2>" in line
    assert "“" in line


def test_an_empty_scene_tells_of_its_place() -> None:
    told = teller().scene(0, (), random.Random(1))
    assert told.startswith("<Name> was a <hero>, and <he> lived <p1:in>.")
    assert len(told.split()) >= 12
