"""A page for blind listening: passages read by two voices, sides and order drawn by lot, answers saved as CSV.

The page is one static file with its sounds beside it; it needs no server and sends nothing anywhere. What was A and
what was B stands in key.csv, which raters are not given.
"""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path

from story_cli.catalogue import Library
from story_cli.rng import stage_rng
from story_cli.settings import VoiceSettings
from story_cli.sound import write_wave
from story_cli.text import sentences
from story_cli.training.voice.sentences import house_passages
from story_cli.units import SAMPLE_RATE_HZ
from story_cli.voice.attempt import say_planned
from story_cli.voice.find import open_engine
from story_cli.voice.prosody import plan_sentence, style_of
from story_cli.voice.sound import level_gain

RATE = 0.86


def make_page(voices: tuple[str, str], out: Path, library: Library, passages: int, seed: int) -> Path:
    """Write index.html, sounds/ and key.csv into `out`; the page's path. Raises: StoryError as the voices do."""
    engines = [open_engine(VoiceSettings(engine=name), library) for name in voices]
    rng = stage_rng(seed, "listening")
    chosen = house_passages(library.root / "stories", passages, seed)
    (out / "sounds").mkdir(parents=True, exist_ok=True)
    key, shown = [], []
    for number, passage in enumerate(chosen, 1):
        found = sentences(passage.text)
        style = style_of(passage.adjectives)
        planned = [plan_sentence(one, [None] * len(one.words), style, RATE, frozenset()) for one in found]
        sides = [0, 1]
        rng.shuffle(sides)
        for side, which in zip("AB", sides, strict=True):
            said = say_planned(engines[which], found, planned)
            write_wave(
                out / "sounds" / f"{number:03}{side}.wav", said.samples * level_gain([said.samples]), SAMPLE_RATE_HZ
            )
            key.append((f"{number:03}", side, voices[which]))
        shown.append({"id": f"{number:03}", "text": passage.text})
    with (out / "key.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("passage", "side", "voice"), *key])
    template = files("story_cli.training.voice").joinpath("listening.html").read_text(encoding="utf-8")
    page = out / "index.html"
    # "</" cannot end the script element from within a text
    page.write_text(template.replace("PASSAGES", json.dumps(shown).replace("</", "<\\/")), encoding="utf-8")
    return page
