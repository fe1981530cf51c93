"""The annotated scenes of library/stories/gold, read by hand: house stories (scenes.jsonl) and single scenes in the
manner of good picture books (picture-books.jsonl, half of them for testing only; practice-*.jsonl, only to learn from).

Each row says who each pronoun and noun is (`clusters`, by entity, with character spans of the head words), what is to
be seen and how many, what may be seen or not (`optional`: scenery, parts of a body), what is only spoken of, and
relations, moves and feelings, with other ways to say the same. docs/understanding.md has the guide lines.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import msgspec

from story_cli.artifacts import Data
from story_cli.errors import StoryError


class GoldCluster(Data, frozen=True):
    entity: str  # catalogue id or head; "fox+bat" of several; "bottle-2" is another bottle
    mentions: tuple[tuple[int, int], ...]


class GoldFact(Data, frozen=True):
    """One fact with the ways to state it; an optional one is neither asked for nor counted as wrong."""

    any: tuple[tuple[str, ...], ...]
    optional: bool = False


class GoldScene(Data, frozen=True):
    id: str  # story/scene
    half: str  # dev, test or train
    theme: str
    hero: str
    hero_name: str
    pronoun: str  # of the hero; "" where only kind and name are told
    text: str
    place: str
    clusters: tuple[GoldCluster, ...]
    visible: dict[str, int]
    optional: tuple[str, ...]
    absent: tuple[str, ...]
    relations: tuple[GoldFact, ...]
    actions: tuple[GoldFact, ...]
    feelings: tuple[GoldFact, ...]

    @property
    def story(self) -> str:
        return self.id.partition("/")[0]


def training_scenes(root: Path) -> list[list[GoldScene]]:
    """All scenes that may be learnt from and are not measured with."""
    return [*read_gold(root, "train"), *read_gold(root, "train", "coreference")]


def read_gold(root: Path, half: str = "", folder: str = "gold") -> list[list[GoldScene]]:
    """Stories of annotated scenes; one half, or all. `folder` "coreference" has scenes for training that only say who
    is who and what is to be seen. Raises: StoryError if the library has none."""
    paths = sorted((root / "stories" / folder).glob("*.jsonl"))
    if not paths:
        raise StoryError(
            f"no annotated scenes in {root / 'stories' / folder}", f"give a library that holds stories/{folder}"
        )
    decoder = msgspec.json.Decoder(GoldScene)
    scenes = [decoder.decode(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = [scene for scene in scenes if half in ("", scene.half)]
    return [list(group) for _, group in groupby(chosen, key=lambda scene: scene.story)]
