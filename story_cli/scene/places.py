"""Where a scene happens: the place that its words name, or the one of a theme that its words fit best.

The weights of words are learnt from house stories (`storycli train places`) and lie in
library/models/places/places.json: {"bias": {place: weight}, "words": {word: {place: weight}}}. A place that is named
behind "in", "at", "to" … counts more than any hint; what is negated or said in a quotation counts less.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.scene.visible import clause_is_unreal
from story_cli.scene.words import word_set

if TYPE_CHECKING:
    from story_cli.catalogue import Library, Place
    from story_cli.scene.parse import Parsed

STAY = 1.5  # log odds for the place of the scene before; chosen on house stories that the weights have not seen
_NAMED = {"at": 3.5, "toward": 2.4, "away": -0.6, "": 1.4}  # log odds by the preposition before a place's name
_PREPOSITIONS = {
    **dict.fromkeys(word_set("in inside on at under beside by near through across around over along"), "at"),
    **dict.fromkeys(word_set("into to toward towards onto down up"), "toward"),
    **dict.fromkeys(word_set("from of off behind beyond"), "away"),
}


def features(words: Iterable[str]) -> set[str]:
    """What a scene's words say about its place: each word once, lower case."""
    return {word.lower() for word in words if word.isalpha()}


@lru_cache(maxsize=2)
def _weights(folder: Path) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    path = folder / "places.json"
    if not path.is_file():
        return {}, {}
    table = json.loads(path.read_text(encoding="utf-8"))
    return table["bias"], table["words"]


def choose_places(scenes: Sequence[Parsed], library: Library, theme: str, planned: Sequence[str] = ()) -> list[str]:
    """A place id for each scene ("" where nothing speaks for any). `planned` places stand unless the words name others
    alone."""
    chosen: list[str] = []
    for number, scene in enumerate(scenes):
        plan = planned[number] if number < len(planned) else ""
        scores = place_scores(scene, library, theme)
        named = named_places(scene, library, theme)
        if plan:
            chosen.append(plan if plan in named or not _surely(named) else max(named, key=lambda p: named[p]))
            continue
        if chosen and chosen[-1] in scores:
            scores[chosen[-1]] += STAY
        best = max(scores, key=lambda place: (scores[place], place), default="")
        chosen.append(best if theme or (best and scores[best] > 0) else "")
    return chosen


def _surely(named: dict[str, float]) -> bool:
    return any(score >= _NAMED["at"] for score in named.values())


def place_scores(scene: Parsed, library: Library, theme: str) -> dict[str, float]:
    """Log odds of each place of the theme, or of all places."""
    places = library.places_of(theme) if theme else list(library.places.values())
    bias, words = _weights(library.root / "models" / "places")
    scores = {place.id: (bias.get(place.id, 0.0) if theme else 0.0) for place in places}
    far = _words_of_absent(scene, places)
    for word in features(token.text for token in scene.doc if token.i not in far):
        for place, weight in words.get(word, {}).items():
            if place in scores:
                scores[place] += weight
    for place, weight in named_places(scene, library, theme).items():
        scores[place] += weight
    return scores


def named_places(scene: Parsed, library: Library, theme: str) -> dict[str, float]:
    """Places whose names stand in the text, with what that says."""
    places = library.places_of(theme) if theme else list(library.places.values())
    found: dict[str, float] = {}
    for place, start, end in _names(scene, places):
        weight = _told(scene, start) * (1.5 if end - start > 1 else 1.0)
        found[place] = max(weight, found.get(place, -math.inf))
    return found


def _names(scene: Parsed, places: Sequence[Place]) -> Iterator[tuple[str, int, int]]:
    """(place, first token, past last token) of every name of a place."""
    lower = [token.lower_ for token in scene.doc]
    for place in places:
        for name in sorted({*place.names, place.id.replace("-", " ")}):
            parts = name.replace("'s", " 's").split()
            for start in range(len(lower) - len(parts) + 1):
                if lower[start : start + len(parts)] == parts:
                    yield place.id, start, start + len(parts)


def _words_of_absent(scene: Parsed, places: Sequence[Place]) -> set[int]:
    """Tokens of places that are only spoken of."""
    return {i for _, start, end in _names(scene, places) if _only_said(scene, start) for i in range(start, end)}


def _only_said(scene: Parsed, start: int) -> bool:
    return scene.quote_of[start] >= 0 or clause_is_unreal(scene.doc[start])


def _told(scene: Parsed, start: int) -> float:
    """How much a name at this token says: by its preposition, less in quotations and in what is not so."""
    kind = ""
    for index in range(start - 1, max(-1, start - 5), -1):
        token = scene.doc[index]
        if token.pos_ in ("ADP", "SCONJ") or token.lower_ in _PREPOSITIONS:
            kind = _PREPOSITIONS.get(token.lower_, "")
            break
        if token.pos_ not in ("DET", "ADJ", "PRON", "NOUN", "ADV"):
            break
    weight = _NAMED[kind]
    if _only_said(scene, start):
        weight *= 0.1
    return weight
