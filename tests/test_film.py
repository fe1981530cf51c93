"""End to end: a short small film from prompts, then everything that can be read back from it."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from story_cli.artifacts import Film, Narration, Scenes, Story
from story_cli.catalogue import Library
from story_cli.render.measure import measure_sound
from story_cli.sound import read_wave
from story_cli.store import ARTIFACTS, StoryFolder
from story_cli.text import sentences
from tests.cli.test_commands import storycli

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

EXAMPLES = Path(__file__).parents[1] / "examples"
CLOCK = re.compile(r"(\d+):(\d+):(\d+),(\d+)")
PROMPTS = ["--theme", "underwater", "--hero", "mermaid", "--color", "pink", "--adjective", "silly", "--seed", "7"]
SMALL = ["--size", "320x180", "--fps", "12", "--quality", "draft", "--candidates", "6"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> StoryFolder:
    folder = tmp_path_factory.mktemp("film") / "story"
    done = storycli("make", *PROMPTS, *SMALL, "-o", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert [stage["action"] for stage in result["stages"]] == ["made"] * 7
    assert Path(result["film"]).is_file()
    return StoryFolder(folder)


def test_film_has_picture_and_sound_of_the_length_it_says(made: StoryFolder) -> None:
    import av

    film: Film = made.read("film").artifact
    with av.open(str(made.folder("film").film())) as video:
        picture, sound = video.streams.video[0], video.streams.audio[0]
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (picture.width, picture.height, picture.frames) == (320, 180, film.frames)
        assert picture.average_rate == 12
        lengths = [float(stream.duration * stream.time_base) for stream in (picture, sound)]
        assert lengths[0] == pytest.approx(film.duration, abs=1 / 12)
        assert lengths[1] == pytest.approx(film.duration, abs=0.1)
    assert 40 < film.duration < 220


def test_loudness_is_what_was_asked_for(made: StoryFolder) -> None:
    loudness, peak = measure_sound(made.folder("film").film())
    assert loudness == pytest.approx(-16.0, abs=0.7)
    assert peak <= -0.8


def test_pictures_move_and_are_never_blank(made: StoryFolder) -> None:
    import av

    with av.open(str(made.folder("film").film())) as video:
        frames = [frame.to_ndarray(format="gray") for frame in video.decode(video=0)]
    some = [frame.astype(np.int16) for frame in frames[12:-12:6]]
    assert all(frame.std() > 12 for frame in some)
    moving = [np.abs(a - b).mean() for a, b in itertools.pairwise(some)]
    assert np.mean(np.array(moving) > 0.05) > 0.95


def test_captions_are_the_story_in_time(made: StoryFolder) -> None:
    story: Story = made.read("story").artifact
    text = made.folder("film").captions("srt").read_text()
    shown = " ".join(line for line in text.splitlines() if line and "-->" not in line and not line.isdecimal())
    assert shown.split() == " ".join(scene.text for scene in story.scenes).split()
    times = [
        [
            int(h) * 3600 + int(m) * 60 + int(s) + int(ms) / 1000
            for h, m, s, ms in re.findall(r"(\d+):(\d+):(\d+),(\d+)", line)
        ]
        for line in text.splitlines()
        if "-->" in line
    ]
    assert all(start < end for start, end in times)
    assert all(a[1] <= b[0] + 1e-3 for a, b in itertools.pairwise(times))


def test_every_word_is_spoken_where_there_is_sound(made: StoryFolder) -> None:
    story: Story = made.read("story").artifact
    narration: Narration = made.read("narration").artifact
    for number, (scene, spoken) in enumerate(zip(story.scenes, narration.reading.scenes, strict=True), 1):
        said = sentences(scene.text)
        assert [len(s.words) for s in said] == [len(s.words) for s in spoken.sentences]
        wave = np.abs(read_wave(made.folder("narration").voice(number), 48_000)[:, 0])
        assert len(wave) / 48_000 == pytest.approx(spoken.duration, abs=0.02)
        for sentence in spoken.sentences:
            part = wave[int(sentence.start * 48_000) : int(sentence.end * 48_000)]
            assert part.max() > 0.02


def test_hero_is_seen_and_pieces_exist(made: StoryFolder, library: Library) -> None:
    scenes: Scenes = made.read("scenes").artifact
    assert all(library.has_piece(element.piece) for scene in scenes.scenes for element in scene.elements)
    with_hero = sum(any(e.piece == "mermaid" for e in scene.elements) for scene in scenes.scenes)
    assert with_hero >= 4
    for number in range(1, 6):
        assert made.folder("scenes").picture(number).is_file()


def test_story_names_its_hero_and_uses_the_plan(made: StoryFolder) -> None:
    story: Story = made.read("story").artifact
    assert story.hero_name in story.scenes[0].text
    assert story.grade.criteria["fidelity"] >= 0.9
    assert len({scene.text for scene in story.scenes}) == 5


def test_second_run_does_nothing_and_an_edit_redoes_only_what_follows(made: StoryFolder, tmp_path: Path) -> None:
    copy = StoryFolder(tmp_path / "copy")
    shutil.copytree(made.path, copy.path)
    again = storycli("make", *PROMPTS, *SMALL, "-o", str(copy.path), "--json", "--dry-run")
    assert [stage["action"] for stage in json.loads(again.stdout)["stages"]] == ["fresh"] * 7
    path = copy.file("story")
    path.write_text(path.read_text().replace('"title": "', '"title": "Oh! '))
    after = storycli("make", *SMALL, "-o", str(copy.path), "--json", "--dry-run")
    actions = {stage["stage"]: stage["action"] for stage in json.loads(after.stdout)["stages"]}
    assert [actions[name] for name in ("plan", "write", "rank")] == ["fresh"] * 3
    assert [actions[name] for name in ("scene", "score", "voice", "render")] == ["would make"] * 4


def test_stage_by_stage_gives_the_same_bytes_as_make(made: StoryFolder, tmp_path: Path) -> None:
    again = StoryFolder(tmp_path / "again")
    options = {"SIZE": "320x180", "FPS": "12", "QUALITY": "draft", "CANDIDATES": "6"}
    done = example("stages.sh", str(again.path), *PROMPTS, **options)
    assert done.returncode == 0, done.stderr
    for name in ARTIFACTS:
        assert again.file(name).read_bytes() == made.file(name).read_bytes(), name
    files = sorted(p.relative_to(made.path) for p in made.path.rglob("*") if p.is_file() and p.name != ".lock")
    for file in files:
        assert (again.path / file).read_bytes() == (made.path / file).read_bytes(), file


def test_night_example_makes_its_jobs_and_repeats_nothing(tmp_path: Path) -> None:
    jobs = str(EXAMPLES / "jobs.csv")
    for expected in ("done", "skipped"):
        done = example("night.sh", jobs, str(tmp_path / "out"), "--until", "plan")
        assert done.returncode == 0, done.stderr
        summary = json.loads((tmp_path / "out" / "summary.json").read_text())
        assert summary[expected] == summary["total"] == 4


def example(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script of examples/ with this interpreter's storycli on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, **environment, "PATH": path}
    command = ["bash", str(EXAMPLES / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=variables, check=False)
