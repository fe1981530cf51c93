"""The same scene composed by storycli, by moviepy's CompositeVideoClip and by manim: CPU milliseconds a frame.

python benchmarks/film_rivals.py STORY_FOLDER [--frames 24] [--manim PYTHON_OF_AN_ENVIRONMENT_WITH_MANIM]

All show four parallax layers that pan by fractions of a pixel, all actors posed on twos, and a caption strip. Both
take their layers and poses from the same cache, so that only composition is compared; sides alternate. manim gets the
same pictures as PNGs and runs in a process of its own (manim_scene.py). Nothing is encoded.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from story_cli.art.backdrop import backdrop
from story_cli.art.cache import ArtCache
from story_cli.art.caption import caption_strip
from story_cli.art.rasterise import straight_alpha
from story_cli.artifacts import Scene
from story_cli.catalogue import Library
from story_cli.render.planes import Frame
from story_cli.render.reel import Reel
from story_cli.render.segments import make_segments
from story_cli.render.stage import poses_of
from story_cli.render.timeline import make_timeline
from story_cli.settings import RenderSettings
from story_cli.store import StoryFolder

SIZE, FPS, ROUNDS = (1280, 720), 24, 3


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--frames", type=int, default=24)
    parser.add_argument("--manim", default="")
    asked = parser.parse_args()
    folder, count = StoryFolder(asked.folder), asked.frames
    story, scenes, score, narration = (folder.read(n).artifact for n in ("story", "scenes", "score", "narration"))
    library, settings, cache = Library(), RenderSettings(), ArtCache.of_user()
    timeline = make_timeline(story, scenes, score, narration)
    segments = make_segments(story, scenes, score, timeline, settings)
    reel, frame = Reel(segments, settings, library, cache), Frame(*SIZE)
    clip = moviepy_scene(scenes.scenes[0], library, cache)
    ours, theirs = [], []
    for begin in range(0, ROUNDS * count, count):
        numbers = range(24 + begin, 24 + begin + count)
        for number in numbers:
            reel.draw(frame, 1, number)  # poses and patches are there afterwards, as in a warm film
        ours.append(timed(lambda number: reel.draw(frame, 1, number), numbers))
        theirs.append(timed(lambda number: clip.get_frame(number / FPS), numbers))
    mine, moviepy = (statistics.median(found) * 1000 for found in (ours, theirs))
    print(f"storycli {mine:.2f}, moviepy {moviepy:.1f} CPU-ms a frame at 720p: {moviepy / mine:.0f} times as fast")
    if asked.manim:
        found = manim_scene(asked.manim, scenes.scenes[0], library, cache, count)
        print(f"manim {found:.1f} CPU-ms a frame at 720p: {found / mine:.0f} times as fast")


def timed(draw, numbers: range) -> float:  # type: ignore[no-untyped-def]
    """CPU seconds a frame."""
    began = time.process_time()
    for number in numbers:
        draw(number)
    return (time.process_time() - began) / len(numbers)


def manim_scene(python: str, scene: Scene, library: Library, cache: ArtCache, count: int) -> float:
    """CPU milliseconds a frame of manim with the same pictures."""
    listed: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as name:

        def add(pictures: list[np.ndarray], x: float, y: float, speed: float) -> None:
            files = [f"{len(listed)}-{number}.png" for number in range(len(pictures))]
            for file, picture in zip(files, pictures, strict=True):
                Image.fromarray(picture).save(Path(name) / file)
            listed.append({"files": files, "x": x, "y": y, "speed": speed})

        looks = (scene.place, scene.background_seed, scene.signature, scene.time_of_day, scene.weather)
        for layer in backdrop(*looks, 1.0, cache):
            add([straight_alpha(layer.rgba)], -64.0, 0.0, layer.parallax * 8)
            for element in scene.elements if layer.name == "near" else ():
                add(*canvases_of(element, scene, library, cache), 0.0)
        strip = straight_alpha(caption_strip(scene.signature, ["Once", "upon", "a", "time"], 1, *SIZE))
        add([strip], 0.0, SIZE[1] - len(strip), 0.0)
        (Path(name) / "scene.json").write_text(json.dumps(listed))
        script = Path(__file__).with_name("manim_scene.py")
        done = subprocess.run([python, str(script), name, str(count)], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def moviepy_scene(scene: Scene, library: Library, cache: ArtCache):  # type: ignore[no-untyped-def]
    """The scene as CompositeVideoClip: layers that pan, actors whose pose changes twelve times a second, a strip."""
    from moviepy import CompositeVideoClip, ImageClip, VideoClip

    looks = (scene.place, scene.background_seed, scene.signature, scene.time_of_day, scene.weather)
    clips = []
    for layer in backdrop(*looks, 1.0, cache):
        speed = layer.parallax * 8

        def place(time: float, speed: float = speed) -> tuple[float, float]:
            return -64 - speed * (time % 4), 0.0

        clips.append(ImageClip(straight_alpha(layer.rgba)).with_position(place))
        if layer.name == "near":
            for element in scene.elements:
                clips.append(actor(element, scene, library, cache, VideoClip))
    strip = ImageClip(straight_alpha(caption_strip(scene.signature, ["Once", "upon", "a", "time"], 1, *SIZE)))
    clips.append(strip.with_position((0, SIZE[1] - strip.h)))
    return CompositeVideoClip([clip.with_duration(60) for clip in clips], size=SIZE)


def canvases_of(element, scene: Scene, library: Library, cache: ArtCache):  # type: ignore[no-untyped-def]
    """An actor's poses on canvases that hold them all, and their left top corner."""
    poses = poses_of(element, scene, 1.0, library, cache)
    steps = max(1, round(poses.puppet.loop("idle") * 12))
    sprites = [poses.finished(poses.bare(poses.puppet.posture("idle", n / 12, "calm", "idle"))) for n in range(steps)]
    left, top = min(s.dx for s in sprites), min(s.dy for s in sprites)
    width = max(s.dx + s.rgba.shape[1] for s in sprites) - left
    height = max(s.dy + s.rgba.shape[0] for s in sprites) - top
    canvases = []
    for sprite in sprites:
        canvas = np.zeros((height, width, 4), np.uint8)
        y, x = sprite.dy - top, sprite.dx - left
        canvas[y : y + sprite.rgba.shape[0], x : x + sprite.rgba.shape[1]] = sprite.rgba
        canvases.append(straight_alpha(canvas))
    return canvases, round(element.x) + left, round(element.y) + top


def actor(element, scene: Scene, library: Library, cache: ArtCache, clip_class):  # type: ignore[no-untyped-def]
    """One actor as a clip of its poses."""
    canvases, x, y = canvases_of(element, scene, library, cache)

    def picture(time: float):  # type: ignore[no-untyped-def]
        return canvases[int(time * 12) % len(canvases)]

    colour = clip_class(lambda time: picture(time)[..., :3])
    mask = clip_class(lambda time: picture(time)[..., 3] / 255.0, is_mask=True)
    return colour.with_mask(mask).with_position((x, y))


if __name__ == "__main__":
    main()
