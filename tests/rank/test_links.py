"""Neighbouring sentences, first meetings and pronouns are counted."""

import pytest

from story_cli.catalogue import Library
from story_cli.models.judge import load_judge_model
from story_cli.rank.links import links, oddness
from story_cli.rank.measures import Reader

SCENES = [
    [
        "[HERO] the fox loved her glade.",
        "She had a friend called [NAME1].",
        "[NAME1] was a frog, and he liked bells.",
    ],
    ["[HERO] looked for a bell.", "[HERO] found one, and she rang it."],
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_judge_model(Library().model_folder("ranker"))[1])


def told(scenes: list[list[str]], reader: Reader) -> list[float]:
    return links([[reader(s)[0] for s in scene] for scene in scenes], reader.tables)


def test_somebody_presented_after_they_acted_shows(reader: Reader) -> None:
    first, second, third = SCENES[0]
    turned = told([[first, third, second], SCENES[1]], reader)
    assert turned[11] > told(SCENES, reader)[11] == 0


def test_a_hero_who_is_he_and_she_shows(reader: Reader) -> None:
    changed = [SCENES[0], [SCENES[1][0], SCENES[1][1].replace("she", "he")]]
    assert told(changed, reader) != told(SCENES, reader)


def test_words_in_disorder_are_odd(reader: Reader) -> None:
    plain = [[reader("She looked at the big red door and went in.")[1]]]
    mixed = [[reader("Door she big at the looked and in went red.")[1]]]
    assert oddness(mixed)[0] > oddness(plain)[0]


def test_a_sentence_is_read_once(reader: Reader) -> None:
    assert reader("Oh, a bell.") is reader("Oh, a bell.")
