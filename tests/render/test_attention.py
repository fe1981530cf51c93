"""Eyes and hops follow the words."""

from __future__ import annotations

import pytest

from story_cli.artifacts import At, Cue
from story_cli.pacing import Span
from story_cli.render.attention import HOP_SECONDS, Attention, hop
from story_cli.render.timeline import Spoken
from tests.render import examples

SPAN = Span(0.0, 20.0, 0.9)
SCENE = examples.scene(cues=(Cue(At(0, 1), "crab-1", "focus", ""), Cue(At(1, 0), "hero", "focus", "")))
HERO, CRAB = SCENE.elements


@pytest.fixture
def attention() -> Attention:
    said = tuple(Spoken("hero", 10 + n / 2, 10.4 + n / 2, "word") for n in range(4))
    return Attention(SCENE, SPAN, (3.0, 15.0), said)


def test_eyes_go_to_what_is_spoken_of_and_back(attention: Attention) -> None:
    assert attention.gaze(HERO, 2.0) is None
    look = attention.gaze(HERO, 3.5)
    assert look is not None
    assert look[0] > 0  # the crab is at the right
    assert attention.gaze(HERO, 9.0) is None


def test_listeners_look_at_the_speaker_and_the_speaker_at_them(attention: Attention) -> None:
    listener, speaker = attention.gaze(CRAB, 11.0), attention.gaze(HERO, 11.0)
    assert listener is not None
    assert listener[0] < 0
    assert speaker is not None
    assert speaker[0] > 0


def test_a_mirrored_actor_turns_its_eyes_the_other_way(attention: Attention) -> None:
    from msgspec.structs import replace

    look = attention.gaze(replace(HERO, flip=True), 3.5)
    assert look is not None
    assert look[0] < 0


def test_somebody_hops_when_met_and_when_beginning_to_speak_but_not_all_the_time(attention: Attention) -> None:
    assert attention.met("crab-1") == (3.0,)
    assert attention.met("hero") == (10.0,)  # five seconds later is too soon again


def test_a_hop_crouches_first_and_lands_where_it_began() -> None:
    path = [hop(5 + n * HOP_SECONDS / 60, (5.0,)) for n in range(61)]
    assert max(path[:12]) > 2
    assert min(path) < -12
    assert path[0] == pytest.approx(0.0)
    assert path[-1] == 0.0
    assert hop(4.9, (5.0,)) == 0.0
