"""Only what changed is made again: a word of one scene costs that scene's still and sentence, not the others'."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from story_cli.artifacts import Story, StoryScene
from story_cli.batch.work import keep_story
from story_cli.cache import user_cache_folder
from story_cli.catalogue import Library
from story_cli.pipeline import chain, run_stages
from story_cli.settings import RenderSettings, Settings, VoiceSettings
from story_cli.store import StoryFolder

SMALL = Settings(
    voice=VoiceSettings("silence"), render=RenderSettings(width_px=160, height_px=90, fps=8, quality="draft")
)
TEXTS = ("Nerissa found a pearl.", "An octopus waved at Nerissa.", "Nerissa hugged the octopus.")


def entries(kind: str) -> set[str]:
    folder = user_cache_folder() / kind
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_edited_word_redoes_one_still_and_one_sentence(
    story: Story, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    art = user_cache_folder() / "art"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    user_cache_folder().mkdir(parents=True)
    if art.is_dir():
        (user_cache_folder() / "art").symlink_to(art)
    folder = StoryFolder(tmp_path / "s")
    scenes = tuple(StoryScene("coral-reef", text, story.grade) for text in TEXTS)
    keep_story(folder, replace(story, scenes=scenes))
    run_stages(chain("scene", "render"), folder.path, SMALL, library)
    before = {kind: entries(kind) for kind in ("stills", "speech", "segments")}
    pictures = [folder.folder("scenes").picture(n).read_bytes() for n in (1, 2, 3)]
    path = folder.file("story")
    path.write_text(path.read_text().replace("hugged the octopus", "hugged the turtle"))
    reports = run_stages(chain("scene", "render"), folder.path, SMALL, library)
    assert [report.action for report in reports] == ["made"] * 4
    after = [folder.folder("scenes").picture(n).read_bytes() for n in (1, 2, 3)]
    assert [old == new for old, new in zip(pictures, after, strict=True)] == [True, True, False]
    assert len(entries("stills") - before["stills"]) == 1
    assert len(entries("speech") - before["speech"]) == 1
    assert [report.action for report in run_stages(chain("scene", "render"), folder.path, SMALL, library)] == [
        "fresh"
    ] * 4
