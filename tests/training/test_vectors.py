"""Vectors from counted neighbours."""

from __future__ import annotations

import numpy as np

from story_cli.training.vectors import tokens, word_vectors


def test_words_are_cut_as_the_treebanks_cut_them() -> None:
    assert tokens("She didn’t see Pip's 12 boats!") == ["she", "did", "n't", "see", "pip", "'s", "00", "boats", "!"]


def test_words_in_the_same_places_are_alike() -> None:
    nouns, verbs = ("crab", "fish", "frog"), ("sat", "slept", "hid")
    texts = [["the", noun, verb, "there", "."] for noun in nouns for verb in verbs] * 3
    words, table = word_vectors(texts, seed=1, words=12, dimensions=4)
    vector = {word: row / np.linalg.norm(row) for word, row in zip(words, table, strict=True)}
    assert vector["crab"] @ vector["fish"] > 0.9 > vector["crab"] @ vector["slept"]
