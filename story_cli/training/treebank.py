"""Dependency treebanks (CoNLL-U): reading, and variants that make web text look more like a story.

Labels stay those of Universal Dependencies v2. Multi-word tokens ("don't") count as their parts ("do", "n't"),
which is also how the tokenizer cuts them; empty nodes of the enhanced graph are left out.
"""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

SPEECH_VERBS = (
    "said",
    "asked",
    "cried",
    "whispered",
    "shouted",
    "sang",
    "called",
    "laughed",
    "giggled",
    "sighed",
    "replied",
)
SPEAKERS = (
    ("Lulu", "PROPN", "NNP"), ("Pip", "PROPN", "NNP"), ("Nerissa", "PROPN", "NNP"), ("Otto", "PROPN", "NNP"),
    ("she", "PRON", "PRP"), ("he", "PRON", "PRP"), ("they", "PRON", "PRP"),
    ("octopus", "NOUN", "NN"), ("crab", "NOUN", "NN"), ("dragon", "NOUN", "NN"), ("fox", "NOUN", "NN"),
    ("owl", "NOUN", "NN"), ("robot", "NOUN", "NN"), ("mermaid", "NOUN", "NN"),
)  # fmt: skip


@dataclass(frozen=True)
class Token:
    form: str
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int  # index in the sentence; its own index for the root
    dep: str
    space: bool


Tree = tuple[Token, ...]


def read_trees(path: Path) -> list[Tree]:
    """Every sentence of a .conllu or .conllu.xz file."""
    packed = path.read_bytes()
    text = (lzma.decompress(packed) if path.suffix == ".xz" else packed).decode("utf-8")
    return [tree for block in text.split("\n\n") if (tree := _tree(block))]


def _tree(block: str) -> Tree:
    tokens: list[Token] = []
    glued: dict[int, bool] = {}  # last part of a multi-word token → followed by a space
    inside: set[int] = set()
    for line in block.splitlines():
        columns = line.split("\t")
        if line.startswith("#") or len(columns) != 10 or "." in columns[0]:
            continue
        if "-" in columns[0]:
            first, last = (int(part) for part in columns[0].split("-"))
            inside.update(range(first, last))
            glued[last] = "SpaceAfter=No" not in columns[9]
            continue
        number = int(columns[0])
        space = glued.get(number, number not in inside and "SpaceAfter=No" not in columns[9])
        head = int(columns[6]) - 1 if columns[6] != "0" else number - 1
        morph = "" if columns[5] == "_" else columns[5]
        tokens.append(Token(columns[1], columns[2], columns[3], columns[4], morph, head, columns[7], space))
    return tuple(tokens)


def lower_cased(tree: Tree) -> Tree:
    """The same tree without capitals: unknown names must not depend on them."""
    return tuple(replace(token, form=token.form.lower()) for token in tree)


def upper_cased_first(tree: Tree) -> Tree:
    """The same tree, first letter a capital, as an edited book would print it."""
    first = tree[0]
    return (replace(first, form=first.form[:1].upper() + first.form[1:]), *tree[1:])


def quoted(tree: Tree, rng: random.Random) -> Tree:
    """The sentence as direct speech with its speaker: '"Come back!" said the crab.' or 'Lulu said, "Come back!"'."""
    root = next(index for index, token in enumerate(tree) if token.head == index)
    close = _mark("!" if rng.random() < 0.35 else ",", ".") if tree[-1].dep != "punct" else tree[-1]
    inner = tree[:-1] if tree[-1].dep == "punct" else tree
    if close.form not in "!?":
        close = _mark("," if rng.random() < 0.8 else "!", ",")
    speaker, pos, tag = rng.choice(SPEAKERS)
    verb = Token(
        rng.choice(SPEECH_VERBS),
        "",
        "VERB",
        "VBD",
        "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin",
        0,
        "root",
        True,
    )
    verb = replace(verb, lemma=_present(verb.form))
    who = _speaker(speaker, pos, tag)
    if rng.random() < 0.75:
        middle = [verb, *who] if rng.random() < 0.6 or pos != "PRON" else [*who, verb]
        return _assemble(inner, root, close, middle, quote_first=True)
    return _assemble(
        inner, root, replace(close, form="." if close.form == "," else close.form), [*who, verb], quote_first=False
    )


def _present(form: str) -> str:
    odd = {"said": "say", "cried": "cry", "sang": "sing", "giggled": "giggle", "replied": "reply"}
    return odd.get(form, form.removesuffix("ed"))


def _mark(form: str, tag: str) -> Token:
    return Token(form, form, "PUNCT", tag, "", 0, "punct", False)


def _speaker(form: str, pos: str, tag: str) -> list[Token]:
    number = "Case=Nom|Number=Sing|PronType=Prs" if pos == "PRON" else "Number=Sing"
    noun = Token(form, form, pos, tag, number, 0, "nsubj", True)
    if pos != "NOUN":
        return [noun]
    return [Token("the", "the", "DET", "DT", "Definite=Def|PronType=Art", 1, "det", True), noun]


def _assemble(inner: Tree, root: int, close: Token, telling: list[Token], *, quote_first: bool) -> Tree:
    """Join quote and telling clause; `telling` holds the verb (root of all), its subject and that one's article."""
    before = 1 if quote_first else len(telling) + 2
    verb_at = next(index for index, token in enumerate(telling) if token.dep == "root")
    verb = verb_at + (len(inner) + 3 if quote_first else 0)
    said: list[Token] = [replace(_mark('"', "``"), head=before + root)]
    for index, token in enumerate(inner):
        dep = "ccomp" if index == root else token.dep
        said.append(replace(token, head=verb if index == root else before + token.head, dep=dep))
    said[-1] = replace(said[-1], space=False)
    said += [
        replace(close, head=before + root, space=False),
        replace(_mark('"', "''"), head=before + root, space=quote_first),
    ]
    base = len(said) if quote_first else 0
    told = []
    for index, token in enumerate(telling):
        noun = base + index + 1 if token.dep == "det" else verb
        told.append(replace(token, head=noun))
    if quote_first:
        told[-1] = replace(told[-1], space=False)
        return (*said, *told, replace(_mark(".", "."), head=verb, space=True))
    told[0] = replace(told[0], form=told[0].form[:1].upper() + told[0].form[1:])
    told[-1] = replace(told[-1], space=False)
    return (*told, replace(_mark(",", ","), head=verb, space=True), *said)


def gold_doc(trees: list[Tree], vocab: Vocab) -> Doc:
    """One annotated Doc of one or more sentences."""
    from spacy.tokens import Doc

    tokens = [(token, begin) for tree, begin in zip(trees, _begins(trees), strict=True) for token in tree]
    return Doc(
        vocab,
        words=[token.form for token, _ in tokens],
        spaces=[token.space for token, _ in tokens],
        tags=[token.tag for token, _ in tokens],
        pos=[token.pos for token, _ in tokens],
        morphs=[token.morph for token, _ in tokens],
        lemmas=[token.lemma for token, _ in tokens],
        heads=[begin + token.head for token, begin in tokens],
        deps=[kept_relation(token.dep) for token, _ in tokens],
    )


def kept_relation(dep: str) -> str:
    """A label as the parser learns it, most without their subtype."""
    return dep if dep in KEPT_SUBTYPES else dep.split(":")[0]


KEPT_SUBTYPES = ("nsubj:pass", "aux:pass", "csubj:pass", "acl:relcl", "compound:prt", "nmod:poss", "obl:agent")


def _begins(trees: list[Tree]) -> Iterator[int]:
    begin = 0
    for tree in trees:
        yield begin
        begin += len(tree)
