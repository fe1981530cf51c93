"""Composes faces from the face kit: eyes, gaze, lids, lashes, brows, cheeks, mouth; blink and talking mouths.

The kit is drawn for the eye on the screen's right; the left one is mirrored, irises never (one light for both).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from story_cli.art.bake import Baked
from story_cli.art.compose import over
from story_cli.art.piece import Piece
from story_cli.errors import StoryError

FAR_EYE = 0.93  # of the near one; source: art bible §3
_SHUT = ("eye-closed", "eye-happy")
_SMALL_IRIS = ("eye-wide", "eye-small")


@dataclass(frozen=True)
class Feature:
    """A kit drawing placed on a rig: centre in rig units, scale, mirrored or not."""

    name: str
    x: float
    y: float
    scale: float
    mirrored: bool = False


def expression_state(piece: Piece, expression: str) -> dict[str, Any]:
    """The kit state of an expression; unknown ones raise, except that faceless rigs have none."""
    states = piece.rig.expressions
    if expression in states:
        return states[expression]
    if not piece.has_face or expression == "calm":
        return {}
    raise StoryError(f"{piece.id}: no expression '{expression}'", f"one of: {', '.join(sorted(states))}")


def features(
    piece: Piece, expression: str, blink: bool, mouth: str, gaze: tuple[float, float] | None = None
) -> Iterator[Feature]:
    """All features but the brows, in drawing order; `gaze` moves the irises where the expression leaves them free."""
    face = piece.rig.face
    if face is None:
        return
    state = expression_state(piece, expression)
    if state.get("blush", 1):
        for x, y, scale in face.cheeks:
            yield Feature("cheek", x, y, scale)
    eyes = str(state.get("eyes") or "eye-open")
    if blink and eyes not in _SHUT:
        eyes = "eye-closed"
    gaze_x, gaze_y = gaze or state.get("gaze", (3, 1))
    for index, (x, y, scale) in enumerate(face.eyes):
        left = index == 0 and len(face.eyes) > 1
        size = scale * (FAR_EYE if index == 1 and face.far else 1.0)
        yield Feature(eyes, x, y, size, left)
        if eyes not in _SHUT:
            iris = "iris-small" if eyes in _SMALL_IRIS else "iris"
            yield Feature(iris, x + gaze_x * scale, y + gaze_y * scale, scale)
            yield Feature(eyes.replace("eye-", "lid-", 1), x, y, size, left)
        if face.lash:
            yield Feature("lash-" + eyes, x, y, size, left)
    if face.mouth:
        x, y, scale = face.mouth
        yield Feature(f"mouth-{mouth}" if mouth else str(state.get("mouth") or "mouth-smile"), x, y, scale)


def brows(piece: Piece, expression: str) -> Iterator[Feature]:
    """Both brows, or none where the expression has none."""
    face = piece.rig.face
    name = expression_state(piece, expression).get("brows")
    if face and name:
        for index, (x, y, scale) in enumerate(face.brows):
            yield Feature(str(name), x, y, scale, index == 0 and len(face.brows) > 1)


def compose_features(placed: list[Feature], baked: Mapping[str, Baked], scale: float) -> Baked | None:
    """One sprite of several features at `scale` px a rig unit; kit drawings that do not exist are left out."""
    found = [(feature, baked["kit:" + feature.name]) for feature in placed if "kit:" + feature.name in baked]
    if not found:
        return None
    boxes = [_reach(feature, sprite) for feature, sprite in found]
    left, top = math.floor(min(b[0] for b in boxes)), math.floor(min(b[1] for b in boxes))
    right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    width, height = math.ceil((right - left) * scale) + 2, math.ceil((bottom - top) * scale) + 2
    canvas = np.zeros((height, width, 4), np.uint8)
    for feature, sprite in found:
        zoom = feature.scale * scale / sprite.scale
        flip = -1.0 if feature.mirrored else 1.0
        matrix = np.array(
            [
                [flip * zoom, 0, (feature.x - left + flip * feature.scale * sprite.x) * scale],
                [0, zoom, (feature.y - top + feature.scale * sprite.y) * scale],
            ],
            np.float32,
        )
        matrix[:, 2] += 0.5 * matrix[:, :2].sum(1) - 0.5  # pixel centres, not corners
        placed_pixels: Any = cv2.warpAffine(sprite.pixels, matrix, (width, height), flags=cv2.INTER_LINEAR)
        over(canvas, placed_pixels, 0, 0)
    return Baked(canvas, scale, float(left), float(top))


def _reach(feature: Feature, sprite: Baked) -> tuple[float, float, float, float]:
    """Rig-unit box that a placed feature covers."""
    height, width = sprite.pixels.shape[:2]
    x0, x1 = sprite.x, sprite.x + width / sprite.scale
    if feature.mirrored:
        x0, x1 = -x1, -x0
    y0, y1 = sprite.y, sprite.y + height / sprite.scale
    size = feature.scale
    return feature.x + x0 * size, feature.y + y0 * size, feature.x + x1 * size, feature.y + y1 * size
