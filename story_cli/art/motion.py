"""Poses and animations → settings of every part at a moment, and the affine transforms that follow.

Transforms are rig units → rig units, written (a, b, c, d, e, f): x' = a·x + c·y + e, y' = b·x + d·y + f.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from story_cli.art.piece import Part, Piece, Point

Affine = tuple[float, float, float, float, float, float]
IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
PERIOD_S = 12.0  # all animations repeat within this; periods divide it


@dataclass
class Setting:
    """How one part is set: offsets in rig units, degrees, factors; wave = (degrees, turns at the root, turns along)."""

    x: float = 0.0
    y: float = 0.0
    rot: float = 0.0
    sx: float = 1.0
    sy: float = 1.0
    bend: float = 0.0
    waves: list[tuple[float, float, float]] = field(default_factory=list)
    variant: str = ""


def loop_seconds(piece: Piece, animation: str) -> float:
    """After how long the animation repeats, s: the least common multiple of its periods; 0 if nothing moves."""
    motions = piece.rig.animations.get(animation) or piece.rig.animations.get("idle", ())
    ticks = math.lcm(*(round(motion.period * 1000) for motion in motions if motion.amp)) if motions else 0
    return min(PERIOD_S, ticks / 1000) if any(motion.amp for motion in motions) else 0.0


def settings_at(piece: Piece, phase: float, pose: str, animation: str, expression: str) -> dict[str, Setting]:
    """Settings of all parts `phase` seconds into the animation.

    Posture is layered part by part: rest, the expression's own pose, the animation's, then the named pose. An
    unknown animation falls back to "idle", so that everything always moves a little.
    """
    settings: dict[str, Setting] = {part.id: Setting() for part in piece.rig.parts}
    for name in dict.fromkeys(("idle", expression, animation, pose)):
        for part, values in piece.rig.poses.get(name, {}).items():
            settings[part] = _set(values)
    motions = piece.rig.animations.get(animation) or piece.rig.animations.get("idle", ())
    for motion in motions:
        setting = settings[motion.part]
        turns = phase / motion.period + motion.phase
        if motion.prop == "wave":
            setting.waves.append((motion.amp, turns, motion.k))
        else:
            value = getattr(setting, motion.prop) + motion.amp * math.sin(2 * math.pi * turns)
            setattr(setting, motion.prop, value)
    return settings


def _set(values: dict[str, float | str]) -> Setting:
    setting = Setting()
    for prop, value in values.items():
        if prop != "wave":
            setattr(setting, prop, value)
    return setting


def joined(outer: Affine, inner: Affine) -> Affine:
    """The transform that applies `inner` first."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f


def applied(transform: Affine, point: Point) -> Point:
    a, b, c, d, e, f = transform
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def inverse(transform: Affine) -> Affine:
    a, b, c, d, e, f = transform
    size = a * d - b * c
    a, b, c, d = d / size, -b / size, -c / size, a / size
    return a, b, c, d, -(a * e + c * f), -(b * e + d * f)


def local(part: Part, setting: Setting) -> Affine:
    """Move by (x, y), turn and stretch about the pivot."""
    cos, sin = math.cos(math.radians(setting.rot)), math.sin(math.radians(setting.rot))
    a, b, c, d = cos * setting.sx, sin * setting.sx, -sin * setting.sy, cos * setting.sy
    px, py = part.pivot
    return a, b, c, d, px + setting.x - (a * px + c * py), py + setting.y - (b * px + d * py)


def transforms(piece: Piece, settings: dict[str, Setting]) -> dict[str, Affine]:
    """Part id → transform with all its parents'."""
    found: dict[str, Affine] = {}
    for part in piece.rig.parts:  # parents stand before children
        found[part.id] = joined(found.get(part.parent, IDENTITY), local(part, settings[part.id]))
    return found
