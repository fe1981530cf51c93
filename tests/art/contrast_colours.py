"""Measured colours of every hero and of every place where heroes stand, in every prompt colour at every time of day.

`python -m tests.art.contrast_colours` writes contrast_colours.json anew (two minutes of one core); the tests read it
and measure a few of its entries again. Values are OKLab × 1000.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from story_cli.art.backdrop import backdrop, flattened, place_marks
from story_cli.art.contrast import colour_of, mean_oklab, quick_sprite
from story_cli.art.piece import load_piece
from story_cli.art.pool import Lab
from story_cli.art.signature import PROMPT_COLOURS, TIMES_OF_DAY, signature
from story_cli.catalogue import Library

FILE = Path(__file__).with_suffix(".json")
ZOOM, SEED = 0.0625, 1
HALF_WIDTH, HALF_HEIGHT, RING = 120.0, 170.0, 20.0  # px of an upright ellipse, as large as a hero
SPOTS = ((0.36, "ground"), (0.64, "above"))  # share of the width, and level


def hero_colour(library: Library, hero: str, look: str, theme: str, time: str, colour: str) -> Lab:
    """OKLab of a hero as drawn in a theme."""
    piece, roles = load_piece(library, hero, look), signature((colour,), theme, SEED, time)
    found = colour_of(quick_sprite(piece, roles, {}, 60.0, 0.17))
    assert found is not None
    return found


def place_colours(place: str, theme: str, time: str, colour: str) -> list[Lab]:
    """OKLab of the rings around a hero at each of the SPOTS."""
    roles = signature((colour,), theme, SEED, time)
    picture = flattened(backdrop(place, SEED, roles, time, zoom=ZOOM), ZOOM, skip=("frame",))
    ground = place_marks(place, SEED).ground_y
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]] / ZOOM
    found = []
    for share, level in SPOTS:
        x, y = columns - share * 1280, rows - (ground - 165.0 if level == "ground" else 290.0)
        inner, outer = ((x / (HALF_WIDTH + more)) ** 2 + (y / (HALF_HEIGHT + more)) ** 2 <= 1 for more in (0.0, RING))
        found.append(mean_oklab(picture[..., :3][outer & ~inner]))
    return found


def read_colours() -> dict[str, Any]:
    """ "heroes" and "places": entry → (times × colours, 3)."""
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        kind: {name: np.reshape(values, (-1, 3)) / 1000 for name, values in found[kind].items()}
        for kind in ("heroes", "places")
    }


def main() -> None:
    library, moments = Library(), list(product(TIMES_OF_DAY, PROMPT_COLOURS))
    heroes: dict[str, list[int]] = {}
    places: dict[str, list[int]] = {}
    for theme, hero in product(library.themes, library.heroes):
        for look in ("", *load_piece(library, hero).looks):
            labs = [hero_colour(library, hero, look, theme, *moment) for moment in moments]
            heroes[f"{hero} {look or 'first'} {theme}"] = [round(v * 1000) for lab in labs for v in lab]
    for place in (place for theme in library.themes for place in library.places_of(theme)):
        measured = [place_colours(place.id, place.theme, *moment) for moment in moments]
        for n, (share, level) in enumerate(SPOTS):
            places[f"{place.id} {share} {level}"] = [round(v * 1000) for labs in measured for v in labs[n]]
    rows = {
        kind: ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(values, separators=(',', ':'))}" for name, values in table.items()
        )
        for kind, table in (("heroes", heroes), ("places", places))
    }
    head = f' "times": {json.dumps(TIMES_OF_DAY)},\n "colours": {json.dumps(list(PROMPT_COLOURS))}'
    body = ",\n".join(f' "{kind}": {{\n{text}\n }}' for kind, text in rows.items())
    FILE.write_text(f"{{\n{head},\n{body}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
