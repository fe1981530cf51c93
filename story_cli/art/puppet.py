"""A puppet: a piece baked in a colour signature at a size, posed into sprites.

Posing moves baked parts by affine transforms, warps the soft ones along their spines and lets each part cast a soft
shadow onto what lies below it. Sprites are kept by what they depend on, cropped tightly.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from story_cli.art.bake import Baked, bake, bake_scale
from story_cli.art.bend import Strip, bent_strip, carried, fitted, is_bent, outline, rest_strip, source_maps
from story_cli.art.cache import ArtCache
from story_cli.art.colour import mix, ramp, to_rgb
from story_cli.art.compose import over, shade_onto, tight_box
from story_cli.art.face import brows, compose_features, expression_state, features
from story_cli.art.motion import PERIOD_S, Affine, Setting, applied, inverse, joined, settings_at, transforms
from story_cli.art.piece import Bend, Part, Piece, Point
from story_cli.art.rasterise import Pixels
from story_cli.art.signature import Signature
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
        self.piece = piece
        self.scale = height_px / piece.height  # px a rig unit
        self._baked = bake(piece, signature, slots, bake_scale(self.scale), cache)
        deep = mix(signature["deep"], ramp(signature["primary"])["deep"], 0.5)
        self._shadow = to_rgb(deep)
        self._strips = {p.id: self._strip(p, p.bend) for p in piece.rig.parts if p.bend}
        self._faces: dict[tuple[str, ...], Baked | None] = {}
        self._sprites: OrderedDict[tuple[Any, ...], Sprite] = OrderedDict()
        self._kept_bytes = 0

    def sprite(
        self,
        *,
        animation: str = "idle",
        phase: float = 0.0,
        expression: str = "calm",
        pose: str = "idle",
        blink: bool = False,
        mouth: str = "",
        layer: str = "all",
    ) -> Sprite:
        """The puppet `phase` seconds into an animation, facing right.

        `mouth` is "" or a talking mouth of the kit; `layer` "back" and "front" split a piece that somebody sits in
        at its part "front". Phases repeat every 12 s. Raises: StoryError on an unknown expression, mouth or layer.
        """
        key = (animation, round(phase % PERIOD_S, 4), expression, pose, blink, mouth, layer)
        found = self._sprites.get(key)
        if found is not None:
            self._sprites.move_to_end(key)
            return found
        self._check(mouth, layer)
        made = self._pose(*key)
        self._remember(key, made)
        return made

    def anchor(self, name: str, *, animation: str = "idle", phase: float = 0.0, pose: str = "idle") -> Point:
        """Where an anchor is, px from the origin, in the pose; things held sit at "hand".

        Raises: StoryError if the piece lacks the anchor.
        """
        point = self.piece.anchors.get(name)
        if point is None:
            have = ", ".join(sorted(k for k, v in self.piece.anchors.items() if v))
            raise StoryError(f"{self.piece.id}: no anchor '{name}'", f"one of: {have}")
        settings = settings_at(self.piece, phase % PERIOD_S, pose, animation, "calm")
        part = self.piece.parts_by_id[self._carrier(name, point)]
        if part.bend and is_bent(settings[part.id]):
            rest = self._strips[part.id]
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
            covered = cv2.resize(
                cv2.extractChannel(baked.pixels, 3), None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA
            )
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

    def _pose(
        self, animation: str, phase: float, expression: str, pose: str, blink: bool, mouth: str, layer: str
    ) -> Sprite:
        settings = settings_at(self.piece, phase, pose, animation, expression)
        drawn = self._parts(settings, expression, blink, mouth, layer)
        if not drawn:
            return Sprite(np.zeros((1, 1, 4), np.uint8), 0, 0)
        boxes = [_box(item) for item in drawn]
        left, top = min(b[0] for b in boxes) - 2, min(b[1] for b in boxes) - 2
        width, height = max(b[2] for b in boxes) + 2 - left, max(b[3] for b in boxes) + 2 - top
        canvas = np.zeros((height, width, 4), np.uint8)
        for item, box in zip(drawn, boxes, strict=True):
            self._draw(canvas, item, box, left, top)
        tight = tight_box(canvas)
        if tight is None:
            return Sprite(np.zeros((1, 1, 4), np.uint8), 0, 0)
        x0, y0, x1, y1 = tight
        return Sprite(np.ascontiguousarray(canvas[y0:y1, x0:x1]), left + x0, top + y0)

    def _parts(
        self, settings: dict[str, Setting], expression: str, blink: bool, mouth: str, layer: str
    ) -> list[_Drawn]:
        """What is drawn, in order, with transforms to pixels around the origin."""
        place = transforms(self.piece, settings)
        ox, oy = self.piece.origin
        stage: Affine = (self.scale, 0.0, 0.0, self.scale, -ox * self.scale, -oy * self.scale)
        state = expression_state(self.piece, expression)
        front_z = self.piece.parts_by_id["front"].z if self.piece.has_front else math.inf
        drawn = []
        for part in self.piece.in_drawing_order:
            if layer != "all" and (part.z >= front_z) != (layer == "front"):
                continue
            setting = settings[part.id]
            baked = self._sprite_of(part, setting, state, expression, blink, mouth)
            if baked is None:
                continue
            item = _Drawn(part, baked, joined(stage, place[part.id]))
            if part.bend and is_bent(setting):
                rest = self._strips[part.id]
                item = replace(item, rest=rest, bent=bent_strip(rest, part.bend, setting))
            drawn.append(item)
        return drawn

    def _sprite_of(
        self, part: Part, setting: Setting, state: dict[str, Any], expression: str, blink: bool, mouth: str
    ) -> Baked | None:
        if not part.id.startswith("@"):
            variant = setting.variant or str(state.get(part.id) or "")
            return self._baked[variant if variant in part.drawn else part.drawn[0]]
        key = (part.id, expression, str(blink), mouth)
        if key not in self._faces:
            separate = "@brows" in self.piece.parts_by_id
            if part.id == "@brows":
                placed = list(brows(self.piece, expression))
            else:
                placed = list(features(self.piece, expression, blink, mouth))
                placed += [] if separate else list(brows(self.piece, expression))
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
        reach = math.ceil(fall + 2.2 * sigma)
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
