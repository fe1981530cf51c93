"""A whole small film of a hand-made story, and what happens to broken inputs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from story_cli.artifacts import Film, SpokenScene, Story
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.progress import silent
from story_cli.render.film import Parts, render
from story_cli.settings import RenderSettings
from story_cli.sound import write_wave
from story_cli.store import StageFolder, StoryFolder
from tests.render import examples

SMALL = RenderSettings(width_px=160, height_px=90, fps=8, quality="draft")


@pytest.fixture
def parts(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """The story with a tone for a voice and for music."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = StoryFolder(tmp_path / "story")
    narration = examples.narration(story)
    tone = (0.1 * np.sin(np.arange(48_000 * 4) * 2 * np.pi * 330 / 48_000)).astype(np.float32)[:, None]
    for name in ("score", "narration"):
        folder.folder(name).path.mkdir(parents=True)
    write_wave(folder.folder("score").music(), tone, 48_000)
    write_wave(folder.folder("narration").title_voice(), tone, 48_000)
    for number in (1, 2):
        write_wave(folder.folder("narration").voice(number), tone, 48_000)
    return Parts(story, examples.scenes(story), examples.score(), narration, folder)


def film(parts: Parts, library: Library, out: Path, settings: RenderSettings = SMALL) -> Film:
    out.mkdir()
    return render(parts, settings, library, StageFolder(out), silent)


def test_a_second_run_gives_the_same_bytes_with_and_without_kept_segments(
    parts: Parts, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film(parts, library, tmp_path / "a")
    film(parts, library, tmp_path / "b")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    made = film(parts, library, tmp_path / "c")
    files = [(tmp_path / name / "film.mp4").read_bytes() for name in "abc"]
    assert files[0] == files[1] == files[2]
    assert made.frames == round(made.duration * 8)
    assert made.loudness_lufs == pytest.approx(-16.0, abs=0.5)
    assert made.true_peak_dbtp <= -1.0


def test_a_changed_scene_redoes_its_own_segments_only(
    parts: Parts, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from story_cli.render.film import Pictures

    drawn: list[int] = []
    draw = Pictures._draw
    monkeypatch.setattr(
        Pictures, "_draw", lambda self, place, *rest: (drawn.append(place), draw(self, place, *rest))[1]
    )
    film(parts, library, tmp_path / "a")
    assert drawn == [0, 1, 2, 3]
    drawn.clear()
    first, second = parts.scenes.scenes
    changed = replace(parts.scenes, scenes=(first, replace(second, focus=(200.0, 300.0))))
    film(parts._replace(scenes=changed), library, tmp_path / "b")
    assert drawn == [2, 3]  # the scene, and the end card that comes out of it


def test_scenes_of_another_ratio_are_refused(parts: Parts, library: Library, tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="composed for 16:9, not for 90x160"):
        film(parts, library, tmp_path / "a", replace(SMALL, width_px=90, height_px=160))


@pytest.mark.parametrize("damage", ["gone", "RIFFjunk"])
def test_a_broken_sound_is_one_clear_error_and_no_film(
    parts: Parts, library: Library, tmp_path: Path, damage: str
) -> None:
    voice = parts.folder.folder("narration").voice(2)
    voice.unlink() if damage == "gone" else voice.write_text(damage)
    with pytest.raises(StoryError, match=r"scene-2\.wav"):
        film(parts, library, tmp_path / "a")
    assert not (tmp_path / "a" / "film.mp4").exists()


def test_a_scene_without_words_still_has_its_time(parts: Parts, library: Library, tmp_path: Path) -> None:
    reading = parts.narration.reading
    silent_scene = replace(reading, scenes=(reading.scenes[0], SpokenScene(0.0, ())))
    made = film(parts._replace(narration=replace(parts.narration, reading=silent_scene)), library, tmp_path / "a")
    assert made.duration > made.scene_starts[1] + 1.0


@pytest.mark.parametrize("size", [(161, 90), (160, 91), (32, 18)])
def test_sizes_that_cannot_be_encoded_are_refused(
    parts: Parts, library: Library, tmp_path: Path, size: tuple[int, int]
) -> None:
    with pytest.raises(StoryError, match="cannot be encoded"):
        film(parts, library, tmp_path / "a", replace(SMALL, width_px=size[0], height_px=size[1]))


def test_a_lost_or_damaged_segment_is_made_again(parts: Parts, library: Library, tmp_path: Path) -> None:
    film(parts, library, tmp_path / "a")
    kept = sorted((tmp_path / "cache" / "storycli" / "segments").iterdir())
    kept[0].unlink()
    kept[1].write_bytes(b"damaged")
    film(parts, library, tmp_path / "b")
    assert (tmp_path / "a" / "film.mp4").read_bytes() == (tmp_path / "b" / "film.mp4").read_bytes()


def test_stems_and_a_soft_track_are_kept_if_wanted(parts: Parts, library: Library, tmp_path: Path) -> None:
    import av

    film(parts, library, tmp_path / "a", replace(SMALL, stems=True, captions="soft"))
    assert {path.name for path in (tmp_path / "a").glob("stem-*.wav")} == {
        f"stem-{name}.wav" for name in ("voice", "music", "ambience", "effects")
    }
    with av.open(str(tmp_path / "a" / "film.mp4")) as made:
        assert [stream.type for stream in made.streams] == ["video", "audio", "subtitle"]
