"""Places of the enchanted forest, a module each."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.falls import waterfall
from story_cli.art.backdrops.enchanted_forest.glade import mossy_glade
from story_cli.art.backdrops.enchanted_forest.pond import moonlit_pond
from story_cli.art.backdrops.enchanted_forest.thorns import thorn_gate
from story_cli.art.backdrops.enchanted_forest.tree_room import hollow_tree_inside
from story_cli.art.backdrops.enchanted_forest.village import mushroom_village
from story_cli.art.backdrops.place import Place

PLACES = (
    Place(
        "mossy-glade", mossy_glade, ("boulder", "oak", "stump"), hides=("behind the mossy landmark", "behind a tree")
    ),
    Place(
        "mushroom-village",
        mushroom_village,
        ("round", "tall", "twins"),
        (0.21, 0.26, 0.74, 0.79),
        hides=("behind the mushroom house", "behind the little house"),
    ),
    Place(
        "hollow-tree-inside",
        hollow_tree_inside,
        ("stove", "steps", "bunk"),
        (0.24, 0.76),
        hides=("in the cosy corner", "under the shelf"),
    ),
    Place(
        "moonlit-pond",
        moonlit_pond,
        ("willow", "jetty", "stone-frog"),
        (0.21, 0.26, 0.74, 0.79),
        ground_y=582.0,
        hides=("behind the pond's landmark", "in the reeds"),
    ),
    Place(
        "waterfall",
        waterfall,
        ("tall", "double", "cave"),
        (0.26, 0.3, 0.7, 0.74),
        hides=("behind the waterfall", "behind a wet rock"),
    ),
    Place(
        "thorn-gate",
        thorn_gate,
        ("gate", "ruin", "lanterns"),
        (0.25, 0.3, 0.7, 0.75),
        hides=("behind the gate", "in the brambles"),
    ),
)
