"""Caption strips of one scene as layers: the paper with its words, and a small patch for the word that is being said.

Letters are drawn as coverage only and inked in YUV.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from story_cli.art.caption import SetWord, empty_strip, set_words, word_shape
from story_cli.art.planar import Cutout, Plane, cutout
from story_cli.art.signature import Signature, ink, key_word
from story_cli.artifacts import Scene
from story_cli.render.planes import Frame, solid
from story_cli.render.sheets import Sheet
from story_cli.render.timeline import Caption

_KEPT = 3
_TILE = (4096, 16)  # rows of the strip: soft and torn above, opaque below


class Strips:
    """Draws the caption of a time over a frame."""

    def __init__(self, captions: tuple[Caption, ...], scene: Scene, size: tuple[int, int]) -> None:
        self._captions, self._size = captions, size
        self._starts = [caption.start for caption in captions]
        self._paper = _paper(tuple(sorted(scene.signature.items())), size)
        self._above = len(empty_strip(scene.signature, *size)) % 2  # rows that the paper gained
        self._ink, self._key = _yuv(ink(scene.signature)), _yuv(key_word(scene.signature))
        self._sheets: OrderedDict[tuple[int, int | None], Sheet] = OrderedDict()

    def draw(self, frame: Frame, time: float) -> None:
        """The strip at a time of the scene, empty before its first caption."""
        place = bisect_right(self._starts, time) - 1
        caption = self._captions[place] if place >= 0 else None
        sheet = self._sheet(place, lit_at(caption, time), caption)
        sheet.draw(frame.lower(frame.y.shape[0] - sheet.picture.y.shape[0]), 0.0)

    def _sheet(self, place: int, lit: int | None, caption: Caption | None) -> Sheet:
        key = (place, lit)
        if key in self._sheets:
            self._sheets.move_to_end(key)
            return self._sheets[key]
        words = set_words(tuple(word.text for word in caption.words), *self._size) if caption else ()
        planes = [plane.copy() for plane in self._paper.planes]
        for number, word in enumerate(words):
            lower = word._replace(y=word.y + self._above)
            _write(planes, lower, number == lit, self._key if number == lit else self._ink)
        self._sheets[key] = Sheet(Cutout(*planes), _TILE)
        if len(self._sheets) > _KEPT:
            self._sheets.popitem(last=False)
        return self._sheets[key]


def lit_at(caption: Caption | None, time: float) -> int | None:
    """The word that is being said at a time."""
    if caption is None:
        return None
    return next((n for n, word in enumerate(caption.words) if word.start <= time < word.end), None)


@lru_cache(maxsize=4)
def _paper(signature: tuple[tuple[str, str], ...], size: tuple[int, int]) -> Cutout:
    """The empty strip; an odd height gains a clear row above, for the last row belongs to the picture's edge."""
    roles: Signature = dict(signature)
    pixels = empty_strip(roles, *size)
    return cutout(cv2.copyMakeBorder(pixels, len(pixels) % 2, 0, 0, 0, cv2.BORDER_CONSTANT))


def _yuv(colour: str) -> tuple[int, int, int]:
    spot = cutout(solid(4, 4, colour))
    return int(spot.y[1, 3]), int(spot.u[0, 1]), int(spot.v[0, 1])


def _write(planes: list[Plane], word: SetWord, bold: bool, colour: tuple[int, int, int]) -> None:
    """Ink one word onto opaque paper."""
    shape, left, top = word_shape(word, bold)
    pad_left, pad_top = left % 2, top % 2
    height, width = shape.shape
    mask = cv2.copyMakeBorder(
        shape, pad_top, (pad_top + height) % 2, pad_left, (pad_left + width) % 2, cv2.BORDER_CONSTANT
    )
    left, top = left - pad_left, top - pad_top
    half = cv2.resize(mask, (mask.shape[1] // 2, mask.shape[0] // 2), interpolation=cv2.INTER_AREA)
    for plane, cover, value, by in zip(planes, (mask, half, half), colour, (1, 2, 2), strict=False):
        _ink(plane[:, 1:], cover, value, left // by, top // by)


def _ink(plane: Plane, cover: Any, value: int, left: int, top: int) -> None:
    """Blend one value into a plane where it is covered; what lies outside is cut."""
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(plane.shape[1], left + cover.shape[1]), min(plane.shape[0], top + cover.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    part = np.ascontiguousarray(cover[y0 - top : y1 - top, x0 - left : x1 - left])
    window = plane[y0:y1, x0:x1]
    kept = cv2.multiply(np.ascontiguousarray(window), cv2.bitwise_not(part), scale=1 / 255)
    np.copyto(window, cv2.add(kept, cv2.convertScaleAbs(part, alpha=value / 255)))
