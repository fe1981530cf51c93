"""Blocks joined: a container of sequence blocks, a stack of streamable blocks, a pipeline of exactly one of each.

Every join is checked for name, width and rate when it is built, long before anything is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from story_cli.voice.blocks.block import BlockError, Port, SequenceBlock, StreamableBlock
from story_cli.voice.blocks.driver import CHUNK_ROWS, stream

if TYPE_CHECKING:
    from story_cli.voice.blocks.block import Rows


class SequenceBlockContainer(SequenceBlock):
    """Sequence blocks in order; each may take what the front or any block before it gives."""

    kind = "container"

    def __init__(self, blocks: Sequence[tuple[str, SequenceBlock]], inputs: Sequence[Port]) -> None:
        """`inputs` are the ports of the front. Raises: BlockError."""
        known = {port.name: port for port in inputs}
        for name, block in blocks:
            for port in block.takes:
                _check_join(name, port, known.get(port.name))
            known |= {port.name: port for port in block.gives}
        self.blocks = tuple(blocks)
        self.takes = tuple(inputs)
        self.gives = tuple(known.values())

    def run(self, rows: Mapping[str, Rows]) -> dict[str, Rows]:
        found = dict(rows)
        for _, block in self.blocks:
            found |= block.run({port.name: found[port.name] for port in block.takes})
        return found


class StreamableStack:
    """Streamable blocks one after the other, each with its own windows."""

    def __init__(self, blocks: Sequence[tuple[str, StreamableBlock]]) -> None:
        """Raises: BlockError if there is none, or one does not take what the one before it gives."""
        if not blocks:
            raise BlockError("stack", "stream", "at least one streamable block")
        for (_, before), (name, after) in pairwise(blocks):
            _check_join(name, after.takes, before.gives)
        self.blocks = tuple(blocks)
        self.takes, self.gives = blocks[0][1].takes, blocks[-1][1].gives

    def stream(self, chunks: Iterable[Rows], chunk_rows: int = CHUNK_ROWS) -> Iterator[Rows]:
        """The stack's rows, as soon as they can be known."""
        for _, block in self.blocks:
            chunks = stream(block, chunks, chunk_rows)
        yield from chunks


class StreamablePipeline:
    """Exactly one sequence part and one streamable part."""

    def __init__(self, sequence: SequenceBlockContainer, stack: StreamableStack) -> None:
        """Raises: BlockError if the stack does not take what the sequence part gives."""
        given = {port.name: port for port in sequence.gives}
        _check_join(stack.blocks[0][0], stack.takes, given.get(stack.takes.name))
        self.sequence, self.stack = sequence, stack

    def whole(self, rows: Mapping[str, Rows]) -> Rows:
        """All rows of an utterance at once; the same as the joined chunks of `stream` to within rounding."""
        import numpy as np

        start = self.sequence.run(rows)[self.stack.takes.name]
        return np.concatenate(list(self.stack.stream([start], chunk_rows=0)))

    def stream(self, rows: Mapping[str, Rows], chunk_rows: int = CHUNK_ROWS) -> Iterator[Rows]:
        """Chunks of the last block's rows while the rest is computed."""
        start = self.sequence.run(rows)[self.stack.takes.name]
        yield from self.stack.stream([start], chunk_rows)


def _check_join(block: str, wanted: Port, given: Port | None) -> None:
    if given is None:
        raise BlockError(block, "takes", f"{wanted} from a block before it, which gives no such rows")
    for field, left, right in (
        ("name", wanted.name, given.name),
        ("width", wanted.width, given.width),
        ("rate_hz", wanted.rate_hz, given.rate_hz),
    ):
        if left != right:
            raise BlockError(block, field, f"{wanted} before it, found {given}")
