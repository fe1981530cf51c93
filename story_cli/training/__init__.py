"""Corpora, loops and evaluation behind `storycli train`; never imported at run time.

`TRAINERS` names every training program and the library folder that it fills. Programs are imported when they run.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple


class Trainer(NamedTuple):
    """One training program: `module.run(data, out, seed, minutes, resume, library)`."""

    target: str  # folder under library/
    module: str

    def run(self, **options: Any) -> None:
        import_module(self.module).run(**options)


TRAINERS = {
    "unfold": Trainer("stories/unfolded", "story_cli.training.unfold"),
    "corpus": Trainer("stories/shards", "story_cli.training.corpus"),
    "encoder": Trainer("models/encoder", "story_cli.training.encoder"),
    "planner": Trainer("models/planner", "story_cli.training.planner"),
    "writer": Trainer("models/writer", "story_cli.training.writer"),
    "ranker": Trainer("models/ranker", "story_cli.training.ranker"),
    "fidelity": Trainer("models/fidelity", "story_cli.training.fidelity"),
    "parser": Trainer("models/parser", "story_cli.training.parser"),
    "coref": Trainer("models/coref", "story_cli.training.coref"),
    "places": Trainer("models/places", "story_cli.training.places"),
    "pronouns": Trainer("models/pronouns", "story_cli.training.pronouns"),
    "nouns": Trainer("models/nouns", "story_cli.training.nouns"),
    "select": Trainer("models/select", "story_cli.training.select"),
    "place": Trainer("models/place", "story_cli.training.place"),
    "mood": Trainer("music", "story_cli.training.mood"),
    "melody": Trainer("models/melody", "story_cli.training.melody"),
    "voice": Trainer("voices/house", "story_cli.training.voice"),
    "melodies": Trainer("music", "story_cli.training.melodies"),
    "soundwords": Trainer("sounds", "story_cli.training.soundwords"),
    "guard": Trainer("guard", "story_cli.training.guard"),
    "sounds": Trainer("sounds", "story_cli.training.sounds"),
}
