"""Small blocks and a small voice, made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from story_cli.voice.blocks.block import Port, StreamableBlock, Window
from story_cli.voice.blocks.config import VoiceConfig, build, save_weights

NETWORKS: dict[str, dict[str, Any]] = {
    "encoder": {"block": "text-encoder", "width": 8, "layers": 1, "kernel": 3},
    "durations": {"block": "durations", "width": 8, "layers": 1, "kernel": 3},
    "upsampler": {"block": "upsampler", "width": 8},
    "decoder": {"block": "conv-decoder", "width": 8, "hidden": 12, "layers": 2, "kernel": 3, "order": 6},
    "expression": {"block": "expression", "order": 6, "mean_hz": 190.0},
    "vocoder": {"block": "pulse-vocoder", "order": 6, "warp": 0.4},
}
STACK = {"sequence": ["encoder", "durations"], "stream": ["upsampler", "decoder", "expression", "vocoder"]}


def config(**changes: Any) -> dict[str, Any]:
    plain = {"name": "tiny.v1", "rate_hz": 16000, "styles": ["neutral", "silly"], "networks": NETWORKS, "stack": STACK}
    return plain | changes


def write_voice(folder: Path, **changes: Any) -> Path:
    """A voice folder with untrained weights that give quiet, voiced sound."""
    import msgspec

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "voice.json").write_text(json.dumps(config(**changes)))
    torch.manual_seed(3)
    voice = build(msgspec.convert(config(), VoiceConfig))
    decoder: Any = voice.networks["decoder"]
    decoder.mean[:] = torch.tensor([5.0, 1.0, 0.2, 0.0, 0.0, 0.0, 5.2, 1.0])
    durations: Any = voice.networks["durations"]
    durations.out.bias.data[:] = 2.5
    save_weights(voice, folder / "model.safetensors")
    return folder


class Doubler(StreamableBlock):
    """Two rows for each, the sum of a row and its neighbours."""

    kind = "doubler"
    left = 2
    right = 1

    def __init__(self) -> None:
        self.takes, self.gives = Port("in", 1, 10.0), Port("out", 1, 20.0)

    def work(self, window: Window, state: Any) -> tuple[Any, Any]:
        rows = window.rows[:, 0]
        sums = np.array([rows[max(0, i - 2) : i + 2].sum() for i in range(window.core.start, window.core.stop)])
        return sums.repeat(2)[:, None].astype(np.float32), state
