"""House stories as typed stories, with the pieces that their authors say are to be seen in each scene."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from story_cli.artifacts import Character, Grade, Story, StoryScene
from story_cli.catalogue import Library

_GRADE = Grade(score=1.0, criteria={})


class HouseStory(NamedTuple):
    story: Story
    things: tuple[frozenset[str], ...]  # catalogue ids to be seen, a set a scene


def house_stories(library: Library, count: int, seed: int) -> list[HouseStory]:
    """Stories by lot, in equal numbers from every theme that has painted places; all of them if `count` is 0."""
    from story_cli.art.backdrop import has_place

    painted = {place.theme for place in library.places.values() if has_place(place.id)}
    themes: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((library.root / "stories" / "house").glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if row["theme"] in painted:
                themes.setdefault(row["theme"], []).append(row)
    found = []
    for rows in themes.values():
        rows.sort(key=lambda row: sha256(f"{seed} {row['id']}".encode()).digest())
        share = len(rows) if count == 0 else -(-count // len(themes))
        found += [_typed(row, library) for row in rows[:share]]
    return found if count == 0 else found[:count]


def _typed(row: dict[str, Any], library: Library) -> HouseStory:
    pronoun = row.get("pronoun", "they")
    story = Story(
        title=row["title"], theme=row["theme"], hero=row["hero"], hero_name=row["hero_name"], pronoun=pronoun,
        colours=tuple(row["colours"]), adjectives=tuple(row["adjectives"]),
        cast=(Character("hero", row["hero"], row["hero_name"], pronoun),),
        scenes=tuple(
            StoryScene(_place(scene["place"], row["theme"], library), scene["text"], _GRADE) for scene in row["scenes"]
        ),
        grade=_GRADE,
    )  # fmt: skip
    return HouseStory(story, tuple(frozenset(_ids(scene.get("things", ()), library)) for scene in row["scenes"]))


def _place(name: str, theme: str, library: Library) -> str:
    """Id of a place that an author names: "summit with northern lights"."""
    return library.place_by_word(theme, name) or name.replace(" ", "-")


def _ids(names: list[str], library: Library) -> Iterator[str]:
    for name in names:
        known = library.things_by_word.get(name.lower())
        if known:
            yield known
