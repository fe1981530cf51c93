"""What a theme asks of the hero: a bubble to breathe in, a scarf in the snow, water for who swims. And which place a
text names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from story_cli.artifacts import Element
from story_cli.catalogue import Creature, Hero

if TYPE_CHECKING:
    from story_cli.art.piece import Piece
    from story_cli.catalogue import Library

Anchor = Literal["head", "neck", "center", "water"]
BUBBLE, SCARF, TUB = "bubble-helmet", "neck-scarf", "water-tub"
BUBBLE_SIZE = 1.5  # radius, in distances from the middle of the head to its top
HAT_ROOM, MOST_HAT = 1.08, 2.3  # a bubble holds the tip of hat, horn or ears too, up to so many of those distances
SWIM_BUBBLE_SIZE = 0.53  # radius of a bubble around a whole swimmer, in its heights
TUB_SIZE = 0.42  # height of the tub, in heights of its swimmer
_BREATHE_BY_THEMSELVES = frozenset(("astronaut", "robot"))
_WARM_ALREADY = frozenset(("astronaut", "pirate", "fox", "penguin"))  # a suit, or a scarf of their own


def gear_for(
    hero: Element, piece: Piece, theme: str, place: str, library: Library, *, carried: bool = False
) -> Element | None:
    """What lets this hero live in a place of the theme, held by an anchor of the hero; None where nothing is needed.

    Who is `carried`, by a turtle or in a cart, takes no tub along.
    """
    entry = library.heroes.get(hero.piece) or library.creatures.get(hero.piece)
    if theme not in library.themes or entry is None or (hero.piece not in library.heroes and not _is_person(entry)):
        return None
    habitat, around = entry.habitat, library.themes[theme].habitat
    indoor = place in library.places and "indoor" in library.places[place].tags
    swimmer = tuple(habitat) == ("water",)
    if around == "water":
        return None if "water" in habitat else _head_bubble(hero, piece, library)
    if around == "space":
        if swimmer and not indoor:
            return _worn(hero, piece, BUBBLE, "center", 2 * SWIM_BUBBLE_SIZE * hero.height, library)
        if swimmer:
            return None if carried else _worn(hero, piece, TUB, "water", TUB_SIZE * hero.height, library)
        return None if indoor or "space" in habitat else _head_bubble(hero, piece, library)
    if swimmer:
        return None if carried else _worn(hero, piece, TUB, "water", TUB_SIZE * hero.height, library)
    if theme == "snowy-mountain" and not indoor and hero.piece not in _WARM_ALREADY:
        return _neck_scarf(hero, piece, library)
    return None


def _is_person(entry: Hero | Creature) -> bool:
    return isinstance(entry, Creature) and "person" in entry.hypernyms


def _head_bubble(hero: Element, piece: Piece, library: Library) -> Element | None:
    """The bubble around the head of whoever cannot breathe here."""
    head, top = piece.anchors.get("head"), piece.anchors.get("head_top")
    if hero.piece in _BREATHE_BY_THEMSELVES or not head or not top:
        return None
    tip = piece.anchors.get("top") or top
    radius = math.dist(head, top) * BUBBLE_SIZE
    radius = max(radius, min(HAT_ROOM * math.dist(head, tip), MOST_HAT * math.dist(head, top)))
    return _worn(hero, piece, BUBBLE, "head", 2 * radius * _scale(hero, piece), library)


def _neck_scarf(hero: Element, piece: Piece, library: Library) -> Element | None:
    """A scarf as wide as the neck; the drawing's nominal height is the width of its band."""
    neck, edge = piece.anchors.get("neck"), piece.anchors.get("neck_r")
    if not neck or not edge:
        return None
    return _worn(hero, piece, SCARF, "neck", 2 * math.dist(neck, edge) * _scale(hero, piece), library)


def _scale(hero: Element, piece: Piece) -> float:
    """Px a rig unit."""
    return hero.height / piece.height


def _worn(hero: Element, piece: Piece, worn: str, anchor: Anchor, height: float, library: Library) -> Element | None:
    """The piece at an anchor of the hero: before the hero, but for the tub, which the hero sits in."""
    if not library.has_piece(worn) or not piece.anchors.get(anchor):
        return None
    reasons = {BUBBLE: "breathes in it", SCARF: "is warm in it", TUB: "swims in it"}
    return Element(
        id=f"{hero.id}-{worn}",
        piece=worn,
        x=hero.x,
        y=hero.y,
        height=height,
        flip=hero.flip,
        depth=hero.depth + (-0.003 if worn == TUB else 0.01),
        holder=hero.id,
        held_at=anchor,
        grounded=False,
        reason=f"a {hero.piece} {reasons[worn]}",
    )


def place_in_text(text: str, planned: str, theme: str, library: Library) -> str:
    """The place where a scene happens: the planned one, unless the text names only another one of the theme."""
    lower = text.lower()
    named = {p.id: lower.index(p.names[0]) for p in library.places_of(theme) if p.names[0] in lower}
    return planned if planned in named or not named else min(named, key=lambda place: named[place])
