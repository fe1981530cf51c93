"""Edits change words and joints, never who does what."""

import random
from collections import Counter

import pytest

from story_cli.catalogue import Library
from story_cli.kits import load_tables
from story_cli.kits.phrasebook import load_phrasebook
from story_cli.models.roles import Role, RoleStory, role_of, spaced
from story_cli.write.edit import Editor, divided
from story_cli.write.retrieve import shared

STORY = RoleStory("", "castle", "cat", ("silly",), (Role("c1", "creature"), Role("p1", "place")), (), (), ())


@pytest.fixture
def editor() -> Editor:
    library = Library()
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    return Editor(STORY, load_phrasebook(library), tables, random.Random(1))


def edited(editor: Editor, text: str) -> set[str]:
    """Everything that thirty draws make of a text."""
    return {" ".join(editor(spaced(text), random.Random(seed))) for seed in range(30)}


def test_words_become_others_that_mean_the_same(editor: Editor) -> None:
    assert edited(editor, "<Name> smiled.") == {"<name> smiled .", "<name> beamed ."}


def test_short_sentences_of_the_hero_are_joined(editor: Editor) -> None:
    assert "<name> took a hat , and <he> went out ." in edited(editor, "<Name> took a hat. <He> went out.")


def test_a_place_may_come_first(editor: Editor) -> None:
    assert "<p1:in> <name> ate a bun all by <himself> ." in edited(editor, "<Name> ate a bun all by <himself> <p1:in>.")


def test_a_speech_is_never_divided(editor: Editor) -> None:
    text = "“Oh! Look at that,” said <name>. “It is a <c1>.”"
    assert divided(spaced(text)) == [spaced("“Oh! Look at that,” said <name>."), spaced("“It is a <c1>.”")]


def test_epithets_of_the_kits_go_but_for_the_first_of_one_creature() -> None:
    library = Library()
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    told = set()
    for seed in range(20):
        editor = Editor(STORY, load_phrasebook(library), tables, random.Random(seed))
        told.add(" ".join(editor(spaced("A giggling <c1> came. The muddled <c1> sat there."), random.Random(1))))
    assert told == {"a <c1> came . the <c1> sat there .", "a giggling <c1> came . the <c1> sat there ."}


def test_roles_stay_as_they_are(editor: Editor) -> None:
    text = "<Name> looked at the <c1>. <He> was quiet. Then <he> ran to the <c1>, and <he> gave <c1:him> a big bun."
    before = Counter(role_of(t) for t in spaced(text) if role_of(t) != "hero")
    for told in edited(editor, text):
        assert Counter(role_of(t) for t in told.split() if role_of(t) not in ("", "hero")) == Counter(
            {role: n for role, n in before.items() if role}
        )


@pytest.mark.parametrize("text", ["Now and then <he> sang.", "<Name> laughed and laughed.", "Very slowly, <he> sat."])
def test_set_phrases_stay_whole(editor: Editor, text: str) -> None:
    told = edited(editor, text)
    assert not any("after that" in t or "laugh and" in t or "very little" in t for t in told)


def test_runs_shared_with_the_prototype_are_counted() -> None:
    words = [str(n) for n in range(12)]
    assert shared(words, words) == 1.0
    assert shared(words, [*words[:6], "x", *words[6:]]) == 0.0


@pytest.mark.parametrize("text", ["“Oh dear,” <name> sighed.", "<Name> looked at it hard."])
def test_tags_of_speech_and_manner_are_left_alone(editor: Editor, text: str) -> None:
    assert not any("gave a" in told or "had a look" in told for told in edited(editor, text))


@pytest.mark.parametrize("text", ["“And then?” asked the <c1>.", "The lid would not shut.", "One big day came."])
def test_refrains_and_infinitives_stay(editor: Editor, text: str) -> None:
    assert edited(editor, text) == {" ".join(spaced(text))}


def test_what_is_denied_stays(editor: Editor) -> None:
    assert edited(editor, "It was not nearly enough.") == {" ".join(spaced("It was not nearly enough."))}
