"""Rows become jobs as the command line does it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from story_cli.batch.jobs import Job, Places, check_jobs
from story_cli.batch.rows import read_rows
from story_cli.catalogue import Library
from story_cli.cli.rows import MakeOptions

Checked = Callable[..., list[Job]]


@pytest.fixture
def checked(library: Library, tmp_path: Path) -> Checked:
    def check(name: str, text: str, **places: str) -> list[Job]:
        where = Places(tmp_path / "out", tmp_path, **places)
        return check_jobs(read_rows(name, text), where, MakeOptions({"until": "render"}), library)

    return check
