"""Annotated scenes as documents, and their words under other names."""

from __future__ import annotations

import random

import pytest

from story_cli.catalogue import Library
from story_cli.scene.parse import load_parser
from story_cli.training.coref_data import Document
from story_cli.training.coref_stories import Swaps, scene_documents
from story_cli.training.gold import GoldCluster, GoldScene

TEXT = "Nerissa found an old crab. It rained, and she gave him a hat. There was no boat."


@pytest.fixture(scope="module")
def document(library: Library) -> Document:
    ends = [(m, TEXT.index(m) + len(m)) for m in ("Nerissa", "she", "crab", "him")]
    spans = [(end - len(word), end) for word, end in ends]
    clusters = (GoldCluster("mermaid", tuple(spans[:2])), GoldCluster("crab", tuple(spans[2:])))
    scene = GoldScene(
        "made/0", "train", "underwater", "mermaid", "Nerissa", "", TEXT, "reef", clusters,
        {"mermaid": 1, "crab": 1}, ("hat",), ("boat",), (), (), (),
    )  # fmt: skip
    return scene_documents([scene], library, load_parser(library.model_folder("parser")))[0]


def _words(document: Document, span: tuple[int, int]) -> str:
    return " ".join(document.words[span[0] : span[1] + 1])


def test_head_words_become_phrases_and_single_nouns_are_mentions(document: Document) -> None:
    assert [[_words(document, s) for s in c] for c in document.clusters] == [["Nerissa", "she"], ["an old crab", "him"]]
    given = {_words(document, span) for span in document.given}
    assert {"a hat", "no boat", "It"} <= given
    assert [_words(document, span) for span in document.nothing] == ["It"]


def test_what_may_be_seen_or_not_teaches_nothing(document: Document) -> None:
    told = {_words(document, spans[0]): there for spans, there in document.shown}
    assert told == {"Nerissa": True, "an old crab": True, "no boat": False}


def test_other_animals_and_names_keep_every_place(document: Document, library: Library) -> None:
    swaps = Swaps(library)
    found = {swaps.swap(document, random.Random(seed)).words for seed in range(12)}
    assert len(found) > 3
    assert all(len(words) == len(document.words) for words in found)
    assert any("crab" not in words for words in found)
    assert all(words[-5:] == ("There", "was", "no", "boat", ".") for words in found)


def test_the_article_follows_another_animal(library: Library) -> None:
    plain = Document("made", ("A", "crab", "saw", "a", "hat"), ())
    for seed in range(20):
        words = Swaps(library).swap(plain, random.Random(seed)).words
        assert words[0] == ("An" if words[1][0] in "aeiou" else "A")
        assert words[3] == "a"
