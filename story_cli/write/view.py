"""A Plan seen as the writer knows plans: roles instead of names, and the words that the roles say.

Works for plans that people have edited: things that a scene lists and places are found in the catalogue; what is not
there, or not listed, stays a plain word.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

import msgspec

from story_cli.artifacts import Brief, Character, Frame, Plan, PlannedScene
from story_cli.catalogue import Creature, Library, Place, Prop
from story_cli.errors import UsageError
from story_cli.models.phrases import wording
from story_cli.models.realise import Wording
from story_cli.models.roles import MOST, Role, RoleScene, RoleStory, role_of, role_tokens, spaced
from story_cli.rng import prompt_seed
from story_cli.write.edited import check_plan

_MOST_KEYWORDS = 6  # more are still looked for in the text, but the writer is not told


class View(NamedTuple):
    """The plan in roles (texts empty) and what its role tokens say."""

    story: RoleStory
    words: Wording
    banned: frozenset[str]  # role tokens that a text must not use: of other roles, names of the nameless …
    foreign: frozenset[str]  # nouns of the catalogue that belong to other themes


class _Roles:
    """Numbers the plan's characters, things, places and hiding places as they come up."""

    def __init__(self, plan: Plan, library: Library) -> None:
        self.library = library
        others = [c for c in plan.cast if c.role != "hero"][: MOST["creature"]]
        self.characters = {f"c{number}": c for number, c in enumerate(others, 1)}
        self.by_word = {"hero": "hero"}
        for role, character in self.characters.items():
            for word in (character.role, character.kind, character.name):
                if word:
                    self.by_word.setdefault(word, role)
        self.things: dict[str, Prop] = {}
        self.places: dict[str, Place] = {}
        self.hides: dict[str, str] = {}
        self.within: dict[str, str] = {}
        for thing in dict.fromkeys(thing for scene in plan.scenes for thing in scene.things):
            self._add_thing(thing)

    def thing(self, word: str) -> str:
        """The role of somebody, or of a thing that a scene lists; else the word itself."""
        return self.by_word.get(word, word.replace("-", " "))

    def _add_thing(self, word: str) -> None:
        prop = self.library.props.get(word)
        if prop and word not in self.by_word and len(self.things) < MOST["thing"]:
            role = f"t{len(self.things) + 1}"
            self.things[role] = prop
            self.by_word[word] = role

    def place(self, word: str) -> str:
        """The role of a place. Raises: UsageError if the library has no such place, or the plan has too many."""
        if word in self.by_word:
            return self.by_word[word]
        place = self.library.places.get(word)
        if place is None:
            near = ", ".join(sorted(self.library.places)[:40])
            raise UsageError(f"the plan names a place '{word}' that the library does not have", f"one of: {near}")
        if len(self.places) >= MOST["place"]:
            raise UsageError(f"the plan has more than {MOST['place']} places", "let some scenes share a place")
        role = f"p{len(self.places) + 1}"
        self.places[role] = place
        self.by_word[word] = role
        return role

    def hide(self, relation: str, at: str, place: str) -> str:
        """The role of a hiding place such as "behind" "the red coral", or the noun when there is no room."""
        phrase = f"{relation} {at}"
        for role, known in self.hides.items():
            if known == phrase:
                return role
        if len(self.hides) >= MOST["hide"]:
            return at.split(" ")[-1]
        role = f"d{len(self.hides) + 1}"
        self.hides[role], self.within[role] = phrase, place
        return role


def view(brief: Brief, plan: Plan, library: Library) -> View:
    """Raises: UsageError when the plan cannot be told (no scenes, a place that is not in the library)."""
    check_plan(plan, library)
    roles = _Roles(plan, library)
    scenes = tuple(_scene(scene, roles, (*brief.colours, *brief.adjectives)) for scene in plan.scenes)
    words = wording(
        brief, [_renamed(c, role) for role, c in roles.characters.items()], roles.things, roles.places, roles.hides,
        library, random.Random(prompt_seed(brief, "wording")),
    )  # fmt: skip
    cast = [Role(r, "creature", (), bool(c.name), kind=words.words[r]) for r, c in roles.characters.items()]
    cast += [Role(r, "thing", kind=prop.names[0]) for r, prop in roles.things.items()]
    cast += [Role(r, "place", kind=place.names[0]) for r, place in roles.places.items()]
    cast += [Role(r, "hide", within=roles.within[r], kind=phrase) for r, phrase in roles.hides.items()]
    story = RoleStory(
        "kit:", brief.theme, brief.hero, brief.adjectives, tuple(cast), in_roles(plan.title, words),
        in_roles(plan.wish, words), scenes,
    )  # fmt: skip
    return View(story, words, _banned(cast, roles), _foreign(brief, library, words))


def _banned(cast: list[Role], roles: _Roles) -> frozenset[str]:
    known = {"hero", *(role.id for role in cast)}
    banned = {token for token in role_tokens() if role_of(token) not in known}
    banned |= {f"<{role.id}:name>" for role in cast if role.sort == "creature" and not role.named}
    banned |= {f"<{role}:sound>" for role, prop in roles.things.items() if not prop.sound}
    if not any(role.named for role in cast):
        banned.add("named")
    return frozenset(banned)


def _foreign(brief: Brief, library: Library, words: Wording) -> frozenset[str]:
    """First names of places, creatures and props that other themes have and this one does not."""
    here = {e.names[0].split()[-1] for e in library.places_of(brief.theme)}
    here |= {e.names[0].split()[-1] for e in library.creatures_of(brief.theme)}
    here |= {e.names[0].split()[-1] for e in library.props_of(brief.theme)}
    here |= {word for said in words.words.values() for word in said.lower().split()}
    others: list[Place | Creature | Prop] = [*library.places.values()]
    others += [e for things in (library.creatures, library.props) for e in things.values() if e.themes]
    nouns: set[str] = {entry.names[0] for entry in others}
    return frozenset(noun for noun in nouns if noun.split()[-1] not in here)


def _renamed(character: Character, role: str) -> Character:
    return msgspec.structs.replace(character, role=role)


def _scene(scene: PlannedScene, roles: _Roles, prompts: tuple[str, ...]) -> RoleScene:
    place = roles.place(scene.place)
    frames = tuple(_frame(frame, place, roles) for frame in scene.frames)
    names = {prop.names[0] for prop in roles.things.values()}
    plain = [
        word
        for word in scene.keywords
        if word not in names and word not in roles.by_word and word.partition(" ")[0] not in prompts
    ]
    return RoleScene(place, frames, tuple(plain[:_MOST_KEYWORDS]))


def _frame(frame: Frame, place: str, roles: _Roles) -> Frame:
    relation, at = frame.relation, frame.at
    if at in roles.library.places:
        at = roles.place(at)
    elif " " in at:
        at = roles.hide(relation, at, place)
        relation = "behind" if at[0] == "d" else relation
    elif at:
        at = roles.thing(at)
    return Frame(
        roles.thing(frame.agent), frame.act, roles.thing(frame.object), roles.thing(frame.recipient), relation, at,
        frame.feeling, frame.speech,
    )  # fmt: skip


def in_roles(text: str, words: Wording) -> tuple[str, ...]:
    """English (a title, a wish) with the cast's nouns turned back into role tokens."""
    return tuple(t for t in text_in_roles(text.lower(), words) if t != "^")


def text_in_roles(text: str, words: Wording) -> tuple[str, ...]:
    """English with the cast's nouns and names turned back into role tokens; capitals are kept."""
    said = {
        value.lower(): key
        for key, value in words.words.items()
        if key in ("name", "hero") or re.fullmatch(r"[ctp]\d(:name|:s)?", key)
    }
    longest = sorted(said, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest))})\b", re.I)
    return tuple(spaced(pattern.sub(lambda m: f"<{said[m[0].lower()]}>", text)))
