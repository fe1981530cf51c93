"""Reads a voice's `voice.json` and builds its pipeline. A wrong config is named by block, field and what was expected.

    {"name": "house.v1", "styles": ["neutral", "reading"], "rate_hz": 32000,
     "networks": {"encoder": {"block": "text-encoder", "width": 128}, …},
     "stack": {"sequence": ["encoder", "durations"], "stream": ["upsampler", "decoder", "expression", "vocoder"]}}

A network's other keys are the options of its block; another block can stand in its place without any change here. The
weights of network "encoder" are the tensors "encoder.…" of model.safetensors. Nothing in a voice folder is executed.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from story_cli import addons
from story_cli.errors import StoryError
from story_cli.voice.blocks.block import BlockError, SequenceBlock, StreamableBlock
from story_cli.voice.blocks.front import PHONE_ROWS
from story_cli.voice.blocks.pipeline import SequenceBlockContainer, StreamablePipeline, StreamableStack

CONFIG, WEIGHTS = "voice.json", "model.safetensors"
_MAX_CONFIG_BYTES = 200_000
_MAX_WEIGHT_BYTES = 512 * 1024**2
_OPTIONS: dict[str, tuple[float, float]] = {"mean_hz": (50.0, 500.0), "warp": (0.0, 0.95)}  # others: whole, 1 … 4096
_RATES_HZ = (8000, 16000, 22050, 24000, 32000, 44100, 48000)


class Stack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sequence: tuple[str, ...]
    stream: tuple[str, ...]


class VoiceConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """voice.json."""

    name: str
    networks: dict[str, dict[str, Any]]
    stack: Stack
    rate_hz: int = 32000
    styles: tuple[str, ...] = ("neutral",)
    about: str = ""


@dataclass(frozen=True)
class Voice:
    config: VoiceConfig
    pipeline: StreamablePipeline
    networks: dict[str, SequenceBlock | StreamableBlock]


def read_config(folder: Path) -> VoiceConfig:
    """Raises: StoryError if voice.json is missing, too large, or not such a config (the field is named)."""
    path = folder / CONFIG
    try:
        if path.stat().st_size > _MAX_CONFIG_BYTES:
            raise StoryError(
                f"{path} is larger than {_MAX_CONFIG_BYTES} bytes", "a voice's config is a short JSON file"
            )
        return msgspec.json.decode(path.read_bytes(), type=VoiceConfig)
    except OSError as exc:
        raise StoryError(f"cannot read {path}: {exc.strerror}", "name a folder that has a voice.json") from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise StoryError(f"{path}: {exc}", "docs/voices.md describes voice.json") from exc


def load_folder(folder: Path, weights: bool = True) -> Voice:
    """The voice of a folder. Raises: StoryError."""
    config = read_config(folder)
    try:
        voice = build(config)
        if weights:
            _load_weights(voice, folder / WEIGHTS)
    except BlockError as exc:
        raise StoryError(f"{folder / CONFIG}: {exc}", "docs/voices.md lists the blocks and their fields") from exc
    return voice


def build(config: VoiceConfig) -> Voice:
    """Blocks with fresh weights, joined. Raises: BlockError."""
    if config.rate_hz not in _RATES_HZ:
        raise BlockError("voice", "rate_hz", f"one of {', '.join(map(str, _RATES_HZ))}, found {config.rate_hz}")
    built = {name: _block(name, dict(options), config) for name, options in config.networks.items()}
    sequence = [(name, _named(built, name, "sequence", SequenceBlock)) for name in config.stack.sequence]
    streamed = [(name, _named(built, name, "stream", StreamableBlock)) for name in config.stack.stream]
    unused = set(built) - set(config.stack.sequence) - set(config.stack.stream)
    if unused:
        raise BlockError(sorted(unused)[0], "stack", "every network to stand in the stack")
    pipeline = StreamablePipeline(SequenceBlockContainer(sequence, (PHONE_ROWS,)), StreamableStack(streamed))
    return Voice(config, pipeline, built)


def _block(name: str, options: dict[str, Any], config: VoiceConfig) -> SequenceBlock | StreamableBlock:
    kind = options.pop("block", None)
    known = addons.available(addons.BLOCKS)
    if not isinstance(kind, str) or kind not in known:
        raise BlockError(name, "block", f"one of {', '.join(known)}; found {kind!r}")
    maker = addons.load(addons.BLOCKS, kind, "voice block")
    fields = inspect.signature(maker).parameters
    if "styles" in fields:
        options.setdefault("styles", len(config.styles))
    if "rate_hz" in fields:
        options.setdefault("rate_hz", config.rate_hz)
    for field, value in options.items():
        if field not in fields:
            raise BlockError(name, field, f"one of the fields {', '.join(fields)} of a {kind}")
        _check_option(name, field, value)
    block: SequenceBlock | StreamableBlock = maker(**options)
    return block


def _check_option(block: str, field: str, value: Any) -> None:
    if field in _OPTIONS:
        low, high = _OPTIONS[field]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise BlockError(block, field, f"a number from {low:g} to {high:g}, found {value!r}")
        return
    most = 48000 if field == "rate_hz" else 4096
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise BlockError(block, field, f"a whole number from 1 to {most}, found {value!r}")
    if field == "kernel" and value % 2 == 0:
        raise BlockError(block, field, f"an odd number, found {value}")


def _named(built: Mapping[str, Any], name: str, part: str, kind: type[Any]) -> Any:
    if name not in built:
        raise BlockError(name, f"stack.{part}", f"one of the networks {', '.join(built)}")
    if not isinstance(built[name], kind):
        raise BlockError(name, f"stack.{part}", f"a {kind.__name__}, found a {built[name].kind}")
    return built[name]


def _load_weights(voice: Voice, path: Path) -> None:
    """Raises: StoryError; BlockError for a tensor that is missing, left over or of another shape."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    modules = {name: block for name, block in voice.networks.items() if isinstance(block, torch.nn.Module)}
    if not modules:
        return
    try:
        if path.stat().st_size > _MAX_WEIGHT_BYTES:
            raise StoryError(f"{path} is larger than {_MAX_WEIGHT_BYTES // 1024**2} MiB", "use a smaller voice")
        tensors = load_file(path)
    except OSError as exc:
        raise StoryError(f"cannot read {path}: {exc.strerror}", "train the voice again, or copy its weights") from exc
    except SafetensorError as exc:
        raise StoryError(f"{path} is no safetensors file: {exc}", "train the voice again") from exc
    for name, module in modules.items():
        wanted = module.state_dict()
        for key, value in wanted.items():
            found = tensors.get(f"{name}.{key}")
            if found is None or found.shape != value.shape:
                shape = "none" if found is None else str(tuple(found.shape))
                raise BlockError(name, key, f"weights of shape {tuple(value.shape)}, found {shape}")
        module.load_state_dict({key: tensors[f"{name}.{key}"].float() for key in wanted})
        module.eval()


def save_weights(voice: Voice, path: Path) -> None:
    """All networks' tensors in one safetensors file, half precision."""
    import torch
    from safetensors.torch import save_file

    tensors = {
        f"{name}.{key}": value.detach().to(torch.float16).contiguous()
        for name, block in voice.networks.items()
        if isinstance(block, torch.nn.Module)
        for key, value in block.state_dict().items()
    }
    save_file(tensors, path)
