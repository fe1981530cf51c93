"""What a plan that a person has edited may hold; everything else is refused with the reason."""

from __future__ import annotations

import re

from story_cli.artifacts import Plan, PlannedScene
from story_cli.catalogue import Library, nearest
from story_cli.errors import UsageError

MOST_SCENES = 12
MOST_KEYWORDS = 12  # of a scene; with more, a scene of sixty words is a list
MOST_FRAMES = 16  # of a scene
_ROLE = re.compile(r"[cdpt]\d+")


def check_plan(plan: Plan, library: Library) -> None:
    """Raises: UsageError naming the scene and the entry, with the nearest that the library has."""
    if not 1 <= len(plan.scenes) <= MOST_SCENES:
        raise UsageError(f"the plan has {len(plan.scenes) or 'no'} scenes", f"give it one to {MOST_SCENES}")
    for character in plan.cast:
        if character.kind not in library.creatures and character.kind not in library.heroes:
            _unknown(f"a {character.kind} ({character.role})", character.kind, [*library.creatures, *library.heroes])
    roles = {character.role for character in plan.cast}
    for number, scene in enumerate(plan.scenes, 1):
        _check_scene(scene, f"scene {number} of the plan", roles, library)


def _check_scene(scene: PlannedScene, where: str, roles: set[str], library: Library) -> None:
    if len(scene.keywords) > MOST_KEYWORDS:
        raise UsageError(f"{where} has {len(scene.keywords)} keywords", f"at most {MOST_KEYWORDS} fit into a scene")
    if len(scene.frames) > MOST_FRAMES:
        raise UsageError(f"{where} has {len(scene.frames)} events", f"at most {MOST_FRAMES} fit into a scene")
    if scene.place not in library.places:
        _unknown(f"a place '{scene.place}' in {where}", scene.place, list(library.places))
    for thing in scene.things:
        if thing not in library.props:
            _unknown(f"a thing '{thing}' in {where}", thing, list(library.props))
    for frame in scene.frames:
        if not frame.agent or not frame.act:
            raise UsageError(f"an event in {where} does not say who does what", "give it an agent and an act")
        for word in (frame.agent, frame.object, frame.recipient, frame.at):
            if _ROLE.fullmatch(word) and word not in roles:
                raise UsageError(f"{where} speaks of '{word}', who is not in the cast", f"cast: {', '.join(roles)}")


def _unknown(what: str, word: str, choices: list[str]) -> None:
    close = nearest(word, choices) or sorted(choices)[:12]
    raise UsageError(f"the plan names {what}, which the library does not have", f"nearest: {', '.join(close)}")
