"""Counts how the visible entities of house stories are shown: by which piece, by the painted place, or not at all.

python benchmarks/scene_entities.py [STORIES] [--seed N] [--words N] [--pairs N]

Every entity that the scene graph calls visible is counted once a scene. "piece": the reader knows its piece;
"stand-in": `story_cli.scene.standins` has a fitting one; "place": the place's own drawing shows it (table
library/world/painted.json, with the landmark and the time of day of the picture); "hero": the hero wears it; "part": a
tip, a spot, a handle; "unseen": a day, a deed, a sound, a name that the reader took for a thing; "missing".
Found of all: piece, stand-in, place and hero, of all seven. Found of things: the same of all but "part" and "unseen".
`--words` lists the commonest missing words, `--pairs` the commonest pairs of a word and its stand-in, to be read.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter

from story_cli.art.backdrop import place_marks
from story_cli.artifacts import Entity, Story
from story_cli.catalogue import Library
from story_cli.scene.gear import place_in_text
from story_cli.scene.light import times_of_day
from story_cli.scene.painted import painted_words, place_seed, shown_by_place
from story_cli.scene.shots import shot_of
from story_cli.scene.standins import standins, with_standins
from story_cli.scene.understand import Understood, read_with_models
from story_cli.settings import SceneSettings
from story_cli.training.house_scenes import house_stories

FOUND, COUNTED = ("piece", "stand-in", "place", "hero"), ("piece", "stand-in", "place", "hero", "missing")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=int, nargs="?", default=0, help="0: all of them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=int, default=30)
    parser.add_argument("--pairs", type=int, default=0)
    options = parser.parse_args()
    library = Library()
    kinds: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for number, house in enumerate(house_stories(library, options.stories, options.seed)):
        for kind, entity, piece in shown(house.story, library, number):
            kinds[kind] += 1
            missing[entity.head] += kind == "missing"
            pairs[f"{entity.head}: {piece}"] += kind == "stand-in"
    everything, things = sum(kinds.values()), sum(kinds[kind] for kind in COUNTED)
    found = sum(kinds[kind] for kind in FOUND)
    figures = {
        "visible entities": everything,
        **{kind: kinds[kind] for kind in (*COUNTED, "part", "unseen")},
        "found of all": round(found / everything, 4),
        "found of things": round(found / things, 4),
        "missing words": dict((+missing).most_common(options.words)),
        "stand-ins": dict((+pairs).most_common(options.pairs)),
    }
    print(json.dumps(figures, indent=1))


def shown(story: Story, library: Library, seed: int) -> list[tuple[str, Entity, str]]:
    """(kind, entity as read, piece that is drawn or "") of every visible entity of a story."""
    read = read_with_models(
        [scene.text for scene in story.scenes], library, SceneSettings(), theme=story.theme, cast=story.cast,
        places=[scene.place for scene in story.scenes],
    )  # fmt: skip
    table = standins(library)
    times = times_of_day([scene.reading.parsed for scene in read], [library.places.get(s.place) for s in story.scenes])
    found = []
    for number, (plain, scene) in enumerate(zip(read, with_standins(read, story, library), strict=True)):
        words = _painted(story, library, seed, number, scene, times[number][0])
        pieces = {entity.id: entity for entity in scene.graph.entities}
        for entity in plain.graph.entities:
            if not entity.visible:
                continue
            piece = pieces[entity.id].piece
            why = table.why_none(entity.head, story.hero) if not entity.piece else ""
            if entity.piece and library.has_piece(entity.piece):
                kind = "piece"
            elif shown_by_place(pieces[entity.id], scene.graph, words, library):
                kind = "place"
            elif piece:
                kind = "stand-in"
            else:
                kind = "hero" if "hero" in why else "part" if "part" in why else "unseen" if why else "missing"
            found.append((kind, entity, piece))
    return found


def _painted(story: Story, library: Library, seed: int, number: int, scene: Understood, time: str) -> frozenset[str]:
    told = story.scenes[number]
    place = place_in_text(told.text, told.place, story.theme, library)
    shot = shot_of(seed, story.scenes[number - 1] if number else None, told)
    view = place_seed(seed, place, shot.visit, scene.graph, library)
    return painted_words(place, place_marks(place, view).landmark, time, library.root)


if __name__ == "__main__":
    main()
