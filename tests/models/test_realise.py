"""Role tokens become English: articles fit, verbs agree with "they", capitals return."""

from story_cli.models.realise import Wording, pronoun_words, realise
from story_cli.models.roles import spaced


def told(text: str, pronoun: str = "she", **words: str) -> str:
    known = {"name": "Mira", "hero": "astronaut", "c1": "octopus", "p1:in": "on the beach", **words}
    known |= pronoun_words("", pronoun) | pronoun_words("c1:", "he")
    return realise(spaced(text), Wording(known, they=pronoun == "they"))


def test_articles_fit_the_noun_that_fills_the_role() -> None:
    assert told("A <hero> saw a <c1> and an bell.") == "An astronaut saw an octopus and a bell."


def test_a_unicorn_takes_a() -> None:
    assert told("A <c1> came.", c1="unicorn") == "A unicorn came."


def test_pronouns_follow_the_cast() -> None:
    assert told("<He> gave <c1:him> <his> hat.") == "She gave him her hat."


def test_verbs_agree_with_a_hero_who_is_they() -> None:
    assert told("<He> was glad, for <he> always wins.", "they") == "They were glad, for they always win."
    assert told("Was <he> late?", "they") == "Were they late?"


def test_verbs_stay_for_she() -> None:
    assert told("<He> was glad, for <he> always wins.") == "She was glad, for she always wins."


def test_words_that_only_look_like_verbs_are_left_alone() -> None:
    assert told("<He> always laughed, as <he> his tea.", "they").startswith("They always laughed")


def test_a_phrase_at_the_start_gets_its_capital() -> None:
    assert told("<P1:in>, <name> sat.") == "On the beach, Mira sat."
