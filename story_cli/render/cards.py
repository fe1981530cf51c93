"""Title and end card: the first and last picture with the hero alone and words on a paper plate."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace
from PIL import Image, ImageDraw, ImageFilter

from story_cli.art.colour import mix
from story_cli.art.lettering import BOLD, font_for
from story_cli.art.planar import Cutout, cutout
from story_cli.artifacts import Scene, Scenes

HERO = "hero"  # entity id of the hero
_LINE_SPACING = 1.18
_MARGIN = 54


class Card(NamedTuple):
    """Where things go on a card, px of the stage."""

    plate: tuple[int, int, int, int]  # left, top, right, bottom
    hero_x: float
    lower: float  # so far below its place in the scene stands a hero who floats


_CARDS = {
    1280.0: Card((520, 150, 1210, 430), 300.0, 0.0),
    720.0: Card((60, 44, 660, 214), 360.0, 96.0),
    405.0: Card((28, 70, 377, 236), 202.5, 96.0),
}


def all_scenes(scenes: Scenes) -> list[Scene]:
    """Title card, scenes, end card."""
    parts = scenes.scenes
    return [card_scene(parts[0], HERO, "happy"), *parts, card_scene(parts[-1], HERO, "joy")]


def card_scene(scene: Scene, hero: str, expression: str) -> Scene:
    """The scene with nobody but the hero, beside the plate or under it."""
    card = _CARDS[scene.stage_width]
    elements = tuple(
        replace(
            e,
            x=card.hero_x,
            y=e.y + (0.0 if e.grounded else card.lower),
            flip=False,
            expression=expression,
            pose=_greeting(e.pose),
            holder="",
            animation="idle",
        )
        if e.id == hero
        else replace(e, flip=False)
        for e in scene.elements
        if e.id == hero or (e.holder == hero and e.held_at != "hand")
    )
    return replace(scene, elements=elements, cues=(), focus=(card.hero_x, 300.0))


def _greeting(pose: str) -> str:
    return pose if pose in ("idle", "wave") else "idle"


def plate(text: str, scene: Scene, zoom: float) -> tuple[Cutout, float, float]:
    """Paper with the words on it, and where its top left corner goes, px of the output."""
    left, top, right, bottom = (round(edge * zoom) for edge in _CARDS[scene.stage_width].plate)
    width, height, rim = right - left, bottom - top, round(16 * zoom)
    signature = scene.signature
    paper = mix(signature["glow"], "#fffdf6", 0.55)
    ink = mix(signature["deep"], "#1a1030", 0.35)
    size = (width + 4 * rim, height + 4 * rim)
    box = (2 * rim, 2 * rim, 2 * rim + width, 2 * rim + height)
    shadow = Image.new("RGBA", size, (0, 0, 0, 0))
    fallen = (box[0], box[1] + rim // 2, box[2], box[3] + rim // 2)
    ImageDraw.Draw(shadow).rounded_rectangle(fallen, 2.4 * rim, fill=signature["deep"] + "70")
    picture = shadow.filter(ImageFilter.GaussianBlur(rim / 2))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle(box, 2.2 * rim, fill=paper)
    inner = (box[0] + rim * 0.7, box[1] + rim * 0.7, box[2] - rim * 0.7, box[3] - rim * 0.7)
    draw.rounded_rectangle(inner, 1.7 * rim, outline=signature["accent"], width=max(1, round(3 * zoom)))
    _words(draw, text, box, ink, zoom)
    rgba = picture.convert("RGBa")  # premultiplied
    return cutout(_array(rgba)), float(left - 2 * rim), float(top - 2 * rim)


def _array(image: Image.Image) -> object:
    import numpy as np

    return np.asarray(image).copy()


def _words(draw: ImageDraw.ImageDraw, text: str, box: tuple[int, int, int, int], ink: str, zoom: float) -> None:
    """The words in the largest size that fits in three lines, centred."""
    margin = min(_MARGIN * zoom, 0.09 * (box[2] - box[0]))
    width, height = box[2] - box[0] - 2 * margin, box[3] - box[1] - margin
    for points in range(72, 17, -2):
        size = round(points * zoom)
        lines = _wrapped(text, size, width)
        step = points * zoom * _LINE_SPACING
        if len(lines) <= 3 and len(lines) * step <= height and all(_length(line, size) <= width for line in lines):
            break
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    for number, line in enumerate(lines):
        y = middle[1] + (number - (len(lines) - 1) / 2) * step
        draw.text((middle[0], y), line, ink, font_for(line, BOLD, size), anchor="mm")


def _wrapped(text: str, size: int, width: float) -> list[str]:
    """Lines that fit, the last one not of a single word where the one before can spare one."""
    lines: list[list[str]] = []
    for word in text.split():
        if lines and _length(" ".join((*lines[-1], word)), size) <= width:
            lines[-1].append(word)
        else:
            lines.append([word])
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > 2:
        lines[-1].insert(0, lines[-2].pop())
    return [" ".join(line) for line in lines]


def _length(text: str, size: int) -> float:
    return font_for(text, BOLD, size).getlength(text)
