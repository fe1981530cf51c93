"""From words to pictures: understand the text, choose and place the actors, put cues on words, paint the stills.

`make_scenes` is the stage; `understand` reads any text into a scene graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from story_cli.artifacts import Plan, Scenes, Story
    from story_cli.catalogue import Library
    from story_cli.scene.understand import Understood
    from story_cli.settings import SceneSettings
    from story_cli.store import StageFolder


def make_scenes(
    story: Story,
    plan: Plan | None,
    settings: SceneSettings,
    library: Library,
    seed: int,
    out: StageFolder,
    progress: Callable[[float, str], None],
) -> Scenes:
    """Compose every scene of a story; pictures go to `out.picture(n)`.

    Raises: StoryError on a missing model or drawing.
    """
    from story_cli.scene.compose import compose

    return compose(story, plan, settings, library, seed, out, progress)


def understand(text: str, library: Library, settings: SceneSettings, *, theme: str = "") -> Understood:
    """What one text says, with nothing else known. Raises: UsageError for an empty or very long text."""
    from story_cli.scene.understand import read_with_models

    return read_with_models([text], library, settings, theme=theme, cast=())[0]
