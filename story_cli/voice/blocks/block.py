"""What a block is: rows in, rows out, with ports that say which rows, how wide and how often.

Rows are float32 arrays (rows, width). A sequence block sees the whole utterance; a streamable block sees windows of it
and must give the same rows whatever the windows are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows: TypeAlias = NDArray[np.float32]
    Flags: TypeAlias = NDArray[np.bool_]

PER_PHONE = 0.0  # the rate of rows that have no clock: one a phone


@dataclass(frozen=True)
class Port:
    """Rows of one kind: name, width, and how many there are a second (PER_PHONE for one a phone)."""

    name: str
    width: int
    rate_hz: float = PER_PHONE

    def __str__(self) -> str:
        rate = f"{self.rate_hz:g} a second" if self.rate_hz else "one a phone"
        return f"“{self.name}” ({self.width} wide, {rate})"


class SequenceBlock(ABC):
    """Works on a whole utterance. `takes` and `gives` are joined by name within a container."""

    kind: ClassVar[str]
    takes: tuple[Port, ...]
    gives: tuple[Port, ...]

    @abstractmethod
    def run(self, rows: Mapping[str, Rows]) -> dict[str, Rows]:
        """The rows of every port in `gives`, from those of every port in `takes`."""


@dataclass(frozen=True)
class Window:
    """What a streamable block sees at once: `rows` always have the same count, so that the block can be compiled.

    `valid` marks rows of the utterance (the rest is padding, all zeros); the block answers for `core` alone. `last` is
    true when no row follows the core.
    """

    rows: Rows
    valid: Flags
    core: slice
    last: bool


class StreamableBlock(ABC):
    """Works window by window. `left` and `right` are the rows beside the core on which the answer depends."""

    kind: ClassVar[str]
    takes: Port
    gives: Port
    left: int = 0
    right: int = 0

    def begin(self) -> Any:
        """The state with which an utterance starts; None for a block that keeps none."""
        return None

    @abstractmethod
    def work(self, window: Window, state: Any) -> tuple[Rows, Any]:
        """Rows of `gives` for the core of the window, and the state for the next window."""


class BlockError(ValueError):
    """A block or join that cannot be: which block, which field, what was expected."""

    def __init__(self, block: str, field: str, expected: str) -> None:
        super().__init__(f"block “{block}”, {field}: expected {expected}")
        self.block, self.field, self.expected = block, field, expected
