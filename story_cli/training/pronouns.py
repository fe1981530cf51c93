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
from story_cli.scene.coref_engine import load_clusterer
from story_cli.scene.parse import load_parser
from story_cli.scene.ranking import STARTING_WEIGHTS, Features
from story_cli.scene.referents import Resolver
from story_cli.scene.understand import Clusterer, Understood, read_story
from story_cli.training.gold import GoldCluster, GoldScene, read_gold
from story_cli.training.understanding import Names, known_cast

if TYPE_CHECKING:
    from story_cli.scene.discourse import Discourse
    from story_cli.scene.links import Links
    from story_cli.scene.mentions import Mention

PENALTY = 4.0  # of the squared distance from the weights set by hand; chosen on held-out stories
FOLDS = 6
Floats = npt.NDArray[np.float64]


class Choice(NamedTuple):
    """One pronoun: measures of its candidates `(candidates, measures)` and which of them are right."""

    story: str
    measures: list[Features]
    right: list[bool]


class _Watching(Resolver):
    """Resolves as ever and keeps what was weighed: scene and token of a pronoun → candidates with their measures."""

    def __init__(self, discourse: Discourse, links: Links) -> None:
        super().__init__(discourse, links)
        self.weighed: dict[tuple[int, int], dict[tuple[str, ...], Features]] = {}

    def weigh(self, mention: Mention, who: tuple[str, ...], measures: Features) -> float:
        self.weighed.setdefault((mention.scene, mention.head), {})[who] = measures
        return super().weigh(mention, who, measures)


def choices(
    library: Library,
    stories: Sequence[list[GoldScene]],
    cluster: Clusterer | None = None,
    parser: str = "parser",
) -> list[Choice]:
    """Every choice of these annotated stories that has a right candidate and a wrong one."""
    nlp = load_parser(library.model_folder(parser))
    found: list[Choice] = []
    for story in stories:
        watching: list[_Watching] = []

        def watched(discourse: Discourse, links: Links, kept: list[_Watching] = watching) -> Resolver:
            kept.append(_Watching(discourse, links))
            return kept[0]

        texts = [scene.text for scene in story]
        cast = known_cast(story[0], library)
        read = read_story(texts, library, nlp, theme=story[0].theme, cast=cast, cluster=cluster, resolver=watched)
        for number, (gold, understood) in enumerate(zip(story, read, strict=True)):
            found += _choices_of(gold, understood, number, watching[0], library)
    return found


def _choices_of(
    gold: GoldScene, understood: Understood, number: int, watching: _Watching, library: Library
) -> list[Choice]:
    doc = understood.reading.parsed.doc
    names = Names(library, understood.facts)
    at_end = {doc[m.head].idx + len(doc[m.head]): m for m in understood.reading.mentions}
    found = []
    told: set[int] = set()
    for cluster in gold.clusters:
        ends = {end for _, end in cluster.mentions}
        told |= ends
        meant = _told_by(cluster, at_end, watching, names)
        for end in sorted(ends & at_end.keys()):
            found += _choice(gold, at_end[end], number, watching, meant)
    for end in sorted(at_end.keys() - told):
        if at_end[end].word in ("it", "they") and at_end[end].kind == "pronoun":
            found += _choice(gold, at_end[end], number, watching, lambda who: not who)
    return found


def _told_by(
    cluster: GoldCluster, at_end: dict[int, Mention], watching: _Watching, names: Names
) -> Callable[[tuple[str, ...]], bool]:
    """Whether a candidate is what a cluster means: by its nouns and names if it has any, else by its id."""
    anchors = {
        at_end[end].referents
        for _, end in cluster.mentions
        if end in at_end and at_end[end].kind != "pronoun" and at_end[end].referents
    }
    wanted = sorted(names.canonical(part) for part in cluster.entity.split("+"))
    known = watching.discourse.referents

    def meant(who: tuple[str, ...]) -> bool:
        if anchors and len(wanted) == 1:
            return who in anchors
        called = sorted(names.canonical(known[r].piece or known[r].head.replace(" ", "-")) for r in who)
        return called == wanted

    return meant


def _choice(
    gold: GoldScene, mention: Mention, number: int, watching: _Watching, meant: Callable[[tuple[str, ...]], bool]
) -> list[Choice]:
    weighed = watching.weighed.get((number, mention.head)) if mention.kind == "pronoun" else None
    if not weighed:
        return []
    right = [meant(who) for who in weighed]
    return [Choice(gold.story, list(weighed.values()), right)] if any(right) and not all(right) else []


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
    """`storycli train pronouns`: minutes; nothing is drawn and no corpus is read, so all else does nothing.

    Both tables, without the model and beside it, learn from scenes that the model has not learnt by heart. Weights that
    do worse than those before on stories that they have not seen are not taken.
    """
    cluster = load_clusterer(library.model_folder("coref"), library.model_folder("encoder"))
    stories = [*read_gold(library.root, "dev"), *read_gold(library.root, "dev", "coreference")]
    tables: dict[str, Features] = {}
    figures: dict[str, Any] = {}
    for name, beside in (("alone", None), ("with the model", cluster)):
        kept = choices(library, stories, beside)
        before, held = share_right(kept, STARTING_WEIGHTS), held_out(kept, STARTING_WEIGHTS, PENALTY)
        learnt = fit(kept, STARTING_WEIGHTS, PENALTY) if held >= before else STARTING_WEIGHTS
        tables[name] = learnt
        figures[name] = {"choices": len(kept), "before": round(before, 3), "held out": round(held, 3)}
        figures[name]["kept"] = round(share_right(kept, learnt), 3)
    out.mkdir(parents=True, exist_ok=True)
    (out / "weights.json").write_text(json.dumps(tables, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    log(json.dumps(figures))
    return figures
