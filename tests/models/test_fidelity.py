"""The classifier reads plans and texts of any size, and learns faults that rules make."""

import itertools
import random
from pathlib import Path

import torch

from story_cli.artifacts import Frame
from story_cli.catalogue import Library
from story_cli.models.fidelity import CLASSES, Fidelity, FidelityShape, encode, load_fidelity, loss_of, save_fidelity
from story_cli.training.corpus import KitCorpus
from story_cli.training.fidelity import batch_of, examples, noted_scenes

SCENES = [
    ((Frame("hero", "give", "t1", "c1"), Frame("c1", "thank", "hero")), (["<name>", "gave", "it", "."], ["oh", "."])),
    ((Frame("hero", "sleep"),), (["<he>", "slept", "."],)),
]


def small() -> Fidelity:
    torch.manual_seed(1)
    return Fidelity(FidelityShape(width=8, hidden=8))


def test_padding_changes_nothing() -> None:
    net = small().eval()
    alone, together = net(encode(SCENES[1:])).scene, net(encode(SCENES)).scene
    assert torch.allclose(alone[0], together[1], atol=1e-5)


def test_an_empty_plan_or_text_can_be_read() -> None:
    assert small().eval()(encode([((), ()), SCENES[1]])).scene.isfinite().all()


def test_weights_come_back_from_a_folder(tmp_path: Path) -> None:
    net = small().eval()
    save_fidelity(net, tmp_path)
    again = load_fidelity(tmp_path)
    assert torch.allclose(net(encode(SCENES)).scene, again(encode(SCENES)).scene, atol=0.05)


def test_examples_are_what_their_class_says() -> None:
    corpus = KitCorpus(Library().root)
    scenes = noted_scenes(corpus.held_out, corpus.tables, random.Random(1))
    rows = list(itertools.islice(examples(scenes, random.Random(1)), 100))
    for row in rows:
        name = CLASSES[row.label]
        assert (0 in row.told) == (name == "omits")
        assert {1: "adds", 2: "repeats", 3: "changes"}.get(max(row.kinds), name) == name
        assert len(row.told) == len(row.frames)
        assert len(row.kinds) == len(row.sentences)


def test_loss_is_finite_and_falls() -> None:
    corpus = KitCorpus(Library().root)
    rows = list(itertools.islice(examples(noted_scenes(corpus.held_out, corpus.tables, random.Random(2)),
                                          random.Random(2)), 40))  # fmt: skip
    told, *labels = batch_of(rows)
    net = Fidelity(FidelityShape(width=16, hidden=16))
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    losses = []
    for _ in range(12):
        loss = loss_of(net(told), told, *labels)  # type: ignore[arg-type]
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0]
