"""Consent records: who allowed a story about a real child or with a recorded voice, when and for what.

Kept in $XDG_DATA_HOME/storycli/consent.json (by default ~/.local/share/storycli), readable by its owner only, and
never part of a story folder or a film.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import msgspec

from story_cli.artifacts import Data
from story_cli.errors import StoryError, UsageError
from story_cli.guard.prompts import clean

PURPOSES = ("story", "voice")
_MAX_BYTES = 4 * 1024 * 1024
_MOST_LETTERS = 80


class Consent(Data, frozen=True):
    """One record. Dates are ISO 8601 days; `until` "" never ends."""

    name: str
    by: str
    purposes: tuple[str, ...]
    given: str
    until: str = ""


def consent_file() -> Path:
    """Source: XDG Base Directory Specification 0.8."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".local/share") / "storycli/consent.json"


def records() -> list[Consent]:
    """All records, by name. Raises: StoryError if the file is damaged or others can read it."""
    path = consent_file()
    try:
        state = path.stat()
        if state.st_mode & 0o077 or state.st_size > _MAX_BYTES:
            raise StoryError(f"{path} can be read by others", f"chmod 600 {path}")
        return msgspec.json.decode(path.read_bytes(), type=list[Consent])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError) as exc:
        raise StoryError(f"{path} cannot be read: {exc}", "mend it, or remove it and add consent again") from exc


def add(record: Consent) -> None:
    """Keep a record; an older one of the same name goes. Raises: UsageError for an empty or odd field."""
    for what, text in (("the name", record.name), ("--by", record.by)):
        if not text.strip() or len(text) > _MOST_LETTERS or any(unicodedata.category(c)[0] == "C" for c in text):
            raise UsageError(f"{what} {clean(text)!r} is not a name", f"give 1 to {_MOST_LETTERS} letters")
    unknown = [purpose for purpose in record.purposes if purpose not in PURPOSES]
    if unknown or not record.purposes:
        raise UsageError(f"--for {clean(', '.join(unknown))!r} is no purpose", f"choose from: {', '.join(PURPOSES)}")
    _write([*(kept for kept in records() if not _same(kept.name, record.name)), record])


def revoke(name: str) -> bool:
    """Remove a name's record; True if there was one."""
    before = records()
    after = [record for record in before if not _same(record.name, name)]
    if len(after) != len(before):
        _write(after)
    return len(after) != len(before)


def require(name: str, purpose: str, today: str) -> None:
    """Raises: UsageError (exit code 2) with the command that gives consent, if there is none or it has ended."""
    for record in records():
        if _same(record.name, name) and purpose in record.purposes:
            if record.until and record.until < today:
                raise UsageError(f"the consent for {clean(name)!r} ended on {record.until}", _how(name, purpose))
            return
    raise UsageError(f"no consent is recorded for {clean(name)!r} ({purpose})", _how(name, purpose))


def _how(name: str, purpose: str) -> str:
    return f"ask a parent or guardian, then: storycli consent add '{clean(name)}' --by 'WHO ALLOWED IT' --for {purpose}"


def _same(one: str, other: str) -> bool:
    return (
        unicodedata.normalize("NFC", one).casefold().split() == unicodedata.normalize("NFC", other).casefold().split()
    )


def _write(found: list[Consent]) -> None:
    """Owner-only from the first byte on; whole or not at all."""
    path = consent_file()
    temporary = path.with_name(f".consent.{os.getpid()}.tmp")
    data = msgspec.json.format(msgspec.json.encode(sorted(found, key=lambda r: r.name)), indent=2) + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as exc:
        temporary.unlink(missing_ok=True)
        raise StoryError(f"cannot write {path}: {exc.strerror}", "check the folder's rights") from exc
