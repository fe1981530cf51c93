"""Time of day and weather from words, place and the scene before."""

from __future__ import annotations

import pytest

from story_cli.catalogue import Library
from story_cli.scene.light import times_of_day, weather
from tests.scene.conftest import Read


def _times(read: Read, *texts: str) -> list[str]:
    return [time for time, _ in times_of_day([s.reading.parsed for s in read(*texts)], [None] * len(texts))]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("One morning Lulu woke up.", "morning"),
        ("It was night.", "night"),
        ("At sunset the crab sang.", "sunset"),
        ("Every night Lulu sang.", "morning"),
        ('"Good night," said Lulu.', "morning"),
        ("Lulu wanted to be home for supper.", "morning"),
    ],
)
def test_the_words_tell_the_time(read: Read, text: str, time: str) -> None:
    assert _times(read, text) == [time]


def test_a_told_time_stays_until_another_is_told(read: Read) -> None:
    assert _times(read, "Night fell.", "Lulu swam.", "In the morning she sang.", "A crab came.") == [
        "night",
        "night",
        "morning",
        "morning",
    ]


def test_an_untold_day_passes(read: Read) -> None:
    assert _times(read, *["Lulu swam."] * 5) == ["morning", "noon", "noon", "noon", "sunset"]


@pytest.mark.parametrize(
    ("text", "theme", "sky"),
    [
        ("It was raining hard.", "enchanted-forest", "rain"),
        ("It was not raining.", "enchanted-forest", "clear"),
        ("It was raining hard.", "underwater", "clear"),
        ("The wind blew.", "enchanted-forest", "wind"),
    ],
)
def test_weather(read: Read, library: Library, text: str, theme: str, sky: str) -> None:
    assert weather(read(text)[0].reading.parsed, theme, None)[0] == sky
