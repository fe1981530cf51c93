"""How many heroes stand out from the places of a theme: `hero_contrast.py THEME [COLOUR] [TIMES]`.

Every hero in its first look stands at both thirds of every place (seed 1); counted are those whose mean OKLab distance
from the ring around them is under .13 or whose lightness differs by less than .10 (art bible §2).
"""

from __future__ import annotations

import sys

from story_cli.art.backdrop import backdrop, flattened, place_marks
from story_cli.art.cache import ArtCache
from story_cli.art.contrast import ring_contrast
from story_cli.art.piece import load_piece
from story_cli.art.puppet import Puppet
from story_cli.art.signature import signature
from story_cli.catalogue import Library, library_root

ZOOM = 0.125
HEIGHT = 360  # px at zoom 1: a lead's


def main(theme: str, colour: str = "pink", times: str = "noon,night") -> None:
    library, cache = Library(library_root()), ArtCache(None)
    weak = total = 0
    for time in times.split(","):
        roles = signature((colour,), theme, 1, time)
        puppets = [Puppet(load_piece(library, hero), roles, {}, HEIGHT * ZOOM, cache) for hero in library.heroes]
        for place in library.places_of(theme):
            stage = flattened(backdrop(place.id, 1, roles, time, zoom=ZOOM), ZOOM)
            ground = place_marks(place.id, 1).ground_y * ZOOM
            for sprite in (puppet.sprite() for puppet in puppets):
                for share in (0.36, 0.64):
                    foot = ground - sprite.dy - sprite.rgba.shape[0]
                    total += 1
                    weak += not ring_contrast(stage, sprite, share * stage.shape[1], foot, ZOOM).enough
    print(f"{theme}, {colour}, {times}: {weak} of {total} too weak")


if __name__ == "__main__":
    main(*sys.argv[1:])
