"""Titles for a plan: those of the plot that tells it, and patterns that fit any plot."""

from __future__ import annotations

import random
from collections.abc import Sequence

from story_cli.kits.match import Match, slots_in
from story_cli.kits.phrasebook import Phrasebook
from story_cli.kits.tables import KitTables
from story_cli.kits.unfold import Filled, Unfolding
from story_cli.kits.wording import Polish
from story_cli.models.roles import RoleStory, spaced

_PATTERNS = 3  # titles by pattern beside a plot's own four or five


def draw_titles(
    story: RoleStory, match: Match | None, tables: KitTables, book: Phrasebook, colours: Sequence[str],
    rng: random.Random, lap: int = 0,
) -> list[tuple[str, ...]]:  # fmt: skip
    """Role tokens of titles, the best first; the planner's own where no plot is known.

    A plot that is told again to the same prompts (`lap` times before) takes its titles in turn. Draws from rng.
    """
    if match is None and story.title:
        return [story.title]
    own = plot_titles(story, match, tables) if match and story.hero in tables.heroes else []
    patterns = pattern_titles(story, book, colours)
    titles = own + rng.sample(patterns, min(_PATTERNS, len(patterns)))
    first = lap % max(1, len(titles))
    return [tuple(spaced(title)) for title in titles[first:] + titles[:first]]


def plot_titles(story: RoleStory, match: Match, tables: KitTables) -> list[str]:
    """The kit's titles that can be said with this cast, in role text; each cast begins with another one."""
    kit, by_id = match.plot.kit, {role.id: role for role in story.roles}
    slots = {name: Filled(kit.slots[name], by_id[role]) for name, role in match.roles.items() if role in by_id}
    for name, number in match.picks.items():
        slots[name] = Filled(kit.slots[name], None, dict(kit.slots[name].pick[number]))
    rng = random.Random(f"{kit.id} {story.theme} {story.hero}")
    told = Unfolding(
        kit, tables, Polish(tables), story.theme, story.hero, rng, story.adjectives or ("happy",), slots
    )  # fmt: skip
    known = set(kit.slots)
    titles = rng.sample(kit.titles, len(kit.titles))
    titles.sort(key=lambda title: bool(slots_in(title) & known))  # first those that any cast can have: none comes twice
    return [told.render(title).rstrip(".") for title in titles if slots_in(title) & known <= set(slots)]


def pattern_titles(story: RoleStory, book: Phrasebook, colours: Sequence[str]) -> list[str]:
    """Patterns of the phrasebook whose roles this story has."""
    seen = {word for scene in story.scenes for f in scene.frames for word in (f.agent, f.object, f.recipient)}
    seen |= {scene.place for scene in story.scenes}
    ids = {role.id for role in story.roles if role.id in seen}
    out = []
    for pattern in book.titles:
        needs = {part.split(">")[0].split(":")[0].lower() for part in pattern.split("<")[1:]} - {"name", "hero"}
        if needs <= ids:
            filled = pattern.replace("{colour}", colours[0] if colours else "blue")
            out.append(filled.replace("{adjective}", story.adjectives[0] if story.adjectives else "happy"))
    return out
