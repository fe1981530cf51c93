"""A sentence taken apart: tokens, what it is about, whom it names."""

from __future__ import annotations

import re
from typing import NamedTuple

from story_cli.models.judge import Tables
from story_cli.rank.layout import HERO, NAMES

_TOKEN = re.compile(r"\[[A-Z]+\d?\]|[^\W\d_]+(?:['’][a-z]+)?|[.,!?“”\"]")
SIGNS = {HERO, *NAMES}
HE, SHE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
COMMON = 5.0  # nats of rarity below which a word says nothing about the topic


class Words(NamedTuple):
    """A sentence taken apart."""

    tokens: list[str]  # lower case, punctuation included
    content: frozenset[str]  # rare enough to say what the story is about, plurals undone
    signs: frozenset[str]
    he: int
    she: int
    spoken: bool


def taken_apart(sentence: str, tables: Tables) -> Words:
    """Tokens and what is counted of them."""
    tokens = [t if t in SIGNS else t.lower().replace("’", "'") for t in _TOKEN.findall(sentence)]
    content = frozenset(stem(t) for t in tokens if t[0].isalpha() and len(t) > 2 and tables.facts(t).rarity > COMMON)
    return Words(
        tokens, content, frozenset(t for t in tokens if t in SIGNS), sum(t in HE for t in tokens),
        sum(t in SHE for t in tokens), bool({"“", "”", '"'} & set(tokens)),
    )  # fmt: skip


def stem(word: str) -> str:
    """A word without the ending of a plural or a possessive."""
    word = word.removesuffix("'s")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
