"""A small five-scene story, its reading and empty scenes, made by hand."""

from __future__ import annotations

from pathlib import Path

from story_cli.artifacts import (
    Character,
    Grade,
    Graph,
    Reading,
    Scene,
    Scenes,
    SpokenScene,
    SpokenSentence,
    SpokenWord,
    Story,
    StoryScene,
)
from story_cli.text import sentences

TEXTS = (
    "Luna the mermaid swam over the reef. She wanted to hear the old bell ring.",
    "Splash! A little crab fell off a rock. He was lost, and he cried.",
    "They looked under the boat, but it was dark and empty. Luna sighed.",
    "Then the whale came up with a roar, and everybody danced and laughed!",
    "Now the bell rings each evening. Ding, dong, and the crab is never late for bed.",
)


def make_story(hero: str = "mermaid", theme: str = "underwater", adjectives: tuple[str, ...] = ("silly",)) -> Story:
    grade = Grade(1.0, {})
    return Story(
        title="The Quiet Bell",
        theme=theme,
        hero=hero,
        hero_name="Luna",
        pronoun="she",
        colours=("pink",),
        adjectives=adjectives,
        cast=(Character("hero", hero, "Luna", "she"),),
        scenes=tuple(StoryScene("coral-reef", text, grade) for text in TEXTS),
        grade=grade,
    )


def speak(text: str, pace: float = 0.3) -> SpokenScene:
    """Every word lasts `pace` seconds, half a second between sentences."""
    now = 0.2
    spoken = []
    for sentence in sentences(text):
        words = []
        for word in sentence.words:
            words.append(SpokenWord(word.text, round(now, 3), round(now + pace, 3)))
            now += pace
        spoken.append(SpokenSentence(words[0].start, words[-1].end, tuple(words)))
        now += 0.5
    return SpokenScene(round(now - 0.3, 3), tuple(spoken))


def make_reading(pace: float = 0.3) -> Reading:
    return Reading("made", speak("The Quiet Bell"), tuple(speak(text, pace) for text in TEXTS))


def make_scenes(graph: Graph | None = None, place: str = "coral-reef") -> Scenes:
    graph = graph or Graph("", (), (), ())
    scene = Scene(place, "noon", "clear", 1, {}, (), (), graph, (640.0, 300.0))
    return Scenes((scene,) * len(TEXTS))


class Folder:
    """The files of a score in a folder, as StageFolder names them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def music(self) -> Path:
        return self.path / "music.wav"

    def midi(self) -> Path:
        return self.path / "score.mid"

    def stem(self, name: str) -> Path:
        return self.path / f"stem-{name}.wav"
