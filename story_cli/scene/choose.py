"""Which of the things that a scene names are drawn: who matters, what they touch, and how many of each fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from story_cli.artifacts import Entity, Graph
from story_cli.catalogue import Library
from story_cli.scene.graph import SceneFacts
from story_cli.scene.painted import shown_by_place
from story_cli.scene.selection import Selection, features, read_selection
from story_cli.scene.standins import standins

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


def choose(
    facts: SceneFacts, library: Library, painted: frozenset[str] = frozenset(), hero: str = ""
) -> tuple[list[Chosen], list[str]]:
    """Drawn entities, heaviest first, and a note for each one that is named but left out.

    `painted` are words that the place shows by itself.
    """
    graph, model = facts.graph, read_selection(library.root)
    unseen = dict(facts.unseen)
    notes: list[str] = []
    candidates: list[Chosen] = []
    for entity in graph.entities:
        actor = entity.piece in library.heroes or entity.piece in library.creatures
        if not entity.visible:
            if entity.piece:
                notes.append(f"{entity.id} is not drawn: only {unseen.get(entity.id, 'spoken of')}")
        elif shown_by_place(entity, graph, painted, library):
            notes.append(f"{entity.id} is not drawn again: the place shows it")
        elif not entity.piece:
            why = standins(library).why_none(entity.head, hero) or f"the library has no piece '{entity.head}'"
            notes.append(f"{entity.id} is not drawn: {why}")
        elif not library.has_piece(entity.piece):
            notes.append(f"{entity.id} is not drawn: piece '{entity.piece}' has no drawing yet")
        else:
            weight, why = _weight(graph, entity, model, actor=actor)
            if weight < model.least and not _in_relation(graph, entity):
                notes.append(f"{entity.id} is not drawn: it is hardly told of")
                continue
            copies = min(MOST_OF_ONE, max(1, entity.count))
            if copies < entity.count:
                notes.append(f"{entity.id}: {copies} of {entity.count} are drawn")
            candidates.append(Chosen(entity, actor, copies, weight, why))
    candidates.sort(key=lambda chosen: -chosen.weight)
    return _fitting(candidates, notes)


def _in_relation(graph: Graph, entity: Entity) -> bool:
    """Without it, a relation that the words tell could not be shown."""
    return any(entity.id in (relation.subject, relation.object) for relation in graph.relations)


def _weight(graph: Graph, entity: Entity, model: Selection, *, actor: bool) -> tuple[float, str]:
    """Log-odds that it should be seen (the hero always), and what speaks for it."""
    found = features(graph, entity, actor=actor)
    if entity.id == "hero":
        return 100.0, "the hero"
    told = [name for name in ("speaks", "acts", "acted on", "held") if found[name]]
    if found["related"] and not found["held"]:
        told.append("stands in a relation")
    return model.log_odds(found, entity.piece), ", ".join(told) or "named"


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
