from pathlib import Path
from typing import Any

import pytest

from story_cli import pipeline
from story_cli.artifacts import Brief, Data, Draft, Drafts, Narration, Plan, PlannedScene, Reading, SpokenScene
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.pipeline import Context, Stage, chain, run_stages, why_stale
from story_cli.progress import silent
from story_cli.settings import Settings, WriteSettings
from story_cli.store import StoryFolder


def _plan(context: Context, _: Any) -> Data:
    scene = PlannedScene("coral-reef", (), ("pearl",))
    return Plan(f"{context.read('brief').hero_name}", "a pearl", (), (scene,))


def _write(context: Context, _: Any) -> Data:
    return Drafts((context.read("plan").title,), ((Draft("Hello.", -1, -0.5),),))


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> list[Stage]:
    plan, write = (pipeline.stage_named(name) for name in ("plan", "write"))
    return [plan._replace(run=_plan), write._replace(run=_write)]


def actions(reports: list[pipeline.Report]) -> list[str]:
    return [report.action for report in reports]


def test_second_run_finds_everything_fresh(tmp_path: Path, brief: Brief, library: Library, line: list[Stage]) -> None:
    assert actions(run_stages(line, tmp_path, Settings(), library, brief)) == ["made", "made"]
    assert actions(run_stages(line, tmp_path, Settings(), library, brief)) == ["fresh", "fresh"]


def test_other_settings_make_only_their_stage_stale(
    tmp_path: Path, brief: Brief, library: Library, line: list[Stage]
) -> None:
    run_stages(line, tmp_path, Settings(), library, brief)
    other = Settings(write=WriteSettings(candidates=3))
    assert actions(run_stages(line, tmp_path, other, library, brief)) == ["fresh", "made"]


def test_edited_plan_is_kept_and_what_follows_is_redone(
    tmp_path: Path, brief: Brief, library: Library, line: list[Stage]
) -> None:
    run_stages(line, tmp_path, Settings(), library, brief)
    path = tmp_path / "plan.json"
    path.write_text(path.read_text().replace('"title": "Nerissa"', '"title": "My own"'))
    reports = run_stages(line, tmp_path, Settings(), library)
    assert actions(reports) == ["fresh", "made"]
    assert reports[1].reason == "the plan changed"
    assert StoryFolder(tmp_path).read("drafts").artifact.titles == ("My own",)


def test_edit_by_hand_is_never_overwritten_silently(
    tmp_path: Path, brief: Brief, library: Library, line: list[Stage]
) -> None:
    run_stages(line, tmp_path, Settings(), library, brief)
    path = tmp_path / "drafts.json"
    edited = path.read_text().replace("Hello.", "My words.")
    path.write_text(edited)
    with pytest.raises(StoryError, match="edited by hand"):
        run_stages(line, tmp_path, Settings(write=WriteSettings(candidates=3)), library)
    assert path.read_text() == edited
    run_stages(line, tmp_path, Settings(), library, force=True)
    assert "Hello." in path.read_text()


def test_dry_run_says_what_would_follow_and_writes_nothing(
    tmp_path: Path, brief: Brief, library: Library, line: list[Stage]
) -> None:
    target = tmp_path / "none"
    reports = run_stages(line, target, Settings(), library, brief, dry_run=True)
    assert actions(reports) == ["would make", "would make"]
    assert not target.exists()


def test_missing_input_is_named_before_a_stage_runs(tmp_path: Path, library: Library, line: list[Stage]) -> None:
    with pytest.raises(StoryError) as caught:
        run_stages(line[1:], tmp_path, Settings(), library)
    assert "storycli plan" in caught.value.hint


def test_another_version_makes_a_stage_stale(
    tmp_path: Path, brief: Brief, library: Library, line: list[Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_stages(line, tmp_path, Settings(), library, brief)
    monkeypatch.setattr(pipeline, "__version__", "9.9")
    assert "made by storycli" in why_stale(line[0], StoryFolder(tmp_path), Settings(), library, brief.seed)


def test_stages_run_in_their_order_only() -> None:
    assert [stage.name for stage in chain("scene", "voice")] == ["scene", "score", "voice"]
    with pytest.raises(StoryError, match="comes after"):
        chain("render", "plan")


def test_stages_can_run_twice_in_one_process() -> None:
    """A module that is imported when a stage runs must not take the place of the stage's function."""
    import ast
    import importlib
    import pkgutil

    imports = [n for n in ast.walk(ast.parse(Path(pipeline.__file__).read_text())) if isinstance(n, ast.ImportFrom)]
    rooms = {n.module: [a.name for a in n.names] for n in imports if n.module and n.module.count(".") == 1}
    for room in (f"story_cli.{name}" for name in ("plan", "write", "rank", "scene", "score", "voice", "render")):
        package = importlib.import_module(room)
        modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
        assert not modules & set(rooms[room]) or all(callable(getattr(package, name)) for name in rooms[room])
        for name in modules & set(rooms[room]):
            importlib.import_module(f"{room}.{name}")
            assert callable(getattr(package, name)), f"{room}.{name}"


def test_every_stage_reads_what_an_earlier_one_makes() -> None:
    known = {"brief"}
    for stage in pipeline.STAGES:
        assert set(stage.reads) <= known
        known.add(stage.makes)


def test_an_artifact_that_a_stage_may_read_makes_it_stale_when_it_appears(
    tmp_path: Path, brief: Brief, library: Library, line: list[Stage]
) -> None:
    write = line[1]._replace(reads=("brief",), may_read=("plan",), run=lambda context, _: _DRAFTS)
    assert actions(run_stages([write], tmp_path, Settings(), library, brief)) == ["made"]
    reports = run_stages([line[0], write], tmp_path, Settings(), library)
    assert actions(reports) == ["made", "made"]
    assert reports[1].reason == "the plan changed"


_DRAFTS = Drafts(("A title",), ((Draft("Hello.", -1, -0.5),),))


@pytest.mark.parametrize(("stale", "engine"), [("", "spoken"), ("other settings", "forecast")])
def test_spoken_times_are_used_while_the_narration_is_fresh(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, stale: str, engine: str
) -> None:
    silence = SpokenScene(1.0, ())
    narration = Narration(Reading("spoken", silence, (silence,)), 48_000)
    monkeypatch.setattr(pipeline, "why_stale", lambda *_: stale)
    monkeypatch.setattr("story_cli.voice.read_ahead", lambda *_: Reading("forecast", silence, (silence,)))
    monkeypatch.setattr(Context, "read", lambda self, name: narration)
    context = Context(StoryFolder(tmp_path), Settings(), library, 1, silent)
    assert pipeline.reading_times(context).engine == engine
