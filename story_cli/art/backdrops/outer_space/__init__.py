"""Places of outer space, a module each."""

from __future__ import annotations

from story_cli.art.backdrops.outer_space.belt import asteroid_belt
from story_cli.art.backdrops.outer_space.deck import space_station_deck
from story_cli.art.backdrops.outer_space.garden import alien_garden
from story_cli.art.backdrops.outer_space.launch import launch_pad
from story_cli.art.backdrops.outer_space.moon import moon_craters
from story_cli.art.backdrops.outer_space.rings import ringed_planet
from story_cli.art.backdrops.place import Place

PLACES = (
    Place(
        "launch-pad",
        launch_pad,
        ("rocket", "saucer", "control"),
        (0.24, 0.28, 0.72, 0.76),
        hides=("behind the rocket", "behind the fuel tanks"),
    ),
    Place(
        "moon-craters",
        moon_craters,
        ("arch", "lander", "domes"),
        (0.23, 0.27, 0.73, 0.77),
        hides=("behind the moon rocks", "in a crater"),
    ),
    Place(
        "ringed-planet",
        ringed_planet,
        ("needles", "rings", "islands"),
        (0.22, 0.26, 0.74, 0.78),
        hides=("behind the striped stones", "behind a dune"),
    ),
    Place(
        "asteroid-belt",
        asteroid_belt,
        ("crystals", "outpost", "window"),
        (0.22, 0.25, 0.75, 0.78),
        hides=("behind a floating stone", "behind the crystals"),
    ),
    Place(
        "space-station-deck",
        space_station_deck,
        ("desk", "airlock", "garden"),
        (0.22, 0.25, 0.75, 0.78),
        hides=("behind the desk", "behind the lockers"),
    ),
    Place(
        "alien-garden",
        alien_garden,
        ("umbrellas", "curls", "pod"),
        (0.24, 0.27, 0.73, 0.76),
        hides=("behind the umbrella trees", "behind the glowing bulbs"),
    ),
)
