"""One job on another machine: checked, done in a scratch folder or in place, and handed over whole.

A result is whole when its `complete.json` is there: it comes last, and holds the job's digest and every file's. Jobs
are idempotent: one whose complete.json has the same digest is not done again. OUT is a shared folder or any URL that
fsspec opens (s3://, gcs://, memory:// …).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from story_cli import __version__
from story_cli.artifacts import Data
from story_cli.batch.jobs import Job, safe_name
from story_cli.batch.pool import Pool
from story_cli.batch.work import Outcome, do_job
from story_cli.catalogue import Library
from story_cli.errors import StoryError

COMPLETE = "complete.json"
_SKIPPED = (".lock",)


class Complete(Data, frozen=True):
    """What was handed over."""

    job: str  # digest of the job and of what does it
    files: dict[str, str]  # name → SHA-256


def is_url(out: str) -> bool:
    return "://" in out


@lru_cache(maxsize=1)
def surroundings() -> str:
    """Version and library digest: workers that differ in it would make other films."""
    parts = ("world", "models", "art", "music", "sounds", "fonts", "guard")
    return f"storycli {__version__}, library {Library().digest(*parts)[:16]}"


def job_digest(job: Job, expected: str) -> str:
    """What a result depends on; its line in the list is not part of it."""
    plain = msgspec.structs.replace(job, line=0)
    return hashlib.sha256(msgspec.json.encode([plain, expected], order="sorted")).hexdigest()


def do_remote_job(data: bytes, out: str, expected: str, timeout: float = 0.0) -> bytes:
    """A job as JSON → its outcome as JSON; runs in a cluster's worker. Never raises for what a job does wrong.

    `timeout`: most seconds for the job, counted from its start here; 0 for none.
    """
    job = msgspec.json.decode(data, type=Job)
    try:
        safe_name(job.name)
        if surroundings() != expected:
            raise StoryError(
                f"worker on {os.uname().nodename} has {surroundings()}, not {expected}", "install the same everywhere"
            )
        return msgspec.json.encode(_do(job, out, job_digest(job, expected), timeout))
    except StoryError as error:
        return msgspec.json.encode(Outcome(job.name, job.line, "failed", "", error.what, error.hint))
    except OSError as error:
        return msgspec.json.encode(Outcome(job.name, job.line, "failed", "", str(error), "check the result folder"))


def _do(job: Job, out: str, digest: str, timeout: float) -> Outcome:
    if not is_url(out):
        return _done(job, Path(out), timeout)
    files, top = _opened(out)
    target = f"{top}/{job.name}"
    if _complete(files, target, digest):
        return Outcome(job.name, job.line, "skipped")
    with tempfile.TemporaryDirectory(prefix="storycli-") as scratch:
        outcome = _done(job, Path(scratch), timeout, keep=False)
        if outcome.state != "failed":
            _hand_over(files, Path(scratch) / job.name, target, digest)
        return outcome


def _done(job: Job, top: Path, timeout: float, *, keep: bool = True) -> Outcome:
    """The job done here or, with a time limit, in a process that can be ended; it is kept for the next job."""
    if not timeout:
        return do_job(job, top, Library(), _silent)
    pool = _POOLS.__dict__.get("pool")
    if pool is None or (pool.top, pool.timeout) != (top, timeout):
        if pool is not None:
            pool.close()
        pool = _POOLS.__dict__["pool"] = Pool(1, top, timeout)
    pool.give(job)
    try:
        while True:
            for _, message in pool.step(_WAIT):
                if message.outcome is not None:
                    return message.outcome
    finally:
        if not keep:
            pool.close()
            del _POOLS.__dict__["pool"]


_POOLS = threading.local()  # a pool of one worker for each thread of a cluster's worker; it dies with that process
_WAIT = 0.25  # seconds


def _opened(out: str) -> tuple[Any, str]:
    """File system and path of a URL. Raises: StoryError for a URL that cannot be opened."""
    try:
        from fsspec.core import url_to_fs

        files, top = url_to_fs(out)
    except Exception as exc:  # each file system has errors of its own
        hint = "install the file system's package (s3fs, gcsfs …), or name a shared folder"
        raise StoryError(f"cannot open {out.partition('?')[0]}: {type(exc).__name__}: {exc}", hint) from exc
    return files, str(top).rstrip("/")


def _complete(files: Any, target: str, digest: str) -> bool:
    try:
        with files.open(f"{target}/{COMPLETE}", "rb") as handle:
            return msgspec.json.decode(handle.read(), type=Complete).job == digest
    except (OSError, msgspec.DecodeError):
        return False


def _hand_over(files: Any, folder: Path, target: str, digest: str) -> None:
    """Every file, then complete.json: a reader that waits for it never sees half a result."""
    digests = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in _SKIPPED):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        files.makedirs(f"{target}/{name}".rpartition("/")[0], exist_ok=True)
        files.pipe_file(f"{target}/{name}", data)
        digests[name] = hashlib.sha256(data).hexdigest()
    files.pipe_file(f"{target}/{COMPLETE}", msgspec.json.encode(Complete(digest, digests)))


def read_result(out: str, name: str, file: str) -> bytes | None:
    """A file of a handed-over result, or None. Raises: StoryError if the URL cannot be opened."""
    if not is_url(out):
        path = Path(out) / name / file
        return path.read_bytes() if path.is_file() else None
    files, top = _opened(out)
    try:
        with files.open(f"{top}/{name}/{file}", "rb") as handle:
            return bytes(handle.read())
    except OSError:
        return None


def _silent(stage: str, done: float, text: str) -> None:
    """Progress that nobody hears."""
