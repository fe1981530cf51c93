"""A plan, also one that a person has edited, is seen in roles."""

import pytest

from story_cli.artifacts import Brief, Character, Frame, Plan, PlannedScene
from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.write.view import View, in_roles, view

BRIEF = Brief("underwater", "mermaid", "Mira", "she", ("pink",), ("silly",), seed=1)
CAST = (Character("hero", "mermaid", "Mira", "she"), Character("c1", "octopus", "Otto", "he"))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def seen(library: Library, *scenes: PlannedScene, title: str = "Mira and the Pearl") -> View:
    return view(BRIEF, Plan(title, "to find a pearl", CAST, scenes), library)


def test_catalogue_ids_become_roles(library: Library) -> None:
    frame = Frame("c1", "give", "pearl", "hero", relation="in", at="coral-reef")
    story = seen(library, PlannedScene("coral-reef", (frame,), ("pearl", "gone"), ("pearl",))).story
    assert story.scenes[0].place == "p1"
    assert story.scenes[0].frames[0] == Frame("c1", "give", "t1", "hero", relation="in", at="p1")
    assert story.scenes[0].keywords == ("gone",)
    assert [(role.id, role.kind) for role in story.roles] == [("c1", "octopus"), ("t1", "pearl"), ("p1", "coral reef")]


def test_a_hiding_place_becomes_a_role(library: Library) -> None:
    frame = Frame("c1", "hide", relation="behind", at="the red coral")
    found = seen(library, PlannedScene("coral-reef", (frame,), ()))
    assert found.story.scenes[0].frames[0].at == "d1"
    assert found.words.words["d1"] == "behind the red coral"


def test_titles_speak_in_roles(library: Library) -> None:
    frame = Frame("hero", "find", "pearl")
    story = seen(library, PlannedScene("coral-reef", (frame,), (), ("pearl",))).story
    assert story.title == ("<name>", "and", "the", "<t1>")


def test_an_unknown_word_stays_a_word(library: Library) -> None:
    story = seen(library, PlannedScene("coral-reef", (Frame("hero", "find", "gramophone"),), ())).story
    assert story.scenes[0].frames[0].object == "gramophone"


def test_tokens_of_nobody_are_banned(library: Library) -> None:
    banned = seen(library, PlannedScene("coral-reef", (Frame("hero", "sing"),), ())).banned
    assert {"<c2>", "<t1>", "<p2:in>"} <= banned
    assert not {"<c1>", "<c1:name>", "<name>", "<p1:in>"} & banned


def test_an_unknown_place_is_refused_with_the_choices(library: Library) -> None:
    with pytest.raises(UsageError, match="atlantis") as refused:
        seen(library, PlannedScene("atlantis", (), ()))
    assert "coral-reef" in refused.value.hint


def test_a_plan_without_scenes_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="no scenes"):
        seen(library)


def test_many_keywords_do_not_drown_the_prompt(library: Library) -> None:
    story = seen(library, PlannedScene("coral-reef", (), tuple(f"word{n}" for n in range(12)))).story
    assert len(story.scenes[0].keywords) == 6


def test_a_noun_inside_another_word_is_left_alone(library: Library) -> None:
    words = seen(library, PlannedScene("coral-reef", (), ())).words
    assert "<name>" not in in_roles("A Miracle", words)
