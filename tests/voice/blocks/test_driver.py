import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from story_cli.voice.blocks.driver import stream, windows
from tests.voice.blocks.made import Doubler


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(1, 7))
@settings(max_examples=60, deadline=None)
def test_streamed_rows_are_the_rows_of_the_whole(lengths: list[int], chunk_rows: int) -> None:
    rows = np.arange(1, 1 + sum(lengths), dtype=np.float32)[:, None]
    bounds = np.cumsum([0, *lengths])
    chunks = [rows[a:b] for a, b in itertools.pairwise(bounds)]
    empty = np.zeros((0, 1), np.float32)
    streamed = np.concatenate([empty, *stream(Doubler(), chunks, chunk_rows)])
    whole = np.concatenate([empty, *stream(Doubler(), [rows], 0)])
    np.testing.assert_array_equal(streamed, whole)
    assert len(whole) == 2 * len(rows)


def test_all_windows_have_one_size_and_say_what_is_padding() -> None:
    rows = np.ones((10, 3), np.float32)
    found = list(windows([rows[:4], rows[4:]], 3, 2, 1, 4))
    assert {window.rows.shape for window in found} == {(7, 3)}
    assert [window.core.stop - window.core.start for window in found] == [4, 4, 2]
    assert found[0].valid.tolist() == [False, False, True, True, True, True, True]
    assert [window.last for window in found] == [False, False, True]
    assert not found[2].rows[~found[2].valid].any()


def test_sound_comes_before_the_text_is_at_its_end() -> None:
    asked: list[int] = []

    def slow() -> object:
        for number in range(20):
            asked.append(number)
            yield np.ones((1, 1), np.float32)

    next(stream(Doubler(), slow(), 3))  # type: ignore[arg-type]
    assert len(asked) == 4  # three rows and one of look-ahead


def test_a_block_that_gives_other_rows_than_it_says_is_caught() -> None:
    class Wrong(Doubler):
        def work(self, window: object, state: object) -> tuple[object, object]:
            return np.ones((2, 5), np.float32), state

    with pytest.raises(ValueError, match="doubler"):
        list(stream(Wrong(), [np.ones((2, 1), np.float32)], 2))
