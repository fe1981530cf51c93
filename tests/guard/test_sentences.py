"""The trained sentence filter as it is shipped, and what a damaged one says."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard.sentences import DECISION, Filter, load_filter, load_fresh
from story_cli.guard.windows import WEIGHTS, WORDS
from story_cli.models.encoder import LAYERS_FILE
from story_cli.models.sentence_filter import HEAD_FILE


@pytest.fixture(scope="module")
def shipped(library: Library) -> Filter:
    return load_filter(library)


def test_an_unsafe_sentence_is_far_above_a_good_one(shipped: Filter) -> None:
    bad = shipped.judge("The pirate hit the little boy in the face until he bled.")
    good = shipped.judge("The pirate gave the little boy a bun.")
    assert bad.score > shipped.threshold + 1
    assert good.score < shipped.threshold - 1
    assert bad.kind == "violence"


def test_no_words_are_no_harm(shipped: Filter) -> None:
    assert shipped.score("") == -math.inf


def test_a_very_long_sentence_is_read_to_a_limit(shipped: Filter) -> None:
    assert math.isfinite(shipped.score("and then they danced " * 400))


@pytest.mark.parametrize("damaged", [DECISION, WEIGHTS, WORDS, LAYERS_FILE, HEAD_FILE])
def test_a_damaged_or_missing_file_is_one_message(library: Library, tmp_path: Path, damaged: str) -> None:
    for name in (DECISION, WEIGHTS, WORDS, LAYERS_FILE, HEAD_FILE):
        if name != damaged:
            shutil.copy(library.root / "guard" / name, tmp_path / name)
    for content in (None, b"no"):
        if content is not None:
            (tmp_path / damaged).write_bytes(content)
        with pytest.raises(StoryError, match="sentence filter"):
            load_fresh(library, tmp_path)
