"""A hand-made story of two scenes with times, for the render room's tests."""

from __future__ import annotations

from story_cli.artifacts import (
    At,
    Cue,
    EffectCue,
    Element,
    Graph,
    Line,
    Narration,
    Reading,
    Scene,
    Scenes,
    Score,
    SpokenScene,
    SpokenSentence,
    SpokenWord,
    Story,
)
from story_cli.text import sentences

SIGNATURE = dict.fromkeys(
    ("glow", "air", "mid", "far", "deep", "primary", "secondary", "accent", "accent2", "ground", "wood"), "#336699"
)


def spoken(text: str) -> SpokenScene:
    """Half a second a word, half a second between sentences."""
    now, said = 0.2, []
    for sentence in sentences(text):
        start, words = now, []
        for word in sentence.words:
            words.append(SpokenWord(word.text, now, now + 0.4))
            now += 0.5
        said.append(SpokenSentence(start, now - 0.1, tuple(words)))
        now += 0.5
    return SpokenScene(now, tuple(said))


def narration(story: Story) -> Narration:
    scenes = tuple(spoken(scene.text) for scene in story.scenes)
    return Narration(Reading("silence", spoken(story.title), scenes), 48_000)


def scene(**changes: object) -> Scene:
    hero = Element("hero", "mermaid", 400.0, 400.0, 300.0)
    crab = Element("crab-1", "crab", 900.0, 540.0, 120.0)
    cues = (
        Cue(At(1, 0), "hero", "expression", "joy", 1.0),
        Cue(At(0, 2), "hero", "animation", "wave", 0.0),
        Cue(At(1, 1), "crab-1", "enter", "right", 0.0),
    )
    graph = Graph("", (), (), (), (Line("hero", 1, 0, 2),))
    values: dict[str, object] = {
        "place": "coral-reef",
        "time_of_day": "noon",
        "weather": "clear",
        "background_seed": 3,
        "signature": SIGNATURE,
        "elements": (hero, crab),
        "cues": cues,
        "graph": graph,
        "focus": (900.0, 300.0),
    }
    return Scene(**(values | changes))  # type: ignore[arg-type]


def scenes(story: Story) -> Scenes:
    return Scenes(tuple(scene() for _ in story.scenes))


def score() -> Score:
    effects = (EffectCue("splash", 1, At(0, 1), -0.05, -6.0, "hid"),)
    return Score("C major", 90.0, 10.0, (0, 4), ("harp",), (), (), effects, ("", ""))
