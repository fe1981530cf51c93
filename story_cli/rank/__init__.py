"""Drafts → story: a coherence model and counting rules choose the best path and say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from story_cli.artifacts import Brief, Drafts, Plan, Story
    from story_cli.catalogue import Library
    from story_cli.settings import RankSettings


def choose_story(brief: Brief, plan: Plan, drafts: Drafts, settings: RankSettings, library: Library) -> Story:
    """The best story among the drafts, graded in all and by scene.

    Raises: StoryError if no draft may be shown, the tree of drafts is broken, or the model is missing.
    """
    from story_cli.rank.choose import choose

    return choose(brief, plan, drafts, settings, library)
