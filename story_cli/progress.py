"""How a long stage says how far it is, without printing."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with the share done (0 … 1) and a few words; may raise to stop the stage."""


def silent(done: float, text: str) -> None:
    """A Progress that nobody looks at."""
