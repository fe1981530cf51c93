"""`storycli train place`: the placement prior, from house scenes laid out by the rules and from the same, spoilt.

Good layouts are those in which every rule of the art bible and every relation holds; careless ones are made of them by
moving, scaling, mirroring and swapping pieces. How strongly people judge one thing bigger than another comes from the
VerbPhysics pairs (Forbes and Choi, 2017; MIT) whose things are in the catalogue.
"""

from __future__ import annotations

import copy
import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from story_cli.catalogue import Library
from story_cli.progress import silent
from story_cli.rng import stage_rng
from story_cli.scene.boxes import Figure
from story_cli.scene.compose import compose_scenes
from story_cli.scene.prior import MEASURES, measures
from story_cli.scene.stage import Item
from story_cli.settings import SceneSettings
from story_cli.training.house_scenes import house_stories
from story_cli.training.logistic import area_under_curve, fit

STORIES = 120
_SPOILT = 4  # careless versions of each good layout
_LEAST_AGREEMENT = 3  # judges who say the same


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Write place.json and MODEL_CARD.md to `out`."""
    slope, pairs, agreed = size_slope(data / "verbphysics" / "object_pairs.tsv", library)
    layouts = good_layouts(library, seed)
    rng = stage_rng(seed, "place")
    rows, labels, groups = [], [], []
    for number, items in enumerate(layouts):
        versions = [(items, 1.0), *((spoilt(items, rng), 0.0) for _ in range(_SPOILT))]
        for version, label in versions:
            found = measures(version, slope)
            rows.append([found[name] for name in MEASURES])
            labels.append(label)
            groups.append(number)
    table, wanted, held = np.array(rows), np.array(labels), np.array(groups) % 5 == 0
    model = fit(table[~held], wanted[~held])
    score = area_under_curve(model.log_odds(table[held]), wanted[held])
    _write(out, model.weights, model.bias, model.mean, model.spread, slope)
    facts = (
        f"{len(layouts)} layouts, {_SPOILT} careless versions each; held out (every fifth): area under the curve "
        f"{score:.3f}. VerbPhysics: {pairs} pairs, the catalogue's sizes agree with {agreed:.0%}, slope {slope:.2f}"
    )
    _write_card(out, facts, seed)
    log(facts)


def good_layouts(library: Library, seed: int) -> list[list[Item]]:
    """Items of house scenes with two pieces or more that break no rule."""
    from story_cli.art.backdrop import place_marks
    from story_cli.art.piece import load_piece
    from story_cli.scene.check import faults, unkept_relations

    found = []
    for number, house in enumerate(house_stories(library, STORIES, seed)):
        for scene in compose_scenes(house.story, SceneSettings(), library, number, silent).scenes:
            figures = {e.piece: Figure(load_piece(library, e.piece)) for e in scene.elements}
            marks = place_marks(scene.place, scene.background_seed)
            if len(scene.elements) < 2 or faults(scene, figures, marks) or unkept_relations(scene, figures):
                continue
            entities = {entity.id: entity for entity in scene.graph.entities}
            hung = {r.subject: r.object for r in scene.graph.relations}
            items = []
            for e in scene.elements:
                base = e.id.split("#")[0]
                if base not in entities:
                    continue  # gear
                actor = e.piece in library.heroes or e.piece in library.creatures
                item = Item(
                    e.id, entities[base], figures[e.piece], actor, e.height, "ground", e.x, e.y, e.flip, e.depth
                )
                item.holder, item.parent, item.grounded = e.holder, hung.get(e.id, ""), e.grounded
                items.append(item)
            found.append(items)
    return found


def spoilt(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """The layout as a careless hand would leave it: one to three things moved, scaled, mirrored or swapped."""
    made = [copy.copy(item) for item in items]
    for _ in range(rng.randint(1, 3)):
        item = rng.choice(made)
        kind = rng.randrange(5)
        if kind == 0:
            item.move(rng.gauss(0, 170), 0)
        elif kind == 1:
            _scaled(item, math.exp(rng.gauss(0, 0.45)))
        elif kind == 2:
            item.flip = not item.flip
        elif kind == 3:
            item.move(0, rng.gauss(0, 60))
        else:
            other = rng.choice(made)
            item_x, other_x = item.box.x, other.box.x
            item.move(other_x - item_x)
            other.move(item_x - other_x)
    return made


def _scaled(item: Item, factor: float) -> None:
    x, bottom = item.box.x, item.box.bottom
    item.scale(factor)
    item.put(x, bottom)


def size_slope(path: Path, library: Library) -> tuple[float, int, float]:
    """Slope of P(bigger) against the logarithm of the ratio of catalogue sizes; pairs used; share that agrees."""
    ratios, bigger = [], []
    if path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines()
        head = lines[0].split("\t")
        for line in lines[1:]:
            row = dict(zip(head, line.split("\t"), strict=False))
            a, b = (library.things_by_word.get(row.get(name, "")) for name in ("obj1", "obj2"))
            judged, agreement = row.get("size", ""), row.get("size_agree", "3")
            if a and b and a != b and judged in ("1", "-1") and float(agreement or 0) >= _LEAST_AGREEMENT:
                ratios.append(math.log(library.thing(a).size_m / library.thing(b).size_m))
                bigger.append(1.0 if judged == "1" else 0.0)
    if len(ratios) < 10:
        return 1.5, len(ratios), 0.0
    x, y = np.array(ratios), np.array(bigger)
    slope = 1.0
    for _ in range(30):
        chance = 1 / (1 + np.exp(-slope * x))
        slope -= float(((chance - y) @ x + 0.1 * slope) / ((chance * (1 - chance)) @ (x * x) + 0.1))
    return slope, len(ratios), float(np.mean((x > 0) == (y > 0.5)))


def _write(out: Path, weights: np.ndarray, bias: float, mean: np.ndarray, spread: np.ndarray, slope: float) -> None:
    def table(values: np.ndarray) -> dict[str, float]:
        return {name: round(float(value), 5) for name, value in zip(MEASURES, values, strict=True)}

    out.mkdir(parents=True, exist_ok=True)
    model = {
        "weights": table(weights), "mean": table(mean), "spread": table(spread), "bias": round(bias, 5),
        "size_slope": round(slope, 4),
    }  # fmt: skip
    (out / "place.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def _write_card(out: Path, facts: str, seed: int) -> None:
    text = f"""# place: is a layout one that follows the art bible?

A logistic model over {len(MEASURES)} measures of a whole layout (`story_cli/scene/prior.py`). The scene stage lays a
scene out in several ways, drops what breaks a rule, and lets this model choose (`story_cli/scene/arrange.py`).

**Data**: house stories composed by the rules and kept where every rule and relation held, and careless versions of them
made by `story_cli/training/place.py`; sizes as people judge them from VerbPhysics (Maxwell Forbes and Yejin Choi, 2017;
MIT).

**Command**: `storycli train place --data FOLDER --seed {seed}`

**Figures**: {facts}.

**Limits**: its good layouts are the rules' own, so it learns their taste and not a painter's; the pairs of the Visual
Spatial Reasoning corpus carry no boxes and could not be used.
"""
    (out / "MODEL_CARD.md").write_text(text, encoding="utf-8")
