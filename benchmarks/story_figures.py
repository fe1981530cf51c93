"""Writes stories for many seeds and counts: planned words used, titles, openings, repetition between stories.

python benchmarks/story_figures.py [COUNT] [--theme T --hero H] [--print]
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from story_cli.artifacts import Story
from story_cli.catalogue import Library
from story_cli.guard import check_brief
from story_cli.plan import make_plan
from story_cli.progress import silent
from story_cli.rank import choose_story
from story_cli.rank.rules import words_of
from story_cli.settings import Settings
from story_cli.text import sentences
from story_cli.write import write_drafts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=20)
    parser.add_argument("--theme", default="")
    parser.add_argument("--hero", default="")
    parser.add_argument("--print", action="store_true", dest="show")
    options = parser.parse_args()
    library, settings = Library(), Settings()
    stories = []
    for seed in range(1, options.count + 1):
        rng = random.Random(seed)
        theme = options.theme or rng.choice(library.theme_prompts)
        hero = options.hero or rng.choice(library.hero_prompts)
        brief = check_brief(library, theme, hero, seed=seed)
        plan = make_plan(brief, settings.plan, library)
        drafts = write_drafts(brief, plan, settings.write, library, silent)
        stories.append(choose_story(brief, plan, drafts, settings.rank, library))
        if options.show:
            shown = "\n".join(f"{n}. {scene.text}" for n, scene in enumerate(stories[-1].scenes, 1))
            print(f"\n## {stories[-1].title} (seed {seed}, {theme}, {hero}, {', '.join(brief.adjectives)})\n{shown}")
    print(json.dumps(figures(stories, house_grams(library)), indent=2))


def figures(stories: list[Story], known: set[tuple[str, ...]]) -> dict[str, float]:
    """Shares of 1; novelty = 8-word runs of a story that no house story has."""
    openings = Counter(" ".join(words_of(story.scenes[0].text)[:4]) for story in stories)
    lines = Counter(s.text for story in stories for scene in story.scenes for s in sentences(scene.text))
    long_lines = {line: n for line, n in lines.items() if len(line.split()) > 8}
    overlaps = [len(grams(story) & known) / max(1, len(grams(story))) for story in stories]
    return {
        "stories": len(stories),
        "planned words used": round(sum(s.grade.criteria["fidelity"] for s in stories) / len(stories), 4),
        "distinct titles": len({story.title for story in stories}) / len(stories),
        "most frequent opening": max(openings.values()) / len(stories),
        "once upon a time": openings["once upon a time"] / len(stories),
        "long sentences that come again": round(
            sum(n - 1 for n in long_lines.values()) / max(1, sum(long_lines.values())), 4
        ),
        "8-word runs from house stories": round(sum(overlaps) / len(overlaps), 4),
        "words a story": round(sum(len(words_of(sc.text)) for s in stories for sc in s.scenes) / len(stories), 1),
    }


def grams(story: Story) -> set[tuple[str, ...]]:
    return {gram for scene in story.scenes for gram in runs(words_of(scene.text))}


def runs(words: list[str], size: int = 8) -> set[tuple[str, ...]]:
    return {tuple(words[n : n + size]) for n in range(len(words) - size + 1)}


def house_grams(library: Library) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for path in sorted(Path(library.root / "stories" / "house").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for scene in json.loads(line)["scenes"]:
                found |= runs(words_of(scene["text"]))
    return found


if __name__ == "__main__":
    main()
