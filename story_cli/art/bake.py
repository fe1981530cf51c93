"""Bakes a piece: every group rasterised once in its slot colours, with the paper finish of the art bible §4.

Finish numbers are rig units: lit top edge, lower shade. The cast shadow needs the pose and is made by the puppet.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from story_cli.art.cache import ArtCache
from story_cli.art.colour import to_rgb
from story_cli.art.compose import over
from story_cli.art.piece import Piece
from story_cli.art.rasterise import Pixels, Plane, blurred, moved, rasterise
from story_cli.art.signature import Signature
from story_cli.art.slots import slot_colours, style_sheet
from story_cli.art.svgfile import Drawing

OVERSIZE = 1.25  # parts are baked this much larger than drawn; source: art bible §6
SCALE_STEP = 1.12  # bake scales are rounded up to powers of this, so near sizes share a bake
TALK_MOUTHS = ("mouth-talk-small", "mouth-talk-wide", "mouth-talk-round")


@dataclass(frozen=True)
class Baked:
    """A group's pixels; `scale` px a rig unit, (x, y) the rig point of the top left corner."""

    pixels: Pixels
    scale: float
    x: float
    y: float


def bake_scale(px_per_unit: float) -> float:
    """The scale to bake at for a drawn scale."""
    return float(SCALE_STEP ** math.ceil(math.log(px_per_unit * OVERSIZE, SCALE_STEP) - 1e-9))


def bake(piece: Piece, roles: Signature, changed: dict[str, str], scale: float, cache: ArtCache) -> dict[str, Baked]:
    """All groups that the rig draws, kit drawings as "kit:<id>". Raises: StoryError on unknown slots."""
    colours = slot_colours(piece, roles, changed)
    key = cache.key("bake", piece.digest, colours, roles["glow"], roles["deep"], round(scale, 6))
    stored = cache.get(key)
    if stored:
        pictures, places = stored
        return {name: Baked(pictures[name], *places[name]) for name in places}
    style = style_sheet(colours)
    baked: dict[str, Baked] = {}
    for part in piece.rig.parts:
        for group in part.drawn:
            raw = _draw_group(piece.drawing, group, style, scale)
            baked[group] = _finish(raw, part.rim, part.shade, roles)
    for group in kit_groups(piece):
        face = piece.rig.face
        size = max(eye[2] for eye in face.eyes) if face else 1.0
        baked["kit:" + group] = _draw_group(piece.kit, group, style, scale * size)
    cache.put(key, {n: b.pixels for n, b in baked.items()}, {n: [b.scale, b.x, b.y] for n, b in baked.items()})
    return baked


class Placed(Protocol):
    """A kit drawing on a rig, as story_cli.art.face gives it."""

    @property
    def name(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def scale(self) -> float: ...
    @property
    def mirrored(self) -> bool: ...


def at_rest(
    piece: Piece, roles: Signature, changed: dict[str, str], scale: float, face: Iterable[Placed] = ()
) -> Baked:
    """The whole piece as it is drawn with kit drawings on it, in one go and without finish: to measure its colours."""
    style = style_sheet(slot_colours(piece, roles, changed))
    x, y, width, _ = page = piece.drawing.page
    width_px = max(2, round(width * scale))
    groups = [piece.drawing.groups[part.drawn[0]] for part in piece.in_drawing_order if part.drawn]
    body = "".join(ElementTree.tostring(_shown(group), encoding="unicode") for group in groups)
    pixels = rasterise(_document(f"<style>{style}</style>{_definitions(piece.drawing)}{body}", page), width_px)
    features = [
        f'<g transform="translate({f.x} {f.y}) scale({-f.scale if f.mirrored else f.scale} {f.scale})">'
        f"{ElementTree.tostring(_shown(piece.kit.groups[f.name]), encoding='unicode')}</g>"
        for f in face
        if f.name in piece.kit.groups
    ]
    if features:
        kit = f"<style>{style}</style>{_definitions(piece.kit)}{''.join(features)}"
        over(pixels, rasterise(_document(kit, page), width_px), 0, 0)
    return Baked(pixels, scale, x, y)


def kit_groups(piece: Piece) -> list[str]:
    """Drawings of the face kit that the piece's expressions, blinks and speech can show."""
    if not piece.rig.face:
        return []
    used: set[str] = {"cheek", "eye-open", "eye-closed", "mouth-smile", "iris", "iris-small", *TALK_MOUTHS}
    states: list[dict[str, Any]] = list(piece.rig.expressions.values())
    for state in states:
        used.update(str(state[key]) for key in ("eyes", "mouth", "brows") if state.get(key))
    for eye in [name for name in used if name.startswith("eye-")]:
        used.update((eye.replace("eye-", "lid-", 1), "lash-" + eye))
    return sorted(name for name in used if name in piece.kit.groups)


def _draw_group(drawing: Drawing, group: str, style: str, scale: float) -> Baked:
    """Rasterise one group, cropped to what it covers; a look at low resolution finds where that is."""
    x, y, width, height = drawing.page
    margin = 0.12 * max(width, height)
    page = (x - margin, y - margin, width + 2 * margin, height + 2 * margin)
    body = _body(drawing, group, style)
    coarse = min(scale, 150 / page[2])
    small = rasterise(_document(body, page), max(2, round(page[2] * coarse)))
    covered = np.argwhere(small[..., 3] > 0)
    if not len(covered):
        return Baked(np.zeros((2, 2, 4), np.uint8), scale, x, y)
    step = page[2] / small.shape[1]
    (top, left), (bottom, right) = covered.min(0), covered.max(0) + 1
    room = 1.5 * step + 12  # rig units around the form: the finish reads beyond its edge
    box_x, box_y = page[0] + left * step - room, page[1] + top * step - room
    box_width, box_height = (right - left) * step + 2 * room, (bottom - top) * step + 2 * room
    width_px = max(2, math.ceil(box_width * scale))
    box_width = width_px / scale
    height_px = max(2, math.ceil(box_height * scale))
    pixels = rasterise(_document(body, (box_x, box_y, box_width, height_px / scale)), width_px)
    return Baked(pixels, scale, float(box_x), float(box_y))


def _document(body: str, box: tuple[float, float, float, float]) -> str:
    x, y, width, height = box
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:.4f}" height="{height:.4f}" viewBox="{x:.4f} {y:.4f} {width:.4f} {height:.4f}">{body}</svg>'
    )


def _body(drawing: Drawing, group: str, style: str) -> str:
    element = _shown(drawing.groups[group])
    return f"<style>{style}</style>{_definitions(drawing)}{ElementTree.tostring(element, encoding='unicode')}"


def _shown(group: ElementTree.Element) -> ElementTree.Element:
    """A group as it is to be drawn: layers may be hidden in the editor."""
    element = ElementTree.fromstring(ElementTree.tostring(group))
    for key in ("display", "style"):
        element.attrib.pop(key, None)
    return element


def _definitions(drawing: Drawing) -> str:
    return "".join(ElementTree.tostring(part, encoding="unicode") for part in drawing.definitions)


def _finish(raw: Baked, rim: float, shade: float, roles: Signature) -> Baked:
    """Crisp lit top edge and soft lower shade. The shade multiplies a colour by itself: darker and purer."""
    pixels = raw.pixels.astype(np.float32) / 255
    alpha: Plane = np.ascontiguousarray(pixels[..., 3])
    scale = raw.scale
    colour = pixels[..., :3] / np.maximum(alpha, 1e-4)[..., None]
    light = np.array(to_rgb(roles["glow"]), np.float32)
    dark = np.array(to_rgb(roles["deep"]), np.float32)
    if shade:
        low = alpha * (1 - blurred(moved(alpha, -3 * scale, -9 * scale), 8 * scale)) * (0.42 * 1.5 * shade)
        low = np.minimum(low, 1)[..., None]
        colour = colour * (1 - low) + (np.clip(colour, 0, 1) ** 1.9 * 0.86 + dark * 0.04) * low
    if rim:
        lit = alpha * (1 - moved(alpha, 0.8 * scale, 3.2 * scale))
        lit = (blurred(lit, 0.6 * scale) * (0.42 * rim))[..., None]
        colour = colour * (1 - lit) + light * lit
    out = np.dstack([np.clip(colour, 0, 1) * alpha[..., None], alpha])
    return Baked((out * 255 + 0.5).astype(np.uint8), raw.scale, raw.x, raw.y)
