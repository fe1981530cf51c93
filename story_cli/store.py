"""The story folder: the only file that knows file names. Atomic writes, headers with digests, a lock.

    brief.json plan.json drafts.json story.json     one JSON each
    scenes/ score/ voice/ film/                     a JSON with the artifact's name plus pictures, sound, video

Every JSON is {"header": …, "<artifact>": …}. The header says what made it (version, seed, settings, inputs, library
parts, by digest) and what it is (digest of the body, digests of the files beside it), so `pipeline` can tell fresh
from stale and a person's edit from a stage's output. A stage writes into a staging folder that is synced and renamed.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from story_cli.artifacts import Brief, Data, Drafts, Film, Narration, Plan, Scenes, Score, Story
from story_cli.errors import ExitStatus, StoryError

SCHEMA_VERSION = 1

ARTIFACTS: dict[str, type[Data]] = {
    "brief": Brief,
    "plan": Plan,
    "drafts": Drafts,
    "story": Story,
    "scenes": Scenes,
    "score": Score,
    "narration": Narration,
    "film": Film,
}
_FOLDERS = {"scenes": "scenes", "score": "score", "narration": "voice", "film": "film"}
MAKER = {
    "brief": "plan",
    "plan": "plan",
    "drafts": "write",
    "story": "rank",
    "scenes": "scene",
    "score": "score",
    "narration": "voice",
    "film": "render",
}
_MAX_JSON_BYTES = 16 * 1024 * 1024


class Header(Data, frozen=True):
    """What made an artifact. Every value but `stage` and the numbers is a SHA-256 digest."""

    schema: str  # "storycli/plan"
    schema_version: int
    stage: str
    program: str  # storycli's version
    seed: int
    settings: str
    library: str  # parts of the library that the stage reads
    inputs: dict[str, str]  # artifact → digest
    body: str = ""
    files: dict[str, str] = {}


class Kept(NamedTuple):
    """An artifact as read back; `edited` if a person changed it after its stage wrote it."""

    artifact: Any
    header: Header
    digest: str
    edited: bool


class StageFolder:
    """Names of the files that a stage writes beside its JSON. Scenes count from 1."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def picture(self, number: int) -> Path:
        return self.path / f"scene-{number}.png"

    def title_voice(self) -> Path:
        return self.path / "title.wav"

    def voice(self, number: int) -> Path:
        return self.path / f"scene-{number}.wav"

    def music(self) -> Path:
        return self.path / "music.wav"

    def midi(self) -> Path:
        return self.path / "score.mid"

    def stem(self, name: str) -> Path:
        return self.path / f"stem-{name}.wav"

    def film(self) -> Path:
        return self.path / "film.mp4"

    def captions(self, form: str = "srt") -> Path:
        """Caption file, "srt" or "vtt"."""
        return self.path / f"film.{form}"

    def poster(self) -> Path:
        return self.path / "poster.png"

    def provenance(self) -> Path:
        """What made the film: its bill of materials."""
        return self.path / "provenance.json"


class StoryFolder:
    """One story on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, name: str) -> Path:
        """Path of an artifact's JSON."""
        return self.path / _FOLDERS.get(name, "") / f"{name}.json"

    def folder(self, name: str) -> StageFolder:
        """Finished files beside an artifact."""
        return StageFolder(self.path / _FOLDERS[name])

    def has(self, name: str) -> bool:
        return self.file(name).is_file()

    def read(self, name: str) -> Kept:
        """An artifact with its header. Raises: StoryError if it is broken or missing; names the stage that makes it."""
        path = self.file(name)
        try:
            if path.stat().st_size > _MAX_JSON_BYTES:
                raise StoryError(f"{path} is over 16 MB", f"make it again: storycli {MAKER[name]} {self.path} --force")
            raw = path.read_bytes()
        except OSError as exc:
            if exc.errno in (errno.ENOENT, errno.ENOTDIR):
                hint = f"make it first: storycli {MAKER[name]} {self.path}"
                raise StoryError(f"{path} is missing", hint, ExitStatus.MISSING_INPUT) from exc
            raise StoryError(f"cannot read {path}: {exc.strerror}", "check the folder's rights") from exc
        try:
            document = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
            header = msgspec.json.decode(document["header"], type=Header)
            artifact = msgspec.json.decode(document[name], type=ARTIFACTS[name])
        except (msgspec.DecodeError, KeyError) as exc:
            hint = f"mend it, or make it again: storycli {MAKER[name]} {self.path} --force"
            raise StoryError(f"{path} is not a valid {name}: {exc}", hint, ExitStatus.USAGE) from exc
        if header.schema_version != SCHEMA_VERSION:
            hint = f"make it again: storycli {MAKER[name]} {self.path} --force"
            raise StoryError(f"{path} has schema version {header.schema_version}, not {SCHEMA_VERSION}", hint)
        digest = _digest(artifact)
        return Kept(artifact, header, _with_files(digest, header.files), digest != header.body)

    def keep_rejected(self, rows: Sequence[Data]) -> None:
        """Candidates that the output filter turned down, one a line; an old list goes if there are none."""
        path = self.path / "rejected.jsonl"
        if rows:
            write_atomically(path, b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
        else:
            path.unlink(missing_ok=True)

    def files_missing(self, name: str, header: Header) -> list[str]:
        """Files beside the artifact that the header lists and that are gone or changed."""
        if name not in _FOLDERS:
            return []
        top = self.folder(name).path
        return [file for file, digest in header.files.items() if file_digest(top / file) != digest]

    def write(self, name: str, artifact: Data, header: Header) -> Path:
        """Write an artifact that is one JSON file: temporary file, sync, rename."""
        self._make()
        path = self.file(name)
        write_atomically(path, _document(name, artifact, header, {}))
        return path

    @contextmanager
    def staging(self, name: str) -> Iterator[Staging]:
        """A fresh folder for an artifact with files. Commit with `Staging.commit`; otherwise it vanishes."""
        self._make()
        temporary = self.path / f".staging-{_FOLDERS[name]}-{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        try:
            yield Staging(self, name, temporary)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    @contextmanager
    def locked(self, patience: float = 0.0) -> Iterator[None]:
        """Keep two runs out of one folder. The lock dies with its process (flock), so none stays behind.

        Waits up to `patience` seconds: the processes of a killed run need a moment to end.
        """
        self._make()
        with locked_file(self.path / ".lock", patience):
            self._recover()
            yield

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            hint = "choose another -o/--out"
            raise StoryError(f"cannot make folder {self.path}: {exc.strerror}", hint, ExitStatus.USAGE) from exc

    def _recover(self) -> None:
        """Tidy what a killed run left: unfinished staging folders, and an old folder whose new one never came."""
        for stale in self.path.glob(".staging-*"):
            shutil.rmtree(stale, ignore_errors=True)
        for old in self.path.glob(".old-*"):
            home = self.path / old.name.removeprefix(".old-")
            if home.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.rename(home)


class Staging(StageFolder):
    """A stage folder that is not yet part of the story."""

    def __init__(self, story: StoryFolder, name: str, path: Path) -> None:
        super().__init__(path)
        self._story = story
        self._name = name

    def commit(self, artifact: Data, header: Header) -> Path:
        """Sync every file, add the JSON with all digests, and swap the folder in by rename."""
        files = {
            p.relative_to(self.path).as_posix(): file_digest(p) for p in sorted(self.path.rglob("*")) if p.is_file()
        }
        write_atomically(self.path / f"{self._name}.json", _document(self._name, artifact, header, files))
        for file in files:
            _sync(self.path / file)
        home = self._story.folder(self._name).path
        old = home.with_name(f".old-{home.name}")
        shutil.rmtree(old, ignore_errors=True)
        if home.exists():
            home.rename(old)
        self.path.rename(home)
        _sync(home.parent)
        shutil.rmtree(old, ignore_errors=True)
        return self._story.file(self._name)


@contextmanager
def locked_file(path: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold a file's lock (flock: it dies with its process). Raises: StoryError if another process holds it."""
    try:
        handle = path.open("a")
    except OSError as exc:
        raise StoryError(f"cannot write in {path.parent}: {exc.strerror}", "check the folder's rights") from exc
    with handle:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as exc:
                if time.monotonic() >= until:
                    raise StoryError(
                        f"another storycli is at work in {path.parent}", "wait for it, or use another -o"
                    ) from exc
            time.sleep(0.05)
        yield


def write_atomically(path: Path, data: bytes) -> None:
    """All of `data` under `path`, or nothing. Raises: StoryError on a full disk or missing rights."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)
    except OSError as exc:
        temporary.unlink(missing_ok=True)
        raise StoryError(
            f"cannot write {path}: {exc.strerror}", "free some space or check the folder's rights"
        ) from exc


def file_digest(path: Path) -> str:
    """SHA-256 of a file, "" if there is none."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""


def artifact_digest(artifact: Data) -> str:
    """SHA-256 of an artifact, as its header's `body` has it."""
    return _digest(artifact)


def settings_digest(settings: Data) -> str:
    return _digest(settings)


def _document(name: str, artifact: Data, header: Header, files: dict[str, str]) -> bytes:
    full = msgspec.structs.replace(header, body=_digest(artifact), files=files)
    return msgspec.json.format(msgspec.json.encode({"header": full, name: artifact}), indent=2) + b"\n"


def _digest(data: Data) -> str:
    return hashlib.sha256(msgspec.json.encode(data, order="sorted")).hexdigest()


def _with_files(digest: str, files: dict[str, str]) -> str:
    return digest if not files else hashlib.sha256(msgspec.json.encode([digest, files], order="sorted")).hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
