"""Beam search with our decoder, several meanings at a time: the likeliest texts of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch

from story_cli.models.decoder import Cache, Decoder
from story_cli.models.sampling import read
from story_cli.models.sequences import Field, Piece

MOST = 110  # tokens of a text


class Candidate(NamedTuple):
    """A text as ids without its end, and the sum of its log-probabilities, end included."""

    ids: list[int]
    nats: float

    def score(self, power: float) -> float:
        """Log-probability over length to the power. Source: Wu et al. 2016, arXiv 1609.08144, without their 5."""
        length: float = float(len(self.ids) + 1) ** power
        return self.nats / length


def beams(net: Decoder, prompts: Sequence[Piece], end: int, width: int, most: int = MOST) -> list[list[Candidate]]:
    """For each prompt up to `width` ended texts, likeliest first; none where nothing ended within `most` tokens."""
    P, K = len(prompts), width
    cache = Cache(net.shape, P, max(len(p.tokens) for p in prompts) + most + 1)
    logits = read(net, cache, prompts)
    cache = cache.rows(torch.arange(P).repeat_interleave(K))
    nats = logits.log_softmax(-1).repeat_interleave(K, 0)
    totals = torch.full((P, K), float("-inf"))
    totals[:, 0] = 0.0  # all beams of a prompt are the same at first: only one may branch
    texts: list[list[list[int]]] = [[[] for _ in range(K)] for _ in range(P)]
    done: list[list[Candidate]] = [[] for _ in range(P)]
    for step in range(most):
        V = nats.shape[-1]
        best, flat = (totals[:, :, None] + nats.view(P, K, V)).flatten(1).topk(2 * K)
        rows, chosen = torch.zeros(P, K, dtype=torch.long), torch.zeros(P, K, dtype=torch.long)
        totals = torch.full((P, K), float("-inf"))
        for p in range(P):
            live: list[list[int]] = []
            for rank, (total, at) in enumerate(zip(best[p].tolist(), flat[p].tolist(), strict=True)):
                beam, token = divmod(at, V)
                if total == float("-inf") or len(live) == K:
                    break
                if token == end:
                    if rank < K:
                        done[p].append(Candidate(texts[p][beam], total))
                    continue
                rows[p, len(live)], chosen[p, len(live)], totals[p, len(live)] = p * K + beam, token, total
                live.append([*texts[p][beam], token])
            texts[p] = live + [[]] * (K - len(live))
            if _settled(done[p], totals[p], K, step + 2):
                totals[p] = float("-inf")
        if bool((totals == float("-inf")).all()):
            break
        cache = cache.rows(rows.flatten())
        fields = torch.full((P * K, 1), int(Field.TEXT))
        logits = net(chosen.flatten()[:, None], fields, torch.ones_like(fields), cache)[:, -1]
        nats = logits.log_softmax(-1)
    return [sorted(found, key=lambda c: -c.score(1.0))[:K] for found in done]


def _settled(done: list[Candidate], totals: torch.Tensor, width: int, length: int) -> bool:
    """Whether no running beam can still beat the worst of the `width` best ended ones, a token counting alike."""
    if len(done) < width:
        return False
    worst = sorted((c.score(1.0) for c in done), reverse=True)[width - 1]
    return float(totals.max()) / length < worst
