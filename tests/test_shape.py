"""Shapes: ratios of sizes, and stages that differ in width only."""

from __future__ import annotations

import pytest

from story_cli.shape import STAGE_WIDTHS, closeness, ratio_of, stage_width


@pytest.mark.parametrize(
    ("size", "ratio"),
    [
        ((1280, 720), "16:9"), ((854, 480), "16:9"), ((1080, 1920), "9:16"), ((360, 640), "9:16"),
        ((1080, 1080), "1:1"), ((1000, 700), ""),
    ],
)  # fmt: skip
def test_a_size_has_a_ratio_or_none(size: tuple[int, int], ratio: str) -> None:
    assert ratio_of(*size) == ratio
    if ratio:
        assert stage_width(*size) == STAGE_WIDTHS[ratio]


def test_a_narrow_stage_draws_smaller_but_not_as_small_as_it_is_narrow() -> None:
    assert closeness(1280.0) == 1.0
    for width in (720.0, 405.0):
        assert width / 1280 < closeness(width) < 1.0
