"""Sentences, words and quotations of a parsed scene."""

from __future__ import annotations

import pytest
import spacy

from story_cli.artifacts import At
from story_cli.errors import UsageError
from story_cli.scene.parse import find_quotes, parse_scenes
from story_cli.text import sentences
from tests.scene.conftest import Read


def test_every_token_knows_its_word() -> None:
    (scene,) = parse_scenes(spacy.blank("en"), ['"Don\'t!" said Lulu. She hid.'])
    words = {token.text: at for token, at in zip(scene.doc, scene.ats, strict=True)}
    assert words["n't"] == At(0, 0)
    assert words["Lulu"] == At(0, 2)
    assert words["hid"] == At(1, 1)


def test_sentences_are_those_of_the_captions(read: Read) -> None:
    text = '"Hic!" said Lulu. "Hic. Hic." Mr. Crab laughed! Why?'
    doc = read(text)[0].reading.parsed.doc
    assert [span.text.strip() for span in doc.sents] == [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('"Hic!" said Lulu.', ['"Hic!"']),
        ("“Hic!” said Lulu. “Ha!”", ["“Hic!”", "“Ha!”"]),
        ('"Never closed, said Lulu.', ['"Never closed, said Lulu.']),
        ("It's Lulu's.", []),
    ],
)
def test_quotations(text: str, quotes: list[str]) -> None:
    doc = spacy.blank("en")(text)
    assert [doc[quote.start : quote.end].text for quote in find_quotes(doc)] == quotes


@pytest.mark.parametrize("text", ["", "  \n", "x" * 30_000])
def test_no_text_or_far_too_much_is_refused(read: Read, text: str) -> None:
    with pytest.raises(UsageError):
        read(text)


@pytest.mark.parametrize(
    "text",
    ["🙂🙂", "\x00\x01 Lulu swam.", "Лулу плавала.", "word " * 500 + ".", "!!!", "“", "Lulu" * 200, "她游泳。"],
)
def test_odd_text_is_read_without_harm(read: Read, text: str) -> None:
    assert read(text)[0].graph.resolved
