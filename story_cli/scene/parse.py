"""A scene's text → a parsed Doc whose sentences are those of story_cli.text, with quotations and word places.

Loads any spaCy pipeline with Universal Dependencies labels and a lemmatizer; ours is library/models/parser.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.artifacts import At
from story_cli.errors import ExitStatus, StoryError
from story_cli.scene.words import INVERTING_VERBS
from story_cli.text import sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MAX_SENTENCE_WORDS = 120  # longer ones are cut for the parser, which is quadratic in nothing but patience
_OPENING, _CLOSING = "“«", "”»"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Quote:
    """Tokens [start, end) between quotation marks, marks included."""

    start: int
    end: int


@dataclass(frozen=True)
class Parsed:
    """A parsed scene. `ats[i]` is the word that token i belongs to; `quote_of[i]` its quotation's number or −1."""

    doc: Doc
    ats: tuple[At, ...]
    quotes: tuple[Quote, ...]
    quote_of: tuple[int, ...]


@lru_cache(maxsize=2)
def load_parser(folder: Path) -> Language:
    """The spaCy pipeline of a folder. Raises: StoryError if spaCy cannot read it."""
    import spacy

    import story_cli.scene.grammar_pipe  # noqa: F401 - spaCy finds our component by its name

    try:
        return spacy.load(folder)
    except (OSError, ValueError) as exc:
        hint = "name a folder that `spacy.load` can open, or install storycli again"
        raise StoryError(f"cannot load the parser {folder}: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc


def parse_scenes(nlp: Language, texts: Iterable[str]) -> tuple[Parsed, ...]:
    """Parse every scene; sentence bounds are given to the parser, not guessed by it."""
    docs = [_bounded(nlp, text) for text in texts]
    parsed = list(nlp.pipe(docs))
    for doc in parsed:
        _mend(doc)
    return tuple(_parsed(doc) for doc in parsed)


def _mend(doc: Doc) -> None:
    """A verb has one subject: where the parser gives it two, the one after the verb is its object; and what follows a
    verb of standing or going that has a place before it and no subject is its subject ("under the boat sat a crab")."""
    for token in doc:
        if token.lemma_.lower() in INVERTING_VERBS and not any(c.dep_.startswith("nsubj") for c in token.children):
            ahead = any(c.i < token.i and c.dep_ in ("obl", "advmod", "compound:prt") for c in token.children)
            behind = next((c for c in token.children if c.dep_ == "obj" and c.i > token.i), None)
            if ahead and behind is not None:
                behind.dep_ = "nsubj"
        subjects = [child for child in token.children if child.dep_ == "nsubj"] if token.pos_ == "VERB" else []
        if len(subjects) > 1 and subjects[0].i < token.i < subjects[-1].i:
            subjects[-1].dep_ = "obj"


def mend_names(parsed: Parsed, names: Collection[str]) -> None:
    """A given name that the parser took for another word in front of a verb without a subject is its subject."""
    known = {name.lower() for name in names}
    for token in parsed.doc:
        if token.lower_ not in known or not token.text[:1].isupper() or token.pos_ == "PROPN":
            continue
        verb = token.head
        alone = verb.pos_ == "VERB" and not any(c.dep_.startswith("nsubj") for c in verb.children)
        if alone and token.i < verb.i and token.dep_ in ("advmod", "discourse", "obl", "compound", "amod", "nmod"):
            token.dep_ = "nsubj"
        token.pos_ = "PROPN"


def _bounded(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(_CONTROL.sub(" ", text))
    starts = {sentence.start for sentence in sentences(doc.text)}
    since = 0
    for token in doc:
        since = 0 if token.idx in starts else since + 1
        token.is_sent_start = token.i == 0 or since == 0 or since % MAX_SENTENCE_WORDS == 0
    return doc


def _parsed(doc: Doc) -> Parsed:
    ats: list[At] = []
    words = [(w.start, w.end, At(s, n)) for s, sent in enumerate(sentences(doc.text)) for n, w in enumerate(sent.words)]
    cursor = 0
    for token in doc:
        while cursor + 1 < len(words) and token.idx >= words[cursor][1]:
            cursor += 1
        ats.append(words[cursor][2] if words else At(0, 0))
    quotes = find_quotes(doc)
    quote_of = [-1] * len(doc)
    for number, quote in enumerate(quotes):
        for index in range(quote.start, quote.end):
            quote_of[index] = number
    return Parsed(doc, tuple(ats), quotes, tuple(quote_of))


def find_quotes(doc: Doc) -> tuple[Quote, ...]:
    """Quotations by their marks; one that is never closed ends with the scene."""
    found: list[Quote] = []
    opened = -1
    for token in doc:
        mark = token.text
        if opened < 0 and (mark[0] in _OPENING or mark in ('"', "``")):
            opened = token.i
        elif opened >= 0 and (mark[-1] in _CLOSING or mark in ('"', "''")):
            found.append(Quote(opened, token.i + 1))
            opened = -1
    if opened >= 0:
        found.append(Quote(opened, len(doc)))
    return tuple(found)
