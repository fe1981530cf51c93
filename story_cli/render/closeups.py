"""Closer shots of one scene: who speaks, or what is told of, fills more of the picture for a sentence or two. Pure.

A scene is established wide, and cuts fall where sentences begin. No face is cut by the edge or comes under the caption.
Times are those of the segment, boxes px of the stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from story_cli.art.piece import Piece
from story_cli.artifacts import STAGE_HEIGHT, Element
from story_cli.pacing import Span
from story_cli.render.timeline import Caption, Spoken

ENLARGED = 1.35  # more would show the pixels of a 720p stage
ESTABLISHED = 3.5  # seconds that a scene is seen whole first
CLOSING = 1.5  # and at its end
SHORTEST, LONGEST = 2.0, 8.0
BETWEEN = {"speech": 3.0, "told": 6.0}  # seconds seen whole between two closer shots
READABLE = 0.86  # share of the height above the caption's paper
_PAUSE = 1.2  # seconds of silence that end a speech
_AIR = 0.3  # of a face's width, for hair and ears
_ACROSS = (0.42, 0.5, 0.34, 0.6, 0.26, 0.7)  # where the face may be, shares of the width, for one who looks right
_DOWN = 0.4  # and of the height

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Closeup(NamedTuple):
    """From `start` to `end` the picture shows only what lies from (left, top) on, ENLARGED."""

    start: float
    end: float
    left: float
    top: float
    element: str


class _Wish(NamedTuple):
    kind: str
    element: str
    start: float
    end: float


def face_of(piece: Piece, element: Element) -> Box | None:
    """Around eyes and mouth as the element stands, with air for hair; None for what has no face."""
    edges = piece.face_edges(element.x, element.y, element.height, flip=element.flip)
    if edges is None:
        return None
    left, top, right, bottom = edges
    air = (right - left) * _AIR
    return left - air, top - air, right + air, bottom + air


def closeups(
    width: float,
    span: Span,
    captions: Sequence[Caption],
    spoken: Sequence[Spoken],
    focuses: Sequence[tuple[float, str]],
    faces: Mapping[str, Box],
    looks_left: frozenset[str],
    busy: Sequence[tuple[float, float]],
) -> tuple[Closeup, ...]:
    """The closer shots in order. `focuses` say what is told of when; in `busy` times somebody comes or goes."""
    starts = sorted({caption.start for caption in captions})
    wishes = sorted((*_speeches(spoken, starts), *_told(focuses, starts)), key=lambda wish: (wish.start, wish.kind))
    found: list[Closeup] = []
    for wish in wishes:
        end = min(wish.end, wish.start + LONGEST, span.end - CLOSING)
        free = found[-1].end + BETWEEN[wish.kind] if found else span.start + ESTABLISHED
        meets = any(begin < end and wish.start < stop for begin, stop in busy)
        if wish.start < max(free, span.start + ESTABLISHED) or end - wish.start < SHORTEST or meets:
            continue
        corner = _corner(width, wish.element, faces, wish.element in looks_left)
        if corner is not None:
            found.append(Closeup(wish.start, end, *corner, wish.element))
    return tuple(found)


def _speeches(spoken: Sequence[Spoken], starts: Sequence[float]) -> Iterator[_Wish]:
    """What each says without a long pause, from the beginning of its sentence to that of the next one after it."""
    groups: list[list[Spoken]] = []
    for word in sorted(spoken, key=lambda said: said.start):
        last = groups[-1][-1] if groups else None
        if last is not None and last.element == word.element and word.start - last.end < _PAUSE:
            groups[-1].append(word)
        else:
            groups.append([word])
    for group in groups:
        yield _Wish("speech", group[0].element, *_whole(starts, group[0].start, group[-1].end))


def _told(focuses: Sequence[tuple[float, str]], starts: Sequence[float]) -> Iterator[_Wish]:
    """The sentence in which each thing or person is told of."""
    for time, element in focuses:
        yield _Wish("told", element, *_whole(starts, time, time))


def _whole(starts: Sequence[float], first: float, last: float) -> tuple[float, float]:
    """From the start of the sentence that holds `first` to that of the next after `last`."""
    begin = max((start for start in starts if start <= first + 0.05), default=first)
    return begin, min((start for start in starts if start > last + 0.05), default=last + SHORTEST)


def _corner(width: float, element: str, faces: Mapping[str, Box], left: bool) -> tuple[float, float] | None:
    """Where a closer picture of somebody begins, such that no face is cut; None if there is no such place."""
    if element not in faces:
        return None
    wide, high = width / ENLARGED, STAGE_HEIGHT / ENLARGED
    x, y = (faces[element][0] + faces[element][2]) / 2, (faces[element][1] + faces[element][3]) / 2
    for share in _ACROSS:
        ahead = 1 - share if left else share
        corner = (min(max(0.0, x - ahead * wide), width - wide), min(max(0.0, y - _DOWN * high), STAGE_HEIGHT - high))
        if _fits(faces[element], *corner, wide, high) and all(
            _fits(face, *corner, wide, high) or _outside(face, *corner, wide, high) for face in faces.values()
        ):
            return corner
    return None


def _fits(face: Box, left: float, top: float, wide: float, high: float) -> bool:
    return face[0] >= left and face[2] <= left + wide and face[1] >= top and face[3] <= top + high * READABLE


def _outside(face: Box, left: float, top: float, wide: float, high: float) -> bool:
    return face[2] <= left or face[0] >= left + wide or face[3] <= top or face[1] >= top + high
