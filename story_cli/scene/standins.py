"""Pieces for things that the catalogue's planned entries do not name: the nearest fitting piece, or none.

A story says "spoon", "grandmother", "teacher": the reader of the text knows them as entities without a piece. Here they
get one, in this order: the table library/world/standins.json, the entries of the catalogue that belong to no theme
(drawn where a text names them), a person for a word that names one, and what the word is a kind of in WordNet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from story_cli.artifacts import Entity, Story
from story_cli.errors import StoryError
from story_cli.rng import derived_seed
from story_cli.scene.nouns import read_nouns
from story_cli.scene.understand import Understood

if TYPE_CHECKING:
    from story_cli.catalogue import Library

_NEAR_KIN = 3  # synonyms and hypernyms of a word that may lead to a piece
_KINDS = frozenset(("artifact", "clothes", "food", "animal"))
_HUMAN_HEROES = frozenset(("pirate", "astronaut", "wizard", "princess", "knight"))
# whose first meaning in WordNet is not what a story means
_NOT_LIKE = frozenset(
    (
        "light", "fan", "bank", "board", "case", "cover", "pad", "band", "bar", "plate", "bridge", "bit", "switch",
        "layer", "shrimp", "rip", "dry", "lookout", "friend", "fairy", "giant", "spirit", "baby",
    )
)  # fmt: skip


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    licence: str
    note: str
    words: dict[str, str]
    people: dict[str, str]
    she: str
    kin: str
    groups: str
    worn: dict[str, str]
    parts: str
    unseen: str


class StandIns:
    """Looks up the piece for a word of a story."""

    def __init__(self, library: Library) -> None:
        """Raises: StoryError if the table is missing or broken."""
        path = library.root / "world" / "standins.json"
        try:
            table = msgspec.json.decode(path.read_bytes(), type=_Table)
        except (OSError, msgspec.DecodeError) as exc:
            raise StoryError(
                f"library file world/standins.json: {exc}", "mend the file, or install storycli again"
            ) from exc
        self._has = library.has_piece
        self._nouns = read_nouns(library.root)
        self.she, self.kin, self.groups = (frozenset(t.split()) for t in (table.she, table.kin, table.groups))
        self.parts, self.unseen = frozenset(table.parts.split()), frozenset(table.unseen.split())
        self.worn = {hero: frozenset(words.split()) for hero, words in table.worn.items()}
        unplanned = [e for things in (library.props, library.creatures) for e in things.values() if not e.themes]
        self._words = {name: entry.id for entry in unplanned for name in entry.names}
        self._words |= {word: piece for piece, words in table.words.items() for word in words.split()}
        self._people = {word: piece for piece, words in table.people.items() for word in words.split()}
        every = [e for things in (library.props, library.creatures) for e in things.values()]
        self._first = {entry.names[0]: entry.id for entry in reversed(every)}

    def piece_for(self, head: str, hero: str) -> str:
        """Catalogue id of the piece that shows this word in a story of this hero, or ""."""
        word = head.rpartition(" ")[2]
        if self.why_none(head, hero):
            return ""
        if word in self.kin and hero not in _HUMAN_HEROES:
            return hero
        found = self._words.get(head) or self._people.get(word) or self._words.get(word, "")
        found = found or self._person(word) or self._alike(word)
        return found if found and self._has(found) else ""

    def why_none(self, head: str, hero: str) -> str:
        """Why a word needs no piece of its own, or "" if one is missing."""
        word = head.rpartition(" ")[2]
        if word in self.worn.get(hero, ()):
            return "the hero's own drawing shows it"
        if word in self.parts:
            return "it is a part or a mark of something"
        return "it is nothing that one sees" if word in self.unseen else ""

    def _person(self, word: str) -> str:
        if word in self.groups:
            return "man"
        if word in _NOT_LIKE or word not in self._nouns or self._nouns[word].kind != "person":
            return ""
        return "woman" if word in self.she or derived_seed(0, "person", word) % 2 else "man"

    def _alike(self, word: str) -> str:
        """By synonyms and what it is a kind of."""
        noun = self._nouns.get(word)
        if noun is None or noun.kind not in _KINDS or word in _NOT_LIKE:
            return ""
        for name in noun.above[:_NEAR_KIN]:
            piece = self._first.get(name, "")
            if piece and name not in _NOT_LIKE and self._nouns.get(name, noun).kind == noun.kind:
                return piece
        return ""


@lru_cache(maxsize=2)
def _of_root(root: Path) -> StandIns:
    from story_cli.catalogue import Library

    return StandIns(Library(root))


def standins(library: Library) -> StandIns:
    """The table of a library, read once."""
    return _of_root(library.root)


def with_standins(scenes: Sequence[Understood], story: Story, library: Library) -> tuple[Understood, ...]:
    """The scenes with a piece for every visible entity that one fits."""
    table = standins(library)
    return tuple(_completed(scene, story.hero, table) for scene in scenes)


def _completed(scene: Understood, hero: str, table: StandIns) -> Understood:
    entities: list[Entity] = []
    for entity in scene.graph.entities:
        piece = entity.piece or (table.piece_for(entity.head, hero) if entity.visible else "")
        entities.append(entity if piece == entity.piece else msgspec.structs.replace(entity, piece=piece))
        if piece == "man" and not entity.piece and entity.head in table.groups:
            entities[-1] = msgspec.structs.replace(entities[-1], count=1)
            entities.append(Entity(f"{entity.id}-and", entity.head, "woman", mentions=entity.mentions))
    if tuple(entities) == scene.graph.entities:
        return scene
    graph = msgspec.structs.replace(scene.graph, entities=tuple(entities))
    return replace(scene, facts=replace(scene.facts, graph=graph))
