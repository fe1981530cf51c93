"""What `batch --cluster` does: the same driver, with the hands of a Dask cluster."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.cli.batch import listen_for_interrupts
from story_cli.cli.watching import Watching

if TYPE_CHECKING:
    from story_cli.batch.drive import Driver, Wishes
    from story_cli.batch.jobs import Job
    from story_cli.batch.work import Outcome


def run_on_cluster(
    address: str, out: str, rows: Sequence[Job], wishes: Wishes, timeout: float, quiet: bool
) -> tuple[list[Outcome], Driver]:
    """Run a batch on a cluster; logs and lists are kept in the shared folder, or here if OUT is a URL."""
    from story_cli.batch.cluster import ClusterHands
    from story_cli.batch.drive import Driver
    from story_cli.batch.events import EventLog, write_failures
    from story_cli.batch.remote import is_url
    from story_cli.pipeline import STAGES

    shares = {stage.name: stage.share for stage in STAGES}
    with ExitStack() as stack:
        here = Path("storycli-cluster") if is_url(out) else Path(out).absolute()
        target = out if is_url(out) else str(here)
        log = stack.enter_context(EventLog(here))
        hands = stack.enter_context(ClusterHands(address, target, timeout))
        watching = stack.enter_context(Watching(shares, quiet))
        driver = Driver(here, hands, log, watching, wishes, shared=not is_url(out))
        listen_for_interrupts(driver, quiet)
        outcomes = driver.run(rows)
        write_failures(here, outcomes)
    return outcomes, driver
