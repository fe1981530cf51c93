"""Whole render of a finished story against encoding alone of the same frames with the same sound, alternating.

python benchmarks/film_speed.py STORY_FOLDER [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from story_cli.art.cache import ArtCache
from story_cli.artifacts import Film
from story_cli.catalogue import Library
from story_cli.progress import silent
from story_cli.render import make_film
from story_cli.render.encode import encoding
from story_cli.render.mix import mix
from story_cli.render.planes import Frame
from story_cli.render.reel import Reel
from story_cli.render.timeline import make_timeline
from story_cli.settings import RenderSettings
from story_cli.sound import write_wave
from story_cli.store import StageFolder, StoryFolder


def main() -> None:
    folder, rounds = StoryFolder(Path(sys.argv[1])), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    library, settings = Library(), RenderSettings()
    parts = [folder.read(name).artifact for name in ("story", "scenes", "score", "narration")]
    timeline = make_timeline(*parts)
    times: dict[str, list[float]] = {"render": [], "encode": []}
    with tempfile.TemporaryDirectory() as name:
        out = StageFolder(Path(name))
        film = make_film(*parts, settings, library, folder, out, silent)  # warms the picture cache
        sound = Path(name) / "mix.wav"
        write_wave(sound, mix(timeline, parts[2].ambience, folder, library, settings.loudness_lufs).sound, 48_000)
        frames = drawn(Reel(parts[0], parts[1], timeline, settings, library, ArtCache.of_user()), film, settings)
        for _ in range(rounds):
            began = time.perf_counter()
            make_film(*parts, settings, library, folder, out, silent)
            times["render"].append(time.perf_counter() - began)
            began = time.perf_counter()
            size = (settings.width_px, settings.height_px)
            with encoding(Path(name) / "e.mp4", sound, *size, settings.fps, settings.quality, "") as encoder:
                for frame in frames:
                    encoder.write(frame)
            times["encode"].append(time.perf_counter() - began)
    for what, found in times.items():
        least, most = min(found), max(found)
        print(f"{what} {least:.1f} {statistics.median(found):.1f} {most:.1f} s for {film.duration:.1f} s of film")
    ratios = [a / b for a, b in zip(times["render"], times["encode"], strict=True)]
    print(f"render ÷ encode {statistics.median(ratios):.2f}")


def drawn(reel: Reel, film: Film, settings: RenderSettings) -> list[np.ndarray]:
    """All frames in memory."""
    frame = Frame(settings.width_px, settings.height_px)
    frames = []
    for number in range(film.frames):
        reel.draw(frame, number / settings.fps)
        frames.append(frame.buffer.copy())
    return frames


if __name__ == "__main__":
    main()
