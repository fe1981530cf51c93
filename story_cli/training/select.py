"""`storycli train select`: which of the visible things that a scene names its author would have drawn.

Examples are the entities that the scene stage finds in house stories and has pieces for; an entity is wanted where the
author's `things` of that scene list it. The hero is always drawn and is no example.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from story_cli.catalogue import Library
from story_cli.scene.selection import FEATURES, features
from story_cli.scene.understand import read_with_models
from story_cli.settings import SceneSettings
from story_cli.training.house_scenes import HouseStory, house_stories
from story_cli.training.logistic import area_under_curve, fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Strings = NDArray[np.str_]

_DOUBT = 12.0  # examples of a piece that count as much as what the features say
_LEAST_SEEN = 5
_KEPT = 0.97  # share of the wanted things that must not be left out


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Write select.json and MODEL_CARD.md to `out`."""
    stories = house_stories(library, 0, seed)
    found = [(number, *one) for number, house in enumerate(stories) for one in examples(house, library)]
    table, wanted = np.array([row for _, row, _, _ in found]), np.array([label for _, _, label, _ in found])
    held = np.array([number for number, *_ in found]) % 5 == 0
    names = np.array([piece for *_, piece in found])
    model = fit(table[~held], wanted[~held])
    weights = model.weights / model.spread  # of the plain 0 and 1
    bias = model.bias - float((weights * model.mean).sum())
    plain = table @ weights + bias
    pieces = piece_offsets(names[~held], wanted[~held], plain[~held])
    scores = plain + np.array([pieces.get(name, 0.0) for name in names])
    least = float(np.quantile(scores[~held & (wanted > 0.5)], 1 - _KEPT))
    unwanted, kept = held & (wanted < 0.5), held & (wanted > 0.5)
    facts = (
        f"{len(stories)} stories, {len(found)} examples, {wanted.mean():.0%} wanted; held out (every fifth story): "
        f"area under the curve {area_under_curve(scores[held], wanted[held]):.3f}, "
        f"{np.mean(scores[kept] >= least):.1%} of the wanted things kept, "
        f"{np.mean(scores[unwanted] < least):.1%} of the others left out"
    )
    out.mkdir(parents=True, exist_ok=True)
    named = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    rounded = {"weights": named, "pieces": pieces, "bias": round(bias, 4), "least": round(least, 4)}
    (out / "select.json").write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    (out / "MODEL_CARD.md").write_text(_CARD.format(count=len(FEATURES), seed=seed, facts=facts), encoding="utf-8")
    log(facts)


def piece_offsets(names: Strings, wanted: Floats, plain: Floats) -> dict[str, float]:
    """What a piece adds to the log-odds: how much oftener it is wanted than its features say, drawn toward 0."""
    found = {}
    for name in sorted(set(names.tolist())):
        here = names == name
        count, share = int(here.sum()), float(wanted[here].sum())
        seen = math.log((share + 1.0) / (count - share + 1.0))
        offset = (seen - float(plain[here].mean())) * count / (count + _DOUBT)
        if count >= _LEAST_SEEN:
            found[name] = round(offset, 3)
    return found


def examples(house: HouseStory, library: Library) -> list[tuple[list[float], float, str]]:
    """Features, label and piece of every entity that could be drawn, the hero apart."""
    story = house.story
    understood = read_with_models(
        [scene.text for scene in story.scenes], library, SceneSettings(), theme=story.theme, cast=story.cast,
        places=[scene.place for scene in story.scenes],
    )  # fmt: skip
    found = []
    for scene, things in zip(understood, house.things, strict=True):
        for entity in scene.graph.entities:
            if not entity.visible or not entity.piece or entity.id == "hero":
                continue
            actor = entity.piece in library.heroes or entity.piece in library.creatures
            row = features(scene.graph, entity, actor=actor)
            found.append(([row[name] for name in FEATURES], float(entity.piece in things), entity.piece))
    return found


_CARD = """# select: which of the things that a scene names are drawn?

A logistic model over {count} facts of the scene graph (`story_cli/scene/selection.py`) and an offset for each piece.
What it finds unlikely is left out of the picture, and where a picture is full the likelier ones stay
(`story_cli/scene/choose.py`).

**Data**: the house stories in library/stories/house, whose authors listed the things to be seen in every scene.

**Command**: `storycli train select --seed {seed}`

**Figures**: {facts}.

**Limits**: a thing that the authors forgot to list counts as unwanted, so more is drawn than they asked for.
"""
