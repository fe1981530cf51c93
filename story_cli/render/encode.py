"""The boundary to ffmpeg: frames and a sound file in, one MP4 out. Same input and ffmpeg → same bytes.

The executable comes with the imageio-ffmpeg package. x264's bytes depend on its thread count, so that is fixed.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from story_cli.errors import ExitStatus, StoryError

THREADS = 2
_QUALITY = {  # preset, x264 parameters, CRF. Source: measurements in docs/film.md
    "draft": ("ultrafast", "", 26),
    "normal": ("superfast", "mbtree=1:rc-lookahead=10", 20),
    "best": ("veryfast", "", 18),
}


def ffmpeg() -> str:
    """Path of the ffmpeg executable. Raises: StoryError if there is none."""
    from imageio_ffmpeg import get_ffmpeg_exe

    try:
        return str(get_ffmpeg_exe())
    except RuntimeError as exc:
        hint = "install the package imageio-ffmpeg, or name one with IMAGEIO_FFMPEG_EXE"
        raise StoryError("no ffmpeg", hint, ExitStatus.MISSING_ENGINE) from exc


class Encoder:
    """A running ffmpeg that takes planar YUV 4:2:0 frames."""

    def __init__(self, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
        self._process = process
        self._log = log

    def write(self, frame: Any) -> None:
        """One frame as bytes or a contiguous uint8 array. Raises: StoryError with ffmpeg's last words if it died."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(frame)
        except BrokenPipeError as exc:
            self._process.wait()
            raise self._failed() from exc

    def finish(self) -> None:
        """Close the input and wait. Raises: StoryError if ffmpeg failed."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except BrokenPipeError as exc:
            self._process.wait()
            raise self._failed() from exc
        if self._process.wait() != 0:
            raise self._failed()

    def _failed(self) -> StoryError:
        self._log.seek(0)
        tail = self._log.read()[-600:].decode(errors="replace").strip()
        hint = "free some space if the disk is full; otherwise report this with the message"
        return StoryError(f"ffmpeg stopped with code {self._process.returncode}: {tail or 'no message'}", hint)


@contextmanager
def encoding(
    target: Path, sound: Path, width_px: int, height_px: int, fps: int, quality: str, title: str
) -> Iterator[Encoder]:
    """Encode into `target` (MP4, H.264 + AAC, index first). On any error ffmpeg is stopped and the file removed."""
    command = [
        ffmpeg(),
        "-hide_banner",
        "-loglevel",
        "error",
        "-nostdin",
        "-y",
        *_inputs(sound, width_px, height_px, fps),
    ]
    command += [*_video(fps, quality), *_audio(), *_container(title), str(target)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log)
        encoder = Encoder(process, log)
        try:
            yield encoder
            encoder.finish()
        except BaseException:
            process.kill()
            with suppress(BrokenPipeError):
                process.communicate()
            target.unlink(missing_ok=True)
            raise


def _inputs(sound: Path, width_px: int, height_px: int, fps: int) -> list[str]:
    video = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width_px}x{height_px}", "-r", str(fps)]
    return [*video, "-color_range", "tv", "-i", "-", "-i", str(sound)]


def _video(fps: int, quality: str) -> list[str]:
    preset, parameters, crf = _QUALITY[quality]
    options = ["-map", "0:v", "-c:v", "libx264", "-preset", preset, "-crf", str(crf), "-pix_fmt", "yuv420p"]
    options += ["-threads", str(THREADS), "-g", str(fps * 4), "-flags:v", "+bitexact"]
    options += ["-x264-params", parameters] if parameters else []
    return [*options, "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]


def _audio() -> list[str]:
    return ["-map", "1:a", "-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-flags:a", "+bitexact"]


def _container(title: str) -> list[str]:
    tags = ["-map_metadata", "-1", "-metadata", f"title={title}"]
    return [*tags, "-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4"]
