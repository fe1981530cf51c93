"""Mentions: the words of a scene that stand for somebody or something, before anybody asks for whom.

Three kinds: names ("Lulu"), nouns ("the old boat") and pronouns ("she", "its", "both"). Catalogue names are found by
the lexicon, the rest by part of speech. Positions are tokens of the scene's Doc.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from story_cli.artifacts import At
from story_cli.scene.given_names import given_names
from story_cli.scene.lexicon import Lexicon
from story_cli.scene.members import Pick, pick_of
from story_cli.scene.nouns import UNKNOWN
from story_cli.scene.parse import Parsed
from story_cli.scene.words import (
    ABSTRACT_NOUNS,
    COLOURS,
    EVERYBODY,
    GENERIC,
    HEART_VERBS,
    NOT_NAMES,
    NUMBERS,
    PERSON_PRONOUNS,
    QUANTITIES,
    SIZES,
    STATES,
    TIME_NOUNS,
    TITLES,
    WRITTEN_NEAR,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Role = Literal["subject", "object", "recipient", "oblique", "possessor", "other"]

_PRONOUNS: dict[str, tuple[str, str]] = {  # form → (base, case)
    "he": ("he", "subject"), "him": ("he", "object"), "his": ("he", "possessive"), "himself": ("he", "reflexive"),
    "she": ("she", "subject"), "hers": ("she", "possessive"), "herself": ("she", "reflexive"), "it": ("it", "any"),
    "its": ("it", "possessive"), "itself": ("it", "reflexive"), "they": ("they", "subject"),
    "them": ("they", "object"), "their": ("they", "possessive"), "theirs": ("they", "possessive"),
    "themselves": ("they", "reflexive"), "themself": ("they", "reflexive"), "i": ("i", "subject"),
    "me": ("i", "object"), "my": ("i", "possessive"), "mine": ("i", "possessive"), "myself": ("i", "reflexive"),
    "you": ("you", "any"), "your": ("you", "possessive"), "yours": ("you", "possessive"),
    "yourself": ("you", "reflexive"), "we": ("we", "subject"), "us": ("we", "object"), "our": ("we", "possessive"),
    "ours": ("we", "possessive"), "ourselves": ("we", "reflexive"), "both": ("they", "any"), "one": ("one", "any"),
    "everyone": ("all", "any"), "everybody": ("all", "any"), "who": ("who", "any"), "which": ("who", "any"),
}  # fmt: skip
_ROLES: dict[str, Role] = {
    "nsubj": "subject", "nsubj:pass": "subject", "csubj": "subject", "obj": "object", "iobj": "recipient",
    "obl": "oblique", "obl:agent": "oblique", "nmod": "oblique", "nmod:poss": "possessor", "expl": "other",
}  # fmt: skip
_OPENERS = frozenset(('"', "“", "‘", "'", ":", "—", "–", "``"))
_INSIDE = ("det", "amod", "nummod", "nmod:poss", "compound", "case", "advmod", "det:predet", "flat", "punct")
_DEFINITE = frozenset(("the",))
_INDEFINITE = frozenset(("a", "an", "another", "some", "any", "each", "every", "one", "other"))
_DEMONSTRATIVE = frozenset(("this", "that", "these", "those"))
_NONE = frozenset(("no",))


@dataclass
class Mention:
    """One phrase. `start`, `end` bound the phrase, `head` is its noun or pronoun."""

    scene: int
    start: int
    end: int
    head: int
    kind: Literal["name", "noun", "pronoun"]
    word: str  # name, noun lemma, or base form of the pronoun
    at: At
    piece: str = ""
    plural: bool = False
    article: Literal["the", "a", "my", "this", "no", ""] = ""
    count: int = 0  # a numeral, or 0
    attributes: tuple[str, ...] = ()
    role: Role = "other"
    case: str = ""  # of a pronoun
    quote: int = -1  # number of the quotation it stands in
    owner: int = -1  # head token of a possessor
    referents: tuple[str, ...] = ()  # filled by story_cli.scene.referents
    living: bool = False  # its referents are animate; filled with them
    shows: bool = True  # what it means is there, not only spoken of
    idea: bool = False  # what it means cannot be seen
    other: bool = field(default=False)  # "another crab", "the other one": somebody new
    place: bool = False  # the last word of a place's name: "the shell palace"
    pick: Pick = ""  # "one of them", "some": part of a group, see story_cli.scene.members


def find_mentions(parsed: Parsed, scene: int, lexicon: Lexicon, names: Collection[str]) -> list[Mention]:
    """All mentions of a scene in reading order. `names` are the given names that are known, any case."""
    doc = parsed.doc
    taken: set[int] = set()
    found: list[Mention] = []
    for index in _name_tokens(doc, {*names, *_names_ahead(doc, lexicon)}):
        found.append(_mention(parsed, scene, index, index + 1, "name", doc[index].text))
        taken.add(index)
    for named in lexicon.find(doc):
        span = range(named.start, named.end)
        if taken & set(span):
            continue
        if _other_sense(doc, named.end - 1):
            continue
        head = _last_of_compound(doc, named.end - 1)
        if head >= named.end and head not in taken and doc[head].lemma_.lower() not in PERSON_PRONOUNS:
            continue  # "the pirate ship": the pirate only describes
        taken.update(span)
        if head >= named.end and head not in taken:
            taken.add(head)
        head = (
            head
            if head >= named.end and doc[head].lemma_.lower() in PERSON_PRONOUNS
            else _head_within(doc, named.start, named.end)
        )
        word = lexicon.word(named.piece) if doc[head].i < named.end else doc[head].lemma_.lower()
        mention = _mention(parsed, scene, head, max(named.end, head + 1), "noun", word, start=named.start)
        mention.piece, mention.plural = named.piece, named.plural or (head >= named.end and doc[head].tag_ == "NNS")
        found.append(mention)
    found += _others(parsed, scene, taken)
    found = [mention for mention in found if counted_by(doc[mention.head]) is None]
    places = lexicon.place_ends(doc)
    for mention in found:
        mention.place = mention.head in places
    found.sort(key=lambda mention: (mention.head, mention.start))
    return found


def _other_sense(doc: Doc, index: int) -> bool:
    """ "thumped his chest" is a body's, "a deep note" is heard: no catalogue entries."""
    token = doc[index]
    if token.lemma_.lower() == "chest" and (index == 0 or doc[index - 1].lower_ != "treasure"):
        return any(child.dep_ == "nmod:poss" and child.tag_ == "PRP$" for child in token.children)
    if token.lemma_.lower() == "heart":  # one that beats
        owned = any(child.dep_ == "nmod:poss" or child.lower_ == "with" for child in token.children)
        return owned or token.head.lemma_.lower() in HEART_VERBS
    if token.lemma_.lower() == "note":
        return not any(other.lemma_.lower() in WRITTEN_NEAR for other in token.sent)
    return False


def counted_by(token: Token) -> Token | None:
    """The noun that a quantity counts ("fireflies" of "a cluster of fireflies"), or None if it is no quantity."""
    if token.lemma_.lower() not in QUANTITIES or token.i + 1 >= len(token.doc) or token.nbor().lower_ != "of":
        return None
    return next((child for child in token.children if child.dep_ == "nmod" and child.i > token.i), None)


def _name_tokens(doc: Doc, names: Collection[str]) -> Iterator[int]:
    known = {name.lower() for name in names}
    strange = _strange_names(doc)
    for token in doc:
        if token.text[:1].isupper() and token.lower_ in known | strange and not _after_article(doc, token.i):
            yield token.i


def _strange_names(doc: Doc) -> set[str]:
    """Words that stand inside a sentence with a capital and are no noun of the language: "Mr Pinch", "Zog"."""
    found = set()
    for token in doc:
        inside = token.i > 0 and not token.is_sent_start and doc[token.i - 1].text not in _OPENERS
        plain = token.text.isalpha() and token.text[:1].isupper() and token.text[1:].islower()
        if not inside or not plain or token.lower_ in NOT_NAMES:
            continue
        titled = doc[token.i - 1].lower_.rstrip(".") in TITLES and doc[token.i - 1].text[:1].isupper()
        alone = not (_after_article(doc, token.i) or token.dep_ == "compound")
        if titled or (token.pos_ == "PROPN" and alone):
            found.add(token.lower_)
    return found


def _names_ahead(doc: Doc, lexicon: Lexicon) -> set[str]:
    """Given names that begin a sentence and do something ("Tam held out his umbrella"), no words of the language."""
    given = frozenset().union(*given_names(lexicon.library.root).values())
    found = set()
    for token in doc:
        first = token.is_sent_start or (token.i > 0 and doc[token.i - 1].text in _OPENERS)
        plain = token.text.isalpha() and token.text[:1].isupper() and token.text[1:].islower()
        if not (first and plain) or token.lower_ in NOT_NAMES or token.pos_ not in ("PROPN", "NOUN"):
            continue
        known = token.lower_ in given
        word = lexicon.noun(token.lower_) is not UNKNOWN or token.pos_ == "NOUN"
        if token.dep_ in ("nsubj", "nmod:poss", "nsubj:pass") and (known or not word):
            found.add(token.lower_)
    return found


def _after_article(doc: Doc, index: int) -> bool:
    return index > 0 and doc[index - 1].lower_ in ("the", "a", "an")


def _last_of_compound(doc: Doc, index: int) -> int:
    """The noun that a noun modifies ("pirate" → "ship"), or its own index."""
    token = doc[index]
    following = doc[index + 1] if index + 1 < len(doc) else None
    if (
        following is not None
        and following.pos_ == "NOUN"
        and token.tag_ not in ("NNS", "NNPS")
        and token.dep_ in ("compound", "amod", "nmod", "obl", "obj", "nsubj")
        and token.head.i == following.i
    ):
        return following.i
    return index


def _head_within(doc: Doc, start: int, end: int) -> int:
    """The token of a name that others hang on: "bottle" in "bottle with letter"."""
    for token in doc[start:end]:
        if not start <= token.head.i < end or token.head.i == token.i:
            return token.i
    return end - 1


def _others(parsed: Parsed, scene: int, taken: set[int]) -> Iterator[Mention]:
    """Pronouns, and nouns that no catalogue entry names."""
    doc = parsed.doc
    for token in doc:
        if token.i in taken:
            continue
        lower = token.lower_
        if picked := pick_of(token):
            yield _picked(parsed, scene, token, picked)
            continue
        if lower == "her":
            base = ("she", "possessive" if _possessive(token) else "object")
            yield _pronoun(parsed, scene, token.i, *base)
        elif lower in _PRONOUNS and _is_pronoun(token):
            yield _pronoun(parsed, scene, token.i, *_PRONOUNS[lower])
        elif lower in GENERIC:
            yield _mention(parsed, scene, token.i, token.i + 1, "noun", lower.replace("body", "one"))
        elif token.pos_ in ("NOUN", "PROPN") and token.is_alpha and not _modifies_noun(token, taken):
            yield _mention(parsed, scene, token.i, token.i + 1, "noun", token.lemma_.lower())


def _picked(parsed: Parsed, scene: int, token: Token, picked: Pick) -> Mention:
    mention = _mention(parsed, scene, token.i, token.i + 1, "noun", "one")
    mention.pick, mention.plural = picked, picked != "one"
    mention.article = "no" if picked == "none" else "the"
    return mention


def _possessive(token: Token) -> bool:
    if token.dep_ == "nmod:poss" or "Poss=Yes" in str(token.morph):
        return True
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    return token.tag_ == "PRP$" and following is not None and following.pos_ in ("NOUN", "ADJ", "PROPN")


def _is_pronoun(token: Token) -> bool:
    if token.lower_ == "i":
        return token.text == "I"
    if token.lower_ == "mine":
        return token.pos_ in ("PRON", "ADJ", "DET")
    if token.lower_ == "one":
        standing = token.dep_ in ("nsubj", "nsubj:pass", "obj") or (
            token.dep_ == "nummod" and token.head.pos_ == "VERB"
        )
        return standing and not any(True for _ in token.children)
    if token.lower_ == "both":
        if token.i > 1 and token.nbor(-1).pos_ == "AUX" and token.nbor(-2).lower_ in ("they", "you", "we"):
            return False  # "they were both asleep"
        if token.i and token.doc[token.i - 1].lower_ in ("they", "them", "you", "we"):
            return False
        return token.dep_ not in ("cc:preconj", "det", "det:predet", "cc") and token.lower_ not in EVERYBODY
    if token.lower_ in ("who", "which"):
        return token.dep_ in ("nsubj", "nsubj:pass", "obj", "obl") and token.pos_ == "PRON"
    return token.dep_ != "expl" or token.lower_ == "it"


def _modifies_noun(token: Token, taken: set[int]) -> bool:
    head = token.head
    beside = token.pos_ == "NOUN" and token.tag_ == "NN" and head.i == token.i + 1  # two nouns in a row are one
    return (token.dep_ in ("compound", "flat") or beside) and head.i != token.i and head.pos_ in ("NOUN", "PROPN")


def _pronoun(parsed: Parsed, scene: int, index: int, base: str, case: str) -> Mention:
    token = parsed.doc[index]
    mention = Mention(scene, index, index + 1, index, "pronoun", base, parsed.ats[index])
    mention.case, mention.quote, mention.role = case, parsed.quote_of[index], role_of(token)
    mention.plural = base in ("they", "we", "all")
    return mention


def _mention(
    parsed: Parsed, scene: int, head: int, end: int, kind: Literal["name", "noun"], word: str, start: int | None = None
) -> Mention:
    doc = parsed.doc
    token = doc[head]
    begin = head if start is None else start
    while begin > 0 and _belongs_before(doc, begin - 1, head):
        begin -= 1
    mention = Mention(scene, begin, end, head, kind, word, parsed.ats[head])
    mention.quote, mention.role = parsed.quote_of[head], role_of(token)
    mention.plural = token.tag_ in ("NNS", "NNPS") or any(c.lower_ in ("each", "every") for c in token.children)
    before = [doc[i] for i in range(begin, head)]
    mention.article = _article(before)
    mention.count = next((NUMBERS[t.lower_] for t in before if t.lower_ in NUMBERS), 0)
    mention.count = mention.count or next((int(t.text) for t in before if t.text.isdecimal() and len(t.text) < 4), 0)
    mention.attributes = tuple(
        t.lower_ for t in before if t.lower_ in COLOURS or t.lower_ in SIZES or t.lower_ in STATES
    )
    mention.other = any(t.lower_ in ("another", "other", "second", "third", "next") for t in before)
    owners = [child for child in token.children if child.dep_ == "nmod:poss" and child.i < head]
    mention.owner = owners[0].i if owners else -1
    if owners and not mention.article:
        mention.article = "my"  # "a knight's visor" is his
    return mention


def _belongs_before(doc: Doc, index: int, head: int) -> bool:
    token = doc[index]
    if token.i > 0 and token.text in ('"', "“"):
        return False
    inside = token.head.i == head or (index < token.head.i < head)
    plain = token.pos_ in (
        "DET",
        "ADJ",
        "NUM",
        "NOUN",
        "PROPN",
        "ADV",
        "VERB",
        "PART",
        "PRON",
    ) and token.lower_ not in ("not",)
    loose = token.pos_ in ("DET", "NUM") or token.lower_ in COLOURS or token.lower_ in SIZES
    return (
        (inside and plain and token.dep_ in _INSIDE)
        or (loose and index == head - 1)
        or (inside and token.text in (",", "-"))
    )


def _article(before: list[Token]) -> Literal["the", "a", "my", "this", "no", ""]:
    for token in before:
        word = token.lower_
        if word in _DEFINITE:
            return "the"
        if word in _NONE:
            return "no"
        if word in _DEMONSTRATIVE:
            return "this"
        if word in _INDEFINITE:
            return "a"
        if token.dep_ == "nmod:poss" or token.tag_ == "PRP$" or word.endswith(("'s", "’s")):
            return "my"
    return ""


def role_of(token: Token) -> Role:
    """What a noun does in its clause; a second conjunct does what the first does."""
    seen = 0
    while token.dep_ in ("conj", "appos", "flat", "compound") and token.head.i != token.i and seen < 8:
        token, seen = token.head, seen + 1
    return _ROLES.get(token.dep_, "other")


def concrete(mention: Mention) -> bool:
    """Whether a noun names something that could be seen."""
    return mention.kind != "noun" or bool(mention.piece) or mention.word not in ABSTRACT_NOUNS | TIME_NOUNS
