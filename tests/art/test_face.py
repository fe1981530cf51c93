"""Faces from the kit: which features show, where, mirrored or not."""

from __future__ import annotations

import pytest

from story_cli.art.face import FAR_EYE, brows, features
from story_cli.art.piece import Piece
from story_cli.errors import StoryError


def names(piece: Piece, **state: object) -> list[str]:
    given = {"expression": "calm", "blink": False, "mouth": ""} | state
    return [feature.name for feature in features(piece, **given)]  # type: ignore[arg-type]


def test_an_open_face_has_cheeks_eyes_irises_and_a_mouth(pim: Piece) -> None:
    found = names(pim)
    assert found.count("cheek") == 2
    assert found.count("eye-open") == 2
    assert found.count("iris") == 2
    assert found[-1] == "mouth-smile"


def test_a_blink_shuts_the_eyes_and_hides_the_irises(pim: Piece) -> None:
    found = names(pim, blink=True)
    assert found.count("eye-closed") == 2
    assert "iris" not in found


def test_speech_replaces_the_mouth_only(pim: Piece) -> None:
    assert names(pim, mouth="talk-wide")[:-1] == names(pim)[:-1]
    assert names(pim, mouth="talk-wide")[-1] == "mouth-talk-wide"


def test_the_left_eye_is_mirrored_the_far_one_smaller_irises_neither(pim: Piece) -> None:
    eyes = [f for f in features(pim, "calm", False, "") if f.name == "eye-open"]
    irises = [f for f in features(pim, "calm", False, "") if f.name == "iris"]
    assert [eye.mirrored for eye in eyes] == [True, False]
    assert eyes[1].scale == pytest.approx(FAR_EYE * eyes[0].scale)
    assert irises[0].scale == irises[1].scale
    assert not any(iris.mirrored for iris in irises)


def test_brows_come_in_pairs(pim: Piece) -> None:
    assert [brow.mirrored for brow in brows(pim, "sad")] == [True, False]


def test_an_unknown_expression_is_refused(pim: Piece) -> None:
    with pytest.raises(StoryError, match="no expression 'grumpy'"):
        names(pim, expression="grumpy")
