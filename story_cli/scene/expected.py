"""Who has to be in the picture because the plan says so, even where the words were not understood.

"So she swam farther than before" shows the hero, whoever "she" was taken for. The plan's events of a scene tell who
acts in it; where one of them is not among the visible entities, it is added, without mentions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from story_cli.artifacts import Entity, Plan, PlannedScene, Story
from story_cli.scene.understand import Understood


def with_expected(scenes: tuple[Understood, ...], story: Story, plan: Plan | None) -> tuple[Understood, ...]:
    """The scenes with everybody who acts in the plan; unchanged where the plan has other scenes than the story."""
    if plan is None or len(plan.scenes) != len(scenes):
        return scenes
    return tuple(_completed(scene, planned, story) for scene, planned in zip(scenes, plan.scenes, strict=True))


def _completed(scene: Understood, planned: PlannedScene, story: Story) -> Understood:
    found = list(scene.graph.entities)
    added: set[str] = set()
    for wanted in _acting(planned, story):
        same = [n for n, one in enumerate(found) if _is_meant(one, wanted)]
        if any(found[n].visible for n in same):
            continue
        added.add(found[same[0]].id if same else wanted.id)
        if same:
            found[same[0]] = msgspec.structs.replace(found[same[0]], visible=True)
        else:
            found.append(wanted)
    if not added:
        return scene
    facts = replace(
        scene.facts,
        graph=msgspec.structs.replace(scene.graph, entities=tuple(found)),
        unseen=tuple(one for one in scene.facts.unseen if one[0] not in added),
    )
    return replace(scene, facts=facts)


def _is_meant(one: Entity, wanted: Entity) -> bool:
    return one.id == wanted.id or (wanted.id != "hero" and one.piece == wanted.piece)


def _acting(planned: PlannedScene, story: Story) -> Iterator[Entity]:
    """The hero and the others of the cast who do something in the scene's events, as entities."""
    agents = {frame.agent for frame in planned.frames}
    for one in story.cast:
        if one.role in agents:
            entity_id = "hero" if one.role == "hero" else f"{one.kind}-1"
            yield Entity(entity_id, one.kind, one.kind, name=one.name)
