"""The driver with hands made by hand: retries, stops, rewriting, and what ends up in the log."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from story_cli.artifacts import Brief, Grade, Plan, Story, StoryScene
from story_cli.batch.drive import Driver, Wishes, read_rewrites, rewritten
from story_cli.batch.events import EventLog, failed_names, past_outcomes, write_failures
from story_cli.batch.jobs import Job
from story_cli.batch.work import Outcome, do_job
from story_cli.batch.worker import Message
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.settings import Settings
from story_cli.store import SCHEMA_VERSION, Header, StoryFolder


class Hands:
    """Does jobs at once, one after the other."""

    def __init__(self, do: Callable[[Job], Outcome]) -> None:
        self.do = do
        self.waiting: deque[Job] = deque()
        self.done: list[Job] = []
        self.asked = False

    @property
    def has_room(self) -> bool:
        return len(self.waiting) < 2

    def give(self, job: Job) -> None:
        self.waiting.append(job)

    def step(self, wait: float) -> list[tuple[int, Message]]:
        if not self.waiting:
            return []
        job = self.waiting.popleft()
        self.done.append(job)
        return [(1, Message(outcome=self.do(job)))]

    def ask_to_stop(self) -> None:
        self.asked = True


class Nobody:
    def begin(self, what: str, total: int) -> None: ...

    def working(self, worker: int, message: Message) -> None: ...

    def ended(self, worker: int, outcome: Outcome) -> None: ...


def job(number: int, last: str = "plan") -> Job:
    brief = Brief("underwater", "mermaid", "Nerissa", "she", ("pink",), ("silly",), number)
    return Job(number, f"story-{number}", brief, None, Settings(), last)


def drive(top: Path, hands: Hands, jobs: list[Job], **wishes: object) -> tuple[Driver, list[Outcome]]:
    with EventLog(top) as log:
        driver = Driver(top, hands, log, Nobody(), Wishes(**wishes))  # type: ignore[arg-type]
        return driver, driver.run(jobs)


def finish(job: Job, state: str = "done") -> Outcome:
    return Outcome(job.name, job.line, state, error="unlucky" if state == "failed" else "")


def test_outcomes_come_in_the_order_of_the_list(tmp_path: Path) -> None:
    _, outcomes = drive(tmp_path, Hands(finish), [job(n) for n in (3, 1, 2)])
    assert [outcome.name for outcome in outcomes] == ["story-3", "story-1", "story-2"]


def test_failed_job_is_tried_again_at_the_end_and_then_given_up(tmp_path: Path) -> None:
    hands = Hands(lambda job: finish(job, "failed" if job.line == 1 else "done"))
    _, outcomes = drive(tmp_path, hands, [job(1), job(2)], retry=2)
    assert [done.line for done in hands.done].count(1) == 3
    assert [(x.state, x.attempts) for x in outcomes] == [("failed", 3), ("done", 1)]


def test_fail_fast_starts_nothing_more(tmp_path: Path) -> None:
    hands = Hands(lambda job: finish(job, "failed"))
    drive(tmp_path, hands, [job(n) for n in range(9)], retry=0, fail_fast=True)
    assert len(hands.done) < 4
    assert hands.asked


def test_interrupt_finishes_what_is_in_hand(tmp_path: Path) -> None:
    hands = Hands(finish)
    with EventLog(tmp_path) as log:
        driver = Driver(tmp_path, hands, log, Nobody(), Wishes())

        def interrupted(job: Job) -> Outcome:
            driver.interrupts = 1
            return finish(job)

        hands.do = interrupted
        outcomes = driver.run([job(n) for n in range(9)])
    assert 1 <= len(outcomes) <= 3
    assert hands.asked
    assert not hands.waiting


def test_failures_are_listed_and_go_away(tmp_path: Path) -> None:
    write_failures(tmp_path, [Outcome("a", 4, "failed", "scene", "no paint", "buy some"), Outcome("b", 5, "done")])
    row = json.loads((tmp_path / "failures.jsonl").read_text())
    assert row == {"line": 4, "out": "a", "stage": "scene", "error": "no paint", "hint": "buy some"}
    assert failed_names(tmp_path) == {"a"}
    write_failures(tmp_path, [Outcome("a", 4, "done")])
    assert failed_names(tmp_path) == set()


def test_failures_are_known_from_the_log_where_the_list_could_not_be_written(tmp_path: Path) -> None:
    drive(tmp_path, Hands(lambda job: finish(job, "failed" if job.line < 3 else "done")), [job(n) for n in (1, 2, 3)])
    assert failed_names(tmp_path) == {"story-1", "story-2"}
    drive(tmp_path, Hands(finish), [job(2)])
    assert failed_names(tmp_path) == {"story-1"}


def test_event_log_goes_on_after_a_half_written_line(tmp_path: Path) -> None:
    drive(tmp_path, Hands(finish), [job(1)])
    with (tmp_path / "events.jsonl").open("ab") as log:
        log.write(b'{"time": 3, "ev')
    drive(tmp_path, Hands(finish), [job(2)])
    assert [outcome.name for outcome in past_outcomes(tmp_path)] == ["story-1", "story-2"]


def telling_hands(top: Path, title: Callable[[Job], str], words: Callable[[Job], str] | None = None) -> Hands:
    """Hands that put a plan and a story of a given title into the folder; the plot follows the title."""

    def do(job: Job) -> Outcome:
        folder, name = StoryFolder(top / job.name), title(job)
        header = Header("s", SCHEMA_VERSION, "rank", "0", 1, "", "", {})
        grade = Grade(1.0, {})
        folder.write("plan", Plan(name, "a pearl", (), ()), header)
        text = words(job) if words else f"{name} is told {job.line} times in other words."
        scene = StoryScene("coral-reef", text, grade)
        story = Story(name, "underwater", "mermaid", "N", "she", (), (), (), (scene,), grade)
        folder.write("story", story, header)
        return finish(job)

    return Hands(do)


def test_no_two_stories_of_a_batch_share_title_and_plot(tmp_path: Path) -> None:
    first_seeds = {1, 2, 3}
    hands = telling_hands(
        tmp_path, lambda job: "Same" if job.brief and job.brief.seed in first_seeds else f"New {job.line}"
    )
    driver, _ = drive(tmp_path, hands, [job(n, "rank") for n in (1, 2, 3)])
    titles = [StoryFolder(tmp_path / f"story-{n}").read("story").artifact.title for n in (1, 2, 3)]
    assert titles == ["Same", "New 2", "New 3"]
    assert read_rewrites(tmp_path) == {"story-2": 1, "story-3": 1}
    assert driver.figures is not None
    assert driver.figures.twins == 0


@pytest.mark.parametrize(("wished", "rewrites"), [(0.0, {}), (0.4, {"story-2": 1})])
def test_min_variety_writes_again_what_says_the_same_under_another_title(
    tmp_path: Path, wished: float, rewrites: dict[str, int]
) -> None:
    same = "a small crab sat on a stone and sang of the moon until the tide came in"
    other = "two otters built a raft out of reeds because nobody had told them how rafts look"

    def words(job: Job) -> str:
        return same if job.brief and job.brief.seed in (1, 2) else other

    hands = telling_hands(tmp_path, lambda job: f"Number {job.line}", words)
    driver, _ = drive(tmp_path, hands, [job(n, "rank") for n in (1, 2)], min_variety=wished)
    assert read_rewrites(tmp_path) == rewrites
    assert driver.figures is not None
    assert (driver.figures.most_alike > 0.6) is not bool(rewrites)


def test_story_whose_film_was_stopped_does_not_count_as_done(tmp_path: Path) -> None:
    hands = telling_hands(tmp_path, lambda job: f"Number {job.line}")
    write = hands.do
    with EventLog(tmp_path) as log:
        driver = Driver(tmp_path, hands, log, Nobody(), Wishes())

        def interrupted_at_the_first_film(job: Job) -> Outcome:
            if job.last == "rank":
                return write(job)
            driver.interrupts = 1
            return finish(job, "stopped" if job.line == 1 else "done")

        hands.do = interrupted_at_the_first_film
        outcomes = driver.run([job(n, "render") for n in (1, 2)])
    assert [outcome.name for outcome in outcomes] == ["story-2"]


def test_resumed_batch_keeps_the_seeds_that_were_decided(tmp_path: Path) -> None:
    hands = telling_hands(tmp_path, lambda job: f"{job.brief.seed if job.brief else 0}")
    (tmp_path / "variety.json").write_text('{"rewrites": {"story-2": 1}}')
    drive(tmp_path, hands, [job(n, "rank") for n in (1, 2)])
    expected = rewritten(job(2), {"story-2": 1})
    assert [done.brief for done in hands.done if done.name == "story-2"] == [expected.brief]
    assert expected.brief != job(2).brief


def test_story_that_cannot_be_made_different_is_kept_in_the_end(tmp_path: Path) -> None:
    hands = telling_hands(tmp_path, lambda job: "Same")
    _, outcomes = drive(tmp_path, hands, [job(n, "rank") for n in (1, 2)])
    assert [outcome.state for outcome in outcomes] == ["done", "done"]


def test_damaged_variety_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "variety.json").write_text("{")
    with pytest.raises(StoryError, match=r"variety\.json"):
        read_rewrites(tmp_path)


def test_failed_stage_becomes_an_outcome_with_its_hint(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from story_cli import pipeline

    def fail(*_: object) -> None:
        raise StoryError("no paint", "buy some")

    stages = [pipeline.STAGES[0]._replace(run=fail)]  # type: ignore[arg-type]
    monkeypatch.setattr("story_cli.batch.work.chain", lambda first, last: stages)
    outcome = do_job(job(1), tmp_path, library, lambda stage, done, text: None)
    assert (outcome.state, outcome.stage, outcome.error, outcome.hint) == ("failed", "plan", "no paint", "buy some")


def test_given_words_replace_others_but_not_edits_of_themselves(tmp_path: Path, story: Story) -> None:
    from story_cli.batch.work import keep_story

    folder = StoryFolder(tmp_path / "s")
    keep_story(folder, story)
    path = folder.file("story")
    path.write_text(path.read_text().replace("The Pearl", "My Pearl"))
    keep_story(folder, story)
    assert folder.read("story").artifact.title == "My Pearl"
    keep_story(folder, msgspec.structs.replace(story, title="Another"))
    assert folder.read("story").artifact.title == "Another"
