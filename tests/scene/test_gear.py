"""Gear: what a hero of the land, of the sea or of the warm needs in each theme, and that it sits where it should."""

from __future__ import annotations

import pytest

from story_cli.art.piece import load_piece
from story_cli.artifacts import Element
from story_cli.catalogue import Library
from story_cli.scene.gear import gear_for

HOME = {"underwater": "coral-reef", "outer-space": "moon-craters", "snowy-mountain": "summit", "castle": "courtyard"}


def worn(library: Library, hero: str, theme: str, place: str = "") -> Element | None:
    element = Element(id="hero", piece=hero, x=400, y=500, height=300, depth=0.5)
    return gear_for(element, load_piece(library, hero), theme, place or HOME[theme], library)


@pytest.mark.parametrize(
    ("hero", "theme", "piece"),
    [
        ("pirate", "underwater", "bubble-helmet"),
        ("mermaid", "underwater", ""),
        ("penguin", "underwater", ""),
        ("princess", "outer-space", "bubble-helmet"),
        ("astronaut", "outer-space", ""),
        ("robot", "outer-space", ""),
        ("mermaid", "outer-space", "bubble-helmet"),
        ("mermaid", "castle", "water-tub"),
        ("mermaid", "snowy-mountain", "water-tub"),
        ("dragon", "snowy-mountain", "neck-scarf"),
        ("fox", "snowy-mountain", ""),
        ("dragon", "castle", ""),
    ],
)
def test_what_a_hero_wears_in_a_theme(library: Library, hero: str, theme: str, piece: str) -> None:
    gear = worn(library, hero, theme)
    assert (gear.piece if gear else "") == piece


def test_a_whole_swimmer_fits_into_its_bubble_but_only_the_head_of_others(library: Library) -> None:
    whole, head = worn(library, "mermaid", "outer-space"), worn(library, "cat", "outer-space")
    assert whole
    assert head
    assert whole.held_at == "center"
    assert head.held_at == "head"
    assert whole.height > 300 > head.height


def test_indoors_nobody_needs_air_or_a_scarf_but_a_swimmer_water(library: Library) -> None:
    assert worn(library, "cat", "outer-space", "space-station-deck") is None
    assert worn(library, "cat", "snowy-mountain", "mountain-cabin") is None
    tub = worn(library, "mermaid", "outer-space", "space-station-deck")
    assert tub
    assert tub.piece == "water-tub"


def test_a_tub_stands_behind_its_swimmer_near_enough_to_sit_in(library: Library) -> None:
    tub = worn(library, "mermaid", "castle")
    assert tub
    assert 0 < 0.5 - tub.depth <= 0.006
    assert load_piece(library, tub.piece).has_front


def test_every_hero_of_the_land_has_a_neck_for_a_scarf(library: Library) -> None:
    for hero in library.hero_prompts:
        anchors = load_piece(library, hero).anchors
        neck, edge = anchors.get("neck"), anchors.get("neck_r")
        assert neck, hero
        assert edge, hero
        assert edge[0] > neck[0]


def test_a_bubble_holds_the_tip_of_a_hat(library: Library) -> None:
    for hero in ("pirate", "princess", "unicorn", "cat"):
        gear, piece = worn(library, hero, "outer-space"), load_piece(library, hero)
        assert gear
        head, tip = piece.anchors["head"], piece.anchors["top"]
        assert head
        assert tip
        assert gear.height / 2 > (head[1] - tip[1]) * 300 / piece.height, hero


def test_a_swimmer_who_rides_takes_no_tub_along(library: Library) -> None:
    element = Element(id="hero", piece="mermaid", x=400, y=500, height=300, depth=0.5)
    piece = load_piece(library, "mermaid")
    assert gear_for(element, piece, "castle", "courtyard", library, carried=True) is None
