"""A puppet: a piece baked in a colour signature at a size, posed into sprites.

Posing moves baked parts by affine transforms, warps the soft ones along their spines and lets each part cast a soft
shadow onto what lies below it. Sprites are kept by what they depend on, cropped tightly.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import cv2
import numpy as np

from story_cli.art.bake import Baked, bake, bake_scale
from story_cli.art.bend import Strip, bent_strip, carried, fitted, is_bent, outline, rest_strip, source_maps
from story_cli.art.cache import ArtCache
from story_cli.art.colour import mix, ramp, to_rgb
from story_cli.art.compose import Box, clipped, over, shade_onto, tight_box
from story_cli.art.face import brows, compose_features, expression_state, features
from story_cli.art.motion import (
    PERIOD_S,
    Affine,
    Setting,
    applied,
    inverse,
    joined,
    loop_seconds,
    settings_at,
    transforms,
)
from story_cli.art.piece import Bend, Part, Piece, Point
from story_cli.art.rasterise import Pixels
from story_cli.art.signature import Signature
from story_cli.art.slots import slot_colours
from story_cli.errors import StoryError

SHADOW = 0.46  # cast shadow: alpha, fall and softness in rig units; source: art bible §4
SHADOW_FALL = 7.0
SHADOW_SOFTNESS = 7.0
KEPT_BYTES = 160 * 1024 * 1024  # sprites remembered by one puppet
LAYERS = ("all", "back", "front")


@dataclass(frozen=True)
class Sprite:
    """A posed picture: premultiplied RGBA; (dx, dy) is its top left corner relative to the origin point, px."""

    rgba: Pixels
    dx: int
    dy: int


class Posture(NamedTuple):
    """All that decides a body's shape, in its plainest form: equal postures are equal pictures."""

    animation: str
    phase: float
    expression: str  # "calm" unless the expression changes more than the face
    pose: str


class Look(NamedTuple):
    """All that decides a face."""

    expression: str = "calm"
    blink: bool = False
    mouth: str = ""
    gaze: tuple[float, float] | None = None  # where the irises are, kit units; None as the expression says


@dataclass(frozen=True)
class _Drawn:
    """A part ready to draw: sprite, rig → canvas transform, bent strip if any."""

    part: Part
    baked: Baked
    to_px: Affine
    rest: Strip | None = None
    bent: Strip | None = None


class Puppet:
    """Poses one piece. Not safe to share between threads."""

    def __init__(
        self, piece: Piece, signature: Signature, slots: dict[str, str], height_px: float, cache: ArtCache
    ) -> None:
        """Bake, or read from the cache. Raises: StoryError if the height is absurd or a slot unknown."""
        if not 2 <= height_px <= 8000:
            raise StoryError(f"{piece.id}: a height of {height_px:g} px", "between 2 and 8000")
        slot_colours(piece, signature, slots)  # refuses unknown slots before anything is drawn
        self.piece = piece
        self.scale = height_px / piece.height  # px a rig unit
        self._roles, self._slots, self._cache = signature, slots, cache
        deep = mix(signature["deep"], ramp(signature["primary"])["deep"], 0.5)
        self._shadow = to_rgb(deep)
        self._loops: dict[str, float] = {}
        self._faces: dict[tuple[Any, ...], Baked | None] = {}
        self._anchors: dict[tuple[Any, ...], Point] = {}
        self._sprites: OrderedDict[tuple[Any, ...], Sprite] = OrderedDict()
        self._kept_bytes = 0

    @cached_property
    def _baked(self) -> dict[str, Baked]:
        """Baked when first needed: a film whose poses are all kept never does."""
        return bake(self.piece, self._roles, self._slots, bake_scale(self.scale), self._cache)

    @cached_property
    def _strips(self) -> dict[str, Strip]:
        return {part.id: self._strip(part, part.bend) for part in self.piece.rig.parts if part.bend}

    def posture(self, animation: str, phase: float, expression: str, pose: str) -> Posture:
        """The plainest arguments that give the same body."""
        rig = self.piece.rig
        if animation not in rig.animations and animation not in rig.poses:
            animation = "idle"
        if animation not in self._loops:
            self._loops[animation] = loop_seconds(self.piece, animation)
        loop = self._loops[animation]
        same = expression not in rig.poses and self._variants(expression) == self._variants("calm")
        kept = "calm" if same else expression
        return Posture(animation, round(phase % loop, 4) if loop else 0.0, kept, pose if pose in rig.poses else "idle")

    def loop(self, animation: str) -> float:
        """Seconds after which an animation repeats, 0 if it does not move."""
        return loop_seconds(self.piece, animation)

    def _variants(self, expression: str) -> dict[str, Any]:
        state = expression_state(self.piece, expression)
        return {name: value for name, value in state.items() if name in self.piece.parts_by_id}

    def sprite(
        self,
        *,
        animation: str = "idle",
        phase: float = 0.0,
        expression: str = "calm",
        pose: str = "idle",
        blink: bool = False,
        mouth: str = "",
        gaze: tuple[float, float] | None = None,
        layer: str = "all",
    ) -> Sprite:
        """The puppet `phase` seconds into an animation, facing right.

        `mouth` is "" or a talking mouth of the kit; `layer` "back" and "front" split a piece that somebody sits in
        at its part "front". Raises: StoryError on an unknown expression, mouth or layer.
        """
        self._check(mouth, layer)
        posture = self.posture(animation, phase, expression, pose)
        look = Look(expression, blink, mouth, gaze) if self.piece.has_face else Look()
        key = (posture, look, layer)
        found = self._sprites.get(key)
        if found is not None:
            self._sprites.move_to_end(key)
            return found
        made = self._pose(posture, look, layer)
        self._remember(key, made)
        return made

    def face_part(self, posture: Posture, look: Look, layer: str, margin: int) -> Sprite | None:
        """The part of a sprite in which its face can differ, with `margin` px around; None if there is no face."""
        drawn = self._parts(posture, look, layer)
        boxes = [_box(item) for item in drawn if item.part.id.startswith("@")]
        if not boxes:
            return None
        return self._painted(drawn, _grown(_around(boxes), margin))

    def anchor(self, name: str, *, animation: str = "idle", phase: float = 0.0, pose: str = "idle") -> Point:
        """Where an anchor is, px from the origin, in the pose; things held sit at "hand".

        Raises: StoryError if the piece lacks the anchor.
        """
        point = self.piece.anchors.get(name)
        if point is None:
            have = ", ".join(sorted(k for k, v in self.piece.anchors.items() if v))
            raise StoryError(f"{self.piece.id}: no anchor '{name}'", f"one of: {have}")
        key = (name, animation, round(phase % PERIOD_S, 4), pose)
        if key not in self._anchors:
            self._anchors[key] = self._moved(name, point, settings_at(self.piece, key[2], pose, animation, "calm"))
        return self._anchors[key]

    def _moved(self, name: str, point: Point, settings: dict[str, Setting]) -> Point:
        """An anchor's point under settings, px from the origin."""
        part = self.piece.parts_by_id[self._carrier(name, point)]
        if part.bend and is_bent(settings[part.id]):
            rest = rest_strip(part.bend)
            point = carried(point, rest, bent_strip(rest, part.bend, settings[part.id]))
        x, y = applied(transforms(self.piece, settings)[part.id], point)
        origin = self.piece.origin
        return (x - origin[0]) * self.scale, (y - origin[1]) * self.scale

    def _strip(self, part: Part, bend: Bend) -> Strip:
        """The part's strip, narrowed to where any of its variants has pixels."""
        points = []
        for name in part.drawn:
            baked = self._baked[name]
            step = max(1, round(baked.scale * 6))  # a look every 6 rig units is enough: `fitted` adds room
            height, width = (max(1, round(size / step)) for size in baked.pixels.shape[:2])
            covered = cv2.resize(cv2.extractChannel(baked.pixels, 3), (width, height), interpolation=cv2.INTER_AREA)
            rows, columns = np.nonzero(covered)
            points.append(
                np.stack(
                    [(columns + 0.5) * step / baked.scale + baked.x, (rows + 0.5) * step / baked.scale + baked.y], 1
                )
            )
        return fitted(rest_strip(bend), np.vstack(points))

    # --- posing ------------------------------------------------------------------------------------------------

    def _check(self, mouth: str, layer: str) -> None:
        if layer not in LAYERS:
            raise StoryError(f"no layer '{layer}'", f"one of: {', '.join(LAYERS)}")
        if mouth and f"kit:mouth-{mouth}" not in self._baked and self.piece.has_face:
            talk = sorted(k[10:] for k in self._baked if k.startswith("kit:mouth-talk"))
            raise StoryError(f"{self.piece.id}: no mouth '{mouth}'", f"one of: {', '.join(talk)}")

    def _remember(self, key: tuple[Any, ...], sprite: Sprite) -> None:
        self._sprites[key] = sprite
        self._kept_bytes += sprite.rgba.nbytes
        while self._kept_bytes > KEPT_BYTES and len(self._sprites) > 1:
            _, oldest = self._sprites.popitem(last=False)
            self._kept_bytes -= oldest.rgba.nbytes

    def _pose(self, posture: Posture, look: Look, layer: str) -> Sprite:
        return self._painted(self._parts(posture, look, layer))

    def _painted(self, drawn: list[_Drawn], window: Box | None = None) -> Sprite:
        """The parts on each other, cropped to what is seen, or all that lies in a window."""
        empty = Sprite(np.zeros((1, 1, 4), np.uint8), 0, 0)
        if not drawn:
            return empty
        boxes = [_box(item) for item in drawn]
        left, top, right, bottom = _grown(_around(boxes), 2) if window is None else _grown(window, self._shadow_reach)
        canvas = np.zeros((bottom - top, right - left, 4), np.uint8)
        for item, box in zip(drawn, boxes, strict=True):
            seen = clipped((box[0] - left, box[1] - top, box[2] - left, box[3] - top), right - left, bottom - top)
            if seen:
                self._draw(canvas, item, (seen[0] + left, seen[1] + top, seen[2] + left, seen[3] + top), left, top)
        if window is not None:
            x0, y0 = window[0] - left, window[1] - top
            inner = canvas[y0 : y0 + window[3] - window[1], x0 : x0 + window[2] - window[0]]
            return Sprite(np.ascontiguousarray(inner), window[0], window[1])
        tight = tight_box(canvas)
        if tight is None:
            return empty
        x0, y0, x1, y1 = tight
        return Sprite(np.ascontiguousarray(canvas[y0:y1, x0:x1]), left + x0, top + y0)

    @property
    def _shadow_reach(self) -> int:
        return math.ceil((SHADOW_FALL + 2.2 * SHADOW_SOFTNESS) * self.scale)

    def _parts(self, posture: Posture, look: Look, layer: str) -> list[_Drawn]:
        """What is drawn, in order, with transforms to pixels around the origin."""
        settings = settings_at(self.piece, posture.phase, posture.pose, posture.animation, posture.expression)
        place = transforms(self.piece, settings)
        ox, oy = self.piece.origin
        stage: Affine = (self.scale, 0.0, 0.0, self.scale, -ox * self.scale, -oy * self.scale)
        state = expression_state(self.piece, posture.expression)
        front_z = self.piece.parts_by_id["front"].z if self.piece.has_front else math.inf
        drawn = []
        for part in self.piece.in_drawing_order:
            if layer != "all" and (part.z >= front_z) != (layer == "front"):
                continue
            setting = settings[part.id]
            baked = self._sprite_of(part, setting, state, look)
            if baked is None:
                continue
            item = _Drawn(part, baked, joined(stage, place[part.id]))
            if part.bend and is_bent(setting):
                rest = self._strips[part.id]
                item = replace(item, rest=rest, bent=bent_strip(rest, part.bend, setting))
            drawn.append(item)
        return drawn

    def _sprite_of(self, part: Part, setting: Setting, state: dict[str, Any], look: Look) -> Baked | None:
        if not part.id.startswith("@"):
            variant = setting.variant or str(state.get(part.id) or "")
            return self._baked[variant if variant in part.drawn else part.drawn[0]]
        key = (part.id, *look)
        if key not in self._faces:
            separate = "@brows" in self.piece.parts_by_id
            if part.id == "@brows":
                placed = list(brows(self.piece, look.expression))
            else:
                placed = list(features(self.piece, look.expression, look.blink, look.mouth, look.gaze))
                placed += [] if separate else list(brows(self.piece, look.expression))
            scale = next(iter(self._baked.values())).scale
            self._faces[key] = compose_features(placed, self._baked, scale)
        return self._faces[key]

    def _draw(self, canvas: Pixels, item: _Drawn, box: tuple[int, int, int, int], left: int, top: int) -> None:
        """Warp a part into its window of the canvas, its cast shadow first."""
        x0, y0, x1, y1 = box
        width, height = x1 - x0, y1 - y0
        window = joined((1, 0, 0, 1, -x0, -y0), item.to_px)
        scale = item.baked.scale
        from_rig: Affine = (scale, 0, 0, scale, -item.baked.x * scale - 0.5, -item.baked.y * scale - 0.5)
        picture: Any
        if item.rest and item.bent:
            map_x, map_y = source_maps(width, height, window, item.rest, item.bent, from_rig)
            picture = cv2.remap(item.baked.pixels, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        else:
            a, b, c, d, e, f = joined(from_rig, inverse(window))
            matrix = np.array([[a, c, e], [b, d, f]])
            how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            picture = cv2.warpAffine(item.baked.pixels, matrix, (width, height), flags=how)
        tight = tight_box(picture)
        if tight is None:
            return
        picture = picture[tight[1] : tight[3], tight[0] : tight[2]]
        x0, y0 = x0 - left + tight[0], y0 - top + tight[1]
        if item.part.cast and not item.part.id.startswith("@"):
            self._cast(canvas, picture, item.part.cast, x0, y0)
        over(canvas, picture, x0, y0)

    def _cast(self, canvas: Pixels, picture: Any, strength: float, left: int, top: int) -> None:
        """Soft shadow straight below the part, only onto what is already drawn; worked out at quarter size."""
        sigma, fall = SHADOW_SOFTNESS * self.scale, SHADOW_FALL * self.scale
        shrink = max(1, min(8, int(sigma)))
        reach = self._shadow_reach
        alpha = cv2.copyMakeBorder(cv2.extractChannel(picture, 3), reach, reach, reach, reach, cv2.BORDER_CONSTANT)
        full = (alpha.shape[1], alpha.shape[0])
        small = cv2.resize(alpha, (-(-full[0] // shrink), -(-full[1] // shrink)), interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), max(0.4, sigma / shrink), borderType=cv2.BORDER_CONSTANT)
        small = cv2.convertScaleAbs(small, alpha=min(1.0, SHADOW * strength))
        shadow = cv2.resize(small, full, interpolation=cv2.INTER_LINEAR)
        shade_onto(canvas, shadow, self._shadow, left - reach, top - reach + round(fall))

    def _carrier(self, name: str, point: Point) -> str:
        """Part that an anchor moves with: the rig's word, else the limb whose tip is nearest for "hand", else root."""
        named = self.piece.rig.anchor_parts.get(name)
        if named:
            return named
        limbs = [p for p in self.piece.rig.parts if p.bend] if name == "hand" else []
        if limbs:
            nearest = min(limbs, key=lambda p: math.dist(p.bend.spine[-1], point) if p.bend else math.inf)
            if nearest.bend and math.dist(nearest.bend.spine[-1], point) < nearest.bend.half * 2:
                return nearest.id
        return self.piece.rig.parts[0].id


def _box(item: _Drawn) -> tuple[int, int, int, int]:
    """Whole-pixel window around a part in its pose, relative to the origin."""
    height, width = item.baked.pixels.shape[:2]
    if item.bent:
        corners = [applied(item.to_px, (float(x), float(y))) for x, y in outline(item.bent)]
    else:
        x0, y0 = item.baked.x, item.baked.y
        x1, y1 = x0 + width / item.baked.scale, y0 + height / item.baked.scale
        corners = [applied(item.to_px, corner) for corner in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1


def _around(boxes: list[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _grown(box: Box, by: int) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
