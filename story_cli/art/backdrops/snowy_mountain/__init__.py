"""Places of the snowy mountain, a module each."""

from __future__ import annotations

from story_cli.art.backdrops.place import Place
from story_cli.art.backdrops.snowy_mountain.cabin import mountain_cabin
from story_cli.art.backdrops.snowy_mountain.cave import ice_cave
from story_cli.art.backdrops.snowy_mountain.lake import frozen_lake
from story_cli.art.backdrops.snowy_mountain.pines import pine_forest
from story_cli.art.backdrops.snowy_mountain.summit import summit
from story_cli.art.backdrops.snowy_mountain.village import snowy_village

PLACES = (
    Place(
        "snowy-village",
        snowy_village,
        ("chalet", "bell-tower", "tree"),
        (0.25, 0.28, 0.72, 0.75),
        hides=("behind the house", "behind the log pile"),
    ),
    Place(
        "pine-forest",
        pine_forest,
        ("owl-tree", "tree-house", "snow-fort"),
        (0.25, 0.28, 0.72, 0.75),
        hides=("behind the old fir", "behind the log pile"),
    ),
    Place(
        "ice-cave",
        ice_cave,
        ("crystals", "frozen-fall", "gate"),
        (0.22, 0.26, 0.74, 0.78),
        hides=("behind the ice", "behind an ice pillar"),
    ),
    Place(
        "frozen-lake",
        frozen_lake,
        ("boat-house", "bridge", "tent"),
        (0.25, 0.28, 0.72, 0.75),
        hides=("behind the snow bank", "behind the firs"),
    ),
    Place(
        "summit",
        summit,
        ("cairn", "arch", "hut"),
        (0.23, 0.27, 0.73, 0.77),
        hides=("behind the cairn", "behind the rocks"),
    ),
    Place(
        "mountain-cabin",
        mountain_cabin,
        ("fireplace", "stove", "bunk"),
        (0.24, 0.26, 0.74, 0.76),
        hides=("behind the fireplace", "under the table"),
    ),
)
