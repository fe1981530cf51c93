"""Keeps baked parts, backdrop layers and poses between runs: files under the user's cache folder.

Nothing in here changes a result: a lost, damaged or switched-off cache only costs time. Keys hold everything that a
picture depends on, the engine's own code included.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast

import numpy as np

from story_cli.art.rasterise import Pixels, decode, encode

DEFAULT_LIMIT_BYTES = 1024 * 1024 * 1024  # poses of some eight films at 720p, with their backdrops
_ABANDONED_NS = 3600 * 10**9  # an unfinished file so much older than the newest entry is nobody's
_MARK = b"SCPLANE1"  # a file of planes: mark, length of the index, index as JSON, planes one after the other


def user_cache_folder() -> Path:
    """$XDG_CACHE_HOME/storycli, by default ~/.cache/storycli. Source: XDG Base Directory Specification 0.8."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache") / "storycli"


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Changes with any file of this engine, so old entries are never taken for new ones."""
    total = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class ArtCache:
    """Named groups of pictures by key. `ArtCache(None)` remembers nothing."""

    def __init__(self, folder: Path | None, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes

    @classmethod
    def of_user(cls) -> ArtCache:
        return cls(user_cache_folder() / "art")

    def key(self, *parts: Any) -> str:
        """Digest of any JSON values and the engine's version."""
        text = json.dumps([engine_digest(), *parts], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:40]

    def get(self, key: str) -> tuple[dict[str, Pixels], dict[str, Any]] | None:
        """Pictures and notes stored under the key, or None; a damaged entry is dropped."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            with zipfile.ZipFile(path) as archive:
                notes = json.loads(archive.read("notes.json"))
                names = [name for name in archive.namelist() if name.endswith(".png")]
                pictures = {name[:-4]: decode(archive.read(name)) for name in names}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the least recently used entry goes first
        return pictures, notes

    def put(self, key: str, pictures: dict[str, Pixels], notes: dict[str, Any]) -> None:
        """Store; a full or read-only disk is no error."""
        if self.folder is None:
            return
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("notes.json", json.dumps(notes))
            for name, pixels in pictures.items():
                archive.writestr(f"{name}.png", encode(pixels))
        self._store(self._path(key), lambda stream: stream.write(data.getvalue()))

    def planes(self, key: str) -> dict[str, list[Any]]:
        """Lists of numbers and uint8 planes stored under the key, by name; the planes are views of the file.

        A damaged file is dropped.
        """
        if self.folder is None:
            return {}
        path = self._path(key, "planes")
        try:
            found = _read_planes(path)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, struct.error):
            with contextlib.suppress(OSError):
                path.unlink()
            return {}
        with contextlib.suppress(OSError):
            os.utime(path)
        return found

    def put_planes(self, key: str, entries: Mapping[str, list[Any]]) -> None:
        """Store entries as `planes` gives them; a full or read-only disk is no error."""
        if self.folder is not None:
            self._store(self._path(key, "planes"), lambda stream: _write_planes(stream, entries))

    def _store(self, path: Path, write: Callable[[IO[bytes]], object]) -> None:
        """Write beside the place and rename."""
        assert self.folder is not None
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as stream:
                    write(stream)
                Path(temporary).replace(path)
            except OSError:
                Path(temporary).unlink(missing_ok=True)
                raise
            self._trim()

    def _path(self, key: str, form: str = "zip") -> Path:
        assert self.folder is not None
        return self.folder / f"{key}.{form}"

    def _trim(self) -> None:
        """Delete the least recently used entries above the limit."""
        assert self.folder is not None
        entries = []
        for path in (*self.folder.glob("*.zip"), *self.folder.glob("*.planes")):
            with contextlib.suppress(OSError):
                state = path.stat()
                entries.append((state.st_mtime_ns, state.st_size, path))
        newest = max((age for age, _, _ in entries), default=0)
        for path in self.folder.glob("*.part"):  # of a process that was ended while it wrote
            with contextlib.suppress(OSError):
                if path.stat().st_mtime_ns < newest - _ABANDONED_NS:
                    path.unlink()
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.limit_bytes:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size


def _write_planes(stream: IO[bytes], entries: Mapping[str, list[Any]]) -> None:
    index: dict[str, list[Any]] = {}
    planes: list[Any] = []
    place = 0
    for name, values in entries.items():
        listed: list[Any] = []
        for value in values:
            if isinstance(value, np.ndarray):
                listed.append([place, *value.shape])
                planes.append(np.ascontiguousarray(value))
                place += value.size
            else:
                listed.append(value)
        index[name] = listed
    text = json.dumps(index).encode()
    stream.write(_MARK + struct.pack("<Q", len(text)) + text)
    for plane in planes:
        stream.write(plane.data)


def _read_planes(path: Path) -> dict[str, list[Any]]:
    """Raises: ValueError and others for a damaged file."""
    data = np.memmap(path, np.uint8, "r")
    head = len(_MARK) + 8
    if bytes(data[: len(_MARK)]) != _MARK:
        raise ValueError("not a file of planes")
    (length,) = struct.unpack("<Q", bytes(data[len(_MARK) : head]))
    index = json.loads(bytes(data[head : head + length]))
    body = np.asarray(data[head + length :])

    def view(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        begin, height, width = value
        return body[begin : begin + height * width].reshape(height, width)

    return {name: [view(value) for value in values] for name, values in cast(dict[str, list[Any]], index).items()}
