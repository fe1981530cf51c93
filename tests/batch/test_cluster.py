"""A real Dask cluster on this machine: jobs go through, workers that are killed lose nothing, others are refused."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from story_cli.artifacts import Story
from story_cli.batch.cluster import ClusterHands
from story_cli.batch.drive import Driver, Wishes
from story_cli.batch.events import EventLog
from story_cli.batch.jobs import Job
from story_cli.batch.remote import Complete, do_remote_job, job_digest, read_result, surroundings
from story_cli.batch.work import Outcome
from story_cli.errors import StoryError
from story_cli.settings import Settings, VoiceSettings
from story_cli.store import StoryFolder
from tests.batch.test_drive import Nobody

distributed = pytest.importorskip("distributed")


def jobs(story: Story, count: int, last: str = "voice") -> list[Job]:
    """Jobs that fail fast at `scene` unless the scenes are there; voice alone needs no scenes."""
    settings = Settings(voice=VoiceSettings("silence"))
    return [Job(n, f"story-{n:02}", None, story, settings, last) for n in range(1, count + 1)]


def only_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    from story_cli.pipeline import stage_named

    monkeypatch.setattr("story_cli.batch.work.chain", lambda first, last: [stage_named("voice")])


def test_result_is_handed_over_to_a_url_whole_and_once(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    only_voice(monkeypatch)
    job, expected = jobs(story, 1)[0], surroundings()
    outcomes = [
        msgspec.json.decode(do_remote_job(msgspec.json.encode(job), "memory://night", expected), type=Outcome)
        for _ in range(2)
    ]
    assert [outcome.state for outcome in outcomes] == ["done", "skipped"]
    data = read_result("memory://night", job.name, "complete.json")
    assert data is not None
    complete = msgspec.json.decode(data, type=Complete)
    assert complete.job == job_digest(job, expected)
    assert "voice/narration.json" in complete.files
    assert read_result("memory://night", job.name, "voice/title.wav")


@pytest.mark.slow
def test_late_job_of_a_cluster_is_ended_and_named(story: Story, tmp_path: Path) -> None:
    job = msgspec.structs.replace(jobs(story, 1)[0], last="scene")
    for out in (str(tmp_path), "memory://late"):
        data = do_remote_job(msgspec.json.encode(job), out, surroundings(), 0.01)
        outcome = msgspec.json.decode(data, type=Outcome)
        assert (outcome.state, "took over 0.01 s" in outcome.error) == ("failed", True)
        assert not (tmp_path / job.name / "scenes").exists()
    assert read_result("memory://late", job.name, "complete.json") is None


def test_time_limit_goes_to_every_job_of_a_cluster(monkeypatch: pytest.MonkeyPatch, story: Story) -> None:
    sent: list[tuple[object, ...]] = []

    class Client:
        def submit(self, *arguments: object, **_: object) -> object:
            sent.append(arguments)
            return type("Future", (), {"add_done_callback": lambda self, call: None})()

    hands = object.__new__(ClusterHands)
    hands.__dict__ |= {"_client": Client(), "_out": "out", "_expected": "same", "_timeout": 7.5, "_running": {}}
    hands.give(jobs(story, 1)[0])
    assert sent[0][0] is do_remote_job
    assert sent[0][2:] == ("out", "same", 7.5)


def test_worker_with_another_library_refuses(story: Story) -> None:
    data = do_remote_job(msgspec.json.encode(jobs(story, 1)[0]), "memory://x", "storycli 0.0, library abc")
    outcome = msgspec.json.decode(data, type=Outcome)
    assert outcome.state == "failed"
    assert "not storycli 0.0" in outcome.error


def test_job_that_would_leave_the_result_folder_is_refused(story: Story, tmp_path: Path) -> None:
    job = msgspec.structs.replace(jobs(story, 1)[0], name="../out")
    data = do_remote_job(msgspec.json.encode(job), str(tmp_path / "in"), surroundings())
    assert msgspec.json.decode(data, type=Outcome).state == "failed"
    assert not (tmp_path / "out").exists()


def test_same_job_on_another_line_is_the_same_job(story: Story) -> None:
    first, second = jobs(story, 2)
    renamed = msgspec.structs.replace(second, name=first.name)
    assert job_digest(first, "x") == job_digest(renamed, "x")
    assert job_digest(first, "x") != job_digest(first, "y")


def test_no_scheduler_is_one_message() -> None:
    with pytest.raises(StoryError, match=r"scheduler"):
        ClusterHands("nonsense:address:1", "memory://x")


@pytest.fixture
def cluster() -> Iterator[object]:
    # a client that found no scheduler must not be finalised while Dask starts its loop: it would wait for ever
    gc.collect()
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, processes=True, silence_logs=50
    ) as made:
        yield made


class Killing(Nobody):
    """Kills a worker of the cluster after the second finished job."""

    def __init__(self, cluster: object) -> None:
        self.cluster, self.count = cluster, 0

    def ended(self, worker: int, outcome: Outcome) -> None:
        self.count += 1
        if self.count in (2, 5):
            workers = list(self.cluster.workers.values())  # type: ignore[attr-defined]
            os.kill(workers[self.count % 2].pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.timeout(280)
@pytest.mark.filterwarnings("ignore")
def test_workers_that_are_killed_lose_nothing(cluster: object, story: Story, tmp_path: Path) -> None:
    listed = [msgspec.structs.replace(job, settings=Settings(voice=VoiceSettings("silence"))) for job in jobs(story, 8)]
    listed = [msgspec.structs.replace(job, last="scene") for job in listed]
    began = time.monotonic()
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    with EventLog(tmp_path) as log, ClusterHands(address, str(tmp_path)) as hands:
        driver = Driver(tmp_path, hands, log, Killing(cluster), Wishes(retry=3))
        outcomes = driver.run(listed)
    assert [outcome.state for outcome in outcomes] == ["done"] * 8, outcomes
    pictures = {StoryFolder(tmp_path / job.name).folder("scenes").picture(1).read_bytes() for job in listed}
    assert len(pictures) == 1
    assert time.monotonic() - began < 270
