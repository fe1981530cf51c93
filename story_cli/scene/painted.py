"""What a painted place shows by itself: the sea and the sand of a beach, the stove of a kitchen.

The table library/world/painted.json names it, looked up in the painted places: always, beside one of the place's
landmarks, or at one time of the day.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from story_cli.artifacts import Entity, Graph
from story_cli.errors import StoryError
from story_cli.rng import derived_seed

if TYPE_CHECKING:
    from story_cli.catalogue import Library

ALWAYS = "always"
_TIMES = {"morning": "day", "noon": "day", "sunset": "day", "night": "night"}
_LOOKS = 48  # seeds that are tried for a landmark
_SEEDS = 100_000
_UNIQUE = frozenset(("moon", "sun"))  # nobody wants to see two
_LIGHTS = frozenset(("moon", "sun", "star", "cloud", "planet", "rainbow"))
_TOUCHED = frozenset(("on", "riding", "in", "inside", "into", "behind", "holding", "around", "against", "under"))


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    licence: str
    note: str
    places: dict[str, dict[str, str]]


@lru_cache(maxsize=2)
def read_painted(root: Path) -> dict[str, dict[str, frozenset[str]]]:
    """Words by place and by "always", a landmark, "day" or "night". Raises: StoryError if missing or broken."""
    path = root / "world" / "painted.json"
    try:
        table = msgspec.json.decode(path.read_bytes(), type=_Table)
    except (OSError, msgspec.DecodeError) as exc:
        raise StoryError(f"library file world/painted.json: {exc}", "mend the file, or install storycli again") from exc
    return {
        place: {when: frozenset(words.split()) for when, words in named.items()}
        for place, named in table.places.items()
    }


def painted_words(place: str, landmark: str, time_of_day: str, root: Path) -> frozenset[str]:
    """What the place shows with this landmark at this time of the day."""
    named = read_painted(root).get(place, {})
    return frozenset().union(*(named.get(when, ()) for when in (ALWAYS, landmark, _TIMES.get(time_of_day, ""))))


def shown_by_place(entity: Entity, graph: Graph, words: frozenset[str], library: Library) -> bool:
    """Whether the place's own drawing is enough: the thing is painted there, and nothing is told that needs a piece.

    What stories are planned with is drawn again, larger than the place has it, but for the lights of the sky; other
    scenery never is.
    """
    if entity.piece:
        prop = library.props.get(entity.piece)
        if prop is None or (prop.themes and prop.id not in _LIGHTS):
            return False
    if entity.head.rpartition(" ")[2] not in words and entity.piece not in words:
        return False
    if not entity.piece or "scenery" in library.props[entity.piece].tags:
        return True
    relations = [r for r in graph.relations if entity.id in (r.subject, r.object)]
    speaks = any(line.speaker == entity.id for line in graph.lines)
    if entity.piece in _UNIQUE:
        return not speaks and not any(r.predicate in _TOUCHED for r in relations)
    acts = any(entity.id in (action.agent, action.target) for action in graph.actions)
    return not (speaks or relations or acts or entity.attributes)


def place_seed(seed: int, place: str, visit: int, graph: Graph, library: Library) -> int:
    """The seed of a place's view: of those that the story's seed offers the first with the landmark that is told of.

    Draws from rng (seed, "place", place, visit …).
    """
    from story_cli.art.backdrop import place_marks

    first = derived_seed(seed, "place", place, visit) % _SEEDS
    own = place_marks(place, first).landmark
    best = _told_landmark(read_painted(library.root).get(place, {}), own, graph)
    if best == own:
        return first
    tries = (derived_seed(seed, "place", place, visit, n) % _SEEDS for n in range(_LOOKS))
    return next((one for one in tries if place_marks(place, one).landmark == best), first)


def _told_landmark(named: dict[str, frozenset[str]], own: str, graph: Graph) -> str:
    """The landmark that shows most of what is told and not drawn for itself; the seed's own where none is better."""
    tied = {one for relation in graph.relations for one in (relation.subject, relation.object)}
    always = named.get(ALWAYS, frozenset())

    def worth(landmark: str) -> int:
        words = named.get(landmark, frozenset()) - always
        told = [e for e in graph.entities if e.visible and e.head.rpartition(" ")[2] in words]
        return sum(-1 if entity.piece and entity.id in tied else 1 for entity in told)

    landmarks = sorted(named.keys() - {ALWAYS, *_TIMES.values()} | {own})
    return max(landmarks, key=lambda one: (worth(one), one == own))
