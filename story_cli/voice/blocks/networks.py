"""Blocks with weights: text encoder, durations, upsampler, decoder. Small, masked, readable.

Source of the shape: Shen et al. (2020), "Non-Attentive Tacotron" (explicit durations, positions within the phone),
with convolutions in place of recurrence so that a decoder can work on windows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from story_cli.voice.blocks.block import Port, SequenceBlock, StreamableBlock, Window
from story_cli.voice.blocks.front import COLUMNS, CONTROLS, FEATURES, FRAME_HZ, PHONE_ROWS, PHONES

if TYPE_CHECKING:
    from story_cli.voice.blocks.block import Rows

_STYLE_WIDTH = 16
_CONTROL_AT = COLUMNS.index(CONTROLS[0])
_FEATURE_AT = len(COLUMNS) - FEATURES
MAX_PHONE_FRAMES = 240  # 1.2 s; a held sound word stays under it
POSITIONS = 3  # columns that the upsampler adds: share of the phone, frames from its start, frames to its end


class MaskedConvs(nn.Module):
    """Residual convolutions over rows (B, C, T) that never see past the utterance: every layer is masked."""

    def __init__(self, width: int, layers: int, kernel: int, dilations: tuple[int, ...] = (1,)) -> None:
        super().__init__()
        self.reach = sum((kernel - 1) // 2 * dilations[n % len(dilations)] for n in range(layers))
        self.convs = nn.ModuleList(
            nn.Conv1d(width, width, kernel, padding="same", dilation=dilations[n % len(dilations)])
            for n in range(layers)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(layers))

    def forward(self, rows: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(B, T, C) and (B, T, 1) → (B, T, C)."""
        for conv, norm in zip(self.convs, self.norms, strict=True):
            moved = conv((norm(rows) * mask).transpose(1, 2)).transpose(1, 2)
            rows = (rows + functional.gelu(moved)) * mask
        return rows


class TextEncoder(nn.Module, SequenceBlock):
    """Phone rows → states: embeddings of the phone and its neighbours, of the style, and the label's numbers.

    It does not read the plan: emphasis, contours and speakers are put on by the expression block."""

    kind = "text-encoder"

    def __init__(self, width: int = 128, layers: int = 4, kernel: int = 5, styles: int = 1) -> None:
        nn.Module.__init__(self)
        self.takes = (PHONE_ROWS,)
        self.gives = (Port("states", width),)
        self.phone = nn.Embedding(len(PHONES), width)
        self.beside = nn.Embedding(2 * len(PHONES), width // 2)
        self.style = nn.Embedding(styles, _STYLE_WIDTH)
        self.join = nn.Linear(width + width // 2 * 2 + _STYLE_WIDTH + FEATURES, width)
        self.convs = MaskedConvs(width, layers, kernel)

    def forward(self, rows: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(B, T, columns) → (B, T, width)."""
        ids = rows[..., :4].long()
        beside = [self.beside(ids[..., 1]), self.beside(ids[..., 2] + len(PHONES))]
        style = self.style(ids[..., 3].clamp(0, self.style.num_embeddings - 1))
        joined = torch.cat([self.phone(ids[..., 0]), *beside, style, rows[..., _FEATURE_AT:]], -1)
        states: torch.Tensor = self.convs(self.join(joined) * mask, mask)
        return states

    def run(self, rows: Mapping[str, Rows]) -> dict[str, Rows]:
        return {"states": _alone(self, rows["phones"])}


class Durations(nn.Module, SequenceBlock):
    """States → frames of each phone, divided by the word's speed; planned silences last as planned."""

    kind = "durations"

    def __init__(self, width: int = 128, layers: int = 2, kernel: int = 3) -> None:
        nn.Module.__init__(self)
        self.takes = (Port("states", width), PHONE_ROWS)
        self.gives = (Port("timed", width + 1 + len(CONTROLS)),)
        self.convs = MaskedConvs(width, layers, kernel)
        self.out = nn.Linear(width, 1)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(B, T, width) → (B, T) natural logarithm of frames at speed 1."""
        logs: torch.Tensor = self.out(self.convs(states, mask))[..., 0]
        return logs

    def run(self, rows: Mapping[str, Rows]) -> dict[str, Rows]:
        states, phones = rows["states"], rows["phones"]
        logs = _alone(self, states)
        planned = phones[:, COLUMNS.index("frames")]
        wanted = np.exp(logs.reshape(-1)) / np.maximum(phones[:, COLUMNS.index("rate")], 0.05)
        frames = np.where(planned > 0, planned, _whole(np.clip(wanted, 1.0, MAX_PHONE_FRAMES)))
        controls = phones[:, _CONTROL_AT : _CONTROL_AT + len(CONTROLS)]
        return {"timed": np.concatenate([states, frames[:, None], controls], 1).astype(np.float32)}


def _whole(wanted: Rows) -> Rows:
    """Whole frames whose running sum stays nearest to the wanted one, at least one each."""
    ends = np.rint(np.cumsum(wanted))
    return np.maximum(np.diff(ends, prepend=0.0), 1.0).astype(np.float32)


class Upsampler(StreamableBlock):
    """Timed states → one row a frame: the phone's state, where in the phone the frame is, and the controls."""

    kind = "upsampler"

    def __init__(self, width: int = 128) -> None:
        self.takes = Port("timed", width + 1 + len(CONTROLS))
        self.gives = Port("frames", width + POSITIONS + len(CONTROLS), FRAME_HZ)
        self._width = width

    def work(self, window: Window, state: Any) -> tuple[Rows, Any]:
        rows = window.rows[window.core]
        counts = rows[:, self._width].astype(np.int64)
        place = np.concatenate([np.arange(n) for n in counts] or [np.zeros(0)])
        length = counts.repeat(counts)
        positions = np.stack([(place + 0.5) / np.maximum(length, 1), place / 50.0, (length - place) / 50.0], 1)
        states, controls = rows[:, : self._width], rows[:, self._width + 1 :]
        wide = [states.repeat(counts, 0), positions.reshape(-1, POSITIONS), controls.repeat(counts, 0)]
        return np.concatenate(wide, 1).astype(np.float32), None


class Decoder(nn.Module, StreamableBlock):
    """Frames → acoustic features: mel-cepstrum, log F0, voicing (logit); the controls pass through."""

    kind = "conv-decoder"
    mean: torch.Tensor
    scale: torch.Tensor

    def __init__(self, width: int = 128, hidden: int = 192, layers: int = 6, kernel: int = 5, order: int = 45) -> None:
        nn.Module.__init__(self)
        self.order = order
        self.takes = Port("frames", width + POSITIONS + len(CONTROLS), FRAME_HZ)
        self.gives = Port("features", order + 2 + len(CONTROLS), FRAME_HZ)
        self.join = nn.Linear(width + POSITIONS, hidden)
        self.convs = MaskedConvs(hidden, layers, kernel, (1, 2, 4))
        self.out = nn.Linear(hidden, order + 2)
        self.register_buffer("mean", torch.zeros(order + 2))
        self.register_buffer("scale", torch.ones(order + 2))
        self.left = self.right = self.convs.reach

    def forward(self, frames: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(B, T, width + positions) → (B, T, order + 2), normalised."""
        features: torch.Tensor = self.out(self.convs(self.join(frames) * mask, mask))
        return features

    def work(self, window: Window, state: Any) -> tuple[Rows, Any]:
        with torch.inference_mode():
            rows = torch.from_numpy(window.rows)[None]
            mask = torch.from_numpy(window.valid)[None, :, None].float()
            plain = self.forward(rows[..., : -len(CONTROLS)], mask) * self.scale + self.mean
            joined = torch.cat([plain, rows[..., -len(CONTROLS) :]], -1)[0, window.core]
        return joined.numpy(), None


def _alone(network: nn.Module, rows: Rows) -> Rows:
    """One utterance through a network, all rows valid."""
    with torch.inference_mode():
        found = network(torch.from_numpy(rows)[None], torch.ones(1, len(rows), 1))[0]
    answer: Rows = found.numpy()
    return answer
