"""What every element does at a time: animation, expression, mouth, blink, where it is. Pure; times are film seconds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from story_cli.artifacts import STAGE_WIDTH, Cue, Element, Scene
from story_cli.pacing import Span
from story_cli.render.attention import Attention, hop
from story_cli.render.closeups import Box, Closeup, closeups
from story_cli.render.timeline import Caption, Spoken
from story_cli.rng import stage_rng

POSES_A_SECOND = 12  # characters on twos, at 24 frames a second
LOOP = 6.0  # seconds; animations repeat so that poses can be kept
ENTRANCE = 0.7
ARRIVAL = (0.5, 0.4)  # seconds before and after a word in which somebody slips to the place that it tells
BLINK = 0.12
GLANCE, GLANCE_SECONDS = "look", 3.0  # what somebody does who has nothing to do for long
CAMERA_STEP_PX = 20.0  # the camera rests at multiples, where every parallax layer lies on whole pixels
CAMERA_STEPS = 2  # to either side; the frame layer moves 1.25 times 40 px of the 64 that it bleeds
CAMERA_MOVE = 1.7  # seconds of a move by one step; longer ones take the root of their length
CAMERA_HOLD = 9.0  # seconds after which a resting camera leans a little further
CAMERA_REST = 3.5  # seconds at least between two moves toward what is spoken of
CAMERA_REACH = 2  # steps: what is spoken of nearer to where the camera looks needs no move
_MOUTHS = {"a": "wide", "e": "wide", "i": "small", "o": "round", "u": "round", "y": "small"}


class State(NamedTuple):
    """How an element looks: arguments of art.Puppet.sprite, and its shift in px of the stage."""

    animation: str
    phase: float
    expression: str
    pose: str
    blink: bool
    mouth: str
    gaze: tuple[float, float] | None
    shift_x: float
    shift_y: float
    visible: bool


class CameraMove(NamedTuple):
    """From `start` to `end` the camera goes from one resting place to the next, px at parallax 1."""

    start: float
    end: float
    origin: float
    goal: float


class View(NamedTuple):
    """Where the camera looks: between two resting places; share 0 … 1, 0 at rest at the origin."""

    origin: float
    goal: float
    share: float

    @property
    def offset(self) -> float:
        return self.origin + (self.goal - self.origin) * self.share


class Director:
    """Knows one scene's cues; asked once a frame and element."""

    def __init__(
        self,
        scene: Scene,
        span: Span,
        cue_times: tuple[float, ...],
        spoken: tuple[Spoken, ...],
        seed: int,
        alive: frozenset[str] = frozenset(),
        restless: frozenset[str] = frozenset(),
        captions: tuple[Caption, ...] = (),
        faces: Mapping[str, Box] = MappingProxyType({}),
    ) -> None:
        """`alive` elements hop when they are met or begin to speak; `restless` ones look about in long rests; who is
        among `faces` (px of the stage) may be seen from nearer, from the start of a caption on."""
        timed = sorted(zip(cue_times, scene.cues, strict=True), key=lambda pair: pair[0])
        self._span, self._width = span, scene.stage_width
        self._spoken = {e.id: [s for s in spoken if s.element == e.id] for e in scene.elements}
        self._cues = {e.id: [(t, cue) for t, cue in timed if cue.element == e.id] for e in scene.elements}
        self._attention = Attention(scene, span, cue_times, spoken)
        self._hops = {e.id: self._attention.met(e.id) if e.id in alive else () for e in scene.elements}
        self._glances = {e.id: _glances(span, seed, e.id) if e.id in restless else [] for e in scene.elements}
        passages = [t for t, cue in timed if cue.change in ("enter", "exit")]
        self._passages = [(t - ENTRANCE, t + ENTRANCE) for t in passages]
        self._passages += [(t - ARRIVAL[0], t + ARRIVAL[1]) for t, cue in timed if cue.change == "arrive"]
        focuses = [(t, cue.element) for t, cue in timed if cue.change == "focus"]
        looks_left = frozenset(e.id for e in scene.elements if e.flip)
        self._closeups = closeups(scene.stage_width, span, captions, spoken, focuses, faces, looks_left, self._passages)
        nearer = [(shot.start, shot.end) for shot in self._closeups]
        self._moves = camera_moves_of(scene, span, cue_times, nearer)
        self._blinks = {e.id: _blinks(span, seed, e.id) for e in scene.elements}
        self._offsets = {e.id: stage_rng(seed, "phase", e.id).uniform(0, LOOP) for e in scene.elements}

    def state(self, element: Element, time: float) -> State:
        """The element's state at a film time within the scene's span."""
        twos = math.floor(time * POSES_A_SECOND) / POSES_A_SECOND
        look = {"animation": element.animation, "expression": element.expression, "pose": element.pose}
        began = self._span.start - self._offsets[element.id]
        shift, visible = 0.0, True
        for start, cue in self._cues[element.id]:
            if cue.change in ("enter", "exit"):
                shift, visible = _passage(element, cue, self._width, start, time, shift, visible)
            elif cue.change == "arrive":
                shift += _on_the_way(cue, start, time)
            elif start <= time and (not cue.seconds or time < start + cue.seconds) and cue.change in look:
                if cue.change == "animation" and look["animation"] != cue.value:
                    began = start
                look[cue.change] = cue.value
        if look["animation"] == "idle":
            for start in self._glances[element.id]:
                if start <= time < start + GLANCE_SECONDS:
                    look["animation"], began = GLANCE, start
        phase = math.floor((twos - began) * POSES_A_SECOND + 0.5) / POSES_A_SECOND % LOOP
        blink = any(start <= time < start + BLINK for start in self._blinks[element.id])
        mouth = self._mouth(element.id, twos)
        gaze = self._attention.gaze(element, twos)
        lift = hop(twos, self._hops[element.id]) if visible and not shift else 0.0
        return State(
            look["animation"],
            phase,
            look["expression"],
            look["pose"],
            blink and not mouth,
            mouth,
            gaze,
            shift,
            lift,
            visible,
        )

    def camera(self, time: float) -> View:
        """How far the camera looks to the right of the middle; it moves slowly and never jumps."""
        rest = View(self._moves[0].origin, self._moves[0].origin, 0.0) if self._moves else View(0.0, 0.0, 0.0)
        for move in self._moves:
            if time <= move.start:
                break
            if time < move.end:
                return View(move.origin, move.goal, _eased((time - move.start) / (move.end - move.start)))
            rest = View(move.goal, move.goal, 0.0)
        return rest

    def closeup(self, time: float) -> Closeup | None:
        """The closer shot of a time, if there is one."""
        return next((shot for shot in self._closeups if shot.start <= time < shot.end), None)

    def is_passing(self, time: float) -> bool:
        """Whether somebody comes or goes, which is drawn on ones."""
        return any(start <= time <= end for start, end in self._passages)

    def _mouth(self, element: str, time: float) -> str:
        """The mouth shape of the letter that is about to be said; closed between words."""
        for word in self._spoken[element]:
            if word.start <= time < word.end:
                vowels = [c for c in word.word.lower() if c in _MOUTHS] or ["e"]
                share = (time - word.start) / max(1e-6, word.end - word.start)
                place = share * len(vowels)
                closing = place % 1 > 0.72 and word.end - word.start > 2 / POSES_A_SECOND
                shape = "small" if closing else _MOUTHS[vowels[min(int(place), len(vowels) - 1)]]
                return f"talk-{shape}"
        return ""


def _passage(
    element: Element, cue: Cue, width: float, start: float, time: float, shift: float, visible: bool
) -> tuple[float, bool]:
    """Coming in from, or leaving to, the side named by the cue's value ("left", "right") or the nearer one."""
    left = cue.value == "left" or (cue.value != "right" and element.x < width / 2)
    away = -(element.x + element.height) if left else width - element.x + element.height
    begin = start - (ENTRANCE if cue.change == "enter" else 0.0)
    share = _eased((time - begin) / ENTRANCE)
    if cue.change == "enter":
        return (away * (1 - share), share > 0) if share < 1 else (0.0, True)
    return (away * share, share < 1) if share > 0 else (shift, visible)


def _on_the_way(cue: Cue, start: float, time: float) -> float:
    """Px that somebody still has to go to their place."""
    return float(cue.value) * (1 - _eased((time - start + ARRIVAL[0]) / sum(ARRIVAL)))


def _eased(share: float) -> float:
    """0 … 1, slow at both ends."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _x_of(scene: Scene, element: str) -> float:
    return next((e.x for e in scene.elements if e.id == element), scene.stage_width / 2)


def camera_moves_of(
    scene: Scene, span: Span, cue_times: tuple[float, ...], still: Sequence[tuple[float, float]] = ()
) -> list[CameraMove]:
    """The camera's moves in a scene whose cues begin at these times; none in `still` times."""
    timed = sorted(zip(cue_times, scene.cues, strict=True), key=lambda pair: pair[0])
    wide = STAGE_WIDTH / scene.stage_width  # leans as far on a narrow stage
    focuses = [(t, _x_of(scene, c.element) * wide) for t, c in timed if c.change == "focus"]
    return camera_moves(span, scene.focus[0] * wide, focuses, still)


def camera_moves(
    span: Span, focus_x: float, focuses: list[tuple[float, float]], still: Sequence[tuple[float, float]] = ()
) -> list[CameraMove]:
    """The camera's moves in a scene: to the focus at once, to whatever is spoken of, and a small one in long rests."""
    steps = _lean(focus_x)
    place = -steps if steps else 1  # begins on the other side, so that there is always a way to go
    moves: list[CameraMove] = []
    free = span.start + 0.2

    def go(now: float, goal: int) -> None:
        nonlocal place, free
        length = CAMERA_MOVE * math.sqrt(abs(goal - place))
        begin = max(now, free)
        seen = not any(start < begin + length and begin < end for start, end in still)
        if goal != place and begin + length < span.end and seen:
            moves.append(CameraMove(begin, begin + length, place * CAMERA_STEP_PX, goal * CAMERA_STEP_PX))
            place, free = goal, begin + length

    for start, x in [(span.start, focus_x), *focuses, (math.inf, focus_x)]:
        while free + CAMERA_HOLD < min(start, span.end - CAMERA_MOVE):
            before = free
            go(free + CAMERA_HOLD, place - 1 if place > 0 else place + 1)
            free = max(free, before + 1.0)  # later, if the picture is a closer one just then
        if start == span.start:
            go(start, steps)
        elif math.isfinite(start) and abs(_lean(x) - place) >= CAMERA_REACH and start >= free + CAMERA_REST:
            go(start, _lean(x))
    return moves


def _lean(x: float) -> int:
    """The resting place for something at x, in steps."""
    share = (x - STAGE_WIDTH / 2) / (STAGE_WIDTH / 3)
    return round(CAMERA_STEPS * min(1.0, max(-1.0, share)))


def _blinks(span: Span, seed: int, element: str) -> list[float]:
    """Seeded times, 2.5–5 s apart. Source: art bible §6."""
    rng = stage_rng(seed, "blink", element)
    times, now = [], span.start + rng.uniform(0.5, 3.0)
    while now < span.end:
        times.append(now)
        now += rng.uniform(2.5, 5.0)
    return times


def _glances(span: Span, seed: int, element: str) -> list[float]:
    """Seeded times, 8–14 s apart; none in the last seconds."""
    rng = stage_rng(seed, "glance", element)
    times, now = [], span.start + rng.uniform(4.0, 9.0)
    while now + GLANCE_SECONDS < span.end:
        times.append(now)
        now += rng.uniform(8.0, 14.0)
    return times
