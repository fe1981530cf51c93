"""What is wrong with a candidate text, by rule: the part of the judgement that needs no model."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from story_cli.models.roles import OPEN, OPEN_ON, RoleScene, role_of
from story_cli.models.sequences import is_role
from story_cli.text import sentences
from story_cli.write.dress import said_in

FEWEST_WORDS, MOST_WORDS = 24, 70
FEWEST_SENTENCES, MOST_SENTENCES = 2, 9


class Flaws(NamedTuple):
    """Penalties in nats a token, by name, and the planned words that the text does not use."""

    penalties: dict[str, float]
    missing: tuple[str, ...]

    @property
    def total(self) -> float:
        """All penalties together."""
        return sum(self.penalties.values())


def flaws(
    tokens: Sequence[str], text: str, scene: RoleScene, keywords: Sequence[str], met: frozenset[str],
    foreign: frozenset[str],
) -> Flaws:  # fmt: skip
    """Judge role tokens and their English; `met` are the roles and names that earlier scenes said, `foreign` the nouns
    that belong to other themes."""
    found: dict[str, float] = {}
    words, told = len(text.split()), sentences(text)
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        found["length"] = 0.02 * max(FEWEST_WORDS - words, words - MOST_WORDS)
    if not FEWEST_SENTENCES <= len(told) <= MOST_SENTENCES:
        found["sentences"] = 0.3
    if not re.search(r"""[.!?]["']?$""", text):
        found["unfinished"] = 0.5
    again = repeated(tokens)
    if again:
        found["repeats"] = 0.15 * again
    starts = [s.text.split()[0].lower() for s in told]
    same = sum(one == other for one, other in itertools.pairwise(starts) if one in ("so", "then", "and", "but"))
    if same:
        found["same start"] = 0.1 * same
    strangers = introduced_badly(tokens, met)
    if strangers:
        found["stranger"] = 0.25 * strangers
    anew = introduced_again(tokens, met)
    if anew:
        found["met before"] = 0.25 * anew
    nameless = named_badly(tokens, met)
    if nameless:
        found["nameless"] = 0.25 * nameless
    absent = unspoken(tokens, scene)
    if absent:
        found["unspoken"] = 0.12 * absent
    lower = text.lower()
    unnamed = sum(1 for word in plain_objects(scene) if word not in lower)
    if unnamed:
        found["unnamed"] = 0.05 * unnamed
    astray = sum(1 for noun in foreign if noun in lower and re.search(rf"\b{re.escape(noun)}s?\b", lower))
    if astray:
        found["foreign"] = 0.2 * astray
    missing = tuple(word for word in keywords if not said_in(word, lower))
    if missing:
        found["keywords"] = 0.15 * len(missing)
    return Flaws(found, missing)


def repeated(tokens: Sequence[str]) -> int:
    """How many runs of four words come twice."""
    plain = [t for t in tokens if t[0].isalpha() or t[0] == "<"]
    runs = [tuple(plain[i : i + 4]) for i in range(len(plain) - 3)]
    return len(runs) - len(set(runs))


def introduced_badly(tokens: Sequence[str], met: frozenset[str]) -> int:
    """How many creatures come as "the crab" or "he" before anybody has met "a crab"."""
    seen, bad = set(met), 0
    for i, token in enumerate(tokens):
        role = role_of(token)
        if not role or role[0] != "c" or role in seen:
            continue
        seen.add(role)
        before = list(tokens[max(0, i - 4) : i])
        the_first = token == f"<{role}>" and not {"a", "an"} & set(before)
        bad += the_first or (":" in token and not token.endswith((":s", ":name>")))
    return bad


def introduced_again(tokens: Sequence[str], met: frozenset[str]) -> int:
    """How many creatures of earlier scenes come as "a young crab" once more."""
    bad, seen = 0, set[str]()
    for at, token in enumerate(tokens):
        role = role_of(token)
        if role[:1] == "c" and role in met and role not in seen:
            seen.add(role)
            bad += token == f"<{role}>" and bool({"a", "an"} & set(tokens[max(0, at - 2) : at]))
    return bad


def named_badly(tokens: Sequence[str], known: frozenset[str]) -> int:
    """How many names come before anybody has said whose they are ("a crab called Pip")."""
    told, bad = set(known), 0
    for at, token in enumerate(tokens):
        if token.endswith(":name>") and token not in told:
            told.add(token)
            bad += not {"called", "named", OPEN, OPEN_ON} & set(tokens[max(0, at - 3) : at])
    return bad


def unspoken(tokens: Sequence[str], scene: RoleScene) -> int:
    """How many things and creatures of the scene's frames the text never speaks of."""
    spoken = {role_of(token) for token in tokens}
    planned = {w for f in scene.frames for w in (f.agent, f.object, f.recipient) if is_role(w)}
    return len(planned - spoken - {"hero"})


def plain_objects(scene: RoleScene) -> set[str]:
    """What the frames' people do something with, where it is no role: "porridge"; the text had better name it."""
    return {frame.object.lower() for frame in scene.frames if frame.object and not is_role(frame.object)}
