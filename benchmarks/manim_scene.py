"""One scene as manim shows it: layers that pan, actors whose pose changes twelve times a second, a caption strip.

PYTHON_WITH_MANIM benchmarks/manim_scene.py FOLDER FRAMES

Run by film_rivals.py with the Python of an environment that has manim (`pip install manim`, which needs the headers of
cairo and pango); it imports nothing of ours. FOLDER holds PNGs and scene.json. Prints CPU milliseconds a frame; nothing
is encoded or written.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from manim import ImageMobject, Scene, config
from PIL import Image

FPS = 24


class Picture(Scene):
    """What scene.json lists, from back to front."""

    def build(self, folder: Path) -> list:
        """All mobjects; gives those that change, as (mobject, what it does at a time)."""
        listed = json.loads((folder / "scene.json").read_text())
        changing = []
        for entry in listed:
            pictures = [np.array(Image.open(folder / name)) for name in entry["files"]]
            shown = ImageMobject(pictures[0])
            shown.height = config.frame_height * pictures[0].shape[0] / config.pixel_height
            self.add(shown)
            changing.append((shown, pictures, entry))
            self.move(shown, entry, 0.0)
        return changing

    def move(self, shown, entry: dict, time_s: float) -> None:
        """Its left top corner to where it is at a time, px."""
        height, width = shown.pixel_array.shape[:2]
        x = entry["x"] - entry["speed"] * time_s + width / 2 - config.pixel_width / 2
        y = config.pixel_height / 2 - entry["y"] - height / 2
        unit = config.frame_height / config.pixel_height
        shown.move_to([x * unit, y * unit, 0.0])


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    config.pixel_width, config.pixel_height, config.frame_rate = 1280, 720, FPS
    config.frame_width = config.frame_height * 1280 / 720
    config.dry_run, config.verbosity = True, "ERROR"
    scene = Picture()
    changing = scene.build(folder)
    began = time.process_time()
    for number in range(count):
        now = number / FPS
        for shown, pictures, entry in changing:
            if len(pictures) > 1:
                shown.pixel_array = pictures[int(now * 12) % len(pictures)]
            if entry["speed"]:
                scene.move(shown, entry, now)
        scene.renderer.update_frame(scene)
        scene.renderer.get_frame()
    print((time.process_time() - began) / count * 1000)


if __name__ == "__main__":
    main()
