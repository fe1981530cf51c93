"""Frame by frame: each event of a scene as one plain sentence in role text. Dull, but it can tell any plan.

Used for events that no plot knows (a person has edited the plan), and as the writer named "frames".
"""

from __future__ import annotations

import random
from collections.abc import Collection

from story_cli.artifacts import Frame
from story_cli.kits.phrasebook import Phrasebook
from story_cli.models.roles import RoleScene, RoleStory
from story_cli.models.sequences import is_role

SHORTEST = 24  # words of a scene; below that a line about the place is added
_VAGUE = ("everyone", "everybody", "all", "they", "nobody", "somebody", "hundred", "neighbours")


class FrameTeller:
    """Tells the events of one story; `named` are the creatures that have a name."""

    def __init__(self, story: RoleStory, book: Phrasebook) -> None:
        self.story, self.book = story, book
        self.named = {role.id for role in story.roles if role.named}
        self.sorts = {role.id: role.sort for role in story.roles}

    def scene(self, number: int, met: Collection[str], rng: random.Random) -> str:
        """Role text of scene `number` (from 0); `met` are the roles that earlier scenes spoke of."""
        scene, seen = self.story.scenes[number], set(met)
        lines = []
        if not scene.frames or number == 0:
            lines.append(self.opening(scene, seen))
        for place, frame in enumerate(scene.frames):
            if number or place or frame.act != "live":
                lines.append(self.event(frame, seen, rng))
        text = " ".join(dict.fromkeys(lines))
        return text if len(text.split()) >= SHORTEST else f"{text} {self.air(scene, rng)}".strip()

    def air(self, scene: RoleScene, rng: random.Random) -> str:
        """Two lines about the place, for a scene in which little happens."""
        return " ".join(line.replace("<p:", f"<{scene.place}:") for line in rng.sample(self.book.places, 2))

    def opening(self, scene: RoleScene, seen: set[str]) -> str:
        """Who and where."""
        who = "<Name>" if "hero" in seen else "<Name> was a <hero>, and <he>"
        return f"{who} was <{scene.place}:in>." if "hero" in seen else f"{who} lived <{scene.place}:in>."

    def event(self, frame: Frame, seen: set[str], rng: random.Random) -> str:
        """One sentence; adds to `seen` whom it speaks of."""
        who = self._noun(frame.agent, seen)
        if frame.speech:
            lines = self.book.speech.get(frame.speech, self.book.speech["*"])
            line = rng.choice(lines)
            return line.replace("{A}", _capital(who) if line.startswith("{A}") else who)
        words = [_capital(who), self.past(frame.act)]
        if frame.object:
            words.append(self._noun(frame.object, seen))
        if frame.recipient:
            words.append(f"to {self._noun(frame.recipient, seen)}")
        if frame.at:
            words.append(self._where(frame, seen))
        if frame.feeling:
            words.append(f"and was {self.book.feelings.get(frame.feeling, frame.feeling)}")
        return " ".join(word for word in words if word) + "."

    def past(self, act: str) -> str:
        """The past tense of a verb ("look" → "looked")."""
        if act in self.book.past:
            return self.book.past[act]
        verb, _, rest = act.partition("-")
        if verb in self.book.past:
            told = self.book.past[verb]
        elif verb.endswith("e"):
            told = f"{verb}d"
        elif verb.endswith("y") and verb[-2:-1] not in tuple("aeiou"):
            told = f"{verb[:-1]}ied"
        else:
            told = f"{verb}ed"
        return f"{told} {rest.replace('-', ' ')}".strip()

    def _noun(self, word: str, seen: set[str]) -> str:
        """A role or a plain word as a noun phrase."""
        if word == "hero":
            seen.add("hero")
            return "<name>"
        if not is_role(word) or word not in self.sorts:
            plain = word.replace("-", " ")
            return plain if plain in _VAGUE or plain.endswith("s") else f"the {plain}" if word in seen else plain
        known, sort = word in seen, self.sorts[word]
        seen.add(word)
        if sort in ("place", "hide"):
            return f"<{word}>" if sort == "hide" else f"the <{word}>"
        if word in self.named:
            return f"<{word}:name>" if known else f"a <{word}> called <{word}:name>"
        return f"the <{word}>" if known else f"a <{word}>"

    def _where(self, frame: Frame, seen: set[str]) -> str:
        sort = self.sorts.get(frame.at)
        if sort == "place":
            return f"<{frame.at}:{'to' if frame.relation == 'to' else 'in'}>"
        if sort == "hide":
            return f"<{frame.at}>"
        return f"{frame.relation or 'near'} {self._noun(frame.at, seen)}"


def _capital(text: str) -> str:
    for at, letter in enumerate(text):
        if letter.isalpha():
            return text[:at] + letter.upper() + text[at + 1 :]
    return text
