"""Plan stage: prompts → title, wish, cast, and for each scene place, frames and keywords, by our planner model."""

from story_cli.plan.planner import make_plan

__all__ = ["make_plan"]
