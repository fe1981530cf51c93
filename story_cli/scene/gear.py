"""What a place asks of the hero: a bubble for breathing under water. And which place a text names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from story_cli.artifacts import Element

if TYPE_CHECKING:
    from story_cli.art.piece import Piece
    from story_cli.catalogue import Library

BUBBLE = "bubble-helmet"
BUBBLE_SIZE = 1.5  # radius, in distances from the middle of the head to its top
_BREATHE_BY_THEMSELVES = frozenset(("astronaut", "robot"))


def bubble_for(hero: Element, piece: Piece, theme: str, library: Library) -> Element | None:
    """The bubble around the head of a hero of the land in a theme under water; None where it is not needed."""
    habitat = library.heroes[hero.piece].habitat if hero.piece in library.heroes else ("water",)
    themes = library.themes
    if theme not in themes or themes[theme].habitat != "water" or "water" in habitat:
        return None
    head, top = piece.anchors.get("head"), piece.anchors.get("head_top")
    if hero.piece in _BREATHE_BY_THEMSELVES or not head or not top or not library.has_piece(BUBBLE):
        return None
    radius = BUBBLE_SIZE * math.dist(head, top) * hero.height / piece.height
    return Element(
        id=f"{hero.id}-bubble",
        piece=BUBBLE,
        x=hero.x,
        y=hero.y,
        height=2 * radius,
        flip=hero.flip,
        depth=hero.depth + 0.01,
        holder=hero.id,
        held_at="head",
        grounded=False,
        reason=f"a {hero.piece} breathes under water with it",
    )


def place_in_text(text: str, planned: str, theme: str, library: Library) -> str:
    """The place where a scene happens: the planned one, unless the text names only another one of the theme."""
    lower = text.lower()
    named = {p.id: lower.index(p.names[0]) for p in library.places_of(theme) if p.names[0] in lower}
    return planned if planned in named or not named else min(named, key=lambda place: named[place])
