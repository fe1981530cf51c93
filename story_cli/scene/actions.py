"""Who moves how, and how everybody feels, read off the dependency parse with the tables of story_cli.scene.words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from story_cli.artifacts import Action, At
from story_cli.scene.phrases import joined_referents
from story_cli.scene.quotes import speech_verbs, subject_of
from story_cli.scene.referents import SceneReading
from story_cli.scene.words import (
    ABSENT_VERBS,
    BODY_PARTS,
    COLOURS,
    DEED_NOUNS,
    FEELINGS_BY_ADJECTIVE,
    FEELINGS_BY_ADVERB,
    FEELINGS_BY_NOUN,
    FEELINGS_BY_VERB,
    GOAL_VERBS,
    LIGHT_VERBS,
    LOOK_FOR,
    MODALS,
    MOVES,
    PHRASAL_MOVES,
    REAL_MODALS,
    TARGET_PREPOSITIONS,
    TIME_NOUNS,
    TRANSITIVE_ONLY_MOVES,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT = frozenset(("not", "n't", "n’t", "never"))
_FEEL_VERBS = frozenset(("feel", "look", "seem", "be", "become", "get", "grow", "turn", "sound", "stay"))
_STATE_MOVES = {"asleep": "sleep", "gone": "vanish"}
_HEART = frozenset(("heart", "tummy"))


@dataclass(frozen=True)
class Feeling:
    """Somebody feels something from a word on."""

    who: str
    feeling: str
    at: At


def find_actions(reading: SceneReading) -> list[Action]:
    """Every told, real, not negated move with each of its agents."""
    found: list[Action] = []
    telling = set(speech_verbs(reading.parsed).values())
    for token in reading.parsed.doc:
        if reading.parsed.quote_of[token.i] >= 0:
            continue
        found += _states(reading, token)
        if not _verb_like(token):
            continue
        move = move_of(token)
        if not move or (token.i in telling and move not in ("sing", "laugh")) or unreal(token):
            continue
        agents, target = agents_of(reading, token), target_of(reading, token)
        if move == "open" and agents and target:
            agents, target = agents, target
        found += [
            Action(agent, move, reading.parsed.ats[token.i], target if target != agent else "") for agent in agents
        ]
    return list(dict.fromkeys(found))


def _states(reading: SceneReading, token: Token) -> list[Action]:
    """Moves told without their verb: "was asleep", "was gone", "and so did the tent"."""
    at = reading.parsed.ats[token.i]
    if token.lower_ in _STATE_MOVES and token.dep_ != "compound":
        if token.head.lemma_.lower() == "fall":
            return []  # told by its verb
        who = _described(reading, token)
        real = not _denied(token) and not _before_now(token)
        return [Action(agent, _STATE_MOVES[token.lower_], at) for agent in who] if real else []
    if token.lower_ == "so" and token.i + 2 < len(token.doc) and token.nbor().lemma_.lower() in ("do", "be"):
        subject = next((m for m in reading.mentions if m.start == token.i + 2), None)
        told = [t for t in token.doc[max(0, token.i - 20) : token.i] if _verb_like(t) and move_of(t)]
        if subject is not None and told and token.lower_ == "so":
            return [Action(agent, move_of(told[-1]), at) for agent in subject.referents]
    return []


def _described(reading: SceneReading, token: Token) -> tuple[str, ...]:
    """Whose state an adjective tells: subject of "was asleep", or the noun that it follows."""
    subject = next((c for c in token.children if c.dep_.startswith("nsubj")), None)
    if subject is None and token.i > 1 and token.nbor(-1).text == ",":
        ahead = next((m for m in reading.mentions if m.end == token.i - 1 and m.living), None)
        if ahead is not None:
            return ahead.referents  # "It was the monkey, asleep on the bed."
    if subject is None and token.dep_ in ("xcomp", "advcl", "conj", "advmod", "acl", "amod"):
        head = token.head
        subject = head if head.pos_ in ("NOUN", "PROPN", "PRON") else subject_of(head)
    return joined_referents(reading.by_head, subject) if subject is not None else ()


def _verb_like(token: Token) -> bool:
    return token.pos_ == "VERB" or (token.tag_.startswith("VB") and token.pos_ not in ("AUX", "ADJ"))


def move_of(token: Token) -> str:
    """The move that a verb tells, with its particle or object, or ""."""
    lemma = token.lemma_.lower()
    children = list(token.children)
    if token.lower_ == "going" and any(child.dep_ == "xcomp" for child in children):
        return ""  # "was going to dance": not yet
    for child in children:
        if child.dep_ in ("compound:prt", "advmod", "xcomp", "obl") and (lemma, child.lower_) in PHRASAL_MOVES:
            return PHRASAL_MOVES[lemma, child.lower_]
    if lemma in LIGHT_VERBS and (done := _done_noun(token)):
        return MOVES.get(done, "")
    move = MOVES.get(lemma, "")
    has_object = any(child.dep_ in ("obj", "iobj", "nsubj:pass") for child in children)
    going = (c for c in children if c.tag_ == "VBG" and c.dep_ in ("xcomp", "advcl") and c.i < token.i + 3)
    if lemma in ("come", "go") and any(going):
        return ""  # "came galloping" gallops
    if move == "hide" and has_object:
        return ""  # what is hidden does not hide itself
    if move in ("carry", "give") and any(c.dep_ == "obj" and c.lemma_.lower() in BODY_PARTS for c in children):
        return ""  # "lifted her head"
    if move in TRANSITIVE_ONLY_MOVES and not has_object and not token.dep_.startswith("acl"):
        return ""
    if move == "look" and any(child.lower_ in LOOK_FOR for child in _below(token)):
        return ""
    if move == "look" and any(
        (child.dep_ == "xcomp" and child.pos_ in ("ADJ", "NOUN")) or (child.dep_ == "advmod" and child.pos_ == "ADJ")
        for child in children
    ):
        return ""  # "looked sad"
    if move in ("shiver", "wave", "fly", "spin", "grow") and has_object and lemma in ("shake", "flap", "grow"):
        return ""
    if lemma in ("go", "come", "turn", "run", "fall") and any(
        child.dep_ in ("xcomp", "advmod", "obj")
        and (child.tag_ == "JJ" or child.lower_ in COLOURS)
        and child.lower_ != "asleep"
        for child in children
    ):
        return ""  # "went red"
    if lemma == "grow" and any(child.dep_ == "xcomp" for child in children):
        return ""
    if lemma in ("fall", "drop") and any(child.lower_ in ("asleep", "silent", "quiet") for child in children):
        return ""
    return move


def _done_noun(verb: Token) -> str:
    """ "gave a tug", "took a step": the deed that the object names, "" where the object is a thing."""
    thing = next((c for c in verb.children if c.dep_ == "obj" and c.pos_ == "NOUN"), None)
    if thing is None or any(c.dep_ == "nmod:poss" for c in thing.children):
        return ""
    article = any(c.lower_ in ("a", "an", "one", "another") for c in thing.children)
    return thing.lemma_.lower() if article and thing.lemma_.lower() in DEED_NOUNS else ""


def _below(token: Token) -> list[Token]:
    """Prepositions, particles and adverbs of a verb."""
    return [
        *(c for c in token.children if c.dep_ in ("compound:prt", "advmod", "case", "mark")),
        *(
            g
            for c in token.children
            if c.dep_ == "obl" and c.lemma_.lower() not in TIME_NOUNS
            for g in c.children
            if g.dep_ == "case"
        ),
    ]


def unreal(verb: Token) -> bool:
    """Negated, wished, asked or only possible: nobody does it."""
    step = verb
    if _before_now(verb):
        return True
    for _ in range(5):
        children = list(step.children)
        if any(child.lower_ in _NOT and child.dep_ in ("advmod", "neg", "cc", "det") for child in children):
            return True
        modal = next((c.lower_ for c in children if c.dep_ == "aux" and c.lower_ in MODALS), "")
        if modal and (modal not in REAL_MODALS or any(c.lower_ in _NOT for c in children)):
            return True
        if any(c.dep_ == "mark" and c.lower_ in ("if", "without") for c in children):
            return True
        above = step.head
        if above.i == step.i or step.dep_ not in ("xcomp", "ccomp", "csubj", "advcl"):
            return False
        if step.dep_ == "xcomp" and above.lower_ == "going":
            return True
        if step.dep_ in ("xcomp", "ccomp") and above.lemma_.lower() in ABSENT_VERBS | {
            "try",
            "decide",
            "ask",
            "tell",
            "refuse",
        }:
            return above.lemma_.lower() not in ("try", "like", "love")
        if step.dep_ == "advcl" and any(c.lower_ == "to" and c.dep_ == "mark" for c in step.children):
            return above.lemma_.lower() not in MOVES or step.lemma_.lower() in GOAL_VERBS
        if step.dep_ == "advcl":
            return False
        step = above
    return False


def _before_now(verb: Token) -> bool:
    """Past perfect: what had happened before the scene."""
    step = verb
    for _ in range(3):
        had = any(c.dep_ == "aux" and c.lower_ in ("had", "'d") for c in step.children)
        been = any(c.dep_ == "cop" and c.lower_ == "been" for c in step.children)
        if had and (step.tag_ == "VBN" or been):
            return True
        shared = step.dep_ in ("conj", "xcomp") and not any(c.dep_.startswith(("nsubj", "aux")) for c in step.children)
        if not shared:
            return False
        step = step.head
    return False


def agents_of(reading: SceneReading, verb: Token) -> tuple[str, ...]:
    """Referents that do what a verb says: subject, the "by …" of a passive, or the noun that a participle describes."""
    passive = [c for c in verb.children if c.dep_ == "nsubj:pass"]
    near = [*verb.children, *(g for c in verb.children if c.i > verb.i for g in c.children if g.dep_ == "nmod")]
    by = [c for c in near if c.dep_ in ("obl:agent", "obl", "nmod") and any(g.lower_ == "by" for g in c.children)]
    if passive:
        return joined_referents(reading.by_head, by[0]) if by else ()
    subject = subject_of(verb)
    if subject is not None:
        if subject.dep_ == "nsubj:pass" and subject.head.i == verb.i:
            return ()
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            return joined_referents(reading.by_head, by[0]) if by else ()
        return joined_referents(reading.by_head, subject)
    return ()


def target_of(reading: SceneReading, verb: Token) -> str:
    """Whom or what a move is for: receiver, object, or the noun after at, to, for, after."""
    lemma = verb.lemma_.lower()
    first_obl = lemma in ("give", "hand", "offer", "pass", "show", "lend", "wave", "point")
    order = ("iobj", "obl", "obj") if first_obl else ("obj", "iobj", "obl", "nsubj:pass")
    for label in order:
        for child in verb.children:
            if child.dep_ != label:
                continue
            case = {g.lower_ for g in child.children if g.dep_ == "case"}
            if label == "obl" and not case & set(TARGET_PREPOSITIONS.get(MOVES.get(verb.lemma_.lower(), ""), ())):
                continue
            found = joined_referents(reading.by_head, child)
            if found:
                return found[0]
    return ""


def find_feelings(reading: SceneReading) -> list[Feeling]:
    """Feelings told by adjectives ("was sad"), deeds ("yawned"), adverbs ("said proudly") and nouns ("with joy")."""
    found: list[Feeling] = []
    telling = set(speech_verbs(reading.parsed).values())
    for token in reading.parsed.doc:
        if reading.parsed.quote_of[token.i] >= 0 or (
            token.i in telling and token.lower_ in ("cried", "growled", "wondered")
        ):
            continue
        feeling, who = _feeling(reading, token)
        if feeling and not _denied(token):
            found += [Feeling(ref_id, feeling, reading.parsed.ats[token.i]) for ref_id in who]
    return list(dict.fromkeys(found))


def _feeling(reading: SceneReading, token: Token) -> tuple[str, tuple[str, ...]]:
    lower, lemma, head = token.lower_, token.lemma_.lower(), token.head
    if lower in FEELINGS_BY_ADJECTIVE and token.pos_ in ("ADJ", "VERB", "ADV"):
        if token.dep_ == "amod":
            return FEELINGS_BY_ADJECTIVE[lower], _whose(reading, head)
        subject = next((c for c in token.children if c.dep_.startswith("nsubj")), None)
        if subject is None and (
            token.dep_ in ("xcomp", "conj", "advcl", "acl", "advmod", "obj") or head.lemma_.lower() in _FEEL_VERBS
        ):
            subject = subject_of(head) if head.pos_ in ("VERB", "AUX", "ADJ") else None
            if subject is None and token.dep_ == "acl":
                subject = head
        if subject is not None:
            return FEELINGS_BY_ADJECTIVE[lower], joined_referents(reading.by_head, subject)
        return "", ()
    if lemma in FEELINGS_BY_VERB and _verb_like(token) and not unreal(token):
        return FEELINGS_BY_VERB[lemma], agents_of(reading, token)
    if lower in FEELINGS_BY_ADVERB:
        verb = head if head.pos_ in ("VERB", "AUX") else token
        return FEELINGS_BY_ADVERB[lower], agents_of(reading, verb)
    if lemma in FEELINGS_BY_NOUN and token.pos_ == "NOUN":
        case = {c.lower_ for c in token.children if c.dep_ == "case"}
        if case & {"with", "in", "into", "for"} and head.pos_ == "VERB":
            return FEELINGS_BY_NOUN[lemma], agents_of(reading, head)
    return "", ()


def _whose(reading: SceneReading, noun: Token) -> tuple[str, ...]:
    """Who is sad in "a sad whale", "her sad eyes"."""
    found = joined_referents(reading.by_head, noun)
    if found:
        return found
    owner = next((c for c in noun.children if c.dep_ == "nmod:poss"), None)
    return joined_referents(reading.by_head, owner) if owner is not None else ()


def _denied(token: Token) -> bool:
    """ "not sad", "never sad", "afraid of nothing"."""
    around = [*token.children, *(token.head.children if token.dep_ in ("xcomp", "advmod") else ())]
    if any(child.lower_ in ("nothing", "nobody") and child.dep_ == "obl" for child in token.children):
        return True
    return any(child.lower_ in _NOT or child.lower_ == "no" for child in around)
