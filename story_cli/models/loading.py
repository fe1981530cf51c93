"""Model folders in the Hugging Face layout (config.json, model.safetensors, tokenizer.json), without transformers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from story_cli.errors import ExitStatus, StoryError
from story_cli.models.decoder import Decoder, DecoderShape
from story_cli.models.sequences import Sequencer

MODEL_TYPE = "storycli-decoder"
BOUND = "bound_wishes.json"
PREFIX = "net."  # of the weights' names, as the transformers wrapper in models/hub.py has them


def save_decoder(net: Decoder, folder: Path, kind: torch.dtype = torch.bfloat16) -> None:
    """Write config.json and model.safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {PREFIX + name: weight.detach().to(kind).contiguous() for name, weight in net.state_dict().items()}
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    config = {
        "model_type": MODEL_TYPE,
        "architectures": ["StoryDecoder"],
        "tie_word_embeddings": True,
        "dtype": str(kind).removeprefix("torch."),
        **msgspec.to_builtins(net.shape),
    }
    (folder / "config.json").write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n")


def is_decoder(folder: Path) -> bool:
    """True if the folder holds one of our decoders and not a model of the transformers library."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError):
        return False
    return config.get("model_type") == MODEL_TYPE


def load_decoder(folder: Path) -> Decoder:
    """Our decoder in float32, ready to run. Raises: StoryError if the folder holds none or a file is damaged."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
        if config.get("model_type") != MODEL_TYPE:
            raise StoryError(f"{folder} holds a model of type {config.get('model_type')}", "name a storycli model")
        net = Decoder(
            msgspec.convert({k: v for k, v in config.items() if k in DecoderShape.__struct_fields__}, DecoderShape)
        )
        weights = load_file(str(folder / "model.safetensors"))
        net.load_state_dict({name.removeprefix(PREFIX): weight.float() for name, weight in weights.items()})
    except StoryError:
        raise
    except Exception as exc:
        raise StoryError(
            f"the model in {folder} cannot be read: {exc}",
            "install storycli again or train it",
            ExitStatus.MISSING_ENGINE,
        ) from exc
    return net.eval()


class AtomModel(NamedTuple):
    """The planner: its network, its closed list of atoms, and the wishes that belong to some themes only."""

    net: Decoder
    atoms: list[str]
    ids: dict[str, int]
    bound: dict[str, tuple[str, ...]]  # wish in roles → themes

    def suits(self, wish: Sequence[str], theme: str) -> bool:
        """Whether a plot with this wish can happen in the theme."""
        return theme in self.bound.get(" ".join(wish), (theme,))


class TextModel(NamedTuple):
    """The writer: its network and the sequencer around its tokenizer."""

    net: Decoder
    sequencer: Sequencer


def _tokenizer(folder: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as exc:  # the tokenizers package raises bare Exception
        raise StoryError(f"{folder} has no readable tokenizer.json", "install storycli again or train it") from exc


@lru_cache(maxsize=2)
def load_atoms(folder: Path) -> AtomModel:
    """The planner of a folder; kept in memory. Raises: StoryError."""
    ids = {token: number for token, number in _tokenizer(folder).get_vocab().items() if ":" in token}
    size = max(ids.values()) + 1
    atoms = [""] * size
    for token, number in ids.items():
        atoms[number] = token
    path = folder / BOUND
    bound = msgspec.json.decode(path.read_bytes(), type=dict[str, tuple[str, ...]]) if path.is_file() else {}
    return AtomModel(load_decoder(folder), atoms, ids, bound)


@lru_cache(maxsize=2)
def load_text(folder: Path) -> TextModel:
    """The writer of a folder; kept in memory. Raises: StoryError."""
    return TextModel(load_decoder(folder), Sequencer(_tokenizer(folder)))
