"""Sizes and levels: how big an actor or thing is drawn, and whether it stands, floats, flies or hangs in the sky.

Real size is only a hint: a pearl and a whale share a picture, and both must be seen at 160 px. The bands come from the
art bible: a lead fills 45 – 85 % of the picture's height, a partner 25 – 60 %.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from story_cli.artifacts import PICTURE_BOTTOM, STAGE_WIDTH, Entity, Relation
from story_cli.scene.boxes import Box, Figure
from story_cli.scene.choose import SKY
from story_cli.shape import closeness

if TYPE_CHECKING:
    from story_cli.art.backdrop import Marks
    from story_cli.catalogue import Library

Level = Literal["ground", "float", "air", "sky", "surface"]
HEAD_ROOM = 0.04 * PICTURE_BOTTOM
FLOOR = PICTURE_BOTTOM - 12.0  # nothing reaches behind the caption strip
SIDE_MARGIN = 64.0  # on the wide stage
_SIZE_WORDS = {"tiny": 0.72, "wee": 0.72, "little": 0.86, "small": 0.86, "baby": 0.8, "big": 1.15, "large": 1.15,
               "great": 1.15, "huge": 1.35, "giant": 1.4, "enormous": 1.4, "massive": 1.4}  # fmt: skip
_TOUCHING = frozenset(
    (
        "on",
        "riding",
        "in",
        "inside",
        "into",
        "behind",
        "in front of",
        "holding",
        "beside",
        "next to",
        "around",
        "against",
    )
)
_AIRY_MOVES = frozenset(("fly",))
_SWIMMING_MOVES = frozenset(("swim", "float"))


@dataclass
class Item:
    """Something on its way onto the stage; (x, y) is the rig's origin, as in artifacts.Element."""

    id: str
    entity: Entity
    figure: Figure
    actor: bool
    height: float
    level: Level
    x: float = 0.0
    y: float = 0.0
    flip: bool = False
    depth: float = 0.5
    holder: str = ""
    parent: str = ""
    predicate: str = ""  # how it hangs on its parent
    grounded: bool = True
    reasons: list[str] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return self.figure.box(self.x, self.y, self.height, flip=self.flip)

    @property
    def face(self) -> Box | None:
        return self.figure.face(self.x, self.y, self.height, flip=self.flip)

    def point(self, *names: str) -> tuple[float, float]:
        """The first of these anchors, on the stage."""
        return self.figure.first_anchor(*names, x=self.x, y=self.y, height=self.height, flip=self.flip)

    def put(self, x: float, bottom: float) -> None:
        """Middle of the outline to `x`, its lowest point to `bottom`."""
        self.x = self.figure.origin_for_middle(x, self.height, flip=self.flip)
        self.y = self.figure.origin_for_bottom(bottom, self.height)

    def scale(self, factor: float) -> None:
        """Grow or shrink around the origin."""
        self.height *= factor

    def move(self, dx: float, dy: float = 0.0) -> None:
        self.x, self.y = self.x + dx, self.y + dy


def drawn_height(figure: Figure, entity: Entity, *, actor: bool, width: float = STAGE_WIDTH) -> float:
    """Nominal height in px of a piece that stands alone on a stage of this width."""
    size = figure.piece.size_m
    if entity.id == "hero":
        outline = 335.0 * min(1.15, max(0.9, math.pow(size, 0.12)))
    elif actor:
        outline = 265.0 * min(1.35, max(0.66, math.pow(size, 0.22)))
    else:
        outline = 185.0 * min(1.5, max(0.44, math.pow(size / 0.6, 0.35)))
    for word in entity.attributes:
        outline *= _SIZE_WORDS.get(word, 1.0)
    outline *= closeness(width)
    longest = max(figure.height_share, 0.8 * figure.width_share) if not actor else figure.height_share
    height = outline / longest
    widest = (
        (0.40 if actor else 0.34) * STAGE_WIDTH * math.sqrt(width / STAGE_WIDTH)
    )  # a narrow picture is filled sooner
    return min(height, widest / figure.width_share, 0.82 * PICTURE_BOTTOM / figure.height_share)


def level_of(entity: Entity, library: Library, marks: Marks, moves: Collection[str], *, actor: bool) -> Level:
    """Where a piece belongs in this place, given the moves it makes."""
    if entity.piece in SKY and entity.piece not in ("kite", "cloud"):
        return "sky"
    habitat = set(library.thing(entity.piece).habitat)
    if marks.medium == "water":
        if actor:
            swims = bool(_SWIMMING_MOVES & set(moves)) or not habitat & {"ground", "surface"}
            return "float" if "water" in habitat and swims else "ground"
        return "float" if habitat <= {"air", "water", "space"} else "ground"
    if actor:
        flies = bool(_AIRY_MOVES & set(moves)) or not habitat & {"ground", "water", "surface", "space"}
        return "air" if "air" in habitat and flies else "ground"
    return "air" if habitat <= {"air", "space"} else "ground"


def come_down(items: Sequence[Item], relations: Sequence[Relation], marks: Marks) -> None:
    """A moon that somebody sits on, or a star behind a planet, is a thing among others and not a light in the sky."""
    by_id = {item.id: item for item in items}
    for relation in relations:
        subject, thing = by_id.get(relation.subject), by_id.get(relation.object)
        if subject is None or thing is None or relation.predicate not in _TOUCHING:
            continue
        for item in (subject, thing):
            if item.level == "sky":
                stood_on = item is thing and relation.predicate in ("on", "riding", "in", "inside", "into")
                item.level = "ground" if stood_on else "float" if marks.medium == "water" else "air"


def set_level(item: Item, marks: Marks, lift: float = 0.0) -> None:
    """Put an item at its height in the picture. `lift` > 0 sets it further back or higher, in px."""
    outline = item.figure.height_share * item.height
    if item.level in ("ground", "surface"):
        bottom = min(FLOOR, marks.ground_y - lift)
    elif item.level == "sky":
        bottom = HEAD_ROOM + 22 + outline + lift
    else:
        middle = (0.47 if item.level == "float" else 0.34) * PICTURE_BOTTOM - lift
        bottom = min(marks.ground_y - 46, max(HEAD_ROOM + outline, middle + outline / 2))
    item.grounded = item.level in ("ground", "surface")
    item.put(item.box.x, bottom)
