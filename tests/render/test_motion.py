import itertools

import pytest

from story_cli.artifacts import At, Cue
from story_cli.pacing import Span
from story_cli.render.motion import CAMERA_STEP_PX, CAMERA_STEPS, LOOP, Director, camera_moves
from story_cli.render.timeline import Spoken
from tests.render import examples

SPAN = Span(10.0, 20.0, 10.9)
CUE_TIMES = (14.0, 12.0, 13.0)  # expression, animation, entrance


@pytest.fixture
def director() -> Director:
    spoken = (Spoken("hero", 15.0, 15.6, "hello"),)
    return Director(examples.scene(), SPAN, CUE_TIMES, spoken, seed=3)


HERO, CRAB = examples.scene().elements


def test_cues_begin_on_their_word_and_end_after_their_time(director: Director) -> None:
    assert director.state(HERO, 13.9).expression == "calm"
    assert director.state(HERO, 14.1).expression == "joy"
    assert director.state(HERO, 15.1).expression == "calm"


def test_a_new_animation_starts_from_its_beginning(director: Director) -> None:
    assert director.state(HERO, 11.9).animation == "idle"
    state = director.state(HERO, 12.01)
    assert state.animation == "wave"
    assert state.phase == 0.0


def test_somebody_who_enters_is_unseen_before_and_in_place_after(director: Director) -> None:
    assert not director.state(CRAB, 11.0).visible
    moving = director.state(CRAB, 12.7)
    assert moving.visible
    assert moving.shift_x > 0
    assert director.state(CRAB, 13.5).shift_x == 0


def test_somebody_who_hides_stands_aside_until_the_word() -> None:
    scene = examples.scene(cues=(Cue(At(0, 1), "crab-1", "arrive", "-150"),))
    director = Director(scene, SPAN, (14.0,), (), seed=3)
    assert director.state(CRAB, 12.0).shift_x == -150
    assert director.state(CRAB, 12.0).visible
    assert -150 < director.state(CRAB, 14.0).shift_x < 0
    assert director.state(CRAB, 14.5).shift_x == 0
    assert director.is_passing(14.0)
    assert not director.is_passing(16.0)


def test_mouth_moves_only_while_its_character_speaks(director: Director) -> None:
    assert director.state(HERO, 15.1).mouth.startswith("talk-")
    assert director.state(HERO, 16.0).mouth == ""
    assert director.state(CRAB, 15.1).mouth == ""


def test_poses_change_on_twos_and_loop(director: Director) -> None:
    phases = {director.state(CRAB, 10 + n / 96).phase for n in range(96)}
    assert len(phases) <= 13
    assert all(0 <= phase < LOOP for phase in phases)


def test_everybody_blinks_now_and_then_but_not_much(director: Director) -> None:
    blinks = [director.state(HERO, 10 + n / 24).blink for n in range(240)]
    assert 2 <= sum(blinks) <= 24


def test_camera_moves_smoothly_toward_the_focus(director: Director) -> None:
    path = [director.camera(10 + n / 24).offset for n in range(241)]
    steps = [abs(b - a) for a, b in itertools.pairwise(path)]
    assert max(steps) < 2.0
    assert path[-1] > path[0]
    assert max(map(abs, path)) <= CAMERA_STEP_PX * CAMERA_STEPS


def test_camera_rests_on_whole_steps_and_most_of_the_time(director: Director) -> None:
    views = [director.camera(10 + n / 24) for n in range(241)]
    resting = [view for view in views if not view.share]
    assert len(resting) > 140
    assert all(view.offset % CAMERA_STEP_PX == 0 for view in resting)


def test_a_long_rest_is_broken_by_a_small_move() -> None:
    moves = camera_moves(Span(0.0, 40.0, 0.9), 640.0, [])
    times = [0.0, *(move.end for move in moves)]
    assert len(moves) >= 3
    assert max(b.start - a for a, b in zip(times, moves, strict=False)) < 10.0
    assert moves[-1].end < 40.0


def test_the_camera_does_not_follow_every_word() -> None:
    span = Span(0.0, 20.0, 0.9)
    near = [(5.0 + n, 640.0 + 20 * n) for n in range(8)]  # all spoken of stand in the middle
    assert camera_moves(span, 640.0, near) == camera_moves(span, 640.0, [])
    far = [(8.0, 200.0), (9.0, 1080.0), (16.0, 1080.0)]
    goals = [(move.start, move.goal) for move in camera_moves(span, 640.0, far)]
    assert (8.0, -40.0) in goals
    assert (16.0, 40.0) in goals
    assert not any(8.0 < start < 12.0 for start, _ in goals)  # the second comes too soon


def test_who_has_nothing_to_do_looks_about_now_and_then() -> None:
    span = Span(0.0, 40.0, 0.9)
    director = Director(examples.scene(cues=()), span, (), (), 3, restless=frozenset({"crab-1"}))
    crab = [director.state(CRAB, n / 4).animation for n in range(160)]
    assert 20 < crab.count("look") < 60
    assert {director.state(HERO, n / 4).animation for n in range(160)} == {"idle"}
