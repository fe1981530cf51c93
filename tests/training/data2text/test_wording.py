"""Texts go to tokens with signs and back."""

from story_cli.training.data2text.meaning import Pair, parsed
from story_cli.training.data2text.wording import capitals_of, delexicalised, tokens_of, values_of, written

COPIED = ("name", "near")
PAIR = Pair(
    parsed("name[The Mill], food[French], near[Café Rouge]"),
    "the mill (near Cafe Rouge) is a French place. Isn't it £20-25? It's \"fine\".",
)


def test_copied_values_become_signs_whatever_their_accents() -> None:
    assert delexicalised(PAIR, COPIED) == "<name> (near <near>) is a French place. Isn't it £20-25? It's \"fine\"."


def test_a_text_comes_back_as_it_was() -> None:
    capitals = capitals_of([delexicalised(PAIR, COPIED)])
    told = written(tokens_of(delexicalised(PAIR, COPIED)), values_of(PAIR.meaning, COPIED), capitals)
    assert told == "The Mill (near Café Rouge) is a French place. Isn't it £20-25? It's \"fine\"."


def test_articles_fit_what_follows() -> None:
    assert written(["a", "<name>", "and", "an", "pub"], {"<name>": "Alimentum"}, {}) == "An Alimentum and a pub"
