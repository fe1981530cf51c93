"""A learnt second look at what the rules read off a scene: relations, moves, who is to be seen, where it happens.

`scene_words` says what the network (story_cli.models.facts) is told; `Reviser` asks it and mends the graph: a fact of
the rules goes if the network is sure enough that it does not hold, one that they missed comes in if it is likely.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from story_cli.artifacts import Action, At, Entity, Relation
from story_cli.models.encoder import load_pieces
from story_cli.models.facts import FactLabels, Facts, SceneWords, load_facts
from story_cli.models.sampling import settled_threads
from story_cli.scene.discourse import Discourse
from story_cli.scene.graph import CARRIED, SceneFacts
from story_cli.scene.referents import SceneReading

if TYPE_CHECKING:
    from story_cli.models.encoder import Pieces

ALIKE = {  # predicates that a picture shows alike
    "inside": "in", "into": "in", "next to": "beside", "near": "beside", "at": "beside", "over": "above",
    "below": "under", "against": "beside",
}  # fmt: skip
_VERB_LIKE = ("VERB", "AUX", "ADJ", "ADV")
_ABSENT = -1e4


@dataclass(frozen=True)
class Mentioned:
    """Entities of a scene that its words mention, with the tokens that do."""

    ids: tuple[str, ...]
    tokens: tuple[tuple[int, ...], ...]


def mentioned(reading: SceneReading, facts: SceneFacts, discourse: Discourse) -> Mentioned:
    """In the order of the graph's entities; a group's mention mentions its members."""
    found: dict[str, list[int]] = {entity.id: [] for entity in facts.graph.entities}
    for mention in reading.mentions:
        for ref_id in discourse.group(mention.referents):
            if ref_id in found and mention.head not in found[ref_id]:
                found[ref_id].append(mention.head)
    kept = {ref_id: tuple(tokens) for ref_id, tokens in found.items() if tokens}
    return Mentioned(tuple(kept), tuple(kept.values()))


def scene_words(
    reading: SceneReading, facts: SceneFacts, who: Mentioned, labels: FactLabels, places: dict[str, float]
) -> SceneWords:
    """What the network reads. `places` are log odds of the places that can be."""
    doc = reading.parsed.doc
    number = {ref_id: n for n, ref_id in enumerate(who.ids)}
    predicates = {name: n for n, name in enumerate(labels.predicates)}
    moves = {name: n for n, name in enumerate(labels.moves)}
    visible = {entity.id for entity in facts.graph.entities if entity.visible}
    return SceneWords(
        words=[token.text for token in doc],
        sentences=[at.sentence for at in reading.parsed.ats],
        referents=[list(tokens) for tokens in who.tokens],
        verbs=[t.i for t in doc if t.pos_ in _VERB_LIKE and reading.parsed.quote_of[t.i] < 0],
        relations=[
            (number[r.subject], number[r.object], predicates[ALIKE.get(r.predicate, r.predicate)])
            for r in facts.graph.relations
            if r.subject in number and r.object in number and ALIKE.get(r.predicate, r.predicate) in predicates
        ],
        moves=[(number[a.agent], moves[a.move]) for a in facts.graph.actions if a.agent in number and a.move in moves],
        seen=[ref_id in visible for ref_id in who.ids],
        places=[places.get(place, _ABSENT) for place in labels.places],
    )


class Reviser:
    """The network at work."""

    def __init__(self, net: Facts, pieces: Pieces) -> None:
        self._net = net
        self._pieces = pieces
        self.labels = net.labels

    def revise(
        self, reading: SceneReading, facts: SceneFacts, discourse: Discourse, places: dict[str, float]
    ) -> tuple[SceneFacts, str]:
        """The scene with its graph mended, and the likeliest of `places` (log odds; "" if there are none)."""
        who = mentioned(reading, facts, discourse)
        with settled_threads():
            found = self._net(self._pieces, [scene_words(reading, facts, who, self.labels, places)])
        agents = [who.ids[n] for _, n in found.agents]
        seen = dict(zip(agents, found.seen.tolist(), strict=True))
        moves = dict(zip(agents, found.moves.tolist(), strict=True))
        pairs = [(who.ids[a], who.ids[b]) for _, a, b in found.pairs]
        relations = dict(zip(pairs, found.relations.tolist(), strict=True))
        entities = tuple(self._shown(entity, seen.get(entity.id)) for entity in facts.graph.entities)
        there = {entity.id for entity in entities if entity.visible}
        tokens = dict(zip(who.ids, who.tokens, strict=True))
        graph = msgspec.structs.replace(
            facts.graph,
            entities=entities,
            relations=self._relations(facts.graph.relations, relations, there, tokens, reading),
            actions=self._actions(facts.graph.actions, moves, there, tokens, reading),
        )
        odds = found.places[0].tolist()
        best = max(range(len(odds)), key=odds.__getitem__)
        return replace(facts, graph=graph), self.labels.places[best] if places else ""

    def _shown(self, entity: Entity, odds: float | None) -> Entity:
        if odds is None:
            return entity
        return msgspec.structs.replace(entity, visible=self._holds("seen", odds, entity.visible))

    def _holds(self, what: str, odds: float, told: bool) -> bool:
        """Whether a fact stands; those that the rules told have a bar of their own."""
        bar = self.labels.bars.get(f"{what} {'kept' if told else 'new'}", 0.5)
        return odds > math.log(bar / (1 - bar))

    def _relations(
        self,
        told: Sequence[Relation],
        odds: dict[tuple[str, str], list[float]],
        there: set[str],
        tokens: dict[str, tuple[int, ...]],
        reading: SceneReading,
    ) -> tuple[Relation, ...]:
        number = {name: n for n, name in enumerate(self.labels.predicates)}
        kept: list[Relation] = []
        for relation in told:
            known = odds.get((relation.subject, relation.object))
            name = ALIKE.get(relation.predicate, relation.predicate)
            if (
                known is None
                or name not in number
                or relation.at == CARRIED
                or (relation.subject in there and self._holds("relations", known[number[name]], told=True))
            ):
                kept.append(relation)
        have = {(r.subject, r.object) for r in kept}
        for (subject, thing), known in odds.items():
            best = max(range(len(known)), key=known.__getitem__)
            if subject in there and (subject, thing) not in have and self._holds("relations", known[best], told=False):
                at = _where_told(tokens[subject], tokens[thing], reading)
                kept.append(Relation(subject, self.labels.predicates[best], thing, at))
        return tuple(sorted(kept, key=lambda r: (r.at.sentence, r.at.word)))

    def _actions(
        self,
        told: Sequence[Action],
        odds: dict[str, list[float]],
        there: set[str],
        tokens: dict[str, tuple[int, ...]],
        reading: SceneReading,
    ) -> tuple[Action, ...]:
        number = {name: n for n, name in enumerate(self.labels.moves)}
        kept = [
            action
            for action in told
            if action.agent not in odds
            or action.move not in number
            or (action.agent in there and self._holds("moves", odds[action.agent][number[action.move]], told=True))
        ]
        have = {(action.agent, action.move) for action in kept}
        verbs = tuple(t.i for t in reading.parsed.doc if t.pos_ == "VERB" and reading.parsed.quote_of[t.i] < 0)
        for agent, known in odds.items():
            for n, move in enumerate(self.labels.moves):
                if (agent, move) in have or agent not in there or not verbs:
                    continue
                if self._holds("moves", known[n], told=False):
                    kept.append(Action(agent, move, _where_told(tokens[agent], verbs, reading)))
        return tuple(sorted(kept, key=lambda a: (a.at.sentence, a.at.word)))


def _where_told(first: Sequence[int], second: Sequence[int], reading: SceneReading) -> At:
    """The word at which both have been named, where they stand nearest."""
    i, j = min(product(first, second), key=lambda pair: (abs(pair[0] - pair[1]), pair))
    return reading.parsed.ats[max(i, j)]


@lru_cache(maxsize=2)
def load_reviser(shared: Path, folder: Path) -> Reviser:
    """Raises: StoryError if a file is missing or damaged."""
    return Reviser(load_facts(shared, folder), load_pieces(shared))
