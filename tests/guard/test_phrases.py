"""Words that are harmless alone and not together."""

from pathlib import Path

import pytest

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard import judge
from story_cli.guard.phrases import _phrases, listed_phrases


@pytest.mark.parametrize(
    "text",
    ["He held her head under the waves.", "She pulled a plastic bag over her head.", "They tied the fox to a tree."],
)
def test_listed_phrase_is_found_in_any_form_of_its_words(library: Library, text: str) -> None:
    assert list(listed_phrases(library, text))
    assert "phrase" in {reason.what for reason in judge(library, text).reasons}


@pytest.mark.parametrize(
    "text",
    ["She put a hat on her head.", "He held the lamp under the table.", "They tied the boat to a tree.",
     "He held her hand and did not put her head under water."],
)  # fmt: skip
def test_same_words_otherwise_are_not(library: Library, text: str) -> None:
    assert not list(listed_phrases(library, text))


def test_damaged_list_is_one_message(tmp_path: Path) -> None:
    path = tmp_path / "phrases.txt"
    path.write_text("high\tsomething\n")
    with pytest.raises(StoryError, match="phrases"):
        _phrases(path)
