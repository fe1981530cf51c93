"""Places of the castle, a module each."""

from __future__ import annotations

from story_cli.art.backdrops.castle.courtyard import courtyard
from story_cli.art.backdrops.castle.hill import dragons_hill
from story_cli.art.backdrops.castle.kitchen import castle_kitchen
from story_cli.art.backdrops.castle.lookout import tower_top
from story_cli.art.backdrops.castle.market import village_market
from story_cli.art.backdrops.castle.throne import throne_room
from story_cli.art.backdrops.place import Place

_STANDS = (0.24, 0.28, 0.72, 0.76)
PLACES = (
    Place("courtyard", courtyard, ("keep", "well", "stable"), _STANDS, hides=("behind the well", "under the hay cart")),
    Place(
        "throne-room",
        throne_room,
        ("thrones", "hearth", "rose-window"),
        _STANDS,
        hides=("behind the throne", "under the long carpet"),
    ),
    Place(
        "village-market",
        village_market,
        ("fountain", "clock", "stalls"),
        _STANDS,
        hides=("behind the apple cart", "under a striped cloth"),
    ),
    Place(
        "tower-top",
        tower_top,
        ("turret", "telescope", "bell"),
        _STANDS,
        hides=("behind the big bell", "under the winding stair"),
    ),
    Place(
        "dragons-hill",
        dragons_hill,
        ("cave", "nest", "tree"),
        _STANDS,
        hides=("inside a small cave", "behind a smoky rock"),
    ),
    Place(
        "castle-kitchen",
        castle_kitchen,
        ("oven", "table", "dresser"),
        _STANDS,
        hides=("behind the flour sacks", "under the big table"),
    ),
)
