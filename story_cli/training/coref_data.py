"""Documents for the coreference model: LitBank, OntoGUM, GAP, and the house stories with silver clusters.

A document is a list of words and clusters of word spans (first, last inside). Silver clusters of house stories come
from story_cli.scene's own rules, which know hero, name and pronoun of each story.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from story_cli.artifacts import Character
from story_cli.catalogue import Library

if TYPE_CHECKING:
    from spacy.language import Language

Span = tuple[int, int]
_BRACKET = re.compile(r"\((\d+)\)|\((\d+)|(\d+)\)")
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Document:
    """`clusters` may hold single mentions; `complete` says that every mention is annotated; `asked` limits training to
    those mentions (GAP knows one pronoun), `rivals` are spans that must compete. Scenes say all: `given` are the
    mentions that are weighed, `nothing` those that mean nothing, `shown` whether clusters and single ones are seen."""

    name: str
    words: tuple[str, ...]
    clusters: tuple[tuple[Span, ...], ...]
    complete: bool = True
    asked: frozenset[Span] = frozenset()
    rivals: tuple[Span, ...] = ()
    given: tuple[Span, ...] = ()
    nothing: tuple[Span, ...] = ()
    shown: tuple[tuple[tuple[Span, ...], bool], ...] = ()


def _text(path: Path) -> str:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return lines.read()


def litbank(path: Path) -> list[Document]:
    """LitBank's CoNLL-2012 file: word in column 4, clusters in the last."""
    found = []
    for text in _text(path).split("#begin document ")[1:]:
        rows = [line.split("\t") for line in text.splitlines()[1:]]
        tokens = [(row[3], row[-1]) for row in rows if len(row) > 4]
        found.append(_document(text.split(")")[0].strip("("), tokens, complete=True))
    return found


def ontogum(path: Path) -> list[Document]:
    """OntoGUM's three columns; single mentions are not marked."""
    found = []
    for text in _text(path).split("# begin document ")[1:]:
        lines = text.splitlines()
        tokens = [(row[1], row[2]) for row in (line.split("\t") for line in lines[1:]) if len(row) >= 3]
        found.append(_document(lines[0].strip(), tokens, complete=False))
    return found


def _document(name: str, tokens: Sequence[tuple[str, str]], *, complete: bool) -> Document:
    clusters: dict[str, list[Span]] = defaultdict(list)
    opened: dict[str, list[int]] = defaultdict(list)
    for index, (_, marks) in enumerate(tokens):
        for single, begins, ends in _BRACKET.findall(marks):
            if single:
                clusters[single].append((index, index))
            elif begins:
                opened[begins].append(index)
            elif opened[ends]:
                clusters[ends].append((opened[ends].pop(), index))
    return Document(
        name, tuple(word for word, _ in tokens), tuple(tuple(sorted(spans)) for spans in clusters.values()), complete
    )


def gap(path: Path) -> list[Document]:
    """GAP: a pronoun and two names; the clear rows only."""
    rows = csv.DictReader(io.StringIO(_text(path)), delimiter="\t", quoting=csv.QUOTE_NONE)
    found = []
    for row in rows:
        words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(row["Text"])]
        spans = {key: _span(words, int(row[f"{key}-offset"]), row[key]) for key in ("Pronoun", "A", "B")}
        right = [key for key in ("A", "B") if row[f"{key}-coref"].upper() == "TRUE"]
        pronoun, a, b = spans["Pronoun"], spans["A"], spans["B"]
        if not right or pronoun is None or a is None or b is None:
            continue
        cluster = tuple(sorted((pronoun, a if right[0] == "A" else b)))
        found.append(
            Document(row["ID"], tuple(w for w, _, _ in words), (cluster,), False, frozenset({pronoun}), (a, b, pronoun))
        )
    return found


def _span(words: Sequence[tuple[str, int, int]], offset: int, text: str) -> Span | None:
    inside = [n for n, (_, start, end) in enumerate(words) if start >= offset and end <= offset + len(text)]
    return (inside[0], inside[-1]) if inside else None


def house_stories(folder: Path, nlp: Language, library: Library, every: int = 1) -> list[Document]:
    """Silver clusters: the scene stage's rules, without a model, on every n-th story of the folder."""
    from story_cli.scene.understand import read_story

    found = []
    for story in islice(_stories(folder), 0, None, every):
        cast = (Character("hero", story["hero"], story["hero_name"], story["pronoun"]),)
        scenes = read_story([scene["text"] for scene in story["scenes"]], library, nlp, theme=story["theme"], cast=cast)
        words: list[str] = []
        clusters: dict[tuple[str, ...], list[Span]] = defaultdict(list)
        nothing: set[Span] = set()
        for scene in scenes:
            base = len(words)
            words += [token.text for token in scene.reading.parsed.doc]
            for mention in scene.reading.mentions:
                span = (base + mention.start, base + mention.end - 1)
                if mention.referents and mention.word not in ("who", "all"):
                    clusters[mention.referents].append(span)
                elif mention.kind == "pronoun" and mention.word == "it":
                    nothing.add(span)
        grouped = tuple(tuple(sorted(set(spans))) for spans in clusters.values())
        given = tuple(sorted({span for spans in grouped for span in spans} | nothing))
        unknown = tuple(sorted(nothing - {span for spans in grouped for span in spans}))
        found.append(Document(story["id"], tuple(words), grouped, False, given=given, nothing=unknown))
    return found


def _stories(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def pieces(document: Document, most_words: int) -> list[Document]:
    """A long document cut into parts of at most so many words, clusters with it."""
    if len(document.words) <= most_words or document.given:
        return [document]
    found = []
    for begin in range(0, len(document.words), most_words):
        end = min(begin + most_words, len(document.words))
        clusters = tuple(
            tuple((first - begin, last - begin) for first, last in spans if first >= begin and last < end)
            for spans in document.clusters
        )
        kept = tuple(spans for spans in clusters if spans)
        found.append(Document(f"{document.name}/{begin}", document.words[begin:end], kept, document.complete))
    return found
