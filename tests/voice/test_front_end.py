"""One written word in, its spoken words and marks out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from story_cli.voice.front_end import spoken_form
from story_cli.voice.pronunciations import PRONUNCIATIONS, word_set


@pytest.mark.parametrize(
    ("word", "spoken"),
    [("boat,", "boat"), ("it's", "it's"), ("Nadim's", "nadim 's"), ("bao'll", "bao will"), ("o'clock", "o'clock"),
     ("ten-year-old", "ten year old"), ("up—and", "up and"), ("rock'n'roll", "rock n roll"), ("3rd", "third"),
     ("1920s", "nineteen twenties"), ("12:30", "twelve thirty"), ("7:05", "seven oh five"),
     ("3.5%", "three point five percent"), ("1,000", "one thousand"), ("007", "zero zero seven"), ("½", "and a half"),
     ("&", "and"), ("Mr.", "mister"),
     ("Mr", "mr"), ("OK!", "okay"), ("UFO", "u f o"), ("café", "cafe"), ("Łódź", "lodz"), ("ж", "zh"),
     ("こんにちは", "konnitiha"), ("—", ""), ("🐙", ""), ("世界。", "")],
)  # fmt: skip
def test_what_is_said(word: str, spoken: str) -> None:
    assert " ".join(spoken_form(word).spoken) == spoken


@pytest.mark.parametrize(
    ("word", "spoken"),
    [
        ("Whoooosh!", "whoosh"),
        ("Noooo", "no"),
        ("hellooo", "hello"),
        ("buzzzz", "buzz"),
        ("Shhhh!", "shh"),
        ("Brrrr", "brr"),
    ],
)
def test_drawn_out_letters_shrink_and_are_held(word: str, spoken: str) -> None:
    form = spoken_form(word)
    assert form.spoken == (spoken,)
    assert form.hold > 1.0


def test_capitals_are_shouted_but_a_single_letter_is_not() -> None:
    assert spoken_form("HIC!").shouted
    assert spoken_form("HIC!").spoken == ("hic",)
    assert not spoken_form("I").shouted
    assert not spoken_form("UFO").shouted


@pytest.mark.parametrize(
    ("word", "mark"),
    [("boat", ""), ("boat,", "comma"), ("boat;", "colon"), ("boat—", "dash"), ("—", "dash"),
     ("well…", "ellipsis"), ("well...", "ellipsis"), ("boat.", "stop"), ("boat?", "question"), ("what?!", "question"),
     ("boat!”", "exclamation")],
)  # fmt: skip
def test_marks(word: str, mark: str) -> None:
    assert spoken_form(word).mark == mark


@pytest.mark.parametrize(
    ("word", "opens", "closes"),
    [('"Go', True, False), ("go,”", False, True), ("“Hic!”", True, True), ("'tis", False, False)],
)
def test_quotation_marks(word: str, opens: bool, closes: bool) -> None:
    form = spoken_form(word)
    assert (form.opens_quote, form.closes_quote) == (opens, closes)


@given(st.text(min_size=1, max_size=60))
def test_any_text_gives_plain_short_words(word: str) -> None:
    form = spoken_form(word)
    assert len(form.spoken) <= 12
    assert all(re.fullmatch(r"'s|[a-z][a-z']{0,39}", spoken) for spoken in form.spoken)


def test_pronunciations_use_known_phones() -> None:
    vowels = word_set("aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw")
    consonants = word_set("b ch d dh f g hh jh k l m n ng p r s sh t th v w y z zh")
    for word, phones in PRONUNCIATIONS.items():
        for phone in phones.split():
            assert phone.rstrip("01") in vowels or phone in consonants, (word, phone)
        assert phones.count("1") <= 1, word
