"""Everything that a film shows of one actor: finished poses, faces, shadows, as planar cutouts that are kept on disk.

An animation repeats after its loop, so a scene needs some dozens of bodies whatever its length. What a mouth, a blink
or a glance changes is a small patch over the body. Glow and drop shadow are soft: one for all phases of a loop.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np

from story_cli.art.actor import contact_shadow, glow_and_shadow, lit, mirrored, tint_strength
from story_cli.art.cache import ArtCache
from story_cli.art.compose import over
from story_cli.art.piece import Piece, Point
from story_cli.art.planar import Cutout, Posed, changes, placed
from story_cli.art.pool import glow_share, pool_of
from story_cli.art.puppet import Look, Posture, Puppet, Sprite
from story_cli.art.signature import Signature

SOFT_PHASES = 4  # phases of a loop that glow and drop shadow are averaged over
_FINISH_REACH = 8  # px at zoom 1 around a part of a sprite that its rim light looks at
_REST = Posture("idle", 0.0, "calm", "idle")


class Poses:
    """The pictures of one piece as it stands in one scene; mirrored if `flip`."""

    def __init__(
        self,
        piece: Piece,
        signature: Signature,
        slots: dict[str, str],
        height_px: float,
        flip: bool,
        zoom: float,
        cache: ArtCache,
        light: float = 0.0,
        pool: str = "",
    ) -> None:
        """`light` and `pool` as in artifacts.Element. Raises: StoryError if the height is absurd or a slot unknown."""
        self.puppet = Puppet(piece, signature, slots, height_px, cache)
        self._signature, self._flip, self._zoom, self._cache = signature, flip, zoom, cache
        self._light, self._pool = light, pool
        parts = (piece.digest, signature, slots, round(self.puppet.scale, 6), flip, round(zoom, 6), light, pool)
        self._key = cache.key("poses", *parts)
        self._entries = cache.planes(self._key)
        self._known = len(self._entries)
        self._made: dict[str, Posed | None] = {}

    def body(self, posture: Posture, layer: str = "all") -> Posed:
        """The finished body with its calm face, without glow and shadow."""
        made = self._kept(("body", *posture, layer), lambda: placed(self.finished(self.bare(posture, layer))))
        assert made is not None
        return made

    def face(self, posture: Posture, look: Look, layer: str = "all") -> Posed | None:
        """What another look changes of the body; None if nothing."""
        if not self.puppet.piece.has_face or look == Look(posture.expression):
            return None
        return self._kept(("face", *posture, *look, layer), lambda: self._patch(posture, look, layer))

    def contact(self, posture: Posture) -> Posed:
        """Soft shadow under the feet."""
        made = self._kept(("contact", *posture), lambda: placed(self._contact(posture)))
        assert made is not None
        return made

    def around(self, posture: Posture) -> Posed:
        """Glow, drop shadow and pool, for all phases of the posture's loop."""
        still = posture._replace(phase=0.0)
        made = self._kept(("around", *still), lambda: placed(self._around(still)))
        assert made is not None
        return made

    def anchor(self, name: str, posture: Posture) -> Point:
        """Where an anchor is, px from the origin, as drawn."""
        x, y = self.puppet.anchor(name, animation=posture.animation, phase=posture.phase, pose=posture.pose)
        return (-x if self._flip else x), y

    def bare(self, posture: Posture, layer: str = "all") -> Sprite:
        """The unfinished body as it faces on the stage."""
        sprite = self.puppet.sprite(
            animation=posture.animation,
            phase=posture.phase,
            expression=posture.expression,
            pose=posture.pose,
            layer=layer,
        )
        return mirrored(sprite) if self._flip else sprite

    def finished(self, sprite: Sprite) -> Sprite:
        """Tinted and rimmed."""
        pixels = lit(sprite.rgba, self._signature, self._zoom, self._tint(), (0, len(sprite.rgba)))
        return Sprite(pixels, sprite.dx, sprite.dy)

    def keep(self) -> None:
        """Store what is new; the pictures are read from there afterwards."""
        if len(self._entries) > self._known:
            self._cache.put_planes(self._key, self._entries)
            stored = self._cache.planes(self._key)
            if len(stored) >= len(self._entries):
                self._entries, self._known = stored, len(stored)
                self._made.clear()

    def _tint(self) -> float:
        """One strength for all poses, so that no pose is of another colour."""
        if "tint" not in self._entries:
            self._entries["tint"] = [tint_strength(self.bare(_REST).rgba, self._signature)]
        return float(self._entries["tint"][0])

    def _kept(self, key: tuple[Any, ...], make: Any) -> Posed | None:
        name = "|".join(map(str, key))
        if name in self._made:
            return self._made[name]
        stored = self._entries.get(name)
        if stored is None:
            made: Posed | None = make()
            self._entries[name] = [made.dx, made.dy, *made.picture.planes] if made else []
        else:
            made = Posed(Cutout(*stored[2:]), stored[0], stored[1]) if stored else None
        self._made[name] = made
        return made

    def _patch(self, posture: Posture, look: Look, layer: str) -> Posed | None:
        body = self.body(posture, layer)
        margin = math.ceil(_FINISH_REACH * self._zoom)
        part = self.puppet.face_part(posture, look, layer, margin + 2)
        if part is None:
            return None
        if self._flip:
            part = mirrored(part)
        whole = self.bare(posture, layer)
        span = whole.dy - part.dy, whole.dy + len(whole.rgba) - part.dy
        pixels = lit(part.rgba, self._signature, self._zoom, self._tint(), span)[margin:-margin, margin:-margin]
        patch = Sprite(np.ascontiguousarray(pixels), part.dx + margin, part.dy + margin)
        return changes(placed(_within(patch, body)), body)

    def _contact(self, posture: Posture) -> Sprite:
        feet = self.anchor("feet", posture)[1] if self.puppet.piece.anchors.get("feet") else None
        return contact_shadow(self.bare(posture), self._signature, self._zoom, feet)

    def _around(self, posture: Posture) -> Sprite:
        """From the mean silhouette of some phases."""
        loop = self.puppet.loop(posture.animation)
        count = SOFT_PHASES if loop else 1
        steps = [round(loop * n / count * 12) / 12 for n in range(count)]
        sprites = [self.bare(self.puppet.posture(posture.animation, t, *posture[2:])) for t in steps]
        left, top = min(s.dx for s in sprites), min(s.dy for s in sprites)
        right = max(s.dx + s.rgba.shape[1] for s in sprites)
        bottom = max(s.dy + s.rgba.shape[0] for s in sprites)
        total = np.zeros((bottom - top, right - left), np.float32)
        for s in sprites:
            y, x = s.dy - top, s.dx - left
            total[y : y + s.rgba.shape[0], x : x + s.rgba.shape[1]] += s.rgba[..., 3]
        alpha = cv2.convertScaleAbs(total, alpha=1 / count)
        silhouette = Sprite(np.dstack([np.asarray(alpha, np.uint8)] * 4), left, top)
        soft = glow_and_shadow(silhouette, self._signature, self._zoom, glow_share(self._light))
        if not self._light:
            return soft
        pool = pool_of(silhouette, self._signature, self._zoom, self._light, self._pool)
        over(pool.rgba, soft.rgba, soft.dx - pool.dx, soft.dy - pool.dy)
        return pool


def _within(patch: Sprite, body: Posed) -> Sprite:
    """The patch cut to what a body's cutout covers."""
    height, width = body.picture.y.shape[0], body.picture.y.shape[1] - 1
    left, top = max(patch.dx + patch.dx % 2, body.dx + 2), max(patch.dy + patch.dy % 2, body.dy + 2)
    right = min(patch.dx + patch.rgba.shape[1], body.dx + width - 6)
    bottom = min(patch.dy + patch.rgba.shape[0], body.dy + height - 2)
    if left >= right or top >= bottom:
        return Sprite(np.zeros((2, 2, 4), np.uint8), body.dx + 2, body.dy + 2)
    cut: Any = patch.rgba[top - patch.dy : bottom - patch.dy, left - patch.dx : right - patch.dx]
    return Sprite(np.ascontiguousarray(cut), left, top)
