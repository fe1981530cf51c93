"""Whether heroes stand out from the places behind them, as painted: `hero_contrast.py [PAIRS] [--seed N]`.

PAIRS pictures by lot of hero × look × place × time of day × prompt colour × side × level, with the light behind the
hero that `scene` gives it. Painted at a quarter of 720p and measured in the picture: mean OKLab distance of the
silhouette from the ring around it ≥ .13, of which ≥ .10 in lightness (art bible §2). `--keep FOLDER` writes the
pictures that were too weak without light. All pairs, by cached colours: tests/art/test_every_pair.py.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np

from story_cli.art.actor import mirrored
from story_cli.art.backdrop import place_marks
from story_cli.art.cache import ArtCache
from story_cli.art.contrast import Contrast, ring_contrast
from story_cli.art.paint import paint_scene
from story_cli.art.piece import load_piece
from story_cli.art.pool import STEPS
from story_cli.art.puppet import Puppet
from story_cli.art.signature import PROMPT_COLOURS, TIMES_OF_DAY, signature
from story_cli.artifacts import Element, Graph, Scene
from story_cli.catalogue import Library
from story_cli.scene.boxes import Figure
from story_cli.scene.standout import with_light

ZOOM = 0.25
HEIGHT = 335.0  # px, a lead's


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=int, nargs="?", default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the pictures that needed light")
    options = parser.parse_args()
    library, rng = Library(), random.Random(options.seed)
    weak_bare, weak, lights = 0, [], []
    for number in range(options.pairs):
        scene = any_scene(library, rng)
        lit = with_light(scene, {"hero"}, library)
        lights.append(lit.elements[0].light)
        before, after = contrast(scene, library), contrast(lit, library)
        weak_bare += not before.enough
        if not after.enough:
            weak.append(f"{name(lit)}: {after.distance:.3f}, {after.lightness:.3f}, light {lights[-1]}")
        if options.keep and not before.enough:
            options.keep.mkdir(parents=True, exist_ok=True)
            paint_scene(lit, library, ArtCache.of_user(), 0.5).save(options.keep / f"{number:03d} {name(lit)}.png")
    strong = np.abs(lights)
    print(
        json.dumps(
            {
                "pairs": options.pairs,
                "stand out": 1 - len(weak) / options.pairs,
                "without light": 1 - weak_bare / options.pairs,
                "light or shade": {f"{p} %": round(float(np.percentile(strong, p)), 2) for p in (50, 75, 90, 99, 100)},
                "at the limit": int((strong > 1 - 0.5 / STEPS).sum()),
                "too weak": weak,
            },
            indent=1,
        )
    )


def any_scene(library: Library, rng: random.Random) -> Scene:
    """A hero alone in a place, all by lot."""
    place = rng.choice([p for p in library.places.values() if p.theme in library.themes])
    piece = load_piece(library, rng.choice(list(library.heroes)))
    look = rng.choice(("", *piece.looks))
    time, colour, seed = rng.choice(TIMES_OF_DAY), rng.choice(list(PROMPT_COLOURS)), rng.randrange(1000)
    marks, figure = place_marks(place.id, seed), Figure(piece)
    level = rng.choice(("ground", "ground", "float"))
    bottom = marks.ground_y if level == "ground" else 470.0
    x, y = rng.choice((0.34, 0.5, 0.66)) * 1280, figure.origin_for_bottom(bottom, HEIGHT)
    hero = Element(
        "hero", piece.id, x, y, HEIGHT, flip=rng.random() < 0.5, depth=0.5, look=look, grounded=level == "ground",
    )  # fmt: skip
    roles = signature((colour,), place.theme, seed, time)
    return Scene(place.id, time, "clear", seed, roles, (hero,), (), Graph("", (), (), ()), (0.0, 0.0), (colour,))


def contrast(scene: Scene, library: Library) -> Contrast:
    """As painted."""
    hero = scene.elements[0]
    picture = np.dstack([np.asarray(paint_scene(scene, library, ArtCache.of_user(), ZOOM)), np.full((180, 320), 255)])
    piece = load_piece(library, hero.piece, hero.look)
    bare = Puppet(piece, scene.signature, dict(hero.slots), hero.height * ZOOM, ArtCache.of_user()).sprite(phase=4 / 12)
    shown = mirrored(bare) if hero.flip else bare
    return ring_contrast(picture.astype(np.uint8), shown, hero.x * ZOOM, hero.y * ZOOM, ZOOM)


def name(scene: Scene) -> str:
    hero = scene.elements[0]
    return f"{hero.piece}{'-2' if hero.look else ''} {scene.place} {scene.time_of_day} {scene.notes[0]}"


if __name__ == "__main__":
    main()
