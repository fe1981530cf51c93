"""Which named things are drawn: the learned model, and what it reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.scene.choose import choose
from story_cli.scene.selection import FEATURES, features, read_selection
from tests.scene.conftest import Read


def _features(read: Read, text: str, entity: str) -> dict[str, float]:
    (scene,) = read(text)
    found = next(one for one in scene.graph.entities if one.id == entity)
    return features(scene.graph, found, actor=True)


def test_features_say_what_the_words_say(read: Read) -> None:
    found = _features(read, 'A crab ran to Lulu. "Help!" cried the tiny crab.', "crab-1")
    assert set(found) == set(FEATURES)
    assert (found["speaks"], found["acts"], found["first words"], found["named twice"]) == (1.0, 1.0, 1.0, 1.0)
    assert _features(read, "Lulu sang. Far away lay a crab.", "crab-1")["speaks"] == 0.0


def test_who_speaks_and_acts_is_likelier_drawn_than_what_is_only_named(read: Read, library: Library) -> None:
    (scene,) = read('"Hello," said the crab. Lulu thought about a shell, and the shell was near.')
    chosen, _ = choose(scene.facts, library)
    assert [one.entity.id for one in chosen][:2] == ["hero", "crab-1"]


def test_a_library_without_the_model_or_with_a_broken_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"cannot read .*select.json") as caught:
        read_selection(tmp_path)
    assert "train select" in caught.value.hint
    (tmp_path / "models" / "select").mkdir(parents=True)
    (tmp_path / "models" / "select" / "select.json").write_text('{"weights": 3}')
    read_selection.cache_clear()
    with pytest.raises(StoryError, match=r"select.json"):
        read_selection(tmp_path)
