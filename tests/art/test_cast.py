"""The cast of a theme: everybody and everything that its catalogue names is drawn, and vehicles seat a passenger."""

from __future__ import annotations

import pytest

from story_cli.art.piece import load_piece
from story_cli.catalogue import Library


@pytest.mark.parametrize("theme", ["outer-space", "snowy-mountain"])
def test_all_creatures_and_things_of_the_theme_are_drawn(library: Library, theme: str) -> None:
    entries = [entry.id for entry in library.creatures_of(theme)]
    entries += [entry.id for entry in library.props.values() if theme in entry.themes]
    assert [entry for entry in entries if not library.has_piece(entry)] == []
    assert len(entries) >= 14


@pytest.mark.parametrize("vehicle", ["rover", "flying-saucer", "sled", "water-tub"])
def test_a_vehicle_has_a_seat_between_its_inside_and_its_front(library: Library, vehicle: str) -> None:
    piece = load_piece(library, vehicle)
    assert piece.has_front
    assert piece.anchors["seat"]
    assert piece.parts_by_id["inside"].z < piece.parts_by_id["front"].z


def test_pieces_of_space_say_that_they_live_there(library: Library) -> None:
    for creature in library.creatures_of("outer-space"):
        assert "space" in load_piece(library, creature.id).habitat, creature.id
