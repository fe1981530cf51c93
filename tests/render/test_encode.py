from pathlib import Path

import numpy as np
import pytest

from story_cli.errors import StoryError
from story_cli.render.encode import encoding
from story_cli.render.measure import measure_sound
from story_cli.render.planes import Frame
from story_cli.sound import write_wave


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    clock = np.arange(48_000) / 48_000
    tone = (0.25 * np.sin(2 * np.pi * 440 * clock)).astype(np.float32)
    path = tmp_path / "tone.wav"
    write_wave(path, np.repeat(tone[:, None], 2, axis=1), 48_000)
    return path


def encode(target: Path, sound: Path) -> None:
    frame = Frame(64, 36)
    with encoding(target, sound, 64, 36, 12, "draft", "A title") as encoder:
        for number in range(12):
            frame.buffer[:] = 40 + 10 * number
            encoder.write(frame.buffer)


def test_same_frames_and_sound_give_the_same_bytes(tmp_path: Path, sound: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        encode(tmp_path / name, sound)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_file_has_its_index_first_and_both_streams(tmp_path: Path, sound: Path) -> None:
    import av

    encode(tmp_path / "a.mp4", sound)
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(tmp_path / "a.mp4")) as film:
        assert film.streams.video[0].codec_context.name == "h264"
        assert film.streams.video[0].frames == 12
        assert film.streams.audio[0].codec_context.sample_rate == 48_000
    assert measure_sound(tmp_path / "a.mp4")[1] == pytest.approx(-12.0, abs=0.7)


def test_error_while_drawing_leaves_no_half_file(tmp_path: Path, sound: Path) -> None:
    target = tmp_path / "half.mp4"

    def draw() -> None:
        with encoding(target, sound, 64, 36, 12, "draft", "") as encoder:
            encoder.write(Frame(64, 36).buffer)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        draw()
    assert not target.exists()


def test_killed_ffmpeg_is_one_clear_error(tmp_path: Path, sound: Path) -> None:
    target = tmp_path / "killed.mp4"

    def draw() -> None:
        with encoding(target, sound, 64, 36, 12, "draft", "") as encoder:
            encoder._process.kill()
            encoder._process.wait()
            for _ in range(100):
                encoder.write(Frame(64, 36).buffer)

    with pytest.raises(StoryError, match="ffmpeg stopped"):
        draw()
    assert not target.exists()


def test_missing_sound_is_reported_with_ffmpegs_words(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="ffmpeg stopped"):
        encode(tmp_path / "a.mp4", tmp_path / "none.wav")
