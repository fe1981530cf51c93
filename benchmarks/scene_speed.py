"""How fast pictures are made: `scene_speed.py [--theme THEME]`. Seconds of processor and clock, for a quiet machine.

A house story of five scenes is laid out and painted at 1280 × 720 in a picture cache of its own: first empty, then
filled; then one still in the filled cache, and frames of its actors in motion. Stills that are kept whole are not used.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--theme", default="castle")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        print(json.dumps(figures(options.theme), indent=1))


def figures(theme: str) -> dict[str, object]:
    from story_cli.art.cache import ArtCache
    from story_cli.art.paint import paint_scene
    from story_cli.art.piece import load_piece
    from story_cli.art.puppet import Puppet
    from story_cli.artifacts import Scene
    from story_cli.catalogue import Library
    from story_cli.progress import silent
    from story_cli.scene.compose import at_its_peak, compose_scenes
    from story_cli.settings import SceneSettings
    from story_cli.training.house_scenes import house_stories

    library = Library()
    story = next(h.story for h in house_stories(library, 60, 1) if h.story.theme == theme and len(h.story.scenes) == 5)
    scenes: list[Scene] = []

    def lay_out() -> None:
        scenes[:] = [at_its_peak(s) for s in compose_scenes(story, SceneSettings(), library, 1, silent).scenes]

    def still(scene: Scene) -> None:
        picture = paint_scene(scene, library, ArtCache.of_user())
        picture.save(io.BytesIO(), "PNG", optimize=False, compress_level=3)

    def all_stills() -> None:
        for scene in scenes:
            still(scene)

    found: dict[str, object] = {"models read, five scenes laid out": timed(lay_out), "laid out again": timed(lay_out)}
    found["five stills, empty picture cache"] = timed(all_stills)
    found["five stills, filled picture cache"] = timed(all_stills)
    found["one still, filled picture cache"] = timed(lambda: still(scenes[0]))
    element = next(e for e in scenes[0].elements if e.id == "hero")
    puppet = Puppet(load_piece(library, element.piece, element.look), scenes[0].signature, dict(element.slots),
                    element.height, ArtCache.of_user())  # fmt: skip
    puppet.sprite()
    move = next((name for name in ("walk", "swim", "fly") if puppet.loop(name)), "idle")
    steps = round(12 * puppet.loop(move))  # each is posed once: a puppet remembers its poses
    each = [timed(lambda n=n: puppet.sprite(animation=move, phase=n / 12))["processor"] for n in range(steps)]  # type: ignore[misc]
    found["posing the hero once, ms of processor"] = round(1000 * median(each), 2)
    found["files of the picture cache, MB"] = round(
        sum(f.stat().st_size for f in Path(os.environ["XDG_CACHE_HOME"]).rglob("*") if f.is_file()) / 1e6, 1
    )
    return found


def timed(work: Callable[[], None]) -> dict[str, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return {"seconds": round(time.perf_counter() - wall, 2), "processor": round(time.process_time() - processor, 4)}


if __name__ == "__main__":
    main()
