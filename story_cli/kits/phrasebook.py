"""Short sentences and fitting nouns that bring a planned word into a text (library/stories/phrases.json)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from story_cli.artifacts import Data
from story_cli.catalogue import Library
from story_cli.errors import StoryError


class Tint(Data, frozen=True):
    """How an adjective shows: nouns that it can stand before, and lines that say it."""

    nouns: tuple[str, ...]
    lines: tuple[str, ...]  # for the first scene
    later: tuple[str, ...]  # for the others
    hero: bool  # whether the hero can be called so


class Phrasebook(Data, frozen=True):
    """Lines are role text; {} holds a word, {a} and {the} a thing with its article, {A} who does it."""

    titles: tuple[str, ...]  # {colour} and {adjective} are the prompts'
    nouns: tuple[str, ...]  # any adjective of a prompt can stand before them
    adjectives: dict[str, Tint]
    colours: tuple[str, ...]
    paintable: tuple[str, ...]  # nouns that a colour can stand before
    things: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[str, ...]
    equal: dict[str, tuple[str, ...]]  # words that can always be said otherwise
    ending: dict[str, tuple[str, ...]]  # the same, where a clause ends
    past: dict[str, str]  # irregular verbs
    feelings: dict[str, str]  # what somebody is who has it
    speech: dict[str, tuple[str, ...]]  # by speech act, * for any other


def load_phrasebook(library: Library) -> Phrasebook:
    """Raises: StoryError if the file is missing or damaged."""
    return _load(library.root / "stories" / "phrases.json")


@lru_cache(maxsize=4)
def _load(path: Path) -> Phrasebook:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Phrasebook)
    except (OSError, msgspec.DecodeError) as exc:
        raise StoryError(f"phrases {path.name}: {exc}", "mend the file, or install storycli again") from exc
