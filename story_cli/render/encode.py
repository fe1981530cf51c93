"""The boundary to FFmpeg's libraries: pictures → H.264, sound → AAC, both joined into one MP4 without encoding again.

Everything runs in this process (PyAV), so no frame crosses a pipe. x264's bytes depend on its thread count, so that is
fixed; nothing writes a date. Same input and same PyAV → same bytes.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from story_cli.errors import StoryError
from story_cli.render.planes import Frame
from story_cli.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

THREADS = 2
_QUALITY = {  # preset, x264 parameters, CRF. Source: measurements in docs/film.md
    "draft": ("ultrafast", "", 26),
    "normal": ("superfast", "mbtree=1:rc-lookahead=10", 20),
    "best": ("veryfast", "", 18),
}
_KEY_SECONDS = 4  # players can jump to every fourth second and to every scene
_TICKS = 512  # of the track's clock a frame
_AAC_BITS_A_SECOND = 160_000
_AUDIO_BLOCK = 1024 * 64  # samples handed over at once
_BT709 = 1  # in FFmpeg's lists of primaries, transfers and matrices
_LIMITED = 1


class Encoder:
    """Takes the frames of one segment in order."""

    def __init__(self, container: OutputContainer, size: tuple[int, int], fps: int, quality: str) -> None:
        preset, parameters, crf = _QUALITY[quality]
        options = {"preset": preset, "crf": str(crf)}
        if parameters:
            options["x264-params"] = parameters
        self._container, self._size, self._number = container, size, 0
        stream: Any = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, fps)
        context = stream.codec_context
        context.thread_count, context.gop_size = THREADS, fps * _KEY_SECONDS
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        self._stream = stream
        self._video: Any = None

    def frame(self) -> Frame:
        """The next picture, to be drawn on wholly and given to `write`."""
        from av import VideoFrame

        self._video = VideoFrame(*self._size, "yuv420p")
        planes = []
        for plane in self._video.planes:
            rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
            planes.append(rows[: plane.height, : plane.width])
        return Frame.over(*planes)

    def write(self) -> None:
        """Encode the picture that `frame` gave last. Raises: StoryError if the file cannot be written."""
        self._video.pts = self._number
        self._number += 1
        with _reported("encode"):
            self._container.mux(self._stream.encode(self._video))

    def finish(self) -> None:
        """What the encoder still holds. Raises: StoryError."""
        with _reported("encode"):
            self._container.mux(self._stream.encode(None))
            self._container.close()


def segment_encoder(size: tuple[int, int], fps: int, quality: str) -> tuple[Encoder, io.BytesIO]:
    """An encoder of a segment, and where its MP4 is once it is finished."""
    import av

    data = io.BytesIO()
    container = av.open(data, "w", format="mp4", options={"fflags": "+bitexact"})
    return Encoder(container, size, fps, quality), data


def encode_sound(sound: Any) -> bytes:
    """float32 (samples, 2) at SAMPLE_RATE_HZ → an MP4 with one AAC track."""
    import av

    data = io.BytesIO()
    with av.open(data, "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo")
        stream.codec_context.bit_rate = _AAC_BITS_A_SECOND
        for begin in range(0, len(sound), _AUDIO_BLOCK):
            block = np.ascontiguousarray(sound[begin : begin + _AUDIO_BLOCK].T, np.float32)
            frame = av.AudioFrame.from_ndarray(block, "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, begin, Fraction(1, SAMPLE_RATE_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return data.getvalue()


def decode_sound(source: Path | IO[bytes]) -> Any:
    """The sound of a file as float32 (samples, 2). Raises: StoryError if it cannot be read."""
    with _reported("read"), _opened(source) as container:
        if not container.streams.audio:
            raise StoryError("the film has no sound track", "make it again with --force")
        stream, count = container.streams.audio[0], 0
        sound = np.empty((0, 0), np.float32)  # filled as it comes: one copy of a long film's sound
        for frame in container.decode(stream):
            block = frame.to_ndarray()
            if not count:
                sound = np.empty((len(block), _length_of(stream)), np.float32)
            if count + block.shape[1] > sound.shape[1]:
                sound = np.concatenate([sound, np.empty_like(sound), np.empty_like(block)], axis=1)
            sound[:, count : count + block.shape[1]] = block
            count += block.shape[1]
    return sound[:, :count].T if count else np.zeros((0, 2), np.float32)


def _length_of(stream: Any) -> int:
    """About how many samples a track has; 0 if it does not say."""
    return round(float(stream.duration * stream.time_base) * SAMPLE_RATE_HZ) + 4096 if stream.duration else 0


def _opened(source: Path | IO[bytes]) -> InputContainer:
    import av

    return av.open(source if not isinstance(source, Path) else str(source), "r")


def join(target: Path, segments: Sequence[tuple[bytes, int]], sound: bytes, fps: int, title: str) -> None:
    """Write the film: segments (MP4, first frame's number) one after the other, and the sound; index first.

    On any error no file stays behind. Raises: StoryError.
    """
    import av

    options = {"fflags": "+bitexact", "movflags": "+faststart"}
    try:
        with _reported("write"), av.open(str(target), "w", format="mp4", options=options) as film:
            film.metadata["title"] = title
            with _opened(io.BytesIO(segments[0][0])) as first, _opened(io.BytesIO(sound)) as heard:
                picture = film.add_stream_from_template(first.streams.video[0])
                track = film.add_stream_from_template(heard.streams.audio[0])
                picture.time_base = Fraction(1, fps * _TICKS)
                _interleave(film, _pictures(segments, picture, fps), _sounds(heard, track))
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def add_captions(film: Path, captions: Path) -> None:
    """Put a SubRip file into the film as a track that players can switch on. Raises: StoryError if ffmpeg fails."""
    from imageio_ffmpeg import get_ffmpeg_exe

    target = film.with_name(f".{film.name}.soft.mp4")
    command = [get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    command += ["-i", str(film), "-i", str(captions), "-map", "0", "-map", "1", "-c", "copy", "-c:s", "mov_text"]
    command += ["-metadata:s:s:0", "language=eng", "-fflags", "+bitexact", "-movflags", "+faststart", str(target)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            tail = done.stderr[-300:].decode(errors="replace").strip()
            raise StoryError(
                f"ffmpeg stopped with code {done.returncode}: {tail}", "free some space, or --captions srt"
            )
        target.replace(film)
    finally:
        target.unlink(missing_ok=True)


def _interleave(film: OutputContainer, pictures: Iterator[Any], sounds: Iterator[Any]) -> None:
    """Mux packets of both tracks in order of time."""
    sound = next(sounds, None)
    for packet in pictures:
        while sound is not None and sound.dts * sound.time_base <= packet.dts * packet.time_base:
            film.mux(sound)
            sound = next(sounds, None)
        film.mux(packet)
    while sound is not None:
        film.mux(sound)
        sound = next(sounds, None)


def _pictures(segments: Sequence[tuple[bytes, int]], stream: Any, fps: int) -> Iterator[Any]:
    """Packets of all segments on the film's clock."""
    clock = Fraction(1, fps * _TICKS)
    for data, begin in segments:
        with _opened(io.BytesIO(data)) as segment:
            for packet in _packets(segment, segment.streams.video[0]):
                own = packet.time_base / clock
                packet.pts, packet.dts = (round(value * own) + begin * _TICKS for value in (packet.pts, packet.dts))
                packet.duration = _TICKS
                packet.time_base, packet.stream = clock, stream
                yield packet


def _sounds(heard: InputContainer, stream: Any) -> Iterator[Any]:
    for packet in _packets(heard, heard.streams.audio[0]):
        packet.stream = stream
        yield packet


def _packets(container: InputContainer, stream: Any) -> Iterator[Any]:
    """All packets but the empty one at the end."""
    return (packet for packet in container.demux(stream) if packet.dts is not None)


@contextmanager
def _reported(what: str) -> Iterator[None]:
    """FFmpeg's errors as ours."""
    from av.error import FFmpegError

    try:
        yield
    except (FFmpegError, OSError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        hint = "free some space if the disk is full; otherwise make it again with --force"
        raise StoryError(f"cannot {what} the film: {reason}", hint) from exc
