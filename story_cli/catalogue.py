"""The library as typed entries: what stories name, pictures show and sounds play. The only file that finds library/.

`Library(root)` reads library/world lazily and strictly (an unknown key is an error that names file and field) and
gives the folders of pieces, models, music and sounds. Entries are found by id or by any of their names.
"""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from story_cli.artifacts import Data
from story_cli.errors import ExitStatus, StoryError, UsageError

Pronoun = Literal["she", "he", "they"]
Habitat = Literal["water", "ground", "air", "wall", "surface", "space"]


class Theme(Data, frozen=True):
    id: str
    names: tuple[str, ...]
    illustrated: bool  # has backdrops and a cast: offered as a prompt
    habitat: Habitat  # what surrounds its actors


class Place(Data, frozen=True):
    id: str
    theme: str
    names: tuple[str, ...]
    where: str  # "on the coral reef"
    to: str  # "to the coral reef"
    tags: tuple[str, ...]


class Hero(Data, frozen=True):
    id: str
    names: tuple[str, ...]
    size_m: float
    habitat: tuple[Habitat, ...]
    pronouns: tuple[Pronoun, ...]


class Creature(Data, frozen=True):
    id: str
    names: tuple[str, ...]
    plural: str
    themes: tuple[str, ...]
    size_m: float
    habitat: tuple[Habitat, ...]
    tags: tuple[str, ...]
    hypernyms: tuple[str, ...]  # "the little creature" may be this one


class Prop(Data, frozen=True):
    id: str
    names: tuple[str, ...]
    plural: str
    themes: tuple[str, ...]  # "*" = any
    size_m: float
    habitat: tuple[Habitat, ...]
    tags: tuple[str, ...]
    sound: str  # how a story spells its sound, or ""


class Vocabulary(Data, frozen=True):
    """Closed word lists: curated prompts, and the words that pictures understand."""

    kind: str
    licence: str
    colours: tuple[str, ...]
    adjectives: tuple[str, ...]
    relations: tuple[str, ...]
    moves: tuple[str, ...]
    feelings: tuple[str, ...]
    times_of_day: tuple[str, ...]
    weathers: tuple[str, ...]


class Names(Data, frozen=True):
    """Screened given names by pronoun."""

    kind: str
    licence: str
    she: tuple[str, ...]
    he: tuple[str, ...]
    they: tuple[str, ...]


class _Themes(Data, frozen=True):
    kind: str
    licence: str
    entries: tuple[Theme, ...]


class _Places(Data, frozen=True):
    kind: str
    licence: str
    entries: tuple[Place, ...]


class _Heroes(Data, frozen=True):
    kind: str
    licence: str
    entries: tuple[Hero, ...]


class _Creatures(Data, frozen=True):
    kind: str
    licence: str
    entries: tuple[Creature, ...]


class _Props(Data, frozen=True):
    kind: str
    licence: str
    entries: tuple[Prop, ...]


Entry = Theme | Place | Hero | Creature | Prop
_E = TypeVar("_E", Theme, Place, Hero, Creature, Prop)
_T = TypeVar("_T")


def library_root() -> Path:
    """Where the library is: $STORYCLI_LIBRARY, beside the package in a checkout, or inside an installed package."""
    named = os.environ.get("STORYCLI_LIBRARY")
    package = Path(__file__).resolve().parent
    for folder in [Path(named)] if named else [package.parent / "library", package / "library"]:
        if (folder / "world").is_dir():
            return folder
    raise StoryError(
        f"no library at {named or package.parent / 'library'}",
        "install storycli again, or set STORYCLI_LIBRARY to a folder that holds world/, art/, models/ …",
        ExitStatus.MISSING_ENGINE,
    )


def nearest(word: str, choices: Iterable[str], count: int = 3) -> list[str]:
    """The valid values most like a misspelt one, best first; may be empty."""
    return difflib.get_close_matches(word.lower(), list(choices), n=count, cutoff=0.5)


class Library:
    """Read access to one library folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or library_root()

    # --- the world -------------------------------------------------------------------------------------------

    @cached_property
    def themes(self) -> dict[str, Theme]:
        return _by_id(self._read("themes.json", _Themes).entries)

    @cached_property
    def places(self) -> dict[str, Place]:
        return _by_id(self._read("places.json", _Places).entries)

    @cached_property
    def heroes(self) -> dict[str, Hero]:
        return _by_id(self._read("heroes.json", _Heroes).entries)

    @cached_property
    def creatures(self) -> dict[str, Creature]:
        return _by_id(self._read("creatures.json", _Creatures).entries)

    @cached_property
    def props(self) -> dict[str, Prop]:
        return _by_id(self._read("props.json", _Props).entries)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return self._read("vocabulary.json", Vocabulary)

    @cached_property
    def names(self) -> Names:
        return self._read("names.json", Names)

    def actor(self, entry_id: str) -> Hero | Creature:
        """The hero or creature of this id."""
        return self.heroes.get(entry_id) or find(self.creatures, entry_id, "creature or hero")

    def thing(self, entry_id: str) -> Hero | Creature | Prop:
        """Anything of this id that can stand in a picture."""
        found = self.heroes.get(entry_id) or self.creatures.get(entry_id) or self.props.get(entry_id)
        return found or find(self.props, entry_id, "piece")

    def places_of(self, theme: str) -> list[Place]:
        return [place for place in self.places.values() if place.theme == theme]

    def creatures_of(self, theme: str) -> list[Creature]:
        return [creature for creature in self.creatures.values() if theme in creature.themes]

    def props_of(self, theme: str) -> list[Prop]:
        return [prop for prop in self.props.values() if theme in prop.themes or "*" in prop.themes]

    @cached_property
    def things_by_word(self) -> dict[str, str]:
        """Any name or plural, lower case → id of hero, creature or prop; ids win over other entries' synonyms.

        What belongs to no theme is drawn where a text names it (story_cli.scene.standins), and promised by no plan.
        """
        words: dict[str, str] = {}
        planned = [e for things in (self.creatures, self.props) for e in things.values() if e.themes]
        everything: list[Hero | Creature | Prop] = [*self.heroes.values(), *planned]
        for entry in everything:
            words.setdefault(entry.names[0], entry.id)
        for entry in everything:
            plural = getattr(entry, "plural", entry.names[0] + "s")
            for name in (*entry.names[1:], plural):
                words.setdefault(name, entry.id)
        return words

    def place_by_word(self, theme: str, word: str) -> str:
        """Id of the theme's place of this name, or ""."""
        hits = [place.id for place in self.places_of(theme) if word.lower() in (place.id, *place.names)]
        return hits[0] if hits else ""

    # --- what a prompt may say -------------------------------------------------------------------------------

    @cached_property
    def theme_prompts(self) -> list[str]:
        return [theme.id for theme in self.themes.values() if theme.illustrated]

    @cached_property
    def hero_prompts(self) -> list[str]:
        return [hero for hero in self.heroes if self.has_piece(hero)]

    # --- folders ---------------------------------------------------------------------------------------------

    def piece_folder(self, piece_id: str) -> Path:
        """Folder of a picture piece: <id>.svg and <id>.json."""
        return self.root / "art" / "pieces" / piece_id

    def has_piece(self, piece_id: str) -> bool:
        return (self.piece_folder(piece_id) / f"{piece_id}.json").is_file()

    def model_folder(self, name: str) -> Path:
        """Folder of a model: one of library/models by name, or any folder by path.

        Raises: StoryError if neither exists; a hub id is not fetched here (callers that support it check first).
        """
        for folder in (self.root / "models" / name, Path(name)):
            if (folder / "config.json").is_file() or (folder / "config.cfg").is_file():
                return folder
        have = sorted(p.name for p in (self.root / "models").iterdir() if p.is_dir())
        raise StoryError(f"no model '{name}'", f"name a folder that holds one, or one of: {', '.join(have)}")

    def digest(self, *parts: str) -> str:
        """SHA-256 over names and contents of library files or folders, e.g. `digest("world", "models/writer")`.

        A part that is an absolute path stands for itself; one that does not exist counts by its name.
        """
        return _digest_of(self.root, parts)

    def _read(self, name: str, kind: type[_T]) -> _T:
        path = self.root / "world" / name
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except (OSError, msgspec.DecodeError) as exc:
            raise StoryError(f"library file world/{name}: {exc}", "mend the file, or install storycli again") from exc


def find(entries: dict[str, _E], entry_id: str, what: str) -> _E:
    """The entry of this id. Raises: UsageError with the nearest ids."""
    if entry_id in entries:
        return entries[entry_id]
    close = nearest(entry_id, entries) or sorted(entries)[:8]
    raise UsageError(f"no {what} '{entry_id}' in the library", f"nearest: {', '.join(close)}")


def _by_id(entries: Sequence[_E]) -> dict[str, _E]:
    return {entry.id: entry for entry in entries}


@lru_cache(maxsize=64)
def _digest_of(root: Path, parts: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for part in parts:
        top = root / part
        total.update(part.encode())
        files = sorted(p for p in top.rglob("*") if p.is_file()) if top.is_dir() else [top] if top.is_file() else []
        for path in files:
            total.update(f"{part}/{path.relative_to(top).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
