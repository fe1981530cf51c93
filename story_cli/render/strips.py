"""Caption strips as sprites: one for each caption and highlighted word, the last few remembered."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

from story_cli.art.paint import caption_strip
from story_cli.artifacts import Scene
from story_cli.render.planes import Cutout, Frame, cutout, paste
from story_cli.render.timeline import Caption

_KEPT = 8


class Strips:
    """Draws the caption of a time over a frame."""

    def __init__(self, captions: tuple[Caption, ...], width_px: int, height_px: int) -> None:
        self._captions = captions
        self._starts = [caption.start for caption in captions]
        self._size = (width_px, height_px)
        self._kept: OrderedDict[tuple[int, int, int], Cutout] = OrderedDict()

    def draw(self, frame: Frame, time: float, number: int, scene: Scene) -> None:
        """The strip of scene `number`, empty before its first caption."""
        place = bisect_right(self._starts, time) - 1
        caption = self._captions[place] if place >= 0 else None
        if caption is None or caption.scene != number:
            key, words, lit = (number, -1, -1), [], None
        else:
            words = [word.text for word in caption.words]
            lit = next((n for n, word in enumerate(caption.words) if word.start <= time < word.end), None)
            key = (number, place, -1 if lit is None else lit)
        if key not in self._kept:
            rgba = caption_strip(scene.signature, words, lit, *self._size)
            self._kept[key] = cutout(rgba)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        strip = self._kept[key]
        paste(frame, strip, 0.0, float(frame.y.shape[0] - strip.y.shape[0]))
