"""Which piece shows a word that the reader of a text has no piece for."""

from __future__ import annotations

import pytest

from story_cli.artifacts import Grade, Story
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.scene.standins import StandIns, standins, with_standins
from tests.scene.conftest import Compose, Read


@pytest.mark.parametrize(
    ("word", "hero", "piece"),
    [
        ("spoon", "mermaid", "spoon"),
        ("lute", "mermaid", "fiddle"),
        ("soup", "mermaid", "soup-bowl"),
        ("teacher", "fox", "woman"),
        ("grandmother", "princess", "granny"),
        ("mother", "dragon", "dragon"),
        ("guard", "cat", "knight"),
        ("armchair", "cat", "chair"),
        ("Monday", "cat", ""),
        ("happiness", "cat", ""),
        ("tip", "cat", ""),
    ],
)
def test_a_word_finds_the_nearest_fitting_piece_or_none(library: Library, word: str, hero: str, piece: str) -> None:
    assert standins(library).piece_for(word, hero) == piece


def test_what_the_hero_wears_needs_no_piece(library: Library) -> None:
    assert standins(library).piece_for("armour", "knight") == ""
    assert standins(library).piece_for("armour", "cat") == "armour"
    assert "hero" in standins(library).why_none("armour", "knight")


def test_every_piece_of_the_table_is_drawn(library: Library) -> None:
    table = standins(library)
    pieces = {*table._words.values(), *table._people.values()}
    assert [piece for piece in sorted(pieces) if not library.has_piece(piece)] == []


def test_people_are_two_that_differ(read: Read, library: Library) -> None:
    story = Story("", "underwater", "mermaid", "Lulu", "she", ("pink",), ("silly",), (), (), Grade(1.0, {}))
    (scene,) = with_standins(read("The people waved to Lulu."), story, library)
    assert [entity.piece for entity in scene.graph.entities if entity.head == "people"] == ["man", "woman"]


def test_an_unknown_thing_is_drawn_where_the_words_put_it(composed: Compose) -> None:
    (scene,), _ = composed("Lulu found a spoon on a rock.")
    assert {"spoon", "rock"} <= {element.piece for element in scene.elements}


def test_a_broken_table_is_named(tmp_path, library: Library) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "world").mkdir()
    (tmp_path / "world" / "standins.json").write_text("{}")
    with pytest.raises(StoryError, match=r"standins\.json"):
        StandIns(Library(tmp_path))
