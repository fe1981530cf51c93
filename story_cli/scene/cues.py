"""How a picture moves with the words: entrances, moves, expressions, poses and where the camera looks.

Every cue stands on the word that tells it. A scene begins as it was told so far: whoever comes later is not there yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from story_cli.artifacts import STAGE_WIDTH, Action, At, Cue, Element
from story_cli.scene.boxes import Box, Figure, element_box
from story_cli.scene.understand import Understood
from story_cli.scene.words import word_set

EXPRESSION_OF = {
    "happy": "happy", "sad": "sad", "scared": "scared", "surprised": "surprised", "angry": "angry", "sleepy": "sleepy",
    "proud": "proud", "curious": "surprised",
}  # fmt: skip
# what a piece does that has no animation of the move's own name
_INSTEAD = {
    "run": ("run", "walk", "swim", "hop", "fly"), "walk": ("walk", "swim", "hop", "fly", "jump"),
    "swim": ("swim", "float", "idle"), "fly": ("fly", "float", "swim", "jump"),
    "float": ("float", "fly", "swim", "idle"), "dance": ("dance", "spin", "jump"), "spin": ("spin", "dance", "rock"),
    "climb": ("climb", "walk", "swim", "jump"), "fall": ("fall", "jump", "rock", "shake"), "wave": ("wave", "dance"),
    "sing": ("sing", "laugh", "dance"), "laugh": ("laugh", "dance"), "cry": ("cry", "shiver"),
    "shiver": ("shiver", "shake"), "sleep": ("sleep",), "shine": ("shine", "glow"), "jump": ("jump", "hop", "bounce"),
    "open": ("open", "shake"), "chase": ("run", "swim", "walk", "fly"), "carry": ("walk", "swim", "idle"),
    "wake": ("jump", "wave"), "look": ("look",), "point": ("point", "wave"), "give": ("give", "wave"),
    "hide": ("hide", "shiver"), "peek": ("peek", "look"), "grow": ("grow", "rock"), "shrink": ("shrink",),
    "vanish": ("vanish",),
}  # fmt: skip
_POSE_OF_MOVE = {"point": "point", "give": "give", "hide": "hide", "sleep": "sleep", "wave": "wave", "cry": "cry"}
_COVERS = frozenset(("behind", "under", "below"))
_CLEAR = 8.0  # px between somebody and the cover that they are about to hide behind
_LASTING = frozenset(("sleep", "shine", "float"))
_MOVE_SECONDS = 2.4
_COMING = word_set("""
    come arrive appear pop return swim fly hop run jump enter walk roll float land step crawl march rush
""")
_LEAVING = frozenset(("leave", "vanish", "disappear"))
_AWAY = frozenset(("away", "off"))


@dataclass(frozen=True)
class Timed:
    """A cue with its reason; kept together until the scene is put together."""

    cue: Cue
    reason: str


def cues_of(
    scene: Understood, elements: Sequence[Element], figures: dict[str, Figure], width: float = STAGE_WIDTH
) -> tuple[Cue, ...]:
    """All cues of a scene in the order of their words."""
    shown = {element.id: element for element in elements}
    found: list[Cue] = []
    entered = _entrances(scene, shown, width)
    found += entered + _exits(scene, shown, width) + _hidings(scene, shown, figures, width)
    found += _moves(scene, shown, figures)
    found += _expressions(scene, shown, figures)
    found += _focus(scene, shown)
    waiting = {cue.element: cue.at for cue in entered}
    kept = [cue for cue in found if cue.change == "enter" or not _before(cue.at, waiting.get(cue.element))]
    order = ("enter", "arrive", "focus", "expression", "pose", "animation", "exit")
    kept.sort(key=lambda cue: (cue.at.sentence, cue.at.word, order.index(cue.change), cue.element))
    return tuple(dict.fromkeys(kept))


def _before(at: At, other: At | None) -> bool:
    return other is not None and (at.sentence, at.word) < (other.sentence, other.word)


def animation_for(move: str, figure: Figure) -> str:
    """The piece's own animation of a move, or the nearest one it has, or ""."""
    have = figure.piece.animations
    return next((name for name in _INSTEAD.get(move, (move,)) if name in have), "")


def _moves(scene: Understood, shown: dict[str, Element], figures: dict[str, Figure]) -> list[Cue]:
    found = []
    for action in scene.graph.actions:
        if action.move == "open" and action.target in shown:
            found += _opened(action, figures[action.target])
            continue
        if action.agent not in shown:
            continue
        figure = figures[action.agent]
        animation = animation_for(action.move, figure)
        seconds = 0.0 if action.move in _LASTING else _MOVE_SECONDS
        if animation and animation != "idle":
            found.append(Cue(action.at, action.agent, "animation", animation, seconds))
        pose = _POSE_OF_MOVE.get(action.move, "")
        if pose and pose in figure.piece.poses and not _holds(action.agent, shown):
            found.append(Cue(action.at, action.agent, "pose", pose, seconds))
    return found


def _opened(action: Action, figure: Figure) -> list[Cue]:
    """ "Lulu opened the chest": the chest opens, and stays open."""
    found = [Cue(action.at, action.target, "pose", "open")] if "open" in figure.piece.poses else []
    if "open" in figure.piece.animations:
        found.append(Cue(action.at, action.target, "animation", "open", _MOVE_SECONDS))
    return found


def _holds(element_id: str, shown: dict[str, Element]) -> bool:
    return any(element.holder == element_id for element in shown.values())


def _expressions(scene: Understood, shown: dict[str, Element], figures: dict[str, Figure]) -> list[Cue]:
    found = []
    for feeling in scene.facts.feelings:
        if feeling.who not in shown:
            continue
        figure = figures[feeling.who]
        expression = EXPRESSION_OF.get(feeling.feeling, "calm")
        if expression in figure.piece.expressions:
            found.append(Cue(feeling.at, feeling.who, "expression", expression))
        if feeling.feeling in figure.piece.poses and not _holds(feeling.who, shown):
            found.append(Cue(feeling.at, feeling.who, "pose", feeling.feeling, _MOVE_SECONDS))
    return found


def _entrances(scene: Understood, shown: dict[str, Element], width: float) -> list[Cue]:
    """Somebody new who comes in the middle of a scene, and things that come with them."""
    found = []
    doc = scene.reading.parsed.doc
    for entity in scene.graph.entities:
        element = shown.get(entity.id)
        if element is None or entity.id == "hero" or not entity.mentions:
            continue
        first = next((m for m in scene.reading.mentions if entity.id in m.referents), None)
        if first is None or (first.at.sentence == 0 and first.at.word < 4) or len(first.referents) > 1:
            continue
        verb = doc[first.head].head
        new = first.article == "a" or (first.article == "" and first.plural)
        comes = verb.lemma_.lower() in _COMING and doc[first.head].dep_.startswith("nsubj")
        if comes and (new or any(t.lower_ in ("came", "arrived", "appeared", "popped", "returned") for t in (verb,))):
            found.append(Cue(first.at, entity.id, "enter", _side(element, width)))
            for other in shown.values():
                if other.holder == entity.id or other.id.startswith(f"{entity.id}#"):
                    found.append(Cue(first.at, other.id, "enter", _side(element, width)))
    return found


def _side(element: Element, width: float) -> str:
    return "left" if element.x < width / 2 else "right"


def _exits(scene: Understood, shown: dict[str, Element], width: float) -> list[Cue]:
    """ "swam away", "vanished", "left": gone after the word, unless told of again later in the scene."""
    found = []
    for token in scene.reading.parsed.doc:
        if token.pos_ != "VERB" or scene.reading.parsed.quote_of[token.i] >= 0:
            continue
        away = any(child.lower_ in _AWAY and child.dep_ in ("advmod", "compound:prt") for child in token.children)
        leaves = token.lemma_.lower() in _LEAVING
        at = scene.reading.parsed.ats[token.i]
        moved = [a for a in scene.graph.actions if a.at == at]
        for action in moved:
            goes = leaves or (away and action.move in ("swim", "walk", "run", "fly", "float"))
            if goes and action.agent in shown and not _told_later(scene, action) and action.agent != "hero":
                found.append(Cue(at, action.agent, "exit", _side(shown[action.agent], width)))
    return found


def _hidings(scene: Understood, shown: dict[str, Element], figures: dict[str, Figure], width: float) -> list[Cue]:
    """ "The crab hid behind the chest": it stands beside the chest until the word, then slips behind it."""
    found: list[Cue] = []
    for action in scene.graph.actions:
        kept = [r for r in scene.graph.relations if r.subject == action.agent and r.object in shown]
        there = [r for r in kept if r.predicate in _COVERS and r.at.sentence == action.at.sentence]
        told = bool(there) and min(kept, key=lambda r: (r.at.sentence, r.at.word)) in there
        element = shown.get(action.agent)
        if action.move != "hide" or not told or element is None or element.holder:
            continue
        boxes = {one.id: element_box(figures[one.id], one) for one in shown.values() if not one.holder}
        away = _way_out(boxes, action.agent, there[0].object, width)
        if away and all(cue.element != action.agent for cue in found):
            found.append(Cue(action.at, action.agent, "arrive", str(away)))
    return found


def _way_out(boxes: dict[str, Box], who: str, cover: str, width: float) -> int:
    """How far to the right (negative: left) somebody stands beside a cover, where there is most room; 0 for nowhere."""
    if cover not in boxes:
        return 0
    own, thing = boxes[who], boxes[cover]
    others = [box for name, box in boxes.items() if name not in (who, cover)]
    best = (0.35 * own.area, 0)
    for away in (thing.left - own.right - _CLEAR, thing.right - own.left + _CLEAR):
        place = own.moved(away, 0.0)
        met = sum(place.shared(box) for box in others)
        if place.left >= 0 and place.right <= width and met < best[0]:
            best = (met, round(away))
    return best[1]


def _told_later(scene: Understood, action: Action) -> bool:
    last = max((m.sentence for e in scene.graph.entities if e.id == action.agent for m in e.mentions), default=0)
    return last > action.at.sentence


def _focus(scene: Understood, shown: dict[str, Element]) -> list[Cue]:
    """The camera leans to who acts or speaks; once a sentence, and only when it changes."""
    found: list[Cue] = []
    looking = ""
    spoken = {line.sentence: line.speaker for line in scene.graph.lines}
    count = max((at.sentence for at in scene.reading.parsed.ats), default=-1) + 1
    for sentence in range(count):
        subjects = [
            (m.at, m.referents[0]) for m in scene.reading.mentions
            if m.at.sentence == sentence and m.role == "subject" and m.quote < 0
            and m.referents and m.referents[0] in shown
        ]  # fmt: skip
        at, who = (subjects[0]) if subjects else (At(sentence, 0), spoken.get(sentence, ""))
        if who in shown and who != looking:
            found.append(Cue(at, who, "focus", "", 0.0))
            looking = who
    return found
