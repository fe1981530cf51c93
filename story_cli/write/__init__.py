"""Write stage: a plan → a tree of candidate texts, scene by scene, by one or more writers."""

from __future__ import annotations

from collections.abc import Callable

from story_cli.artifacts import Brief, Drafts, Plan
from story_cli.catalogue import Library
from story_cli.settings import WriteSettings


def write_drafts(
    brief: Brief, plan: Plan, settings: WriteSettings, library: Library, progress: Callable[[float, str], None]
) -> Drafts:
    """Candidate texts of every scene, each written on from one of the scene before.

    Raises: StoryError when the plan cannot be told or a model cannot be read.
    """
    from story_cli.rng import prompt_seed
    from story_cli.write.tree import grow
    from story_cli.write.view import view
    from story_cli.write.writers import writers_for

    seed = prompt_seed(brief, "write")
    seen = view(brief, plan, library)
    return grow(
        brief, plan, seen, writers_for(brief, plan, seen, settings, library, seed), settings, library, seed, progress
    )


__all__ = ["write_drafts"]
