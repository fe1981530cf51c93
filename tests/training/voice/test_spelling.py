import pytest

from story_cli.training.voice.spelling import Spelling, spoken_words

KNOWN = {"night": ["N AY T"], "knight": ["N AY T"], "to": ["T UW", "T AH"], "two": ["T UW"], "map": ["M AE P"]}


@pytest.mark.parametrize(
    ("wanted", "heard", "errors"),
    [
        ("every famous knight", "every famous night", 0),
        ("two boats", "to boats", 0),
        ("tomorrow we go", "to morrow we go", 0),
        ("a sea horse slept", "a seahorse slept", 0),
        ("a map of it", "a nap of it", 1),
        ("the fox ran", "the ran home", 2),
        ("yara", "yorah", 1),
        ("", "oh", 1),
        ("a b", "", 2),
    ],
)
def test_only_what_sounds_otherwise_is_an_error(wanted: str, heard: str, errors: int) -> None:
    assert Spelling(KNOWN).errors(wanted.split(), heard.split()) == errors


def test_numbers_and_signs_are_words_on_both_sides() -> None:
    assert spoken_words("Dr. Fox had 7 crabs & the crab's hat.") == spoken_words(
        "doctor fox had seven crabs and the crab's hat"
    )
