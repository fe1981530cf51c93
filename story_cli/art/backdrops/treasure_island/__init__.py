"""Places of treasure island, a module each."""

from __future__ import annotations

from story_cli.art.backdrops.place import Place
from story_cli.art.backdrops.treasure_island.deck import ships_deck
from story_cli.art.backdrops.treasure_island.hilltop import hilltop_lookout
from story_cli.art.backdrops.treasure_island.hoard import treasure_cave
from story_cli.art.backdrops.treasure_island.jungle import jungle_path
from story_cli.art.backdrops.treasure_island.shore import beach, lagoon_at_sunset

_STANDS = (0.24, 0.28, 0.72, 0.76)
PLACES = (
    Place(
        "beach",
        beach,
        ("boat", "hut", "arch"),
        _STANDS,
        surface_y=494.0,
        hides=("under the old boat", "behind a palm tree"),
    ),
    Place("ships-deck", ships_deck, ("mast", "wheel", "cabin"), _STANDS, hides=("behind the mast", "inside a barrel")),
    Place(
        "jungle-path",
        jungle_path,
        ("face", "bridge", "house"),
        _STANDS,
        hides=("behind a giant leaf", "under a tangle of roots"),
    ),
    Place(
        "treasure-cave",
        treasure_cave,
        ("hoard", "wreck", "face"),
        _STANDS,
        hides=("behind a heap of coins", "inside a wooden chest"),
    ),
    Place(
        "lagoon-at-sunset",
        lagoon_at_sunset,
        ("stilts", "rock", "ship"),
        _STANDS,
        surface_y=504.0,
        hides=("behind a mossy rock", "under the wooden bridge"),
    ),
    Place(
        "hilltop-lookout",
        hilltop_lookout,
        ("flag", "tree", "hut"),
        _STANDS,
        hides=("behind the flagpole", "under a bent tree"),
    ),
)
