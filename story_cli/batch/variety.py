"""How much the stories of a batch differ: twins (same title and plot), distinct-n, self-BLEU, openings, names.

Pure functions over titles, plots and texts; deterministic.
Source: distinct-n: Li et al. 2016, "A Diversity-Promoting Objective Function"; self-BLEU: Zhu et al. 2018, "Texygen".
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from story_cli.artifacts import Data, Plan, Story

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ORDERS = (1, 2, 3, 4)
_Counts = dict[int, Counter[tuple[str, ...]]]  # n-grams by order
_COMPARED = 40  # other stories that one is measured against: the most alike by shared words
_FAR = 2000  # of a large batch only the last so many stories are candidates for comparison


class Telling(NamedTuple):
    """What variety looks at in one story."""

    title: str
    plot: str
    words: tuple[str, ...]
    opening: str
    hero_name: str


class Variety(Data, frozen=True):
    """Figures of a batch. Shares are 0 … 1; self-BLEU 1 means that every story repeats another."""

    stories: int
    twins: int  # stories that share title and plot with an earlier one
    titles: int  # different ones
    plots: int
    distinct_1: float
    distinct_2: float
    distinct_3: float
    self_bleu_4: float  # mean over the stories
    most_alike: float  # the highest self-BLEU-4 of a story
    top_opening: float  # share of the most frequent first four words
    top_name: float  # share of the most frequent hero's name
    rewritten: int = 0


def telling(story: Story, plan: Plan | None) -> Telling:
    """A story as variety sees it; names do not hide a repeated plot. Without a plan the words stand for the plot."""
    words = tuple(word.lower() for scene in story.scenes for word in _WORD.findall(scene.text))
    if plan is None:
        plot = " ".join(words)
    else:
        plot = "/".join(
            " ".join(f"{f.agent}-{f.act}-{f.recipient}" for f in scene.frames) or scene.place for scene in plan.scenes
        )
    return Telling(story.title.casefold(), plot, words, " ".join(words[:4]), story.hero_name)


def measure(tellings: Sequence[Telling], rewritten: int = 0) -> Variety:
    """The figures of a batch; all zero for none."""
    if not tellings:
        return Variety(0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    alike = likeness(tellings)
    texts = [telling.words for telling in tellings]
    count = len(tellings)
    return Variety(
        stories=count,
        twins=count - len({(t.title, t.plot) for t in tellings}),
        titles=len({t.title for t in tellings}),
        plots=len({t.plot for t in tellings}),
        distinct_1=distinct(texts, 1),
        distinct_2=distinct(texts, 2),
        distinct_3=distinct(texts, 3),
        self_bleu_4=round(sum(alike) / count, 4),
        most_alike=round(max(alike), 4),
        top_opening=round(Counter(t.opening for t in tellings).most_common(1)[0][1] / count, 4),
        top_name=round(Counter(t.hero_name for t in tellings).most_common(1)[0][1] / count, 4),
        rewritten=rewritten,
    )


def repeats(tellings: Sequence[Telling], min_variety: float) -> list[int]:
    """Places of the stories that repeat an earlier one: its title and plot, or too much of its words.

    `min_variety` v asks for a self-BLEU-4 of at most 1 − v against what comes before.
    """
    seen: set[tuple[str, str]] = set()
    found = []
    before = _Index()
    for place, telling in enumerate(tellings):
        twin = (telling.title, telling.plot) in seen
        if twin or (min_variety > 0 and before.likeness(telling.words) > 1.0 - min_variety):
            found.append(place)
        else:
            seen.add((telling.title, telling.plot))
            before.add(telling.words)
    return found


def distinct(texts: Iterable[Sequence[str]], order: int) -> float:
    """Different n-grams ÷ all n-grams."""
    total, different = 0, set()
    for words in texts:
        runs = list(_runs(words, order))
        total += len(runs)
        different.update(runs)
    return round(len(different) / total, 4) if total else 0.0


def likeness(tellings: Sequence[Telling]) -> list[float]:
    """Self-BLEU-4 of each story against the others most like it."""
    index = _Index()
    for telling in tellings:
        index.add(telling.words)
    return [index.likeness(telling.words, without=place) for place, telling in enumerate(tellings)]


def bleu(words: Sequence[str], references: Sequence[_Counts], lengths: Sequence[int]) -> float:
    """BLEU-4 with add-one smoothing above unigrams and the brevity penalty of the nearest reference length."""
    if len(words) < len(_ORDERS) or not references:
        return 0.0
    total = 0.0
    for order in _ORDERS:
        own = Counter(_runs(words, order))
        kept = sum(min(count, max(ref[order][run] for ref in references)) for run, count in own.items())
        smooth = 0 if order == 1 else 1
        if kept + smooth == 0:
            return 0.0
        total += math.log((kept + smooth) / (sum(own.values()) + smooth))
    nearest = min(lengths, key=lambda length: (abs(length - len(words)), length))
    brevity = min(0.0, 1.0 - nearest / len(words))
    return math.exp(total / len(_ORDERS) + brevity)


class _Index:
    """Stories by their three-word runs, so that one is compared only with what shares most with it."""

    def __init__(self) -> None:
        self._counts: list[_Counts] = []
        self._lengths: list[int] = []
        self._by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)

    def add(self, words: Sequence[str]) -> None:
        place = len(self._counts)
        self._counts.append({order: Counter(_runs(words, order)) for order in _ORDERS})
        self._lengths.append(len(words))
        for run in self._counts[-1][3]:
            self._by_run[run].append(place)

    def likeness(self, words: Sequence[str], without: int = -1) -> float:
        shared: Counter[int] = Counter()
        for run in set(_runs(words, 3)):
            for place in self._by_run.get(run, ())[-_FAR:]:
                if place != without:
                    shared[place] += 1
        places = [place for place, _ in shared.most_common(_COMPARED)]
        return bleu(words, [self._counts[p] for p in places], [self._lengths[p] for p in places])


def _runs(words: Sequence[str], order: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(order)), strict=False)
