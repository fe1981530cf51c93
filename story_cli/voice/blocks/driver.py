"""The driver: cuts rows into windows of one size, with context on both sides, and carries what goes over a seam.

A window holds `left` rows of context, the core, and `right` rows of look-ahead. At the ends of an utterance the window
is filled with zeros that are marked as not valid, so a network that masks its layers sees exactly what it would see of
the whole utterance at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from story_cli.voice.blocks.block import StreamableBlock, Window

if TYPE_CHECKING:
    from story_cli.voice.blocks.block import Rows

CHUNK_ROWS = 48  # a quarter of a second of 5-ms frames: the first sound comes soon, and overlap costs little


def stream(block: StreamableBlock, chunks: Iterable[Rows], chunk_rows: int = CHUNK_ROWS) -> Iterator[Rows]:
    """The rows of one block, chunk by chunk. `chunk_rows` 0 waits for the whole utterance and takes it at once."""
    import numpy as np

    state = block.begin()
    for window in windows(chunks, block.takes.width, block.left, block.right, chunk_rows):
        rows, state = block.work(window, state)
        if rows.ndim != 2 or rows.shape[1] != block.gives.width:
            raise ValueError(f"block “{block.kind}” gave rows of shape {rows.shape}, not (…, {block.gives.width})")
        if len(rows):
            yield rows.astype(np.float32, copy=False)


def windows(chunks: Iterable[Rows], width: int, left: int, right: int, chunk_rows: int) -> Iterator[Window]:
    """Windows of left + chunk_rows + right rows over the joined chunks; the last core may be shorter."""
    import numpy as np

    source = iter(chunks)
    if chunk_rows == 0:
        whole = np.concatenate([np.zeros((0, width), np.float32), *source])
        source, chunk_rows = iter([whole]), max(1, len(whole))
    behind = np.zeros((0, width), np.float32)  # at most `left` rows that were cores before
    ahead = np.zeros((0, width), np.float32)  # rows that are still to be cores
    ended = False
    while True:
        while not ended and len(ahead) < chunk_rows + right:
            chunk = next(source, None)
            ended = chunk is None
            if chunk is not None:
                ahead = np.concatenate([ahead, chunk])
        core = min(chunk_rows, len(ahead))
        last = ended and core == len(ahead)
        if core or last:
            yield _window(behind, ahead, core, last, (left, chunk_rows, right))
        if last:
            return
        behind = np.concatenate([behind, ahead[:core]])[-left:] if left else behind
        ahead = ahead[core:]


def _window(behind: Rows, ahead: Rows, core: int, last: bool, sizes: tuple[int, int, int]) -> Window:
    import numpy as np

    left, chunk_rows, right = sizes
    rows = np.zeros((left + chunk_rows + right, behind.shape[1]), np.float32)
    valid = np.zeros(len(rows), dtype=bool)
    shown = ahead[: core + right]
    rows[left - len(behind) : left] = behind
    rows[left : left + len(shown)] = shown
    valid[left - len(behind) : left + len(shown)] = True
    return Window(rows, valid, slice(left, left + core), last)
