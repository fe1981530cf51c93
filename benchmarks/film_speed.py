"""A warm render of a finished story against encoding alone of the same frames with the same sound, alternating.

python benchmarks/film_speed.py STORY_FOLDER [--rounds 3] [--size 1280x720] [--scenes N]

Both sides run in this process, segments that are kept do not count. CPU seconds are told beside the wall clock: on a
machine with other work they are the steadier figure. The frames of the second side lie in a memory-mapped file.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from story_cli.art.cache import ArtCache
from story_cli.cache import ByteCache
from story_cli.catalogue import Library
from story_cli.progress import silent
from story_cli.render import film
from story_cli.render.encode import encode_sound, join, segment_encoder
from story_cli.render.mix import mix
from story_cli.render.planes import Frame
from story_cli.render.reel import Reel
from story_cli.render.segments import make_segments
from story_cli.render.timeline import make_timeline
from story_cli.settings import RenderSettings
from story_cli.store import StageFolder, StoryFolder


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--scenes", type=int, default=99)
    arguments = parser.parse_args()
    width, height = map(int, arguments.size.split("x"))
    settings = RenderSettings(width_px=width, height_px=height)
    library, parts = Library(), first_scenes(StoryFolder(arguments.folder), arguments.scenes)
    ByteCache.of_user = classmethod(lambda cls, kind: cls(None))  # type: ignore[method-assign, assignment]
    timeline = make_timeline(*parts[:4])
    with tempfile.TemporaryDirectory() as name:
        out = StageFolder(Path(name))
        made = film.render(parts, settings, library, out, silent)  # warms the cache of pictures
        sound = mix(timeline, parts.score.ambience, parts.folder, library, settings.loudness_lufs)[0]
        frames, drawing = drawn(parts, timeline, settings, library, Path(name) / "frames")
        sides = {
            "render": lambda: film.render(parts, settings, library, out, silent),
            "encode": lambda: encoded(frames, sound, settings, out.path / "encoded.mp4"),
        }
        walls: dict[str, list[float]] = {side: [] for side in sides}
        loads: dict[str, list[float]] = {side: [] for side in sides}
        for _ in range(arguments.rounds):
            for side, run in sides.items():
                began, used = time.perf_counter(), cpu()
                run()
                walls[side].append(time.perf_counter() - began)
                loads[side].append(cpu() - used)
    print(f"{made.duration:.1f} s of film at {width}x{height}, {made.frames} frames")
    print(f"drawing alone {drawing * 1000:.2f} CPU-ms a frame")
    for side in sides:
        wall, load = sorted(walls[side]), sorted(loads[side])
        print(f"{side}: wall {wall[0]:.1f} {statistics.median(wall):.1f} {wall[-1]:.1f} s, CPU {load[0]:.1f} s at best")
    for what, found in (("wall", walls), ("CPU", loads)):
        ratios = [a / b for a, b in zip(found["render"], found["encode"], strict=True)]
        print(f"render ÷ encode, {what}: best {min(ratios):.2f}, median {statistics.median(ratios):.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, the frames' file included")


def first_scenes(folder: StoryFolder, count: int) -> film.Parts:
    """The story with its first scenes only."""
    story, scenes, score, narration = (folder.read(name).artifact for name in ("story", "scenes", "score", "narration"))
    reading = replace(narration.reading, scenes=narration.reading.scenes[:count])
    effects = tuple(effect for effect in score.effects if effect.scene < count)
    return film.Parts(
        replace(story, scenes=story.scenes[:count]),
        replace(scenes, scenes=scenes.scenes[:count]),
        replace(score, effects=effects),
        replace(narration, reading=reading),
        folder,
    )


def drawn(parts: film.Parts, timeline, settings: RenderSettings, library: Library, path: Path):  # type: ignore[no-untyped-def]
    """All frames in a file, and the CPU seconds a frame that drawing took."""
    segments = make_segments(parts.story, parts.scenes, parts.score, timeline, settings)
    reel = Reel(segments, settings, library, ArtCache.of_user())
    size = settings.width_px * settings.height_px * 3 // 2
    frames = np.memmap(path, np.uint8, "w+", shape=(sum(s.frames for s in segments), size))
    frame, number, used = Frame(settings.width_px, settings.height_px), 0, 0.0
    for place, segment in enumerate(segments):
        for within in range(segment.frames):
            began = time.thread_time()
            reel.draw(frame, place, within)
            used += time.thread_time() - began
            frames[number] = np.concatenate([plane.ravel() for plane in frame.planes])
            number += 1
    return frames, used / len(frames)


def encoded(frames: np.memmap, sound, settings: RenderSettings, target: Path) -> None:  # type: ignore[no-untyped-def, type-arg]
    """What no renderer can do without."""
    width, height = settings.width_px, settings.height_px
    luma, chroma = width * height, width * height // 4
    with ThreadPoolExecutor(1) as pool:
        track = pool.submit(encode_sound, sound)
        encoder, data = segment_encoder((width, height), settings.fps, settings.quality)
        for picture in frames:
            frame = encoder.frame()
            np.copyto(frame.y, picture[:luma].reshape(height, width))
            np.copyto(frame.u, picture[luma : luma + chroma].reshape(height // 2, width // 2))
            np.copyto(frame.v, picture[luma + chroma :].reshape(height // 2, width // 2))
            encoder.write()
        encoder.finish()
        join(target, [(data.getvalue(), 0)], track.result(), settings.fps, "")


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
