"""Kits and the tables that fill them, as typed data read from library/stories (format: docs/kits.md).

A sentence of a kit carries its paraphrases under "t" and under adjectives ("silly/happy"); `Sentence.tellings` keeps
them by that key.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from story_cli.errors import StoryError

_BRACE = re.compile(r"\{[^{}]*\}")
_KEYS = {"f", "t", "p", "k", "or", "air"}  # keys of a sentence that are not adjectives


class Table(msgspec.Struct, frozen=True):
    """Base: unknown keys are left alone, because authors add notes."""


class Slot(Table, frozen=True):
    """What may fill a slot: a sort with conditions, or the kit's own choices."""

    type: str = "pick"  # creature, thing, place, hide, pick
    pick: tuple[dict[str, str], ...] = ()
    has: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    not_: tuple[str, ...] = msgspec.field(default=(), name="not")
    size: str = ""  # bigger, smaller, tiny: against the hero
    max: float = 99.0  # metres
    named: float = 0.0  # chance of a given name
    known: bool = False
    within: str = msgspec.field(default="", name="in")

    def needs(self) -> tuple[str, ...]:
        """The conditions as atoms of `roles.Role.needs`."""
        atoms = [f"+{tag}" for tag in self.has] + [f"|{tag}" for tag in self.any] + [f"-{tag}" for tag in self.not_]
        atoms += [f"size:{self.size}"] if self.size else []
        atoms += [f"max:{self.max:g}"] if self.max < 90 else []
        return tuple([*atoms, "known"] if self.known else atoms)


class Sentence(Table, frozen=True):
    """One event: frames, keywords and the ways to say it; or a choice between several; or a line about a place."""

    frames: tuple[str, ...]
    keywords: tuple[str, ...]
    tellings: dict[str, tuple[str, ...]]
    chance: float
    branches: tuple[tuple[Sentence, ...], ...]
    air: str


class KitScene(Table, frozen=True):
    place: str
    say: tuple[Sentence, ...]


class Kit(Table, frozen=True):
    id: str
    themes: tuple[str, ...]  # empty = any
    adjectives: tuple[str, ...]  # empty = all
    wish: str
    slots: dict[str, Slot]
    titles: tuple[str, ...]
    scenes: tuple[KitScene, ...]
    plot: dict[str, str] = {}
    extras: tuple[str, ...] = ()  # who or what acts in frames without being a slot
    said: frozenset[str] = frozenset()  # words written out in the text: nothing named so fills a slot

    def sentences(self) -> Iterator[tuple[int, Sentence]]:
        """Every sentence with the number of its scene (from 1), branches of a choice included."""
        for number, scene in enumerate(self.scenes, 1):
            for sentence in scene.say:
                for one in itertools.chain(*sentence.branches) if sentence.branches else (sentence,):
                    yield number, one

    def tellings(self) -> Iterator[str]:
        """Every paraphrase of every sentence, once."""
        for _, sentence in self.sentences():
            yield from dict.fromkeys(itertools.chain(*sentence.tellings.values()))


class HeroTable(Table, frozen=True):
    size: float
    move: tuple[str, str]
    look: tuple[str, ...]
    joy: tuple[str, ...]
    think: tuple[str, ...]
    skill: tuple[tuple[str, str], ...]
    gear: dict[str, tuple[str, ...] | None] = {}


class Filler(Table, frozen=True):
    """A creature or thing that can fill a slot."""

    tags: tuple[str, ...]
    size: float = 0.3
    pl: str = ""
    move: tuple[str, str] | None = None
    sound: str = ""


class PlaceTable(Table, frozen=True):
    in_: str = msgspec.field(name="in")
    to: str
    tags: tuple[str, ...]
    hides: tuple[str, ...] = ()
    air: tuple[str, ...] = ()


class ThemeTable(Table, frozen=True):
    places: dict[str, PlaceTable]
    creatures: tuple[str, ...]
    things: tuple[str, ...]
    swim: tuple[str, str] | None = None


class KitTables(Table, frozen=True):
    """Words and conditions that all kits share (library/stories/kits_catalogue.json)."""

    traits: dict[str, tuple[str, ...]]
    mood: dict[str, tuple[str, ...]]
    how: dict[str, tuple[str, ...]]
    air_adj: dict[str, tuple[str, ...]]
    desc: dict[str, tuple[str, ...]]
    gear: dict[str, tuple[str, ...]]
    heroes: dict[str, HeroTable]
    creatures: dict[str, Filler]
    things: dict[str, Filler]
    themes: dict[str, ThemeTable]
    swap: tuple[tuple[str, ...], ...] = ()
    short: dict[str, str] = {}


def load_tables(path: Path) -> KitTables:
    """Raises: StoryError naming file and field."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=KitTables)
    except (OSError, msgspec.DecodeError) as exc:
        raise StoryError(f"kit tables {path.name}: {exc}", "mend the file; docs/kits.md describes it") from exc


def load_kits(folder: Path) -> list[Kit]:
    """All kits of a folder by file name. Raises: StoryError naming the kit that cannot be read."""
    return [_kit(path) for path in sorted(folder.glob("*.json"))]


def _kit(path: Path) -> Kit:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        kit = Kit(
            id=raw["id"],
            themes=() if raw["themes"] == "any" else tuple(raw["themes"]),
            adjectives=tuple(raw.get("adjectives", ())),
            wish=raw["plot"]["wish"],
            slots=msgspec.convert(raw["slots"], dict[str, Slot]),
            titles=tuple(raw["titles"]),
            scenes=tuple(KitScene(s["place"], tuple(_sentence(item) for item in s["say"])) for s in raw["scenes"]),
            plot=msgspec.convert(raw["plot"], dict[str, str]),
            extras=tuple(raw.get("extras", ())),
        )
        return msgspec.structs.replace(kit, said=_said(kit))
    except (OSError, ValueError, KeyError, TypeError, msgspec.ValidationError) as exc:
        raise StoryError(f"kit {path.name}: {exc!r}", "mend the kit; docs/kits.md describes the format") from exc


def _said(kit: Kit) -> frozenset[str]:
    """Words outside braces, in lower case; a slot called "frog" may be the frog that the text speaks of."""
    texts = [*kit.tellings(), *(text for slot in kit.slots.values() for words in slot.pick for text in words.values())]
    words = re.findall(r"[a-z]+", " ".join(_BRACE.sub(" ", text) for text in texts).lower())
    return frozenset(words) - set(kit.slots)


def _sentence(raw: dict[str, Any]) -> Sentence:
    tellings: dict[str, tuple[str, ...]] = {}
    for key, value in raw.items():
        if key not in _KEYS or key == "t":
            for adjective in key.split("/"):
                tellings[adjective] = tellings.get(adjective, ()) + tuple(value)
    return Sentence(
        frames=tuple(f for f in raw.get("f", "").split(" ; ") if f),
        keywords=tuple(raw.get("k", "").split()),
        tellings=tellings,
        chance=raw.get("p", 0.45 if "air" in raw else 1.0),
        branches=tuple(tuple(_sentence(item) for item in branch) for branch in raw.get("or", ())),
        air=raw.get("air", ""),
    )
