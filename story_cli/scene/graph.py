"""The scene graph: entities, what is where, who does what, who says what, as a networkx graph and as an artifact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from story_cli.artifacts import Action, At, Entity, Graph, Line, Relation
from story_cli.scene.actions import Feeling, find_actions, find_feelings
from story_cli.scene.discourse import Discourse, Referent
from story_cli.scene.mentions import Mention
from story_cli.scene.referents import SceneReading
from story_cli.scene.relations import find_relations
from story_cli.scene.rewrite import resolved_text
from story_cli.scene.visible import unseen_reason
from story_cli.scene.words import (
    COLOURS,
    GENERIC_NOUNS,
    HOLDING_VERBS,
    LIVING_MOVES,
    LOSING_VERBS,
    SIZES,
    STATES,
    TIME_NOUNS,
)

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from spacy.tokens import Doc

_UNCLUSTERED = frozenset(("who", "all"))
CARRIED = At(0, 0)  # where a relation stands that the text does not repeat


@dataclass(frozen=True)
class SceneFacts:
    """What one scene says: the graph, and the feelings with their words (the graph keeps only the last of each)."""

    graph: Graph
    feelings: tuple[Feeling, ...]
    unseen: tuple[tuple[str, str], ...]  # entity id, why its mentions do not show it
    clusters: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]  # entity id, character spans of its mentions


def read_facts(reading: SceneReading, discourse: Discourse, before: SceneFacts | None) -> SceneFacts:
    """Everything a resolved scene says. `before` is the scene before, for what is still held."""
    relations = [_led(relation, discourse, reading) for relation in find_relations(reading)]
    actions = [a for a in find_actions(reading) if not _ideas(discourse, a.agent)]
    feelings = find_feelings(reading)
    mentions = _mentions_of(reading.mentions)
    shown, unseen = _shown(reading, discourse)
    carried = _carried(reading, before, mentions, shown)
    relations = [r for r in (*carried, *relations) if not _ideas(discourse, r.subject, r.object)]
    shown |= {r.object for r in carried}
    entities = _entities(reading, discourse, mentions, shown, feelings, relations)
    known = {entity.id for entity in entities}
    there = {entity.id for entity in entities if entity.visible or entity.id not in unseen}
    graph = Graph(
        resolved=resolved_text(reading, discourse),
        entities=entities,
        relations=tuple(
            r
            for r in _members(relations, discourse)
            if r.subject in there and r.object in known and unseen.get(r.object) != "negated"  # "with no door"
        ),
        actions=tuple(a for a in _acting(actions, discourse, known) if a.agent in there),
        lines=_lines(reading),
    )
    return SceneFacts(graph, tuple(f for f in feelings if f.who in known), tuple(unseen.items()), _clusters(reading))


def to_networkx(graph: Graph) -> MultiDiGraph[str]:
    """Nodes = entities with their fields; edges = relations and moves, told apart by `kind`, with their words."""
    import networkx

    drawn: MultiDiGraph[str] = networkx.MultiDiGraph()
    for entity in graph.entities:
        drawn.add_node(
            entity.id,
            head=entity.head,
            piece=entity.piece,
            count=entity.count,
            feeling=entity.feeling,
            visible=entity.visible,
        )
    for relation in graph.relations:
        drawn.add_edge(relation.subject, relation.object, kind="relation", word=relation.predicate, at=relation.at)
    for action in graph.actions:
        drawn.add_edge(action.agent, action.target or action.agent, kind="action", word=action.move, at=action.at)
    return drawn


def _ideas(discourse: Discourse, *ids: str) -> bool:
    return any(discourse.referents[ref_id].idea for ref_id in ids)


def _led(relation: Relation, discourse: Discourse, reading: SceneReading) -> Relation:
    """ "She fetched a deer": somebody who walks is not held; only "held", "carried", "hugged" say so."""
    if relation.predicate != "holding" or not discourse.referents[relation.object].animate:
        return relation
    verbs = {t.lemma_.lower() for t in reading.parsed.doc if reading.parsed.ats[t.i] == relation.at}
    return relation if verbs & HOLDING_VERBS else Relation(relation.subject, "with", relation.object, relation.at)


def _mentions_of(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        for ref_id in mention.referents:
            found.setdefault(ref_id, []).append(mention)
    return found


def _shown(reading: SceneReading, discourse: Discourse) -> tuple[set[str], dict[str, str]]:
    """Ids with a mention that shows them, and a reason for each of the others."""
    shown: set[str] = set()
    unseen: dict[str, str] = {}
    for mention in reading.mentions:
        if mention.word in ("i", "who") or not mention.referents:
            continue
        spoken_to = mention.word in ("you", "we")  # whoever is spoken to is there
        reason = "" if spoken_to else unseen_reason(reading.parsed, mention)
        for ref_id in mention.referents:
            if not reason:
                shown.add(ref_id)
                shown |= set(discourse.referents[ref_id].members)
            else:
                unseen.setdefault(ref_id, reason)
    for speaker in reading.speakers.values():
        if speaker:
            shown.add(speaker)
    return shown, {ref_id: why for ref_id, why in unseen.items() if ref_id not in shown}


def _carried(
    reading: SceneReading, before: SceneFacts | None, mentions: dict[str, list[Mention]], shown: set[str]
) -> list[Relation]:
    """Held at the end of the scene before, holder seen again, and nothing said about the thing since."""
    if before is None or _later(reading):
        return []
    # what was only carried over from a scene before that is let go, unless the hero has it
    held = [r for r in before.graph.relations if r.predicate == "holding" and (r.at != CARRIED or r.subject == "hero")]
    lost = {t.lemma_.lower() for t in reading.parsed.doc if t.pos_ == "VERB"} & LOSING_VERBS
    kept = []
    for relation in held:
        later = [
            r
            for r in before.graph.relations
            if r.subject == relation.object and (r.at.sentence, r.at.word) > _key(relation.at)
        ]
        if relation.subject in shown and relation.object not in mentions and not later and not lost:
            kept.append(Relation(relation.subject, "holding", relation.object, CARRIED))
    return kept[-1:]


def _later(reading: SceneReading) -> bool:
    """Whether a scene begins at another time: "By morning …", "The next day …"."""
    parsed = reading.parsed
    first = [t for t in parsed.doc if parsed.ats[t.i].sentence == 0 and parsed.quote_of[t.i] < 0]
    return any(t.lemma_.lower() in TIME_NOUNS and t.dep_ in ("obl", "nmod", "advmod") for t in first)


def _key(at: At) -> tuple[int, int]:
    return (at.sentence, at.word)


def _entities(
    reading: SceneReading,
    discourse: Discourse,
    mentions: dict[str, list[Mention]],
    shown: set[str],
    feelings: Sequence[Feeling],
    relations: Sequence[Relation],
) -> tuple[Entity, ...]:
    ids = [
        *mentions,
        *(i for r in relations for i in (r.subject, r.object)),
        *(s for s in reading.speakers.values() if s),
    ]
    ids += [m for i in ids for m in discourse.referents[i].members]
    felt = {feeling.who: feeling.feeling for feeling in feelings}
    found = []
    for ref_id in dict.fromkeys(ids):
        referent = discourse.referents[ref_id]
        if referent.members or referent.idea:
            continue
        stage = {i for r in relations for i in (r.subject, r.object) if r.predicate not in ("toward", "away from")}
        unnamed = referent.head in GENERIC_NOUNS and not referent.piece
        far = (
            referent.scenery
            and ref_id not in stage
            and not any(m.role in ("subject", "object") for m in mentions.get(ref_id, ()))
        )
        found.append(
            Entity(
                id=ref_id,
                head=referent.head,
                piece=referent.piece,
                name=referent.name,
                count=referent.count,
                attributes=_attributes(reading, referent),
                feeling=felt.get(ref_id, ""),
                visible=ref_id in shown and not far and not unnamed,
                mentions=tuple(dict.fromkeys(m.at for m in mentions.get(ref_id, ()))),
            )
        )
    return tuple(found)


def _attributes(reading: SceneReading, referent: Referent) -> tuple[str, ...]:
    """Colours, sizes and states: before the noun, or after "was"."""
    words = list(referent.attributes)
    for mention in reading.mentions:
        if referent.id not in mention.referents:
            continue
        head = reading.parsed.doc[mention.head].head
        stated = head.pos_ == "ADJ" and reading.parsed.doc[mention.head].dep_ == "nsubj"
        if stated and (head.lower_ in COLOURS | STATES or head.lower_ in SIZES):
            words.append(head.lower_)
    return tuple(dict.fromkeys(words))


def _members(relations: Iterable[Relation], discourse: Discourse) -> list[Relation]:
    """Relations of a group hold for each of its members."""
    found = []
    for relation in relations:
        for subject in discourse.group([relation.subject]):
            for thing in discourse.group([relation.object]):
                if subject != thing:
                    found.append(Relation(subject, relation.predicate, thing, relation.at))
    return list(dict.fromkeys(found))


def _acting(actions: Iterable[Action], discourse: Discourse, known: set[str]) -> list[Action]:
    found = [
        Action(agent, action.move, action.at, action.target if action.target in known else "")
        for action in actions
        for agent in discourse.group([action.agent])
        if agent in known and (discourse.referents[agent].animate or action.move not in LIVING_MOVES)
    ]
    return list(dict.fromkeys(found))


def _lines(reading: SceneReading) -> tuple[Line, ...]:
    """One line a sentence of each quotation whose speaker is known."""
    found = []
    for number, quote in enumerate(reading.parsed.quotes):
        speaker = reading.speakers.get(number, "")
        if not speaker:
            continue
        ats = [reading.parsed.ats[i] for i in range(quote.start, quote.end)]
        for sentence in dict.fromkeys(at.sentence for at in ats):
            words = [at.word for at in ats if at.sentence == sentence]
            found.append(Line(speaker, sentence, min(words), max(words) + 1))
    return tuple(found)


def _only_says_what(doc: Doc, mention: Mention) -> bool:
    """ "Its lid was his roof", "it was glitter": the predicate says what something is and does not mean it again."""
    children = {child.dep_ for child in doc[mention.head].children}
    return mention.kind == "noun" and mention.article in ("my", "") and "cop" in children and "case" not in children


def _clusters(reading: SceneReading) -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
    doc = reading.parsed.doc
    spans: dict[str, list[tuple[int, int]]] = {}
    for mention in reading.mentions:
        if mention.referents and mention.word not in _UNCLUSTERED and not _only_says_what(doc, mention):
            start, last = doc[mention.start], doc[mention.end - 1]
            spans.setdefault("+".join(sorted(mention.referents)), []).append((start.idx, last.idx + len(last)))
    return tuple((ref_id, tuple(found)) for ref_id, found in spans.items())
