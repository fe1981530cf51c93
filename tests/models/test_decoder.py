"""The decoder reads the same with and without its cache, and rows of different lengths do not disturb each other."""

import pytest
import torch

from story_cli.models.decoder import Cache, Decoder, DecoderShape
from story_cli.models.sampling import read, sample, settled_threads
from story_cli.models.sequences import Piece

SHAPE = DecoderShape(vocabulary=20, fields=4, scenes=3, width=16, layers=2, heads=4, kv_heads=2, hidden=24, context=64)


@pytest.fixture
def net() -> Decoder:
    torch.manual_seed(0)
    made = Decoder(SHAPE).eval()
    with torch.no_grad():
        for weight in made.parameters():
            weight.mul_(8 if weight.dim() == 2 else 1)
    return made


def piece(*ids: int) -> Piece:
    return Piece(list(ids), [1] * len(ids), [0] * len(ids), [False] * len(ids))


def test_reading_in_parts_gives_the_same_logits(net: Decoder) -> None:
    with settled_threads():
        whole = read(net, Cache(SHAPE, 1, 64), [piece(1, 2, 3, 4, 5)])
        cache = Cache(SHAPE, 1, 64)
        read(net, cache, [piece(1, 2)])
        parts = read(net, cache, [piece(3, 4, 5)])
    assert torch.allclose(whole, parts, atol=1e-5)


def test_a_longer_neighbour_does_not_change_a_row(net: Decoder) -> None:
    with settled_threads():
        alone = read(net, Cache(SHAPE, 1, 64), [piece(1, 2)])
        cache = Cache(SHAPE, 2, 64)
        read(net, cache, [piece(1, 2), piece(7, 8, 9, 10, 11)])
        alone_on = read(net, cache.rows(torch.tensor([0])), [piece(3)])
        again = Cache(SHAPE, 1, 64)
        read(net, again, [piece(1, 2)])
        expected = read(net, again, [piece(3)])
    assert alone.shape == (1, 20)
    assert torch.allclose(alone_on, expected, atol=1e-5)


def test_a_later_token_does_not_change_an_earlier_one(net: Decoder) -> None:
    zeros = torch.zeros(1, 4, dtype=torch.long)
    a = net(torch.tensor([[1, 2, 3, 4]]), zeros, zeros)
    b = net(torch.tensor([[1, 2, 3, 9]]), zeros, zeros)
    assert torch.allclose(a[:, :3], b[:, :3], atol=1e-6)
    assert not torch.allclose(a[:, 3], b[:, 3])


def drawn(net: Decoder, seed: int, allow: set[int]) -> list[list[int]]:
    mask = torch.tensor([i in allow for i in range(20)])
    with settled_threads():
        cache = Cache(SHAPE, 3, 64)
        logits = read(net, cache, [piece(1)] * 3)
        generator = torch.Generator().manual_seed(seed)
        found = sample(net, cache, logits, lambda r, t: (1, 0), 0, lambda r, i: mask, 12, 1.0, 0.95, generator)
    return [candidate.ids for candidate in found]


def test_sampling_keeps_to_the_rule(net: Decoder) -> None:
    assert {i for ids in drawn(net, 1, {0, 5, 6, 7}) for i in ids} <= {5, 6, 7}


def test_the_same_seed_draws_the_same_texts(net: Decoder) -> None:
    everything = set(range(20))
    assert drawn(net, 3, everything) == drawn(net, 3, everything)
    assert drawn(net, 3, everything) != drawn(net, 4, everything)
