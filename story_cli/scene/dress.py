"""Colours that the words give a thing: "the red ball" overrides the colour slot of the ball's body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from story_cli.artifacts import Entity, Graph
from story_cli.rng import derived_seed, stage_rng

if TYPE_CHECKING:
    from story_cli.art.piece import Piece
    from story_cli.catalogue import Library

# colour words that no prompt has; prompt colours come from the art bible's table
_OTHER_COLOURS = {
    "gold": "#f2bd3f", "golden": "#f2bd3f", "silver": "#c4cad6", "white": "#f6f1e6", "black": "#3a3a4c",
    "brown": "#9a6a44", "grey": "#9a9fae", "gray": "#9a9fae", "violet": "#8d6bd0", "turquoise": "#2fb5ad",
    "scarlet": "#d8433c", "crimson": "#c03048",
    "midnight": "#2f3a72",
}  # fmt: skip
_MAIN_SLOTS = (
    "body",
    "hull",
    "shell",
    "cloth",
    "cap",
    "petal",
    "paper",
    "cover",
    "stone",
    "leaf",
    "moon",
    "star",
    "flag",
    "wool",
    "metal",
)
_NEVER = frozenset(("lid", "iris", "brow", "belly", "white", "mouth", "tongue", "blush", "ink", "glow", "skin", "hair"))


_OWN_ROLES = ("@secondary", "@accent", "@accent2")


def slots_for(piece: Piece, entity: Entity, roles: dict[str, str]) -> dict[str, str]:
    """Slot → "#rrggbb" of a told colour, else a creature's own role. A hero wears the story's colours as drawn."""
    if entity.id == "hero":
        return {}
    slot = main_slot(piece)
    colour = next((found for word in entity.attributes if (found := hex_of(word))), "") or roles.get(entity.id, "")
    return {slot: colour} if slot and colour and piece.slots[slot] != colour else {}


def look_of(piece: Piece, entity: Entity, seed: int, hero: str = "") -> str:
    """The hero's look, one for the whole story; the hero's kin has the other. Draws from rng (seed, "look", piece)."""
    if not piece.looks or (entity.id != "hero" and piece.id != hero):
        return ""
    looks = ("", *piece.looks)
    own = stage_rng(seed, "look", piece.id).choice(looks)
    return own if entity.id == "hero" else looks[(looks.index(own) + 1) % len(looks)]


def own_colours(graphs: Sequence[Graph], library: Library, hero: str = "") -> dict[str, str]:
    """Entity id → colour role, for creatures and kin whose body is drawn in the hero's colour; one look a story.

    The role follows from the entity, not from its turn in the story.
    """
    from story_cli.art.piece import load_piece

    found: dict[str, str] = {}
    for entity in (entity for graph in graphs for entity in graph.entities if entity.visible and entity.id != "hero"):
        kin = entity.piece == hero
        drawn = library.has_piece(entity.piece) and (kin or entity.piece in library.creatures)
        if entity.id in found or not drawn:
            continue
        piece = load_piece(library, entity.piece)
        slot = main_slot(piece)
        if slot and piece.slots[slot] == "@primary":
            found[entity.id] = _OWN_ROLES[derived_seed(0, "role", entity.id) % len(_OWN_ROLES)]
    return found


def main_slot(piece: Piece) -> str:
    """The slot that one names when one says what colour a thing is."""
    named = [slot for slot in _MAIN_SLOTS if slot in piece.slots]
    free = [slot for slot in piece.slots if slot not in _NEVER]
    return (named or free or [""])[0]


def hex_of(word: str) -> str:
    """ "#rrggbb" of a colour word, or ""."""
    from story_cli.art.colour import oklch
    from story_cli.art.signature import PROMPT_COLOURS

    if word in PROMPT_COLOURS:
        return oklch(*PROMPT_COLOURS[word])
    return _OTHER_COLOURS.get(word, "")
