"""Annotated scenes as documents for the coreference model: all mentions that the scene stage finds, and the clusters.

The annotation marks head words; the spans are the phrases of `story_cli.scene.mentions`, since these are what the model
is asked about when a story is read. Nouns in no cluster are mentions of their own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import torch

from story_cli.catalogue import Library
from story_cli.models.coref import CorefModel, joined, word_pieces
from story_cli.scene.lexicon import Lexicon
from story_cli.scene.mentions import Mention, find_mentions
from story_cli.scene.parse import Parsed, mend_names, parse_scenes
from story_cli.scene.understand import known_names
from story_cli.scene.words import word_set
from story_cli.training.coref_data import Document, Span
from story_cli.training.gold import GoldScene
from story_cli.training.understanding import known_cast

if TYPE_CHECKING:
    from spacy.language import Language

_PRONOUNS = word_set("he him his she her hers it its they them their himself herself itself themselves")
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)


def scene_documents(scenes: Sequence[GoldScene], library: Library, nlp: Language) -> list[Document]:
    """One document a scene."""
    parsed = parse_scenes(nlp, [scene.text for scene in scenes])
    return [_document(scene, read, library) for scene, read in zip(scenes, parsed, strict=True)]


def _document(scene: GoldScene, parsed: Parsed, library: Library) -> Document:
    lexicon = Lexicon(library, scene.theme)
    names = known_names(library, known_cast(scene, library))
    mend_names(parsed, names)
    lexicon.at_place(scene.place)
    mentions = find_mentions(parsed, 0, lexicon, names)
    doc = parsed.doc
    at_end = {doc[m.end - 1].idx + len(doc[m.end - 1]): m for m in mentions}
    token_at = {token.idx + len(token): token.i for token in doc}
    clusters: list[tuple[Span, ...]] = []
    shown: list[tuple[tuple[Span, ...], bool]] = []
    taken: set[Span] = set()
    for cluster in scene.clusters:
        ends = [end for _, end in cluster.mentions if end in token_at]
        spans = tuple(sorted({_span(at_end.get(end), token_at[end]) for end in ends}))
        spans = tuple(span for span in spans if span not in taken)
        taken |= set(spans)
        if spans:
            clusters.append(spans)
            shown += [(spans, there) for there in _seen(scene, cluster.entity.split("+"))]
    for mention in mentions:
        span = _span(mention, mention.head)
        if span in taken or mention.kind == "pronoun":
            continue
        taken.add(span)
        shown += [((span,), there) for there in _seen(scene, _called(mention))]
    lone = {_span(m, m.head) for m in mentions if m.word not in ("who", "all")}
    given = tuple(sorted(taken | lone))
    nothing = tuple(sorted(lone - taken))
    words = tuple(token.text for token in doc)
    return Document(scene.id, words, tuple(clusters), False, given=given, nothing=nothing, shown=tuple(shown))


def _span(mention: Mention | None, token: int) -> Span:
    return (mention.start, mention.end - 1) if mention is not None else (token, token)


def _called(mention: Mention) -> list[str]:
    return [mention.piece or mention.word.replace(" ", "-"), mention.word.replace(" ", "-"), mention.word.lower()]


def _seen(scene: GoldScene, ids: Iterable[str]) -> list[bool]:
    """[True] or [False] where the annotation says whether one of these ids is there; [] where it leaves it open."""
    for name in ids:
        if name in scene.optional:
            return []
        if name in scene.visible:
            return [True]
        if name in scene.absent:
            return [False]
    return []


class Swaps:
    """Other names and other animals in the place of those of a scene, so that one scene teaches like many."""

    def __init__(self, library: Library) -> None:
        self._names = [sorted(names) for names in (library.names.she, library.names.he)]
        self._animals = sorted(
            name for creature in library.creatures.values() for name in creature.names if name.isalpha()
        )

    def swap(self, document: Document, rng: random.Random) -> Document:
        """The same document under other words; clusters and spans stay."""
        lower = {word.lower() for word in document.words}
        changed: dict[str, str] = {}
        for pool in (*self._names, self._animals):
            known = {word.lower() for word in pool}
            for word in sorted(lower & known):
                other = rng.choice(pool)
                if rng.random() < 0.8 and other.lower() not in lower | set(changed.values()):
                    changed[word] = other.lower()
                    if word + "s" in lower and pool is self._animals:
                        changed[word + "s"] = other.lower() + "s"
        words = [_like(word, changed.get(word.lower(), "")) for word in document.words]
        for at, word in enumerate(words[:-1]):
            if word.lower() in ("a", "an") and words[at + 1] != document.words[at + 1]:
                words[at] = _like(word, "an" if _VOWEL.match(words[at + 1]) else "a")
        return replace(document, words=tuple(words))


def _like(word: str, other: str) -> str:
    """`other` with the capital of `word`, or `word`."""
    return (other.capitalize() if word[:1].isupper() else other) if other else word


class Reading(NamedTuple):
    """What the model says of a scene whose mentions are given."""

    clusters: list[list[Span]]
    pronouns: list[bool]  # of those with an antecedent: linked to one of the right cluster
    shown: list[bool]  # of what is annotated: told right


def reading_of(model: CorefModel, document: Document) -> Reading:
    """Clusters of the given mentions, and which of the model's choices are right."""
    words = word_pieces(model.pieces, document.words)
    starts = torch.tensor([words.first[first] for first, _ in document.given], dtype=torch.long)
    ends = torch.tensor([words.last[last] for _, last in document.given], dtype=torch.long)
    with torch.inference_mode():
        (states,) = model.net.states([words.ids], model.pieces)
        own = model.net.span_scores(states, starts, ends)
        best = model.net.linked(states, own, starts, ends).argmax(dim=1).tolist()
        logits = model.net.shown(states, starts, ends).tolist()
    first, last = [s for s, _ in document.given], [e for _, e in document.given]
    clusters = joined(first, last, best, range(len(document.words)))
    row_of = {span: row for row, span in enumerate(document.given)}
    pronouns = []
    for cluster in document.clusters:
        for number, span in enumerate(cluster):
            if number and document.words[span[1]].lower() in _PRONOUNS:
                chosen = best[row_of[span]]
                pronouns.append(chosen < len(document.given) and document.given[chosen] in cluster)
    shown = [(max(logits[row_of[s]] for s in spans) > 0) == there for spans, there in document.shown]
    return Reading(clusters, pronouns, shown)
