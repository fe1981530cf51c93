"""Who everybody in a scene attends to: eyes go to who speaks, else to what was last spoken of. Pure."""

from __future__ import annotations

import math

from story_cli.artifacts import Element, Scene
from story_cli.pacing import Span
from story_cli.render.timeline import Spoken

LISTENING = 0.8  # seconds that eyes stay with a speaker after the last word
INTEREST = 4.0  # and with what was spoken of
_ACROSS, _NEAR = 4.0, 90.0  # kit units that irises move; px within which nobody is looked at
HOP_SECONDS, HOP_PX, CROUCH_PX = 0.75, 16.0, 4.0
_APART = 6.0  # seconds between two hops of one actor


class Attention:
    """Where eyes go in one scene; times are those of the segment."""

    def __init__(self, scene: Scene, span: Span, cue_times: tuple[float, ...], spoken: tuple[Spoken, ...]) -> None:
        self._by_id = {element.id: element for element in scene.elements}
        timed = sorted(zip(cue_times, scene.cues, strict=True), key=lambda pair: pair[0])
        self._focuses = [(time, cue.element) for time, cue in timed if cue.change == "focus"]
        self._spoken = sorted(spoken, key=lambda said: said.start)
        self._end = span.end

    def target(self, time: float) -> str:
        """Who is attended to, or ""."""
        speaker = ""
        for said in self._spoken:
            if said.start > time:
                break
            speaker = said.element if time < said.end + LISTENING else ""
        if speaker:
            return speaker
        recent = [element for start, element in self._focuses if start <= time < start + INTEREST]
        return recent[-1] if recent else ""

    def gaze(self, element: Element, time: float) -> tuple[float, float] | None:
        """Where the element's irises are, kit units, facing right; None as its expression has them."""
        other = self._by_id.get(self._looked_at(element, time))
        if other is None:
            return None
        across = other.x - element.x
        if abs(across) < _NEAR:
            return None
        ahead = (across > 0) != element.flip
        down = other.y - other.height / 3 - (element.y - element.height / 3)
        return (_ACROSS if ahead else -_ACROSS, 2.0 if down > 120 else -2.0 if down < -120 else 1.0)

    def met(self, element: str) -> tuple[float, ...]:
        """When somebody is first met or begins to speak, and hops."""
        times = [time for time, who in self._focuses if who == element]
        before = -math.inf
        for said in self._spoken:
            if said.element == element:
                if said.start - before > LISTENING:
                    times.append(said.start)
                before = said.end
        kept: list[float] = []
        for time in sorted(times):
            if (not kept or time - kept[-1] > _APART) and time + HOP_SECONDS < self._end:
                kept.append(time)
        return tuple(kept)

    def _looked_at(self, element: Element, time: float) -> str:
        target = self.target(time)
        if target != element.id or not self._spoken:
            return target
        others = [e for e in self._by_id.values() if e.id != element.id and not e.holder]
        listener = "hero" if element.id != "hero" and "hero" in self._by_id else ""
        if listener or not others:
            return listener
        return min(others, key=lambda e: abs(e.x - element.x) if abs(e.x - element.x) >= _NEAR else math.inf).id


def hop(time: float, begins: tuple[float, ...]) -> float:
    """Height above the place, px, negative up: a crouch before, a jump, a soft landing."""
    for begin in begins:
        share = (time - begin) / HOP_SECONDS
        if 0 <= share < 1:
            if share < 0.2:
                return CROUCH_PX * math.sin(math.pi * share / 0.2)
            if share < 0.75:
                return -HOP_PX * math.sin(math.pi * (share - 0.2) / 0.55)
            return CROUCH_PX * 0.6 * math.sin(math.pi * (share - 0.75) / 0.25)
    return 0.0
