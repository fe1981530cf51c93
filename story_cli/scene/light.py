"""Time of day and weather of each scene, from its words, its place and the scene before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from story_cli.catalogue import Place
from story_cli.scene.parse import Parsed
from story_cli.scene.visible import clause_is_unreal

TimeOfDay = Literal["morning", "noon", "sunset", "night"]

_TIME_WORDS: dict[str, TimeOfDay] = {
    "morning": "morning", "dawn": "morning", "sunrise": "morning", "breakfast": "morning", "noon": "noon",
    "midday": "noon", "lunch": "noon", "lunchtime": "noon", "afternoon": "noon", "sunshine": "noon",
    "evening": "sunset", "sunset": "sunset", "dusk": "sunset", "supper": "sunset", "suppertime": "sunset",
    "teatime": "sunset", "night": "night", "midnight": "night", "moonlight": "night", "moonlit": "night",
    "starlight": "night", "bedtime": "night", "stars": "night", "moon": "night", "tonight": "night",
    "nighttime": "night", "firefly": "night", "fireflies": "night",
}  # fmt: skip
_WEAK = frozenset(
    ("moon", "stars", "breakfast", "lunch", "supper", "firefly", "fireflies")
)  # hints that an explicit word overrules
_WEATHER_WORDS = {
    "rain": "rain", "raining": "rain", "rained": "rain", "rainy": "rain", "raindrops": "rain", "storm": "rain",
    "drizzle": "rain", "snow": "snow", "snowing": "snow", "snowed": "snow", "snowy": "snow", "snowflakes": "snow",
    "wind": "wind", "windy": "wind", "breeze": "wind", "gust": "wind", "mist": "mist", "misty": "mist", "fog": "mist",
    "foggy": "mist",
}  # fmt: skip
_NO_WEATHER = ("underwater", "outer-space")


def times_of_day(scenes: Sequence[Parsed], places: Sequence[Place | None]) -> list[tuple[TimeOfDay, str]]:
    """A time and its reason for each scene. A told time holds until another is told; else the story's day passes."""
    found: list[tuple[TimeOfDay, str]] = []
    told: TimeOfDay | None = None
    for number, scene in enumerate(scenes):
        word, time = _told_time(scene)
        place = places[number]
        if time is not None:
            told = time
            found.append((time, f"the text says '{word}'"))
        elif place is not None and "moonlit" in place.id:
            found.append(("night", f"{place.names[0]} is a place of the night"))
        elif told is not None:
            found.append((told, "as in the scene before"))
        else:
            found.append((_untold(number, len(scenes)), "the story's day passes"))
    return found


def _untold(number: int, count: int) -> TimeOfDay:
    """A story begins in the morning and ends at sunset; a scene put in between changes no other's time."""
    return "morning" if number == 0 else "sunset" if number == count - 1 else "noon"


def _told_time(scene: Parsed) -> tuple[str, TimeOfDay | None]:
    """The strongest time word outside quotations, the last of its kind."""
    best: tuple[int, int, str] | None = None
    for token in scene.doc:
        word = token.lower_
        time = _TIME_WORDS.get(word) or _TIME_WORDS.get(token.lemma_.lower())
        if time is None or scene.quote_of[token.i] >= 0 or _general(scene, token.i) or clause_is_unreal(token):
            continue
        strength = (0 if word in _WEAK else 1, token.i, word)
        best = max(best, strength) if best else strength
    return (
        (best[2], _TIME_WORDS.get(best[2]) or _TIME_WORDS.get(scene.doc[best[1]].lemma_.lower()))
        if best
        else ("", None)
    )


def _general(scene: Parsed, index: int) -> bool:
    """ "every morning", "all night", "last night", "good night", "like stars": no time of this scene."""
    before = {scene.doc[i].lower_ for i in range(max(0, index - 2), index)}
    return bool(
        before
        & {
            "every",
            "each",
            "last",
            "good",
            "like",
            "as",
            "than",
            "before",
            "yesterday",
            "tomorrow",
            "next",
            "no",
            "until",
        }
    )


def weather(scene: Parsed, theme: str, place: Place | None) -> tuple[str, str]:
    """Weather and its reason; indoors and under water it is clear."""
    indoor = place is not None and "indoor" in place.tags
    if theme in _NO_WEATHER or indoor:
        return "clear", "no weather here"
    for token in scene.doc:
        kind = _WEATHER_WORDS.get(token.lower_)
        if kind and scene.quote_of[token.i] < 0 and not clause_is_unreal(token) and not _general(scene, token.i):
            return kind, f"the text says '{token.lower_}'"
    return "clear", "nothing is said"
