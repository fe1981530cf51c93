"""The hero's look: one for a story, another story may have another."""

from __future__ import annotations

from story_cli.art.piece import load_piece
from story_cli.artifacts import Entity
from story_cli.catalogue import Library
from story_cli.scene.dress import look_of


def test_every_hero_has_two_looks_that_a_seed_chooses_once_and_for_all(library: Library) -> None:
    for hero in library.heroes:
        piece, entity = load_piece(library, hero), Entity("hero", hero, piece=hero)
        assert {look_of(piece, entity, seed) for seed in range(20)} == {"", "second"}
        assert look_of(piece, entity, 3) == look_of(piece, entity, 3)


def test_only_the_hero_dresses_up(library: Library) -> None:
    piece = load_piece(library, "fox")
    assert look_of(piece, Entity("c1", "fox", piece="fox"), 1) == ""
