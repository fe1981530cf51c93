"""Inputs that many tests share: the shipped library and a small made-up story."""

from __future__ import annotations

import pytest

from story_cli.artifacts import Brief, Character, Grade, Story, StoryScene
from story_cli.catalogue import Library

GRADE = Grade(score=1.0, criteria={})


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture
def brief() -> Brief:
    return Brief("underwater", "mermaid", "Nerissa", "she", ("pink",), ("silly",), 7)


@pytest.fixture
def story() -> Story:
    texts = (
        "Nerissa the mermaid lived on the coral reef. She wanted to find a pearl.",
        'An octopus hid under the old boat. "Have you seen a pearl?" asked Nerissa.',
    )
    return Story(
        title="The Pearl",
        theme="underwater",
        hero="mermaid",
        hero_name="Nerissa",
        pronoun="she",
        colours=("pink",),
        adjectives=("silly",),
        cast=(Character("hero", "mermaid", "Nerissa", "she"), Character("c1", "octopus", "", "he")),
        scenes=tuple(StoryScene("coral-reef", text, GRADE) for text in texts),
        grade=GRADE,
    )
