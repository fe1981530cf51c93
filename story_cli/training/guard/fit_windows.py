"""Fits the smaller half of the sentence filter: windows of words → detectors, the strongest of each, a small network.

Word vectors stay as they are, so that a word that no example holds acts like its neighbours; noise on them and dropped
words keep the detectors from leaning on single words. Draws from rng.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from story_cli.guard.features import MOST_TOKENS
from story_cli.guard.windows import WIDTHS

DETECTORS, HIDDEN = 80, 32  # detectors a width; sums of detectors that may ask for several at once
EPOCHS, FIRST_EPOCHS = 7, 2  # the first filter only sifts open text
BATCH = 192
RATE = 2e-3
NOISE, DROPPED = 0.03, 0.08
_DECAY = 1e-5


class WindowExample(NamedTuple):
    rows: list[int]  # of the word table
    label: int  # 1 = unsafe
    weight: float


class WindowNet(nn.Module):
    """The filter's network over a fixed table (V, F)."""

    def __init__(self, table: np.ndarray) -> None:
        super().__init__()
        self.register_buffer("table", torch.from_numpy(table))
        size = table.shape[1]
        self.windows = nn.ModuleList(nn.Conv1d(size, DETECTORS, width, padding=width - 1) for width in WIDTHS)
        self.hidden = nn.Linear(DETECTORS * len(WIDTHS), HIDDEN)
        self.out = nn.Linear(DETECTORS * len(WIDTHS) + HIDDEN, 1)

    def forward(self, rows: Tensor) -> Tensor:
        """rows (B, T) int64, 0 is padding → log-odds (B,)."""
        table: Tensor = self.table  # type: ignore[assignment]
        words = table[rows]
        if self.training:
            words = words + NOISE * torch.randn_like(words) * (rows > 0)[..., None]
        spread = words.transpose(1, 2)
        found = [functional.relu(window(spread)).amax(dim=2) for window in self.windows]
        strongest = functional.dropout(torch.cat(found, 1), 0.2, self.training)
        together = functional.relu(self.hidden(strongest))
        scores: Tensor = self.out(torch.cat([strongest, together], 1)).squeeze(1)
        return scores


def fit_windows(
    examples: Sequence[WindowExample], table: np.ndarray, seed: int, epochs: int, log: Callable[[str], None]
) -> WindowNet:
    """Train and give the network, ready to judge."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    net = WindowNet(table)
    optimizer = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=RATE, weight_decay=_DECAY)
    order = np.random.default_rng(seed)
    mass = {label: sum(e.weight for e in examples if e.label == label) for label in (0, 1)}
    scale = {label: len(examples) / (2 * mass[label]) for label in mass}
    steps = epochs * (len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    for epoch in range(epochs):
        net.train()
        total = 0.0
        for chosen in np.array_split(
            order.permutation(len(examples))[: len(examples) // BATCH * BATCH], len(examples) // BATCH
        ):
            batch = [examples[n] for n in chosen]
            rows = padded([e.rows for e in batch])
            rows[(torch.rand(rows.shape) < DROPPED) & (rows > 0)] = 1
            labels = torch.tensor([float(e.label) for e in batch])
            weights = torch.tensor([e.weight * scale[e.label] for e in batch])
            losses = functional.binary_cross_entropy_with_logits(net(rows), labels, reduction="none")
            loss = (losses * weights).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        log(f"epoch {epoch + 1}: loss {total / (len(examples) // BATCH):.4f}")
    return net.eval()


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    """(B, T) with zeros after the end."""
    longest = min(MOST_TOKENS, max(len(row) for row in rows))
    out = torch.zeros((len(rows), longest), dtype=torch.int64)
    for n, row in enumerate(rows):
        out[n, : len(row[:longest])] = torch.tensor(row[:longest])
    return out
