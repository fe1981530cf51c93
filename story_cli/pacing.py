"""When each part of the film begins: title card, scenes, end card. Pure; score and render share it.

A scene lasts its narration plus a breath before and after, so the music can be composed to the same spans that the
timeline cuts to.
"""

from __future__ import annotations

from typing import NamedTuple

from story_cli.artifacts import Reading

TITLE_LEAD = 0.8  # picture and first notes before the title is read
TITLE_TAIL = 1.0
SCENE_LEAD = 0.9  # a look at the new picture before the first word; covers the cross-fade
SCENE_TAIL = 0.7
LAST_TAIL = 1.6  # the last line may ring
END_CARD = 3.6  # the music's final phrase


class Span(NamedTuple):
    """A stretch of the film in seconds; `voice` is when its narration WAV starts."""

    start: float
    end: float
    voice: float


class FilmTimes(NamedTuple):
    """Spans that join without gaps: title.start is 0, end_card.end is the film's length."""

    title: Span
    scenes: tuple[Span, ...]
    end_card: Span

    @property
    def duration(self) -> float:
        return self.end_card.end


def film_times(reading: Reading) -> FilmTimes:
    """Lay the title, the scenes and the end card one after the other."""
    title = Span(0.0, TITLE_LEAD + reading.title.duration + TITLE_TAIL, TITLE_LEAD)
    spans: list[Span] = []
    now = title.end
    for index, scene in enumerate(reading.scenes):
        tail = LAST_TAIL if index == len(reading.scenes) - 1 else SCENE_TAIL
        spans.append(Span(now, now + SCENE_LEAD + scene.duration + tail, now + SCENE_LEAD))
        now = spans[-1].end
    return FilmTimes(title, tuple(spans), Span(now, now + END_CARD, now))
