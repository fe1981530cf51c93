"""Who a noun stands for together with everybody joined to it by "and"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from story_cli.scene.mentions import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_QUANTIFIERS = frozenset(("all", "both", "some", "most", "each", "two", "three", "four", "five", "six", "ten", "many"))
_NOUNS = ("NOUN", "PROPN", "PRON")


def joined_mentions(by_head: Mapping[int, Mention], token: Token) -> list[Mention]:
    """Mentions of a noun and of its conjuncts, in reading order.

    A subject whose partner the parser made the root of the sentence ("The mermaid and the crab swam") is joined by the
    words between them.
    """
    parts = [token, *(child for child in token.children if child.dep_ == "conj" and child.pos_ in _NOUNS)]
    found = [by_head[part.i] for part in map(_counted, parts) if part.i in by_head]
    if found and token.dep_ in ("nsubj", "nsubj:pass"):
        found = [*_stranded(by_head, found[0], token), *found]
    return found


def _counted(token: Token) -> Token:
    """ "them" of "all of them", "two of them"."""
    if token.lower_ not in _QUANTIFIERS and token.tag_ != "JJS":
        return token
    of = (c for c in token.children if c.dep_ == "nmod" and any(g.lower_ == "of" for g in c.children))
    return next(of, token)


def _stranded(by_head: Mapping[int, Mention], mention: Mention, token: Token) -> list[Mention]:
    """Mentions before "and" that were to be subjects of the same verb."""
    verb = token.head
    if verb.dep_ != "conj" or verb.head.i >= mention.start or verb.head.pos_ not in _NOUNS:
        return []
    first = by_head.get(verb.head.i)
    between = [token.doc[i].lower_ for i in range(first.end, mention.start)] if first else []
    return [first] if first is not None and between in (["and"], [",", "and"]) else []


def joined_referents(by_head: Mapping[int, Mention], token: Token) -> tuple[str, ...]:
    """Referents of `joined_mentions` that have a shape, once each."""
    mentions = [mention for mention in joined_mentions(by_head, token) if not mention.idea]
    return tuple(dict.fromkeys(ref_id for mention in mentions for ref_id in mention.referents))
