"""Word lists with severity, and words in disguise."""

import pytest

from story_cli.catalogue import Library
from story_cli.guard import unsafe_words
from story_cli.guard.words import disguised, plain_letters, severity, spelt_out


def test_listed_words_are_found_as_whole_words_only(library: Library) -> None:
    assert unsafe_words(library, "He had a GUN and a gunwale.") == ["gun"]
    assert unsafe_words(library, "The crab waved from the shell palace.") == []


def test_plurals_and_possessives_count_as_their_word(library: Library) -> None:
    assert unsafe_words(library, "Two pistols and a gun's click.") == ["pistols", "gun's"]


def test_severity_grows_with_the_word(library: Library) -> None:
    assert severity(library, "pearl") == 0
    assert 1 <= severity(library, "burp") <= severity(library, "murder") <= 3


@pytest.mark.parametrize(
    "name",
    [
        "S t u p i d",
        "s.t.u.p.i.d",
        "Stup1d",
        "$tupid",
        "ѕtupіd",
        "ｓｔｕｐｉｄ",
        "St-u-pid",
        "stuuupid",
        "Ştüpid",
        "5tup!d",
    ],
)
def test_words_in_disguise_are_found_in_names(library: Library, name: str) -> None:
    assert disguised(library, name)


@pytest.mark.parametrize("name", ["Anne-Marie", "Zoë", "Scunthorpe", "Dickon", "Нина", "さくら", "Sussex", "Cassandra"])
def test_innocent_names_are_not(library: Library, name: str) -> None:
    assert not disguised(library, name)


def test_separated_letters_are_read_together() -> None:
    assert list(spelt_out("You are s t u p i d and k1ll")) == ["stupid", "kill"]
    assert list(spelt_out("A big red cat. I am in.")) == []


def test_letters_of_other_scripts_are_read_as_they_look() -> None:
    assert plain_letters("Кіll") == "kill"
