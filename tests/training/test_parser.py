"""The parser's training: labels, batches, and that a step learns."""

from __future__ import annotations

import random
from pathlib import Path

import torch

from story_cli.catalogue import Library
from story_cli.models.encoder import Encoder, EncoderShape, load_pieces
from story_cli.models.grammar import Grammar
from story_cli.training.parser import batches, labels_of, loss_of
from story_cli.training.treebank import Token, Tree

_SENTENCE: Tree = (
    Token("The", "the", "DET", "DT", "Definite=Def", 1, "det", True),
    Token("foxes", "fox", "NOUN", "NNS", "Number=Plur", 2, "nsubj", True),
    Token("sat", "sit", "VERB", "VBD", "Tense=Past", 2, "root", False),
    Token(".", ".", "PUNCT", ".", "", 2, "punct", True),
)


def test_labels_hold_what_the_trees_hold() -> None:
    labels = labels_of([_SENTENCE, _SENTENCE], random.Random(1))
    assert {"det", "nsubj", "punct"} <= set(labels.relations)
    assert {"=", "2 ", "0 "} <= set(labels.lemmas)
    assert labels.known_lemmas["swam VERB"] == "swim"


def test_batches_hold_every_sentence_and_some_of_our_own() -> None:
    trees = [_SENTENCE] * 40
    found = list(batches(trees, 60, random.Random(1)))
    assert sum(len(batch) for batch in found) == 45
    assert all(len(batch) * max(map(len, batch)) <= 60 or len(batch) == 1 for batch in found)


def test_a_few_steps_lower_the_loss(library: Library) -> None:
    torch.manual_seed(1)
    shared: Path = library.model_folder("encoder")
    pieces = load_pieces(shared)
    shape = EncoderShape(vocabulary=pieces.size, layers=1, width=24, heads=3, inner=32)
    net = Grammar(Encoder(shape), labels_of([_SENTENCE, _SENTENCE], random.Random(1))).train()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    losses = []
    for _ in range(12):
        loss = loss_of(net, pieces, [_SENTENCE])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 2
