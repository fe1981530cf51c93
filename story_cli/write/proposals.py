"""What every writer gives: texts of a scene in role tokens, each going on from a beginning of the story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Past(NamedTuple):
    """A beginning of the story, told up to the scene before."""

    draft: int  # among the drafts of the scene before; −1 at the start
    score: float  # nats a token less flaws, summed over scenes
    met: frozenset[str]  # roles that were spoken of, and the tokens of names that were said
    text: str  # told so far, in English
    memory: dict[str, object]  # what each writer has to remember, by its name


class Proposal(NamedTuple):
    """A text of the next scene."""

    tokens: list[str]
    past: int  # index of the beginning that it goes on from
    nats: float  # mean log-probability a token, or how far a retrieved text is trusted
    memory: object = None  # of its own writer


class Writer(Protocol):
    """One way to write. Same seed, same proposals."""

    name: str

    def propose(self, number: int, pasts: Sequence[Past], count: int, seed: int) -> list[Proposal]:
        """About `count` texts of scene `number` (from 0), spread over the beginnings."""
        ...

    def remember(self, number: int, past: Past, place: int, tokens: Sequence[str], own: object) -> object:
        """What to keep when the story goes on from `past` (number `place` of the last ones) with these tokens.

        `own` is the proposal's memory if this writer proposed it, else None.
        """
        ...
