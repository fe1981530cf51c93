"""Reading treebanks and making web sentences more like stories keeps every tree a tree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import spacy

from story_cli.training.storytrees import story_tree
from story_cli.training.storywords import inflected, lemma_forms, many, with_story_words
from story_cli.training.treebank import Tree, gold_doc, lower_cased, quoted, read_trees

CONLLU = """# text = He doesn't see a fox.
1\tHe\the\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_
2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdoes\tdo\tAUX\tVBZ\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\t_
5\ta\ta\tDET\tDT\t_\t6\tdet\t_\t_
6\tfox\tfox\tNOUN\tNN\t_\t4\tobj\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    path = tmp_path / "made.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    (found,) = read_trees(path)
    return found


def _is_tree(tree: Tree) -> bool:
    roots = [index for index, token in enumerate(tree) if token.head == index]
    doc = gold_doc([tree], spacy.blank("en").vocab)
    return len(roots) == 1 and doc[roots[0]].dep_ == "root" and len(list(doc[roots[0]].subtree)) == len(tree)


def test_a_contraction_is_two_tokens_without_a_space(tree: Tree) -> None:
    assert gold_doc([tree], spacy.blank("en").vocab).text == "He doesn't see a fox. "


def test_direct_speech_has_the_speech_verb_as_its_root(tree: Tree) -> None:
    for seed in range(20):
        told = quoted(tree, random.Random(seed))
        assert _is_tree(told)
        root = next(token for index, token in enumerate(told) if token.head == index)
        assert root.tag == "VBD"
        assert sum(token.form == '"' for token in told) == 2


def test_story_words_change_forms_and_keep_the_tree(tree: Tree) -> None:
    changed = with_story_words(tree, random.Random(3), share=1.0)
    assert [(token.head, token.dep, token.tag) for token in changed] == [(t.head, t.dep, t.tag) for t in tree]
    assert changed[3].form != "see"
    assert changed[5].form != "fox"


def test_an_article_follows_its_new_noun(tree: Tree) -> None:
    for seed in range(60):
        changed = with_story_words(tree, random.Random(seed), share=1.0)
        vowel = changed[5].form[0] in "aeiou" and changed[5].form != "unicorn"
        assert changed[4].form == ("an" if vowel else "a")


def test_lower_case_keeps_the_tree(tree: Tree) -> None:
    assert [token.form for token in lower_cased(tree)] == ["he", "does", "n't", "see", "a", "fox", "."]


def test_every_clause_of_the_grammar_is_a_tree() -> None:
    rng = random.Random(5)
    assert all(_is_tree(story_tree(rng)) for _ in range(300))


@pytest.mark.parametrize(
    ("base", "tag", "form"),
    [
        ("swim", "VBD", "swam"), ("swim", "VBN", "swum"), ("hop", "VBG", "hopping"), ("cry", "VBZ", "cries"),
        ("wave", "VBD", "waved"), ("lie", "VBG", "lying"), ("catch", "VBZ", "catches"), ("see", "VBG", "seeing"),
    ],
)  # fmt: skip
def test_inflection(base: str, tag: str, form: str) -> None:
    assert inflected(base, tag) == form


def test_plurals() -> None:
    assert [many(noun) for noun in ("fox", "mouse", "pony", "boat", "scarf")] == [
        "foxes",
        "mice",
        "ponies",
        "boats",
        "scarves",
    ]


def test_no_form_has_two_lemmas_of_one_kind() -> None:
    seen: dict[tuple[str, str], str] = {}
    clashes = [
        (form, lemma, seen[kind, form])
        for lemma, kind, forms in lemma_forms()
        for form in forms
        if seen.setdefault((kind, form), lemma) != lemma
    ]
    assert clashes == []
