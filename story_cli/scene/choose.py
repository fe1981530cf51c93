"""Which of the things that a scene names are drawn: who matters, what they touch, and how many of each fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from story_cli.artifacts import Entity, Graph
from story_cli.catalogue import Library
from story_cli.scene.graph import SceneFacts

MAX_ACTORS = 4
MAX_THINGS = 4
MAX_ELEMENTS = 8
MOST_OF_ONE = 4  # copies of one plural thing
SKY = frozenset(("moon", "sun", "star", "cloud", "rainbow", "kite", "comet", "planet", "satellite", "snow", "rain"))


@dataclass(frozen=True)
class Chosen:
    """An entity that will be drawn, with its weight (high = matters) and why."""

    entity: Entity
    actor: bool
    copies: int
    weight: float
    reason: str


def choose(facts: SceneFacts, library: Library) -> tuple[list[Chosen], list[str]]:
    """Drawn entities, heaviest first, and a note for each one that is named but left out."""
    graph = facts.graph
    unseen = dict(facts.unseen)
    notes: list[str] = []
    candidates: list[Chosen] = []
    for entity in graph.entities:
        actor = entity.piece in library.heroes or entity.piece in library.creatures
        if not entity.visible:
            if entity.piece:
                notes.append(f"{entity.id} is not drawn: only {unseen.get(entity.id, 'spoken of')}")
        elif not entity.piece:
            notes.append(f"{entity.id} is not drawn: the library has no piece '{entity.head}'")
        elif not library.has_piece(entity.piece):
            notes.append(f"{entity.id} is not drawn: piece '{entity.piece}' has no drawing yet")
        else:
            weight, why = _weight(graph, entity, actor=actor)
            copies = min(MOST_OF_ONE, max(1, entity.count))
            if copies < entity.count:
                notes.append(f"{entity.id}: {copies} of {entity.count} are drawn")
            candidates.append(Chosen(entity, actor, copies, weight, why))
    candidates.sort(key=lambda chosen: -chosen.weight)
    return _fitting(candidates, notes)


def _weight(graph: Graph, entity: Entity, *, actor: bool) -> tuple[float, str]:
    speaks = sum(line.speaker == entity.id for line in graph.lines)
    acts = sum(action.agent == entity.id for action in graph.actions)
    related = sum(entity.id in (r.subject, r.object) for r in graph.relations)
    held = any(r.predicate in ("holding", "riding") and r.object == entity.id for r in graph.relations)
    weight = (
        2.0 * actor
        + 3.0 * bool(speaks)
        + 2.0 * bool(acts)
        + 1.5 * bool(related)
        + 1.5 * held
        + 0.3 * len(entity.mentions)
    )
    weight += 0.4 * bool(entity.attributes) + 100.0 * (entity.id == "hero")
    reasons = [
        text
        for text, holds in (
            ("the hero", entity.id == "hero"),
            ("speaks", speaks),
            ("acts", acts),
            ("is held", held),
            ("stands in a relation", related and not held),
        )
        if holds
    ]
    return weight, ", ".join(reasons) or "named"


def _fitting(candidates: Sequence[Chosen], notes: list[str]) -> tuple[list[Chosen], list[str]]:
    kept: list[Chosen] = []
    actors = things = drawn = 0
    for chosen in candidates:
        full = actors >= MAX_ACTORS if chosen.actor else things >= MAX_THINGS
        room = MAX_ELEMENTS - drawn
        if full or room < 1:
            notes.append(f"{chosen.entity.id} is not drawn: the picture is full")
            continue
        copies = min(chosen.copies, room, MAX_ACTORS - actors if chosen.actor else MOST_OF_ONE)
        kept.append(Chosen(chosen.entity, chosen.actor, copies, chosen.weight, chosen.reason))
        drawn += copies
        actors, things = actors + copies * chosen.actor, things + (not chosen.actor)
    return kept, notes
