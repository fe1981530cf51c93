"""`storycli forget NAME`: every story folder that carries the name, the lines of lists that do, caches, the consent."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from story_cli.cache import user_cache_folder
from story_cli.errors import StoryError
from story_cli.guard import consent
from story_cli.store import ARTIFACTS, StoryFolder, locked_file, write_atomically

LISTS = ("events.jsonl", "failures.jsonl", "rejected.jsonl", "variety.json")
CACHES = ("speech", "stills", "segments")  # by digest: what carries the name cannot be told apart
_TEXTS = (".json", ".jsonl", ".srt", ".vtt", ".txt", ".svg")
_MAX_BYTES = 64 * 1024 * 1024


class Forgotten(NamedTuple):
    """What is, or would be, removed."""

    folders: list[Path]
    lines: dict[Path, int]  # file → number of lines
    caches: list[Path]
    consent: bool


def find(name: str, tops: Sequence[Path]) -> Forgotten:
    """Everything below the folders that carries the name as a word. Raises: StoryError for an empty name."""
    wanted = _pattern(name)
    folders, lines = [], {}
    for top in tops:
        for folder in _story_folders(top):
            if wanted.search(_plain(folder.name)) or any(wanted.search(_text(path)) for path in _texts(folder)):
                folders.append(folder)
        for path in (top / listed for listed in LISTS):
            count = sum(1 for line in _text(path).splitlines() if wanted.search(line))
            if count:
                lines[path] = count
    caches = [folder for kind in CACHES if (folder := user_cache_folder() / kind).is_dir()]
    known = any(wanted.search(_plain(record.name)) for record in consent.records())
    return Forgotten(folders, lines, caches, known)


def forget(name: str, found: Forgotten) -> None:
    """Remove what `find` found. Raises: StoryError if a folder is being worked in or cannot be removed."""
    wanted = _pattern(name)
    for folder in found.folders:
        with StoryFolder(folder).locked():
            try:
                shutil.rmtree(folder)
            except OSError as exc:
                raise StoryError(f"cannot remove {folder}: {exc.strerror}", "check the folder's rights") from exc
    for path in found.lines:
        with locked_file(path.parent / ".batch.lock"):
            if path.suffix == ".json":
                path.unlink(missing_ok=True)
                continue
            kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not wanted.search(_plain(line))]
            write_atomically(path, "".join(line + "\n" for line in kept).encode())
    for folder in found.caches:
        shutil.rmtree(folder, ignore_errors=True)
    if found.consent:
        consent.revoke(name)


def _pattern(name: str) -> re.Pattern[str]:
    plain = _plain(name).strip()
    if not plain:
        raise StoryError("no name to forget", "storycli forget NAME")
    return re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("_", " ")


def _story_folders(top: Path) -> list[Path]:
    """Folders that hold an artifact; links are not followed."""
    found = []
    for folder in [top, *(p for p in sorted(top.rglob("*")) if p.is_dir() and not p.is_symlink())]:
        story = StoryFolder(folder)
        if any(story.file(made).is_file() for made in ARTIFACTS):
            found.append(folder)
    return found


def _texts(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix in _TEXTS and path.is_file()]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            return ""
        return _plain(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
