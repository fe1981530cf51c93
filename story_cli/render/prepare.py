"""Fills the cache with what a film will show before its times are known: all layers, every phase of each animation."""

from __future__ import annotations

from collections.abc import Callable

import cv2

from story_cli.art.cache import ArtCache
from story_cli.art.poses import Poses
from story_cli.artifacts import Element, Scene, Scenes
from story_cli.catalogue import Library
from story_cli.render.cards import all_scenes
from story_cli.render.motion import GLANCE, POSES_A_SECOND
from story_cli.render.stage import layers, poses_of
from story_cli.settings import RenderSettings


def prepare(
    scenes: Scenes, settings: RenderSettings, library: Library, *, backwards: bool, go_on: Callable[[], bool]
) -> None:
    """Draw what is not kept, element by element while `go_on`. Raises: StoryError as drawing does."""
    import story_cli.render.film  # noqa: F401  (loads what rendering needs)

    cv2.setNumThreads(1)
    cache = ArtCache.of_user()
    shown = all_scenes(scenes)
    for scene in reversed(shown) if backwards else shown:
        zoom = settings.width_px / scene.stage_width
        if go_on():
            layers(scene, zoom, cache)
        for element in scene.elements:
            if not go_on():
                return
            poses = poses_of(element, scene, zoom, library, cache)
            wanted = (element.animation, *_animations(scene, element), *_glance(poses, element, library))
            for animation in dict.fromkeys(wanted):
                _draw(poses, element, animation)
            poses.keep()


def _animations(scene: Scene, element: Element) -> list[str]:
    return [cue.value for cue in scene.cues if cue.element == element.id and cue.change == "animation"]


def _glance(poses: Poses, element: Element, library: Library) -> list[str]:
    """What a living element does in long rests."""
    alive = element.piece in library.heroes or element.piece in library.creatures
    return [GLANCE] if alive and element.animation == "idle" and GLANCE in poses.puppet.piece.animations else []


def _draw(poses: Poses, element: Element, animation: str) -> None:
    """Every phase of one loop."""
    for step in range(max(1, round(poses.puppet.loop(animation) * POSES_A_SECOND))):
        posture = poses.puppet.posture(animation, step / POSES_A_SECOND, element.expression, element.pose)
        poses.body(posture)
        if step == 0:
            poses.around(posture)
        if element.grounded:
            poses.contact(posture)
