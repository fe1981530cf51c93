"""The grammar model: trees out of scores, lemma rules, reading, saving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from story_cli.errors import StoryError
from story_cli.models.encoder import load_encoder, load_pieces
from story_cli.models.grammar import (
    Grammar,
    Labels,
    analyse,
    best_tree,
    lemma_by,
    lemma_rule,
    load_grammar,
    save_grammar,
    shape_of,
)

LABELS = Labels(
    relations=("det", "nsubj", "punct", "root"), tags=("DT", "NN"), kinds=("DET", "NOUN"), morphs=("", "Number=Sing"),
    lemmas=("=", "2 "), known_lemmas={"foxes NOUN": "vixen", "foxes DET": "vixen"},
)  # fmt: skip


@pytest.fixture
def net(shared: Path) -> Grammar:
    torch.manual_seed(2)
    return Grammar(load_encoder(shared, shared.parent / "own"), LABELS).eval()


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [("foxes", "fox", "2 "), ("The", "the", "0 "), ("was", "be", "*be"), ("Lulu", "Lulu", "="), ("ran", "run", "2 un")],
)
def test_a_lemma_rule_leads_back_to_the_lemma(form: str, lemma: str, rule: str) -> None:
    assert lemma_rule(form, lemma) == rule
    assert lemma_by(rule, form) == lemma


def test_a_rule_that_cuts_more_than_there_is_leaves_the_word() -> None:
    assert lemma_by("4 x", "Ox") == "ox"


def test_the_likeliest_heads_are_taken_where_they_are_a_tree() -> None:
    scores = np.full((3, 4), -5.0, np.float32)
    scores[0, 2] = scores[1, 0] = scores[2, 2] = 5.0
    assert best_tree(scores) == [2, 0, 2]


def test_a_circle_is_broken_where_it_costs_least() -> None:
    scores = np.full((3, 4), -5.0, np.float32)
    scores[0, 2], scores[1, 1], scores[2, 0] = 5.0, 4.0, 3.0  # the first two hang on each other
    scores[1, 3] = 3.5
    assert best_tree(scores) == [2, 3, 0]


def test_two_roots_become_one() -> None:
    scores = np.full((3, 4), -5.0, np.float32)
    scores[0, 0], scores[2, 0], scores[1, 1], scores[2, 1] = 5.0, 4.0, 3.0, 2.0
    assert best_tree(scores) == [0, 1, 1]


@pytest.mark.parametrize(("word", "shape"), [("fox", 1), ("Fox", 2), ("FOX", 3), ("I", 2), ("4th", 4), ("...", 5)])
def test_shapes(word: str, shape: int) -> None:
    assert shape_of(word) == shape


def test_every_word_gets_one_root_and_a_known_label(net: Grammar, shared: Path) -> None:
    texts = [["A", "fox", "sat"], ["Owl"], ["fox", "owl", "a", "b", "sat"]]
    for words, found in zip(texts, analyse(net, load_pieces(shared), texts), strict=True):
        assert len(found.heads) == len(found.relations) == len(found.lemmas) == len(words)
        assert [n for n, head in enumerate(found.heads) if head == n] == [found.relations.index("ROOT")]
        assert set(found.kinds) <= set(LABELS.kinds)


def test_neighbours_in_a_batch_change_nothing(net: Grammar, shared: Path) -> None:
    pieces = load_pieces(shared)
    alone = analyse(net, pieces, [["a", "fox", "sat"]])[0]
    assert analyse(net, pieces, [["fox", "owl", "a", "b", "sat"], ["a", "fox", "sat"]])[1] == alone


def test_known_lemmas_go_before_rules(net: Grammar, shared: Path) -> None:
    assert analyse(net, load_pieces(shared), [["Foxes"]])[0].lemmas == ["vixen"]


def test_words_beyond_the_encoder_hang_on_the_root(net: Grammar, shared: Path) -> None:
    found = analyse(net, load_pieces(shared), [["fox"] * 20])[0]
    assert len(found.heads) == 20
    assert found.relations[-1] == "dep"
    assert found.heads[-1] == found.relations.index("ROOT")


def test_what_was_saved_reads_the_same(net: Grammar, shared: Path, tmp_path: Path) -> None:
    save_grammar(net, tmp_path / "parser")
    again = load_grammar(shared, tmp_path / "parser")
    words = [["a", "fox", "sat"]]
    assert analyse(again, load_pieces(shared), words)[0].heads == analyse(net, load_pieces(shared), words)[0].heads
    assert again.labels == LABELS


def test_a_damaged_model_is_one_message(net: Grammar, shared: Path, tmp_path: Path) -> None:
    save_grammar(net, tmp_path / "parser")
    (tmp_path / "parser" / "labels.json").write_text("{}")
    with pytest.raises(StoryError, match="parser"):
        load_grammar(shared, tmp_path / "parser")
