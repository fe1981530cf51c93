"""Spatial relations: patterns over the dependency parse for spaCy's DependencyMatcher, and a table of prepositions.

Each pattern names a *ground* (the noun after the preposition) and a *figure* or a *verb* that has one. Several words
that act as one preposition ("in front of") are joined first. Body parts lead to their owners: what is "in her paws"
is held, what is "on his back" rides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from story_cli.artifacts import Relation
from story_cli.scene.actions import agents_of, unreal
from story_cli.scene.mentions import Mention
from story_cli.scene.phrases import joined_referents
from story_cli.scene.referents import SceneReading
from story_cli.scene.words import (
    ATTACHING_VERBS,
    BACK_LIKE,
    BODY_PARTS,
    BRINGING_VERBS,
    CLOTHES,
    DOING_VERBS,
    GOING_MOVES,
    GOING_VERBS,
    HAND_LIKE,
    HEAD_LIKE,
    HOLDING_VERBS,
    INVERTING_VERBS,
    LOOKING_VERBS,
    MEETING_VERBS,
    MOVES,
    PERCEPTION_VERBS,
    PREPOSITIONS,
    PUTTING_VERBS,
    RIDING_VERBS,
    SPEECH_VERBS,
    STAYING_VERBS,
    TAKING_VERBS,
    TIME_NOUNS,
    TOUCHING_VERBS,
    WEARING_VERBS,
)

if TYPE_CHECKING:
    from spacy.matcher import DependencyMatcher
    from spacy.tokens import Doc, Token
    from spacy.vocab import Vocab


def _node(name: str, left: str, operator: str, **attributes: Any) -> dict[str, Any]:
    return {"LEFT_ID": left, "REL_OP": operator, "RIGHT_ID": name, "RIGHT_ATTRS": attributes}


_STILL = frozenset(
    ("on", "in", "inside", "under", "below", "above", "behind", "beside", "between", "around", "in front of")
)
_PREPOSITION = {"RIGHT_ID": "preposition", "RIGHT_ATTRS": {"DEP": {"IN": ["case", "mark"]}}}
_NOUN = {"IN": ["NOUN", "PROPN", "PRON", "ADJ", "NUM", "ADV"]}
PATTERNS: dict[str, list[dict[str, Any]]] = {
    # "the octopus sat under the boat", "under the boat sat an octopus", "she put the shell on the rock"
    "verb": [
        _PREPOSITION,
        _node("ground", "preposition", "<", POS=_NOUN),
        _node("verb", "ground", "<", POS={"IN": ["VERB", "AUX"]}),
    ],
    # "there on the rock sat a crab", "it stands next to the flag"
    "adverb": [
        _PREPOSITION,
        _node("ground", "preposition", "<", POS=_NOUN),
        _node("adverb", "ground", "<", POS={"IN": ["ADV", "ADP"]}),
        _node("verb", "adverb", "<", POS={"IN": ["VERB", "AUX"]}),
    ],
    # "they ran over the bridge and through the glade"
    "conjunct": [
        _PREPOSITION,
        _node("ground", "preposition", "<", POS=_NOUN, DEP="conj"),
        _node("first", "ground", "<", DEP={"IN": ["obl", "nmod", "obj"]}),
        _node("verb", "first", "<", POS={"IN": ["VERB", "AUX"]}),
    ],
    # "the crab on the rock waved"
    "noun": [
        _PREPOSITION,
        _node("ground", "preposition", "<", POS=_NOUN, DEP="nmod"),
        _node("figure", "ground", "<", POS={"IN": ["NOUN", "PROPN", "PRON"]}),
    ],
    # "the boat was under the sea", "there she was, beside the rock"
    "copula": [
        _PREPOSITION,
        _node("ground", "preposition", "<", POS=_NOUN),
        _node("cop", "ground", ">", DEP="cop"),
        _node("figure", "ground", ">", DEP={"IN": ["nsubj", "nsubj:pass"]}),
    ],
    # "a seahorse asleep on the pillow"
    "state": [
        _PREPOSITION,
        _node("ground", "preposition", "<", POS=_NOUN),
        _node("adjective", "ground", "<", POS={"IN": ["ADJ", "ADV"]}, DEP={"IN": ["amod", "acl", "advmod"]}),
        _node("figure", "adjective", "<", POS={"IN": ["NOUN", "PROPN", "PRON"]}),
    ],
    # "she was alone behind the rock", "the sand was warm under the boat"
    "adjective": [
        _PREPOSITION,
        _node("ground", "preposition", "<", POS=_NOUN, DEP={"IN": ["obl", "obj", "nmod"]}),
        _node("adjective", "ground", "<", POS={"IN": ["ADJ", "ADV", "NOUN"]}),
        _node("figure", "adjective", ">", DEP={"IN": ["nsubj", "nsubj:pass"]}),
    ],
}


@lru_cache(maxsize=2)
def _matcher(vocab: Vocab) -> DependencyMatcher:
    from spacy.matcher import DependencyMatcher

    matcher = DependencyMatcher(vocab)
    for name, pattern in PATTERNS.items():
        matcher.add(name, [pattern])
    return matcher


def find_relations(reading: SceneReading) -> list[Relation]:
    """Every told, real relation between referents, in reading order."""
    worn = list(_dressing(reading))
    read_wrong = {(w.object, "on", w.subject) for w in worn}  # "put on her helmet" is no place of hers
    rest = (r for r in _prepositional(reading) if (r.subject, r.predicate, r.object) not in read_wrong)
    found = sorted((*_holding(reading), *rest, *worn), key=lambda r: (r.at.sentence, r.at.word))
    once = {(r.subject, r.predicate, r.object): r for r in reversed(found) if r.subject != r.object}
    return [r for r in found if once.get((r.subject, r.predicate, r.object)) is r]


# --- prepositions ----------------------------------------------------------------------------------------------


def _prepositional(reading: SceneReading) -> Iterator[Relation]:
    doc = reading.parsed.doc
    matcher = _matcher(doc.vocab)
    seen: set[tuple[int, int]] = set()
    for match_id, tokens in matcher(doc):
        name = doc.vocab.strings[match_id]
        nodes = dict(zip((str(node["RIGHT_ID"]) for node in PATTERNS[name]), (doc[i] for i in tokens), strict=True))
        preposition, ground = nodes["preposition"], nodes["ground"]
        if reading.parsed.quote_of[preposition.i] >= 0 or (preposition.i, ground.i) in seen:
            continue
        words, end = _joined(preposition)
        ground = _real_ground(reading, ground, end)
        predicate = PREPOSITIONS.get(words, "")
        if words in ("to", "onto") and ground.head.lemma_.lower() in ATTACHING_VERBS:
            predicate = "on"
        if not predicate or ground.lemma_.lower() in TIME_NOUNS:
            continue
        if name == "noun" and predicate in ("away from", "toward"):
            continue  # "the frog from the pond", "a letter to the king"
        if words == "by" and _done_by(nodes):
            continue
        if "verb" in nodes and not _goes(reading, nodes["verb"], ground, predicate):
            continue
        figures = _figures(reading, name, nodes)
        if figures:
            seen.add((preposition.i, nodes["ground"].i))
            yield from _between(reading, figures, predicate, ground, preposition)


def _done_by(nodes: dict[str, Token]) -> bool:
    """ "hidden under a log by the squirrel": who did it, not where."""
    verb = nodes.get("verb") or (nodes["figure"].head if "figure" in nodes else None)
    return verb is not None and any(child.dep_ in ("nsubj:pass", "aux:pass") for child in verb.children)


def _goes(reading: SceneReading, verb: Token, ground: Token, predicate: str) -> bool:
    """ "said to the crab", "looked at the moon", "saw it from the window" tell no place; "swam to the boat" does."""
    lemma = verb.lemma_.lower()
    if lemma in LOOKING_VERBS or (lemma in SPEECH_VERBS and predicate in ("toward", "at", "with", "away from")):
        return False
    if predicate == "on" and lemma in TOUCHING_VERBS and not any(c.dep_ == "obj" for c in verb.children):
        return False  # "knocked on the door", "wrote on a note"
    if predicate == "away from" and lemma in PERCEPTION_VERBS:
        return False
    if predicate not in ("toward", "away from", "at"):
        return True
    if predicate == "toward" and lemma in BRINGING_VERBS:
        mention = reading.by_head.get(ground.i)
        return mention is not None and mention.kind != "pronoun" and not mention.living
    if predicate == "at":
        return lemma in INVERTING_VERBS | PUTTING_VERBS | STAYING_VERBS
    return MOVES.get(lemma, "") in GOING_MOVES or lemma in GOING_VERBS or lemma in PUTTING_VERBS


def _joined(preposition: Token) -> tuple[str, int]:
    """The longest phrase of the table that begins here, or ends here, and the token after it."""
    doc = preposition.doc
    best = (preposition.lower_, preposition.i + 1)
    for start in (preposition.i, preposition.i - 1, preposition.i - 2, preposition.i - 3):
        for end in range(preposition.i + 1, min(len(doc), preposition.i + 5) + 1):
            if (
                start >= 0
                and (words := _without_very(doc, start, end)) in PREPOSITIONS
                and end - start > len(best[0].split())
            ):
                best = (words, end)
    return best


def _without_very(doc: Doc, start: int, end: int) -> str:
    """ "on the very top of" as "on the top of"."""
    return " ".join(t.lower_ for t in doc[start:end] if t.lower_ != "very")


def _real_ground(reading: SceneReading, ground: Token, end: int) -> Token:
    """In "in front of the boat" the ground is "boat", whatever the parser hung the preposition on."""
    if ground.i >= end:
        return ground
    after = [m for m in reading.mentions if m.head >= end and m.start <= end + 2]
    return ground.doc[after[0].head] if after else ground


def _figures(reading: SceneReading, name: str, nodes: dict[str, Token]) -> tuple[str, ...]:
    if name == "state":
        return joined_referents(reading.by_head, nodes["figure"])
    if name in ("copula", "adjective", "noun"):
        figure = nodes["figure"]
        if name == "noun":
            own = joined_referents(reading.by_head, figure)
            mention = reading.by_head.get(figure.i)
            if _is_body(reading, nodes["ground"]) and (mention is None or mention.end != nodes["preposition"].i):
                return ()  # "on a rock with his head in his hands"
            if not own and figure.head.pos_ == "VERB" and figure.dep_ in ("obl", "obj"):
                return _figures(reading, "verb", {**nodes, "verb": figure.head})
            return own
        return () if unreal(nodes["ground"]) else joined_referents(reading.by_head, figure)
    verb = nodes["verb"]
    if unreal(verb):
        return ()
    ahead = next((m for m in reading.mentions if m.end == nodes["preposition"].i and m.role != "subject"), None)
    if ahead is not None and ahead.referents and _is_body(reading, nodes["ground"]):
        return ahead.referents  # "with a pearl on his head"
    passive = [child for child in verb.children if child.dep_ == "nsubj:pass"]
    if passive and nodes["preposition"].lower_ == "by":
        return ()  # "carried by the crab" says who, not where
    objects = [child for child in verb.children if child.dep_ in ("obj", "nsubj:pass")]
    objects = objects or [child for child in verb.children if child.dep_ == "iobj"]
    near = bool(objects) and _just_before(reading, objects[0], nodes["preposition"])
    met = near and verb.lemma_.lower() in MEETING_VERBS
    beside = near and _told_of_thing(verb, nodes["preposition"])
    if objects and (met or beside or verb.lemma_.lower() in PUTTING_VERBS) and nodes["preposition"].lower_ != "with":
        moved = joined_referents(reading.by_head, objects[0])
        if moved:
            return moved
    if objects and verb.lemma_.lower() in ("give", "hand", "offer"):
        return ()
    if passive:
        return joined_referents(reading.by_head, passive[0])
    if verb.dep_ in ("acl", "acl:relcl") and verb.tag_ in ("VBN", "VBG"):
        return joined_referents(reading.by_head, verb.head)
    if any(child.dep_ == "expl" for child in verb.children):
        there = [child for child in verb.children if child.dep_ in ("nsubj", "obj")]
        return joined_referents(reading.by_head, there[0]) if there else ()
    return agents_of(reading, verb)


def _told_of_thing(verb: Token, preposition: Token) -> bool:
    """ "offered her a crown on a cushion": the place right after a thing is the thing's, but for what is done there
    ("ate a bun under the tree") and for ways that go on ("followed her through the gate")."""
    still = PREPOSITIONS.get(preposition.lower_, "") in _STILL
    return still and verb.lemma_.lower() not in DOING_VERBS and verb.pos_ == "VERB"


def _just_before(reading: SceneReading, thing: Token, preposition: Token) -> bool:
    """ "asked the starfish on the rock": the place belongs to the noun that it follows."""
    mention = reading.by_head.get(thing.i)
    return mention is not None and mention.kind != "pronoun" and mention.end <= preposition.i <= mention.end + 1


def _between(
    reading: SceneReading, figures: tuple[str, ...], predicate: str, ground: Token, where: Token
) -> Iterator[Relation]:
    at = reading.parsed.ats[where.i]
    lemma = ground.lemma_.lower()
    if (lemma in BODY_PARTS and ground.i not in reading.by_head) or _is_body(reading, ground):
        yield from _at_body(reading, figures, predicate, ground, where)
        return
    worn = predicate == "in" and lemma in CLOTHES and any(_living(reading, figure) for figure in figures)
    for ground_id in joined_referents(reading.by_head, ground):
        for figure in figures:
            if worn:  # "a squirrel in a crown"
                yield Relation(ground_id, "on", figure, at)
                continue
            yield Relation(figure, predicate, ground_id, at)


def _is_body(reading: SceneReading, ground: Token) -> bool:
    mention = reading.by_head.get(ground.i)
    return ground.lemma_.lower() in BODY_PARTS and (mention is None or not mention.referents or mention.idea)


def _living(reading: SceneReading, ref_id: str) -> bool:
    return any(mention.living for mention in reading.mentions if ref_id in mention.referents)


def _dressing(reading: SceneReading) -> Iterator[Relation]:
    """ "put on her helmet", "pulled her hat on": what is worn then."""
    doc = reading.parsed.doc
    for verb in doc:
        if verb.lemma_.lower() not in ("put", "pull", "slip", "try", "tug") or unreal(verb):
            continue
        if reading.parsed.quote_of[verb.i] >= 0:
            continue
        on = next((token for token in doc[verb.i + 1 : verb.i + 6] if token.lower_ == "on"), None)
        objects = [m for m in reading.mentions if m.head > verb.i and m.start <= verb.i + 3 and m.referents]
        worn = next((m for m in objects if _clothing(reading, m) and on is not None), None)
        if worn is None or on is None or not (on.i == verb.i + 1 or on.i == worn.end):
            continue
        agents = agents_of(reading, verb)
        for agent in agents[:1]:
            yield Relation(worn.referents[0], "on", agent, reading.parsed.ats[verb.i])


def _clothing(reading: SceneReading, mention: Mention) -> bool:
    return mention.word.rpartition(" ")[2] in CLOTHES


def _at_body(
    reading: SceneReading, figures: tuple[str, ...], predicate: str, ground: Token, where: Token
) -> Iterator[Relation]:
    """ "in her paws" → held by her; "on his head" → on him; "on its back" → riding it."""
    owners = [
        c
        for c in ground.children
        if c.dep_ == "nmod:poss" or (c.dep_ == "nmod" and any(g.lower_ == "of" for g in c.children))
    ]
    owner_ids = joined_referents(reading.by_head, owners[0]) if owners else ()
    if not owner_ids and ground.head.pos_ == "VERB":
        owner_ids = agents_of(reading, ground.head)
    at, lemma = reading.parsed.ats[where.i], ground.lemma_.lower()
    if ground.head.lemma_.lower() in HOLDING_VERBS:
        return  # "held it over her head": holding says it all
    for owner in owner_ids:
        for figure in figures:
            if lemma in HAND_LIKE and (
                predicate in ("in", "inside", "between", "under")
                or (predicate == "on" and lemma not in ("arm", "wing"))
            ):
                yield Relation(owner, "holding", figure, at)
            elif lemma in HEAD_LIKE and predicate in ("on", "in", "into"):
                yield Relation(figure, "on" if predicate == "on" else "in", owner, at)
            elif lemma in BACK_LIKE and predicate in ("on", "over"):
                yield Relation(figure, "riding" if _living(reading, figure) else "on", owner, at)
            elif predicate in (
                "on",
                "beside",
                "near",
                "around",
                "behind",
                "next to",
                "under",
                "against",
                "above",
                "over",
                "in front of",
                "out of",
            ):
                yield Relation(figure, predicate, owner, at)


# --- verbs that are relations ----------------------------------------------------------------------------------


def _holding(reading: SceneReading) -> Iterator[Relation]:
    """ "held the lantern", "took the key", "rode the whale", "wore a crown"."""
    for token in reading.parsed.doc:
        lemma = token.lemma_.lower()
        if reading.parsed.quote_of[token.i] >= 0 or token.pos_ not in ("VERB", "AUX"):
            continue
        kind = "holding" if lemma in HOLDING_VERBS | TAKING_VERBS else "riding" if lemma in RIDING_VERBS else ""
        kind = kind or ("wearing" if lemma in WEARING_VERBS else "")
        if not kind or unreal(token):
            continue
        objects = [child for child in token.children if child.dep_ in ("obj", "nsubj:pass")]
        agents = agents_of(reading, token)
        mention = reading.by_head.get(objects[0].i) if objects else None
        if kind == "riding" and mention is not None and mention.living and lemma != "ride":
            continue  # "rowed his sister"
        if lemma in TAKING_VERBS and any(c.lower_ == "off" and c.dep_ == "compound:prt" for c in token.children):
            continue  # "took her boots off"
        for thing in joined_referents(reading.by_head, objects[0]) if objects else ():
            if kind == "holding" and thing in agents:
                continue
            for agent in agents:
                at = reading.parsed.ats[token.i]
                yield Relation(thing, "on", agent, at) if kind == "wearing" else Relation(agent, kind, thing, at)
