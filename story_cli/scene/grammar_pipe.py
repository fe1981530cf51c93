"""Our grammar model as a component of a spaCy pipeline: fills heads, relations, tags, morphology and lemmas.

Sentences are those that the Doc has been given; a Doc without any is read as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc

if TYPE_CHECKING:
    from story_cli.models.encoder import Pieces
    from story_cli.models.grammar import Analysis, Grammar

NAME = "storycli_grammar"
SHARED = "encoder"  # folder of the shared vectors, beside the pipeline's or in the library
_TOGETHER = 64  # docs


class GrammarPipe:
    """`net` and `pieces` are None until the folder is read."""

    def __init__(self, nlp: Language) -> None:
        self._strings = nlp.vocab.strings
        self._morphology: Any = nlp.vocab.morphology
        self.net: Grammar | None = None
        self.pieces: Pieces | None = None

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _TOGETHER) -> Iterator[Doc]:
        """Docs in order, several read at once."""
        batch: list[Doc] = []
        for doc in stream:
            batch.append(doc)
            if len(batch) == batch_size:
                yield from self._read(batch)
                batch = []
        yield from self._read(batch)

    def _read(self, docs: list[Doc]) -> list[Doc]:
        from story_cli.models.grammar import analyse
        from story_cli.models.sampling import settled_threads

        bounds = [list(_sentences(doc)) for doc in docs]
        texts = [
            [doc[n].text for n in range(*bound)] for doc, all_of in zip(docs, bounds, strict=True) for bound in all_of
        ]
        if not texts or self.net is None or self.pieces is None:
            return docs
        with settled_threads():
            found = iter(analyse(self.net, self.pieces, texts))
        for doc, all_of in zip(docs, bounds, strict=True):
            if len(doc):
                self._fill(doc, [next(found) for _ in all_of])
        return docs

    def _fill(self, doc: Doc, sentences: list[Analysis]) -> None:
        add = self._strings.add
        rows: list[tuple[int, ...]] = []
        for sentence in sentences:
            for n, head in enumerate(sentence.heads):
                rows.append(
                    (
                        (head - n) % (1 << 64),
                        add(sentence.relations[n]),
                        add(sentence.tags[n]),
                        IDS[sentence.kinds[n]],
                        self._morphology.add(sentence.morphs[n]),
                        add(sentence.lemmas[n]),
                    )
                )
        values: Any = np.array(rows, dtype=np.uint64)
        doc.from_array([HEAD, DEP, TAG, POS, MORPH, LEMMA], values)

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Layers, heads and labels; the shared vectors stay where they are."""
        from story_cli.models.grammar import save_grammar

        if self.net is not None:
            save_grammar(self.net, Path(path))

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> GrammarPipe:
        """Raises: StoryError if a file is missing or damaged."""
        from story_cli.models.encoder import load_pieces
        from story_cli.models.grammar import load_grammar

        shared = shared_folder(Path(path))
        self.net, self.pieces = load_grammar(shared, Path(path)), load_pieces(shared)
        return self


def shared_folder(path: Path) -> Path:
    """The shared vectors: beside the pipeline's folder, else the installed library's."""
    from story_cli.catalogue import Library

    beside = path.resolve().parent.parent / SHARED
    return beside if (beside / "config.json").is_file() else Library().model_folder(SHARED)


def _sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    start = 0
    for token in doc:
        if token.i and token.is_sent_start:
            yield start, token.i
            start = token.i
    if len(doc):
        yield start, len(doc)


@Language.factory(NAME, assigns=["token.head", "token.dep", "token.tag", "token.pos", "token.morph", "token.lemma"])
def _factory(nlp: Language, name: str) -> GrammarPipe:
    return GrammarPipe(nlp)
