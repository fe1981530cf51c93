"""Planned words find their way into a text: before a noun where one fits, else in a short line."""

import random
import re

import pytest

from story_cli.catalogue import Library
from story_cli.kits.phrasebook import load_phrasebook
from story_cli.models.realise import Wording, pronoun_words, realise
from story_cli.models.roles import spaced
from story_cli.write.dress import Dresser, said_in

WORDS = Wording({"name": "Mira", "hero": "mermaid", "t1": "pearl", "c1": "crab"} | pronoun_words("", "she"))
TEXT = "<Name> saw a <t1>. “Look!” said <name>. It was a morning for finding things."


@pytest.fixture
def dresser() -> Dresser:
    return Dresser(WORDS, load_phrasebook(Library()), ("pink", "red"), ("silly",))


def told(dresser: Dresser, text: str, *keywords: str) -> tuple[str, int]:
    dressed = dresser(spaced(text), keywords, "", random.Random(1))
    return realise(dressed.tokens, WORDS), dressed.added


def test_a_colour_stands_before_its_thing(dresser: Dresser) -> None:
    text, added = told(dresser, TEXT, "pink pearl")
    assert "a pink pearl" in text
    assert added == 0


def test_an_adjective_stands_before_a_noun_of_time(dresser: Dresser) -> None:
    later = dresser(spaced(TEXT), ["silly"], "The day before was long.", random.Random(1))
    assert "It was a silly morning for" in realise(later.tokens, WORDS)


@pytest.mark.parametrize("text", ["<He> asked ten questions a day.", "<He> swam in the morning."])
def test_fixed_phrases_take_no_adjective(dresser: Dresser, text: str) -> None:
    assert told(dresser, text, "silly")[1] == 1


@pytest.mark.parametrize("keyword", ["silly", "red", "red pearl", "pearl", "gramophone"])
def test_what_fits_nowhere_gets_a_line(dresser: Dresser, keyword: str) -> None:
    text, added = told(dresser, "“Good night, <name>,” <he> said.", keyword)
    assert added == 1
    assert said_in(keyword, text)


def test_what_is_said_already_is_left_alone(dresser: Dresser) -> None:
    assert told(dresser, TEXT, "pearl", "morning") == (realise(spaced(TEXT), WORDS), 0)


@pytest.mark.parametrize(
    ("keyword", "text", "said"),
    [("red", "a hundred", False), ("brave", "Bravely.", True), ("brave", "bravely", True), ("pearl", "Pearls!", True)],
)
def test_endings_count_and_parts_of_words_do_not(keyword: str, text: str, said: bool) -> None:
    assert said_in(keyword, text) is said


def test_the_hero_can_be_called_so_in_the_first_scene_only(dresser: Dresser) -> None:
    text = spaced("<Name> the <hero> swam.")
    told = {realise(dresser(text, ["silly"], "", random.Random(n)).tokens, WORDS) for n in range(9)}
    assert "Mira the silly mermaid swam." in told
    later = {realise(dresser(text, ["silly"], "So far.", random.Random(n)).tokens, WORDS) for n in range(9)}
    assert not any("silly mermaid" in text for text in later)


def test_nothing_is_painted_twice(dresser: Dresser) -> None:
    tokens = spaced("<Name> shut the <t1>. There was a hat.")
    for seed in range(9):
        told = realise(dresser(tokens, ["red"], "She had a pink pearl.", random.Random(seed)).tokens, WORDS)
        assert "a red hat" in told


def test_a_colour_goes_between_adjective_and_thing(dresser: Dresser) -> None:
    assert "a warm pink pearl" in told(dresser, "<Name> had a warm <t1>.", "pink pearl")[0]


def test_a_night_is_no_day(dresser: Dresser) -> None:
    told = [realise(dresser(spaced("It was night."), ["silly"], "", random.Random(n)).tokens, WORDS) for n in range(20)]
    assert not any(" day" in text for text in told)


def test_a_colour_that_no_thing_takes_is_worn_by_the_hero(dresser: Dresser) -> None:
    for seed in range(20):
        dressed = dresser(spaced("<Name> the <hero> waited."), ["pink", "red"], "", random.Random(seed))
        text = realise(dressed.tokens, WORDS)
        assert re.fullmatch(r"Mira the mermaid, (in|with) a red and pink \w+, waited\.", text)
        assert dressed.added == 0


def test_a_hero_who_speaks_or_is_dressed_already_wears_nothing_more(dresser: Dresser) -> None:
    assert "in a" not in told(dresser, "“I am <name> the <hero> here,” said <name>.", "pink")[0]
    assert told(dresser, "<Name> the <hero> in a shawl waited.", "pink")[0].count(" in a ") == 1


def test_a_second_adjective_joins_the_first() -> None:
    dresser = Dresser(WORDS, load_phrasebook(Library()), (), ("silly", "brave"))
    dressed = dresser(spaced("<Name> the <hero> hid."), ["silly", "brave"], "", random.Random(1))
    assert (realise(dressed.tokens, WORDS), dressed.added) == ("Mira the brave and silly mermaid hid.", 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The bell rang. <Name> loved it.", "The bell rang. Mira the silly mermaid loved it."),
        ("“Oh dear,” said <name>.", '"Oh dear," said Mira the silly mermaid.'),
    ],
)
def test_who_is_only_named_is_presented_with_the_adjective(dresser: Dresser, text: str, told: str) -> None:
    dressed = dresser(spaced(text), ["silly"], "", random.Random(1))
    assert (realise(dressed.tokens, WORDS), dressed.added) == (told, 0)


@pytest.mark.parametrize("text", ["“<Name>, look!” said a voice.", "<Name>, a <hero>, slept.", "<Name> and I slept."])
def test_who_is_called_or_explained_is_not_presented(dresser: Dresser, text: str) -> None:
    assert "Mira the silly" not in told(dresser, text, "silly")[0]


def test_who_is_only_named_wears_the_colour_too(dresser: Dresser) -> None:
    text, added = told(dresser, "It rang. <Name> loved it.", "silly", "pink")
    assert re.fullmatch(r"It rang\. Mira the silly mermaid, (in|with) a pink \w+, loved it\.", text)
    assert added == 0


def test_a_line_comes_last(dresser: Dresser) -> None:
    text = "<Name> the <hero> saw a <t1>. It was not very large. “Oh!” <he> said."
    assert told(dresser, text, "tremendous")[0].startswith(realise(spaced(text), WORDS))


@pytest.mark.parametrize("text", ["<He> won the silver cup.", "<He> slept like a stone."])
def test_materials_and_comparisons_take_no_colour(dresser: Dresser, text: str) -> None:
    assert told(dresser, text, "pink")[0].startswith(realise(spaced(text), WORDS))


def test_a_thing_before_a_place_takes_its_colour() -> None:
    words = Wording(WORDS.words | {"p1": "reef", "p1:in": "on the reef"})
    dresser = Dresser(words, load_phrasebook(Library()), ("pink",), ())
    dressed = dresser(spaced("<Name> left a <t1> <p1:in>."), ["pink pearl"], "", random.Random(1))
    assert realise(dressed.tokens, words) == "Mira left a pink pearl on the reef."
