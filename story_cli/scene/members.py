"""Words that pick out of a group: "one of them", "the smallest", "some were digging", "the last one", "another".

`pick_of` finds them in a parse; `member_referent` makes the one who is meant a referent of the group's kind, and lets
"some", "most", "all of them" mean the group itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from story_cli.scene.words import LIVING_VERBS, NUMBERS, SAME_PLURAL, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

    from story_cli.scene.discourse import Discourse, Referent
    from story_cli.scene.mentions import Mention

Pick = Literal["", "one", "many", "none"]
_ONE = word_set("one another other first second third fourth fifth last youngest oldest eldest")
_MANY = word_set("some most all many several few both")
_NONE = word_set("none neither")
_STANDS = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "conj", "root", "ROOT")


def pick_of(token: Token) -> Pick:
    """Which part of a group a word without a noun picks, or ""."""
    lower = token.lower_
    if token.dep_ not in _STANDS or token.pos_ not in ("NUM", "ADJ", "DET", "PRON", "NOUN", "ADV"):
        return ""
    of_group = group_of(token) is not None
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ") and not of_group:
        return ""
    best = token.tag_ == "JJS" or lower in _ONE - {"one", "another"}
    if best:
        definite = token.i > 0 and token.nbor(-1).lower_ in ("the", "my", "her", "his", "their", "only", "very")
        return "one" if definite and (of_group or token.dep_ in ("nsubj", "obj", "nsubj:pass")) else ""
    if lower in ("one", "another"):
        stands = of_group or token.dep_ in ("nsubj", "nsubj:pass", "obj")
        return "one" if stands and (of_group or token.tag_ in ("CD", "DT", "PRP", "NN")) else ""
    if lower in _NONE:
        return "none" if of_group or token.dep_ == "nsubj" else ""
    if lower in _MANY or (lower in NUMBERS and NUMBERS[lower] > 1):
        return "many" if of_group or token.dep_ in ("nsubj", "nsubj:pass") else ""
    return ""


def group_of(token: Token) -> Token | None:
    """ "them" of "one of them"."""
    for child in token.children:
        if child.i > token.i and any(c.lower_ == "of" and c.i < child.i for c in child.children):
            return child
    return None


def member_referent(
    discourse: Discourse, mention: Mention, token: Token, by_head: dict[int, Mention]
) -> Referent | None:
    """Who is picked; None where no group is known that it could be of."""
    named = group_of(token)
    told = by_head.get(named.i) if named is not None else None
    if told is not None:
        groups = [found for found in (discourse.referents[r] for r in told.referents) if found.plural]
        group = groups[0] if len(groups) == 1 else None
        if group is None and mention.pick == "one":
            return None
    else:
        group = _latest_group(discourse, mention, token)
    if group is None:
        return None
    if mention.pick != "one":
        return group
    new = discourse.new(group.head, group.piece)
    new.animate, new.kind, new.owner = group.animate, group.kind, group.id
    if not new.animate:
        new.pronouns = frozenset(("it",))
    group.count = max(2, group.count - 1) if group.count > 2 else group.count
    return new


def _latest_group(discourse: Discourse, mention: Mention, token: Token) -> Referent | None:
    lives = token.dep_.startswith("nsubj") and token.head.lemma_.lower() in LIVING_VERBS
    groups = [
        r
        for r in discourse.referents.values()
        if (r.plural or (r.head in SAME_PLURAL and r.animate and not r.cast))
        and not (r.members or r.idea)
        and (r.animate or not lives)
        and _near(r, mention)
    ]
    return discourse.latest(groups)


def _near(group: Referent, mention: Mention) -> bool:
    """Whether it was mentioned in this scene, two sentences back at most."""
    last = group.mentions[-1] if group.mentions else None
    return last is not None and last.scene == mention.scene and mention.at.sentence - last.at.sentence <= 2
