"""Annotated scenes as examples for the second look: what the rules read, and what is true of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from story_cli.catalogue import Library
from story_cli.models.facts import FactLabels, SceneWords
from story_cli.scene.discourse import Discourse
from story_cli.scene.graph import SceneFacts
from story_cli.scene.referents import SceneReading
from story_cli.scene.revise import ALIKE, mentioned, scene_words
from story_cli.training.gold import GoldFact, GoldScene, read_gold
from story_cli.training.understanding import Names, known_cast

if TYPE_CHECKING:
    from spacy.language import Language

    from story_cli.scene.understand import Clusterer

IMPOSSIBLE = -1e4  # log odds
OPEN = -1.0  # a target that costs nothing either way
Way = TypeVar("Way")


class Example(NamedTuple):
    """A scene with what is true of it: rows by pair or referent, 1, 0 or OPEN."""

    scene: SceneWords
    relations: dict[tuple[int, int], dict[int, float]]  # what is not listed is 0
    free: frozenset[int]  # referents that nothing is asked of
    moves: dict[tuple[int, int], float]
    seen: list[float]
    place: int  # −1: not known


def annotated(library: Library, labels: FactLabels, log: Callable[[str], None]) -> list[list[Example]]:
    """Every annotated story that is not for testing, read by the rules."""
    from story_cli.scene.parse import load_parser
    from story_cli.scene.understand import read_story

    nlp = load_parser(library.model_folder("parser"))
    cluster = _clusterer(library)
    found = []
    for story in read_gold(library.root):
        if story[0].half == "test":
            continue
        examples: list[Example] = []
        scenes = iter(story)

        def record(
            reading: SceneReading, facts: SceneFacts, discourse: Discourse, places: dict[str, float],
            scenes: Iterator[GoldScene] = scenes, examples: list[Example] = examples,
        ) -> tuple[SceneFacts, str]:  # fmt: skip
            gold = next(scenes)
            examples.append(example_of(gold, reading, facts, discourse, places, library, labels))
            return facts, gold.place

        first = story[0]
        texts = [scene.text for scene in story]
        read_story(
            texts, library, nlp, theme=first.theme, cast=known_cast(first, library), cluster=cluster, revise=record
        )
        found.append(examples)
    log(f"{sum(map(len, found))} annotated scenes read")
    return found


def _clusterer(library: Library) -> Clusterer | None:
    from story_cli.scene.coref_engine import load_clusterer
    from story_cli.settings import SceneSettings

    name = SceneSettings().coref
    if name in ("", "none"):
        return None
    return load_clusterer(library.model_folder(name), library.model_folder("encoder"))


def example_of(
    gold: GoldScene,
    reading: SceneReading,
    facts: SceneFacts,
    discourse: Discourse,
    places: dict[str, float],
    library: Library,
    labels: FactLabels,
) -> Example:
    """One annotated scene as the network sees it, with its targets."""
    who = mentioned(reading, facts, discourse)
    scene = scene_words(reading, facts, who, labels, places)
    names = Names(library, facts)
    numbers: dict[str, list[int]] = {}
    for n, ref_id in enumerate(who.ids):
        numbers.setdefault(names.of[ref_id], []).append(n)
    free = {names.canonical(word) for word in gold.optional}
    shown = {names.canonical(word) for word in gold.visible}
    predicates = {name: n for n, name in enumerate(labels.predicates)}
    moves = {name: n for n, name in enumerate(labels.moves)}

    def related(way: Sequence[str]) -> list[tuple[tuple[int, int], int]]:
        predicate = predicates.get(ALIKE.get(way[1], way[1]), -1)
        pairs = product(numbers.get(names.canonical(way[0]), ()), numbers.get(names.canonical(way[2]), ()))
        return [(pair, predicate) for pair in pairs if predicate >= 0]

    def moved(way: Sequence[str]) -> list[tuple[int, int]]:
        return [(n, moves[way[1]]) for n in numbers.get(names.canonical(way[0]), ()) if way[1] in moves]

    relations: dict[tuple[int, int], dict[int, float]] = {}
    for (pair, predicate), value in targets(gold.relations, related, [((a, b), p) for a, b, p in scene.relations]):
        relations.setdefault(pair, {}).setdefault(predicate, value)
    called = [names.of[ref_id] for ref_id in who.ids]
    return Example(
        scene,
        relations,
        frozenset(n for n, name in enumerate(called) if name in free),
        dict(targets(gold.actions, moved, scene.moves)),
        [OPEN if name in free else float(name in shown) for name in called],
        labels.places.index(gold.place) if gold.place in labels.places else -1,
    )


def targets(
    facts: Sequence[GoldFact], ways: Callable[[Sequence[str]], list[Way]], told: Sequence[Way]
) -> Iterator[tuple[Way, float]]:
    """1 for one way to state each asked fact, one that the rules told if they did; other ways are open."""
    opened: list[Way] = []
    chosen: list[Way] = []
    for fact in facts:
        found = [way for stated in fact.any for way in ways(stated)]
        if not fact.optional and found:
            chosen.append(next((way for way in found if way in told), found[0]))
        opened += found
    for way in dict.fromkeys((*chosen, *opened)):
        yield way, 1.0 if way in chosen else OPEN


def house_places(library: Library, labels: FactLabels) -> list[Example]:
    """Every scene of the house stories with its place, alone; what the rules say is left out, for they were learnt
    from these very scenes."""
    from story_cli.scene.parse import load_parser
    from story_cli.training.house_scenes import house_stories

    nlp: Language = load_parser(library.model_folder("parser"))
    found = []
    for house in house_stories(library, 0, 1):
        possible = {place.id for place in library.places_of(house.story.theme)}
        told = [0.0 if place in possible else IMPOSSIBLE for place in labels.places]
        for scene in house.story.scenes:
            if scene.place in possible:
                words = [token.text for token in nlp.make_doc(scene.text)]
                seen = SceneWords(words, [0] * len(words), [], [], [], [], [], told)
                found.append(Example(seen, {}, frozenset(), {}, [], labels.places.index(scene.place)))
    return found
