"""When each part of the film begins: title card, scenes, end card. Pure; score and render share it.

A scene lasts its narration plus a breath before and after, so the music can be composed to the same spans that the
timeline cuts to. Every part lasts a multiple of STEP: it has as many frames wherever it stands (at 24, 30 or any other
even number of frames a second), so a scene that moves in the film is not drawn again.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from story_cli.artifacts import Reading

TITLE_LEAD = 0.8  # picture and first notes before the title is read
TITLE_TAIL = 0.75  # tails are the least: up to a STEP is added
SCENE_LEAD = 0.9  # a look at the new picture before the first word; covers the cross-fade
SCENE_TAIL = 0.45
LAST_TAIL = 1.35  # the last line may ring
END_CARD = 3.5  # the music's final phrase
STEP = 0.5


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
    title = Span(0.0, _whole(TITLE_LEAD + reading.title.duration + TITLE_TAIL), TITLE_LEAD)
    spans: list[Span] = []
    now = title.end
    for index, scene in enumerate(reading.scenes):
        tail = LAST_TAIL if index == len(reading.scenes) - 1 else SCENE_TAIL
        spans.append(Span(now, now + _whole(SCENE_LEAD + scene.duration + tail), now + SCENE_LEAD))
        now = spans[-1].end
    return FilmTimes(title, tuple(spans), Span(now, now + END_CARD, now))


def _whole(seconds: float) -> float:
    """The next multiple of STEP; a length that a float's last bits put above one stays there."""
    return math.ceil(seconds / STEP - 1e-6) * STEP
