import pytest

from story_cli.voice.numbers import cardinal, digits, ordinal, year


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "zero"), (13, "thirteen"), (40, "forty"), (99, "ninety nine"), (100, "one hundred"),
     (207, "two hundred and seven"), (1001, "one thousand and one"),
     (12_345, "twelve thousand three hundred and forty five"), (2_000_000, "two million")],
)  # fmt: skip
def test_cardinals(number: int, words: str) -> None:
    assert cardinal(number) == words


@pytest.mark.parametrize(("number", "words"), [(1, "first"), (12, "twelfth"), (20, "twentieth"), (23, "twenty third")])
def test_ordinals(number: int, words: str) -> None:
    assert ordinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"), [(1900, "nineteen hundred"), (1905, "nineteen oh five"), (2007, "two thousand and seven")]
)
def test_years(number: int, words: str) -> None:
    assert year(number) == words


def test_digits_leave_signs_out() -> None:
    assert digits("0-7") == ["zero", "seven"]
