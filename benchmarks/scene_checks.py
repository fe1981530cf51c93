"""Composes scenes of house stories without painting them, and reads the composition back.

python benchmarks/scene_checks.py [SCENES] [--seed N] [--painted N] [--list]

Relations between drawn elements that hold in the picture, scenes without a fault of composition (art bible §7), visible
entities that have a piece, actors a scene. Stories are spread over all themes and heroes. The first N of `--painted`
are painted at a quarter of 720p, and the contrast of each actor that nobody covers is measured in the picture (§2).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter

import msgspec
import numpy as np

from story_cli.art.actor import mirrored
from story_cli.art.cache import ArtCache
from story_cli.art.contrast import Contrast, ring_contrast
from story_cli.art.paint import paint_scene
from story_cli.art.piece import load_piece
from story_cli.art.puppet import Puppet
from story_cli.artifacts import Scene, Story
from story_cli.catalogue import Library
from story_cli.progress import silent
from story_cli.scene.boxes import Figure, element_box
from story_cli.scene.check import faults, relation_holds, showable
from story_cli.scene.compose import at_its_peak, compose_scenes
from story_cli.settings import SceneSettings
from story_cli.training.house_scenes import house_stories

ZOOM = 0.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", type=int, nargs="?", default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print every relation that is not kept, and every fault")
    parser.add_argument("--painted", type=int, default=0, help="measure the contrast of actors in so many scenes")
    options = parser.parse_args()
    library = Library()
    stories = [house.story for house in house_stories(library, options.scenes // 5, options.seed)]
    print(json.dumps(figures(stories, library, options.list, options.painted), indent=1))


def figures(stories: list[Story], library: Library, show: bool, painted: int) -> dict[str, object]:
    from story_cli.art.backdrop import place_marks

    drawn: dict[str, Figure] = {}
    kept: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    contrasts: list[tuple[str, Contrast]] = []
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
            if scenes <= painted:
                contrasts += seen_contrasts(at_its_peak(scene), library)
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
        "actors measured in the picture": len(contrasts),
        "of them stand out": round(sum(c.enough for _, c in contrasts) / max(1, len(contrasts)), 4),
        "too weak": [f"{who}: {c.distance:.3f} {c.lightness:.3f}" for who, c in contrasts if not c.enough],
    }


def seen_contrasts(scene: Scene, library: Library) -> list[tuple[str, Contrast]]:
    """Contrast of every actor that stands free of others, as painted."""
    drawn = {e.id: Figure(load_piece(library, e.piece)) for e in scene.elements}
    boxes = {e.id: element_box(drawn[e.id], e) for e in scene.elements}
    picture = np.asarray(paint_scene(scene, library, ArtCache.of_user(), ZOOM))
    picture = np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])
    found = []
    for element in scene.elements:
        actor = element.piece in library.heroes or element.piece in library.creatures
        others = [e for e in scene.elements if e is not element and e.holder != element.id]
        if not actor or element.holder or any(boxes[element.id].shared(boxes[e.id]) for e in others):
            continue
        piece = load_piece(library, element.piece, element.look)
        bare = Puppet(piece, scene.signature, dict(element.slots), element.height * ZOOM, ArtCache.of_user()).sprite(
            animation=element.animation, phase=4 / 12, expression=element.expression, pose=element.pose
        )
        shown = mirrored(bare) if element.flip else bare
        worn = [e for e in scene.elements if e.holder == element.id]
        plain = picture
        if worn:  # what it wears and holds is no stage: only what does not change without it counts
            rest = msgspec.structs.replace(scene, elements=tuple(e for e in scene.elements if e not in worn))
            without = np.asarray(paint_scene(rest, library, ArtCache.of_user(), ZOOM))
            same = np.abs(without.astype(int) - picture[..., :3]).max(2) < 4
            plain = np.dstack([picture[..., :3], np.where(same, 255, 0).astype(np.uint8)])
        who = f"{element.piece} at {scene.place}, {scene.time_of_day}, light {element.light}"
        found.append((who, ring_contrast(plain, shown, element.x * ZOOM, element.y * ZOOM, ZOOM)))
    return found


if __name__ == "__main__":
    main()
