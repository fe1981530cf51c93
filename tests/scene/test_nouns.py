"""What nouns name by WordNet: kinds, kin of the catalogue, and the words that lead back to somebody."""

from __future__ import annotations

import pytest

from story_cli.catalogue import Library
from story_cli.scene.nouns import read_nouns
from tests.scene.conftest import Read


@pytest.mark.parametrize(
    ("word", "kind"),
    [("baker", "person"), ("sparrow", "animal"), ("apron", "clothes"), ("hill", "place"), ("idea", "abstract")],
)
def test_kinds_of_common_nouns(library: Library, word: str, kind: str) -> None:
    assert read_nouns(library.root)[word].kind == kind


def test_ideas_are_followed_and_never_seen(read: Read) -> None:
    (scene,) = read("Lulu had a plan. It was a good plan, and she kept it.")
    assert [entity.id for entity in scene.graph.entities] == ["hero"]
    (kept,) = (m for m in scene.reading.mentions if m.word == "it" and m.role == "object")
    assert kept.referents == ("plan-1",)


def test_a_general_word_leads_back_to_what_it_is_a_kind_of(read: Read) -> None:
    (scene,) = read("A sparrow sat on a rock. Lulu waved at the bird.")
    birds = [entity for entity in scene.graph.entities if entity.head in ("sparrow", "bird")]
    assert [len(bird.mentions) for bird in birds] == [2]


@pytest.mark.parametrize(
    "text", ["With a shaking heart, Lulu knocked.", "Lulu's heart thumped.", "The crab thumped his chest."]
)
def test_hearts_and_chests_of_somebody_are_no_things(read: Read, text: str) -> None:
    (scene,) = read(text)
    assert {entity.piece for entity in scene.graph.entities} <= {"mermaid", "crab"}


def test_people_are_never_it(read: Read) -> None:
    (scene,) = read("The knight held a ball. It rolled away.")
    (it,) = (m for m in scene.reading.mentions if m.word == "it")
    assert it.referents == ("ball-1",)
