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
_NIGHT = {"night", "evening", "bed", "moon", "dark", "sleep"}
_TIMES = {"day", "morning", "evening", "night", "afternoon", "moment"}  # "in the morning" takes no adjective
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
_JOINTS = {"in", "with", "and", "the", "or"}
_NEAR = 7  # tokens after the hero's name within which it may be said what the hero is
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
        self.things = {said: role for role, said in words.words.items() if len(role) == 2 and role[0] == "t"}

    def __call__(self, tokens: Sequence[str], keywords: Sequence[str], before: str, rng: random.Random) -> Dressed:
        """The tokens with each keyword said at least once; `before` is the story so far, in English."""
        out, added = list(tokens), 0
        self.told, self.planned = before.lower(), {k.partition(" ")[2] for k in keywords}
        self.worn = 0
        for keyword in keywords:
            if said_in(keyword, realise(out, self.words)):
                continue
            fitted = self._fitted(out, keyword, rng)
            if fitted is None:
                fitted, added = _with_line(out, self._line(keyword, out, rng)), added + 1
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
        first = not self.told and tint.hero
        hero = self._of_hero(tokens, keyword, rng) or _presented(tokens, keyword) if first else None
        return hero or self._before(tokens, {*self.book.nouns, *tint.nouns}, keyword, rng)

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
        at = _introduction(tokens)
        if at is None:
            return None
        items = [(how, item) for how, item in _WORN if item not in tokens and not self._painted(item)]
        if not items:
            return None
        how, item = rng.choice(items)
        self.worn = 1
        phrase = [how, "a", colour, item]
        phrase = phrase if tokens[at + 1] in _OPENS_CLAUSE else [",", *phrase, ","]
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


def _with_line(tokens: list[str], line: str) -> list[str]:
    """The line after everything else, where it parts no sentence from the one that leans on it."""
    return [*tokens, *([CAPITAL] if tokens and tokens[-1] == CLOSE else []), *spaced(line)]


def _presented(tokens: list[str], adjective: str) -> list[str] | None:
    """ "Pip looked out" → "Pip the brave fox looked out", where the text has not said yet what the hero is."""
    at = _first_named(tokens)
    if at is None or {"<hero>", "<look>"} & set(tokens[: at + _NEAR]):
        return None
    after = tokens[at + 1]
    said = tokens[at - 1 : at] == ["said"] and after == "."
    fits = said or (after.isalpha() and after not in _JOINTS) or after == "<went>"
    return [*tokens[: at + 1], "the", adjective, "<hero>", *tokens[at + 1 :]] if fits else None


def _introduction(tokens: Sequence[str]) -> int | None:
    """Where the text says what the hero is beside the name, or else names it first, as a sentence's subject; None where
    neither can take what the hero wears."""
    kind = next((n for n, t in enumerate(tokens) if t == "<hero>"), 0)
    if kind:
        known = {"<look>", *_INSIDE} & set(tokens[:kind])
        at = None if known or "<name>" not in tokens[max(0, kind - 6) : kind] else kind
    else:
        at = _first_named(tokens)
        at = at if at is None or at == 0 or tokens[at - 1] in ENDS else None
    if at is None or "<look>" in tokens or at + 1 == len(tokens):
        return None
    after = tokens[at + 1]
    return at if (after.isalpha() and after not in _JOINTS) or (kind and after in _OPENS_CLAUSE) else None


def _first_named(tokens: Sequence[str]) -> int | None:
    """Where the hero is named first, if that is outside of speech."""
    at = next((n for n, t in enumerate(tokens) if t == "<name>"), None)
    if at is None or at + 1 == len(tokens):
        return None
    quoted = [t for t in tokens[:at] if t in (OPEN, OPEN_ON, CLOSE)]
    return at if not quoted or quoted[-1] == CLOSE else None


def _bound(tokens: Sequence[str], at: int) -> bool:
    """Whether the noun belongs to a fixed phrase: "in the morning", "the day after"."""
    if tokens[at] in _TIMES:
        before = tokens[at - 2] if at > 1 else ""
        if tokens[at - 1] not in ("one", "that", "this", "such") and not (tokens[at - 1] == "a" and before in _IT_WAS):
            return True  # "a hundred questions a day"
    return at + 1 < len(tokens) and (
        tokens[at + 1] in ("after", "before", "long") or role_of(tokens[at + 1])[:1] not in ("", "p")
    )


def said_in(keyword: str, text: str) -> bool:
    """Whether a text says a keyword, also with an ending ("bravely" says "brave", "hundred" does not say "red")."""
    return re.search(rf"(?<!\w){re.escape(keyword.lower())}{_SUFFIX}(?!\w)", text.lower()) is not None
