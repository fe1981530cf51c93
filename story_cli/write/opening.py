"""How a story begins: with the plot's own first sentence, if that is about something; one that first says who or where
gets a short sentence before it, another for every seed.

The moves are written by hand (library/stories/openings.json), no two of them with the same four words at the start;
those that do not go with what the scene says (a lit lamp at noon) are passed over.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from story_cli.artifacts import Brief, Data
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.models.roles import OPEN, OPEN_ON
from story_cli.rng import prompt_seed

STRIDE = 101  # places between a move that does not fit and the next: a hundred seeds in a row never meet
_TRIED = 24
_MOST_WORDS = 74  # of a scene with its opening
_WHO = {"<name>", "<hero>"}
_INTRODUCED = 4  # role tokens within which a beginning names the hero
_PLACED = 3  # role tokens within which it names the place
_CHOICE = re.compile(r"\{([^{}]*)\}")


class Group(Data, frozen=True):
    """Moves that one line of the file stands for: `say` with each of its choices."""

    say: str
    not_: tuple[str, ...] = msgspec.field(name="not", default=())  # groups of words that the scene must not say
    with_: str = msgspec.field(name="with", default="")  # a group of which it must say one
    themes: tuple[str, ...] = ()


class Openings(Data, frozen=True):
    """The file."""

    groups: dict[str, frozenset[str]]
    moves: tuple[Group, ...]


class Move(Data, frozen=True):
    """One way to begin."""

    text: str
    clashes: frozenset[str]  # words that the scene must not say
    needs: frozenset[str]  # words of which it says one, if there are any


def load_openings(path: Path) -> Openings:
    """Raises: StoryError if the file is missing or damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Openings)
    except (OSError, msgspec.DecodeError) as exc:
        raise StoryError(f"openings {path.name}: {exc}", "mend the file, or install storycli again") from exc


@lru_cache(maxsize=12)
def moves_of(path: Path, theme: str) -> tuple[Move, ...]:
    """All moves of a theme, each beginning once. Raises: StoryError."""
    book = load_openings(path)
    found: dict[tuple[str, ...], Move] = {}
    for group in book.moves:
        if not group.themes or theme in group.themes:
            clashes = frozenset[str]().union(*(book.groups[name] for name in group.not_))
            needs = book.groups[group.with_] if group.with_ else frozenset[str]()
            for text in expanded(group.say):
                found.setdefault(begins(text), Move(text, clashes, needs))
    return tuple(found.values())


def expanded(say: str) -> list[str]:
    """ "{Softly|Slowly} it began." → two sentences."""
    parts = _CHOICE.split(say)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return ["".join(one) for one in itertools.product(*choices)]


def begins(text: str) -> tuple[str, ...]:
    """The first four words."""
    return tuple(re.findall(r"[a-z']+", text.lower())[:4])


def introduces(tokens: Sequence[str]) -> bool:
    """Whether a story begins with who or where, as others do: "The silly fox Pip", "Everybody in the village"."""
    if {OPEN, OPEN_ON} & set(tokens[:2]):
        return False
    return bool(_WHO & set(tokens[:_INTRODUCED])) or any(token.endswith(":in>") for token in tokens[:_PLACED])


class Opener:
    """The openings of one story, in the order in which this seed tries them."""

    def __init__(self, brief: Brief, library: Library) -> None:
        moves = list(moves_of(library.root / "stories" / "openings.json", brief.theme))
        random.Random(prompt_seed(msgspec.structs.replace(brief, seed=0), "openings")).shuffle(moves)
        self.moves = [moves[(brief.seed + STRIDE * n) % len(moves)] for n in range(min(_TRIED, len(moves)))]

    def __call__(self, tokens: Sequence[str], text: str) -> str:
        """The text of a first scene with its opening; `tokens` are its role tokens."""
        words = re.findall(r"[a-z']+", text.lower())
        said = set(words)
        if not introduces(tokens):
            return text
        room = _MOST_WORDS - len(words)
        for move in self.moves:
            if move.clashes & said or (move.needs and not move.needs & said):
                continue
            if len(move.text.split()) <= room:
                return f"{move.text} {text}"
        return text
