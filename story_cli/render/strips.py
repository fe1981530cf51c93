"""Caption strips as sprites: one a caption, and a small patch for the word that is being said."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

from story_cli.art.caption import caption_strip, lit_word
from story_cli.art.planar import Cutout, cutout
from story_cli.artifacts import Scene
from story_cli.render.planes import Frame, paste
from story_cli.render.sheets import Sheet
from story_cli.render.timeline import Caption

_KEPT = 4


class Strips:
    """Draws the caption of a time over a frame."""

    def __init__(self, captions: tuple[Caption, ...], width_px: int, height_px: int) -> None:
        self._captions = captions
        self._starts = [caption.start for caption in captions]
        self._size = (width_px, height_px)
        self._sheets: OrderedDict[tuple[int, int], Sheet] = OrderedDict()
        self._words: OrderedDict[tuple[int, int, int], tuple[Cutout, int, int]] = OrderedDict()

    def draw(self, frame: Frame, time: float, number: int, scene: Scene) -> None:
        """The strip of scene `number`, empty before its first caption."""
        place = bisect_right(self._starts, time) - 1
        caption = self._captions[place] if place >= 0 else None
        words: list[str] = []
        if caption is None or caption.scene != number:
            caption, place = None, -1
        else:
            words = [word.text for word in caption.words]
        key = (number, place)
        if key not in self._sheets:
            self._sheets[key] = Sheet(cutout(caption_strip(scene.signature, words, None, *self._size)))
            if len(self._sheets) > _KEPT:
                self._sheets.popitem(last=False)
        sheet = self._sheets[key]
        top = frame.y.shape[0] - sheet.picture.y.shape[0]
        sheet.draw(frame.lower(top), 0.0)
        if caption is not None:
            lit = next((n for n, word in enumerate(caption.words) if word.start <= time < word.end), None)
            if lit is not None:
                word, x, y = self._word((number, place, lit), scene, words)
                paste(frame, word, float(x), float(top + y))

    def _word(self, key: tuple[int, int, int], scene: Scene, words: list[str]) -> tuple[Cutout, int, int]:
        if key not in self._words:
            pixels, x, y = lit_word(scene.signature, words, key[2], *self._size)
            self._words[key] = (cutout(pixels), x, y)
            if len(self._words) > _KEPT:
                self._words.popitem(last=False)
        return self._words[key]
