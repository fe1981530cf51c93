"""Every time of the film, decided in one place: spans, captions, spoken words, effects, ducking. Pure.

Inputs are artifacts; times are seconds from the film's first frame. The narration drives; music and picture follow.
"""

from __future__ import annotations

from typing import NamedTuple

from story_cli.artifacts import At, Narration, Scene, Scenes, Score, SpokenScene, Story
from story_cli.pacing import FilmTimes, film_times
from story_cli.text import Sentence, sentences

MAX_LINE = 42  # characters; captions for children. Source: docs/architecture.md, "Conventions"
MAX_CAPTION = 2 * MAX_LINE
_PAUSES = (",", ";", ":", "—", "–", "…", ".", "!", "?", '"', "”")


class CaptionWord(NamedTuple):
    text: str
    start: float
    end: float


class Caption(NamedTuple):
    """What the strip shows from `start` to `end`; its words light up in turn."""

    scene: int
    start: float
    end: float
    words: tuple[CaptionWord, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class Spoken(NamedTuple):
    """A stretch in which an element's mouth moves: one word."""

    element: str
    start: float
    end: float
    word: str


class TimedEffect(NamedTuple):
    effect: str
    start: float
    gain_db: float


class Timeline(NamedTuple):
    """The whole film in time."""

    times: FilmTimes
    captions: tuple[Caption, ...]
    spoken: tuple[tuple[Spoken, ...], ...]  # one tuple a scene
    cue_times: tuple[tuple[float, ...], ...]  # start of each cue of each scene
    effects: tuple[TimedEffect, ...]
    speech: tuple[tuple[float, float], ...]  # stretches in which the voice speaks, for ducking


def make_timeline(story: Story, scenes: Scenes, score: Score, narration: Narration) -> Timeline:
    """Put everything on one time axis. Word places beyond the text are clipped to its last word."""
    times = film_times(narration.reading)
    captions: list[Caption] = []
    spoken, cue_times = [], []
    for number, (part, scene) in enumerate(zip(story.scenes, scenes.scenes, strict=True)):
        clock = _Clock(times.scenes[number].voice, narration.reading.scenes[number])
        captions += _captions(number, sentences(part.text), clock, times.scenes[number].end)
        spoken.append(_spoken(scene, sentences(part.text), clock))
        cue_times.append(tuple(clock.word(cue.at)[0] for cue in scene.cues))
    effects = []
    for cue in score.effects:
        clock = _Clock(times.scenes[cue.scene].voice, narration.reading.scenes[cue.scene])
        effects.append(TimedEffect(cue.effect, max(0.0, clock.word(cue.at)[0] + cue.offset), cue.gain_db))
    return Timeline(times, tuple(captions), tuple(spoken), tuple(cue_times), tuple(effects), _speech(times, narration))


class _Clock(NamedTuple):
    """Film times of one scene's words."""

    voice: float
    spoken: SpokenScene

    def word(self, at: At) -> tuple[float, float]:
        """Start and end of a word; a place beyond the text is its last word."""
        if not self.spoken.sentences:
            return self.voice, self.voice
        sentence = self.spoken.sentences[min(at.sentence, len(self.spoken.sentences) - 1)]
        if not sentence.words:
            return self.voice + sentence.start, self.voice + sentence.end
        word = sentence.words[min(at.word, len(sentence.words) - 1)]
        return self.voice + word.start, self.voice + word.end


def _captions(number: int, parts: tuple[Sentence, ...], clock: _Clock, scene_end: float) -> list[Caption]:
    """Captions of one scene: each stays until the next one comes, the last until the scene ends."""
    groups = []
    for index, sentence in enumerate(parts):
        timed = [CaptionWord(w.text, *clock.word(At(index, place))) for place, w in enumerate(sentence.words)]
        groups += _split(timed)
    starts = [group[0].start - 0.15 for group in groups]
    ends = [*starts[1:], scene_end]
    return [Caption(number, a, b, tuple(g)) for a, b, g in zip(starts, ends, groups, strict=True)]


def _split(words: list[CaptionWord]) -> list[list[CaptionWord]]:
    """Cut a long sentence into captions of two lines at most, near its middle and after a pause where there is one."""
    length = sum(len(word.text) + 1 for word in words) - 1
    if length <= MAX_CAPTION or len(words) < 2:
        return [words]
    best, best_cost, seen = 1, float("inf"), 0
    for place, word in enumerate(words[:-1], 1):
        seen += len(word.text) + 1
        cost = abs(seen - length / 2) - (14 if word.text.endswith(_PAUSES) else 0)
        if cost < best_cost:
            best, best_cost = place, cost
    return _split(words[:best]) + _split(words[best:])


def _spoken(scene: Scene, parts: tuple[Sentence, ...], clock: _Clock) -> tuple[Spoken, ...]:
    """The words that somebody in the picture says."""
    present = {element.id for element in scene.elements}
    said = []
    for line in scene.graph.lines:
        if line.speaker not in present or line.sentence >= len(parts):
            continue
        words = parts[line.sentence].words
        for place in range(line.start, min(line.end, len(words))):
            said.append(Spoken(line.speaker, *clock.word(At(line.sentence, place)), words[place].text))
    return tuple(said)


def _speech(times: FilmTimes, narration: Narration) -> tuple[tuple[float, float], ...]:
    """Film times of every sentence, the title included; neighbours less than 0.7 s apart are joined."""
    reading = narration.reading
    clocks = [(times.title.voice, reading.title)]
    clocks += [(span.voice, scene) for span, scene in zip(times.scenes, reading.scenes, strict=True)]
    joined: list[tuple[float, float]] = []
    for voice, scene in clocks:
        for sentence in scene.sentences:
            start, end = voice + sentence.start, voice + sentence.end
            if joined and start - joined[-1][1] < 0.7:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
    return tuple(joined)
