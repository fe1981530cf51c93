"""Roles are filled with what meets their needs, each thing once."""

import pytest

from story_cli.plan.cast import meets


@pytest.mark.parametrize(
    ("needs", "size_m", "ok"),
    [
        (("+hand",), 0.2, True),
        (("+huge",), 0.2, False),
        (("|huge", "|noisy"), 0.2, True),
        (("|huge", "|soft"), 0.2, False),
        (("-noisy",), 0.2, False),
        (("size:bigger",), 3.0, True),
        (("size:tiny",), 3.0, False),
        (("size:smaller",), 0.5, True),
        (("max:1.5",), 2.0, False),
        (("known",), 9.0, True),
    ],
)
def test_needs_are_met_or_not(needs: tuple[str, ...], size_m: float, ok: bool) -> None:
    assert meets(needs, ("hand", "noisy"), size_m, 1.0) is ok
