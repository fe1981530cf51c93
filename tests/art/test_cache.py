"""The art cache: it may lose anything, it may never lie."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from story_cli.art.cache import ArtCache, user_cache_folder

PICTURE = np.arange(4 * 5 * 4, dtype=np.uint8).reshape(4, 5, 4)


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    cache = ArtCache(tmp_path / "art")
    cache.put("key", {"a": PICTURE}, {"x": 1.5})
    found = cache.get("key")
    assert found is not None
    assert np.array_equal(found[0]["a"], PICTURE)
    assert found[1] == {"x": 1.5}


def test_a_damaged_entry_is_dropped(tmp_path: Path) -> None:
    cache = ArtCache(tmp_path)
    cache.put("key", {"a": PICTURE}, {})
    entry = next(tmp_path.glob("*.zip"))
    entry.write_bytes(entry.read_bytes()[:60])
    assert cache.get("key") is None
    assert not entry.exists()


def test_the_least_recently_used_entries_go_first(tmp_path: Path) -> None:
    cache = ArtCache(tmp_path)
    for age, key in ((300, "old"), (200, "used"), (100, "new")):
        cache.put(key, {"a": PICTURE}, {})
        path = tmp_path / f"{key}.zip"
        os.utime(path, (path.stat().st_atime - age, path.stat().st_mtime - age))
    cache.get("old")
    size = (tmp_path / "old.zip").stat().st_size
    cache.limit_bytes = int(2.5 * size)
    cache.put("newest", {"a": PICTURE}, {})
    assert {path.stem for path in tmp_path.glob("*.zip")} == {"old", "newest"}


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    cache = ArtCache(blocked / "art")
    cache.put("key", {"a": PICTURE}, {})
    assert cache.get("key") is None


def test_a_switched_off_cache_remembers_nothing() -> None:
    cache = ArtCache(None)
    cache.put("key", {"a": PICTURE}, {})
    assert cache.get("key") is None


def test_keys_depend_on_every_part() -> None:
    cache = ArtCache(None)
    assert cache.key("bake", {"a": 1}) == cache.key("bake", {"a": 1})
    assert cache.key("bake", {"a": 1}) != cache.key("bake", {"a": 2})


def test_no_half_written_file_stays(tmp_path: Path) -> None:
    ArtCache(tmp_path).put("key", {"a": PICTURE}, {})
    assert [path.name for path in tmp_path.iterdir()] == ["key.zip"]


def test_the_users_cache_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache_folder() == tmp_path / "storycli"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # the specification: ignore it
    assert user_cache_folder() == Path.home() / ".cache" / "storycli"


def test_planes_come_back_as_they_were_with_their_numbers(tmp_path: Path) -> None:
    cache = ArtCache(tmp_path)
    plane = np.arange(60, dtype=np.uint8).reshape(6, 10)
    cache.put_planes("k", {"pose": [3, -4, plane, plane[:, ::2]], "nothing": [], "tint": [0.16]})
    found = cache.planes("k")
    assert found["pose"][:2] == [3, -4]
    assert np.array_equal(found["pose"][2], plane)
    assert np.array_equal(found["pose"][3], plane[:, ::2])
    assert found["nothing"] == []
    assert found["tint"] == [0.16]


@pytest.mark.parametrize("damage", [b"", b"SCPLANE1", b"SCPLANE1" + b"\xff" * 40, b"other"])
def test_a_damaged_file_of_planes_is_dropped(tmp_path: Path, damage: bytes) -> None:
    cache = ArtCache(tmp_path)
    (tmp_path / "k.planes").write_bytes(damage)
    assert cache.planes("k") == {}
    assert not (tmp_path / "k.planes").exists()
