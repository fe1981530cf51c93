"""A cache shared by all stories of a user: bytes by content digest, bounded in size. Nothing in it changes a result.

A lost, damaged or full cache only costs time. Entries are written to a temporary file and renamed, carry their own
digest, and the least recently used go first. STORYCLI_CACHE_MB bounds each kind (default 400; 0 switches it off).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import lru_cache
from pathlib import Path

import msgspec

DEFAULT_LIMIT_BYTES = 400 * 1024 * 1024
_DIGEST_BYTES = 32
_TRIM_EVERY = 16  # writes between two looks at the size: a look reads the whole folder


def user_cache_folder() -> Path:
    """$XDG_CACHE_HOME/storycli, by default ~/.cache/storycli. Source: XDG Base Directory Specification 0.8."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache") / "storycli"


@lru_cache(maxsize=16)
def code_digest(package: str) -> str:
    """Digest of a package's own Python files ("voice", "art" …): entries of another version are never found."""
    folder = Path(__file__).parent / package
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class ByteCache:
    """One kind of entries ("stills", "speech", "segments"). `ByteCache(None)` remembers nothing."""

    def __init__(self, folder: Path | None, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self.folder = folder if limit_bytes > 0 else None
        self.limit_bytes = limit_bytes
        self._until_trim = 0

    @classmethod
    def of_user(cls, kind: str) -> ByteCache:
        named = os.environ.get("STORYCLI_CACHE_MB", "")
        limit = int(named) * 1024 * 1024 if named.isdecimal() else DEFAULT_LIMIT_BYTES
        return cls(user_cache_folder() / kind, limit)

    @staticmethod
    def key(*parts: object) -> str:
        """Digest of anything that msgspec can encode; give everything that the bytes depend on."""
        return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()

    def get(self, key: str) -> bytes | None:
        """What was stored under the key, or None; a damaged entry is dropped."""
        if self.folder is None:
            return None
        path = self.folder / key
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        data = raw[_DIGEST_BYTES:]
        if hashlib.sha256(data).digest() != raw[:_DIGEST_BYTES]:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Store; a full or read-only disk is no error."""
        if self.folder is None or len(data) > self.limit_bytes:
            return
        temporary = self.folder / f".{key}.{os.getpid()}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(hashlib.sha256(data).digest() + data)
            temporary.replace(self.folder / key)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            return
        self._until_trim -= 1
        if self._until_trim < 0:
            self._until_trim = _TRIM_EVERY
            self._trim()

    def _trim(self) -> None:
        """Delete the least recently used entries above the limit, and what killed writers left."""
        assert self.folder is not None
        entries = []
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                if path.suffix == ".part":
                    if not _alive(path.suffixes[-2:][0].lstrip(".")):
                        path.unlink()
                    continue
                state = path.stat()
                entries.append((state.st_mtime_ns, state.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.limit_bytes:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size


def _alive(pid: str) -> bool:
    return not pid.isdecimal() or Path("/proc", pid).exists()
