"""Labels for written stories: salient keywords a sentence, and plan frames (who, does what, to what, where, feeling).

In: scenes of English text parsed by the library's pipeline. Out: the same form that kits give, so that planner and
writer learn from both.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import networkx

from story_cli.artifacts import Frame

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SUBJECTS = {"nsubj", "nsubj:pass"}
_MOST_A_SENTENCE = 3
_FEELINGS = {
    "happy": "happy", "glad": "happy", "pleased": "happy", "merry": "happy", "sad": "sad", "unhappy": "sad",
    "scared": "scared", "afraid": "scared", "frightened": "scared", "surprised": "surprised", "proud": "proud",
    "cross": "cross", "angry": "cross", "tired": "tired", "sleepy": "tired", "worried": "worried", "shy": "shy",
    "curious": "curious", "brave": "brave",
}  # fmt: skip
_SPEECH = {"ask": "ask", "wonder": "ask", "answer": "answer", "reply": "answer", "whisper": "whisper", "call": "call",
           "cry": "call", "shout": "call", "explain": "explain", "promise": "promise", "thank": "thank", "warn": "warn",
           "say": "tell", "tell": "tell"}  # fmt: skip
_RELATIONS = {"on", "in", "inside", "under", "below", "above", "over", "behind", "beside", "near", "between", "around",
              "at", "against", "into", "onto", "to", "toward", "through", "from", "up", "down", "along",
              "across"}  # fmt: skip
_EMPTY = {"thing", "way", "one", "time", "day", "bit", "lot", "something", "nothing", "everything", "anything"}


class Rarity:
    """How telling a lemma is: inverse document frequency over scenes."""

    def __init__(self, documents: Iterable[Doc]) -> None:
        self.count: Counter[str] = Counter()
        self.documents = 0
        for doc in documents:
            self.documents += 1
            self.count.update({token.lemma_.lower() for token in doc if token.is_alpha})

    def __call__(self, lemma: str) -> float:
        return math.log((1 + self.documents) / (1 + self.count[lemma.lower()]))


def keywords(doc: Doc, entities: Mapping[str, str], rarity: Rarity, names: Sequence[str] = ()) -> list[str]:
    """Salient words, at most three a sentence: entities of the catalogue first, then by centrality and rarity."""
    central = _centrality(doc)
    found: list[str] = []
    for sentence in doc.sents:
        ranked: list[tuple[float, str]] = []
        for token in sentence:
            word = token.text.lower()
            if not token.is_alpha or token.pos_ not in ("NOUN", "PROPN", "VERB", "ADJ") or token.text in names:
                continue
            if token.lemma_.lower() in _EMPTY or rarity(token.lemma_) < 1.5:
                continue
            bonus = 100.0 if word in entities else 1.5 if token.pos_ == "NOUN" else 0.0
            ranked.append((bonus + rarity(token.lemma_) * (0.5 + central.get(token.lemma_.lower(), 0.0)), word))
        ranked.sort(key=lambda pair: (-pair[0], pair[1]))
        found += [word for _, word in ranked[:_MOST_A_SENTENCE]]
    return list(dict.fromkeys(found))


def _centrality(doc: Doc) -> dict[str, float]:
    """Share of the most central word's weight, by lemma; words are linked that stand within three of each other.

    Source: TextRank, Mihalcea and Tarau 2004.
    """
    graph: networkx.Graph[str] = networkx.Graph()
    words = [token for token in doc if token.pos_ in ("NOUN", "VERB", "ADJ", "PROPN") and token.is_alpha]
    for one, other in itertools.combinations(words, 2):
        if other.i - one.i <= 3 and one.lemma_ != other.lemma_:
            graph.add_edge(one.lemma_.lower(), other.lemma_.lower())
    if not graph:
        return {}
    ranks = networkx.pagerank(graph, max_iter=200)
    most = max(ranks.values())
    return {word: value / most for word, value in ranks.items()}


def frames(doc: Doc) -> list[list[Frame]]:
    """Events by sentence, in plain lemmas; a verb without a subject takes that of the verb that it is joined to."""
    return [[frame for token in sentence if (frame := _frame(token))] for sentence in doc.sents]


def _frame(verb: Token) -> Frame | None:
    """The event of one verb, or of an adjective that somebody is."""
    subject = _subject(verb)
    if subject is None or verb.pos_ not in ("VERB", "ADJ"):
        return None
    if verb.pos_ == "ADJ":
        feeling = _FEELINGS.get(verb.lemma_.lower(), "")
        return Frame(_noun(subject), "feel", feeling=feeling) if feeling else None
    lemma = verb.lemma_.lower()
    relation, at = _where(verb)
    recipient = next((_noun(c) for c in verb.children if c.dep_ == "iobj"), "")
    if relation == "to" and lemma in ("give", "say", "show", "tell", "bring", "throw", "send", "read", "hand"):
        relation, at, recipient = "", "", recipient or at
    feeling = next((f for c in verb.children if (f := _FEELINGS.get(c.lemma_.lower(), ""))), "")
    return Frame(
        _noun(subject), "say" if lemma in _SPEECH and _quotes(verb.sent) else lemma,
        next((_noun(c) for c in verb.children if c.dep_ == "obj" and c.pos_ != "PUNCT"), ""), recipient, relation, at,
        feeling, _SPEECH.get(lemma, "") if _quotes(verb.sent) else "",
    )  # fmt: skip


def _quotes(sentence: Span) -> bool:
    return any(token.text in ('"', "“", "”", "``", "''") for token in sentence)


def _subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return child
    if verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.i != verb.i:
        return _subject(verb.head) if verb.head.pos_ in ("VERB", "AUX", "ADJ") else None
    return None


def _where(verb: Token) -> tuple[str, str]:
    """The first place phrase that hangs on a verb."""
    for child in verb.children:
        if child.dep_ in ("obl", "nmod"):
            case = next((c.text.lower() for c in child.children if c.dep_ == "case"), "")
            if case in _RELATIONS:
                return case, _noun(child)
    return "", ""


def _noun(token: Token) -> str:
    """The noun as a frame names it: a name as it is, a compound with its parts, else the lemma."""
    if token.pos_ == "PROPN":
        return token.text
    if token.pos_ == "PRON":
        return token.text.lower()
    parts = [c.text.lower() for c in token.children if c.dep_ == "compound" and c.i < token.i]
    return " ".join([*parts, token.lemma_.lower()])
