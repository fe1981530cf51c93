"""Transitions: chosen by place and mood, whole at both ends."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.artifacts import Mood
from story_cli.render.planes import Frame
from story_cli.render.transitions import SECONDS, blend, choose_transition
from tests.render import examples

HERE = examples.scene()
THERE = examples.scene(place="shell-palace")


def moods(sad_happy: float, calm_exciting: float) -> tuple[Mood, ...]:
    return tuple(Mood(1, n, sad_happy, calm_exciting) for n in range(3))


@pytest.mark.parametrize(
    ("mood", "kind"), [((0.4, 0.0), "page"), ((0.0, 0.6), "iris"), ((-0.5, 0.0), "fade"), ((0.1, 0.1), "page")]
)
def test_the_mood_of_the_new_scene_chooses(mood: tuple[float, float], kind: str) -> None:
    assert choose_transition(1, HERE, THERE, moods(*mood)) == kind


def test_the_same_place_is_not_left_by_a_page() -> None:
    assert choose_transition(1, HERE, HERE, moods(0.4, 0.6)) == "fade"


def test_all_end_before_the_first_word() -> None:
    from story_cli.pacing import SCENE_LEAD

    assert max(SECONDS.values()) < SCENE_LEAD


def plain(level: int) -> Frame:
    frame = Frame(160, 90)
    for plane, value in zip(frame.planes, (level, 100, 150), strict=True):
        plane[:] = value
    return frame


@pytest.mark.parametrize("kind", ["fade", "page", "iris"])
def test_a_transition_begins_with_the_old_and_ends_with_the_new(kind: str) -> None:
    for share, level in ((0.0, 60), (1.0, 200)):
        new = plain(200)
        blend(kind, share, plain(60), new, (0.4, 0.5))
        assert np.abs(new.y.astype(int) - level).mean() < 3
    new = plain(200)
    blend(kind, 0.5, plain(60), new, (0.4, 0.5))
    assert 70 < new.y.mean() < 195


@pytest.mark.parametrize("kind", ["page", "iris"])
def test_both_pictures_are_seen_in_the_middle(kind: str) -> None:
    new = plain(200)
    blend(kind, 0.5, plain(60), new, (0.4, 0.5))
    assert new.y.min() < 75
    assert new.y.max() > 190
