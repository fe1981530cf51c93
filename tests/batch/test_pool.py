"""Real worker processes: they answer, die, are late, and never outlive their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from story_cli.artifacts import Story
from story_cli.batch.jobs import Job
from story_cli.batch.pool import Pool, default_workers
from story_cli.batch.work import Outcome
from story_cli.settings import Settings, VoiceSettings

pytestmark = [pytest.mark.slow]


@pytest.fixture
def broken(story: Story) -> Job:
    """A job that fails at once: its score stage has no scenes."""
    return Job(
        1, "a", None, msgspec.structs.replace(story, scenes=()), Settings(voice=VoiceSettings("nobody")), "scene"
    )


def outcome_of(pool: Pool, seconds: float = 60.0) -> Outcome:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for _, message in pool.step(0.2):
            if message.outcome is not None:
                return message.outcome
    raise AssertionError("no outcome")


def test_killed_worker_fails_its_job_and_is_replaced(tmp_path: Path, broken: Job) -> None:
    with Pool(1, tmp_path) as pool:
        pool.give(broken)
        os.kill(pool.busy[0].process.pid, signal.SIGKILL)
        assert "signal 9" in outcome_of(pool).error
        pool.give(broken)
        assert "signal" not in outcome_of(pool).error


def test_late_job_is_stopped(tmp_path: Path, broken: Job) -> None:
    with Pool(1, tmp_path, timeout=0.01) as pool:
        pool.give(broken)
        assert "took over" in outcome_of(pool).error
        assert not pool.busy


def test_workers_die_with_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom story_cli.batch.pool import Worker\n"
        "w = Worker(1, Path(sys.argv[1]))\nprint(w.process.pid, flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    until = time.monotonic() + 30
    while Path(f"/proc/{worker}").exists() and "Z" not in Path(f"/proc/{worker}/stat").read_text().split()[2]:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_workers_fit_cores_and_memory() -> None:
    assert 1 <= default_workers() <= (os.cpu_count() or 1)
