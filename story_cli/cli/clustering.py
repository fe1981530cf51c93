"""What `batch --cluster` does: the same driver, with the hands of a Dask cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from story_cli.errors import UsageError

if TYPE_CHECKING:
    from story_cli.batch.drive import Driver, Wishes
    from story_cli.batch.jobs import Job
    from story_cli.batch.work import Outcome


def run_on_cluster(
    address: str, out: str, rows: Sequence[Job], wishes: Wishes, timeout: float, quiet: bool
) -> tuple[list[Outcome], Driver]:
    raise UsageError("--cluster", "soon")
