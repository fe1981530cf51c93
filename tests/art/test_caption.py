"""Caption strips: size, lines, highlight."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.art.caption import caption_strip, fitted_lines, set_words, word_shape
from story_cli.art.signature import Signature
from story_cli.errors import StoryError

WORDS = ("The", "octopus", "waved.")


def test_the_strip_fills_the_width_and_lies_at_the_bottom(roles: Signature) -> None:
    strip = caption_strip(roles, WORDS, None, 640, 360)
    assert strip.shape == (67, 640, 4)
    assert strip[-1, :, 3].min() == 255  # opaque paper
    assert strip[0, :, 3].max() < 40  # a soft shadow at most


def test_the_highlighted_word_alone_changes(roles: Signature) -> None:
    plain, lit = (caption_strip(roles, WORDS, n, 640, 360).astype(int) for n in (None, 1))
    changed = np.nonzero(np.abs(plain - lit).sum(2).any(0))[0]
    first, last = (caption_strip(roles, WORDS, n, 640, 360).astype(int) for n in (0, 2))
    assert changed.size
    assert np.nonzero(np.abs(plain - first).sum(2).any(0))[0].max() < changed.max()
    assert np.nonzero(np.abs(plain - last).sum(2).any(0))[0].min() > changed.min()


def test_short_texts_take_one_large_line_long_ones_two_smaller() -> None:
    size, lines = fitted_lines(WORDS)
    assert (size, len(lines)) == (38, 1)
    text = "the silly mermaid and her friend the octopus looked for a pearl behind the old red coral tree"
    long = tuple(text.split())
    smaller, two = fitted_lines(long)
    assert len(two) == 2
    assert 26 <= smaller < 38
    assert two[0] + two[1] == long


def test_an_upright_picture_takes_three_lines_that_stay_inside(roles: Signature) -> None:
    text = "the silly mermaid and her friend the octopus looked for a pearl behind a red coral"
    words = tuple(text.split())
    placed = set_words(words, 720, 1280)
    assert len({word.y for word in placed}) == 3
    strip = caption_strip(roles, words, None, 720, 1280)
    assert strip.shape == (238, 720, 4)
    shapes = [word_shape(word, bold=True) for word in placed]
    assert all(x >= 0 and x + shape.shape[1] <= 720 for shape, x, _ in shapes)
    assert all(y >= 32 and y + shape.shape[0] <= 238 for shape, _, y in shapes)


@pytest.mark.parametrize("height", [360, 640, 1138])
def test_no_line_is_a_single_word_where_it_can_be_helped(height: int) -> None:
    for last in ("extraordinarily", "a"):
        words = (*("swam",) * 9, last)
        for count in (2, 3):
            longer = words * count
            try:
                rows = {word.y for word in set_words(longer, 640, height)}
            except StoryError:
                continue
            placed = [[w for w in set_words(longer, 640, height) if w.y == y] for y in rows]
            assert all(len(row) > 1 for row in placed)


def test_no_words_is_an_empty_strip(roles: Signature) -> None:
    assert caption_strip(roles, [], None, 320, 180).shape == (34, 320, 4)


def test_a_text_that_cannot_fit_is_refused() -> None:
    with pytest.raises(StoryError, match="does not fit"):
        fitted_lines(("word",) * 60)


def test_a_highlight_outside_the_words_is_refused(roles: Signature) -> None:
    with pytest.raises(StoryError, match="no caption word 3"):
        caption_strip(roles, WORDS, 3, 320, 180)
