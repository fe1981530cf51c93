"""Score: music composed to the story's moods and reading times, sound effects on its words."""

from story_cli.score.compose import compose_score
from story_cli.score.plot import plot_score

__all__ = ["compose_score", "plot_score"]
