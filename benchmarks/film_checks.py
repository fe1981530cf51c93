"""What must hold in every film, checked by program: flashes, captions in time, faces above them, no still second.

python benchmarks/film_checks.py STORY_FOLDER …

Flashes are counted on the encoded file: a pair of opposed changes of a twelfth of the picture's mean light by a tenth
of the range (source: WCAG 2.2, "general flash"; the least area there is a quarter of ten degrees of vision). Caption
times are those of the frames that the film shows, against the place of the word's sound in the mix.
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np

from story_cli.art.cache import ArtCache
from story_cli.art.puppet import Look
from story_cli.catalogue import Library
from story_cli.pacing import film_times
from story_cli.render.motion import POSES_A_SECOND
from story_cli.render.segments import make_segments
from story_cli.render.stage import poses_of
from story_cli.render.strips import lit_at
from story_cli.render.timeline import make_timeline
from story_cli.settings import RenderSettings
from story_cli.store import StoryFolder

PAPER_TOP = 618  # stage px; the strip's paper begins here
STEP, MOST_FLASHES = 0.1, 3


def main() -> None:
    library = Library()
    print(f"{'film':34} {'flashes/s':>9} {'captions off, frames':>20} {'faces covered':>13} {'still seconds':>13}")
    for name in sys.argv[1:]:
        folder = StoryFolder(Path(name))
        film = folder.read("film").artifact
        settings = RenderSettings(width_px=film.width_px, height_px=film.height_px, fps=film.fps)
        flashes, still = seen(folder.folder("film").film(), film.fps)
        late = captions_off(folder, settings)
        covered = faces_covered(folder, settings, library)
        print(f"{folder.path.name:34} {flashes:9d} {late:20.2f} {covered:13d} {still:13d}")


def seen(path: Path, fps: int) -> tuple[int, int]:
    """Most flashes in any second, and seconds in which nothing moves."""
    light, moved, before = [], [], None
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            small = frame.reformat(64, 36, "gray").to_ndarray().astype(np.float32)
            cells = small.reshape(3, 12, 4, 16).mean((1, 3)).ravel() / 255
            light.append(cells)
            moved.append(0.0 if before is None else float(np.abs(small - before).max()))
            before = small
    cells = np.array(light)
    most = 0
    for cell in cells.T:
        turns = turning_points(cell)
        most = max([most, *(int(np.sum((turns >= t) & (turns < t + fps))) // 2 for t in turns)])
    seconds = [max(moved[n : n + fps]) for n in range(0, len(moved) - fps, fps)]
    return most, sum(value < 1.0 for value in seconds)


def turning_points(level: np.ndarray) -> np.ndarray:
    """Frames at which light has changed by STEP in the direction opposed to the change before."""
    found, low, high, rising = [], level[0], level[0], None
    for frame, value in enumerate(level):
        low, high = min(low, value), max(high, value)
        if rising is not True and value - low >= STEP:
            found.append(frame)
            rising, high = True, value
        elif rising is not False and high - value >= STEP:
            found.append(frame)
            rising, low = False, value
        if rising:
            low = value if value > high else low
    return np.array(found)


def captions_off(folder: StoryFolder, settings: RenderSettings) -> float:
    """Most frames between a word's lighting up and its sound."""
    story, scenes, score, narration = (folder.read(n).artifact for n in ("story", "scenes", "score", "narration"))
    timeline = make_timeline(story, scenes, score, narration)
    spans = film_times(narration.reading).scenes
    worst = 0.0
    segments = make_segments(story, scenes, score, timeline, settings)[1:-1]
    for span, spoken, segment in zip(spans, narration.reading.scenes, segments, strict=True):
        heard = [span.voice + word.start for sentence in spoken.sentences for word in sentence.words]
        shown = []
        for caption in segment.captions:
            for number, word in enumerate(caption.words):
                first = next(
                    (n for n in range(max(0, int(word.start * settings.fps) - 1), segment.frames)
                     if lit_at(caption, (n + 0.5) / settings.fps) == number), None
                )  # fmt: skip
                shown.append(None if first is None else (segment.begin + first) / settings.fps)
        for sound, light in zip(heard, shown, strict=True):
            if light is not None:
                worst = max(worst, abs(light - sound) * settings.fps)
    return worst


def faces_covered(folder: StoryFolder, settings: RenderSettings, library: Library) -> int:
    """Elements whose face reaches under the caption in some phase of their animation."""
    count, cache = 0, ArtCache.of_user()
    for scene in folder.read("scenes").artifact.scenes:
        for element in scene.elements:
            poses = poses_of(element, scene, 1.0, library, cache)
            if not poses.puppet.piece.has_face or element.holder:
                continue
            steps = max(1, round(poses.puppet.loop(element.animation) * POSES_A_SECOND))
            bottoms = [0.0]
            for step in range(0, steps, 6):
                posture = poses.puppet.posture(
                    element.animation, step / POSES_A_SECOND, element.expression, element.pose
                )
                part = poses.face(posture, Look(element.expression, blink=True))
                if part:
                    bottoms.append(element.y + part.dy + part.picture.y.shape[0])
            count += max(bottoms) > PAPER_TOP
    return count


if __name__ == "__main__":
    main()
