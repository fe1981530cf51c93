"""The shared cache: whole entries or none, bounded, and never in the way."""

import os
from pathlib import Path

from story_cli.cache import ByteCache


def test_what_was_put_comes_back_and_another_key_is_empty(tmp_path: Path) -> None:
    cache = ByteCache(tmp_path / "c")
    cache.put(cache.key("a", 1), b"picture")
    assert cache.get(cache.key("a", 1)) == b"picture"
    assert cache.get(cache.key("a", 2)) is None


def test_damaged_entry_is_dropped(tmp_path: Path) -> None:
    cache = ByteCache(tmp_path)
    key = cache.key("x")
    cache.put(key, b"whole")
    (tmp_path / key).write_bytes((tmp_path / key).read_bytes()[:-1])
    assert cache.get(key) is None
    assert not (tmp_path / key).exists()


def test_least_recently_used_goes_first_above_the_limit(tmp_path: Path) -> None:
    cache = ByteCache(tmp_path, limit_bytes=3000)
    keys = [cache.key(n) for n in range(40)]
    for number, key in enumerate(keys):
        cache.put(key, bytes(200))
        os.utime(tmp_path / key, (number, number))
    cache._trim()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 3000
    assert cache.get(keys[0]) is None
    assert cache.get(keys[-1]) is not None


def test_droppings_of_a_killed_writer_are_swept(tmp_path: Path) -> None:
    dead = tmp_path / ".key.999999999.part"
    dead.write_bytes(b"half")
    mine = tmp_path / f".key.{os.getpid()}.part"
    mine.write_bytes(b"being written")
    cache = ByteCache(tmp_path)
    cache.put(cache.key(1), b"new")
    assert not dead.exists()
    assert mine.exists()


def test_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = ByteCache(tmp_path / "file" / "c")
    cache.put(cache.key(1), b"x")
    assert cache.get(cache.key(1)) is None
    ByteCache(None).put("k", b"x")
