"""Only what changed is made again: a word of one scene costs that scene's still and sentence, not the others'."""

from __future__ import annotations

from collections.abc import Sequence
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
TEXTS = (
    "Nerissa found a pearl.", "An octopus waved at Nerissa.", "Nerissa saw a crab.", "Nerissa sang a song.",
)  # fmt: skip
NEW = "A seal danced on a rock."


def entries(kind: str) -> set[str]:
    folder = user_cache_folder() / kind
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


@pytest.fixture
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own, but for the drawn pieces of the library."""
    art = user_cache_folder() / "art"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    user_cache_folder().mkdir(parents=True)
    if art.is_dir():
        (user_cache_folder() / "art").symlink_to(art)


def told(story: Story, texts: Sequence[str]) -> Story:
    return replace(story, scenes=tuple(StoryScene("coral-reef", text, story.grade) for text in texts))


def pictures(folder: StoryFolder, count: int) -> list[bytes]:
    return [folder.folder("scenes").picture(n).read_bytes() for n in range(1, count + 1)]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("fresh_cache")
def test_edited_word_and_inserted_scene_redo_what_they_change(story: Story, library: Library, tmp_path: Path) -> None:
    """One still, one sentence, and two segments: the scene's own and the next, which begins with a picture of it."""
    folder = StoryFolder(tmp_path / "s")
    keep_story(folder, told(story, TEXTS))
    run_stages(chain("scene", "render"), folder.path, SMALL, library)
    old = pictures(folder, 4)
    kinds = ("stills", "speech", "segments")
    before = {kind: entries(kind) for kind in kinds}
    path = folder.file("story")
    path.write_text(path.read_text().replace("saw a crab", "saw a turtle"))
    reports = run_stages(chain("scene", "render"), folder.path, SMALL, library)
    assert [report.action for report in reports] == ["made"] * 4
    assert [a == b for a, b in zip(old, pictures(folder, 4), strict=True)] == [True, True, False, True]
    assert {kind: len(entries(kind) - before[kind]) for kind in kinds} == {"stills": 1, "speech": 1, "segments": 2}
    assert {r.action for r in run_stages(chain("scene", "render"), folder.path, SMALL, library)} == {"fresh"}

    longer = StoryFolder(tmp_path / "longer")
    before = {kind: entries(kind) for kind in kinds}
    keep_story(longer, told(story, (*TEXTS[:2], NEW, *TEXTS[2:])))
    run_stages(chain("scene", "render"), longer.path, SMALL, library)
    found = pictures(longer, 5)
    assert [found[:2], found[3:]] == [old[:2], old[2:]]
    assert {kind: len(entries(kind) - before[kind]) for kind in kinds} == {"stills": 1, "speech": 1, "segments": 2}
