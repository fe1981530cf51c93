"""Keeps baked parts and backdrop layers between runs: small archives under the user's cache folder.

Nothing in here changes a result: a lost, damaged or switched-off cache only costs time. Keys hold everything that a
picture depends on, the engine's own code included.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from story_cli.art.rasterise import Pixels, decode, encode

DEFAULT_LIMIT_BYTES = 600 * 1024 * 1024


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
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data.getvalue())
                Path(temporary).replace(self._path(key))
            except OSError:
                Path(temporary).unlink(missing_ok=True)
                raise
            self._trim()

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{key}.zip"

    def _trim(self) -> None:
        """Delete the least recently used entries above the limit."""
        assert self.folder is not None
        entries = []
        for path in self.folder.glob("*.zip"):
            with contextlib.suppress(OSError):
                state = path.stat()
                entries.append((state.st_mtime_ns, state.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.limit_bytes:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size
