import json
import os
from pathlib import Path

import msgspec
import pytest

from story_cli.artifacts import Brief, Score
from story_cli.errors import ExitStatus, StoryError
from story_cli.store import SCHEMA_VERSION, Header, StoryFolder, write_atomically

HEADER = Header("storycli/brief", SCHEMA_VERSION, "brief", "0", 7, "", "", {})
SCORE = Score("C major", 90.0, 10.0, (0, 4), ("harp",), (), (), (), ())


def test_artifact_comes_back_as_it_was_written(tmp_path: Path, brief: Brief) -> None:
    folder = StoryFolder(tmp_path / "s")
    folder.write("brief", brief, HEADER)
    kept = folder.read("brief")
    assert kept.artifact == brief
    assert not kept.edited


def test_same_artifact_gives_the_same_bytes(tmp_path: Path, brief: Brief) -> None:
    paths = [StoryFolder(tmp_path / name).write("brief", brief, HEADER) for name in "ab"]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_edit_by_hand_is_noticed_and_changes_the_digest(tmp_path: Path, brief: Brief) -> None:
    folder = StoryFolder(tmp_path)
    path = folder.write("brief", brief, HEADER)
    before = folder.read("brief").digest
    path.write_text(path.read_text().replace("Nerissa", "Coralie"))
    assert folder.read("brief").edited
    assert folder.read("brief").digest != before


def test_missing_artifact_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(StoryError) as caught:
        StoryFolder(tmp_path).read("drafts")
    assert "storycli write" in caught.value.hint
    assert caught.value.status is ExitStatus.MISSING_INPUT


@pytest.mark.parametrize("damage", ["{", "[]", '{"header": {}, "brief": {}}', '{"brief": 3}'])
def test_damaged_file_is_named_and_not_a_traceback(tmp_path: Path, brief: Brief, damage: str) -> None:
    folder = StoryFolder(tmp_path)
    folder.write("brief", brief, HEADER).write_text(damage)
    with pytest.raises(StoryError, match=r"brief\.json"):
        folder.read("brief")


def test_unknown_key_is_refused_with_its_place(tmp_path: Path, brief: Brief) -> None:
    folder = StoryFolder(tmp_path)
    path = folder.write("brief", brief, HEADER)
    document = json.loads(path.read_text())
    document["brief"]["sed"] = 8
    path.write_text(json.dumps(document))
    with pytest.raises(StoryError, match="sed"):
        folder.read("brief")


def test_stage_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = StoryFolder(tmp_path)

    def fail() -> None:
        with folder.staging("score") as out:
            out.midi().write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_changed_or_missing_file_beside_an_artifact_is_found(tmp_path: Path) -> None:
    folder = StoryFolder(tmp_path)
    for content in (b"first", b"second"):
        with folder.staging("score") as out:
            out.midi().write_bytes(content)
            out.commit(SCORE, HEADER)
    kept = folder.read("score")
    assert folder.folder("score").midi().read_bytes() == b"second"
    assert folder.files_missing("score", kept.header) == []
    folder.folder("score").midi().write_bytes(b"cut")
    assert folder.files_missing("score", kept.header) == ["score.mid"]


def test_folder_that_was_being_swapped_when_killed_is_recovered(tmp_path: Path) -> None:
    folder = StoryFolder(tmp_path)
    with folder.staging("score") as out:
        out.commit(SCORE, HEADER)
    (tmp_path / "score").rename(tmp_path / ".old-score")
    (tmp_path / ".staging-film-1").mkdir()
    with folder.locked():
        assert folder.read("score").artifact == SCORE
        assert not (tmp_path / ".staging-film-1").exists()


def test_two_runs_in_one_folder_refuse_each_other(tmp_path: Path) -> None:
    with (
        StoryFolder(tmp_path).locked(),
        pytest.raises(StoryError, match="another storycli"),
        StoryFolder(tmp_path).locked(),
    ):
        pass


def test_failed_write_leaves_the_old_file_and_no_dropping(tmp_path: Path) -> None:
    target = tmp_path / "kept.json"
    target.write_bytes(b"old")
    if os.geteuid() == 0:
        blocked = tmp_path / "folder-in-the-way"
        (blocked / "x").mkdir(parents=True)
        target_in_the_way = blocked
    else:
        tmp_path.chmod(0o500)
        target_in_the_way = target
    with pytest.raises(StoryError, match="cannot write"):
        write_atomically(target_in_the_way, b"new")
    assert target.read_bytes() == b"old"
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".tmp")]


def test_every_artifact_has_a_json_schema() -> None:
    from story_cli.pipeline import schema
    from story_cli.store import ARTIFACTS

    for name in ARTIFACTS:
        assert msgspec.json.decode(schema(name))["$ref"].endswith(ARTIFACTS[name].__name__)
