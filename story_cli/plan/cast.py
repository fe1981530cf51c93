"""Fills a plan's roles with creatures, things and places of the theme that meet the roles' needs."""

from __future__ import annotations

import random
from collections.abc import Sequence

from story_cli.artifacts import Brief, Character, Data
from story_cli.catalogue import Creature, Library, Place, Prop
from story_cli.models.phrases import hides_of, load_ways
from story_cli.models.roles import Role


class Filling(Data, frozen=True):
    """Who and what fills the roles, by role id."""

    creatures: dict[str, Creature]
    things: dict[str, Prop]
    places: dict[str, Place]
    hides: dict[str, str]
    names: dict[str, str]  # given names by role
    pronouns: dict[str, str]

    def cast(self, brief: Brief) -> tuple[Character, ...]:
        """Hero first, then the creatures."""
        hero = Character("hero", brief.hero, brief.hero_name, brief.pronoun)
        others = (
            Character(role, creature.id, self.names.get(role, ""), self.pronouns[role])
            for role, creature in self.creatures.items()
        )
        return (hero, *others)


def meets(needs: Sequence[str], tags: Sequence[str], size_m: float, hero_size_m: float) -> bool:
    """Whether something with these tags and size meets a role's needs (atoms of `roles.Role.needs`)."""
    has = set(tags)
    any_of = {need[1:] for need in needs if need[0] == "|"}
    limits = [float(need[4:]) for need in needs if need.startswith("max:")]
    sizes = {
        "size:bigger": size_m > 1.5 * hero_size_m,
        "size:smaller": size_m < 0.75 * hero_size_m,
        "size:tiny": size_m <= min(0.35, 0.75 * hero_size_m),
    }
    return (
        all(need[1:] in has for need in needs if need[0] == "+")
        and not any(need[1:] in has for need in needs if need[0] == "-")
        and (not any_of or bool(any_of & has))
        and all(sizes.get(need, True) for need in needs)
        and all(size_m <= limit for limit in limits)
    )


def fill(
    roles: Sequence[Role], brief: Brief, library: Library, rng: random.Random, taken: frozenset[str] = frozenset()
) -> Filling | None:
    """A filling that uses nothing twice and none of the nouns that are `taken`, or None when the theme has nothing
    that fits; draws from rng."""
    for _ in range(12):
        filling = _try(roles, brief, library, rng, taken)
        if filling:
            return filling
    return None


def _try(
    roles: Sequence[Role], brief: Brief, library: Library, rng: random.Random, taken: frozenset[str]
) -> Filling | None:
    size_m = library.heroes[brief.hero].size_m
    filling = Filling({}, {}, {}, {}, {}, {})
    heads = {brief.hero.split("-")[-1], *taken}
    for role in roles:
        if role.sort == "hide":
            home = filling.places.get(role.within)
            if home is None:
                return None
            filling.hides[role.id] = rng.choice(hides_of(load_ways(library), home))
            continue
        options: list[Creature] | list[Prop] | list[Place]
        if role.sort == "creature":
            options = [c for c in library.creatures_of(brief.theme) if meets(role.needs, c.tags, c.size_m, size_m)]
        elif role.sort == "thing":
            options = [p for p in library.props_of(brief.theme) if meets(role.needs, p.tags, p.size_m, size_m)]
            options = [p for p in options if {"hand", "huge"} & set(p.tags)]
        else:
            options = [p for p in library.places_of(brief.theme) if meets(role.needs, p.tags, 1.0, 1.0)]
        options = [o for o in options if o.names[0].split()[-1] not in heads]  # type: ignore[assignment]
        drawn = [o for o in options if role.sort == "place" or library.has_piece(o.id)]
        if not options:
            return None
        entry = rng.choice(drawn or options)
        heads.add(entry.names[0].split()[-1])
        _add(filling, role, entry, brief, library, rng)
    return filling


def _add(
    filling: Filling, role: Role, entry: Creature | Prop | Place, brief: Brief, library: Library, rng: random.Random
) -> None:
    if isinstance(entry, Creature):
        filling.creatures[role.id] = entry
        pronoun = rng.choice([p for p in ("she", "he") if p != brief.pronoun])
        filling.pronouns[role.id] = pronoun
        if role.named:
            taken = {brief.hero_name, *filling.names.values()}
            pool = library.names.she if pronoun == "she" else library.names.he
            filling.names[role.id] = rng.choice([name for name in pool if name not in taken])
    elif isinstance(entry, Prop):
        filling.things[role.id] = entry
    else:
        filling.places[role.id] = entry
