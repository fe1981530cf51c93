"""Sentences of all kits by what they tell: a sentence for an event that no matched plot knows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from story_cli.artifacts import Frame
from story_cli.kits.match import Plot, slots_in, unified
from story_cli.kits.tables import Kit, KitTables
from story_cli.kits.unfold import Filled, Unfolding
from story_cli.kits.wording import Polish
from story_cli.models.roles import RoleStory

_MOST = 12  # sentences of which one is drawn


class _Sentence(NamedTuple):
    kit: Kit
    frame: Frame
    telling: str


class SentencePool:
    """Paraphrases that tell one event and speak of nobody else."""

    def __init__(self, plots: Sequence[Plot], tables: KitTables, polish: Polish) -> None:
        self.tables, self.polish = tables, polish
        self.by_act: dict[str, list[_Sentence]] = {}
        for plot in plots:
            for unit in plot.units:
                if len(unit.frames) == 1 and unit.sentence.tellings:
                    known = self.by_act.setdefault(unit.frames[0].act, [])
                    known += [_Sentence(plot.kit, unit.frames[0], t) for t in unit.sentence.tellings.get("t", ())]

    def tell(self, frame: Frame, story: RoleStory, rng: random.Random) -> str:
        """Role text that says this event, or ""; draws from rng."""
        found: list[tuple[_Sentence, dict[str, Filled]]] = []
        known = self.by_act.get(frame.act, [])
        for sentence in rng.sample(known, len(known)):
            slots = _cast(frame, sentence, story)
            if slots is not None:
                found.append((sentence, slots))
                if len(found) >= _MOST:
                    break
        if not found:
            return ""
        sentence, slots = rng.choice(found)
        hero = story.hero if story.hero in self.tables.heroes else next(iter(self.tables.heroes))
        adjectives = story.adjectives or ("happy",)
        return Unfolding(
            sentence.kit, self.tables, self.polish, story.theme, hero, rng, adjectives, slots
        ).render(sentence.telling)  # fmt: skip


def _cast(frame: Frame, sentence: _Sentence, story: RoleStory) -> dict[str, Filled] | None:
    """The sentence's slots filled with the event's roles, or None where it tells something else or of others."""
    roles = {"hero": "hero"}
    bound = unified(frame, sentence.frame, sentence.kit, roles, {})
    if bound is None:
        return None
    by_id = {role.id: role for role in story.roles}
    slots: dict[str, Filled] = {}
    for name, role in bound[0].items():
        slots[name] = Filled(sentence.kit.slots[name], by_id.get(role))
    for name, number in bound[1].items():
        slot = sentence.kit.slots[name]
        slots[name] = Filled(slot, None, dict(slot.pick[number]))
    said = {name for name in slots_in(sentence.telling) if name in sentence.kit.slots}
    return slots if said <= set(slots) else None
