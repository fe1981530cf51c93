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

_OF_THE_PLOT = 0.55  # chance of a title of the plot's own; there are only four or five of them


def draw_title(
    story: RoleStory, match: Match | None, tables: KitTables, book: Phrasebook, colours: Sequence[str],
    rng: random.Random,
) -> tuple[str, ...]:  # fmt: skip
    """Role tokens of a title, the planner's own where no plot is known; draws from rng."""
    if match is None and story.title:
        return story.title
    own = plot_titles(story, match, tables, rng) if match and story.hero in tables.heroes else []
    if own and rng.random() < _OF_THE_PLOT:
        return tuple(spaced(rng.choice(own)))
    return tuple(spaced(rng.choice(pattern_titles(story, book, colours))))


def plot_titles(story: RoleStory, match: Match, tables: KitTables, rng: random.Random) -> list[str]:
    """The kit's titles that can be said with this cast, in role text."""
    kit, by_id = match.plot.kit, {role.id: role for role in story.roles}
    slots = {name: Filled(kit.slots[name], by_id[role]) for name, role in match.roles.items() if role in by_id}
    for name, number in match.picks.items():
        slots[name] = Filled(kit.slots[name], None, dict(kit.slots[name].pick[number]))
    told = Unfolding(
        kit, tables, Polish(tables), story.theme, story.hero, rng, story.adjectives or ("happy",), slots
    )  # fmt: skip
    fitting = [title for title in kit.titles if slots_in(title) & set(kit.slots) <= set(slots)]
    return [told.render(title).rstrip(".") for title in fitting]


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
