"""The coherence network: words → sentence vectors → transformer over the sentences of a story → a score a criterion.

Two levels instead of one long token sequence: whether sentences belong together, repeat or stand in order is seen
between about twenty vectors, which trains a hundred times faster on a CPU than attention over 350 tokens.
Shapes: B stories, S sentences, W words, C width.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from story_cli.errors import ExitStatus, StoryError

MODEL_TYPE = "storycli-ranker"
PAD = 0
LIKENESSES = 8  # numbers that say how alike a sentence is to others


class RankerShape(msgspec.Struct, frozen=True):
    """Sizes of the network; `criteria` are the names of its outputs."""

    vocabulary: int
    criteria: tuple[str, ...]
    width: int = 112
    layers: int = 2
    heads: int = 4
    scenes: int = 12  # most scenes of a story
    sentences: int = 48  # most sentences
    words: int = 36  # most tokens of a sentence


class Ranker(nn.Module):
    """(B, S, W) token ids and (B, S) scene numbers → (B, criteria) logits, high = sound."""

    def __init__(self, shape: RankerShape) -> None:
        super().__init__()
        self.shape = shape
        C = shape.width
        self.words = nn.Embedding(shape.vocabulary, C, padding_idx=PAD)
        self.after = nn.Embedding(shape.vocabulary, C, padding_idx=PAD)  # a word as the one that follows
        self.join = nn.Linear(3 * C, C)
        self.level = nn.LayerNorm(C)
        self.weight = nn.Parameter(torch.zeros(shape.vocabulary))  # how much a shared word counts, before softplus
        self.alike = nn.Linear(LIKENESSES, C)
        self.scene = nn.Embedding(shape.scenes + 1, C, padding_idx=0)
        self.place = nn.Embedding(shape.sentences, C)
        for table in (self.words, self.after, self.scene, self.place):
            nn.init.normal_(table.weight, std=0.02)
        layer = nn.TransformerEncoderLayer(
            C, shape.heads, 3 * C, dropout=0.1, activation="gelu", batch_first=True, norm_first=True
        )
        self.story = nn.TransformerEncoder(layer, shape.layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(C)
        self.score = nn.Linear(2 * C, len(shape.criteria))

    def forward(self, tokens: Tensor, scenes: Tensor) -> Tensor:
        S = tokens.shape[1]
        real = (tokens != PAD).unsqueeze(-1)  # (B, S, W, 1)
        said = real.any(dim=2).squeeze(-1)  # (B, S)
        words = self.words(tokens)  # (B, S, W, C)
        pairs = words[:, :, :-1] * self.after(tokens[:, :, 1:])  # word order without a product at word level
        count = real.sum(dim=2).clamp(min=1)
        mean = (words * real).sum(dim=2) / count.sqrt()
        peak = words.masked_fill(~real, -1e4).amax(dim=2).clamp(min=-10)
        pair_mean = pairs.sum(dim=2) / count.sqrt()
        sentence = self.join(torch.cat([mean, peak, pair_mean], dim=-1))  # (B, S, C)
        place = self.place(torch.arange(S, device=tokens.device))
        sentence = self.level(sentence) + self.alike(self._likenesses(tokens, scenes, said))
        told = self.story(sentence + place + self.scene(scenes), src_key_padding_mask=~said)
        told = self.norm(told).masked_fill(~said.unsqueeze(-1), 0.0)
        worst = told.masked_fill(~said.unsqueeze(-1), -1e4).amax(dim=1)
        mean_told = told.sum(dim=1) / said.sum(dim=1, keepdim=True).clamp(min=1)
        return torch.as_tensor(self.score(torch.cat([worst, mean_told], dim=-1)))

    def _likenesses(self, tokens: Tensor, scenes: Tensor, said: Tensor) -> Tensor:
        """How alike each sentence is to others by shared words, weighted: (B, S, LIKENESSES), cosines.

        To the one before, the one after, the likest before it, the likest in its scene, in another scene, the mean of
        its scene, of the other scenes, of the scene before.
        """
        B, S, _ = tokens.shape
        bags = torch.zeros(B, S, self.shape.vocabulary).scatter_(2, tokens, 1.0)
        bags[..., PAD] = 0.0
        bags = bags * torch.nn.functional.softplus(self.weight).sqrt()
        bags = bags / bags.norm(dim=2, keepdim=True).clamp(min=1e-6)
        alike = bags @ bags.transpose(1, 2)  # (B, S, S)
        other = ~torch.eye(S, dtype=torch.bool) & said.unsqueeze(1) & said.unsqueeze(2)
        same = (scenes.unsqueeze(1) == scenes.unsqueeze(2)) & other
        before = torch.ones(S, S, dtype=torch.bool).tril(-1) & other
        last = (scenes.unsqueeze(2) - scenes.unsqueeze(1) == 1) & other
        previous = torch.nn.functional.pad(alike.diagonal(-1, 1, 2), (1, 0))
        following = torch.nn.functional.pad(alike.diagonal(1, 1, 2), (0, 1))
        peaks = [(alike * mask).amax(dim=2) for mask in (before, same, other & ~same)]
        means = [(alike * m).sum(dim=2) / m.sum(dim=2).clamp(min=1) for m in (same, other & ~same, last)]
        return torch.stack([previous, following, *peaks, *means], dim=-1)


def save_ranker(net: Ranker, folder: Path) -> None:
    """config.json and model.safetensors (bfloat16) in the Hugging Face layout."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: weight.detach().to(torch.bfloat16).contiguous() for name, weight in net.state_dict().items()}
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    config = {"model_type": MODEL_TYPE, "dtype": "bfloat16", **msgspec.to_builtins(net.shape)}
    (folder / "config.json").write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n")


def is_ranker(folder: Path) -> bool:
    """True if the folder holds this network and not one of the transformers library."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError):
        return False
    return config.get("model_type") == MODEL_TYPE


def load_ranker(folder: Path) -> Ranker:
    """The network in float32, ready to run. Raises: StoryError if a file is missing or damaged."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
        known = {key: value for key, value in config.items() if key in RankerShape.__struct_fields__}
        net = Ranker(msgspec.convert(known, RankerShape))
        weights = load_file(str(folder / "model.safetensors"))
        net.load_state_dict({name: weight.float() for name, weight in weights.items()})
    except Exception as exc:
        hint = "install storycli again or train it: storycli train ranker"
        raise StoryError(f"the ranker in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    return net.eval()
