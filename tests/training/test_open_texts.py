"""Tokens of open texts."""

from __future__ import annotations

from story_cli.training.open_texts import tokens


def test_words_are_cut_as_the_treebanks_cut_them() -> None:
    assert tokens("She didn’t see Pip's 12 boats!") == ["she", "did", "n't", "see", "pip", "'s", "00", "boats", "!"]
