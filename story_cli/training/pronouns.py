"""Trains the weights by which the reader of scenes chooses what a pronoun means: a log-linear model over candidates.

Every single-referent pronoun of the annotated scenes (dev half) with its candidates and their measures is one choice;
the likelihood of the right one is maximised with a penalty on leaving the weights that were set by hand. Written as
library/models/pronouns/weights.json. Stories are held out in turn to say what the weights are worth.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from story_cli.catalogue import Library
from story_cli.scene.parse import load_parser
from story_cli.scene.ranking import STARTING_WEIGHTS, Features, features
from story_cli.scene.referents import Resolver
from story_cli.scene.understand import Understood, read_story
from story_cli.training.gold import GoldScene, read_gold
from story_cli.training.understanding import Names, known_cast

if TYPE_CHECKING:
    from story_cli.scene.discourse import Discourse, Referent
    from story_cli.scene.mentions import Mention
    from story_cli.scene.referents import Linked, SceneReading

PENALTY = 8.0  # of the squared distance from the weights set by hand; chosen on held-out stories
FOLDS = 6
Floats = npt.NDArray[np.float64]


class Choice(NamedTuple):
    """One pronoun: measures of its candidates `(candidates, measures)` and which of them are right."""

    story: str
    measures: list[Features]
    right: list[bool]


class _Watching(Resolver):
    """Resolves as ever and keeps what was weighed: scene and token of a pronoun → candidates by id."""

    def __init__(self, discourse: Discourse, linked: Linked) -> None:
        super().__init__(discourse, linked)
        self.weighed: dict[tuple[int, int], dict[str, Features]] = {}

    def _score(self, reading: SceneReading, mention: Mention, referent: Referent) -> float:
        found = features(self.discourse, reading, mention, referent)
        self.weighed.setdefault((mention.scene, mention.head), {})[referent.id] = found
        return super()._score(reading, mention, referent)


def choices(library: Library, parser: str = "parser") -> list[Choice]:
    """Every choice of the dev half that has a right candidate and a wrong one."""
    nlp = load_parser(library.model_folder(parser))
    found: list[Choice] = []
    for story in read_gold(library.root, "dev"):
        watching: list[_Watching] = []

        def watched(discourse: Discourse, linked: Linked, kept: list[_Watching] = watching) -> Resolver:
            kept.append(_Watching(discourse, linked))
            return kept[0]

        texts = [scene.text for scene in story]
        cast = known_cast(story[0], library)
        read = read_story(texts, library, nlp, theme=story[0].theme, cast=cast, resolver=watched)
        for number, (gold, understood) in enumerate(zip(story, read, strict=True)):
            found += _choices_of(gold, understood, number, watching[0], library)
    return found


def _choices_of(
    gold: GoldScene, understood: Understood, number: int, watching: _Watching, library: Library
) -> list[Choice]:
    doc = understood.reading.parsed.doc
    names = Names(library, understood)
    at_end = {doc[m.head].idx + len(doc[m.head]): m for m in understood.reading.mentions}
    found = []
    for cluster in gold.clusters:
        if "+" in cluster.entity:
            continue
        meant = {end for _, end in cluster.mentions}
        told = {
            m.referents[0]
            for end, m in at_end.items()
            if end in meant and m.kind != "pronoun" and len(m.referents) == 1
        }
        wanted = names.canonical(cluster.entity)
        for end in meant:
            mention = at_end.get(end)
            weighed = watching.weighed.get((number, mention.head)) if mention and mention.kind == "pronoun" else None
            if mention is None or not weighed:
                continue
            known = watching.discourse.referents
            right = [
                r in told if told else names.canonical(known[r].piece or known[r].head.replace(" ", "-")) == wanted
                for r in weighed
            ]
            if any(right) and not all(right):
                found.append(Choice(gold.story, list(weighed.values()), right))
    return found


def fit(kept: Sequence[Choice], start: Features, penalty: float) -> Features:
    """Weights of the greatest penalised likelihood."""
    from scipy.optimize import minimize

    names = sorted({name for choice in kept for row in choice.measures for name in row} | start.keys())
    tables = [np.array([[row.get(name, 0.0) for name in names] for row in choice.measures]) for choice in kept]
    masks = [np.array(choice.right) for choice in kept]
    begin = np.array([start.get(name, 0.0) for name in names])

    def loss(weights: Floats) -> tuple[float, Floats]:
        value = penalty * float(((weights - begin) ** 2).sum())
        slope = 2 * penalty * (weights - begin)
        for table, mask in zip(tables, masks, strict=True):
            scores = table @ weights
            scores = np.exp(scores - scores.max())
            share, good = scores / scores.sum(), scores * mask
            value -= float(np.log(good.sum() / scores.sum() + 1e-12))
            slope -= (good / (good.sum() + 1e-12) - share) @ table
        return value, slope

    best = minimize(loss, begin, jac=True, method="L-BFGS-B")
    return {name: round(float(weight), 2) for name, weight in zip(names, best.x, strict=True)}


def share_right(kept: Sequence[Choice], weights: Features) -> float:
    """How often the best candidate is a right one; of equals the first."""
    good = 0
    for choice in kept:
        scores = [sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in choice.measures]
        good += choice.right[scores.index(max(scores))]
    return good / max(1, len(kept))


def held_out(kept: Sequence[Choice], start: Features, penalty: float) -> float:
    """`share_right` on stories that the weights have not seen, in turn."""
    stories = sorted({choice.story for choice in kept})
    total = 0.0
    for fold in range(FOLDS):
        out = set(stories[fold::FOLDS])
        weights = fit([c for c in kept if c.story not in out], start, penalty)
        test = [c for c in kept if c.story in out]
        total += share_right(test, weights) * len(test)
    return total / len(kept)


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> dict[str, Any]:
    """`storycli train pronouns`: a minute; nothing is drawn and no corpus is read, so all else does nothing."""
    kept = choices(library)
    figures = {
        "choices": len(kept),
        "by hand": round(share_right(kept, STARTING_WEIGHTS), 3),
        "held out": round(held_out(kept, STARTING_WEIGHTS, PENALTY), 3),
    }
    weights = fit(kept, STARTING_WEIGHTS, PENALTY)
    figures["learnt"] = round(share_right(kept, weights), 3)
    out.mkdir(parents=True, exist_ok=True)
    (out / "weights.json").write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    log(json.dumps(figures))
    return figures
