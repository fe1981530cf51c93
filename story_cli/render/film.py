"""Runs a render: sound on one thread, pictures segment by segment on another, then both are joined into one file.

Segments that were made before are taken from the user's cache.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

import cv2
from PIL import Image

from story_cli.art.cache import ArtCache
from story_cli.artifacts import Film, Narration, Scenes, Score, Story
from story_cli.cache import ByteCache
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.progress import Progress
from story_cli.render.encode import Encoder, add_captions, decode_sound, encode_sound, join, segment_encoder
from story_cli.render.mix import STEMS, mix, stem
from story_cli.render.planes import Frame, to_rgb
from story_cli.render.reel import Reel
from story_cli.render.segments import Segment, make_segments, segment_key
from story_cli.render.subtitles import srt, vtt
from story_cli.render.timeline import Timeline, make_timeline
from story_cli.settings import RenderSettings
from story_cli.shape import ratio_of
from story_cli.sound import integrated_loudness, true_peak_dbtp, write_wave
from story_cli.store import StageFolder, StoryFolder, write_atomically
from story_cli.units import SAMPLE_RATE_HZ, frames_to_seconds, seconds_to_frames

POSTER_SECONDS = 1.0  # after the first word of the first scene


class Parts(NamedTuple):
    """What a film is made of."""

    story: Story
    scenes: Scenes
    score: Score
    narration: Narration
    folder: StoryFolder


class Track(NamedTuple):
    """The encoded sound, and what was measured on it."""

    data: bytes
    loudness_lufs: float
    true_peak_dbtp: float


def render(parts: Parts, settings: RenderSettings, library: Library, out: StageFolder, progress: Progress) -> Film:
    """Write film, subtitles and poster into `out`. Raises: StoryError."""
    _check(parts, settings)
    cv2.setNumThreads(1)  # the pieces are small, and the encoder has use for the other core
    timeline = make_timeline(parts.story, parts.scenes, parts.score, parts.narration)
    segments = make_segments(parts.story, parts.scenes, parts.score, timeline, settings)
    reel = Reel(segments, settings, library, ArtCache.of_user())
    frames = sum(segment.frames for segment in segments)
    with ThreadPoolExecutor(2, "film") as pool:
        track: Future[Track] = pool.submit(_sound, parts, timeline, settings, library, out)

        def watched(done: float, text: str) -> None:
            if track.done():
                track.result()  # a broken sound file stops the drawing at once
            progress(done, text)

        pictures = Pictures(segments, reel, settings, library, pool)
        encoded = pictures.all(watched, frames)
        Image.fromarray(to_rgb(pictures.poster())).save(out.poster(), compress_level=1)
        reel.close()
        sound = track.result()
    join(out.film(), encoded, sound.data, settings.fps, parts.story.title)
    write_captions(timeline, settings.captions, out)
    return Film(
        width_px=settings.width_px,
        height_px=settings.height_px,
        fps=settings.fps,
        frames=frames,
        duration=frames_to_seconds(frames, settings.fps),
        loudness_lufs=round(sound.loudness_lufs, 2),
        true_peak_dbtp=round(sound.true_peak_dbtp, 2),
        scene_starts=tuple(round(span.start, 3) for span in timeline.times.scenes),
        captions=len(timeline.captions),
    )


def write_captions(timeline: Timeline, captions: str, out: StageFolder) -> None:
    """The files beside the film, and the track in it if it is a soft one. Raises: StoryError."""
    for form, write in (("srt", srt), ("vtt", vtt)):
        if captions in ("burn", "soft", form):
            write_atomically(out.captions(form), write(timeline.captions).encode())
    if captions == "soft":
        add_captions(out.film(), out.captions("srt"))


class Pictures:
    """Draws and encodes what is not kept already."""

    def __init__(
        self,
        segments: tuple[Segment, ...],
        reel: Reel,
        settings: RenderSettings,
        library: Library,
        pool: ThreadPoolExecutor,
    ) -> None:
        self._segments, self._reel, self._settings, self._pool = segments, reel, settings, pool
        self._cache = ByteCache.of_user("segments")
        first = segments[1]
        self._poster = min(first.frames - 1, seconds_to_frames(first.span.voice + POSTER_SECONDS, settings.fps))
        self._still: Frame | None = None  # the poster, if it was drawn on the way
        befores = (None, *segments[:-1])
        self._keys = [segment_key(s, b, settings, library) for s, b in zip(segments, befores, strict=True)]

    def all(self, progress: Progress, frames: int) -> list[tuple[bytes, int]]:
        """Every segment's MP4 and its first frame's number."""
        done: list[Future[bytes] | bytes] = []
        for place, segment in enumerate(self._segments):
            kept = self._cache.get(self._keys[place])
            done.append(kept if kept is not None else self._draw(place, progress, frames))
            progress((segment.begin + segment.frames) / frames, segment.name)
        data = [item if isinstance(item, bytes) else item.result() for item in done]
        return [(item, segment.begin) for item, segment in zip(data, self._segments, strict=True)]

    def _draw(self, place: int, progress: Progress, frames: int) -> Future[bytes]:
        """Draw and encode a segment; its last frames are encoded while the next segment begins."""
        segment, settings = self._segments[place], self._settings
        encoder, data = segment_encoder((settings.width_px, settings.height_px), settings.fps, settings.quality)
        for number in range(segment.frames):
            frame = encoder.frame()
            self._reel.draw(frame, place, number)
            if (place, number) == (1, self._poster):
                self._still = frame.copy()
            encoder.write()
            if number % settings.fps == 0:
                progress((segment.begin + number) / frames, segment.name)
        return self._pool.submit(self._finish, encoder, data, self._keys[place])

    def poster(self) -> Frame:
        """The first scene a second after its first word."""
        if self._still is None:
            self._still = Frame(self._settings.width_px, self._settings.height_px)
            self._reel.draw(self._still, 1, self._poster)
        return self._still

    def _finish(self, encoder: Encoder, data: Any, key: str) -> bytes:
        encoder.finish()
        made = bytes(data.getvalue())
        self._cache.put(key, made)
        return made


def _sound(parts: Parts, timeline: Timeline, settings: RenderSettings, library: Library, out: StageFolder) -> Track:
    """Mix, encode, decode again and measure; stems beside the film if they are wanted."""
    import io

    sounds = (timeline, parts.score.ambience, parts.folder, library)
    mixed, gain = mix(*sounds, settings.loudness_lufs)
    data = encode_sound(mixed)
    del mixed
    for name in STEMS if settings.stems else ():
        write_wave(out.stem(name), stem((name,), *sounds) * gain, SAMPLE_RATE_HZ)
    heard = decode_sound(io.BytesIO(data))
    return Track(data, integrated_loudness(heard, SAMPLE_RATE_HZ), true_peak_dbtp(heard))


def _check(parts: Parts, settings: RenderSettings) -> None:
    """Raises: StoryError if the artifacts are of different stories, or the size cannot be encoded."""
    if settings.width_px % 2 or settings.height_px % 2 or min(settings.width_px, settings.height_px) < 64:
        size = f"{settings.width_px}x{settings.height_px}"
        raise StoryError(f"a film of {size} px cannot be encoded", "both sizes even, 64 at least")
    asked, made = ratio_of(settings.width_px, settings.height_px), {scene.ratio for scene in parts.scenes.scenes}
    if made and made != {asked}:
        shown = f"{settings.width_px}x{settings.height_px}"
        raise StoryError(
            f"the scenes are composed for {', '.join(sorted(made))}, not for {shown}",
            "give their --ratio, or compose them anew: storycli scene FOLDER --ratio …",
        )
    counts = {
        "story": len(parts.story.scenes),
        "scenes": len(parts.scenes.scenes),
        "narration": len(parts.narration.reading.scenes),
    }
    if len(set(counts.values())) > 1 or not parts.story.scenes:
        shown = ", ".join(f"{name} has {count} scenes" for name, count in counts.items())
        raise StoryError(f"the artifacts do not fit together: {shown}", "run the earlier stages again")
