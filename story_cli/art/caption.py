"""The caption strip: paper with a hand-cut top edge and a stitched line, one or two lines of Andika.

The paper is drawn once a signature and size; words are set on it, the highlighted one bold in the hero's deep tone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, cast

import numpy as np
from PIL import Image, ImageDraw

from story_cli.art.backdrops.shapes import HEIGHT, number, spline
from story_cli.art.colour import mix, to_rgb
from story_cli.art.compose import layer_of, over
from story_cli.art.lettering import BOLD, REGULAR, font_for, house_font
from story_cli.art.rasterise import Pixels, blurred, coverage, moved, of_height, premultiplied, rasterise
from story_cli.art.signature import Signature, ink, key_word, paper
from story_cli.errors import StoryError
from story_cli.rng import stage_rng
from story_cli.shape import stage_width

STRIP_TOP = 586  # stage y where the strip's picture begins; its paper begins at about 618, its shadow above
_TEXT_MIDDLE = 671
_LONELY = 0.04  # share of a caption's length that a line of a single word costs


class Setting(NamedTuple):
    """How captions are set on a stage of some width; stage px."""

    letters: int
    smallest: int
    two_lines: int  # letters of more than one line are at most so big, to stay on the paper
    lines: int
    width: float


WIDE = Setting(38, 26, 34, 2, 1160.0)  # source: art bible §7
_SETTINGS = {720.0: Setting(32, 22, 30, 2, 660.0), 405.0: Setting(24, 14, 22, 3, 373.0)}


def setting_of(width_px: int, height_px: int) -> Setting:
    return _SETTINGS.get(stage_width(width_px, height_px), WIDE)


def caption_strip(
    signature: Signature, text_words: Sequence[str], highlighted: int | None, width_px: int, height_px: int
) -> Pixels:
    """The strip for a picture of width_px × height_px, to be laid at its bottom: (134 · zoom, width_px, 4).

    Words are set in one line if they fit, else in two (three if the picture is upright); longer texts shrink.
    Raises: StoryError if the fonts are missing, the words do not fit, or `highlighted` is not a word's index.
    """
    if highlighted is not None and not 0 <= highlighted < len(text_words):
        raise StoryError(f"no caption word {highlighted}", f"there are {len(text_words)}")
    canvas = empty_strip(signature, width_px, height_px).copy()
    if text_words:
        over(
            canvas,
            _words(tuple(text_words), highlighted, ink(signature), key_word(signature), width_px, height_px),
            0,
            0,
        )
    return canvas


@lru_cache(maxsize=4)
def _paper(glow: str, ground: str, accent: str, deep: str, width_px: int, height_px: int) -> Pixels:
    """The empty strip on its shadow."""
    rng = stage_rng(3, "caption")  # one and the same cut for all strips
    width = stage_width(width_px, height_px)
    steps, end = (16, 1300.0) if width > HEIGHT else (math.ceil(16 * width / 1280), width + 20)
    waves = [(i * (end + 20) / steps - 20, 618 + rng.uniform(-5, 5)) for i in range(1, steps)]
    edge = [(-20.0, 620.0), *waves, (end, 618.0)]
    colour = paper({"glow": glow})
    cut = spline(edge, closed=False) + f"L{number(end)} 760L-20 760Z"
    stitches = spline([(x, y + 9) for x, y in edge], closed=False)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}" height="{HEIGHT - STRIP_TOP}" '
        f'viewBox="0 {STRIP_TOP} {number(width)} {HEIGHT - STRIP_TOP}"><defs>'
        f'<linearGradient id="p" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{colour}"/><stop offset="1" stop-color="{mix(colour, ground, 0.22)}"/>'
        f'</linearGradient></defs><path d="{cut}" fill="url(#p)"/><path d="{stitches}" fill="none" stroke="{accent}" '
        f'stroke-width="3" stroke-dasharray="{number(2)} 12" stroke-linecap="round"/></svg>'
    )
    zoom = width_px / width
    sheet = rasterise(svg, width_px)
    height = round((HEIGHT - STRIP_TOP) * height_px / HEIGHT)
    sheet = of_height(sheet, height)
    alpha = coverage(sheet)
    canvas = layer_of(blurred(moved(alpha, 0, -4 * zoom), 7 * zoom) * 0.35 * (1 - alpha), to_rgb(deep))
    over(canvas, sheet, 0, 0)
    return canvas


def empty_strip(signature: Signature, width_px: int, height_px: int) -> Pixels:
    """The paper without words."""
    looks = (signature["glow"], signature["ground"], signature["accent"], signature["deep"])
    return _paper(*looks, width_px, height_px)


class SetWord(NamedTuple):
    """A word's middle on the strip, px, and the size of its letters."""

    word: str
    x: float
    y: float
    size: int


@lru_cache(maxsize=512)
def word_shape(word: SetWord, bold: bool) -> tuple[Pixels, int, int]:
    """Coverage of a word's letters, and the left and top of that picture on the strip."""
    font = font_for(word.word, BOLD if bold else REGULAR, word.size)
    left, top, right, bottom = font.getbbox(word.word, anchor="mm")
    x, y = math.floor(word.x + left) - 1, math.floor(word.y + top) - 1
    size = (math.ceil(right - left) + 4, math.ceil(bottom - top) + 4)
    image = Image.new("L", size, 0)
    ImageDraw.Draw(image).text((word.x - x, word.y - y), word.word, fill=255, font=font, anchor="mm")
    return cast(Pixels, np.asarray(image, np.uint8)), x, y


@lru_cache(maxsize=64)
def set_words(words: tuple[str, ...], width_px: int, height_px: int) -> tuple[SetWord, ...]:
    """Where every word of a caption stands. Raises: StoryError as `fitted_lines`."""
    zoom = width_px / stage_width(width_px, height_px)
    top = round(STRIP_TOP * height_px / HEIGHT)
    size, lines = fitted_lines(words, zoom, setting_of(width_px, height_px))
    space, step = house_font(REGULAR, size).getlength(" "), size * 1.3
    found = []
    for row, line in enumerate(lines):
        # every word keeps room for its bold form, so that nothing jumps while the highlight moves
        rooms = [(_length(word, BOLD, size) + _length(word, REGULAR, size)) / 2 for word in line]
        x = (width_px - sum(rooms) - space * (len(line) - 1)) / 2
        y = _TEXT_MIDDLE * zoom - top + (row - (len(lines) - 1) / 2) * step
        for word, room in zip(line, rooms, strict=True):
            found.append(SetWord(word, x + room / 2, y, size))
            x += room + space
    return tuple(found)


def _words(
    words: tuple[str, ...], highlighted: int | None, colour: str, key: str, width_px: int, height_px: int
) -> Pixels:
    """Letters on a clear ground of the strip's size."""
    top = round(STRIP_TOP * height_px / HEIGHT)
    image = Image.new("RGBA", (width_px, height_px - top), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for n, place in enumerate(set_words(words, width_px, height_px)):
        lit = n == highlighted
        font = font_for(place.word, BOLD if lit else REGULAR, place.size)
        draw.text((place.x, place.y), place.word, fill=key if lit else colour, font=font, anchor="mm")
    return premultiplied(cast(Pixels, np.asarray(image, np.uint8)))


def fitted_lines(
    words: tuple[str, ...], zoom: float = 1.0, setting: Setting = WIDE
) -> tuple[int, list[tuple[str, ...]]]:
    """Letter size in px and the words of one or more lines. Raises: StoryError if even small letters do not fit."""
    room = setting.width * zoom
    for points in range(setting.letters, setting.smallest - 1, -2):
        size = max(6, round(points * zoom))
        space = house_font(BOLD, size).getlength(" ")
        ends = [0.0, *itertools.accumulate(_length(word, BOLD, size) + space for word in words)]
        if ends[-1] - space <= room:
            return size, [words]
        for lines in range(2, setting.lines + 1) if points <= setting.two_lines else ():
            cuts = _even_cuts(ends, lines)
            if cuts and all(ends[b] - ends[a] - space <= room for a, b in itertools.pairwise(cuts)):
                return size, [words[a:b] for a, b in itertools.pairwise(cuts)]
    raise StoryError(f"a caption of {len(words)} words does not fit", "split it into shorter captions")


def _even_cuts(ends: list[float], lines: int) -> list[int]:
    """Where to cut words that end at these places, such that the longest line is shortest; [] if there are too few.

    A line of one word costs a little, so that there is none if it can be helped.
    """
    count, whole = len(ends) - 1, ends[-1]
    if count < lines:
        return []

    def cost(inner: tuple[int, ...]) -> float:
        pairs = list(itertools.pairwise((0, *inner, count)))
        alone = sum(b - a == 1 for a, b in pairs) * _LONELY * whole if count > lines else 0.0
        return max(ends[b] - ends[a] for a, b in pairs) + alone

    return [0, *min(itertools.combinations(range(1, count), lines - 1), key=cost), count]


@lru_cache(maxsize=4096)
def _length(word: str, font: str, size: int) -> float:
    return font_for(word, font, size).getlength(word)
