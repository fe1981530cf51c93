"""F-coref on the shared encoder: parts, links, decoding, files."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.models.coref import Coref, CorefModel, CorefShape, is_ours, joined, load_coref, save_coref, word_pieces
from story_cli.models.encoder import Encoder, EncoderShape, load_encoder, load_pieces

SHARED = Library().model_folder("encoder")
WORDS = ("Lulu", "met", "a", "seahorse", ".", "She", "waved", "at", "him", ".")


def _net() -> Coref:
    """An untrained one over the shared word pieces."""
    table = load_encoder(SHARED)
    torch.manual_seed(1)
    encoder = Encoder(EncoderShape(table.shape.vocabulary, 1))
    encoder.embeddings.load_state_dict(table.embeddings.state_dict())
    return Coref(encoder.freeze_embeddings(), CorefShape(inner=16)).eval()


def test_a_mention_joins_the_cluster_of_its_antecedent() -> None:
    starts, ends, antecedents = [0, 2, 4, 6], [0, 2, 5, 6], [4, 0, 4, 1]  # 4 = nobody
    assert joined(starts, ends, antecedents, [0, 1, 2, 3, 4, 4, 5]) == [[(0, 0), (2, 2), (5, 5)]]


def test_every_word_has_its_pieces() -> None:
    pieces = load_pieces(SHARED)
    found = word_pieces(pieces, WORDS)
    assert len(found.first) == len(found.last) == len(WORDS)
    assert (found.first[0], found.last[-1]) == (0, len(found.ids) - 1)
    assert all(a <= b for a, b in zip(found.first, found.last, strict=True))
    assert all(end + 1 == begin for end, begin in zip(found.last, found.first[1:], strict=False))


def test_long_texts_are_read_in_parts_and_keep_every_piece() -> None:
    net, pieces = _net(), load_pieces(SHARED)
    long, short = [pieces.unknown] * 1000, word_pieces(pieces, WORDS).ids
    with torch.inference_mode():
        first, second = net.states([long, short], pieces)
        (alone,) = net.states([short], pieces)
    assert (len(first), len(second)) == (1000, len(short))
    assert torch.allclose(second, alone, atol=1e-4)  # nothing of its neighbour


def test_mentions_told_one_after_the_other_weigh_as_told_at_once() -> None:
    model = CorefModel(_net(), load_pieces(SHARED))
    spans = [(0, 0), (2, 3), (5, 5), (8, 8)]
    whole = model.weighing(WORDS).add(spans)
    parts = model.weighing(WORDS)
    apart = [logs for at in (spans[:2], spans[2:]) for logs in parts.add(at)]
    for one, other in zip(whole, apart, strict=True):
        assert torch.allclose(torch.tensor(one), torch.tensor(other), atol=1e-4)
    assert [len(logs) for logs in whole] == [1, 2, 3, 4]  # those before it, and nobody
    assert all(
        sum(map(pow, [2.718281828] * len(logs), logs.tolist())) == pytest.approx(1.0, abs=1e-3) for logs in whole
    )
    assert parts.add([]) == []


def test_a_saved_model_reads_back(tmp_path: Path) -> None:
    net = _net()
    save_coref(net, tmp_path)
    assert is_ours(tmp_path)
    again = load_coref(tmp_path, SHARED).net
    weight = net.mention_s2e_classifier.weight.detach()
    assert torch.allclose(again.mention_s2e_classifier.weight, weight, atol=float(weight.abs().max()) / 100)
    (tmp_path / "heads.safetensors").unlink()
    load_coref.cache_clear()
    with pytest.raises(StoryError, match="cannot load the coreference model"):
        load_coref(tmp_path, SHARED)
