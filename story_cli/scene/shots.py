"""From where a scene is seen: the hero's side, how near everybody stands, which side of the place.

A shot follows from the words of its own scene, never from a number or a neighbour's words: a word that is edited and a
scene that is put in between leave all other pictures as they were. Two neighbours look alike once in sixteen.
"""

from __future__ import annotations

from typing import NamedTuple

from story_cli.artifacts import StoryScene
from story_cli.rng import derived_seed

_CLOSENESS = (1.0, 0.92, 1.06, 0.96, 1.02, 0.9, 0.98, 1.08)
_VISITS = 16


class Shot(NamedTuple):
    """How one scene is seen. `visit` is 0 where one comes to a place, another number for each further look at it."""

    hero_left: bool
    closeness: float  # of everybody, 1 as usual
    visit: int


def shot_of(seed: int, before: StoryScene | None, scene: StoryScene) -> Shot:
    """The shot of a scene; of the one before only the place counts. Draws from rng (seed, "shot", place, text)."""
    number = derived_seed(seed, "shot", scene.place, scene.text)
    number, near = divmod(number, len(_CLOSENESS))
    number, side = divmod(number, 2)
    stays = before is not None and before.place == scene.place
    return Shot(side == 1, _CLOSENESS[near], 1 + number % _VISITS if stays else 0)
