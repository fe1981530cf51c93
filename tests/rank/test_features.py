"""What is counted tells a sound story from the same story spoilt."""

import pytest

from story_cli.catalogue import Library
from story_cli.models.judge import Tables, load_judge_model
from story_cli.rank.features import features, matrix
from story_cli.rank.measures import Reader
from story_cli.rank.words import taken_apart

GOOD = [
    ["[HERO] the fox lived in the glade.", "She had lost a bell.", "“Where is it?” asked [HERO]."],
    ["A frog called [NAME1] came by.", "He had seen the bell beside the pond.", "So off they went to the pond."],
    ["There the bell lay in the grass.", "“Ding!” it said.", "[HERO] laughed, and [NAME1] laughed too."],
]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_judge_model(Library().model_folder("ranker"))[1]


def test_every_story_gives_a_row_of_the_same_length(tables: Tables) -> None:
    assert matrix([GOOD, GOOD[:1], [["Oh."]], [[]]], tables).shape[0] == 4


def test_a_repeated_sentence_shows(tables: Tables) -> None:
    again = [GOOD[0], [*GOOD[1][:2], GOOD[1][1]], GOOD[2]]
    assert features(again, Reader(tables)) != features(GOOD, Reader(tables))


def test_names_speech_and_pronouns_are_seen(tables: Tables) -> None:
    words = taken_apart("“She is here,” said [NAME1], and he ran to [HERO].", tables)
    assert words.signs == {"[HERO]", "[NAME1]"}
    assert (words.he, words.she, words.spoken) == (1, 1, True)


def test_rare_words_carry_the_topic(tables: Tables) -> None:
    assert "fox" in taken_apart("The fox was there.", tables).content
    assert "the" not in taken_apart("The fox was there.", tables).content


def test_words_in_disorder_are_less_likely(tables: Tables) -> None:
    def likely(sentence: str) -> float:
        classes = [tables.class_of(t) for t in taken_apart(sentence, tables).tokens]
        return float(tables.follows[classes[:-1], classes[1:]].mean())

    assert likely("She looked at the big red door and went in.") > likely("Door the big looked and red she in went at.")
