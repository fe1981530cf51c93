"""`storycli schema`: the JSON Schema of an artifact."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    name: Annotated[str, typer.Argument(help="brief, plan, drafts, story, scenes, score, narration or film.")],
) -> None:
    """Print the JSON Schema of an artifact's body."""
    from story_cli.pipeline import schema as schema_of

    print(schema_of(name).decode())
