"""`storycli guard`: what the output filter says of stories."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from story_cli.cli import options as o
from story_cli.errors import ExitStatus, UsageError

_MOST_CHARACTERS = 1_000_000  # of a line


def guard(
    texts: Annotated[str, typer.Argument(help="JSON Lines with id and text or scenes, or a text file; - for stdin.")],
    json: o.Json = False,
) -> None:
    """Say for each story whether it may be shown, and if not, why. Exit code 1 if any is refused."""
    import msgspec

    from story_cli.catalogue import Library
    from story_cli.guard import judge

    library, refused = Library(), 0
    for name, text in _stories(texts):
        verdict = judge(library, text)
        refused += not verdict.accepted
        if json:
            row = {"id": name, "accepted": verdict.accepted, "reasons": msgspec.to_builtins(verdict.reasons)}
            print(json_module.dumps(row, ensure_ascii=False))
        else:
            print(f"{name}: {'accepted' if verdict.accepted else 'refused'}")
            for reason in verdict.reasons:
                print(f"  {reason.what} {reason.detail} ({reason.severity}): {reason.sentence}")
    if refused:
        raise typer.Exit(ExitStatus.FAILED)


def _stories(texts: str) -> Iterator[tuple[str, str]]:
    try:
        content = sys.stdin.read() if texts == "-" else Path(texts).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as exc:
        raise UsageError(f"cannot read the texts: {exc}", "give a UTF-8 .jsonl or .txt file") from exc
    if texts != "-" and not texts.endswith((".jsonl", ".json")):
        yield Path(texts).stem, content
        return
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield _story(number, line)


def _story(number: int, line: str) -> tuple[str, str]:
    hint = 'one object a line: {"id": …, "text": …} or {"id": …, "title": …, "scenes": […]}'
    if len(line) > _MOST_CHARACTERS:
        raise UsageError(f"line {number} is too long", hint)
    try:
        row = json_module.loads(line)
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"line {number} is no JSON", hint) from exc
    if not isinstance(row, dict):
        raise UsageError(f"line {number} is not an object", hint)
    parts = [row.get("title"), row.get("text"), *(_text(scene) for scene in _list(row.get("scenes")))]
    found = [part for part in parts if isinstance(part, str) and part.strip()]
    if not found:
        raise UsageError(f"line {number} has no text", hint)
    return str(row.get("id", number))[:80], "\n".join(found)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(scene: Any) -> Any:
    return scene.get("text") if isinstance(scene, dict) else scene
