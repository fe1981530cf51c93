"""A small BERT-like encoder that reads words, shared by the models that understand text; read without transformers.

The word pieces and their vectors (library/models/encoder) are shared and stay as they are; each model has layers of its
own, begun from a public sentence model and trained for its task. Matrices are saved as bytes with a scale a row.
Shapes: B texts, T pieces, W words, E numbers of a vector.
Source: Devlin et al. 2019, "BERT"; Wang et al. 2020, "MiniLM".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from story_cli.errors import ExitStatus, StoryError

MODEL_TYPE = "storycli-encoder"
SHARED = "embeddings."  # what library/models/encoder holds; the rest is each model's own
LAYERS_FILE = "encoder.safetensors"
_SCALE = ".scale"
_ENCODER = "encoder."  # a network's part that `save_layers` and the shared folder keep
_EPSILON = 1e-12


class EncoderShape(msgspec.Struct, frozen=True):
    """Sizes, as in config.json."""

    vocabulary: int
    layers: int
    width: int = 384
    heads: int = 12
    inner: int = 1536
    positions: int = 512  # the most pieces of one text


class Embeddings(nn.Module):
    """ids (B, T) → vectors (B, T, E)."""

    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self.word = nn.Embedding(shape.vocabulary, shape.width)
        self.position = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=_EPSILON)

    def forward(self, ids: Tensor) -> Tensor:
        positions = torch.arange(ids.shape[1], device=ids.device)
        out: Tensor = self.norm(self.word(ids) + self.position(positions))
        return out


class Layer(nn.Module):
    """Attention and feed-forward, each followed by a norm."""

    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.first_norm = nn.LayerNorm(shape.width, eps=_EPSILON)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.second_norm = nn.LayerNorm(shape.width, eps=_EPSILON)

    def forward(self, x: Tensor, seen: Tensor, dropout: float) -> Tensor:
        """x (B, T, E), seen (B, 1, 1, T) True where a piece is → (B, T, E)."""
        batch, length, width = x.shape

        def split(linear: nn.Linear) -> Tensor:
            out: Tensor = linear(x).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            return out

        mixed = functional.scaled_dot_product_attention(
            split(self.query), split(self.key), split(self.value), attn_mask=seen
        )
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        x = self.first_norm(x + functional.dropout(mixed, dropout, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        out: Tensor = self.second_norm(x + functional.dropout(inner, dropout, self.training))
        return out


class Encoder(nn.Module):
    """ids (B, T) int64 and mask (B, T) bool, True where a piece is → states (B, T, E) of the last layer."""

    def __init__(self, shape: EncoderShape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.dropout = dropout
        self.embeddings = Embeddings(shape)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        with torch.set_grad_enabled(torch.is_grad_enabled() and self.embeddings.word.weight.requires_grad):
            x: Tensor = self.embeddings(ids)
        x = functional.dropout(x, self.dropout, self.training)
        seen = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, seen, self.dropout)
        return x

    def freeze_embeddings(self) -> Encoder:
        """The shared part takes no gradient, so that it can stay shared."""
        self.embeddings.requires_grad_(False)
        return self


class Pieced(NamedTuple):
    """One text in pieces."""

    ids: list[int]  # with [CLS] before and [SEP] after
    starts: list[int]  # of each word that was given, the first of its pieces


class Pieces:
    """Words → pieces of the shared vocabulary. `pad` is the id of padding."""

    def __init__(self, path: Path) -> None:
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(path))
        self.size: int = self._tokenizer.get_vocab_size()
        numbers: dict[str, int] = self._tokenizer.get_vocab()
        self.pad, self.unknown, self.first, self.last = (numbers[name] for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]"))

    def words(self, words: Sequence[str], most: int = 512) -> Pieced:
        """Pieces of words in order; words that do not fit into `most` pieces are left out at the end."""
        ids, starts = [self.first], []
        for word in words:
            found = self._word(word)
            if len(ids) + len(found) + 1 > most:
                break
            starts.append(len(ids))
            ids.extend(found)
        return Pieced([*ids, self.last], starts)

    def text(self, text: str, most: int = 512) -> list[int]:
        """Ids of a plain text, cut at `most` pieces."""
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return [self.first, *found[: most - 2], self.last]

    @lru_cache(maxsize=1 << 16)  # noqa: B019 - one object a process
    def _word(self, word: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(word, add_special_tokens=False).ids) or (self.unknown,)

    def batch(self, texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Ids of texts → ids (B, T) and mask (B, T) for an `Encoder`."""
        longest = max(map(len, texts))
        ids = torch.tensor([[*text, *[self.pad] * (longest - len(text))] for text in texts])
        mask = torch.tensor([[True] * len(text) + [False] * (longest - len(text)) for text in texts])
        return ids, mask


@lru_cache(maxsize=2)
def load_pieces(shared: Path) -> Pieces:
    """Raises: StoryError if the folder holds no vocabulary."""
    try:
        return Pieces(shared / "tokenizer.json")
    except Exception as exc:
        raise _unreadable(shared, exc) from exc


def packed(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Matrices as int8 with a float scale a row, the rest as float16: a quarter of the size."""
    out: dict[str, Tensor] = {}
    for name, weight in weights.items():
        plain = weight.detach().float()
        if plain.dim() < 2:
            out[name] = plain.half().contiguous()
            continue
        scale = plain.abs().amax(dim=-1, keepdim=True).clamp_min(1e-8) / 127
        out[name] = (plain / scale).round().to(torch.int8).contiguous()
        out[name + _SCALE] = scale.half().contiguous()
    return out


def unpacked(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """What `packed` packed, as float32."""
    return {
        name: weight.float() * weights[name + _SCALE].float() if name + _SCALE in weights else weight.float()
        for name, weight in weights.items()
        if not name.endswith(_SCALE)
    }


def save_shared(encoder: Encoder, tokenizer: Tokenizer, folder: Path) -> None:
    """config.json, tokenizer.json and the embeddings."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: weight for name, weight in encoder.state_dict().items() if name.startswith(SHARED)}
    save_file(packed(kept), str(folder / "model.safetensors"), metadata={"format": "pt"})
    config = {"model_type": MODEL_TYPE, **msgspec.to_builtins(encoder.shape), "layers": 0}
    (folder / "config.json").write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n")
    tokenizer.save(str(folder / "tokenizer.json"))


def save_layers(encoder: Encoder, folder: Path) -> None:
    """A model's own layers, beside whatever else its folder holds."""
    folder.mkdir(parents=True, exist_ok=True)
    own = {name: weight for name, weight in encoder.state_dict().items() if not name.startswith(SHARED)}
    save_file(packed(own), str(folder / LAYERS_FILE), metadata={"format": "pt"})


def save_heads(net: nn.Module, path: Path, *, pack: bool = True) -> None:
    """What a network has beside its `encoder`; matrices as bytes, or in full."""
    heads = {name: w.contiguous() for name, w in net.state_dict().items() if not name.startswith(_ENCODER)}
    save_file(packed(heads) if pack else heads, str(path), metadata={"format": "pt"})


def load_heads(net: nn.Module, path: Path) -> None:
    """Fill what a network has beside its `encoder`. Raises: OSError or ValueError if the file holds other weights."""
    found = net.load_state_dict(unpacked(load_file(str(path))), strict=False)
    missing = [name for name in found.missing_keys if not name.startswith(_ENCODER)]
    faults = [*(f"lacks {name}" for name in missing), *(f"has {name}" for name in found.unexpected_keys)]
    if faults:
        raise ValueError(f"other weights than expected: {path.name} {', '.join(faults[:3])}")


def load_encoder(shared: Path, own: Path | None = None) -> Encoder:
    """The shared embeddings with the layers of `own`; none: the embeddings alone. Ready to run, in float32.

    Raises: StoryError if a file is missing or damaged.
    """
    try:
        config = msgspec.json.decode((shared / "config.json").read_bytes(), type=dict[str, object])
        weights = unpacked(load_file(str(shared / "model.safetensors")))
        if own is not None:
            weights |= unpacked(load_file(str(own / LAYERS_FILE)))
        layers = len({name.split(".")[1] for name in weights if name.startswith("layers.")})
        known = {name: value for name, value in config.items() if name in EncoderShape.__struct_fields__}
        encoder = Encoder(msgspec.convert(known | {"layers": layers}, EncoderShape))
        encoder.load_state_dict(weights)
    except Exception as exc:
        raise _unreadable(own or shared, exc) from exc
    return encoder.freeze_embeddings().eval()


def _unreadable(folder: Path, exc: Exception) -> StoryError:
    hint = "install storycli again or train it: storycli train encoder"
    return StoryError(f"the encoder in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE)
