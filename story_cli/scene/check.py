"""Reads a composed scene back: does the picture say what the words say, and is it a decent picture?

`relation_holds` measures one relation on the placed elements; `faults` lists everything that breaks the rules of the
art bible §7. Used by the composer (what fails becomes a note) and by tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from story_cli.artifacts import PICTURE_BOTTOM, STAGE_WIDTH, Element, Relation, Scene
from story_cli.scene.attach import CONTAINERS, HANGING, SOFT_COVERS
from story_cli.scene.boxes import Box, Figure, element_box
from story_cli.scene.choose import SKY
from story_cli.shape import closeness

if TYPE_CHECKING:
    from story_cli.art.backdrop import Marks

_LEAST_LEAD = 0.27 * PICTURE_BOTTOM  # on the wide stage
_CLEAR = frozenset(("bubble-helmet", "bubble"))  # one sees through
_NEAR = 0.42  # of the stage  # at most so far between the middles of two that are beside each other


def relation_holds(
    subject: Element, predicate: str, thing: Element, figures: Mapping[str, Figure], width: float = STAGE_WIDTH
) -> bool:
    """Whether the elements stand to each other as the predicate says."""
    upper, lower = element_box(figures[subject.piece], subject), element_box(figures[thing.piece], thing)
    return _holds(subject, predicate, thing, upper, lower, figures, width)


def _holds(
    a: Element, predicate: str, b: Element, box: Box, other: Box, figures: Mapping[str, Figure], width: float
) -> bool:
    near = _NEAR * width
    aligned = abs(box.x - other.x) < max(0.03 * width, 0.5 * max(box.width, other.width))
    if predicate in ("holding", "with") and b.holder == a.id:
        return True
    if predicate in ("under", "below"):
        if b.piece in SKY:
            return box.top >= other.top
        if b.piece in SOFT_COVERS:
            return _tucked(a, b, box, other, figures)
        astride = other.top < box.top - 0.2 * other.height and b.depth != a.depth
        return aligned and (
            box.top >= other.bottom - 0.05 * PICTURE_BOTTOM or (astride and box.bottom >= other.bottom - 30)
        )
    if predicate in ("above", "over"):
        return aligned and box.bottom <= other.top + 0.05 * PICTURE_BOTTOM
    if predicate in ("on", "riding"):
        return (
            aligned
            and other.top - 0.25 * box.height - 30 <= box.bottom <= other.bottom
            and box.y < other.y + 0.35 * other.height
        )
    hollow = any(figures[b.piece].has_anchor(name) for name in CONTAINERS)
    if predicate in ("in", "inside") and b.piece in SOFT_COVERS:
        return _tucked(a, b, box, other, figures)
    if predicate in ("in", "inside") or (predicate == "into" and hollow):
        return (
            other.left - 8 <= box.x <= other.right + 8
            and box.bottom > other.top
            and box.shared(other) > 0.1 * box.area
            and not (a.depth < b.depth and _covered_face(a, other, figures))
        )
    if predicate == "behind":
        return (
            a.depth < b.depth
            and box.shared(other) > 0
            and _visible(box, other) >= 0.4
            and not _covered_face(a, other, figures)
        )
    if predicate == "in front of":
        return a.depth > b.depth and abs(box.x - other.x) < near and not _covered_face(b, box, figures)
    beside = abs(box.x - other.x) < max(near, (box.width + other.width) / 2 + 0.12 * width)
    if predicate == "around":  # who walks around somebody is beside them at any one moment
        alive = figures[b.piece].piece.kind in ("hero", "creature")
        return box.shared(other) > 0 or abs(box.x - other.x) < near or (alive and beside)
    if predicate == "holding" and figures[b.piece].piece.kind not in ("hero", "creature"):
        return False  # somebody as large as the holder is hugged: they are beside each other
    return beside


def _tucked(a: Element, b: Element, box: Box, other: Box, figures: Mapping[str, Figure]) -> bool:
    """Lies under something soft: partly covered, the face free."""
    return a.depth < b.depth and box.shared(other) > 0.15 * box.area and not _covered_face(a, other, figures)


def _visible(box: Box, cover: Box) -> float:
    """Share of a box that another one in front of it leaves free."""
    return 1.0 - box.shared(cover) / box.area if box.area else 0.0


def _covered_face(element: Element, cover: Box, figures: Mapping[str, Figure]) -> bool:
    face = figures[element.piece].face(element.x, element.y, element.height, flip=element.flip)
    return face is not None and face.shared(cover) > 0.3 * face.area


def unkept_relations(scene: Scene, figures: Mapping[str, Figure]) -> list[tuple[Relation, str]]:
    """Relations between drawn elements that the picture does not show, with the reason."""
    shown, width = {element.id: element for element in scene.elements}, scene.stage_width
    return [
        (relation, f"{relation.subject} {relation.predicate} {relation.object} is not shown")
        for relation in scene.graph.relations
        if showable(relation, scene, figures)
        and not relation_holds(shown[relation.subject], relation.predicate, shown[relation.object], figures, width)
    ]  # fmt: skip


def showable(relation: Relation, scene: Scene, figures: Mapping[str, Figure]) -> bool:
    """Whether one still can show a relation at all: its pieces are drawn and can stand so, and no other relation of
    the text puts the same one elsewhere at another moment (the picture then keeps to one of them)."""
    shown = {element.id: element for element in scene.elements}
    subject, thing = shown.get(relation.subject), shown.get(relation.object)
    if subject is None or thing is None:
        return False
    hollow = any(figures[thing.piece].has_anchor(name) for name in CONTAINERS)
    if relation.predicate in ("in", "inside") and not hollow and thing.piece not in SOFT_COVERS:
        return False
    moved, place = _moved(relation)
    others = [
        other
        for other in scene.graph.relations
        if other is not relation and other.object in shown and other.subject in shown
        and _moved(other)[0] == moved and _moved(other)[1] != place and other.predicate in HANGING
    ]  # fmt: skip

    def holds(one: Relation) -> bool:
        return relation_holds(shown[one.subject], one.predicate, shown[one.object], figures, scene.stage_width)

    if any(map(holds, others)) and relation.predicate in HANGING:
        return False
    rivals = [other for other in scene.graph.relations if _of_same_pair(other, relation)]
    return holds(relation) or not any(map(holds, rivals))


def _of_same_pair(other: Relation, relation: Relation) -> bool:
    """Two ways in which the same two hang together: in a thing and holding it, on it and under it."""
    hang = other.predicate in HANGING and relation.predicate in HANGING
    pair = {other.subject, other.object} == {relation.subject, relation.object}
    return hang and pair and (other.subject, other.predicate) != (relation.subject, relation.predicate)


def told_apart(scene: Scene, figures: Mapping[str, Figure]) -> list[str]:
    """Notes for relations between drawn elements that one still cannot show beside the others."""
    shown = {element.id for element in scene.elements}
    return [
        f"{relation.subject} {relation.predicate} {relation.object}: the picture shows another moment"
        for relation in scene.graph.relations
        if relation.subject in shown and relation.object in shown and not showable(relation, scene, figures)
    ]


def _moved(relation: Relation) -> tuple[str, str]:
    """Who is put somewhere by a relation, and where: what is held follows its holder."""
    if relation.predicate == "holding":
        return relation.object, relation.subject
    return relation.subject, relation.object


def faults(scene: Scene, figures: Mapping[str, Figure], marks: Marks) -> list[str]:
    """What is wrong with the composition, in words; an empty list is the aim."""
    found: list[str] = []
    boxes = {element.id: element_box(figures[element.piece], element) for element in scene.elements}
    for element in scene.elements:
        box = boxes[element.id]
        if box.left < -4 or box.right > marks.width + 4:
            found.append(f"{element.id} leaves the picture sideways")
        if box.top < 0.02 * PICTURE_BOTTOM:
            found.append(f"{element.id} has no head room")
        if box.bottom > PICTURE_BOTTOM:
            found.append(f"{element.id} is behind the caption strip")
        back = 70 if element.depth <= 0.4 else 40  # who stands further back stands higher in the picture
        if element.grounded and abs(box.bottom - marks.ground_y) > back:
            found.append(f"{element.id} floats over the ground")
        if element.id == "hero" and box.height < _LEAST_LEAD * closeness(marks.width):
            found.append("hero is too small for a lead")
        if max(box.width, box.height) < 40 * closeness(marks.width):
            found.append(f"{element.id} is too small to see")
    for element in scene.elements:
        for other in scene.elements:
            clear = other.piece in _CLEAR
            hung = clear or other.holder == element.id or _together(scene, element.id, other.id)
            if (
                other is not element
                and other.depth > element.depth
                and not hung
                and _covered_face(element, boxes[other.id], figures)
            ):
                found.append(f"{other.id} covers the face of {element.id}")
    return found


def _together(scene: Scene, first: str, second: str) -> bool:
    pairs = {frozenset((r.subject.split("#")[0], r.object.split("#")[0])) for r in scene.graph.relations}
    return frozenset((first.split("#")[0], second.split("#")[0])) in pairs
