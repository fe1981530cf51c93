"""A second process shares the stages; what they make is the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from story_cli import overlap
from story_cli.artifacts import Brief
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.pipeline import Run, chain
from story_cli.progress import silent
from story_cli.settings import RenderSettings, Settings
from story_cli.store import StoryFolder


class FakeSide:
    """Notes what it is asked to do; `answer` is what `finish` gives or raises."""

    answer: float | StoryError | None = 1.0
    asked: list[str] = []

    def __init__(self, *_: object) -> None:
        FakeSide.asked = []

    def __enter__(self) -> FakeSide:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def start(self, stage: str, seed: int) -> None:
        self.asked.append(stage)

    def prepare(self) -> None:
        self.asked.append("prepare")

    def finish(self, progress: object) -> float | None:
        if isinstance(FakeSide.answer, StoryError):
            raise FakeSide.answer
        return FakeSide.answer


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Library) -> Callable[[Any], Any]:
    """Runs all stages with a side that gives an answer; what ran here is returned beside the reports."""
    here: list[str] = []
    monkeypatch.setattr(overlap, "Side", FakeSide)
    monkeypatch.setattr(overlap._Two, "_prepare", lambda self: here.append("prepare"))
    monkeypatch.setattr("story_cli.pipeline.run_stage", lambda stage, context: here.append(stage.name))
    monkeypatch.setattr("story_cli.pipeline.why_stale", lambda *_: "none yet")

    def run(answer: Any) -> Any:
        FakeSide.answer = answer
        all_stages = chain("plan", "render")
        reports = overlap.overlapped(
            Run(StoryFolder(tmp_path), Settings(), library, 1, False, lambda stage: silent), all_stages
        )
        return here, reports

    return run


def test_pictures_and_score_are_made_beside_and_reports_keep_their_order(ran: Callable[[Any], Any]) -> None:
    here, reports = ran(2.5)
    assert here == ["plan", "write", "rank", "voice", "prepare", "render"]
    assert FakeSide.asked == ["scene", "score", "prepare"]
    assert [report.stage for report in reports] == ["plan", "write", "rank", "scene", "score", "voice", "render"]
    assert reports[3].seconds == 2.5


def test_a_side_that_died_costs_only_time(ran: Callable[[Any], Any]) -> None:
    here, reports = ran(None)
    assert here == ["plan", "write", "rank", "voice", "scene", "prepare", "score", "render"]
    assert all(report.action == "made" for report in reports)


def test_an_error_beside_is_the_error_of_the_run(ran: Callable[[Any], Any]) -> None:
    with pytest.raises(StoryError, match="no parser"):
        ran(StoryError("no parser", "train one"))


@pytest.mark.slow
def test_a_real_side_makes_scenes_and_ends_with_its_parent(
    tmp_path: Path, library: Library, brief: Brief, story: Any, monkeypatch: Any, capfd: Any
) -> None:
    from story_cli.pipeline import _header, stage_named
    from story_cli.side import Side

    folder = StoryFolder(tmp_path / "story")
    folder.write("story", story, _header(stage_named("rank"), folder, Settings(), library, 1))
    told: list[float] = []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    settings = Settings(render=RenderSettings(width_px=160, height_px=90))
    with Side(folder.path, settings, library) as side:
        side.start("scene", 1)
        seconds = side.finish(lambda done, text: told.append(done))
        side.prepare()
        assert side._process.wait(timeout=300) == 0
    assert capfd.readouterr().err == ""
    assert list((tmp_path / "cache" / "storycli" / "art").glob("*.planes"))
    assert seconds is not None
    assert folder.read("scenes").artifact.scenes
    assert told
