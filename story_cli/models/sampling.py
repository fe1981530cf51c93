"""Sampling from our decoder: many candidates in one batch, on from prompts that they share, under rules.

Rows may have different lengths (their histories differ); the cache keeps a length a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

from story_cli.models.decoder import Cache, Decoder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from story_cli.models.sequences import Piece

THREADS = 1  # fixed, because sums of floats depend on how they are split; steps are too small to share

_NUCLEUS = 64  # no more tokens than this are ever in play; finding them is much faster than sorting all


class Sampled(NamedTuple):
    """One candidate: its ids without the end mark, and the log-probability of each token (the end mark's last)."""

    ids: list[int]
    nats: list[float]
    ended: bool

    @property
    def log_probability(self) -> float:
        """Mean log-probability in nats a token."""
        return sum(self.nats) / max(1, len(self.nats))


Rule = Callable[[int, Sequence[int]], "Tensor | None"]
"""(row, ids so far) → a mask (vocabulary,) bool of what may come next, or None for anything."""


@contextmanager
def settled_threads() -> Iterator[None]:
    """Run with the same number of threads everywhere, and no gradients."""
    before = torch.get_num_threads()
    torch.set_num_threads(THREADS)
    try:
        with torch.inference_mode():
            yield
    finally:
        torch.set_num_threads(before)


def read(net: Decoder, cache: Cache, pieces: Sequence[Piece]) -> Tensor:
    """Read one piece a row, of any lengths, into the cache; logits after each row's last token (B, vocabulary)."""
    T = max(len(piece.tokens) for piece in pieces)
    lengths = torch.tensor([len(piece.tokens) for piece in pieces])
    block = torch.zeros(3, len(pieces), T, dtype=torch.long)
    for row, piece in enumerate(pieces):
        for part, values in enumerate((piece.tokens, piece.fields, piece.scenes)):
            block[part, row, : len(values)] = torch.tensor(values)
    start = cache.lengths.clone()
    hidden = net.hidden(block[0], block[1], block[2], cache)
    cache.lengths = start + lengths
    last = hidden[torch.arange(len(pieces)), lengths - 1]
    return last @ net.token.weight.T


def sample(
    net: Decoder,
    cache: Cache,
    logits: Tensor,
    marks: Callable[[int, int], tuple[int, int]],
    end: int,
    rule: Rule,
    most: int,
    temperature: float | Callable[[int], float],
    top_p: float,
    generator: torch.Generator,
) -> list[Sampled]:
    """Go on from `logits` (B, vocabulary) until each row ends or has `most` tokens.

    `temperature` may be a function of the row, asked at each step.
    `marks(row, token)` gives field and scene number of a sampled token. Ended rows keep their cache untouched: its
    length counts the prompt and the sampled tokens that were read, the last one (or the end mark) not included.
    """
    B = logits.shape[0]
    ids: list[list[int]] = [[] for _ in range(B)]
    told: list[list[float]] = [[] for _ in range(B)]
    live, ended = [True] * B, [False] * B
    for _ in range(most):
        masks = [rule(row, ids[row]) if live[row] else None for row in range(B)]
        heat = [temperature(row) if callable(temperature) else temperature for row in range(B)]
        chosen, nats = _draw(logits, masks, heat, top_p, generator)
        for row in range(B):
            if not live[row]:
                continue
            told[row].append(nats[row])
            if chosen[row] == end:
                live[row], ended[row] = False, True
            else:
                ids[row].append(chosen[row])
        if not any(live):
            break
        where = [marks(row, chosen[row]) for row in range(B)]
        lengths = cache.lengths.clone()
        fields, scenes = torch.tensor([[f] for f, _ in where]), torch.tensor([[s] for _, s in where])
        logits = net(torch.tensor(chosen)[:, None], fields, scenes, cache)[:, -1]
        cache.lengths = torch.where(torch.tensor(live), cache.lengths, lengths)
    return [Sampled(ids[r], told[r], ended[r]) for r in range(B)]


def _draw(
    logits: Tensor, masks: Sequence[Tensor | None], heat: Sequence[float], top_p: float, generator: torch.Generator
) -> tuple[list[int], list[float]]:
    """A token a row by nucleus sampling, and its log-probability at temperature 1 among what is allowed.

    Source: Holtzman et al. 2020, arXiv 1904.09751.
    """
    logits = logits.float().clone()
    for row, mask in enumerate(masks):
        if mask is not None:
            logits[row].masked_fill_(~mask, float("-inf"))
    nats = logits.log_softmax(-1)
    share, order = (logits / torch.tensor(heat)[:, None]).softmax(-1).topk(min(_NUCLEUS, logits.shape[-1]))
    share[share.cumsum(-1) - share > top_p] = 0.0
    spot = torch.rand(len(masks), 1, generator=generator) * share.sum(-1, keepdim=True)
    at = (share.cumsum(-1) < spot).sum(-1, keepdim=True).clamp_max(share.shape[-1] - 1)
    chosen = order.gather(-1, at)
    return chosen[:, 0].tolist(), nats.gather(-1, chosen)[:, 0].tolist()
