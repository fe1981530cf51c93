"""From where a scene is seen: the hero's side, how near everybody stands, which side of the place.

A shot follows from the words of its scene and of the scene before, never from a number: a scene that is put in between
leaves all others as they were but the one after it, and neighbours still differ.
"""

from __future__ import annotations

from typing import NamedTuple

from story_cli.artifacts import StoryScene
from story_cli.rng import derived_seed

_CLOSENESS = (1.0, 0.92, 1.06, 0.96, 1.02, 0.9, 0.98, 1.08)
_BITS = len(_CLOSENESS)


class Shot(NamedTuple):
    """How one scene is seen. `visit` is 0 where one comes to a place, another number for each further look at it."""

    hero_left: bool
    closeness: float  # of everybody, 1 as usual
    visit: int


def shot_of(seed: int, before: StoryScene | None, scene: StoryScene) -> Shot:
    """The shot of a scene after another. Draws from rng (seed, "shot", place, text) of both.

    Two neighbours differ in side or closeness: each has a number, and a scene takes the lowest digit in which its own
    differs from its neighbour's, and what that digit is. Source: R. Cole, U. Vishkin, Deterministic Coin Tossing with
    Applications to Optimal Parallel List Ranking, Information and Control 70 (1986).
    """
    digit, value = _apart(_number(seed, "shot", before), _number(seed, "shot", scene))
    stays = before is not None and before.place == scene.place
    visit = 0
    if stays:
        again, side = _apart(_number(seed, "visit", before), _number(seed, "visit", scene))
        visit = 1 + 2 * again + side
    return Shot(value == 1, _CLOSENESS[digit], visit)


def _number(seed: int, name: str, scene: StoryScene | None) -> int:
    return derived_seed(seed, name, scene.place, scene.text) % (1 << _BITS) if scene else 0


def _apart(before: int, own: int) -> tuple[int, int]:
    """The lowest binary digit in which the numbers differ, and its value in the second; equal ones share all."""
    differ = before ^ own
    digit = (differ & -differ).bit_length() - 1 if differ else 0
    return digit, own >> digit & 1
