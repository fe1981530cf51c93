"""Brings planned words that a text leaves out into it: colours to things, adjectives to nouns, else a short line.

Works on role tokens of one scene, after the writer and before the judgement, so it serves every writer alike.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import NamedTuple

from story_cli.kits.phrasebook import Phrasebook
from story_cli.models.realise import Wording, realise
from story_cli.models.roles import CAPITAL, CLOSE, ENDS, OPEN, OPEN_ON, role_of, spaced

_BEFORE_NOUN = {"a", "an", "one", "the", "his", "her", "<his>", "that", "this", "such", "some", "another"}
_NO_ADJECTIVE = {"of", "and", "to", "in", "on", "with", "for", "at", "by", "or", "than", "one", "other", "same", "next"}
_BEFORE_TWO = {"a", "an", "the", "<his>", "two", "three", "four", "five", "six", "seven", "ten", "some"}
_DEED = 0.3  # chance that an adjective is shown by something that the hero does or likes, in a line of its own
_HERO_FIRST = 0.85  # chance that an adjective goes to the hero where it could also go to something else
_ROOM = 68  # tokens of a first scene that has room for such a line
_NIGHT = {"night", "evening", "bed", "moon", "dark", "sleep"}
_TIMES = {"day", "morning", "evening", "night", "afternoon", "moment"}  # "in the morning" takes no adjective
_LEANING = {
    "it", "its", "this", "that", "these", "those", "they", "them", "their", "one", "so", "but", "and", "or", "too",
    "also", "then", "there", "not", "nor", "because", "for", "else", "another", "both", "neither",
    "either", "none", "instead",
}  # fmt: skip
_IT_WAS = {"was", "such", "what", "for"}
_SUFFIX = "(?:s|es|ly|ing|ed|d|er|est|'s)?"
_INSIDE = {OPEN, OPEN_ON}
_MATERIALS = {
    "silver", "silvery", "golden", "gold", "straw", "bowler", "wooden", "paper", "tin", "glass", "iron", "stone",
    "brown", "white", "black", "grey", "pointed", "wool",
}  # fmt: skip
_WORN = (
    ("in", "scarf"), ("in", "cape"), ("in", "cap"), ("in", "waistcoat"), ("in", "shawl"), ("in", "jumper"),
    ("with", "bag"), ("with", "ribbon"), ("with", "sash"), ("with", "neckerchief"), ("with", "umbrella"),
    ("with", "kite"),
)  # fmt: skip
_ITEMS = {item for _, item in _WORN}
_OPENS_CLAUSE = {",", "who"}  # what follows "a fox in a red scarf" at once


class Dressed(NamedTuple):
    """The text with every planned word in it, and how many lines had to be added for that."""

    tokens: list[str]
    added: int


class Dresser:
    """Dresses the texts of one story."""

    def __init__(self, words: Wording, book: Phrasebook, colours: Sequence[str], adjectives: Sequence[str]) -> None:
        self.words, self.book, self.colours, self.adjectives = words, book, colours, adjectives
        self.told, self.planned = "", set[str]()
        self.worn = 0  # colours of what the hero is introduced in
        self.roomy = True  # no adjective has had a line yet
        self.things = {said: role for role, said in words.words.items() if len(role) == 2 and role[0] == "t"}

    def __call__(self, tokens: Sequence[str], keywords: Sequence[str], before: str, rng: random.Random) -> Dressed:
        """The tokens with each keyword said at least once; `before` is the story so far, in English."""
        out, added = list(tokens), 0
        self.told, self.planned = before.lower(), {k.partition(" ")[2] for k in keywords}
        self.worn, self.roomy = 0, True
        for keyword in keywords:
            if said_in(keyword, realise(out, self.words)):
                continue
            fitted = self._fitted(out, keyword, rng)
            if fitted is None:
                fitted, added = self._with_line(out, self._line(keyword, out, rng)), added + 1
            out = fitted
        return Dressed(out, added)

    def _fitted(self, tokens: list[str], keyword: str, rng: random.Random) -> list[str] | None:
        """The keyword put before a noun that is there, or None."""
        colour, _, noun = keyword.partition(" ")
        if colour in self.colours:
            things = {f"<{self.things[noun]}>"} if noun in self.things else set()
            if not noun:
                worn = self._introduced_in(tokens, colour, rng) if not self.told else None
                if worn is not None:
                    return worn
                nouns = [n for n in self.book.paintable if not self._painted(n)]
                things = {*nouns, *(f"<{role}>" for n, role in self.things.items() if not self._painted(n))}
            return self._before(tokens, things, colour, rng)
        tint = self.book.adjectives.get(keyword) if keyword in self.adjectives else None
        if tint is None:
            return None
        if self.roomy and not self.told and len(tokens) < _ROOM and rng.random() < _DEED:
            self.roomy = False
            return None
        hero = self._of_hero(tokens, keyword, rng) if tint.hero and not self.told else None
        other = self._before(tokens, {*self.book.nouns, *tint.nouns}, keyword, rng)
        return hero if other is None or (hero and rng.random() < _HERO_FIRST) else other

    def _of_hero(self, tokens: list[str], adjective: str, rng: random.Random) -> list[str] | None:
        """The adjective before the hero's noun, also beside another one: "the brave and silly fox"."""
        for at, token in enumerate(tokens):
            if token == "<hero>" and at > 1 and tokens[at - 1] in self.adjectives and tokens[at - 2] in ("a", "the"):
                return [*tokens[: at - 1], adjective, "and", *tokens[at - 1 :]]
        return self._before(tokens, {"<hero>"}, adjective, rng)

    def _introduced_in(self, tokens: list[str], colour: str, rng: random.Random) -> list[str] | None:
        """ "Pip the fox, in a red scarf, looked out": something of that colour on the hero where it is introduced."""
        if self.worn:
            last = next(n for n, t in enumerate(tokens) if t in self.colours and tokens[n + 1] in _ITEMS)
            first = last - 2 if self.worn > 1 else last
            joint = ["and"] if self.worn == 1 else [","]
            self.worn += 1
            return [*tokens[:first], colour, *joint, *tokens[first:]]
        at = next((n for n, t in enumerate(tokens) if t == "<hero>"), 0)
        known = {"<look>", *_INSIDE} & set(tokens[:at])
        if not at or known or "<name>" not in tokens[max(0, at - 6) : at] or "<look>" in tokens:
            return None
        items = [(how, item) for how, item in _WORN if item not in tokens and not self._painted(item)]
        following = tokens[at + 1]
        if not items or not (following.isalpha() or following in _OPENS_CLAUSE) or following in ("in", "with", "and"):
            return None
        how, item = rng.choice(items)
        self.worn = 1
        phrase = [how, "a", colour, item]
        phrase = phrase if following in _OPENS_CLAUSE else [",", *phrase, ","]
        return [*tokens[: at + 1], *phrase, *tokens[at + 1 :]]

    def _painted(self, noun: str) -> bool:
        """Whether a noun has a colour already, in the story so far or by the plan of this scene."""
        tints = (*self.colours, *_MATERIALS)
        return noun in self.planned or any(f"{colour} {noun}" in self.told for colour in tints)

    def _before(self, tokens: list[str], nouns: set[str], word: str, rng: random.Random) -> list[str] | None:
        places = [
            at
            for at, token in enumerate(tokens)
            if token in nouns and at and self._takes(tokens, at, word) and not _bound(tokens, at)
        ]
        if not places:
            return None
        first = rng.choice(places)
        return [*tokens[:first], word, *tokens[first:]]

    def _takes(self, tokens: Sequence[str], at: int, word: str) -> bool:
        """Whether the noun at `at` can take a word before it: "a pearl", and for colours "a warm pearl"."""
        if word in self.colours and tokens[at - 2 : at - 1] in (["like"], ["as"], ["than"]):
            return False
        if tokens[at - 1] in _BEFORE_NOUN:
            return True
        if tokens[at - 1] in _MATERIALS or tokens[at - 1] in self.colours:
            return False
        adjective = tokens[at - 1].isalpha() and tokens[at - 1] not in _NO_ADJECTIVE and word in self.colours
        return adjective and at > 1 and tokens[at - 2] in _BEFORE_TWO

    def _line(self, keyword: str, tokens: Sequence[str], rng: random.Random) -> str:
        """A short sentence in role text that says the keyword."""
        if keyword in self.adjectives and keyword in self.book.adjectives:
            tint = self.book.adjectives[keyword]
            lines = tint.later if self.told else tint.lines
            by_night = bool(_NIGHT & set(tokens))
            return rng.choice([line for line in lines if not (by_night and " day" in line)] or list(lines))
        colour, _, noun = keyword.partition(" ")
        if colour in self.colours and not noun:
            return rng.choice(self.book.colours).replace("{}", colour)
        if colour in self.colours or keyword in self.things:
            thing = f"{colour} <{self.things[noun]}>" if noun in self.things else keyword
            thing = f"<{self.things[keyword]}>" if keyword in self.things else thing
            line = rng.choice(self.book.things)
            return line.replace("{A}", f"A {thing}").replace("{a}", f"a {thing}").replace("{the}", f"the {thing}")
        line = rng.choice(self.book.words)
        return line.replace("{C}", keyword[:1].upper() + keyword[1:]).replace("{}", keyword)

    def _with_line(self, tokens: list[str], line: str) -> list[str]:
        """A line after the first sentence that speaks of the hero and is not inside quotes, or at the end."""
        open_now, met = False, False
        for at, token in enumerate(tokens):
            open_now = (open_now or token in _INSIDE) and token != CLOSE
            met = met or role_of(token) == "hero"
            following = tokens[at + 1] if at + 1 < len(tokens) else ""
            speaks_on = token == "." and following in _INSIDE and CLOSE in tokens[max(0, at - 9) : at]
            of_another = any(role_of(t)[:1] == "c" and ":he" in t for t in tokens[at + 1 : at + 3])
            if speaks_on or of_another or (token in ENDS and _leans(tokens[at + 1 :])):
                continue
            if met and not open_now and token in ENDS and following not in ("", CLOSE) and _begins(tokens, at + 1):
                return [*tokens[: at + 1], *spaced(line), *tokens[at + 1 :]]
        return [*tokens, *([CAPITAL] if tokens and tokens[-1] == CLOSE else []), *spaced(line)]


def _bound(tokens: Sequence[str], at: int) -> bool:
    """Whether the noun belongs to a fixed phrase: "in the morning", "the day after"."""
    if tokens[at] in _TIMES:
        before = tokens[at - 2] if at > 1 else ""
        if tokens[at - 1] not in ("one", "that", "this", "such") and not (tokens[at - 1] == "a" and before in _IT_WAS):
            return True  # "a hundred questions a day"
    return at + 1 < len(tokens) and (
        tokens[at + 1] in ("after", "before", "long") or role_of(tokens[at + 1])[:1] not in ("", "p")
    )


def _leans(tokens: Sequence[str]) -> bool:
    """Whether a sentence goes on from the one before it ("It was not."), so that no line may come between them."""
    end = next((n for n, token in enumerate(tokens) if token in ENDS), len(tokens))
    return bool(_LEANING & {token.lower() for token in tokens[: min(end, 7)]})


def _begins(tokens: Sequence[str], at: int) -> bool:
    """Whether a new sentence that is no tag of a speech begins at this token."""
    return tokens[at] not in ("said", "asked", "cried", "called", "whispered", "shouted", "'s")


def said_in(keyword: str, text: str) -> bool:
    """Whether a text says a keyword, also with an ending ("bravely" says "brave", "hundred" does not say "red")."""
    return re.search(rf"(?<!\w){re.escape(keyword.lower())}{_SUFFIX}(?!\w)", text.lower()) is not None
