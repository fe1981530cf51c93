"""A small grammar of picture-book clauses that web treebanks hardly have, unfolded into dependency trees.

"Under the old boat sat three crabs." "Down swam Lulu." "Splash went the ball." "Come back, little fish!" The trees
follow Universal Dependencies v2 as the EWT treebank applies it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from story_cli.training.storywords import ADJECTIVES, INTRANSITIVE, NAMES, NOUNS, TRANSITIVE, inflected, many, word_list
from story_cli.training.treebank import Token, Tree

_PREPOSITIONS = word_list("""
    on in under behind beside above over near inside into onto through around between against below
    beneath across along past toward with by
""")
_WHERE = ["here", "there", "away", "up", "down", "in", "out", "off", "back", "home"]
_SOUNDS = word_list("""
    Splash Plop Whoosh Ding Bump Crash Pop Thump Hic Boom Snap Zoom Swish Click
""")
_NUMBERS = ["two", "three", "four", "five", "six", "seven", "ten", "twenty"]
_SITTING = word_list("""
    sit stand lie wait hide sleep hang float live swim hop dance peek glow shine rest fly creep climb
""")
_GOING = ["go", "come", "swim", "pop", "fly", "run", "hop", "float", "roll", "jump", "tumble", "dive"]
_PAST = "Mood=Ind|Tense=Past|VerbForm=Fin"


@dataclass
class Phrase:
    """Tokens with heads inside the phrase; `root` is the one that hangs outside."""

    tokens: list[Token]
    root: int


def story_tree(rng: random.Random) -> Tree:
    """One random clause of the grammar."""
    phrase = rng.choice(
        (_inversion, _inversion, _together, _particle, _sound, _there, _call, _two_verbs, _who, _while, _plain)
    )(rng)
    first = phrase.tokens[0]
    tokens = [replace(first, form=first.form[:1].upper() + first.form[1:]), *phrase.tokens[1:]]
    tokens[-2:-1] = [replace(tokens[-2], space=False)]
    return tuple(tokens)


def _word(form: str, pos: str, tag: str, dep: str = "", morph: str = "") -> Token:
    return Token(form, "", pos, tag, morph, 0, dep, True)


def _join(head: Phrase, *others: tuple[Phrase, str, bool]) -> Phrase:
    """Hang phrases on `head`: (phrase, label, before?) in reading order on each side."""
    before = [(phrase, dep) for phrase, dep, first in others if first]
    after = [(phrase, dep) for phrase, dep, first in others if not first]
    tokens: list[Token] = []
    shift = sum(len(phrase.tokens) for phrase, _ in before)
    root = shift + head.root
    for phrase, dep in (*before, (head, ""), *after):
        base = len(tokens)
        for index, token in enumerate(phrase.tokens):
            if index == phrase.root and phrase is not head:
                tokens.append(replace(token, head=root, dep=dep))
            else:
                tokens.append(replace(token, head=base + token.head))
    tokens[root] = replace(tokens[root], head=root, dep=tokens[root].dep or "root")
    return Phrase(tokens, root)


def _leaf(form: str, pos: str, tag: str, morph: str = "") -> Phrase:
    return Phrase([_word(form, pos, tag, morph=morph)], 0)


def _noun(rng: random.Random, *, people: bool = False) -> Phrase:
    """ "the old boat", "three crabs", "Lulu", "her", "Lulu's boat"."""
    chance = rng.random()
    if chance < (0.35 if people else 0.1):
        return _leaf(rng.choice(NAMES), "PROPN", "NNP", "Number=Sing")
    if people and chance < 0.45:
        return _leaf(rng.choice(("she", "he", "they")), "PRON", "PRP", "Case=Nom|PronType=Prs")
    plural = rng.random() < 0.22
    noun = rng.choice(NOUNS)
    head = _leaf(
        many(noun) if plural else noun, "NOUN", "NNS" if plural else "NN", "Number=Plur" if plural else "Number=Sing"
    )
    parts: list[tuple[Phrase, str, bool]] = []
    adjective = rng.choice(ADJECTIVES) if rng.random() < 0.4 else ""
    start = adjective or noun
    chance = rng.random()
    if plural and chance < 0.5:
        parts.append((_leaf(rng.choice(_NUMBERS), "NUM", "CD", "NumType=Card"), "nummod", True))
    elif chance < 0.6:
        parts.append((_leaf("the", "DET", "DT", "Definite=Def|PronType=Art"), "det", True))
    elif chance < 0.75:
        parts.append(
            (_leaf(rng.choice(("her", "his", "its")), "PRON", "PRP$", "Poss=Yes|PronType=Prs"), "nmod:poss", True)
        )
    elif not plural:
        parts.append(
            (_leaf("an" if start[0] in "aeiou" else "a", "DET", "DT", "Definite=Ind|PronType=Art"), "det", True)
        )
    if adjective:
        parts.append((_leaf(adjective, "ADJ", "JJ", "Degree=Pos"), "amod", True))
    return _join(head, *parts) if parts else head


def _place(rng: random.Random) -> tuple[Phrase, str]:
    """A prepositional phrase and its label."""
    thing = _noun(rng)
    if rng.random() < 0.15:
        side = _leaf(*rng.choice((("front", "NOUN", "NN"), ("top", "NOUN", "NN"))))
        first = "in" if side.tokens[0].form == "front" else "on"
        owned = _join(thing, (_leaf("of", "ADP", "IN"), "case", True))
        return _join(side, (_leaf(first, "ADP", "IN"), "case", True), (owned, "nmod", False)), "obl"
    return _join(thing, (_leaf(rng.choice(_PREPOSITIONS), "ADP", "IN"), "case", True)), "obl"


def _verb(rng: random.Random, words: list[str], tag: str = "VBD") -> Phrase:
    base = rng.choice(words)
    return _leaf(
        inflected(base, tag),
        "VERB",
        tag,
        _PAST if tag == "VBD" else "Tense=Pres|VerbForm=Part" if tag == "VBG" else "VerbForm=Inf",
    )


def _end(rng: random.Random) -> tuple[Phrase, str, bool]:
    return _leaf("!" if rng.random() < 0.25 else ".", "PUNCT", "."), "punct", False


def _inversion(rng: random.Random) -> Phrase:
    place, label = _place(rng)
    subject = _noun(rng)
    if rng.random() < 0.3:
        subject = _both(rng, subject)
    return _join(_verb(rng, _SITTING), (place, label, True), (subject, "nsubj", False), _end(rng))


def _both(rng: random.Random, first: Phrase) -> Phrase:
    second = _join(_noun(rng), (_leaf("and", "CCONJ", "CC"), "cc", True))
    return _join(first, (second, "conj", False))


def _together(rng: random.Random) -> Phrase:
    place, label = _place(rng)
    return _join(
        _verb(rng, INTRANSITIVE), (_both(rng, _noun(rng, people=True)), "nsubj", True), (place, label, False), _end(rng)
    )


def _particle(rng: random.Random) -> Phrase:
    where = (_leaf(rng.choice(_WHERE), "ADV", "RB"), "advmod", True)
    rest = [(_place(rng)[0], "obl", False)] if rng.random() < 0.4 else []
    return _join(_verb(rng, _GOING), where, (_noun(rng), "nsubj", False), *rest, _end(rng))


def _sound(rng: random.Random) -> Phrase:
    sound = rng.choice(_SOUNDS)
    return _join(
        _verb(rng, ["go"]), (_leaf(sound, "INTJ", "UH"), "discourse", True), (_noun(rng), "nsubj", False), _end(rng)
    )


def _there(rng: random.Random) -> Phrase:
    place, label = _place(rng)
    thing = _noun(rng)
    if rng.random() < 0.5:
        be = _leaf(rng.choice(("was", "were")), "VERB", "VBD", _PAST)
        return _join(
            be, (_leaf("there", "PRON", "EX"), "expl", True), (thing, "nsubj", False), (place, label, False), _end(rng)
        )
    there = _leaf("there", "ADV", "RB", "PronType=Dem")
    return _join(
        _verb(rng, _SITTING), (there, "advmod", True), (thing, "nsubj", False), (place, label, False), _end(rng)
    )


def _call(rng: random.Random) -> Phrase:
    verb = _verb(rng, INTRANSITIVE, "VB")
    where = [(_leaf(rng.choice(_WHERE), "ADV", "RB"), "advmod", False)] if rng.random() < 0.6 else []
    comma = (_leaf(",", "PUNCT", ","), "punct", False)
    return _join(verb, *where, comma, (_leaf(rng.choice(NAMES), "PROPN", "NNP"), "vocative", False), _end(rng))


def _two_verbs(rng: random.Random) -> Phrase:
    place, label = _place(rng)
    second = _join(_verb(rng, INTRANSITIVE), (_leaf("and", "CCONJ", "CC"), "cc", True), (place, label, False))
    return _join(_verb(rng, INTRANSITIVE), (_noun(rng, people=True), "nsubj", True), (second, "conj", False), _end(rng))


def _who(rng: random.Random) -> Phrase:
    place, label = _place(rng)
    clause = _join(
        _verb(rng, _SITTING), (_leaf("who", "PRON", "WP", "PronType=Rel"), "nsubj", True), (place, label, False)
    )
    subject = _join(_noun(rng), (clause, "acl:relcl", False))
    return _join(_verb(rng, INTRANSITIVE), (subject, "nsubj", True), _end(rng))


def _while(rng: random.Random) -> Phrase:
    place, label = _place(rng)
    clause = _join(_verb(rng, TRANSITIVE, "VBG"), (_noun(rng), "obj", False))
    comma = (_leaf(",", "PUNCT", ","), "punct", False)
    return _join(
        _verb(rng, INTRANSITIVE),
        (_noun(rng, people=True), "nsubj", True),
        (place, label, False),
        comma,
        (clause, "advcl", False),
        _end(rng),
    )


def _plain(rng: random.Random) -> Phrase:
    place, label = _place(rng)
    return _join(
        _verb(rng, TRANSITIVE),
        (_noun(rng, people=True), "nsubj", True),
        (_noun(rng), "obj", False),
        (place, label, False),
        _end(rng),
    )
