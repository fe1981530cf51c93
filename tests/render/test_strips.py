"""Caption strips cover the whole foot of the picture at every size, and light up one word."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.render.planes import Frame
from story_cli.render.strips import Strips
from story_cli.render.timeline import Caption, CaptionWord
from tests.render import examples

WORDS = tuple(CaptionWord(text, n, n + 0.8) for n, text in enumerate(("The", "octopus", "waved.")))
CAPTION = Caption(0, 0.0, 4.0, WORDS)


def drawn(size: tuple[int, int], time: float, before: int = 0) -> Frame:
    frame = Frame(*size)
    for plane in frame.planes:
        plane[:] = before
    Strips((CAPTION,), examples.scene(), size).draw(frame, time)
    return frame


@pytest.mark.parametrize("size", [(160, 90), (640, 360), (854, 480), (1280, 720), (1920, 1080)])
def test_nothing_of_the_foot_is_left_undrawn(size: tuple[int, int]) -> None:
    one, other = drawn(size, 1.2, 0), drawn(size, 1.2, 255)
    paper = 2 * round(644 * size[0] / 1280 / 2)
    assert np.array_equal(one.y[paper:], other.y[paper:])
    assert np.array_equal(one.u[paper // 2 :], other.u[paper // 2 :])


def test_the_word_that_is_said_looks_different_and_the_others_do_not() -> None:
    quiet, said = drawn((640, 360), 3.9), drawn((640, 360), 1.2)
    changed = np.flatnonzero((quiet.y != said.y).any(0))
    assert 20 < np.ptp(changed) < 160
    assert abs(changed.mean() - 320) < 40
