"""Checks of the art library beyond what reading a piece already refuses: a list of what an artist should mend."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from story_cli.art.bake import _body, _document
from story_cli.art.bend import rest_strip, strip_distance
from story_cli.art.motion import PERIOD_S
from story_cli.art.piece import MAX_BEND, Bend, Part, Piece, read_piece
from story_cli.art.rasterise import rasterise
from story_cli.art.signature import ROLES
from story_cli.art.slots import slot_colours, style_sheet
from story_cli.errors import StoryError

if TYPE_CHECKING:
    from story_cli.catalogue import Library

HABITATS = {"water", "ground", "air", "wall", "surface", "space"}
EXPRESSIONS = ("calm", "happy", "joy", "sad", "surprised", "scared", "sleepy", "angry", "proud", "talk")
MAX_SHAPES = 40  # a part
_PLAIN = dict.fromkeys(ROLES, "#808080")  # any signature will do to find out where a part has pixels


def check_library(library: Library) -> list[str]:
    """Problems of all pieces in library/art/pieces, one line each: "<piece>: <what>". Empty if all is well."""
    return check_pieces(library.root / "art" / "pieces", library.root / "art" / "facekit.svg")


def check_pieces(folder: Path, kit: Path) -> list[str]:
    """Problems of all pieces in a folder."""
    problems: list[str] = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        try:
            piece = read_piece(place, kit)
        except StoryError as exc:
            problems.append(f"{place.name}: {exc.what} ({exc.hint})")
            continue
        problems += [f"{piece.id}: {problem}" for problem in check_piece(piece, place.name)]
    return problems


def check_piece(piece: Piece, folder_name: str) -> list[str]:
    """Problems of one piece."""
    found = itertools.chain(
        _names(piece, folder_name), _anchors(piece), _face(piece), _motion(piece), _bends(piece), _drawing(piece)
    )
    return list(found)


def _names(piece: Piece, folder_name: str) -> Iterator[str]:
    if piece.id != folder_name:
        yield f"its id is not the folder's name '{folder_name}'"
    if piece.kind not in ("hero", "creature", "prop", "vehicle"):
        yield f"unknown kind '{piece.kind}'"
    strange = set(piece.habitat) - HABITATS
    if strange or not piece.habitat:
        yield f"habitat {sorted(strange) or 'is empty'}; one or more of {', '.join(sorted(HABITATS))}"
    for move in set(piece.moves) - set(piece.animations):
        yield f"moves names '{move}', which is no animation"
    if "idle" not in piece.animations:
        yield "no animation 'idle'"
    if piece.rig.facing != "right":
        yield f"faces {piece.rig.facing}; rigs face right"


def _anchors(piece: Piece) -> Iterator[str]:
    x, y, width, height = piece.drawing.page
    for name in ("center", "top"):
        if not piece.anchors.get(name):
            yield f"no anchor '{name}'"
    if piece.kind == "hero" and not piece.anchors.get("hand"):
        yield "no anchor 'hand'"
    for name, point in piece.anchors.items():
        if point and not (x - 300 <= point[0] <= x + width + 300 and y - 300 <= point[1] <= y + height + 300):
            yield f"anchor '{name}' lies far outside the page"


def _face(piece: Piece) -> Iterator[str]:
    face = piece.rig.face
    if face is None:
        return
    for name in EXPRESSIONS:
        if name not in piece.expressions:
            yield f"no expression '{name}'"
    if "@face" not in piece.parts_by_id:
        yield "has a face but no part '@face'"
    if piece.kind in ("hero", "creature") and len(face.eyes) == 2:
        gap = face.eyes[1][0] - face.eyes[0][0]
        if gap <= 0:
            yield "eyes: the left one comes first"


def _motion(piece: Piece) -> Iterator[str]:
    for name, motions in piece.rig.animations.items():
        if not motions:
            yield f"animation '{name}' moves nothing"
        for motion in motions:
            turns = PERIOD_S / motion.period
            if abs(turns - round(turns)) > 1e-3:
                yield f"animation '{name}', part '{motion.part}': period {motion.period:g} s does not divide 12 s"
        pairs = [(m.part, m.prop, m.period, m.phase) for m in motions]
        for part, prop, _, _ in {pair for pair in pairs if pairs.count(pair) > 1}:
            yield f"animation '{name}': {part}.{prop} is moved twice with one period and phase"


def _bends(piece: Piece) -> Iterator[str]:
    soft = {part.id: part.bend for part in piece.rig.parts if part.bend}
    poses = piece.rig.poses
    for part, bend in soft.items():
        radius = _tightest(bend)
        if bend.half > radius:
            yield f"part '{part}': half {bend.half:g} is wider than the tightest curve of its spine, {radius:.0f}"
    for pose, settings in poses.items():
        for part, values in settings.items():
            angle = float(values.get("bend", 0.0))
            if angle and part not in soft:
                yield f"pose '{pose}' bends '{part}', which has no spine"
            if abs(angle) > MAX_BEND:
                yield f"pose '{pose}' bends '{part}' by {angle:g}°, more than {MAX_BEND:g}°"
    for name, motions in piece.rig.animations.items():
        for motion in motions:
            if motion.prop not in ("bend", "wave"):
                continue
            if motion.part not in soft:
                yield f"animation '{name}' bends '{motion.part}', which has no spine"
            still = abs(float(poses.get(name, poses.get("idle", {})).get(motion.part, {}).get("bend", 0.0)))
            if abs(motion.amp) + still > MAX_BEND:
                yield f"animation '{name}' bends '{motion.part}' up to {abs(motion.amp) + still:g}°"


def _tightest(bend: Bend) -> float:
    """Smallest radius of the circles through three successive spine points; inf for a straight spine."""
    radius = math.inf
    for a, b, c in zip(bend.spine, bend.spine[1:], bend.spine[2:], strict=False):
        sides = math.dist(a, b), math.dist(b, c), math.dist(a, c)
        area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
        if area > 1e-6:
            radius = min(radius, sides[0] * sides[1] * sides[2] / (4 * area))
    return radius


def _drawing(piece: Piece) -> Iterator[str]:
    style = style_sheet(slot_colours(piece, _PLAIN, {}))
    drawn = {group for part in piece.rig.parts for group in part.drawn}
    for group in sorted(set(piece.drawing.groups) - drawn - {"preview-face"}):
        yield f"the drawing's group '{group}' belongs to no part"
    for part in piece.rig.parts:
        for group in part.drawn:
            element = piece.drawing.groups[group]
            shapes = sum(1 for e in element.iter() if str(e.tag).endswith(("path", "ellipse", "circle", "rect")))
            if shapes > MAX_SHAPES:
                yield f"part '{group}' has {shapes} shapes, more than {MAX_SHAPES}"
            if element.get("transform"):
                yield f"part '{group}' has a transform; draw it in page coordinates"
            yield from _covered(piece, part, group, style)


def _covered(piece: Piece, part: Part, group: str, style: str) -> Iterator[str]:
    """What a low-resolution look at a group shows: nothing drawn, or drawn beyond its bend strip."""
    x, y, width, height = piece.drawing.page
    margin = 0.12 * max(width, height)
    page = (x - margin, y - margin, width + 2 * margin, height + 2 * margin)
    small = rasterise(_document(_body(piece.drawing, group, style), page), 160)
    step = page[2] / 160
    if not small[..., 3].any():
        joint = any(other.parent == part.id for other in piece.rig.parts)
        if len(part.drawn) == 1 and not joint:  # an empty variant may be meant: a lamp that is out
            yield f"part '{group}' shows nothing"
        return
    rows, columns = np.nonzero(small[..., 3] > 127)
    if part.bend and len(rows):
        points = np.stack([page[0] + (columns + 0.5) * step, page[1] + (rows + 0.5) * step], 1)
        away = float(np.percentile(strip_distance(points, rest_strip(part.bend)), 99))
        if away > part.bend.half * 1.1 + step:
            yield f"part '{group}' reaches {away:.0f} from its spine, half is {part.bend.half:g}"
