"""House stories are screened, labelled, recast and divided."""

import random
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from story_cli.artifacts import Frame
from story_cli.catalogue import Library
from story_cli.models.roles import Role, RoleScene, RoleStory, spaced
from story_cli.training.labels import Rarity, frames, keywords
from story_cli.training.written import held_out, recast, screen

NLP = spacy.blank("en")
TEXT = "Mira the mermaid swam to the old wreck and found a shell beside a sleepy crab in the sand."


def row(number: int = 1, **changes: Any) -> dict[str, Any]:
    words = [f"{TEXT} It was place number {word}." for word in ("one", "two", "three")]
    scenes = [{"place": "coral reef", "text": f"{text} {number * 'very '}deep."} for text in words]
    return {"id": f"s{number}", "theme": "underwater", "hero": "mermaid", "hero_name": "Mira", "pronoun": "she",
            "colours": ["pink"], "adjectives": ["silly"], "title": "The Shell", "scenes": scenes} | changes  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"hero_name": "Otto"}, "nameless"),
        ({"theme": "moon"}, "prompts"),
        ({"scenes": [{"text": "Mira ran."}] * 5}, "length"),
        ({"scenes": []}, "form"),
        ({"title": "The Gun"}, "unsafe"),
    ],
)
def test_what_cannot_be_learnt_from_is_left_out_and_counted(changes: dict[str, Any], reason: str) -> None:
    screened = screen([row(**changes)], Library())
    assert screened.rows == []
    assert screened.refused == {reason: 1}


def test_doubles_are_left_out() -> None:
    assert screen([row(1), row(1, id="other")], Library()).refused == {"double": 1}


def test_a_split_goes_by_the_id_alone() -> None:
    assert [held_out(f"story-{n}") for n in range(200)].count(True) in range(8, 35)
    assert held_out("story-7") == held_out("story-7")


def parsed(words: str, heads: list[int], deps: list[str], pos: list[str], lemmas: list[str]) -> Doc:
    return Doc(NLP.vocab, words=words.split(), heads=heads, deps=deps, pos=pos, lemmas=lemmas,
               sent_starts=[True] + [False] * (len(heads) - 1))  # fmt: skip


def test_a_clause_becomes_a_frame() -> None:
    doc = parsed(
        "Mira found a shell in the cave", [1, 1, 3, 1, 6, 6, 1], ["nsubj", "ROOT", "det", "obj", "case", "det", "obl"],
        ["PROPN", "VERB", "DET", "NOUN", "ADP", "DET", "NOUN"], ["Mira", "find", "a", "shell", "in", "the", "cave"],
    )  # fmt: skip
    assert frames(doc) == [[Frame("Mira", "find", "shell", "", "in", "cave")]]


def test_what_is_given_to_somebody_has_a_recipient() -> None:
    doc = parsed(
        "Mira gave it to Otto", [1, 1, 1, 4, 1], ["nsubj", "ROOT", "obj", "case", "obl"],
        ["PROPN", "VERB", "PRON", "ADP", "PROPN"], ["Mira", "give", "it", "to", "Otto"],
    )  # fmt: skip
    assert frames(doc) == [[Frame("Mira", "give", "it", "Otto")]]


def test_entities_come_before_other_keywords() -> None:
    doc = parsed(
        "the shell shone softly tonight", [1, 2, 2, 2, 2], ["det", "nsubj", "ROOT", "advmod", "advmod"],
        ["DET", "NOUN", "VERB", "ADV", "NOUN"], ["the", "shell", "shine", "softly", "tonight"],
    )  # fmt: skip
    others = [Doc(NLP.vocab, words=["nothing"]) for _ in range(9)]
    found = keywords(doc, {"shell": "<t1>"}, Rarity([doc, *others]))
    assert found[0] == "shell"
    assert set(found) == {"shell", "shone", "tonight"}


def test_a_recast_keeps_pronouns_right() -> None:
    story = RoleStory(
        "house:s1", "underwater", "mermaid", ("silly",), (Role("c1", "creature", kind="crab"),), (), (),
        (RoleScene("p1", (), (), tuple(spaced("<Name> saw a <c1>. She waved."))),) * 3,
    )  # fmt: skip
    made = recast(row(), story, Library(), random.Random(3))
    assert made is not None
    assert made["pronoun"] == "she"
    assert made["hero_name"] in Library().names.she
    assert made["scenes"][0]["text"].startswith(f"{made['hero_name']} saw a")
