"""Composes house stories as `scene` does and paints all their scenes on one sheet: `scene_sheet.py OUT [--stories N]`.

Twelve stories (60 scenes) by default, chosen so that every theme, hero and prompt colour occurs. `--keep FOLDER` writes
each scene with its words, half the film's size. OUT is JPEG or PNG by its name.
"""

from __future__ import annotations

import argparse
from collections import Counter
from hashlib import sha256
from pathlib import Path

from PIL import Image

from story_cli.art.cache import ArtCache
from story_cli.art.paint import paint_scene
from story_cli.artifacts import Story
from story_cli.catalogue import Library
from story_cli.progress import silent
from story_cli.scene.compose import at_its_peak, compose_scenes
from story_cli.settings import SceneSettings
from story_cli.training.house_scenes import house_stories

TILE = (320, 180)
COLUMNS = 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stories", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    library = Library()
    stories = varied([house.story for house in house_stories(library, 0, options.seed)], options.stories, options.seed)
    tiles = []
    for number, story in enumerate(stories):
        scenes = compose_scenes(story, SceneSettings(), library, options.seed + number, silent).scenes
        for n, (scene, told) in enumerate(zip(scenes, story.scenes, strict=True), 1):
            picture = paint_scene(at_its_peak(scene), library, ArtCache.of_user(), 0.5)
            tiles.append(picture.resize(TILE, Image.Resampling.LANCZOS))
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                stem = f"{number:02d}-{n} {story.theme} {story.hero} {'+'.join(story.colours)}"
                picture.save(options.keep / f"{stem}.png")
                (options.keep / f"{stem}.txt").write_text("\n".join((told.text, *scene.notes)), encoding="utf-8")
    rows = -(-len(tiles) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * TILE[0], rows * TILE[1]))
    for n, tile in enumerate(tiles):
        sheet.paste(tile, (n % COLUMNS * TILE[0], n // COLUMNS * TILE[1]))
    sheet.save(options.out, quality=86)


def varied(stories: list[Story], count: int, seed: int) -> list[Story]:
    """Stories by lot that bring the rarest theme, hero and colours so far."""
    seen: Counter[str] = Counter()
    chosen: list[Story] = []
    left = sorted(stories, key=lambda story: sha256(f"{seed} {story.title} {story.hero}".encode()).digest())
    while left and len(chosen) < count:
        story = min(left, key=lambda s: 3 * seen[s.theme] + 3 * seen[s.hero] + 2 * seen[s.colours[0]])
        left.remove(story)
        chosen.append(story)
        seen.update((story.theme, story.hero, story.colours[0]))
    return chosen


if __name__ == "__main__":
    main()
