"""Closer shots: when they are cut to, and what they never do."""

from __future__ import annotations

import pytest

from story_cli.art.piece import load_piece
from story_cli.artifacts import STAGE_HEIGHT, STAGE_WIDTH, Element
from story_cli.catalogue import Library
from story_cli.pacing import Span
from story_cli.render.closeups import ENLARGED, READABLE, Box, Closeup, closeups, face_of
from story_cli.render.timeline import Caption, CaptionWord, Spoken

SPAN = Span(0.0, 30.0, 0.9)
CAPTIONS = tuple(Caption(0, start, start + 3.5, (CaptionWord("so", start, start + 1),)) for start in range(0, 29, 4))
FACES: dict[str, Box] = {"crab": (300.0, 300.0, 380.0, 370.0), "hero": (900.0, 250.0, 1000.0, 350.0)}


def _said(element: str, start: float, words: int = 5) -> tuple[Spoken, ...]:
    return tuple(Spoken(element, start + n * 0.5, start + n * 0.5 + 0.4, "so") for n in range(words))


def _shots(
    spoken: tuple[Spoken, ...] = (),
    focuses: tuple[tuple[float, str], ...] = (),
    faces: dict[str, Box] | None = None,
    busy: tuple[tuple[float, float], ...] = (),
) -> tuple[Closeup, ...]:
    known = FACES if faces is None else faces
    return closeups(STAGE_WIDTH, SPAN, CAPTIONS, spoken, focuses, known, frozenset(), busy)


def test_a_speech_is_seen_from_nearer_for_its_sentences() -> None:
    (shot,) = _shots(_said("hero", 8.5))
    assert (shot.element, shot.start, shot.end) == ("hero", 8.0, 12.0)


def test_the_face_is_whole_and_above_the_caption() -> None:
    (shot,) = _shots(_said("crab", 8.5))
    left, top, right, bottom = FACES["crab"]
    assert shot.left <= left
    assert right <= shot.left + STAGE_WIDTH / ENLARGED
    assert shot.top <= top
    assert bottom <= shot.top + STAGE_HEIGHT / ENLARGED * READABLE


def test_no_face_is_cut_by_the_edge() -> None:
    (shot,) = _shots(_said("crab", 8.5))
    edge = shot.left + STAGE_WIDTH / ENLARGED
    assert not FACES["hero"][0] < edge < FACES["hero"][2]
    crowd = {f"c{n}": (60.0 * n, 300.0, 60.0 * n + 90.0, 380.0) for n in range(21)}  # every edge cuts one
    assert _shots(_said("c9", 8.5), faces=crowd) == ()


def test_a_scene_is_seen_whole_first_and_last() -> None:
    assert _shots(_said("hero", 1.0)) == ()
    assert _shots(_said("hero", 28.0)) == ()


def test_nobody_is_cut_to_while_somebody_comes_in() -> None:
    assert _shots(_said("hero", 8.5), busy=((9.0, 9.7),)) == ()


def test_what_has_no_face_is_not_cut_to() -> None:
    assert _shots(focuses=((8.5, "boat"),)) == ()


def test_closer_shots_leave_the_whole_picture_between_them() -> None:
    shots = _shots((*_said("hero", 4.5), *_said("crab", 8.5), *_said("hero", 12.5)), ((16.5, "crab"), (20.5, "crab")))
    assert [(shot.element, shot.start) for shot in shots] == [("hero", 4.0), ("hero", 12.0)]


@pytest.mark.parametrize("flip", [False, True])
def test_a_face_turns_with_its_piece(library: Library, flip: bool) -> None:
    piece = load_piece(library, "crab")
    box = face_of(piece, Element("crab-1", "crab", 400.0, 500.0, 200.0, flip=flip))
    assert box is not None
    assert box[0] < 400.0 < box[2] or abs((box[0] + box[2]) / 2 - 400.0) < 120
    assert box[3] - box[1] < 200.0


def test_a_thing_without_eyes_has_no_face(library: Library) -> None:
    assert face_of(load_piece(library, "lantern"), Element("lantern-1", "lantern", 400.0, 500.0, 100.0)) is None
