"""A small share of benchmarks/fuzz.py: damaged files are refused with one message, and nothing is written elsewhere."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutate import damaged
from tests.fuzz.readers import readers, survives

NAMES = sorted(readers())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore")
def test_damaged_input_is_read_or_refused_with_one_message(name: str) -> None:
    reader = readers()[name]

    @settings(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(data: st.DataObject) -> None:
        top = Path(tempfile.mkdtemp(prefix="storycli-fuzz-"))
        try:
            inside = top / "inside"
            inside.mkdir()
            survives(reader, data.draw(damaged(reader.example)), inside)
            assert [path.name for path in top.iterdir()] == ["inside"]
        finally:
            shutil.rmtree(top, ignore_errors=True)

    check()
