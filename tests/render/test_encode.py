"""Encoding in this process: the same bytes again, segments that join to the frame, errors that leave nothing."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import av
import numpy as np
import pytest

from story_cli.errors import StoryError
from story_cli.render.encode import add_captions, decode_sound, encode_sound, join, segment_encoder
from story_cli.render.measure import measure_sound

FPS = 12


def tone(seconds: float = 1.0) -> np.ndarray:
    clock = np.arange(round(48_000 * seconds)) / 48_000
    return np.repeat((0.25 * np.sin(2 * np.pi * 440 * clock)).astype(np.float32)[:, None], 2, axis=1)


def segment(levels: list[int], size: tuple[int, int] = (64, 36)) -> bytes:
    """One frame of each grey level."""
    encoder, data = segment_encoder(size, FPS, "draft")
    for level in levels:
        frame = encoder.frame()
        frame.y[:], frame.u[:], frame.v[:] = level, 128, 128
        encoder.write()
    encoder.finish()
    return data.getvalue()


def film(target: Path) -> Path:
    join(
        target,
        [(segment([40, 60, 80]), 0), (segment([100]), 3), (segment([120, 140]), 4)],
        encode_sound(tone()),
        FPS,
        "T",
    )
    return target


def test_same_frames_and_sound_give_the_same_bytes(tmp_path: Path) -> None:
    assert film(tmp_path / "a.mp4").read_bytes() == film(tmp_path / "b.mp4").read_bytes()


def test_segments_join_without_a_gap_and_without_change(tmp_path: Path) -> None:
    with av.open(str(film(tmp_path / "a.mp4"))) as video:
        stream = video.streams.video[0]
        frames = list(video.decode(stream))
        times = [float(frame.pts * stream.time_base) * FPS for frame in frames]
        levels = [int(frame.to_ndarray(format="gray").mean()) for frame in frames]
    assert times == pytest.approx(range(6), abs=1e-6)
    whole = [frame.to_ndarray(format="gray").mean() for frame in decoded(segment([40, 60, 80, 100, 120, 140]))]
    assert levels == pytest.approx(whole, abs=4)


def test_the_file_has_its_index_first_a_title_and_both_streams(tmp_path: Path) -> None:
    data = film(tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(tmp_path / "a.mp4")) as video:
        assert video.metadata["title"] == "T"
        picture = video.streams.video[0].codec_context
        assert (picture.name, picture.color_primaries, picture.color_range) == ("h264", 1, 1)
        assert video.streams.audio[0].codec_context.sample_rate == 48_000
    assert measure_sound(tmp_path / "a.mp4")[1] == pytest.approx(-12.0, abs=0.7)


def test_sizes_whose_rows_are_padded_are_drawn_right() -> None:
    (frame,) = decoded(segment([90], (250, 142)))
    grey = frame.to_ndarray(format="gray")
    assert grey.shape == (142, 250)
    assert np.ptp(grey) <= 2


def test_sound_comes_back_where_it_was(tmp_path: Path) -> None:
    sound = np.zeros((48_000, 2), np.float32)
    sound[24_000:24_480] = tone(0.01)
    target = tmp_path / "a.mp4"
    join(target, [(segment([40] * FPS), 0)], encode_sound(sound), FPS, "")
    heard = np.abs(decode_sound(target)[:, 0])
    assert np.flatnonzero(heard > 0.1)[0] == pytest.approx(24_000, abs=300)


def test_a_full_disk_is_one_clear_error_and_no_file(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full")
    target = tmp_path / "film.mp4"
    target.symlink_to(full)
    with pytest.raises(StoryError, match="cannot write the film") as caught:
        film(target)
    assert "space" in caught.value.hint
    assert not target.is_symlink()


def test_a_disk_that_fills_up_in_the_middle_leaves_no_half_film(tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    child = os.fork()
    if not child:  # in a process of its own, for the limit is on every file that a process writes
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
        try:
            film(target)
        except StoryError as error:
            os._exit(0 if "cannot write the film" in error.what and not target.exists() else 2)
        os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert list(tmp_path.iterdir()) == []


def test_an_ffmpeg_that_is_killed_leaves_the_film_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = tmp_path / "ffmpeg"
    dying.write_text('#!/bin/sh\nfor last; do :; done\necho half > "$last"\nkill -9 $$\n')
    dying.chmod(0o755)
    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", lambda: str(dying))
    target, captions = tmp_path / "film.mp4", tmp_path / "captions.srt"
    before = film(target).read_bytes()
    captions.write_text("")
    with pytest.raises(StoryError, match="ffmpeg stopped with code -9"):
        add_captions(target, captions)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["captions.srt", "ffmpeg", "film.mp4"]


def test_a_broken_segment_is_one_clear_error_and_no_file(tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    with pytest.raises(StoryError, match="cannot write the film"):
        join(target, [(b"no film at all", 0)], encode_sound(tone()), FPS, "")
    assert not target.exists()


def test_a_file_without_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "silent.mp4"
    path.write_bytes(segment([40]))
    with pytest.raises(StoryError, match="no sound"):
        measure_sound(path)


def decoded(data: bytes) -> list[av.VideoFrame]:
    import io

    with av.open(io.BytesIO(data)) as video:
        return list(video.decode(video=0))
