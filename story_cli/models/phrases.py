"""What a story's role tokens say: nouns and places of the world's catalogue, and each hero's own ways from the tables.

In: a brief, the filled roles, the library. Out: a `Wording` for `realise`. Draws from the rng that it is given.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from story_cli.artifacts import Brief, Character
from story_cli.catalogue import Library, Place, Prop
from story_cli.errors import StoryError
from story_cli.models.realise import PRONOUNS, Wording, pronoun_words


class HeroWays(msgspec.Struct, frozen=True):
    """How one kind of hero moves, looks and plays; phrases hold {a col1 hat}, {his} …"""

    move: tuple[str, str] = ("walk", "walked")
    moves: tuple[tuple[str, str], ...] = ()  # other words for it; a story keeps to one
    look: tuple[str, ...] = ("with {a col1} scarf",)
    joy: tuple[str, ...] = ("jumped for joy", "laughed out loud")
    think: tuple[str, ...] = ("thought and thought", "sat down and thought")
    skill: tuple[tuple[str, str], ...] = (("whistle very loudly", "whistled very loudly"),)
    gear: dict[str, tuple[str, ...] | None] = {}


class CreatureWays(msgspec.Struct, frozen=True):
    tags: tuple[str, ...] = ()
    move: tuple[str, str] | None = None


class PlaceWays(msgspec.Struct, frozen=True):
    hides: tuple[str, ...] = ()


class ThemeWays(msgspec.Struct, frozen=True):
    places: dict[str, PlaceWays] = {}
    swim: tuple[str, str] | None = None
    swims: tuple[tuple[str, str], ...] = ()


class Ways(msgspec.Struct, frozen=True):
    """The part of the story tables that a finished text needs."""

    heroes: dict[str, HeroWays]
    creatures: dict[str, CreatureWays]
    themes: dict[str, ThemeWays]
    gear: dict[str, tuple[str, ...]] = {}


def load_ways(library: Library) -> Ways:
    """Raises: StoryError if the tables are missing or damaged."""
    return _load_ways(library.root / "stories" / "kits_catalogue.json")


@lru_cache(maxsize=4)
def _load_ways(path: Path) -> Ways:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Ways)
    except (OSError, msgspec.DecodeError) as exc:
        raise StoryError(f"story tables {path.name}: {exc}", "install storycli again") from exc


def hides_of(ways: Ways, place: Place) -> tuple[str, ...]:
    """Hiding places there, each as relation and noun: "behind the red coral"."""
    places = ways.themes[place.theme].places if place.theme in ways.themes else {}
    return next((places[name].hides for name in place.names if name in places), ("behind a rock",))


def wording(
    brief: Brief, cast: Sequence[Character], things: dict[str, Prop], places: dict[str, Place], hides: dict[str, str],
    library: Library, rng: random.Random,
) -> Wording:  # fmt: skip
    """Words of all roles; `things`, `places` and `hides` go by role id ("t1", "p1", "d1")."""
    ways = load_ways(library)
    words = _hero_words(brief, library, ways, rng)
    swim = ways.themes[brief.theme].swim if brief.theme in ways.themes else None
    for character in cast:
        if character.role != "hero":
            words |= _character_words(character, library, ways, swim)
    for role, prop in things.items():
        words |= {role: prop.names[0], f"{role}:s": prop.plural, f"{role}:sound": prop.sound or "clink"}
    for role, place in places.items():
        words |= {role: place.names[0], f"{role}:in": place.where, f"{role}:to": place.to}
    for role, phrase in hides.items():
        relation, _, at = phrase.partition(" ")
        words |= {role: phrase, f"{role}:rel": relation, f"{role}:at": at}
    return Wording(words, they=brief.pronoun == "they")


def _hero_words(brief: Brief, library: Library, ways: Ways, rng: random.Random) -> dict[str, str]:
    mine = ways.heroes.get(brief.hero, HeroWays())
    theme = ways.themes.get(brief.theme, ThemeWays())
    go, went = rng.choice((theme.swim, *theme.swims) if theme.swim else (mine.move, *mine.moves))
    gear = {**ways.gear, **mine.gear}
    skill = rng.choice(mine.skill)
    colours = brief.colours or ("blue",)
    own = {"col1": colours[0], "col2": colours[-1], **pronoun_words("", brief.pronoun)}
    phrases = {
        "look": rng.choice(gear.get(brief.theme, gear.get("*")) or mine.look),
        "joy": rng.choice(mine.joy),
        "think": rng.choice(mine.think),
        "skill:do": skill[0],
        "skill:did": skill[1],
    }
    said = {key: _said(phrase, own) for key, phrase in phrases.items()}
    return {"name": brief.hero_name, "hero": library.heroes[brief.hero].names[0], "go": go, "went": went, **own, **said}


def _said(phrase: str, own: dict[str, str]) -> str:
    """A phrase with its braces filled: "in {a col1 hat}" → "in a red hat"."""

    def filled(found: re.Match[str]) -> str:
        return " ".join(own.get(word, word) for word in found[1].split())

    return re.sub(r"\{([^{}]*)\}", filled, phrase)


def _character_words(
    character: Character, library: Library, ways: Ways, swim: tuple[str, str] | None
) -> dict[str, str]:
    role = character.role
    entry = library.creatures.get(character.kind)
    hero = library.heroes.get(character.kind)
    noun = entry.names[0] if entry else hero.names[0] if hero else character.kind.replace("-", " ")
    known = ways.creatures.get(noun, CreatureWays())
    flies = "fly" in (entry.tags if entry else known.tags)
    go, went = known.move or swim or (("fly", "flew") if flies else ("walk", "walked"))
    pronoun = character.pronoun if character.pronoun in PRONOUNS else "it"
    return {
        role: noun,
        f"{role}:name": character.name or f"the {noun}",
        f"{role}:s": entry.plural if entry else f"{noun}s",
        f"{role}:go": go,
        f"{role}:went": went,
        **pronoun_words(f"{role}:", pronoun),
    }
