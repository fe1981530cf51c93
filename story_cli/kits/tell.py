"""Tells a plan with the sentences of the plot that it was matched to, every slot spoken of by the plan's own roles.

One `PlotTeller` a story: what the kit leaves open (its own choices, hiding places) is chosen once, so that all
candidates of all scenes agree about it. Candidates differ in which paraphrase tells an event.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from story_cli.kits.match import Match, Unit, head_of, slots_in
from story_cli.kits.tables import KitTables, Slot
from story_cli.kits.unfold import Filled, Unfolding
from story_cli.kits.wording import Polish
from story_cli.models.roles import PREFIX, RoleStory, spaced

SHORTEST, LONGEST = 28, 60  # words a scene, of the story guide
_TRIES = 6
_AIR = 0.4  # how much more seldom a line about the place is told than learnt from: there are only two or three of each


class Told(NamedTuple):
    """One way to tell a scene, and what a next scene has to know."""

    tokens: tuple[str, ...]
    met: frozenset[str]  # slots whose name has been said
    used: frozenset[str]  # paraphrases told so far


class Line(NamedTuple):
    """Something that a scene has to say: a sentence of the kit, or an event that the kit does not know."""

    unit: Unit | None
    frame: int  # number of the plan's frame where there is no unit


class PlotTeller:
    """Tells the scenes of one story. Draws what the kit leaves open from the rng that it is made with."""

    def __init__(self, story: RoleStory, match: Match, tables: KitTables, polish: Polish, rng: random.Random) -> None:
        self.story, self.match, self.tables, self.polish = story, match, tables, polish
        self.kit = match.plot.kit
        self.slots = self._slots(rng)
        self.lines = [list(self._lines(number)) for number in range(len(story.scenes))]
        offered: dict[tuple[int, int], set[int]] = {}
        for unit in match.plot.units:
            offered.setdefault((unit.scene, unit.choice), set()).add(unit.branch)
        self.branches = {choice: rng.choice(sorted(branches)) for choice, branches in offered.items()}

    # --- casting -------------------------------------------------------------------------------------------------

    def _slots(self, rng: random.Random) -> dict[str, Filled]:
        """Fillings by slot; a slot for which the plan has nobody is left out."""
        by_id = {role.id: role for role in self.story.roles}
        free = [role for role in self.story.roles if role.id not in self.match.roles.values()]
        filled: dict[str, Filled] = {}
        for name, slot in self.kit.slots.items():
            if slot.type == "pick":
                number = self.match.picks.get(name, self._named_pick(slot, rng))
                filled[name] = Filled(slot, None, dict(slot.pick[number]))
                continue
            role = by_id.get(self.match.roles.get(name, ""))
            if role is None:
                role = next((r for r in free if r.id[0] == PREFIX[slot.type]), None)  # type: ignore[index]
                free = [r for r in free if r is not role]
            if role is not None:
                filled[name] = Filled(slot, role, {}, ())
            elif slot.type == "hide":
                filled[name] = Filled(slot, None, self._hide(filled.get(slot.within), rng))
        return filled

    def _named_pick(self, slot: Slot, rng: random.Random) -> int:
        """One of the kit's own choices: one that the title or the keywords speak of, if there is such."""
        said = {*self.story.title, *self.story.wish, *(word for scene in self.story.scenes for word in scene.keywords)}
        named = [n for n, words in enumerate(slot.pick) if head_of(words) in said]
        return rng.choice(named or list(range(len(slot.pick))))

    def _hide(self, home: Filled | None, rng: random.Random) -> dict[str, str]:
        """A hiding place that the plan does not speak of, in words."""
        places = self.tables.themes[self.story.theme].places if self.story.theme in self.tables.themes else {}
        known = places.get(home.role.kind) if home and home.role else None
        phrase = rng.choice(known.hides) if known and known.hides else "behind a rock"
        relation, _, at = phrase.partition(" ")
        return {"n": phrase, "rel": relation, "at": at}

    # --- what each scene says ------------------------------------------------------------------------------------

    def _bounds(self, number: int) -> tuple[int, int]:
        """Units [begin, end) of the plot that belong to scene `number` of the plan."""
        hits = [[u for (s, _), u in self.match.found.items() if s == n] for n in range(len(self.story.scenes))]
        units = self.match.plot.units
        ends: list[int] = []
        for n, mine in enumerate(hits):
            later = min((min(h) for h in hits[n + 1 :] if h), default=len(units))
            end = max(mine) + 1 if mine else (ends[-1] if ends else 0)
            while mine and end < later and units[end].scene == units[max(mine)].scene:
                end += 1
            ends.append(max(end, ends[-1] if ends else 0))
        ends[-1] = len(units)
        return (ends[number - 1] if number else 0), ends[number]

    def _lines(self, number: int) -> Iterator[Line]:
        begin, end = self._bounds(number)
        by_unit = {u: f for (s, f), u in self.match.found.items() if s == number}
        unknown = [f for f in range(len(self.story.scenes[number].frames)) if (number, f) not in self.match.found]
        for place in range(begin, end):
            yield Line(self.match.plot.units[place], -1)
            while place in by_unit and unknown and unknown[0] == by_unit[place] + 1:
                by_unit[place] = unknown.pop(0)
                yield Line(None, by_unit[place])
        for frame in unknown:
            yield Line(None, frame)

    def _wanted(self, line: Line, number: int, rng: random.Random) -> bool:
        """Whether a line belongs into this telling of scene `number`."""
        if line.unit is None:
            return True
        unit, units = line.unit, self.match.plot.units
        told = [units[u] for (s, _), u in self.match.found.items() if s == number]
        if any(unit is one for one in told):
            return True
        if unit.branch >= 0:
            rivals = {u.branch for u in told if (u.scene, u.choice) == (unit.scene, unit.choice)}
            chosen = min(rivals) if rivals else self.branches[unit.scene, unit.choice]
            return unit.branch == chosen and unit.sentence.chance == 1
        if unit.frames:
            return unit.sentence.chance == 1
        return rng.random() < unit.sentence.chance * (_AIR if unit.sentence.air else 1)

    # --- telling -------------------------------------------------------------------------------------------------

    def scene(self, number: int, before: Told | None, rng: random.Random, unknown: dict[int, str]) -> Told:
        """Scene `number` (from 0) once; `unknown` gives role text for events that the kit does not know."""
        met = before.met if before else frozenset()
        used = before.used if before else frozenset()
        best: tuple[int, Told] | None = None
        for _ in range(_TRIES):
            told = self._tell(number, met, used, rng, unknown)
            length = sum(word_count(token) for token in told.tokens)
            miss = max(0, SHORTEST - length, length - LONGEST)
            if best is None or miss < best[0]:
                best = (miss, told)
            if miss == 0:
                break
        assert best is not None
        return best[1]

    def _tell(
        self, number: int, met: frozenset[str], used: frozenset[str], rng: random.Random, unknown: dict[int, str]
    ) -> Told:
        slots = {name: Filled(f.slot, f.role, f.words, f.tags, name in met) for name, f in self.slots.items()}
        adjectives = self.story.adjectives or ("happy",)
        told = Unfolding(self.kit, self.tables, self.polish, self.story.theme, self.story.hero, rng, adjectives, slots)
        told.used = set(used)
        lines: list[str] = []
        for line in self.lines[number]:
            if line.unit is None:
                lines.append(unknown.get(line.frame, ""))
            elif self._wanted(line, number, rng):
                lines.append(self._said(line.unit, told))
        tokens = tuple(spaced(" ".join(line for line in lines if line)))
        now = frozenset(name for name, filled in slots.items() if filled.met)
        return Told(tokens, now, frozenset(told.used))

    def _said(self, unit: Unit, told: Unfolding) -> str:
        """A paraphrase of one sentence in role text, or "" where none can be said with this cast."""
        if unit.sentence.air:
            slot = told.slots.get(unit.sentence.air)
            theme = self.tables.themes.get(self.story.theme)
            if slot is None or slot.role is None or theme is None or slot.role.kind not in theme.places:
                return ""
        telling = told.choose(unit.sentence, certain=True, fits=lambda text: sayable(text, told))
        if telling:
            told.used.add(telling)
        return told.render(telling) if telling else ""


def sayable(text: str, told: Unfolding) -> bool:
    """Whether every slot that a paraphrase speaks of is filled."""
    return all(name in told.slots for name in slots_in(text) if name in told.kit.slots)


def word_count(token: str) -> int:
    """How many words a token is when it is told, about."""
    if token[0] != "<":
        return int(token[0].isalpha())
    form = token.rpartition(":")[2].strip("<>")
    return 4 if form in ("look", "in", "to", "joy", "think") or token[1] == "d" else 1
