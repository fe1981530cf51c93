"""Composes scenes of house stories without painting them, and reads the composition back.

python benchmarks/scene_checks.py [SCENES] [--seed N] [--list]

Relations between drawn elements that hold in the picture, scenes without a fault of composition (art bible §7), visible
entities that have a piece, actors a scene. Stories are spread over all themes and heroes.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter

from story_cli.artifacts import Story
from story_cli.catalogue import Library
from story_cli.progress import silent
from story_cli.scene.boxes import Figure
from story_cli.scene.check import faults, relation_holds, showable
from story_cli.scene.compose import compose_scenes
from story_cli.settings import SceneSettings
from story_cli.training.house_scenes import house_stories


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", type=int, nargs="?", default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print every relation that is not kept, and every fault")
    options = parser.parse_args()
    library = Library()
    stories = [house.story for house in house_stories(library, options.scenes // 5, options.seed)]
    print(json.dumps(figures(stories, library, options.list), indent=1))


def figures(stories: list[Story], library: Library, show: bool) -> dict[str, object]:
    from story_cli.art.backdrop import place_marks
    from story_cli.art.piece import load_piece

    drawn: dict[str, Figure] = {}
    kept: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    other_moments = scenes = clean = actors = visible = pieces = 0
    for number, story in enumerate(stories):
        for scene in compose_scenes(story, SceneSettings(), library, number, silent).scenes:
            scenes += 1
            for element in scene.elements:
                drawn.setdefault(element.piece, Figure(load_piece(library, element.piece)))
            shown = {element.id: element for element in scene.elements}
            for relation in scene.graph.relations:
                if not showable(relation, scene, drawn):
                    other_moments += relation.subject in shown and relation.object in shown
                    continue
                asked[relation.predicate] += 1
                holds = relation_holds(shown[relation.subject], relation.predicate, shown[relation.object], drawn)
                kept[relation.predicate] += holds
                if show and not holds:
                    print(
                        f"{story.title}: {relation.subject} {relation.predicate} {relation.object}",
                        scene.graph.resolved,
                        sep=" | ",
                    )
            found = faults(scene, drawn, place_marks(scene.place, scene.background_seed))
            clean += not found
            wrong.update(" ".join(fault.split()[1:]) if "covers" not in fault else "covers a face" for fault in found)
            if show and found:
                print(f"{story.title}: {'; '.join(found)}")
            actors += sum(e.piece in library.heroes or e.piece in library.creatures for e in scene.elements)
            seen = [entity for entity in scene.graph.entities if entity.visible]
            visible += len(seen)
            pieces += sum(bool(entity.piece) and library.has_piece(entity.piece) for entity in seen)
    return {
        "scenes": scenes,
        "relations kept": round(sum(kept.values()) / max(1, sum(asked.values())), 4),
        "relations": sum(asked.values()),
        "relations that one picture cannot show": other_moments,
        "not kept": {
            name: f"{asked[name] - kept[name]} of {asked[name]}" for name in asked if kept[name] < asked[name]
        },
        "scenes without a fault": round(clean / scenes, 4),
        "faults": dict(wrong.most_common()),
        "actors a scene": round(actors / scenes, 2),
        "visible entities with a piece": round(pieces / max(1, visible), 4),
    }


if __name__ == "__main__":
    main()
