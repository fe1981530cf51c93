"""The annotated scenes: their halves are kept apart."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from story_cli.catalogue import Library
from story_cli.settings import SceneSettings
from story_cli.training.gold import read_gold
from story_cli.training.understanding import evaluate

ROOT = Path(__file__).parents[2] / "library"


def test_every_scene_belongs_to_exactly_one_half() -> None:
    def ids(half: str) -> list[str]:
        return [scene.id for story in read_gold(ROOT, half) for scene in story]

    halves = ids("dev") + ids("test") + ids("train")
    assert sorted(halves) == sorted(ids(""))
    assert len(set(halves)) == len(halves)


def test_practice_scenes_say_what_their_own_words_name() -> None:
    for story in read_gold(ROOT, "train"):
        for scene in story:
            known = {*scene.visible, *scene.optional, *scene.absent, scene.hero}
            for fact in scene.relations:
                assert all(way[0] in known and way[2] in known for way in fact.any), scene.id
            assert all(0 <= start < end <= len(scene.text) for c in scene.clusters for start, end in c.mentions)


def test_dev_and_test_together_leave_out_the_practice_scenes(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(texts: list[str], *_: object, **__: object) -> list[SimpleNamespace]:
        read.extend(texts)
        return [SimpleNamespace(facts=None) for _ in texts]

    monkeypatch.setattr("story_cli.training.understanding.read_with_models", noted)
    monkeypatch.setattr("story_cli.training.understanding.Names", lambda *_: None)
    monkeypatch.setattr("story_cli.training.understanding.compare", lambda *_: None)
    evaluate(Library(ROOT), SceneSettings(), "")
    practice = {scene.text for story in read_gold(ROOT, "train") for scene in story}
    assert read
    assert practice.isdisjoint(read)
