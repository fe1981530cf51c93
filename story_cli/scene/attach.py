"""Relations as geometry: hangs one item onto another so that the picture says "under", "on", "behind", "holding" …

The rules are those of the art bible §7; story_cli.scene.check reads them back from the finished scene.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from story_cli.artifacts import PICTURE_BOTTOM, Relation
from story_cli.scene.stage import FLOOR, HEAD_ROOM, Item, set_level
from story_cli.scene.words import word_set

if TYPE_CHECKING:
    from story_cli.art.backdrop import Marks

# predicate of the text → how it is drawn; the rest only puts neighbours side by side
HANGING = {
    "holding": "holding", "riding": "riding", "on": "on", "in": "in", "inside": "in", "into": "in", "under": "under",
    "below": "under", "above": "above", "over": "above", "behind": "behind", "in front of": "in front of",
    "around": "around",
}  # fmt: skip
BESIDE = word_set("""
    beside near next to at against with toward away from out of through between around
""")
_RANK = ("copy", "above", "in front of", "around", "on", "behind", "under", "tucked", "in", "riding", "holding")
SOFT_COVERS = frozenset(("blanket",))  # one lies under them with the face out
CONTAINERS = ("seat", "inside", "in")


def hang(items: dict[str, Item], relations: Iterable[Relation], hand_things: frozenset[str]) -> None:
    """Choose for each item at most one other that it hangs on (`parent`, `predicate`); no circles."""
    told = [relation for relation in relations if relation.subject in items and relation.object in items]
    placed = {frozenset((r.subject, r.object)) for r in told if r.predicate in HANGING}
    for relation in told:
        subject, thing, predicate = items[relation.subject], items[relation.object], relation.predicate
        drawn = HANGING.get(predicate, "")
        told_better = frozenset((relation.subject, relation.object)) in placed
        if predicate == "with" and subject.actor and thing.entity.piece in hand_things and not told_better:
            drawn = "holding"
        if drawn in ("under", "in") and thing.entity.piece in SOFT_COVERS:
            drawn = "tucked"
        if drawn == "holding":
            subject, thing = thing, subject
        if not drawn or not _possible(drawn, subject, thing) or _leads_to(items, thing, subject):
            continue
        if subject.parent and _RANK.index(subject.predicate) > _RANK.index(drawn):
            continue
        subject.parent, subject.predicate = thing.id, drawn


def _possible(drawn: str, child: Item, parent: Item) -> bool:
    """Whether the pieces can be drawn so: containers hold, hands carry small things, the sky carries nobody."""
    if drawn == "holding":
        return parent.figure.has_anchor("hand") and not (
            child.actor and child.figure.piece.size_m > 0.6 * parent.figure.piece.size_m
        )
    if drawn == "in":
        return any(parent.figure.has_anchor(name) for name in CONTAINERS) and not parent.actor
    if drawn == "around":
        return not child.actor and parent.actor and child.figure.has_anchor("wear")
    if parent.level == "sky":
        return drawn in ("on", "riding")
    return True


def _leads_to(items: dict[str, Item], start: Item, end: Item) -> bool:
    step: Item | None = start
    while step is not None:
        if step is end:
            return True
        step = items.get(step.parent)
    return False


def place_on_parent(child: Item, parent: Item, marks: Marks) -> None:
    """Scale and place a child by its predicate; the parent is placed already and may be raised or scaled."""
    _PLACERS[child.predicate](child, parent, marks)


def _holding(child: Item, parent: Item, marks: Marks) -> None:
    most = 0.36 * parent.box.height
    child.height = min(child.height, most / child.figure.height_share, most / child.figure.width_share)
    hand = parent.point("hand")
    grip = child.figure.anchor("grip", 0.0, 0.0, child.height, flip=child.flip) or child.figure.first_anchor(
        "center", x=0.0, y=0.0, height=child.height, flip=child.flip
    )
    child.x, child.y = hand[0] - grip[0], hand[1] - grip[1]
    child.holder, child.grounded = parent.id, False
    child.depth = parent.depth + 0.01


def _on(child: Item, parent: Item, marks: Marks) -> None:
    if parent.actor and not child.actor:
        _wear(child, parent)
        return
    if child.predicate == "riding" and parent.figure.has_front and not parent.actor:
        _in(child, parent, marks)
        return
    room = parent.box.width * (1.0 if parent.actor else 1.15)
    if child.box.width > room:
        factor = max(0.62, room / child.box.width)
        child.scale(factor)
        if child.box.width > room:
            parent.scale(min(1.5, child.box.width / room))
            set_level(parent, marks)
    names: tuple[str, ...] = ("on", "seat", "top") if child.predicate == "on" else ("seat", "back", "on", "top")
    if child.predicate == "on" and parent.actor and parent.figure.has_anchor("head_top"):
        names = ("on", "top")  # the seat of somebody with a head of its own is where that one sits
    _make_room_above(child, parent, parent.point(*names)[1])
    spot = parent.point(*names)
    sunk = (
        (0.12 if parent.actor else 0.04) if child.figure.stands else 0.34
    )  # who has no feet sits with the tail hanging down
    child.put(spot[0], min(FLOOR, spot[1] + sunk * child.box.height))
    child.depth, child.grounded = parent.depth + 0.02, False


def _wear(child: Item, parent: Item) -> None:
    """A crown or ball on somebody's head."""
    child.height = min(
        child.height,
        0.42 * parent.box.width / child.figure.width_share,
        0.3 * parent.box.height / child.figure.height_share,
    )
    top = parent.point("top")
    if child.figure.has_anchor("wear"):
        brim = child.figure.anchor("wear", 0.0, 0.0, child.height) or (0.0, 0.0)
        child.x, child.y = top[0] - brim[0], top[1] - brim[1] + 0.03 * parent.box.height
    else:
        child.put(top[0], top[1] + 0.06 * child.box.height)
    child.depth, child.grounded = parent.depth + 0.02, False


def _make_room_above(child: Item, parent: Item, support_y: float) -> None:
    """Shrink a rider, then its mount, until both fit under the head room."""
    over = HEAD_ROOM - (support_y - child.box.height)
    if over > 0:
        child.scale(max(0.6, 1 - over / child.box.height))
    over = HEAD_ROOM - (support_y - child.box.height)
    if over > 0 and parent.level in ("float", "air", "surface"):
        parent.move(0, min(over, FLOOR - parent.box.bottom))


def _in(child: Item, parent: Item, marks: Marks) -> None:
    if child.box.width > 0.85 * parent.box.width:
        parent.scale(min(1.7, child.box.width / (0.85 * parent.box.width)))
        set_level(parent, marks)
    child.scale(min(1.0, max(0.5, 0.85 * parent.box.width / child.box.width)))
    seat = parent.point(*CONTAINERS)
    sunk = 0.38 if child.box.height > 0.5 * parent.box.height else 0.2
    child.put(seat[0], min(seat[1] + sunk * child.box.height, parent.box.bottom - 4))
    over = HEAD_ROOM - child.box.top
    if over > 0:
        child.scale(max(0.6, 1 - over / child.box.height))
        child.put(seat[0], min(seat[1] + sunk * child.box.height, parent.box.bottom - 4))
    face = child.face
    if parent.figure.has_front and face is not None and face.bottom > seat[1] - 4:
        child.move(0, max(seat[1] - 4 - face.bottom, HEAD_ROOM - child.box.top))  # the rim stays under the chin
        face = child.face
    step = 0.004 if parent.figure.has_front else -0.01  # peeks over the rim of a cup …
    if step < 0 and face is not None and face.shared(parent.box) > 0.3 * face.area:
        step = 0.01  # … but stands before the stems of kelp and in an open door
    child.depth, child.grounded = parent.depth + step, False


def _under(child: Item, parent: Item, marks: Marks) -> None:
    """The lower one's top just below the upper one's underside; what cannot hang stands astride, its child in front."""
    gap = 0.03 * PICTURE_BOTTOM
    piece = parent.figure.piece
    vessel = piece.kind == "prop" and "surface" in piece.habitat and piece.size_m >= 1.0  # a boat swims overhead
    hangs = vessel or parent.level in ("float", "air", "sky")
    if not hangs:
        _astride(child, parent, marks)
        return
    room = FLOOR - HEAD_ROOM - gap
    total = child.box.height + parent.box.height
    if total > room:
        factor = room / total
        child.scale(max(0.6, factor))
        parent.scale(max(0.6, factor))
    set_level(child, marks)
    top = HEAD_ROOM + 6
    child_bottom = (
        child.box.bottom
        if child.level == "ground"
        else min(marks.ground_y - 20, max(child.box.bottom, top + total + gap))
    )
    child.put(parent.box.x, child_bottom)
    parent.put(parent.box.x, child.box.top - gap)
    if parent.box.top < HEAD_ROOM:
        parent.move(0, HEAD_ROOM - parent.box.top)
        child.move(0, max(0.0, parent.box.bottom + gap - child.box.top))
    child.move(parent.box.x - child.box.x)
    parent.grounded = False


def _astride(child: Item, parent: Item, marks: Marks) -> None:
    """Under a mushroom or bridge: the roof is twice as tall, its child stands before the stem."""
    wanted = 1.75 * child.box.height
    if parent.box.height < wanted:
        parent.scale(min(2.4, wanted / parent.box.height))
    limit = FLOOR - HEAD_ROOM - 16
    if parent.box.height > limit:
        parent.scale(limit / parent.box.height)
    set_level(parent, marks)
    if child.box.height > 0.62 * parent.box.height:
        child.scale(0.62 * parent.box.height / child.box.height)
    child.put(parent.box.x, min(FLOOR, marks.ground_y + 8))
    child.depth = parent.depth + (0.004 if parent.figure.has_front else 0.05)


def _tucked(child: Item, parent: Item, marks: Marks) -> None:
    """Under a blanket: it lies over the lower half, the face looks out above it."""
    set_level(child, marks)
    face = child.face
    free = (face.bottom if face is not None else child.box.y) + 6
    room = max(24.0, child.box.bottom - free)
    parent.height = min(1.35 * child.box.width / parent.figure.width_share, 1.25 * room / parent.figure.height_share)
    if parent.box.width < 1.05 * child.box.width:
        parent.height = 1.05 * child.box.width / parent.figure.width_share
    parent.put(child.box.x, max(child.box.bottom + 4, free + parent.box.height))
    over = parent.box.bottom - FLOOR
    if over > 0:
        parent.move(0, -over)
        child.move(0, -over)
    child.depth = parent.depth - 0.05
    parent.grounded = False


def _behind(child: Item, parent: Item, marks: Marks) -> None:
    child.scale(0.85)
    if parent.box.height < 0.62 * child.box.height:
        parent.scale(min(1.7, 0.62 * child.box.height / parent.box.height))
        set_level(parent, marks)
    raised = min(child.box.bottom, parent.box.bottom) - 0.06 * PICTURE_BOTTOM * (child.level == "ground")
    child.put(parent.box.x, raised if child.level == "ground" else parent.box.y + child.box.height / 2)
    face = child.face
    side = -1.0 if child.flip else 1.0  # the face peeks out on the side that it looks to
    if face is not None and face.bottom < parent.box.top + 4:
        child.move(side * 0.18 * parent.box.width)
    else:
        out = (
            (parent.box.right - (face or child.box).left) if side > 0 else (parent.box.left - (face or child.box).right)
        )
        least = 0.45 * child.box.width - (
            child.box.right - parent.box.right if side > 0 else parent.box.left - child.box.left
        )
        child.move(out - 0.1 * side * (face or child.box).width if abs(out) > least else side * least)
    child.depth = parent.depth - 0.1
    child.grounded = child.grounded and parent.grounded


def _in_front(child: Item, parent: Item, marks: Marks) -> None:
    face = parent.face
    side = -1.0 if parent.flip else 1.0
    child.put(parent.box.x, min(FLOOR, max(child.box.bottom, parent.box.bottom) + 0.02 * PICTURE_BOTTOM))
    covers = face is not None and child.box.top < face.bottom
    offset = parent.box.width / 2 + 0.3 * child.box.width if covers else 0.25 * parent.box.width
    child.move(side * offset)
    if face is not None and child.box.shared(face) > 0.25 * face.area:
        child.move(face.right - child.box.left if side > 0 else face.left - child.box.right)
    child.depth = min(0.95, parent.depth + 0.1)


def _above(child: Item, parent: Item, marks: Marks) -> None:
    gap = 0.05 * PICTURE_BOTTOM
    room = parent.box.top - gap - HEAD_ROOM
    if child.box.height > room and parent.level in ("float", "air"):
        parent.move(0, min(child.box.height - room, marks.ground_y - 12 - parent.box.bottom))
        room = parent.box.top - gap - HEAD_ROOM
    if child.box.height > room:
        factor = max(0.55, room / child.box.height)
        child.scale(factor)
        if child.box.height > room:
            parent.scale(max(0.6, 1 - (child.box.height - room) / parent.box.height))
            set_level(parent, marks)
    child.put(parent.box.x, parent.box.top - gap)
    child.grounded = False


def _copy(child: Item, parent: Item, marks: Marks) -> None:
    """One more of several: beside and a little behind the first, overlapping no face."""
    number = int(child.id.rpartition("#")[2]) - 1
    side = 1.0 if number % 2 else -1.0
    step = 0.5 * (parent.box.width + child.box.width) * ((number + 1) // 2) * (1.02 if parent.actor else 0.86)
    rise = 0.16 * parent.box.height * (1 if parent.level in ("float", "air") else 0.35) * (1 if number % 2 else -0.6)
    child.put(parent.box.x + side * step, parent.box.bottom - rise)
    child.depth, child.grounded = parent.depth - 0.012 * number, parent.grounded


def _around(child: Item, parent: Item, marks: Marks) -> None:
    """A scarf around somebody: below the face."""
    child.height = 0.62 * parent.box.width / child.figure.width_share
    face = parent.face or parent.box
    child.put(face.x, face.bottom + 0.62 * child.box.height)
    child.depth, child.grounded = parent.depth + 0.02, False


_PLACERS: dict[str, Callable[[Item, Item, Marks], None]] = {
    "holding": _holding,
    "riding": _on,
    "on": _on,
    "in": _in,
    "under": _under,
    "tucked": _tucked,
    "behind": _behind,
    "in front of": _in_front,
    "above": _above,
    "around": _around,
    "copy": _copy,
}
