"""Rough base forms."""

import pytest

from story_cli.guard.features import stem, stems


@pytest.mark.parametrize(
    ("one", "other"), [("bite", "bit"), ("give", "gave"), ("shoot", "shot"), ("slaves", "slave"), ("hopped", "hop")]
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_every_quotation_mark_is_the_same() -> None:
    assert stems("“Oh!” she said.") == stems('"Oh!" she said.')
