"""The network of the sentence filter: an encoder, the mean and the strongest of its states, a small network over both.

One answer says how unsuited for children a sentence is, the other of what kind. Shapes: B sentences, T pieces.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from story_cli.models.encoder import Encoder, load_encoder, load_heads, save_heads, save_layers

HIDDEN = 128
HEAD_FILE = "head.safetensors"
MOST_PIECES = 64  # of a sentence; the rest is not read
_LEAST = -1e4


class SentenceFilter(nn.Module):
    """ids (B, T), mask (B, T) → log-odds (B,) that a sentence is unsafe, and log-odds of each kind (B, kinds)."""

    def __init__(self, encoder: Encoder, kinds: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.hidden = nn.Linear(2 * encoder.shape.width, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)
        self.kinds = nn.Linear(HIDDEN, kinds)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        states = self.encoder(ids, mask)
        seen = mask[..., None]
        mean = (states * seen).sum(1) / seen.sum(1)
        strongest = states.masked_fill(~seen, _LEAST).amax(1)
        found = functional.dropout(torch.cat([mean, strongest], 1), 0.1, self.training)
        found = functional.relu(self.hidden(found))
        return self.out(found).squeeze(1), self.kinds(found)


def save_filter(net: SentenceFilter, folder: Path) -> None:
    """The encoder's layers and the head, beside whatever else the folder holds."""
    save_layers(net.encoder, folder)
    save_heads(net, folder / HEAD_FILE, pack=False)


def load_filter_net(shared: Path, folder: Path) -> SentenceFilter:
    """Ready to run, over the shared word pieces. Raises: StoryError or OSError, ValueError for a damaged file."""
    head = load_file(str(folder / HEAD_FILE))
    net = SentenceFilter(load_encoder(shared, folder), len(head["kinds.bias"]))
    load_heads(net, folder / HEAD_FILE)
    return net.eval()
