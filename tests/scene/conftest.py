"""Fixtures of the scene tests: the shipped library and parser, a cast, and stories read with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from story_cli.art.piece import load_piece
from story_cli.artifacts import Character, Grade, Scene, Story, StoryScene
from story_cli.catalogue import Library
from story_cli.scene.boxes import Figure
from story_cli.scene.understand import Understood, read_story
from story_cli.settings import SceneSettings
from story_cli.shape import Ratio

Read = Callable[..., tuple[Understood, ...]]
Compose = Callable[..., tuple[tuple[Scene, ...], dict[str, Figure]]]
LULU = Character("hero", "mermaid", "Lulu", "she")


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture(scope="session")
def read(library: Library) -> Read:
    """Reads scenes of an underwater story whose hero is Lulu the mermaid, without the coreference model."""
    from story_cli.scene.parse import load_parser

    nlp = load_parser(library.model_folder("parser"))

    def read(*texts: str, theme: str = "underwater", cast: tuple[Character, ...] = (LULU,)) -> tuple[Understood, ...]:
        return read_story(texts, library, nlp, theme=theme, cast=cast)

    return read


@pytest.fixture(scope="session")
def composed(library: Library) -> Compose:
    """Composes texts as the scenes of a story in one place; gives the scenes and their figures by piece."""
    from story_cli.scene.compose import compose_scenes

    def composed(
        *texts: str, place: str = "coral-reef", seed: int = 7, ratio: Ratio = "16:9"
    ) -> tuple[tuple[Scene, ...], dict[str, Figure]]:
        theme = library.places[place].theme
        grade = Grade(1.0, {})
        scenes = tuple(StoryScene(place, text, grade) for text in texts)
        story = Story("", theme, "mermaid", "Lulu", "she", ("pink",), ("silly",), (LULU,), scenes, grade)
        settings = SceneSettings(coref="none", ratio=ratio)
        done = compose_scenes(story, settings, library, seed, lambda share, text: None).scenes
        return done, {e.piece: Figure(load_piece(library, e.piece)) for scene in done for e in scene.elements}

    return composed
