"""Whether a mention shows its thing, or only speaks of it.

"There was no boat", "she wanted a pearl", "as big as a whale", "like a star", "a picture of a ship", a thing that is
only talked about in a quotation: all name something that is not there. One showing mention makes a thing visible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from story_cli.scene.mentions import Mention
from story_cli.scene.parse import Parsed
from story_cli.scene.words import (
    ABSENT_VERBS,
    ABSENT_VERBS_WITH,
    BODY_PARTS,
    DEICTIC,
    GOAL_VERBS,
    MODALS,
    PERCEPTION_VERBS,
    PICTURES_OF,
    QUANTITIES,
    REAL_MODALS,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT = frozenset(("not", "n't", "n’t", "never", "nor", "without", "nobody"))
_PERHAPS = frozenset(("maybe", "perhaps", "if", "wish", "imagine", "once", "probably"))
_WISHES = frozenset(("want", "wish", "hope", "dream", "imagine", "need"))
_COMPARING = frozenset(("like", "as", "than"))
_CLAUSES = frozenset(("ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "parataxis", "csubj"))


def unseen_reason(parsed: Parsed, mention: Mention) -> str:
    """Why a mention does not show its thing ("negated", "wished" …), or "" if it does."""
    token = parsed.doc[mention.head]
    if mention.article == "no":
        return "negated"
    if mention.article == "a" and any(t.lower_ == "not" for t in parsed.doc[max(0, mention.start - 1) : mention.head]):
        return "negated"  # "not one star"
    if mention.role == "possessor" and mention.kind != "pronoun" and token.head.lemma_.lower() not in BODY_PARTS:
        return "possessor"
    case = {child.lower_ for child in token.children if child.dep_ in ("case", "mark")}
    counted = token.head if token.dep_ == "nmod" and token.head.lemma_.lower() in QUANTITIES else None
    case |= {child.lower_ for child in counted.children if child.dep_ == "case"} if counted is not None else set()
    before = parsed.doc[mention.start - 1].lower_ if mention.start else ""
    compared = before in ("like", "than") or "like" in case
    if mention.quote >= 0:
        return "" if not compared and _points_at(parsed, mention) else "quoted"
    if "without" in case or before == "without":
        return "negated"
    if compared:
        return "compared"
    if (case | {before}) & _COMPARING and mention.role != "subject":
        return "compared"
    if case & {"until", "till"}:
        return "later"
    bare = not mention.article and not mention.plural
    had = token.head.lemma_.lower() == "have"
    if "for" in case and not mention.living and (token.head.pos_ == "NOUN" or bare or had):
        return "purpose"  # "shells for drums", "rang it for snow"
    if "from" in case and mention.article == "my" and token.dep_ == "nmod" and token.head.pos_ == "NOUN":
        return "sender"  # "a gift from his grandmother"
    if "of" in case and token.head.lemma_.lower() in PICTURES_OF and mention.article != "the":
        return "pictured"
    return _unreal_clause(parsed, mention, token)


def _points_at(parsed: Parsed, mention: Mention) -> bool:
    """Inside a quotation only what is pointed at is there: "this shell", "here is the boat", "Look, a whale!"."""
    token = parsed.doc[mention.head]
    if mention.article == "this":
        return True
    if mention.article == "no" or any(child.lower_ in _NOT for child in (*token.children, *token.head.children)):
        return False
    sentence = [t for t in token.sent if parsed.quote_of[t.i] == mention.quote]
    if any(t.lower_ in _PERHAPS for t in sentence):
        return False
    verb = token.head
    before = {child.lower_ for child in verb.children if child.i < mention.head and child.dep_ != "expl"}
    told_now = any(c.dep_ == "expl" for c in verb.children) and verb.tag_ in ("VBZ", "VBP", "NN", "NNS")
    imperative = verb.lower_ == "look" and not any(c.dep_ == "nsubj" for c in verb.children)
    words = (
        before | ({"there"} if told_now else set()) | ({verb.lower_} if verb.lower_ != "look" or imperative else set())
    )
    quote = parsed.quotes[mention.quote]
    asked = any(
        parsed.doc[i].text == "?"
        for i in range(mention.head, quote.end)
        if parsed.ats[i].sentence == mention.at.sentence
    )
    return bool(words & DEICTIC) and not asked


def _unreal_clause(parsed: Parsed, mention: Mention, token: Token) -> str:
    """Climb the clauses above a noun: a wish, a negation or an unreal modal on the way takes it out of the picture."""
    known = mention.article in ("the", "my", "this") or mention.kind != "noun"
    step, via = token, token.dep_
    for _ in range(6):
        above = step.head
        if above.i == step.i:
            break
        if above.pos_ in ("VERB", "AUX", "ADJ") or via in _CLAUSES:
            reason = _verb_reason(mention, token, step, above, known)
            if reason:
                return reason
        if above.dep_ in ("conj", "parataxis", "advcl") and above.pos_ in ("VERB", "AUX"):
            break  # the clause before this one says nothing about it
        step, via = above, above.dep_
    return ""


def _verb_reason(mention: Mention, token: Token, step: Token, verb: Token, known: bool) -> str:
    subject = step.dep_ in ("nsubj", "nsubj:pass")
    children = list(verb.children)
    waited = verb.head.lemma_.lower() in ("wait", "sleep") or mention.article == "a"
    if mention.kind == "noun" and waited and any(c.dep_ == "mark" and c.lower_ in ("until", "till") for c in children):
        return "later"
    if mention.kind == "noun" and any(c.dep_ == "mark" and c.lower_ == "if" for c in children):
        return "imagined"
    there = any(child.dep_ == "expl" or child.lower_ == "there" for child in children)
    if subject and not there:
        return ""
    neither = any(t.lower_ == "neither" for t in verb.sent if t.i < verb.i)
    negated = neither or any(child.lower_ in _NOT for child in children)
    lemma = verb.lemma_.lower()
    if negated and (not known or lemma in PERCEPTION_VERBS or lemma in ("have", "be")):
        return "negated"
    case = (
        {child.lower_ for child in step.children if child.dep_ in ("case", "mark")}
        if step is token or token in step.conjuncts
        else set()
    )
    if case & set(ABSENT_VERBS_WITH.get(lemma, ())):
        return "wished"
    if lemma in ABSENT_VERBS and step.dep_ in ("obj", "xcomp", "ccomp") and not (known and step.dep_ == "ccomp"):
        return "wished" if not (known and step.dep_ == "xcomp" and mention.kind == "pronoun") else ""
    modal = next((child.lower_ for child in children if child.dep_ == "aux" and child.lower_ in MODALS), "")
    if modal and modal not in REAL_MODALS and not known:
        return "imagined"
    purpose = step.dep_ == "obj" and verb.dep_ in ("advcl", "xcomp") and any(c.lower_ == "to" for c in children)
    if not known and purpose and lemma in GOAL_VERBS:
        return "wished"
    return ""


def clause_is_unreal(token: Token) -> bool:
    """Whether a word stands in a negated or only possible clause."""
    step = token
    for _ in range(5):
        children = list(step.children)
        if any(child.lower_ in _NOT for child in children):
            return True
        if step.head.i == step.i:
            return False
        step = step.head
        if step.lemma_.lower() in _WISHES:
            return True
        if any(c.dep_ == "aux" and c.lower_ in MODALS - REAL_MODALS for c in step.children):
            return True
    return False
