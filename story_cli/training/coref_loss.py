"""The coreference model's loss on one document: antecedents, mentions, and what is to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from story_cli.models.coref import Coref, Span, WordPieces
from story_cli.training.coref_data import Document

_NOBODY = 0.35  # weight of a mention without antecedents: most have none
_NO_MENTION = {True: 0.5, False: 0.1}  # weight of spans that are no mentions, where all are annotated or not
_SHOWN = 0.3


def document_loss(net: Coref, states: Tensor, document: Document, words: WordPieces) -> Tensor:
    """The loss of one document; `states` (T, E) are those of its pieces `words`."""
    if document.given:
        return _given_loss(net, states, document, words)
    mentions = net.mention_scores(states)
    gold = [sorted(piece_spans(spans, words)) for spans in document.clusters]
    asked, rivals = piece_spans(document.asked, words), piece_spans(document.rivals, words)
    wanted = torch.zeros_like(mentions)
    for spans in (*gold, rivals):
        for first, last in spans:
            if last - first < net.shape.longest:
                wanted[first, last] = 1.0
    starts, ends = net.pruned(mentions.detach() + 1e4 * wanted)
    scores = net.linked(states, mentions[starts, ends], starts, ends)
    loss = antecedent_loss(scores, list(zip(starts.tolist(), ends.tolist(), strict=True)), gold, asked)
    return loss + _mention_loss(net, mentions, wanted, document)


def _given_loss(net: Coref, states: Tensor, document: Document, words: WordPieces) -> Tensor:
    """All mentions are known: which are linked, which mean nothing, which are to be seen."""
    spans = sorted(piece_spans(document.given, words))
    starts, ends = torch.tensor([s for s, _ in spans]), torch.tensor([e for _, e in spans])
    gold = [sorted(piece_spans(cluster, words)) for cluster in document.clusters]
    own = net.span_scores(states, starts, ends)
    loss = antecedent_loss(net.linked(states, own, starts, ends), spans, gold, set())
    nothing = piece_spans(document.nothing, words)
    real = torch.tensor([float(span not in nothing) for span in spans])
    loss = loss + functional.binary_cross_entropy_with_logits(own, real)
    return loss + _SHOWN * _shown_loss(net.shown(states, starts, ends), spans, document, words)


def _shown_loss(logits: Tensor, spans: Sequence[Span], document: Document, words: WordPieces) -> Tensor:
    """Something is to be seen if any of its mentions shows it."""
    row_of = {span: row for row, span in enumerate(spans)}
    found, wanted = [], []
    for group, there in document.shown:
        rows = [row_of[span] for span in sorted(piece_spans(group, words)) if span in row_of]
        if rows:
            found.append(logits[rows].max())
            wanted.append(float(there))
    if not found:
        return logits.sum() * 0.0
    return functional.binary_cross_entropy_with_logits(torch.stack(found), torch.tensor(wanted))


def antecedent_loss(scores: Tensor, spans: Sequence[Span], gold: Sequence[Sequence[Span]], asked: set[Span]) -> Tensor:
    """Minus the log likelihood that a mention takes any of its gold antecedents, or none where it has none.

    scores (N, N + 1), as `Coref.linked` gives them. `asked`, unless empty, are the only mentions that count.
    """
    cluster_of = {span: number for number, members in enumerate(gold) for span in members}
    target = torch.zeros_like(scores, dtype=torch.bool)
    seen: dict[int, list[int]] = {}
    rows = []
    for row, span in enumerate(spans):
        cluster = cluster_of.get(span)
        before = seen.setdefault(cluster, []) if cluster is not None else []
        target[row, before] = True
        target[row, -1] = not before
        if cluster is not None:
            before.append(row)
        if not asked or span in asked:
            rows.append(row)
    if not rows:
        return scores.sum() * 0.0
    likely = torch.logsumexp(scores.masked_fill(~target, -1e9), dim=-1) - torch.logsumexp(scores, dim=-1)
    weight = torch.where(target[rows, -1], _NOBODY, 1.0)
    loss: Tensor = -(likely[rows] * weight).sum() / weight.sum()
    return loss


def _mention_loss(net: Coref, logits: Tensor, wanted: Tensor, document: Document) -> Tensor:
    valid = torch.ones_like(logits, dtype=torch.bool).triu().tril(net.shape.longest - 1)
    there = wanted.bool() & valid
    loss = functional.softplus(-logits[there]).mean() if there.any() else logits.sum() * 0.0
    if document.asked:
        return loss
    away = functional.softplus(logits[valid & ~there]).sum() / (there.sum() + 1)
    return loss + away * _NO_MENTION[document.complete]


def piece_spans(spans: Iterable[Span], words: WordPieces) -> set[Span]:
    """Spans of words as spans of pieces."""
    return {(words.first[first], words.last[last]) for first, last in spans}
