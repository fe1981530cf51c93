"""Training the larger half of the filter, with a tiny encoder: it learns, goes on after a stop, and trims."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch

from story_cli.models.encoder import Encoder, EncoderShape, Pieces
from story_cli.models.sentence_filter import SentenceFilter
from story_cli.training.guard import fit as fitting
from story_cli.training.guard.fit import CHECKPOINT, Example, Source, _Trainer, fit
from tests.models.conftest import WORDS, tiny_tokenizer

SHAPE = EncoderShape(vocabulary=len(WORDS), layers=2, width=24, heads=3, inner=32, positions=16)
GOOD = [Example("fox sat", -1), Example("fox sat fox", -1)]
BAD = [Example("owl ab", 0), Example("owl owl ab", 1)]


@pytest.fixture
def pieces(tmp_path: Path) -> Pieces:
    tiny_tokenizer().save(str(tmp_path / "tokenizer.json"))
    return Pieces(tmp_path / "tokenizer.json")


def _net() -> SentenceFilter:
    torch.manual_seed(1)
    return SentenceFilter(Encoder(SHAPE).freeze_embeddings(), kinds=2)


def test_it_tells_apart_what_it_was_shown(pieces: Pieces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "EPOCHS", 12)
    monkeypatch.setattr(fitting, "_WARM_UP", 1)
    net = _net()
    fit(net, pieces, [Source(BAD * 20), Source(GOOD * 20)], 1, tmp_path, lambda line: None)
    scores = net(*pieces.batch([pieces.text(text) for text in ("owl ab", "fox sat")]))[0].tolist()
    assert scores[0] > 0 > scores[1]
    assert not (tmp_path / CHECKPOINT).exists()


def test_it_goes_on_from_the_checkpoint(pieces: Pieces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "EPOCHS", 3)
    said: list[str] = []

    def stop(line: str) -> None:
        said.append(line)
        if line.startswith("epoch 2"):
            raise KeyboardInterrupt

    sources = [Source(BAD * 3), Source(GOOD * 3)]
    with pytest.raises(KeyboardInterrupt):
        fit(_net(), pieces, sources, 1, tmp_path, stop)
    said.clear()
    fit(_net(), pieces, sources, 1, tmp_path, said.append)
    assert said[0] == "resumed after epoch 2"
    assert len(said) == 2


def test_half_of_what_is_read_is_what_the_network_is_most_wrong_about(pieces: Pieces) -> None:
    trainer = _Trainer(_net(), pieces, 10)
    examples = [Example(f"{'fox ' * n}sat", -1) for n in range(1, 9)]
    scores = trainer.scores([example.text for example in examples])
    hardest = {examples[n].text for n in sorted(range(8), key=lambda n: -scores[n])[:2]}
    read = trainer.read(Source(examples, 4), random.Random(1), hard=True)
    assert hardest <= {example.text for example in read}
    assert len(read) == 4


def test_unscreened_text_that_looks_unsafe_is_not_learnt_from(pieces: Pieces) -> None:
    trainer = _Trainer(_net(), pieces, 10)
    torch.nn.init.constant_(trainer.net.out.bias, 5.0)  # finds everything unsafe
    trainer.net.eval()
    doubted = [Example("fox sat", -1, sure=False)]
    assert trainer._loss(doubted, trims=True).item() == 0.0
    assert trainer._loss(doubted, trims=False).item() > 1.0
