"""Seconds and memory by length: films of 1, 2, 5 and 10 minutes out of one story, and a whole `make`.

python benchmarks/film_length.py STORY_FOLDER [--minutes 1 2 5 10] [--quality draft] [--size 1280x720]
python benchmarks/film_length.py --make underwater mermaid 1

The story's scenes come again and again until the film is long enough; the music is tiled. Kept segments do not count.
Memory is the highest sum, over all processes, of private and shared pages, each shared page counted once (PSS of
/proc/PID/smaps_rollup), looked at ten times a second. `make` runs with an empty cache.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from story_cli.cache import ByteCache
from story_cli.catalogue import Library
from story_cli.pacing import film_times
from story_cli.progress import silent
from story_cli.render.film import Parts, render
from story_cli.settings import RenderSettings
from story_cli.sound import read_wave, write_wave
from story_cli.store import StageFolder, StoryFolder
from story_cli.units import SAMPLE_RATE_HZ, seconds_to_samples


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--minutes", type=float, nargs="+", default=[1, 2, 5, 10])
    parser.add_argument("--quality", default="draft")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--make", nargs=3, metavar=("THEME", "HERO", "SEED"))
    parser.add_argument("--child", type=float, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(long_film(Path(asked.folder), asked.child, asked.quality, asked.size))
        return
    with tempfile.TemporaryDirectory() as name:
        if asked.make:
            theme, hero, seed = asked.make
            command = [sys.executable, "-m", "story_cli.cli.main", "make", "--theme", theme, "--hero", hero]
            command += ["--seed", seed, "--size", asked.size, "-o", f"{name}/film", "-q"]
            report("make", command, {"XDG_CACHE_HOME": f"{name}/cache"})
            return
        for minutes in asked.minutes:
            command = [sys.executable, __file__, asked.folder, "--child", str(minutes), "--quality", asked.quality]
            report(f"{minutes:g} min", [*command, "--size", asked.size], {})


def report(name: str, command: list[str], environment: dict[str, str]) -> None:
    """Run a command and print its seconds, its processor time and the highest memory of its processes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory_of(process.pid))
        time.sleep(0.1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = process.communicate()[0].strip().splitlines()
    wall = time.monotonic() - began
    print(f"{name:8} {wall:7.1f} s  {spent:7.1f} CPU-s  peak {peak:5.0f} MiB  {said[-1] if said else ''}", flush=True)


def memory_of(root: int) -> float:
    """PSS of a process and all below it, MiB."""
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError):
            continue
    return total


def long_film(path: Path, minutes: float, quality: str, size: str) -> str:
    """Render a film of so many minutes; what it is, in words."""
    ByteCache.of_user = classmethod(lambda cls, kind: cls(None))  # type: ignore[method-assign, assignment]
    width, height = map(int, size.split("x"))
    settings = RenderSettings(width_px=width, height_px=height, quality=quality)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as name:
        parts, out = repeated(StoryFolder(path), 60 * minutes, Path(name)), StageFolder(Path(name) / "out")
        out.path.mkdir()
        made = render(parts, settings, Library(), out, silent)
        return f"{made.duration:.0f} s of film, {made.frames} frames, {out.film().stat().st_size / 1e6:.0f} MB"


def repeated(folder: StoryFolder, seconds: float, path: Path) -> Parts:
    """The story's scenes again and again, its sounds linked, its music tiled."""
    story, scenes, score, narration = (folder.read(name).artifact for name in ("story", "scenes", "score", "narration"))
    own = len(scenes.scenes)
    times = 1
    while film_times(replace(narration.reading, scenes=narration.reading.scenes * times)).duration < seconds:
        times += 1
    reading = replace(narration.reading, scenes=narration.reading.scenes * times)
    made = StoryFolder(path / "story")
    for name in ("score", "narration"):
        made.folder(name).path.mkdir(parents=True)
    source, target = folder.folder("narration"), made.folder("narration")
    target.title_voice().symlink_to(source.title_voice().absolute())
    for number in range(own * times):
        target.voice(number + 1).symlink_to(source.voice(number % own + 1).absolute())
    music = read_wave(folder.folder("score").music(), SAMPLE_RATE_HZ)
    long = np.resize(music, (seconds_to_samples(film_times(reading).duration), 2))
    write_wave(made.folder("score").music(), long, SAMPLE_RATE_HZ)
    effects = [replace(cue, scene=cue.scene + own * n) for n in range(times) for cue in score.effects]
    return Parts(
        replace(story, scenes=story.scenes * times),
        replace(scenes, scenes=scenes.scenes * times),
        replace(score, effects=tuple(effects), ambience=score.ambience * times),
        replace(narration, reading=reading),
        made,
    )


if __name__ == "__main__":
    main()
