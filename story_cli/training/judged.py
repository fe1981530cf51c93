"""How well the shipped judges judge: the ranker on pairs, the fidelity classifier on corruptions, both held out."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from story_cli.catalogue import Library
from story_cli.rank.grade import Row, RowScene, grade
from story_cli.rank.judge import Judge, load_judge
from story_cli.rank.layout import Scenes
from story_cli.rank.rules import together
from story_cli.settings import Settings
from story_cli.training.corpus import KitCorpus
from story_cli.training.corruptions import CORRUPTIONS
from story_cli.training.tales import house_tales


def judged_figures(library: Library, settings: Settings) -> dict[str, float]:
    """Shares of pairs told right, rule-made (by criterion) and by hand; macro F1 of the fidelity classifier."""
    judge = load_judge(library, settings.rank.model)
    _, test = house_tales(library)
    found = rule_pairs(judge, [tale.scenes for tale in test])
    flaws = library.root / "stories" / "flaws.jsonl"
    if flaws.is_file():
        rows = [json.loads(line) for line in flaws.read_text(encoding="utf-8").splitlines() if line.strip()]
        found["ranker, flaws by hand"] = hand_pairs(rows, settings, library)
    if (library.root / "models" / "fidelity" / "config.json").is_file():
        found |= _fidelity(library)
    return found


def rule_pairs(judge: Judge, stories: Sequence[Scenes], seed: int = 99) -> dict[str, float]:
    """Share of pairs (written, spoilt by rule) in which the written story scores higher; scenes keep their length."""
    rng = random.Random(seed)
    made: list[tuple[str, Scenes, Scenes]] = []
    for scenes in stories:
        for name, corruption in CORRUPTIONS:
            spoilt = corruption(scenes, rng.choice(stories), rng)
            if spoilt is not None and spoilt != scenes:
                made.append((name, scenes, spoilt))
    good, bad = judge([good for _, good, _ in made]), judge([spoilt for _, _, spoilt in made])
    wins: dict[str, list[bool]] = {}
    for (name, _, _), one, other in zip(made, good, bad, strict=True):
        wins.setdefault(name, []).append(together(one) > together(other))
    found = {f"ranker, {name}": sum(w) / len(w) for name, w in sorted(wins.items())}
    everything = list(itertools.chain(*wins.values()))
    return {"ranker, rule-made pairs": sum(everything) / max(1, len(everything))} | found


def hand_pairs(rows: Sequence[dict[str, Any]], settings: Settings, library: Library) -> float:
    """Share of hand-made pairs {good: [texts], flawed: [texts], hero_name} in which the good one scores higher."""
    stories = [
        Row(tuple(RowScene(text) for text in row[which]), hero_name=row["hero_name"])
        for row in rows
        for which in ("good", "flawed")
    ]
    scores = [graded.score for graded in grade(stories, settings.rank, library)]
    return sum(a > b for a, b in zip(scores[::2], scores[1::2], strict=True)) / max(1, len(rows))


def _fidelity(library: Library) -> dict[str, float]:
    from story_cli.models.fidelity import load_fidelity
    from story_cli.training.fidelity import examples, macro_f1, noted_scenes

    net, corpus = load_fidelity(library.model_folder("fidelity")), KitCorpus(library.root)
    out = {}
    parts: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("known plots", lambda: corpus.kits),
        ("unseen plots", lambda: corpus.held_out),
    )
    for name, kits in parts:
        rows = examples(noted_scenes(kits(), corpus.tables, random.Random(10**6)), random.Random(3))
        score, by_class = macro_f1(net, list(itertools.islice(rows, 1000)))
        out[f"fidelity, macro F1, {name}"] = score
        out |= {f"fidelity, {label}, {name}": value for label, value in by_class.items()}
    return out
