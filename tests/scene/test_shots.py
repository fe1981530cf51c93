"""Side, distance and view of a scene follow from its words."""

from __future__ import annotations

from itertools import pairwise

from story_cli.artifacts import Grade, StoryScene
from story_cli.scene.shots import shot_of
from tests.scene.conftest import Compose

GRADE = Grade(1.0, {})
SCENES = tuple(StoryScene("coral-reef", f"Lulu found shell number {n}.", GRADE) for n in range(60))


def test_neighbours_differ_in_side_or_distance() -> None:
    shots = [shot_of(3, before, scene) for before, scene in zip((None, *SCENES), SCENES, strict=False)]
    same = sum(a[:2] == b[:2] for a, b in pairwise(shots))
    assert same <= 8  # of 60, once in sixteen
    assert {shot.hero_left for shot in shots} == {True, False}


def test_a_place_that_stays_is_seen_anew_each_time() -> None:
    visits = [shot_of(3, before, scene).visit for before, scene in zip((None, *SCENES), SCENES, strict=False)]
    assert visits[0] == 0
    assert sum(a == b for a, b in pairwise(visits)) <= 8


def test_another_seed_sees_the_story_from_elsewhere() -> None:
    assert [shot_of(1, None, scene) for scene in SCENES] != [shot_of(2, None, scene) for scene in SCENES]


def test_a_place_that_one_comes_to_is_seen_from_its_first_side() -> None:
    elsewhere = StoryScene("kelp-forest", "Lulu swam.", GRADE)
    assert {shot_of(5, elsewhere, scene).visit for scene in SCENES} == {0}


def test_an_edited_word_or_a_scene_put_in_between_changes_no_other_scene(composed: Compose) -> None:
    texts = ["Lulu met a crab.", "Lulu saw a red shell.", "Lulu sang with the turtle.", "Lulu swam home."]
    before, _ = composed(*texts)
    after, _ = composed(*texts[:1], "Lulu saw a small whale.", *texts[1:])
    assert [after[0], *after[2:]] == list(before)
    edited, _ = composed(*texts[:1], "Lulu saw a blue shell.", *texts[2:])
    assert [edited[0], *edited[2:]] == [before[0], *before[2:]]
