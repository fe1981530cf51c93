"""From a plan in roles and its filling to the Plan artifact that people read and later stages use."""

from __future__ import annotations

import random
from collections.abc import Sequence

import msgspec

from story_cli.artifacts import Brief, Frame, Plan, PlannedScene
from story_cli.catalogue import Library
from story_cli.models.phrases import wording
from story_cli.models.realise import Wording, realise
from story_cli.models.roles import RoleScene, RoleStory
from story_cli.plan.cast import Filling

_SMALL = {"a", "an", "the", "and", "of", "in", "on", "to", "for", "by", "at", "who", "with", "as", "or", "from"}


def compose(story: RoleStory, filling: Filling, brief: Brief, library: Library, rng: random.Random) -> Plan:
    """The plan with catalogue ids in the places of things and places."""
    cast = filling.cast(brief)
    words = wording(brief, cast, filling.things, filling.places, filling.hides, library, rng)
    scenes = tuple(_scene(scene, filling) for scene in fitted(story.scenes, brief.scenes))
    seen = {thing for scene in scenes for thing in scene.things}
    unseen = tuple(prop.id for prop in filling.things.values() if prop.id not in seen)
    scenes = (msgspec.structs.replace(scenes[0], things=scenes[0].things + unseen), *scenes[1:])
    wish = realise(list(story.wish), words)
    return Plan(title_case(story.title, words), wish[:1].lower() + wish[1:], cast, scenes)


def title_case(tokens: Sequence[str], words: Wording) -> str:
    """A title in English with capitals on all but the small words."""
    written = realise(list(tokens), words).rstrip(".").split()
    return " ".join(w if i and w.lower() in _SMALL else w[:1].upper() + w[1:] for i, w in enumerate(written))


def fitted(scenes: Sequence[RoleScene], wanted: int) -> list[RoleScene]:
    """As many scenes as wanted: neighbours told together, or full scenes told in two."""
    out = list(scenes)
    while len(out) > wanted:
        at = min(range(len(out) - 1), key=lambda i: len(out[i].frames) + len(out[i + 1].frames))
        first, second = out[at], out[at + 1]
        both = RoleScene(second.place, first.frames + second.frames, first.keywords + second.keywords)
        out[at : at + 2] = [both]
    while len(out) < wanted:
        at = max(range(len(out)), key=lambda i: len(out[i].frames))
        scene, half = out[at], max(1, len(out[at].frames) // 2)
        early = RoleScene(scene.place, scene.frames[:half], scene.keywords[:1])
        late = RoleScene(scene.place, scene.frames[half:] or scene.frames, scene.keywords[1:])
        out[at : at + 1] = [early, late]
    return out


def _scene(scene: RoleScene, filling: Filling) -> PlannedScene:
    frames = tuple(_frame(frame, filling) for frame in scene.frames)
    props = [filling.things[word] for f in scene.frames for word in (f.object, f.agent, f.recipient, f.at)
             if word in filling.things]  # fmt: skip
    keywords = tuple(dict.fromkeys([*(prop.names[0] for prop in props), *scene.keywords]))
    return PlannedScene(
        filling.places[scene.place].id, frames, keywords, tuple(dict.fromkeys(prop.id for prop in props))
    )


def _frame(frame: Frame, filling: Filling) -> Frame:
    def entity(word: str) -> str:
        if word in filling.things:
            return filling.things[word].id
        return filling.places[word].id if word in filling.places else filling.hides.get(word, word)

    relation, at = frame.relation, entity(frame.at)
    if frame.at in filling.hides:
        relation, _, at = filling.hides[frame.at].partition(" ")
    return Frame(
        frame.agent if frame.agent not in filling.things else filling.things[frame.agent].id,
        frame.act, entity(frame.object), entity(frame.recipient), relation, at, frame.feeling, frame.speech,
    )  # fmt: skip
