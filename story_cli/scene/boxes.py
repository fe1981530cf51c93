"""Geometry of pieces on the stage: where a rig's outline, face and anchors fall for a height, place and side.

Outlines come from the rig's anchors (top, feet, beside_l, beside_r), which the artist sets close to the silhouette;
no picture is baked for a layout. Stage px, origin top left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from story_cli.art.piece import Piece
    from story_cli.artifacts import Element

_SIDE_AIR = 0.94  # beside_l and beside_r stand a little off the silhouette


@dataclass(frozen=True)
class Box:
    """Axis-parallel box; `bottom` ≥ `top`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def joined(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def shared(self, other: Box) -> float:
        """Area that two boxes share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)


class Figure:
    """A piece as the layout sees it: extents around its origin per pixel of height."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        anchors = {name: point for name, point in piece.anchors.items() if point is not None}
        ox, oy = piece.origin
        top = anchors.get("top", (ox, oy - piece.height * 0.55))[1]
        low = max((anchors[name][1] for name in ("feet", "under") if name in anchors), default=top + piece.height)
        if "feet" in anchors:
            low = anchors["feet"][1]
        left = anchors.get("beside_l", (ox - piece.width / 2, oy))[0]
        right = anchors.get("beside_r", (ox + piece.width / 2, oy))[0]
        unit = 1.0 / piece.height
        self._box = Box(
            (left - ox) * unit * _SIDE_AIR, (top - oy) * unit, (right - ox) * unit * _SIDE_AIR, (low - oy) * unit
        )  # fmt: skip
        self._anchors = {name: ((x - ox) * unit, (y - oy) * unit) for name, (x, y) in anchors.items()}
        self.stands = "feet" in anchors
        self.has_front = piece.has_front

    def box(self, x: float, y: float, height: float, *, flip: bool = False) -> Box:
        """Outline with the origin at (x, y)."""
        b = self._box
        left, right = (-b.right, -b.left) if flip else (b.left, b.right)
        return Box(x + left * height, y + b.top * height, x + right * height, y + b.bottom * height)

    def anchor(self, name: str, x: float, y: float, height: float, *, flip: bool = False) -> tuple[float, float] | None:
        """An anchor's place on the stage, or None if the rig has none of that name."""
        point = self._anchors.get(name)
        if point is None:
            return None
        return (x + (-point[0] if flip else point[0]) * height, y + point[1] * height)

    def first_anchor(self, *names: str, x: float, y: float, height: float, flip: bool) -> tuple[float, float]:
        """The first anchor of these that the rig has, else the middle of its top edge."""
        for name in names:
            point = self.anchor(name, x, y, height, flip=flip)
            if point is not None:
                return point
        box = self.box(x, y, height, flip=flip)
        return (box.x, box.top)

    def has_anchor(self, name: str) -> bool:
        return name in self._anchors

    def face(self, x: float, y: float, height: float, *, flip: bool = False) -> Box | None:
        """Box around eyes and mouth, or None for a piece without a face."""
        edges = self.piece.face_edges(x, y, height, flip=flip)
        return Box(*edges) if edges else None

    @property
    def width_share(self) -> float:
        """Outline width per pixel of nominal height."""
        return self._box.width

    @property
    def height_share(self) -> float:
        """Outline height per pixel of nominal height."""
        return self._box.height

    def origin_for_bottom(self, bottom: float, height: float) -> float:
        """Origin y that puts the feet (or the lowest point) at `bottom`."""
        return bottom - self._box.bottom * height

    def origin_for_top(self, top: float, height: float) -> float:
        return top - self._box.top * height

    def origin_for_middle(self, x: float, height: float, *, flip: bool = False) -> float:
        """Origin x that puts the middle of the outline at `x`."""
        b = self._box
        middle = (b.left + b.right) / 2 * height
        return x + middle if flip else x - middle


def element_box(figure: Figure, element: Element) -> Box:
    return figure.box(element.x, element.y, element.height, flip=element.flip)
