"""Unfolded stories in English, for reading and for checks: what each role token says by the kit tables alone."""

from __future__ import annotations

import itertools
import random

from story_cli.artifacts import Data
from story_cli.kits.tables import Kit, KitTables, Slot
from story_cli.kits.unfold import Unfit, fits, unfold
from story_cli.kits.wording import Polish
from story_cli.models.realise import FORMS, PRONOUNS, Wording, realise
from story_cli.models.roles import RoleStory

_NAMES = {
    "she": ("Mabel", "Juno", "Tilda", "Wren", "Pearl"),
    "he": ("Otto", "Milo", "Arlo", "Kai", "Hugo"),
    "they": ("Robin", "Sky"),
}
_COLOURS = ("pink", "purple", "blue", "teal", "green", "yellow", "orange", "red")


class Read(Data, frozen=True):
    """An unfolded story as it is read."""

    kit: str
    theme: str
    hero: str
    hero_name: str
    pronoun: str
    colours: tuple[str, ...]
    adjectives: tuple[str, ...]
    title: str
    scenes: tuple[str, ...]


def read(story: RoleStory, tables: KitTables, pronoun: str, rng: random.Random) -> Read:
    """The story in words, with a name and colours drawn from rng."""
    name = rng.choice(_NAMES[pronoun])
    colours = tuple(rng.sample(_COLOURS, 2))
    wording = _wording(story, tables, name, pronoun, colours, rng)
    return Read(
        story.source.removeprefix("kit:"), story.theme, story.hero, name, pronoun, colours, story.adjectives,
        realise(list(story.title), wording), tuple(realise(list(s.tokens), wording) for s in story.scenes),
    )  # fmt: skip


def _wording(
    story: RoleStory, tables: KitTables, name: str, pronoun: str, colours: tuple[str, ...], rng: random.Random
) -> Wording:
    theme, hero = tables.themes[story.theme], tables.heroes[story.hero]
    own = dict(zip(FORMS, PRONOUNS[pronoun], strict=True)) | {"col1": colours[0], "col2": colours[1]}
    gear = {**tables.gear, **hero.gear}
    do, did = rng.choice(hero.skill)
    go, went = theme.swim or hero.move
    phrases = {
        "look": rng.choice(gear.get(story.theme, gear.get("*")) or hero.look),
        "joy": rng.choice(hero.joy), "think": rng.choice(hero.think), "skill:do": do, "skill:did": did,
    }  # fmt: skip
    words = {"name": name, "hero": story.hero, "go": go, "went": went, **own}
    words |= {key: _filled(phrase, own) for key, phrase in phrases.items()}
    names = [n for n in (*_NAMES["she"], *_NAMES["he"]) if n != name]
    for role in story.roles:
        if role.sort == "place":
            place = theme.places[role.kind]
            words |= {role.id: role.kind, f"{role.id}:in": place.in_, f"{role.id}:to": place.to}
        elif role.sort == "hide":
            relation, _, at = role.kind.partition(" ")
            words |= {role.id: role.kind, f"{role.id}:rel": relation, f"{role.id}:at": _filled(at, own)}
            words[role.id] = _filled(role.kind, own)
        elif role.sort == "thing":
            thing = tables.things[role.kind]
            plural = thing.pl or f"{role.kind}s"
            words |= {role.id: role.kind, f"{role.id}:s": plural, f"{role.id}:sound": thing.sound or "?"}
        else:
            creature = tables.creatures[role.kind]
            flies = ("fly", "flew") if "fly" in creature.tags else ("walk", "walked")
            go, went = creature.move or theme.swim or flies
            words |= {role.id: role.kind, f"{role.id}:s": creature.pl or f"{role.kind}s"}
            words |= {f"{role.id}:go": go, f"{role.id}:went": went, f"{role.id}:name": rng.choice(names)}
            other = "she" if pronoun == "he" else "he"
            words |= {f"{role.id}:{form}": word for form, word in zip(FORMS, PRONOUNS[other], strict=True)}
    return Wording(words, they=pronoun == "they")


def _filled(phrase: str, own: dict[str, str]) -> str:
    for key, value in own.items():
        phrase = phrase.replace(f"{{{key}}}", value)
    words = phrase.replace("{", "").replace("}", "").split()
    return " ".join(own.get(word, word) for word in words)


def unfold_read(kit: Kit, tables: KitTables, theme: str, hero: str, count: int, seed: int) -> list[Read]:
    """Up to `count` stories of the kit in words; "" as theme or hero goes through all that fit."""
    pairs = [
        pair for pair in itertools.product(kit.themes or tables.themes, tables.heroes)
        if theme in ("", pair[0]) and hero in ("", pair[1])
    ]  # fmt: skip
    rng, polish = random.Random(f"{seed}{kit.id}"), Polish(tables)
    rng.shuffle(pairs)
    out: list[Read] = []
    for turn in range(20 * count):
        if len(out) == count or not pairs:
            break
        try:
            story = unfold(kit, tables, polish, *pairs[turn % len(pairs)], rng)
        except Unfit:
            continue
        out.append(read(story, tables, ("she", "he", "they")[len(out) % 3], rng))
    return out


def options(kit: Kit, tables: KitTables) -> dict[str, dict[str, list[str]]]:
    """What can fill each slot, by theme ("kit": its own choices), for a hero of middle size."""
    out: dict[str, dict[str, list[str]]] = {}
    for name, slot in kit.slots.items():
        if slot.pick:
            out[name] = {"kit": [next(iter(choice.values())) for choice in slot.pick]}
            continue
        out[name] = {}
        for theme in kit.themes or tables.themes:
            out[name][theme] = _fillers(kit, slot, tables, theme)
    return out


def _fillers(kit: Kit, slot: Slot, tables: KitTables, theme: str) -> list[str]:
    places = tables.themes[theme].places
    if slot.type == "place":
        return [name for name, place in places.items() if fits(slot, place.tags, 1, 1)]
    if slot.type == "hide":
        return [hide for place in _fillers(kit, kit.slots[slot.within], tables, theme) for hide in places[place].hides]
    names = tables.themes[theme].creatures if slot.type == "creature" else tables.themes[theme].things
    table = tables.creatures if slot.type == "creature" else tables.things
    return [n for n in names if fits(slot, table[n].tags, table[n].size, 1.2) and n.split()[-1] not in kit.said]
