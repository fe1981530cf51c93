"""Finds the best path through the tree of drafts and grades it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from story_cli.artifacts import Brief, Draft, Drafts, Grade, Plan, Story, StoryScene
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard import accepts
from story_cli.rank import rules
from story_cli.rank.judge import Judge, load_judge
from story_cli.rank.layout import laid_out, signs_for
from story_cli.settings import RankSettings

WEIGHTS = {"coherence": 0.5, "fidelity": 0.2, "fluency": 0.15, "freshness": 0.1, "length": 0.05}
MOST_PATHS = 32  # judged by the model; the writer's own favourites among them


class Path(NamedTuple):
    """One whole story: a draft of each scene."""

    drafts: tuple[Draft, ...]

    @property
    def texts(self) -> list[str]:
        return [draft.text for draft in self.drafts]

    @property
    def log_probability(self) -> float:
        return sum(draft.log_probability for draft in self.drafts) / len(self.drafts)


def choose(brief: Brief, plan: Plan, drafts: Drafts, settings: RankSettings, library: Library) -> Story:
    """The best-graded story whose words are all for children. Raises: StoryError if there is none."""
    paths = sorted(paths_of(drafts), key=lambda path: -path.log_probability)
    safe = [path for path in paths if rules.safe(path.texts, library)]
    safe = (safe or [path for path in paths if rules.safe(path.texts, library, doubtful=True)])[:MOST_PATHS]
    if not safe:
        raise StoryError("no draft passes the output filter", "write again with another seed, or more --candidates")
    grades = grade_paths(brief, plan, safe, load_judge(library, settings.model))
    best = max(range(len(safe)), key=lambda n: (grades[n].score, safe[n].log_probability))
    path, grade = safe[best], grades[best]
    scenes = tuple(
        StoryScene(planned.place, draft.text, scene_grade(draft, len(planned.keywords)))
        for planned, draft in zip(plan.scenes, path.drafts, strict=True)
    )
    return Story(
        title=_title(drafts, plan, library),
        theme=brief.theme,
        hero=brief.hero,
        hero_name=brief.hero_name,
        pronoun=brief.pronoun,
        colours=brief.colours,
        adjectives=brief.adjectives,
        cast=plan.cast,
        scenes=scenes,
        grade=grade,
    )


def paths_of(drafts: Drafts) -> list[Path]:
    """Every path from a first scene to a last. Raises: StoryError if the tree is broken."""
    if not drafts.scenes or not all(drafts.scenes):
        raise StoryError("a scene has no draft", "write again with --force")
    paths = []
    for leaf in drafts.scenes[-1]:
        draft, chain = leaf, [leaf]
        for scene in reversed(drafts.scenes[:-1]):
            if not 0 <= draft.parent < len(scene):
                raise StoryError(
                    "a draft names a parent that is not there", "write again: storycli write FOLDER --force"
                )
            draft = scene[draft.parent]
            chain.append(draft)
        paths.append(Path(tuple(reversed(chain))))
    return paths


def grade_paths(brief: Brief, plan: Plan, paths: Sequence[Path], judge: Judge) -> list[Grade]:
    """Grades by model and rules; the criteria of the model are named as it names them."""
    others = [c.name for c in plan.cast if c.role != "hero" and c.name]
    signs = signs_for(brief.hero_name, others)
    verdicts = judge([laid_out(path.texts, signs) for path in paths])
    planned = sum(len(scene.keywords) for scene in plan.scenes)
    best, worst = max(p.log_probability for p in paths), min(p.log_probability for p in paths)
    grades = []
    for path, verdict in zip(paths, verdicts, strict=True):
        parts = {
            "coherence": rules.together(verdict),
            "fidelity": rules.fidelity(sum(len(draft.missing) for draft in path.drafts), planned),
            "fluency": 1.0 if best == worst else (path.log_probability - worst) / (best - worst),
            "freshness": rules.freshness(path.texts),
            "length": rules.length(path.texts),
        }
        score = sum(WEIGHTS[name] * value for name, value in parts.items())
        criteria = {name: round(value, 4) for name, value in (parts | verdict).items()}
        grades.append(Grade(round(score, 4), criteria))
    return grades


def scene_grade(draft: Draft, planned: int) -> Grade:
    """What can be said of one scene alone."""
    parts = {
        "fidelity": rules.fidelity(len(draft.missing), planned),
        "fluency": round(math.exp(draft.log_probability), 4),
        "length": rules.length([draft.text]),
    }
    return Grade(round(sum(parts.values()) / len(parts), 4), {name: round(v, 4) for name, v in parts.items()})


def _title(drafts: Drafts, plan: Plan, library: Library) -> str:
    titles = [title for title in (*drafts.titles, plan.title) if title]
    good = [title for title in titles if accepts(library, [title], "rank")]
    good = good or [title for title in titles if accepts(library, [title], "rank", doubtful=True)]
    if not good:
        raise StoryError("no title passes the output filter", "write again with another seed")
    return good[0]
