"""Places under the sea, a module each."""

from __future__ import annotations

from story_cli.art.backdrops.place import Place
from story_cli.art.backdrops.underwater.cave import glowing_deep_cave
from story_cli.art.backdrops.underwater.kelp_hall import kelp_forest
from story_cli.art.backdrops.underwater.lagoon import sandy_lagoon
from story_cli.art.backdrops.underwater.palace import shell_palace
from story_cli.art.backdrops.underwater.reef import coral_reef
from story_cli.art.backdrops.underwater.wreck import sunken_ship

PLACES = (
    Place(
        "coral-reef",
        coral_reef,
        ("arch", "tower", "clam"),
        medium="water",
        hides=("behind the coral arch", "behind the red coral"),
    ),
    Place(
        "sunken-ship",
        sunken_ship,
        ("side", "bow", "ribs"),
        (0.25, 0.29, 0.71, 0.75),
        "water",
        hides=("behind the mast", "behind the broken deck"),
    ),
    Place(
        "kelp-forest",
        kelp_forest,
        ("arch", "nest", "stone"),
        medium="water",
        hides=("inside a knot of seaweed", "behind the tall kelp"),
    ),
    Place(
        "glowing-deep-cave",
        glowing_deep_cave,
        ("crystals", "pool", "stone-face"),
        medium="water",
        hides=("behind a glowing rock", "under a stone ledge"),
    ),
    Place(
        "shell-palace",
        shell_palace,
        ("throne", "towers", "door"),
        medium="water",
        hides=("behind the pearly door", "behind the shell lamps"),
    ),
    Place(
        "sandy-lagoon",
        sandy_lagoon,
        ("anchor", "arch", "clam"),
        medium="water",
        surface_y=118.0,
        hides=("under the old anchor", "behind a sand hill"),
    ),
)
