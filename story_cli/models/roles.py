"""Stories told in roles instead of names: the form that planner and writer learn and speak.

A role token stands for somebody or something of the cast: `<name>` and `<hero>` (the hero's name and kind), `<c1>`
(a creature's noun), `<c1:name>`, `<t1>` (a thing), `<t1:s>` (its plural), `<p1:in>` ("on the coral reef"), `<he>`,
`<him>`, `<his>` (the hero's pronouns), `<c1:he>` …; `story_cli.models.realise` turns them into words. One text in
roles thus stands for thousands of stories, and an entity cannot drift into another one.

A role text is a list of tokens: words, punctuation, role tokens. Capitals that follow from the sentence are taken
away (`spaced`) and come back (`joined`); the signs below carry what does not follow from the sentence.
"""

from __future__ import annotations

import re
from typing import Literal

from story_cli.artifacts import Data, Frame

CAPITAL = "^"  # the next word has a capital that its place does not explain
OPEN, OPEN_ON, CLOSE = "“", "„", "”"  # quote that begins an utterance, that goes on with one, that ends one
SOFT = {"!_": "!", "?_": "?"}  # a mark inside a sentence: "Boom! went the drum."
ENDS = (".", "!", "?")

RoleSort = Literal["creature", "thing", "place", "hide"]
PREFIX: dict[RoleSort, str] = {"creature": "c", "thing": "t", "place": "p", "hide": "d"}
MOST: dict[RoleSort, int] = {"creature": 6, "thing": 6, "place": 5, "hide": 2}

HERO_FORMS = (
    *("name", "hero", "he", "him", "his", "himself"),
    *("look", "joy", "think", "skill:do", "skill:did", "go", "went", "col1", "col2"),
)
FORMS: dict[RoleSort, tuple[str, ...]] = {
    "creature": ("", "name", "he", "him", "his", "himself", "s", "go", "went"),
    "thing": ("", "s", "sound"),
    "place": ("", "in", "to"),
    "hide": ("", "rel", "at"),
}


class Role(Data, frozen=True):
    """One part of a story to be filled: `id` ("c1"), what may fill it, and (when filled) the noun."""

    id: str
    sort: RoleSort
    needs: tuple[str, ...] = ()  # "+hand" has, "|soft" any of, "-huge" none of, "size:tiny", "max:3", "known"
    named: bool = False
    within: str = ""  # a hiding place: the place role that it is part of
    kind: str = ""  # the noun that fills it: "octopus", "coral reef"


class RoleScene(Data, frozen=True):
    """A scene in roles. Frames hold role ids where there is a role, else plain words."""

    place: str
    frames: tuple[Frame, ...]
    keywords: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()  # the role text; empty in a plan


class RoleStory(Data, frozen=True):
    """A story, or only its plan, in roles."""

    source: str  # "kit:night-noise", "house:castle-cat-02"
    theme: str
    hero: str
    adjectives: tuple[str, ...]
    roles: tuple[Role, ...]
    title: tuple[str, ...]  # role tokens
    wish: tuple[str, ...]
    scenes: tuple[RoleScene, ...]


def role_tokens() -> list[str]:
    """Every role token that a text can hold, in a fixed order."""
    tokens = [f"<{form}>" for form in HERO_FORMS]
    for sort, prefix in PREFIX.items():
        for number in range(1, MOST[sort] + 1):
            tokens += [f"<{prefix}{number}{':' + form if form else ''}>" for form in FORMS[sort]]
    return tokens


def role_of(token: str) -> str:
    """The role that a token speaks of ("<c1:name>" → "c1", "<he>" → "hero"), or "" for a plain word."""
    found = re.fullmatch(r"<([a-z]+\d*)(?::\w+)?>", token)
    if not found:
        return ""
    head = found[1]
    return head if re.fullmatch(r"[ctpd]\d+", head) else "hero"


_TOKEN = re.compile(
    r"""<[A-Za-z][\w:]*>|\.\.\.|…|'s\b|(?:[A-Za-z]+(?:['-][A-Za-z]+)*|\d+)'?(?![\w'])|[A-Za-z]+(?:['-][A-Za-z]+)*|["“”„]|\S"""
)
_ALWAYS = re.compile(r"(I|I'm|I'll|I've|I'd)$")
_CASELESS = re.compile(r"<(name|[cC]\d+:name)>$")


def spaced(text: str) -> list[str]:
    """Role text as written ('“Oh!” said <name>. <He> saw a <t1>.') → tokens with explained capitals removed."""
    raw, open_now = [], False
    for token in _TOKEN.findall(text.replace("’", "'")):
        if token == '"':
            token = CLOSE if open_now else OPEN
        if token in (OPEN, CLOSE):
            open_now = token == OPEN
        raw.append("..." if token == "…" else token)
    out: list[str] = []
    for i, token in enumerate(raw):
        following = next((t for t in raw[i + 1 :] if t not in (OPEN, CLOSE, OPEN_ON)), "")
        if token == OPEN and out and out[-1] == "," and not _capital(following):
            out.append(OPEN_ON)
        elif token in ENDS and i + 1 < len(raw) and raw[i + 1] != CLOSE and not _capital(following) and following:
            out.append(token + "_" if token in ("!", "?") else token)
        elif not re.match(r"[A-Za-z]|<[A-Za-z]", token) or _CASELESS.match(token) or _ALWAYS.match(token):
            out.append(token.lower() if _CASELESS.match(token) else token)
        else:
            if _capital(token) and not _expected(out):
                out.append(CAPITAL)
            out.append(_small(token))
    return out


def _capital(token: str) -> bool:
    return bool(re.match(r"[A-Z]|<[A-Z]", token) or _CASELESS.match(token))


def _small(token: str) -> str:
    at = 1 if token.startswith("<") else 0
    return token[:at] + token[at].lower() + token[at + 1 :]


def _expected(before: list[str]) -> bool:
    """Whether the next word takes a capital by its place alone."""
    return not before or before[-1] in (*ENDS, OPEN)


def joined(tokens: list[str]) -> str:
    """Tokens (role tokens already replaced by words, or not) → written English with straight quotes."""
    text, glue = "", True
    shown: list[str] = []
    raised = False
    for token in tokens:
        if token == CAPITAL:
            raised = True
            continue
        capital = raised or _expected(shown)
        shown.append(token)
        if token in (OPEN, OPEN_ON):
            text += ("" if not text else " ") + '"'
            glue = True
            continue
        mark = SOFT.get(token, token)
        if mark == CLOSE:
            text += '"'
        elif mark in (".", ",", "!", "?", ";", ":", "...") or mark == "'s":
            text += mark
        else:
            word = mark[:1].upper() + mark[1:] if capital else mark
            text += word if glue else " " + word
            raised = False
        glue = False
    return text
