"""F-coref on our own encoder: which spans are mentions, which mention before means the same, and what is to be seen.

The heads have the names and sums of fastcoref's FCorefModel, so their weights could change places. What is added is a
small head that says whether a mention shows its thing. Read without transformers.
Shapes: T word pieces, N mentions, E numbers of a state, F of a head.
Source: S. Otmazgin, A. Cattan, Y. Goldberg, "F-coref", AACL 2022 (demo); Y. Kirstain, O. Ram, O. Levy, "Coreference
resolution without span representations", ACL 2021.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from story_cli.errors import ExitStatus, StoryError
from story_cli.models.encoder import Encoder, Pieces, load_encoder, load_heads, load_pieces, save_heads, save_layers
from story_cli.models.sampling import settled_threads

MODEL_TYPE = "storycli-coref"
HEADS_FILE = "heads.safetensors"
Floats = npt.NDArray[np.float32]
Span = tuple[int, int]  # first and last, both inside
_FAR = -1e4  # score of what cannot be
_OWN, _BEFORE = 446, 64  # pieces of a part that are its own, and those before it that it also reads: 512 with two ends
_EPSILON = 1e-12


class CorefShape(msgspec.Struct, frozen=True):
    """Sizes of the heads, as in config.json."""

    width: int = 384
    inner: int = 256
    longest: int = 24  # pieces of a mention
    share: float = 0.25  # mentions kept a piece
    dropout: float = 0.3


class Projection(nn.Module):
    """(…, E) → (…, F); fastcoref's FullyConnectedLayer."""

    def __init__(self, shape: CorefShape) -> None:
        super().__init__()
        self.dense = nn.Linear(shape.width, shape.inner)
        self.layer_norm = nn.LayerNorm(shape.inner, eps=_EPSILON)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, states: Tensor) -> Tensor:
        out: Tensor = self.dropout(self.layer_norm(functional.gelu(self.dense(states))))
        return out


class Coref(nn.Module):
    """Encoder and heads. Every method takes one document's states (T, E), as `states` gives them."""

    def __init__(self, encoder: Encoder, shape: CorefShape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = encoder
        self.start_mention_mlp, self.end_mention_mlp = Projection(shape), Projection(shape)
        self.start_coref_mlp, self.end_coref_mlp = Projection(shape), Projection(shape)
        self.mention_start_classifier = nn.Linear(shape.inner, 1)
        self.mention_end_classifier = nn.Linear(shape.inner, 1)
        self.mention_s2e_classifier = nn.Linear(shape.inner, shape.inner)
        for name in ("s2s", "e2e", "s2e", "e2s"):
            self.add_module(f"antecedent_{name}_classifier", nn.Linear(shape.inner, shape.inner))
        self.shown_start_classifier = nn.Linear(shape.inner, 1)
        self.shown_end_classifier = nn.Linear(shape.inner, 1)

    def states(self, documents: Sequence[Sequence[int]], pieces: Pieces, *, people_only: bool = False) -> list[Tensor]:
        """Ids of documents without [CLS] and [SEP] → states (T, E) each. Long ones are read in parts that overlap.

        `people_only`: mentions are people and places, as LitBank has them, and no things. It is told to the network by
        another first piece.
        """
        opening = pieces.last if people_only else pieces.first
        parts: list[list[int]] = []
        kept: list[tuple[int, int, int]] = []  # document, first piece of the part that counts, past the last one
        for number, ids in enumerate(documents):
            for begin in range(0, max(1, len(ids)), _OWN):
                before = min(begin, _BEFORE)
                part = ids[begin - before : begin + _OWN]
                parts.append([opening, *part, pieces.last])
                kept.append((number, 1 + before, 1 + len(part)))
        found = self.encoder(*pieces.batch(parts)).float()
        halves: list[list[Tensor]] = [[] for _ in documents]
        for row, (number, first, last) in enumerate(kept):
            halves[number].append(found[row, first:last])
        return [torch.cat(own) for own in halves]

    def mention_scores(self, states: Tensor) -> Tensor:
        """(T, T): how surely the span from row to column is a mention; −10,000 where there is no such span."""
        starts, ends = self.start_mention_mlp(states), self.end_mention_mlp(states)
        scores = self.mention_s2e_classifier(starts) @ ends.T
        scores = scores + self.mention_start_classifier(starts) + self.mention_end_classifier(ends).T
        valid = torch.ones_like(scores).triu().tril(self.shape.longest - 1)
        out: Tensor = scores + (1 - valid) * _FAR
        return out

    def span_scores(self, states: Tensor, starts: Tensor, ends: Tensor) -> Tensor:
        """(N,): the mention scores of these spans only, whatever their length."""
        first, last = self.start_mention_mlp(states[starts]), self.end_mention_mlp(states[ends])
        own = (self.mention_s2e_classifier(first) * last).sum(dim=-1)
        out: Tensor = own + (self.mention_start_classifier(first) + self.mention_end_classifier(last)).squeeze(-1)
        return out

    def pair_scores(self, states: Tensor, mentions: tuple[Tensor, Tensor], others: tuple[Tensor, Tensor]) -> Tensor:
        """(N, M): how well each mention's (starts, ends) words fit those of each other."""
        project = (self.start_coref_mlp, self.end_coref_mlp)
        start, end = (mlp(states[at]) for mlp, at in zip(project, mentions, strict=True))
        first, last = (mlp(states[at]) for mlp, at in zip(project, others, strict=True))
        scores = torch.zeros(len(start), len(first))
        for name, one, other in (("s2s", start, first), ("e2e", end, last), ("s2e", start, last), ("e2s", end, first)):
            scores = scores + self.get_submodule(f"antecedent_{name}_classifier")(one) @ other.T
        return scores

    def linked(self, states: Tensor, own: Tensor, starts: Tensor, ends: Tensor) -> Tensor:
        """(N, N + 1): scores of each mention's antecedents, of "none" (0) last; `own` (N,) are the mention scores."""
        scores = own[:, None] + own[None, :] + self.pair_scores(states, (starts, ends), (starts, ends))
        scores = scores.masked_fill(torch.ones_like(scores).tril(-1) == 0, _FAR)
        return torch.cat((scores, torch.zeros(len(starts), 1)), dim=1)

    def shown(self, states: Tensor, starts: Tensor, ends: Tensor) -> Tensor:
        """(N,): log odds that what a mention means is there to be seen."""
        first, last = self.start_mention_mlp(states[starts]), self.end_mention_mlp(states[ends])
        out: Tensor = (self.shown_start_classifier(first) + self.shown_end_classifier(last)).squeeze(-1)
        return out

    def pruned(self, mentions: Tensor) -> tuple[Tensor, Tensor]:
        """Starts and ends of the best-scored spans in reading order, `share` of T of them."""
        size = len(mentions)
        count = max(1, min(int(size * self.shape.share), size))
        best = mentions.flatten().topk(count).indices.sort().values
        return best.div(size, rounding_mode="floor"), best % size


class WordPieces(NamedTuple):
    """A document's pieces; `first[w]` and `last[w]` are those of word w."""

    ids: list[int]
    first: list[int]
    last: list[int]


def word_pieces(pieces: Pieces, words: Sequence[str]) -> WordPieces:
    """All words in pieces, without [CLS] and [SEP]."""
    found = pieces.words(words, most=1 << 30)
    first = [start - 1 for start in found.starts]
    return WordPieces(found.ids[1:-1], first, [*(start - 1 for start in first[1:]), len(found.ids) - 3])


class Weighing:
    """The mentions of one text, weighed as they are told: what each may mean."""

    def __init__(self, net: Coref, states: Tensor, words: WordPieces) -> None:
        self._net, self._states, self._words = net, states, words
        self._starts = self._ends = torch.zeros(0, dtype=torch.long)

    @settled_threads()
    def add(self, spans: Sequence[Span]) -> list[Floats]:
        """Spans of words in reading order, all after those told before. For each the log probabilities of its
        antecedents: every mention before it, in order, then "nobody"."""
        if not spans:
            return []
        before = len(self._starts)
        starts = torch.tensor([self._words.first[first] for first, _ in spans])
        ends = torch.tensor([self._words.last[last] for _, last in spans])
        self._starts, self._ends = torch.cat((self._starts, starts)), torch.cat((self._ends, ends))
        own = self._net.span_scores(self._states, self._starts, self._ends)
        scores = self._net.pair_scores(self._states, (starts, ends), (self._starts, self._ends))
        scores = scores + own[before:, None] + own[None, :]
        logs = []
        for row, line in enumerate(scores):
            known = torch.cat((line[: before + row], torch.zeros(1)))
            logs.append(known.log_softmax(dim=0).numpy())
        return logs


class CorefModel:
    """A loaded model: words in, clusters of word spans out."""

    def __init__(self, net: Coref, pieces: Pieces) -> None:
        self.net, self.pieces = net.eval(), pieces

    def weighing(self, words: Sequence[str]) -> Weighing:
        """A text whose mentions are found elsewhere."""
        found = word_pieces(self.pieces, words)
        with settled_threads():
            (states,) = self.net.states([found.ids], self.pieces)
        return Weighing(self.net, states, found)

    def clusters(self, words: Sequence[str]) -> list[list[Span]]:
        """Clusters of two or more spans, in order of their first mention: of people and places, as LitBank has them."""
        if len(words) < 2:
            return []
        found = word_pieces(self.pieces, words)
        with settled_threads():
            (states,) = self.net.states([found.ids], self.pieces, people_only=True)
            mentions = self.net.mention_scores(states)
            starts, ends = self.net.pruned(mentions)
            antecedents = self.net.linked(states, mentions[starts, ends], starts, ends).argmax(dim=1).tolist()
        owner = [w for w, (a, b) in enumerate(zip(found.first, found.last, strict=True)) for _ in range(a, b + 1)]
        return joined(starts.tolist(), ends.tolist(), antecedents, owner)


def joined(
    starts: Sequence[int], ends: Sequence[int], antecedents: Sequence[int], owners: Sequence[int | None]
) -> list[list[Span]]:
    """Follow each mention to its antecedent; spans of pieces become spans of words (`owners`; None is no word)."""
    cluster_of: dict[int, int] = {}
    clusters: list[list[int]] = []
    for mention, antecedent in enumerate(antecedents):
        if antecedent >= mention or antecedent >= len(starts):
            continue  # the null antecedent, or padding
        if antecedent not in cluster_of:
            cluster_of[antecedent] = len(clusters)
            clusters.append([antecedent])
        cluster_of[mention] = cluster_of[antecedent]
        clusters[cluster_of[antecedent]].append(mention)
    found: list[list[Span]] = []
    for members in clusters:
        spans = [(owners[starts[m]], owners[ends[m]]) for m in members]
        words = [(first, last) for first, last in spans if first is not None and last is not None]
        if len(set(words)) > 1:
            found.append(sorted(set(words)))
    return found


def is_ours(folder: Path) -> bool:
    """True if the folder holds one of our models and not a checkpoint of fastcoref."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError):
        return False
    return config.get("model_type") == MODEL_TYPE


def save_coref(net: Coref, folder: Path) -> None:
    """config.json, the heads and the encoder's layers, matrices as bytes."""
    save_layers(net.encoder, folder)
    save_heads(net, folder / HEADS_FILE)
    config = {"model_type": MODEL_TYPE, **msgspec.to_builtins(net.shape)}
    (folder / "config.json").write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n")


@lru_cache(maxsize=2)
def load_coref(folder: Path, shared: Path) -> CorefModel:
    """Our model of a folder over the shared word pieces of another.

    Raises: StoryError if a file is missing or damaged.
    """
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
        known = {name: value for name, value in config.items() if name in CorefShape.__struct_fields__}
        net = Coref(load_encoder(shared, folder), msgspec.convert(known, CorefShape))
        load_heads(net, folder / HEADS_FILE)
    except StoryError:
        raise
    except Exception as exc:
        hint = "install storycli again or train it: storycli train coref"
        raise StoryError(f"cannot load the coreference model {folder}: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    return CorefModel(net, load_pieces(shared))
