"""How well a referent fits a pronoun: measures of recency, role, gender, number, what kind of thing does what, and
their learnt weights.

The weights are those of a log-linear model over the candidates of each pronoun, trained by `storycli train pronouns` on
the annotated stories (dev half); it lies in library/models/pronouns/weights.json. After Lappin & Leass (1994) and
Denis & Baldridge (2007), who rank candidates against each other.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.scene.discourse import Discourse, Referent
from story_cli.scene.given_names import usual_pronoun
from story_cli.scene.mentions import Mention
from story_cli.scene.nouns import SCENERY_KINDS
from story_cli.scene.quotes import subject_of
from story_cli.scene.words import (
    GENERIC_NOUNS,
    HANDLING_VERBS,
    LIVING_VERBS,
    SPEECH_VERBS,
    STUFF_NOUNS,
    THING_VERBS,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from story_cli.scene.referents import SceneReading

Features = dict[str, float]
_SINGLE = frozenset(("he", "she", "it"))
STARTING_WEIGHTS: Features = {  # learnt on 390 choices of the house stories, or set by hand for what is newer
    "hero": 0.41, "cast": 0.21, "gender known": 1.06, "generic": -1.22, "talked about": -1.56,
    "they thing acts": -1.81, "unmet": -3.95, "back": -1.13, "scenes back": -0.97, "late in scene": -1.15,
    "last subject": 0.66, "last object": 0.67, "last recipient": 0.41, "last possessor": 0.33, "last shared": -0.45,
    "told something": 0.46, "nearest noun": 0.52, "subject twice": 0.19, "often": 0.49, "quote from outside": -0.96,
    "own": 1.61, "stuff": -0.89, "undrawn": -0.44, "negated": -2.0, "it again": 1.02, "all told": 0.21,
    "lives and does": 0.46, "lives": -0.9, "handled": -0.67, "thing speaks": -1.97, "they idea": -0.97,
    "called otherwise": -1.5, "person thing": -3.0, "person idea": -3.0, "called so": 0.5, "not called so": -3.0,
    "linked": 0.6, "net": 0.5, "net nobody": 0.5, "many": 0.8, "together all": 2.0, "together named": 1.9,
    "together named back": -0.8, "together again": 1.6, "together again back": -0.8, "together acting": 0.5,
    "together acting back": -0.4, "nobody he": -9.0, "nobody she": -9.0, "nobody it": -9.0, "nobody they": -9.0,
    "nobody one": -9.0, "far": -0.12, "idea": 0.06, "last oblique": -0.1, "last other": -0.12, "main subject": 0.23,
    "object twice": 0.04, "owned thing": -0.11, "same quote": 0.03, "same word": 0.26, "thing last oblique": -0.16,
    "unseen thing": -0.01,
}  # fmt: skip


@lru_cache(maxsize=4)
def read_weights(root: Path, with_net: bool = False) -> Features:
    """The weights of a library, those that go with our coreference model or those without it; set by hand if it has
    none."""
    path = root / "models" / "pronouns" / "weights.json"
    if not path.is_file():
        return STARTING_WEIGHTS
    tables: dict[str, Features] = json.loads(path.read_text(encoding="utf-8"))
    return tables["with the model" if with_net else "alone"]


def score(found: Features, weights: Features) -> float:
    """The weighted sum."""
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


def features(discourse: Discourse, reading: SceneReading, mention: Mention, referent: Referent) -> Features:
    """Every measure that is not zero."""
    token = reading.parsed.doc[mention.head]
    open_name = referent.name if len(referent.pronouns) > 1 and not referent.cast else ""
    usual = usual_pronoun(discourse.lexicon.library.root, open_name) if open_name else ""
    person = mention.word in ("he", "she")
    before = [m for m in referent.mentions if m.scene < mention.scene or m.head < mention.head]
    told_only = mention.quote < 0 and not any(m.shows for m in referent.mentions) and mention.word != "it"
    found: Features = {
        "hero": float(referent.id == "hero"),
        "cast": float(referent.cast),
        "gender known": float(person and referent.known_pronoun == mention.word),
        "person thing": float(person and not referent.animate and not referent.name),
        "person idea": float(person and referent.idea),
        "called so": float(person and usual == mention.word),
        "not called so": float(person and usual not in ("", mention.word)),
        "generic": float(person and referent.head in GENERIC_NOUNS),
        "talked about": float(told_only),
        "they idea": float(mention.word == "they" and referent.idea),
        "they thing acts": float(mention.word == "they" and not referent.animate and _does(token)),
    }
    if not before:
        return {name: value for name, value in (found | {"unmet": 1.0}).items() if value}
    if mention.word == "it":
        found |= _thing(mention, referent, before, token)
    found |= _last_time(reading, mention, before, referent, token)
    return {name: value for name, value in found.items() if value}


def _last_time(
    reading: SceneReading, mention: Mention, before: list[Mention], referent: Referent, token: Token
) -> Features:
    """Where it was mentioned last, and as what."""
    last = before[-1]
    here = last.scene == mention.scene
    same_scene = [m for m in before if m.scene == mention.scene]
    outside = mention.quote >= 0 and last.quote < 0 and last.at.sentence == mention.at.sentence
    own = mention.case in ("possessive", "reflexive") and _same_clause_subject(reading, token, referent)
    return {
        "back": float(mention.at.sentence - last.at.sentence) if here else 0.0,
        "scenes back": 0.0 if here else float(mention.scene - last.scene),
        "late in scene": 0.0 if here else float(mention.at.sentence),
        f"last {last.role}": 1.0,
        "last shared": float(len(last.referents) > 1),
        "told something": float(_spoken_to(reading, last)),
        "nearest noun": float(last is _nearest_noun(reading, mention)),
        "subject twice": float(mention.role == "subject" and last.role == "subject"),
        "object twice": float(mention.role == last.role == "object"),
        "often": float(min(4, len(same_scene))),
        "quote from outside": float(outside),
        "own": float(own),
        "called otherwise": float(last.kind == "pronoun" and last.word in _SINGLE - {mention.word} and here),
        "same word": float(last.kind == "pronoun" and last.word == mention.word),
        "far": math.log1p(max(0, mention.head - last.head)) if here else 0.0,
        "same quote": float(mention.quote >= 0 and last.quote == mention.quote and here),
        "main subject": float(bool(same_scene) and _leads(reading, mention, referent)),
    }


def _thing(mention: Mention, referent: Referent, before: list[Mention], token: Token) -> Features:
    """What makes a thing "it": being talked about already, being a thing that one handles, doing what it does."""
    last = before[-1]
    verb = token.head.lemma_.lower()
    near = last.scene == mention.scene and mention.at.sentence - last.at.sentence <= 1
    stuff = referent.kind in SCENERY_KINDS or referent.head in STUFF_NOUNS or referent.idea
    lives = token.dep_ == "nsubj" and verb in LIVING_VERBS
    speaks = token.dep_ == "nsubj" and verb in SPEECH_VERBS
    handled = token.dep_ == "obj" and verb in HANDLING_VERBS
    return {
        "stuff": float(stuff),
        "undrawn": float(not referent.piece),
        "negated": float(all(m.article == "no" for m in referent.mentions)),
        "it again": float(near and last.word == "it"),
        "all told": float(min(10, len(before))),
        "lives and does": float(referent.animate and lives),
        "lives": float(referent.animate and not lives),
        "thing speaks": float(not referent.animate and speaks),
        "handled": float(handled and (referent.animate or referent.scenery)),
        "idea": float(referent.idea),
        "owned thing": float(bool(referent.owner)),
        "thing last oblique": float(last.role == "oblique" and not referent.animate),
        "unseen thing": float(not any(m.shows for m in referent.mentions) and mention.quote < 0),
    }


def _leads(reading: SceneReading, mention: Mention, referent: Referent) -> bool:
    """Whether it was the first subject of the sentence before, or of this one."""
    for sentence in (mention.at.sentence, mention.at.sentence - 1):
        first = next(
            (m for m in reading.mentions if m.at.sentence == sentence and m.role == "subject" and m.head < mention.head
             and m.quote == mention.quote and m.referents), None,
        )  # fmt: skip
        if first is not None:
            return referent.id in first.referents
    return False


def _does(token: Token) -> bool:
    """Whether a pronoun is the subject of what only somebody who lives does."""
    verb = token.head
    thing_like = verb.lemma_.lower() in THING_VERBS or verb.pos_ != "VERB"
    return token.dep_ == "nsubj" and not thing_like


def _spoken_to(reading: SceneReading, last: Mention) -> bool:
    """Whoever was asked or told something is expected to act next."""
    if last.scene != reading.mentions[0].scene or last.head >= len(reading.parsed.doc):
        return False
    token = reading.parsed.doc[last.head]
    return token.dep_ in ("obj", "iobj") and token.head.lemma_.lower() in SPEECH_VERBS


def _nearest_noun(reading: SceneReading, mention: Mention) -> Mention | None:
    """The nearest noun or name before a pronoun."""
    before = [
        m for m in reading.mentions
        if m.head < mention.head and m.kind != "pronoun" and m.referents and m.quote == mention.quote
    ]  # fmt: skip
    return before[-1] if before else None


def _same_clause_subject(reading: SceneReading, token: Token, referent: Referent) -> bool:
    verb = token.head
    for _ in range(6):
        if verb.pos_ in ("VERB", "AUX") or verb.dep_ == "root" or verb.head.i == verb.i:
            break
        verb = verb.head
    subject = subject_of(verb)
    acting = reading.by_head.get(subject.i) if subject is not None else None
    return acting is not None and referent.id in acting.referents
