"""Words of a sentence → heads, relations, tags, morphology and lemmas, by small heads over the shared encoder.

Heads and relations are scored for every pair of words (biaffine) and the best tree is taken.
Shapes: B sentences, W words of the longest, R relations; head 0 is the root, head w the word w − 1.
Source: Dozat & Manning 2017, "Deep Biaffine Attention for Neural Dependency Parsing"; lemma rules as in UDPipe (Straka
2018).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from story_cli.errors import ExitStatus, StoryError
from story_cli.models.encoder import Encoder, Pieced, Pieces, load_encoder, load_heads, save_heads, save_layers

HEADS_FILE, LABELS_FILE = "heads.safetensors", "labels.json"
ARC, RELATION, TAGS = 320, 128, 256  # numbers of the inner layers
DROPOUT = 0.25
_SHAPES = 6
_SHAPE_WIDTH = 16
BATCH_WORDS = 1024  # read at once, padding counted

Floats = npt.NDArray[np.float32]


class Labels(msgspec.Struct, frozen=True):
    """What each head can answer; lemma rules are "cut ending" pairs on the lower-cased word, or "=" to keep it."""

    relations: tuple[str, ...]
    tags: tuple[str, ...]
    kinds: tuple[str, ...]  # parts of speech
    morphs: tuple[str, ...]
    lemmas: tuple[str, ...]
    known_lemmas: dict[str, str] = {}  # "word KIND" → lemma, of words that no rule gets right

    def sizes(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in ("tags", "kinds", "morphs", "lemmas")}


class Analysis(NamedTuple):
    """One sentence, a value a word."""

    heads: list[int]  # index of the head; its own for the root
    relations: list[str]
    tags: list[str]
    kinds: list[str]
    morphs: list[str]
    lemmas: list[str]


class Scores(NamedTuple):
    """What the network says of a batch."""

    arcs: Tensor  # (B, W, W + 1)
    lower: Tensor  # (B, W, N) words as dependents, for `Grammar.relations_to`
    upper: Tensor  # (B, W + 1, N) words as heads
    answers: dict[str, Tensor]  # name of a Labels field → (B, W, its size)


class Biaffine(nn.Module):
    """Weights (R, N + 1, N) between a dependent, with a one added, and a head."""

    def __init__(self, size: int, labels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(labels, size + 1, size))
        nn.init.normal_(self.weight, std=0.02)

    def every(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """(B, W, N) and (B, H, N) → (B, W, H), for a single label."""
        out: Tensor = (dependents @ self.weight[0, :-1] + self.weight[0, -1]) @ heads.transpose(1, 2)
        return out

    def paired(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """(B, W, N) and the head of each (B, W, N) → (B, W, R)."""
        ones = torch.ones_like(dependents[..., :1])
        return torch.einsum("bwi,rij,bwj->bwr", torch.cat([dependents, ones], -1), self.weight, heads)


class Grammar(nn.Module):
    """The heads over an encoder. Words are read at their first piece, the root at [CLS]."""

    def __init__(self, encoder: Encoder, labels: Labels) -> None:
        super().__init__()
        self.encoder = encoder
        self.labels = labels
        width = encoder.shape.width + _SHAPE_WIDTH
        self.shapes = nn.Embedding(_SHAPES, _SHAPE_WIDTH)
        self.parts = nn.ModuleDict(
            {
                "dependent": nn.Linear(width, ARC),
                "head": nn.Linear(width, ARC),
                "lower": nn.Linear(width, RELATION),
                "upper": nn.Linear(width, RELATION),
                "word": nn.Linear(width, TAGS),
            }
        )
        self.arcs = Biaffine(ARC, 1)
        self.relations = Biaffine(RELATION, len(labels.relations))
        self.answers = nn.ModuleDict({name: nn.Linear(TAGS, size) for name, size in labels.sizes().items()})

    def forward(self, ids: Tensor, mask: Tensor, places: Tensor, shapes: Tensor) -> Scores:
        """ids, mask (B, T); places (B, W + 1) of first pieces, 0 = root and padding; shapes (B, W + 1)."""
        states = self.encoder(ids, mask)
        words = states.gather(1, places[..., None].expand(-1, -1, states.shape[-1]))
        words = functional.dropout(torch.cat([words, self.shapes(shapes)], -1), DROPOUT, self.training)
        parts = {
            name: functional.dropout(functional.gelu(part(words)), DROPOUT, self.training)
            for name, part in self.parts.items()
        }
        arcs = self.arcs.every(parts["dependent"][:, 1:], parts["head"])
        answers = {name: head(parts["word"][:, 1:]) for name, head in self.answers.items()}
        return Scores(arcs, parts["lower"][:, 1:], parts["upper"], answers)

    def relations_to(self, scores: Scores, heads: Tensor) -> Tensor:
        """The head of each word (B, W) → scores of its relation to it (B, W, R)."""
        chosen = scores.upper.gather(1, heads[..., None].expand(-1, -1, scores.upper.shape[-1]))
        return self.relations.paired(scores.lower, chosen)


class Ready(NamedTuple):
    """A batch of sentences as the network takes it; `counts` are their words."""

    ids: Tensor
    mask: Tensor
    places: Tensor
    shapes: Tensor
    counts: list[int]


def ready(pieces: Pieces, sentences: Sequence[Sequence[str]], most: int) -> Ready:
    """Words beyond `most` pieces are left out at the end of their sentence."""
    found: list[Pieced] = [pieces.words(words, most) for words in sentences]
    ids, mask = pieces.batch([text.ids for text in found])
    counts = [len(text.starts) for text in found]
    places = torch.zeros(len(found), max(counts) + 1, dtype=torch.long)
    shapes = torch.zeros_like(places)
    for row, (text, words) in enumerate(zip(found, sentences, strict=True)):
        places[row, 1 : counts[row] + 1] = torch.tensor(text.starts)
        shapes[row, 1 : counts[row] + 1] = torch.tensor([shape_of(word) for word in words[: counts[row]]])
    return Ready(ids, mask, places, shapes, counts)


def shape_of(word: str) -> int:
    """Small, Capital, ALL CAPITALS, with a digit, a mark: what lower-cased pieces cannot tell; 0 is the root."""
    if not any(letter.isalnum() for letter in word):
        return 5
    if any(letter.isdigit() for letter in word):
        return 4
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() else 1


def analyse(net: Grammar, pieces: Pieces, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
    """Every sentence (of at least one word) read; longest together, order kept."""
    out: list[Analysis] = [Analysis([], [], [], [], [], [])] * len(sentences)
    for chosen in _batches(sentences):
        group = ready(pieces, [sentences[n] for n in chosen], net.encoder.shape.positions)
        with torch.inference_mode():
            scores = net(group.ids, group.mask, group.places, group.shapes)
        arcs = scores.arcs.numpy()
        trees = [best_tree(arcs[row, :count, : count + 1]) for row, count in enumerate(group.counts)]
        longest = group.places.shape[1] - 1
        heads = torch.tensor([[*tree, *[0] * (longest - len(tree))] for tree in trees])
        with torch.inference_mode():
            named = net.relations_to(scores, heads).argmax(-1).tolist()
        best = {name: answer.argmax(-1).tolist() for name, answer in scores.answers.items()}
        for row, number in enumerate(chosen):
            count = group.counts[row]
            answers = {name: values[row][:count] for name, values in best.items()}
            out[number] = _analysis(net.labels, sentences[number], trees[row], named[row][:count], answers)
    return out


def _batches(sentences: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    batch: list[int] = []
    for number in sorted(range(len(sentences)), key=lambda n: len(sentences[n])):
        if batch and (len(batch) + 1) * len(sentences[number]) > BATCH_WORDS:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _analysis(
    labels: Labels, words: Sequence[str], heads: list[int], named: list[int], answers: dict[str, list[int]]
) -> Analysis:
    """Words → their own index for the root; what was cut off hangs on the root."""
    root = heads.index(0)
    lost = len(words) - len(heads)
    relations = ["ROOT" if head == 0 else labels.relations[n] for head, n in zip(heads, named, strict=True)]
    kinds = [labels.kinds[n] for n in answers["kinds"]]
    lemmas = [
        labels.known_lemmas.get(f"{word.lower()} {kind}") or lemma_by(labels.lemmas[n], word)
        for n, word, kind in zip(answers["lemmas"], words, kinds, strict=False)
    ]
    return Analysis(
        [n if head == 0 else head - 1 for n, head in enumerate(heads)] + [root] * lost,
        relations + ["dep"] * lost,
        [labels.tags[n] for n in answers["tags"]] + ["FW"] * lost,
        kinds + ["X"] * lost,
        [labels.morphs[n] for n in answers["morphs"]] + [""] * lost,
        lemmas + list(words[len(heads) :]),
    )


def best_tree(scores: Floats) -> list[int]:
    """scores (W, W + 1) of each word's head → the head of each word (0 = root), with one root and no circle."""
    count = len(scores)
    scores = scores.copy()
    scores[np.arange(count), np.arange(count) + 1] = -np.inf
    heads = scores.argmax(1)
    roots = np.flatnonzero(heads == 0)
    if len(roots) == 1 and _is_tree(heads):
        return [int(head) for head in heads]
    root = int(roots[scores[roots, 0].argmax()]) if len(roots) else int(scores[:, 0].argmax())
    scores[:, 0] = -1e4
    scores[root] = -1e4
    scores[root, 0] = 0.0
    return _spanning(scores, root)


def _is_tree(heads: npt.NDArray[np.intp]) -> bool:
    """True if every word comes to the root."""
    at = np.arange(1, len(heads) + 1)
    up = np.concatenate([[0], heads])
    for _ in range(len(heads).bit_length()):
        at, up = up[at], up[up]
    return not up[at].any()


def _spanning(scores: Floats, root: int) -> list[int]:
    """The best tree from the root word, over each word's likeliest heads and the root word itself."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    for word in range(len(scores)):
        if word == root:
            continue
        for head in {*np.argsort(-scores[word], kind="stable")[:6].tolist(), root + 1} - {0, word + 1}:
            graph.add_edge(head - 1, word, weight=float(max(scores[word, head], -1e4)) + 2e4)
    tree = nx.maximum_spanning_arborescence(graph)
    heads = {word: head + 1 for head, word in tree.edges}
    return [heads.get(word, 0) if word != root else 0 for word in range(len(scores))]


def lemma_rule(form: str, lemma: str) -> str:
    """How to get from a word to its lemma: letters to cut and an ending; "*" and the lemma where nothing is left."""
    if lemma == form:
        return "="
    low = form.lower()
    same = next((n for n, (a, b) in enumerate(zip(low, lemma, strict=False)) if a != b), min(len(low), len(lemma)))
    if same == 0:
        return f"*{lemma}"
    return f"{len(low) - same} {lemma[same:]}"


def lemma_by(rule: str, form: str) -> str:
    """What a rule makes of a word; the lower-cased word where it cannot be used."""
    if rule == "=":
        return form
    low = form.lower()
    if rule.startswith("*"):
        return rule[1:] or low
    cut, _, ending = rule.partition(" ")
    return low[: len(low) - int(cut)] + ending if int(cut) < len(low) else low


def save_grammar(net: Grammar, folder: Path) -> None:
    """The encoder's layers, the heads and the labels."""
    save_layers(net.encoder, folder)
    save_heads(net, folder / HEADS_FILE)
    (folder / LABELS_FILE).write_bytes(msgspec.json.encode(net.labels) + b"\n")


def load_grammar(shared: Path, folder: Path) -> Grammar:
    """Ready to read. Raises: StoryError if a file is missing or damaged."""
    encoder = load_encoder(shared, folder)
    try:
        labels = msgspec.json.decode((folder / LABELS_FILE).read_bytes(), type=Labels)
        net = Grammar(encoder, labels)
        load_heads(net, folder / HEADS_FILE)
    except Exception as exc:
        hint = "install storycli again or train it: storycli train parser"
        raise StoryError(f"the parser in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    return net.eval()
