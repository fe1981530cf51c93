"""`storycli train evaluate stories`: writes stories and computes every figure that a program can."""

from __future__ import annotations

import itertools
import math
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from story_cli.artifacts import Brief, Plan, Story
from story_cli.catalogue import Library
from story_cli.plan import make_plan
from story_cli.progress import silent
from story_cli.rank import choose_story
from story_cli.rank.rules import words_of
from story_cli.settings import Settings
from story_cli.text import sentences
from story_cli.training.novelty import Copied, copied, house_runs
from story_cli.training.written import rows_of
from story_cli.write import write_drafts
from story_cli.write.dress import said_in

Log = Callable[[str], None]
_SOURCES = ("one house story", "one telling of the plot", "any telling of the plot")
_SMOOTH = 0.1  # added to counts of runs that no other story has


class Written(NamedTuple):
    """A story with what it was made from and how long each stage took."""

    brief: Brief
    plan: Plan
    story: Story
    seconds: tuple[float, float, float]


def varied_briefs(count: int, library: Library, seed: int = 1) -> list[Brief]:
    """Prompts of all themes and heroes in turn."""
    rng = random.Random(seed)
    pairs = list(itertools.product(library.themes, library.heroes))
    rng.shuffle(pairs)
    return [_brief(*pairs[n % len(pairs)], n + 1, rng, library) for n in range(count)]


def same_briefs(count: int) -> list[Brief]:
    """The same prompts with other seeds."""
    return [Brief("enchanted-forest", "fox", "Pip", "he", ("orange",), ("silly",), n + 1) for n in range(count)]


def _brief(theme: str, hero: str, seed: int, rng: random.Random, library: Library) -> Brief:
    pronoun = rng.choice(library.heroes[hero].pronouns)
    return Brief(
        theme, hero, rng.choice(getattr(library.names, pronoun)), pronoun,
        tuple(rng.sample(library.vocabulary.colours, rng.choice((1, 1, 2, 3)))),
        tuple(rng.sample(library.vocabulary.adjectives, rng.choice((1, 1, 2)))), seed,
    )  # fmt: skip


def write_all(briefs: Sequence[Brief], settings: Settings, library: Library, log: Log) -> list[Written]:
    """Stories of these prompts."""
    out = []
    for number, brief in enumerate(briefs, 1):
        marks = [time.monotonic()]
        plan = make_plan(brief, settings.plan, library)
        marks.append(time.monotonic())
        drafts = write_drafts(brief, plan, settings.write, library, silent)
        marks.append(time.monotonic())
        story = choose_story(brief, plan, drafts, settings.rank, library)
        marks.append(time.monotonic())
        took = tuple(b - a for a, b in itertools.pairwise(marks))
        out.append(Written(brief, plan, story, (took[0], took[1], took[2])))
        if number % 10 == 0:
            log(f"{number} of {len(briefs)} stories")
    return out


def fulfilment(written: Sequence[Written]) -> dict[str, float]:
    """Shares of planned keywords said in their scene, and of prompts said in the story."""
    keywords = [
        said_in(word, told.text)
        for w in written
        for scene, told in zip(w.plan.scenes, w.story.scenes, strict=True)
        for word in scene.keywords
    ]
    prompts: dict[str, list[bool]] = {"name": [], "hero": [], "colours": [], "adjectives": []}
    for w in written:
        text = " ".join(scene.text for scene in w.story.scenes)
        prompts["name"].append(said_in(w.brief.hero_name, text))
        prompts["hero"].append(said_in(w.brief.hero.replace("-", " "), text))
        prompts["colours"] += [said_in(colour, text) for colour in w.brief.colours]
        prompts["adjectives"] += [said_in(adjective, text) for adjective in w.brief.adjectives]
    everything = list(itertools.chain(*prompts.values()))
    return {
        "planned keywords said": _mean(keywords),
        "prompts said": _mean(everything),
        **{f"prompts said: {name}": _mean(said) for name, said in prompts.items()},
    }


def novelty(written: Sequence[Written], library: Library) -> dict[str, float]:
    """Shares of 8-word runs found in one house story, one telling of the plot, any telling of the plot."""
    house = house_runs(library)
    found = [copied(w.brief, w.plan, w.story, house, library) for w in written]
    out: dict[str, float] = {}
    for number in range(len(Copied._fields)):
        values = [one[number] for one in found]
        out |= {
            f"8-word runs of {_SOURCES[number]}, median": statistics.median(values),
            f"8-word runs of {_SOURCES[number]}, most": max(values),
        }
    return out


def variety(written: Sequence[Written], library: Library) -> dict[str, float]:
    """How alike stories of the same prompts are, beside house stories of the same theme."""
    texts = [[scene.text for scene in w.story.scenes] for w in written]
    openings = Counter(tuple(words_of(text[0])[:4]) for text in texts)
    lines = Counter(s.text for text in texts for scene in text for s in sentences(scene) if len(s.text.split()) > 8)
    theme = written[0].brief.theme
    house = [[s["text"] for s in row["scenes"]] for row in rows_of(library) if row["theme"] == theme][: len(texts)]
    return {
        "openings said more than once": sum(n for n in openings.values() if n > 1) / len(texts),
        "most frequent opening": max(openings.values()) / len(texts),
        "once upon a time": openings["once", "upon", "a", "time"] / len(texts),
        "distinct titles": len({w.story.title for w in written}) / len(texts),
        "long sentences said more than three times": float(sum(n > 3 for n in lines.values())),
        "self-BLEU-4": self_bleu(texts),
        "self-BLEU-4 of house stories": self_bleu(house),
    }


def self_bleu(stories: Sequence[Sequence[str]], size: int = 4) -> float:
    """Mean BLEU of each story against all others, lower = more varied. Source: Zhu et al. 2018, arXiv 1802.01886."""
    words = [words_of(" ".join(story)) for story in stories]
    tables = [[Counter(zip(*(w[k:] for k in range(n)), strict=False)) for n in range(1, size + 1)] for w in words]
    best: list[Counter[tuple[str, ...]]] = []
    second: list[Counter[tuple[str, ...]]] = []
    for n in range(size):
        first, other = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
        for table in tables:
            for run, count in table[n].items():
                if count >= first[run]:
                    first[run], other[run] = count, first[run]
                elif count > other[run]:
                    other[run] = count
        best.append(first)
        second.append(other)
    scores = []
    for table in tables:
        logs = 0.0
        for n, counts in enumerate(table):
            others = (second[n][r] if best[n][r] == c else best[n][r] for r, c in counts.items())
            hits = sum(min(c, o) for c, o in zip(counts.values(), others, strict=True))
            logs += math.log(max(hits, _SMOOTH) / max(1, sum(counts.values())))
        scores.append(math.exp(logs / size))
    return sum(scores) / max(1, len(scores))


def speed(written: Sequence[Written]) -> dict[str, float]:
    """Seconds, models loaded: the median leaves the first story's loading out."""
    parts = {name: statistics.median(w.seconds[n] for w in written) for n, name in enumerate(("plan", "write", "rank"))}
    return {f"seconds to {name}": value for name, value in parts.items()} | {"seconds in all": sum(parts.values())}


def weights(library: Library) -> float:
    """Megabytes of planner, writer, ranker and fidelity classifier."""
    folders = (library.root / "models" / name for name in ("planner", "writer", "ranker", "fidelity"))
    return sum(p.stat().st_size for f in folders if f.is_dir() for p in f.rglob("*") if p.is_file()) / 1e6


def evaluate(library: Library, settings: Settings, count: int, same: int, log: Log) -> dict[str, float]:
    """All figures; `count` stories of varied prompts, `same` of the same prompts (0 leaves that part out)."""
    from story_cli.training.judged import judged_figures

    written = write_all(varied_briefs(count, library), settings, library, log)
    found = {"stories": float(count)} | fulfilment(written) | novelty(written, library) | speed(written)
    if same:
        alike = write_all(same_briefs(same), settings, library, log)
        found |= {f"{name} ({same} of the same prompts)": value for name, value in variety(alike, library).items()}
    found |= judged_figures(library, settings)
    return {name: round(value, 4) for name, value in (found | {"weights, MB": weights(library)}).items()}


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / max(1, len(values))
