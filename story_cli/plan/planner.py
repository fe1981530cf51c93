"""Draws a plot, samples plans of it from the planner under its grammar, fills their roles, takes one of the best."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from story_cli.artifacts import Brief, Plan
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.kits.match import Plot, best_match, fits_theme, load_plots
from story_cli.models.plan_atoms import Grammar, beginning, from_atoms, prompt
from story_cli.models.roles import RoleStory, role_of
from story_cli.plan.cast import Filling, fill
from story_cli.plan.compose import compose
from story_cli.plan.plots import plots_in_turn, unfoldings
from story_cli.rng import prompt_seed
from story_cli.settings import PlanSettings

if TYPE_CHECKING:
    from torch import Tensor

_USUAL_DOUBT = 0.5  # nats an atom of title and wish; what is doubted more is a mixture of two titles
_AS_GOOD = 0.12  # nats an atom below the best plan that a reader would not notice
_DRAWN = -0.08  # nats an atom that count for a plan that was drawn; the model's own lie between −0.05 and −0.15
_STAGES = 5  # the planner plans in five parts; `compose.fitted` makes other numbers of scenes
_LONGEST = 260  # atoms
_TEMPERATURE, _WORDS_TEMPERATURE, _TOP_P = 0.7, 0.3, 0.92  # titles and wishes are whole phrases: sampled closer


class _Found(NamedTuple):
    """A plan that can be cast, with its worth in nats an atom and the plot that knows it whole, if one does."""

    worth: float
    plot: Plot | None
    story: RoleStory
    filling: Filling


def make_plan(brief: Brief, settings: PlanSettings, library: Library) -> Plan:
    """A plan for this brief. Raises: StoryError if no plan can be cast in the theme."""
    if brief.hero not in library.heroes:
        raise StoryError(f"no hero '{brief.hero}' in the library", f"one of: {', '.join(library.heroes)}")
    rng = random.Random(prompt_seed(brief, "plan"))
    for turn in plots_in_turn(brief, library):
        drawn = unfoldings(turn.plot, brief, settings.drawn, library, rng)
        sampled = sample_plans(brief, settings, library, drawn[0]) if drawn else []
        found = _castable([*sampled, *((story, _DRAWN) for story in drawn)], (turn.plot,), brief, library, rng)
        if any(one.plot for one in found):
            chosen = _one_of_the_best([one for one in found if one.plot], rng)
            return compose(chosen.story, chosen.filling, brief, library, rng, chosen.plot, turn.lap)
    free = sample_plans(brief, settings, library)
    found = _castable(free, load_plots(library.root / "stories" / "kits"), brief, library, rng)
    if not found:
        raise StoryError(f"no plan could be cast for a {brief.hero} in {brief.theme}", "try another seed, or theme")
    chosen = _one_of_the_best([one for one in found if one.plot] or found, rng)
    return compose(chosen.story, chosen.filling, brief, library, rng, chosen.plot)


def _castable(
    plans: Sequence[tuple[RoleStory, float]], plots: Sequence[Plot], brief: Brief, library: Library, rng: random.Random
) -> list[_Found]:
    """Those of the plans whose roles can be filled, each with the one of the plots that knows it whole."""
    found = []
    for story, log_probability in plans:
        filling = fill(story.roles, brief, library, rng, plain_words(story))
        if filling:
            match = best_match(story, plots)
            whole = match is not None and match.share == 1 and fits_theme(match, brief.theme)
            plot = match.plot if match and whole else None
            found.append(_Found(log_probability - faults(story), plot, story, filling))
    return found


def _one_of_the_best(found: Sequence[_Found], rng: random.Random) -> _Found:
    best = max(one.worth for one in found)
    return rng.choice([one for one in found if one.worth > best - _AS_GOOD])


def plain_words(story: RoleStory) -> frozenset[str]:
    """Nouns that the plan names itself: no role may be filled with a second one of them."""
    words = {w for s in story.scenes for f in s.frames for w in (f.agent, f.object, f.recipient, f.at)}
    return frozenset(words | {word for scene in story.scenes for word in scene.keywords})


def faults(story: RoleStory) -> float:
    """A penalty in nats an atom: roles that nobody uses, scenes without the hero, a first scene without a wish."""
    used = {word for s in story.scenes for f in s.frames for word in (f.agent, f.object, f.recipient, f.at)}
    used |= {scene.place for scene in story.scenes} | {role_of(token) for token in story.title}
    unused = sum(1 for role in story.roles if role.id not in used)
    absent = sum(
        1 for s in story.scenes if "hero" not in {w for f in s.frames for w in (f.agent, f.object, f.recipient)}
    )
    wishes = any(f.act in ("want", "wish", "hope", "decide", "ask", "miss", "try") for f in story.scenes[0].frames)
    twice = sum(1 for s in story.scenes if len(set(s.frames)) < len(s.frames))
    return 0.3 * unused + 0.1 * absent + 0.3 * twice + (0.0 if wishes else 0.05)


def sample_plans(
    brief: Brief, settings: PlanSettings, library: Library, begun: RoleStory | None = None
) -> list[tuple[RoleStory, float]]:
    """Complete plans with their mean log-probability an atom, less the doubt about their titles. Of a story that has
    `begun`, cast and wish are kept; none are sampled for a wish that the model has never met."""
    import torch

    from story_cli.models.decoder import Cache
    from story_cli.models.loading import load_atoms
    from story_cli.models.plan_atoms import FIELD_OF
    from story_cli.models.sampling import read, sample, settled_threads
    from story_cli.models.sequences import Field, Piece

    model = load_atoms(library.model_folder(settings.model))
    asked = prompt(brief.theme, brief.adjectives, brief.hero)
    given = beginning(begun) if begun else []
    if any(atom not in model.ids for atom in given):
        return []
    start = [atom for atom in asked if atom in model.ids] + given
    fields = [int(FIELD_OF[atom.partition(":")[0]]) for atom in start]
    piece = Piece([model.ids[a] for a in start], fields, [0] * len(start), [False] * len(start))
    rows = settings.candidates
    grammars = [_grammar(model.ids, given) for _ in range(rows)]

    def rule(row: int, ids: object) -> Tensor:
        mask = torch.zeros(len(model.atoms), dtype=torch.bool)
        mask[[model.ids[atom] for atom in grammars[row].allowed()]] = True
        return mask

    def marks(row: int, token: int) -> tuple[int, int]:
        atom = model.atoms[token]
        grammars[row].take(atom)
        return int(FIELD_OF.get(atom.partition(":")[0], Field.MARK)), min(grammars[row].counts["scenes"], _STAGES)

    def heat(row: int) -> float:
        return _WORDS_TEMPERATURE if grammars[row].kind in ("title", "wish") else _TEMPERATURE

    generator = torch.Generator().manual_seed(prompt_seed(brief, "plan", "sampled"))
    with settled_threads():
        cache = Cache(model.net.shape, rows, len(start) + _LONGEST)
        logits = read(model.net, cache, [piece] * rows)
        end = model.ids["mark:done"]
        drawn = sample(model.net, cache, logits, marks, end, rule, _LONGEST, heat, _TOP_P, generator)
    told = [(one, [model.atoms[i] for i in one.ids]) for one in drawn if one.ended]
    return [
        (from_atoms([*asked, *given, *atoms]), one.log_probability - _doubt(atoms, one.nats))
        for one, atoms in told
        if model.suits([a[5:] for a in (*given, *atoms) if a.startswith("wish:")], brief.theme)
    ]


def _grammar(atoms: Iterable[str], given: Sequence[str]) -> Grammar:
    """The grammar after the atoms that are given."""
    grammar = Grammar(atoms, _STAGES)
    for atom in given:
        grammar.take(atom)
    return grammar


def _doubt(atoms: Sequence[str], nats: Sequence[float]) -> float:
    """How much more than usual the model doubts a title and a wish."""
    words = [n for atom, n in zip(atoms, nats, strict=False) if atom.startswith(("title:", "wish:"))]
    return max(0.0, -sum(words) / max(1, len(words)) - _USUAL_DOUBT)
