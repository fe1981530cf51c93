"""Trains the coreference model: F-coref's heads on an encoder begun from a public sentence model.

Two parts: novels, open web text, Wikipedia's pronouns and silver house stories first; then, beside them, the annotated
scenes (half "train"), many times over under other names. Span pruning of a small model drops the gold spans unless
mentions are trained for themselves, so the loss is the usual marginal likelihood of antecedents plus a mention loss,
and in training the gold spans always survive the pruning. Of all looks at the dev sets the best is kept.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from story_cli.catalogue import Library
from story_cli.models.coref import Coref, CorefModel, CorefShape, load_coref, save_coref, word_pieces
from story_cli.models.encoder import Pieces, load_encoder, load_pieces
from story_cli.rng import derived_seed, stage_rng
from story_cli.scene.parse import load_parser
from story_cli.training.coref_data import Document, gap, house_stories, litbank, ontogum, pieces
from story_cli.training.coref_loss import document_loss
from story_cli.training.coref_scores import Cluster, CorefScore
from story_cli.training.coref_stories import Swaps, reading_of, scene_documents
from story_cli.training.encoder import pretrained
from story_cli.training.gold import read_gold, training_scenes

if TYPE_CHECKING:
    from spacy.language import Language

Progress = Callable[[str], None]
LAYERS = 6
DOCUMENT_WORDS = (300, 700)  # longer documents are cut in training, by turns: short ones learn faster, long ones far
BATCH_WORDS = 500  # a step, or one document: many small steps, for time is short
LAYER_RATE, HEAD_RATE = 1e-4, 8e-4  # at the peak
MINUTES = 40.0  # the recipe's own length
CORPORA_SHARE = 0.65  # of it, without the annotated scenes
WARM_UP = 0.06
LOOKS = 5  # at the dev sets, a part
HOUSE_EVERY, HELD_OUT = 3, 10  # every third house story is read; every tenth of those is kept for evaluation
SCENE_ROUNDS = 6  # how often the annotated scenes come for each time of the corpora's


class Part(NamedTuple):
    """One part of the training: which rates, how long, how often a round takes each kind of document."""

    name: str
    rate: float  # times LAYER_RATE and HEAD_RATE
    minutes: float
    rounds: dict[str, float]


@dataclass
class Corpora:
    """Documents by kind; `swaps` put other names into the annotated scenes."""

    train: dict[str, list[Document]]
    dev: dict[str, list[Document]]
    swaps: Swaps
    taken: dict[str, int] = field(default_factory=dict)

    def round(self, rounds: dict[str, float], rng: random.Random) -> list[list[Document]]:
        """Batches of one round in random order, each of one kind and of like lengths."""
        batches: list[list[Document]] = []
        for kind, documents in sorted(self.train.items()):
            share = rounds.get(kind, 0.0)
            chosen = [d for _ in range(int(share)) for d in documents]
            chosen += rng.sample(documents, int(len(documents) * (share % 1.0)))
            most = rng.choice(DOCUMENT_WORDS)
            chosen = [piece for document in chosen for piece in pieces(document, most)]
            chosen = [d for d in chosen if d.given or any(len(c) > 1 for c in d.clusters)]
            if kind == "scenes":
                chosen = [self.swaps.swap(document, rng) for document in chosen]
            rng.shuffle(chosen)
            for at in range(0, len(chosen), 96):
                batches += _batched(sorted(chosen[at : at + 96], key=lambda d: len(d.words)))
        rng.shuffle(batches)
        return batches


def _batched(documents: Sequence[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        if batch and (len(batch) + 1) * len(document.words) > BATCH_WORDS:
            yield batch
            batch = []
        batch.append(document)
    if batch:
        yield batch


def run(
    data: Path,
    out: Path,
    seed: int,
    minutes: float,
    resume: bool,
    library: Library,
    progress: Progress = print,
    parser: str = "parser",
) -> dict[str, Any]:
    """Train for `minutes` (0: 40) on the corpora under `data`, write the model to `out`, give its figures.

    `resume` does the second part from the model in `out`. The clock decides only how many steps run.
    """
    torch.manual_seed(derived_seed(seed, "coref") % 2**31)
    shared = library.model_folder("encoder")
    corpora = _corpora(data, library, parser)
    progress(json.dumps({kind: [len(d), sum(len(x.words) for x in d)] for kind, d in corpora.train.items()}))
    minutes = minutes or MINUTES
    common = {"litbank": 1.0, "gum": 0.5, "gap": 0.15, "house": 0.2}
    first = Part("corpora", 1.0, minutes * CORPORA_SHARE, common | {"scenes": 2.0})
    second = Part("scenes", 0.6, minutes * (1 - CORPORA_SHARE), {k: v / 2 for k, v in common.items()})
    second.rounds["scenes"] = float(SCENE_ROUNDS)
    if resume:
        net = load_coref(out, shared).net
        parts = [second._replace(minutes=minutes)]
    else:
        net = new_net(data, library)
        parts = [first, second]
    rng = stage_rng(seed, "coref", "again" if resume else "first")
    trainer = Trainer(net, load_pieces(shared), corpora, out, progress)
    for part in parts:
        trainer.train(part, rng)
    (out / "figures.json").write_text(json.dumps(trainer.figures, indent=1) + "\n", encoding="utf-8")
    return trainer.figures


def new_net(data: Path, library: Library) -> Coref:
    """Untrained heads on the layers of the public model."""
    net = Coref(pretrained(data, load_encoder(library.model_folder("encoder")), LAYERS), CorefShape())
    for name, weight in net.named_parameters():
        if name.endswith("weight") and weight.dim() > 1 and not name.startswith("encoder."):
            torch.nn.init.normal_(weight, std=0.02)  # as fastcoref's: scores begin small
    for classifier in (net.mention_start_classifier, net.mention_end_classifier):
        classifier.bias.data.fill_(-2.5)  # most spans are no mentions; saves the first hundred steps
    return net


def _corpora(data: Path, library: Library, parser: str) -> Corpora:
    nlp = load_parser(library.model_folder(parser))
    house = house_stories(library.root / "stories" / "house", nlp, library, HOUSE_EVERY)
    scenes = [scene for story in training_scenes(library.root) for scene in story]
    train = {
        "litbank": litbank(data / "litbank/litbank-coref-train.conll.xz"),
        "gum": ontogum(data / "gum_open/ontogum_open-train.conll.xz"),
        "gap": gap(data / "gap_coreference/gap-development.tsv.xz"),
        "house": [d for n, d in enumerate(house) if n % HELD_OUT],
        "scenes": scene_documents(scenes, library, nlp),
    }
    dev = dev_sets(data, library, nlp)
    return Corpora(train, dev | {"house": [d for n, d in enumerate(house) if not n % HELD_OUT]}, Swaps(library))


def dev_sets(data: Path, library: Library, nlp: Language) -> dict[str, list[Document]]:
    """What the model is measured with: novels, Wikipedia's pronouns and the annotated scenes (half "dev")."""
    scenes = [scene for story in read_gold(library.root, "dev") for scene in story]
    return {
        "litbank": litbank(data / "litbank/litbank-coref-dev.conll.xz"),
        "gap": gap(data / "gap_coreference/gap-validation.tsv.xz"),
        "scenes": scene_documents(scenes, library, nlp),
    }


class Trainer:
    """Trains a net part by part and keeps the best look at the dev sets in `out`."""

    def __init__(self, net: Coref, vocabulary: Pieces, corpora: Corpora, out: Path, progress: Progress) -> None:
        self.net, self.pieces, self.corpora, self.out, self.progress = net, vocabulary, corpora, out, progress
        self.figures: dict[str, Any] = {}
        self._best, self._step, self._started = 0.0, 0, time.monotonic()

    def train(self, part: Part, rng: random.Random) -> None:
        """One part, with its own warm-up and decline."""
        optimizer = self._optimizer()
        began, share, look = time.monotonic(), 0.0, 1 / LOOKS
        while share < 1.0:
            for batch in self.corpora.round(part.rounds, rng):
                share = (time.monotonic() - began) / (part.minutes * 60)
                if share >= 1.0:
                    break
                for group in optimizer.param_groups:
                    group["lr"] = group["peak"] * part.rate * min(1.0, share / WARM_UP + 1e-3, 1.02 - share)
                loss = self._step_on(batch, optimizer)
                if self._step % 50 == 0:
                    self.progress(f"{part.name} {share:.2f} step {self._step} loss {loss:.3f}")
                if share >= look:
                    look += 1 / LOOKS
                    self.look(part.name)
        self.look(part.name)

    def _optimizer(self) -> torch.optim.Optimizer:
        groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
        for name, weight in self.net.named_parameters():
            if weight.requires_grad:
                groups.setdefault((name.startswith("encoder."), weight.dim() > 1), []).append(weight)
        return torch.optim.AdamW(
            [
                {"params": weights, "weight_decay": 0.01 if matrix else 0.0, "peak": LAYER_RATE if layer else HEAD_RATE}
                for (layer, matrix), weights in groups.items()
            ],
            lr=HEAD_RATE,
        )

    def _step_on(self, batch: Sequence[Document], optimizer: torch.optim.Optimizer) -> float:
        self.net.train()
        words = [word_pieces(self.pieces, document.words) for document in batch]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            people_only = batch[0].complete or bool(batch[0].asked)
            states = self.net.states([found.ids for found in words], self.pieces, people_only=people_only)
        losses = [document_loss(self.net, *read) for read in zip(states, batch, words, strict=True)]
        loss = torch.stack(losses).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        self._step += 1
        return float(loss.detach())

    def look(self, part: str) -> None:
        """Figures on the dev sets; the net is saved if they are the best so far."""
        found = evaluate(CorefModel(self.net, self.pieces), self.corpora.dev)
        figures = {"part": part, "step": self._step, "seconds": round(time.monotonic() - self._started), **found}
        total = found["litbank"] + 0.5 * found["gap_accuracy"] + found["scenes"] + found["scene_pronouns"]
        if part == "scenes" and self.figures.get("part") != part:
            self._best = 0.0  # of the last part only
        if total > self._best:
            self._best, self.figures = total, figures
            save_coref(self.net, self.out)
        self.progress(json.dumps(figures))


def evaluate(model: CorefModel, dev: dict[str, list[Document]]) -> dict[str, float]:
    """CoNLL F1 (mean of MUC, B³, CEAFφ4) on clusters of two or more; for GAP the share of pronouns put right; for
    scenes with given mentions also the share of pronouns linked to their like, and of what is seen told right."""
    litbank_score = CorefScore()
    for document in dev["litbank"]:
        litbank_score.add(_clusters(document.clusters), _clusters(model.clusters(document.words)))
    figures = {"litbank": round(litbank_score.f1()["conll"], 4), "gap_accuracy": _gap_accuracy(model, dev["gap"])}
    for kind in sorted({"house", "scenes"} & dev.keys()):
        score = CorefScore()
        pronouns, shown = [0, 0], [0, 0]
        for document in dev[kind]:
            read = reading_of(model, document)
            score.add(_clusters(document.clusters), _clusters(read.clusters))
            for total, counted in ((pronouns, read.pronouns), (shown, read.shown)):
                total[0] += sum(counted)
                total[1] += len(counted)
        figures[kind] = round(score.f1()["conll"], 4)
        if kind == "scenes":
            figures["scene_pronouns"] = round(pronouns[0] / max(1, pronouns[1]), 4)
            figures["scene_shown"] = round(shown[0] / max(1, shown[1]), 4)
    return figures


def _clusters(clusters: Sequence[Sequence[tuple[int, int]]]) -> list[Cluster]:
    return [frozenset(spans) for spans in clusters]


def _gap_accuracy(model: CorefModel, documents: Sequence[Document]) -> float:
    right = 0
    for document in documents:
        (pronoun,) = document.asked
        name_span = next(span for span in document.clusters[0] if span != pronoun)
        wrong = next(span for span in document.rivals if span not in (pronoun, name_span))
        together = next((c for c in model.clusters(document.words) if pronoun in c), [])
        right += name_span in together and wrong not in together
    return round(right / max(1, len(documents)), 4)
