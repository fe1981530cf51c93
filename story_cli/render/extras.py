"""Things made from a finished film: a still, a GIF, all frames as pictures. Every file is whole or not there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from story_cli.errors import StoryError

GIF_SECONDS, GIF_FPS, GIF_WIDTH_PX = 6.0, 8, 400
_COLOURS = 128


def save_still(film: Path, target: Path, time: float) -> None:
    """The frame at a time, or the last one, as PNG. Raises: StoryError."""
    with _written(target) as temporary:
        picture = next(iter(_pictures(film, time, time, 1.0)))
        picture.save(temporary, "PNG")


def save_gif(film: Path, target: Path, begin: float) -> None:
    """Some seconds of the film, small, for previews. Raises: StoryError."""
    from PIL import Image

    with _written(target) as temporary:
        frames = []
        for picture in _pictures(film, begin, begin + GIF_SECONDS, 1 / GIF_FPS):
            size = (GIF_WIDTH_PX, round(GIF_WIDTH_PX * picture.height / picture.width))
            small = picture.resize(size, Image.Resampling.LANCZOS)
            frames.append(small.quantize(_COLOURS, dither=Image.Dither.NONE))
        duration = round(1000 / GIF_FPS)
        frames[0].save(temporary, "GIF", save_all=True, append_images=frames[1:], duration=duration, loop=0)


def save_frames(film: Path, folder: Path) -> None:
    """Every frame as frame-00001.png … Raises: StoryError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(_pictures(film, 0.0, float("inf"), 0.0), 1):
            picture.save(folder / f"frame-{number:05}.png", compress_level=1)
    except OSError as exc:
        raise StoryError(f"cannot write frames into {folder}: {exc.strerror or exc}", "free some space") from exc


def _pictures(film: Path, begin: float, end: float, step: float) -> Iterator[Any]:
    """PIL images of the film, one every `step` seconds from `begin`; at least one. Raises: StoryError."""
    import av
    from av.error import FFmpegError

    try:
        with av.open(str(film)) as container:
            stream: Any = container.streams.video[0]
            wanted, given = begin, False
            last: Any = None
            frame: Any
            for frame in container.decode(stream):
                time = float((frame.pts or 0) * (stream.time_base or 0))
                last = frame
                if time > end + 1e-6 and given:
                    return
                if time + 1e-6 >= wanted:
                    given, wanted = True, wanted + step
                    yield frame.to_image()
            if not given and last is not None:
                yield last.to_image()
    except FFmpegError as exc:
        raise StoryError(f"cannot read {film}: {exc.strerror}", "make the film again with --force") from exc


@contextlib.contextmanager
def _written(target: Path) -> Iterator[Path]:
    """A temporary place that becomes the target when all went well."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(target)
    except OSError as exc:
        raise StoryError(f"cannot write {target}: {exc.strerror or exc}", "choose another place or free space") from exc
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
