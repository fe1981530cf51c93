"""What a painted place shows by itself, and how that chooses its view."""

from __future__ import annotations

import pytest

from story_cli.art.backdrop import PLACES, place_marks
from story_cli.artifacts import At, Entity, Graph, Relation
from story_cli.catalogue import Library
from story_cli.scene.painted import ALWAYS, painted_words, place_seed, read_painted, shown_by_place
from tests.scene.conftest import Compose

_START = At(0, 0)
NOTHING = Graph("", (), (), ())


def _graph(*entities: Entity, relations: tuple[Relation, ...] = ()) -> Graph:
    return Graph("", entities, relations, ())


def test_the_table_names_every_place_and_only_landmarks_that_are_painted(library: Library) -> None:
    table = read_painted(library.root)
    assert set(table) == set(PLACES)
    for place, named in table.items():
        assert set(named) - {ALWAYS, "day", "night"} <= set(PLACES[place].landmarks), place
        assert named[ALWAYS]


def test_night_shows_the_moon_and_day_the_sun(library: Library) -> None:
    assert "moon" in painted_words("beach", "hut", "night", library.root)
    assert "sun" in painted_words("beach", "hut", "noon", library.root)
    assert "moon" not in painted_words("beach", "hut", "noon", library.root)


def test_a_scenery_word_is_shown_by_the_place_and_a_thing_with_a_piece_is_still_drawn(library: Library) -> None:
    words = frozenset(("sea", "lantern", "moon", "star"))
    assert shown_by_place(Entity("sea-1", "sea", ""), NOTHING, words, library)
    assert not shown_by_place(Entity("lamp-1", "lantern", "lantern"), NOTHING, words, library)
    assert not shown_by_place(Entity("spoon-1", "spoon", "spoon"), NOTHING, words, library)


@pytest.mark.parametrize(("predicate", "again"), [("above", False), ("on", True)])
def test_a_second_moon_is_drawn_only_for_who_sits_on_it(library: Library, predicate: str, again: bool) -> None:
    moon = Entity("moon-1", "moon", "moon")
    graph = _graph(moon, Entity("cat-1", "cat", "cat"), relations=(Relation("cat-1", predicate, "moon-1", _START),))
    assert shown_by_place(moon, graph, frozenset(("moon",)), library) is not again


def test_the_view_of_a_place_has_the_landmark_that_is_told(library: Library) -> None:
    graph = _graph(Entity("stove-1", "stove", ""))
    seeds = [place_seed(seed, "mountain-cabin", 0, graph, library) for seed in range(8)]
    assert {place_marks("mountain-cabin", seed).landmark for seed in seeds} == {"stove"}
    assert len({place_marks("mountain-cabin", place_seed(n, "mountain-cabin", 0, _graph(), library)).landmark
                for n in range(8)}) > 1  # fmt: skip


def test_a_told_moon_is_not_drawn_beside_the_painted_one(composed: Compose) -> None:
    (scene,), _ = composed("Lulu sat down. The round moon looked at the pond.", place="moonlit-pond")
    assert not [element for element in scene.elements if element.piece == "moon"]
    assert "moon-1 is not drawn again: the place shows it" in " ".join(scene.notes)
