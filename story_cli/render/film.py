"""Runs a render: sound first, then frame after frame into the encoder, then what the file really holds is measured."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

import cv2
from PIL import Image

from story_cli.art.cache import ArtCache
from story_cli.artifacts import Film, Narration, Scenes, Score, Story
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.progress import Progress
from story_cli.render.encode import encoding
from story_cli.render.measure import measure_sound
from story_cli.render.mix import mix
from story_cli.render.planes import Frame, to_rgb
from story_cli.render.reel import Reel
from story_cli.render.subtitles import srt, vtt
from story_cli.render.timeline import Timeline, make_timeline
from story_cli.settings import RenderSettings
from story_cli.sound import write_wave
from story_cli.store import StageFolder, StoryFolder
from story_cli.units import SAMPLE_RATE_HZ, frames_to_seconds, seconds_to_frames


class Parts(NamedTuple):
    """What a film is made of."""

    story: Story
    scenes: Scenes
    score: Score
    narration: Narration
    folder: StoryFolder


def render(parts: Parts, settings: RenderSettings, library: Library, out: StageFolder, progress: Progress) -> Film:
    """Write film, subtitles and poster into `out`. Raises: StoryError."""
    _check(parts)
    cv2.setNumThreads(1)  # the pieces are small, and the encoder has use for the other core
    timeline = make_timeline(parts.story, parts.scenes, parts.score, parts.narration)
    progress(0.0, "mixing sound")
    frames = seconds_to_frames(timeline.times.duration, settings.fps)
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "mix.wav"
        mixed = mix(timeline, parts.score.ambience, parts.folder, library, settings.loudness_lufs)
        write_wave(sound, mixed.sound, SAMPLE_RATE_HZ)
        _draw(parts, timeline, settings, library, out, sound, frames, progress)
    out.captions("srt").write_text(srt(timeline.captions), encoding="utf-8")
    out.captions("vtt").write_text(vtt(timeline.captions), encoding="utf-8")
    loudness, peak = measure_sound(out.film())
    return Film(
        width_px=settings.width_px,
        height_px=settings.height_px,
        fps=settings.fps,
        frames=frames,
        duration=frames_to_seconds(frames, settings.fps),
        loudness_lufs=round(loudness, 2),
        true_peak_dbtp=round(peak, 2),
        scene_starts=tuple(round(span.start, 3) for span in timeline.times.scenes),
        captions=len(timeline.captions),
    )


def _draw(
    parts: Parts,
    timeline: Timeline,
    settings: RenderSettings,
    library: Library,
    out: StageFolder,
    sound: Path,
    frames: int,
    progress: Progress,
) -> None:
    """Draw and encode every frame; keep one as the poster."""
    size = (settings.width_px, settings.height_px)
    reel = Reel(parts.story, parts.scenes, timeline, settings, library, ArtCache.of_user())
    frame = Frame(*size)
    poster = seconds_to_frames(timeline.times.scenes[0].voice + 1.0, settings.fps)
    with encoding(out.film(), sound, *size, settings.fps, settings.quality, parts.story.title) as encoder:
        for number in range(frames):
            what = reel.draw(frame, frames_to_seconds(number, settings.fps))
            encoder.write(frame.buffer)
            if number == poster:
                Image.fromarray(to_rgb(frame)).save(out.poster())
            if number % settings.fps == 0:
                progress(number / frames, what)
    reel.close()


def _check(parts: Parts) -> None:
    """Raises: StoryError if the artifacts are of different stories."""
    counts = {
        "story": len(parts.story.scenes),
        "scenes": len(parts.scenes.scenes),
        "narration": len(parts.narration.reading.scenes),
    }
    if len(set(counts.values())) > 1 or not parts.story.scenes:
        shown = ", ".join(f"{name} has {count} scenes" for name, count in counts.items())
        raise StoryError(f"the artifacts do not fit together: {shown}", "run the earlier stages again")
