"""Parts that can be added from outside, found by entry point. Built-ins come through the same door, by explicit list.

An add-on declares in its own pyproject.toml, for instance

    [project.entry-points."storycli.voices"]
    "house.v1" = "house_voice:make_engine"

and is then known by that name. Nothing is imported until it is asked for.
"""

from __future__ import annotations

import difflib
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from story_cli.errors import StoryError, UsageError

VOICES = "storycli.voices"
BLOCKS = "storycli.voice_blocks"
EFFECTS = "storycli.effects"

_BUILT_IN: dict[str, dict[str, str]] = {
    VOICES: {
        "festival-hts": "story_cli.voice.hts.engine:FestivalHts",
        "flite": "story_cli.voice.flite:Flite",
        "espeak": "story_cli.voice.engines.espeak:Espeak",
        "hf": "story_cli.voice.engines.hugging_face:HuggingFace",
        "piper": "story_cli.voice.engines.onnx_files:Piper",
        "kokoro": "story_cli.voice.engines.onnx_files:Kokoro",
        "silence": "story_cli.voice.silence:Silence",
    },
    EFFECTS: {
        "sepia": "story_cli.render.effects:Sepia",
        "grey": "story_cli.render.effects:Grey",
        "vignette": "story_cli.render.effects:Vignette",
        "mirror": "story_cli.render.effects:mirror",
    },
    BLOCKS: {
        "text-encoder": "story_cli.voice.blocks.networks:TextEncoder",
        "durations": "story_cli.voice.blocks.networks:Durations",
        "upsampler": "story_cli.voice.blocks.networks:Upsampler",
        "conv-decoder": "story_cli.voice.blocks.networks:Decoder",
        "expression": "story_cli.voice.blocks.sounding:Expression",
        "pulse-vocoder": "story_cli.voice.blocks.sounding:PulseVocoder",
    },
}


def available(group: str) -> dict[str, EntryPoint]:
    """All parts of a group by name: built-ins first, then installed add-ons, which cannot replace a built-in."""
    found = {name: EntryPoint(name, target, group) for name, target in _BUILT_IN.get(group, {}).items()}
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        found.setdefault(point.name, point)
    return found


def load(group: str, name: str, what: str) -> Any:
    """The object that a part's entry point names, imported now.

    Raises: UsageError with the known names; StoryError if the add-on cannot be imported.
    """
    points = available(group)
    if name not in points:
        close = difflib.get_close_matches(name.lower(), points, n=3, cutoff=0.5)
        raise UsageError(f"no {what} '{name}'", f"choose one of: {', '.join(close or points)}")
    try:
        return points[name].load()
    except (ImportError, AttributeError) as exc:
        value = points[name].value
        raise StoryError(f"{what} '{name}' ({value}) cannot be loaded: {exc}", "install the add-on again") from exc
