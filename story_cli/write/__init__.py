"""Write stage: a plan → a tree of candidate texts, scene by scene, by our writer model."""

from __future__ import annotations

from collections.abc import Callable

from story_cli.artifacts import Brief, Drafts, Plan
from story_cli.catalogue import Library
from story_cli.settings import WriteSettings


def write_drafts(
    brief: Brief, plan: Plan, settings: WriteSettings, library: Library, progress: Callable[[float, str], None]
) -> Drafts:
    """Candidate texts of every scene, each written on from one of the scene before.

    Raises: StoryError when the plan cannot be told or the model cannot be read.
    """
    from story_cli.write.beam import write

    return write(brief, plan, settings, library, progress)


__all__ = ["write_drafts"]
