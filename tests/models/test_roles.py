"""Role texts: capitals go and come back, quotes keep their sides, role tokens know their role."""

import pytest

from story_cli.models.roles import joined, role_of, role_tokens, spaced


@pytest.mark.parametrize(
    "text",
    [
        '"Oh!" said Mira. "A bell?"',
        'Boom! went the drum. "I think," said Otto, "that it is late."',
        '"Yes." The crab laughed. Then it was Monday.',
        "It was hide-and-seek, and nobody wasn't there...",
    ],
)
def test_written_english_survives_the_round_trip(text: str) -> None:
    assert joined(spaced(text)) == text


def test_capitals_that_follow_from_the_sentence_are_taken_away() -> None:
    assert spaced('The <c1> ran. "Stop!" cried <name>.') == [
        *["the", "<c1>", "ran", ".", "“", "stop", "!", "”", "cried", "<name>", "."]
    ]


def test_a_capital_that_nothing_explains_is_marked() -> None:
    assert spaced("“Oh!” The end.")[4:6] == ["^", "the"]


def test_role_tokens_name_their_role() -> None:
    assert role_of("<c1:name>") == "c1"
    assert role_of("<he>") == role_of("<skill:do>") == role_of("<name>") == "hero"
    assert role_of("crab") == role_of("^") == ""


def test_every_role_token_is_one_token_of_a_text() -> None:
    tokens = role_tokens()
    assert len(set(tokens)) == len(tokens)
    assert spaced(" ".join(tokens)) == tokens
