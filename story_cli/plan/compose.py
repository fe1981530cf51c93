"""From a plan in roles and its filling to the Plan artifact that people read and later stages use."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

import msgspec

from story_cli.artifacts import Brief, Frame, Plan, PlannedScene
from story_cli.catalogue import Library
from story_cli.guard import accepts
from story_cli.kits import load_tables
from story_cli.kits.match import Plot, coloured_things, match_plot, named_things
from story_cli.kits.phrasebook import load_phrasebook
from story_cli.kits.titles import draw_titles
from story_cli.models.phrases import wording
from story_cli.models.realise import Wording, realise
from story_cli.models.roles import RoleScene, RoleStory
from story_cli.plan.cast import Filling

_SMALL = {"a", "an", "the", "and", "of", "in", "on", "to", "for", "by", "at", "who", "with", "as", "or", "from"}


def compose(
    story: RoleStory, filling: Filling, brief: Brief, library: Library, rng: random.Random, plot: Plot | None = None,
    lap: int = 0,
) -> Plan:  # fmt: skip
    """The plan with catalogue ids in the places of things and places; `plot` is the one that knows it whole, `lap` how
    often these prompts have told it before."""
    story = msgspec.structs.replace(story, scenes=tuple(fitted(story.scenes, brief.scenes)))
    match = match_plot(story, plot) if plot else None
    cast = filling.cast(brief)
    words = wording(brief, cast, filling.things, filling.places, filling.hides, library, rng)
    scenes = tuple(
        _scene(scene, filling, named_things(match, number) if match else None)
        for number, scene in enumerate(story.scenes)
    )
    seen = {thing for scene in scenes for thing in scene.things}
    unseen = tuple(prop.id for prop in filling.things.values() if prop.id not in seen)
    scenes = (msgspec.structs.replace(scenes[0], things=scenes[0].things + unseen), *scenes[1:])
    own = coloured_things(match) if match else set()
    scenes = prompted(scenes, brief, {filling.things[role].id for role in own if role in filling.things}, library, rng)
    wish = realise(list(story.wish), words)
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    book = load_phrasebook(library)
    drawn = draw_titles(story, match, tables, book, brief.colours, rng, lap)
    titles = (title_case(tokens, words) for tokens in drawn)
    title = next((one for one in titles if accepts(library, [one], "plan")), plain_title(brief, library))
    return Plan(title, wish[:1].lower() + wish[1:], cast, scenes)


def prompted(
    scenes: tuple[PlannedScene, ...], brief: Brief, coloured: Collection[str], library: Library, rng: random.Random
) -> tuple[PlannedScene, ...]:
    """The scenes with each colour and adjective of the prompts among their keywords: a colour goes to a thing that
    is there and not `coloured` already, else to the beginning; an adjective to the beginning too, or, where it says
    nothing of a hero, to the middle if it is the second."""
    added: list[list[str]] = [[] for _ in scenes]
    coloured = set(coloured)
    for colour in brief.colours:
        there = [(n, t) for n, scene in enumerate(scenes) for t in scene.things if t not in coloured]
        plain = {t: n for n, t in reversed(there) if library.props[t].names[0] in scenes[n].keywords}
        if plain:
            thing = rng.choice(sorted(plain))
            coloured.add(thing)
            added[plain[thing]].append(f"{colour} {library.props[thing].names[0]}")
        else:
            added[0].append(colour)
    tints = load_phrasebook(library).adjectives
    for number, adjective in enumerate(brief.adjectives):
        of_hero = adjective in tints and tints[adjective].hero
        added[0 if of_hero else (number * 2) % len(scenes)].append(adjective)
    return tuple(
        msgspec.structs.replace(scene, keywords=scene.keywords + tuple(more)) if more else scene
        for scene, more in zip(scenes, added, strict=True)
    )


def plain_title(brief: Brief, library: Library) -> str:
    """ "Mira the Fox": for when no other title is for children."""
    return f"{brief.hero_name} the {library.heroes[brief.hero].names[0].title()}"


def title_case(tokens: Sequence[str], words: Wording) -> str:
    """A title in English with capitals on all but the small words."""
    written = realise(list(tokens), words).rstrip(".").split()
    return " ".join(w if i and w.lower() in _SMALL else w[:1].upper() + w[1:] for i, w in enumerate(written))


def fitted(scenes: Sequence[RoleScene], wanted: int) -> list[RoleScene]:
    """As many scenes as wanted: neighbours told together, or full scenes told in two."""
    out = list(scenes)
    while len(out) > wanted:
        at = min(range(len(out) - 1), key=lambda i: len(out[i].frames) + len(out[i + 1].frames))
        first, second = out[at], out[at + 1]
        both = RoleScene(second.place, first.frames + second.frames, first.keywords + second.keywords)
        out[at : at + 2] = [both]
    while len(out) < wanted:
        at = max(range(len(out)), key=lambda i: len(out[i].frames))
        scene, half = out[at], max(1, len(out[at].frames) // 2)
        early = RoleScene(scene.place, scene.frames[:half], scene.keywords[:1])
        late = RoleScene(scene.place, scene.frames[half:] or scene.frames, scene.keywords[1:])
        out[at : at + 1] = [early, late]
    return out


def _scene(scene: RoleScene, filling: Filling, named: Collection[str] | None) -> PlannedScene:
    """`named` are the things whose names are keywords; None: all of them."""
    frames = tuple(_frame(frame, filling) for frame in scene.frames)
    roles = dict.fromkeys(
        w for f in scene.frames for w in (f.object, f.agent, f.recipient, f.at) if w in filling.things
    )
    words = (filling.things[role].names[0] for role in roles if named is None or role in named)
    return PlannedScene(
        filling.places[scene.place].id, frames, tuple(dict.fromkeys([*words, *scene.keywords])),
        tuple(filling.things[role].id for role in roles),
    )  # fmt: skip


def _frame(frame: Frame, filling: Filling) -> Frame:
    def entity(word: str) -> str:
        if word in filling.things:
            return filling.things[word].id
        return filling.places[word].id if word in filling.places else filling.hides.get(word, word)

    relation, at = frame.relation, entity(frame.at)
    if frame.at in filling.hides:
        relation, _, at = filling.hides[frame.at].partition(" ")
    return Frame(
        frame.agent if frame.agent not in filling.things else filling.things[frame.agent].id,
        frame.act, entity(frame.object), entity(frame.recipient), relation, at, frame.feeling, frame.speech,
    )  # fmt: skip
