"""The contrast rule over every hero × look × theme's place × spot × time of day × prompt colour: 55,296 pairs."""

from __future__ import annotations

from itertools import product

import pytest

from story_cli.art.pool import behind, light_for, pops
from story_cli.art.signature import PROMPT_COLOURS, TIMES_OF_DAY, signature
from story_cli.catalogue import Library
from tests.art.contrast_colours import hero_colour, place_colours, read_colours

COLOURS = read_colours()
MOMENTS = list(product(TIMES_OF_DAY, PROMPT_COLOURS))


@pytest.mark.parametrize("hero", ["mermaid", "pirate", "astronaut", "wizard", "princess", "knight", "robot", "dragon",
                                  "fox", "penguin", "cat", "unicorn"])  # fmt: skip
def test_a_hero_stands_out_everywhere(hero: str) -> None:
    themes = {place.id: place.theme for place in Library().places.values()}
    weak = []
    for number, (time, colour) in enumerate(MOMENTS):
        roles = {theme: signature((colour,), theme, 1, time) for theme in set(themes.values())}
        for spot, ring in COLOURS["places"].items():
            theme = themes[spot.split()[0]]
            for look in ("first", "second"):
                shown = tuple(COLOURS["heroes"][f"{hero} {look} {theme}"][number])
                light = light_for(shown, tuple(ring[number]), roles[theme])
                if not pops(shown, behind(tuple(ring[number]), roles[theme], light)):
                    weak.append(f"{look} {spot} {time} {colour}")
    assert weak == []


def test_every_hero_place_and_theme_is_measured() -> None:
    library = Library()
    heroes = {name.split()[0] for name in COLOURS["heroes"]}
    assert heroes == set(library.heroes)
    assert {name.split()[0] for name in COLOURS["places"]} == {place.id for place in library.places.values()}
    assert {name.split()[2] for name in COLOURS["heroes"]} == set(library.themes)


@pytest.mark.parametrize(
    ("hero", "look", "theme", "moment"), [("fox", "", "castle", 3), ("robot", "second", "underwater", 29)]
)
def test_heroes_still_have_the_measured_colours(hero: str, look: str, theme: str, moment: int) -> None:
    measured = hero_colour(Library(), hero, look, theme, *MOMENTS[moment])
    assert measured == pytest.approx(COLOURS["heroes"][f"{hero} {look or 'first'} {theme}"][moment], abs=0.01)


@pytest.mark.parametrize(
    ("place", "theme", "moment"), [("ice-cave", "snowy-mountain", 12), ("beach", "treasure-island", 25)]
)
def test_places_still_have_the_measured_colours(place: str, theme: str, moment: int) -> None:
    measured = place_colours(place, theme, *MOMENTS[moment])
    for lab, spot in zip(measured, ("0.36 ground", "0.64 above"), strict=True):
        assert lab == pytest.approx(COLOURS["places"][f"{place} {spot}"][moment], abs=0.01)
