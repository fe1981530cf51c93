"""A small decoder transformer that also reads which field each token belongs to.

RMSNorm, rotary positions, grouped-query attention, SwiGLU, tied embeddings. Field and scene embeddings are added to
the token embedding, so the network sees whether "owl" is an agent, an object or a word of the text.
Source: field ("fine-grained state") embeddings after DataTuner, Harkous et al. 2020, arXiv 2004.06577.

B = batch, T = tokens, C = width.
"""

from __future__ import annotations

import msgspec
import torch
from torch import Tensor, nn
from torch.nn import functional

Turn = tuple[Tensor, Tensor]  # cosine and sine of the rotary positions


class DecoderShape(msgspec.Struct, frozen=True):
    """What has to be known to build the network; saved as config.json."""

    vocabulary: int
    fields: int
    scenes: int
    width: int = 256
    layers: int = 5
    heads: int = 4
    kv_heads: int = 2
    hidden: int = 704
    context: int = 1024


class Cache:
    """Keys and values of the tokens read so far, for rows of different lengths; room for `capacity` tokens each."""

    def __init__(self, shape: DecoderShape, rows: int, capacity: int) -> None:
        size = (rows, shape.kv_heads, capacity, shape.width // shape.heads)
        self.keys = [torch.zeros(size) for _ in range(shape.layers)]
        self.values = [torch.zeros(size) for _ in range(shape.layers)]
        self.lengths = torch.zeros(rows, dtype=torch.long)

    @property
    def capacity(self) -> int:
        """Tokens that a row has room for."""
        return int(self.keys[0].shape[2])

    def places(self, T: int) -> Tensor:
        """Positions that the next T tokens of each row take, (B, T)."""
        return self.lengths[:, None] + torch.arange(T)

    def write(self, layer: int, places: Tensor, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Store (B, kv_heads, T, head) at `places`; gives all keys and values up to the last place in use."""
        rows = torch.arange(key.shape[0])[:, None]
        self.keys[layer][rows, :, places] = key.transpose(1, 2)
        self.values[layer][rows, :, places] = value.transpose(1, 2)
        used = int(places.max()) + 1
        return self.keys[layer][:, :, :used], self.values[layer][:, :, :used]

    def rows(self, index: Tensor) -> Cache:
        """A cache whose row i is this one's row index[i]: share a prompt, or keep some candidates."""
        chosen = Cache.__new__(Cache)
        chosen.keys = [k.index_select(0, index) for k in self.keys]
        chosen.values = [v.index_select(0, index) for v in self.values]
        chosen.lengths = self.lengths.index_select(0, index)
        return chosen


class Attention(nn.Module):
    """Causal attention with fewer key-value heads than query heads."""

    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.heads, self.kv_heads = shape.heads, shape.kv_heads
        self.head = shape.width // shape.heads
        self.query = nn.Linear(shape.width, shape.heads * self.head, bias=False)
        self.key = nn.Linear(shape.width, shape.kv_heads * self.head, bias=False)
        self.value = nn.Linear(shape.width, shape.kv_heads * self.head, bias=False)
        self.out = nn.Linear(shape.heads * self.head, shape.width, bias=False)

    def forward(self, x: Tensor, turn: Turn, layer: int, cache: Cache | None, places: Tensor | None) -> Tensor:
        """x (B, T, C) → (B, T, C)."""
        B, T, _ = x.shape
        query = _turned(self.query(x).view(B, T, self.heads, self.head).transpose(1, 2), turn)
        key = _turned(self.key(x).view(B, T, self.kv_heads, self.head).transpose(1, 2), turn)
        value = self.value(x).view(B, T, self.kv_heads, self.head).transpose(1, 2)
        group = self.heads // self.kv_heads
        if cache is None or places is None:
            key, value = key.repeat_interleave(group, dim=1), value.repeat_interleave(group, dim=1)
            y = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        else:
            key, value = cache.write(layer, places, key, value)
            query = query.reshape(B, self.kv_heads, group * T, self.head)  # the heads that share keys, as more tokens
            unseen = torch.arange(key.shape[2]) > places[:, :, None]  # (B, T, S)
            weight = query @ key.transpose(-1, -2) * self.head**-0.5  # (B, kv_heads, group * T, S)
            weight = weight.masked_fill(unseen.repeat(1, group, 1)[:, None], float("-inf")).softmax(-1)
            y = (weight @ value).reshape(B, self.heads, T, self.head)
        out: Tensor = self.out(y.transpose(1, 2).reshape(B, T, -1))
        return out


class Block(nn.Module):
    """Attention, then a SwiGLU network, each after an RMS norm and added to the stream."""

    def __init__(self, shape: DecoderShape, rest: float = 0.0) -> None:
        super().__init__()
        self.rest = nn.Dropout(rest)
        self.before_attention = nn.RMSNorm(shape.width)
        self.attention = Attention(shape)
        self.before_network = nn.RMSNorm(shape.width)
        self.gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x: Tensor, turn: Turn, layer: int, cache: Cache | None, places: Tensor | None) -> Tensor:
        """x (B, T, C) → (B, T, C)."""
        x = x + self.rest(self.attention(self.before_attention(x), turn, layer, cache, places))
        y = self.before_network(x)
        out: Tensor = x + self.rest(self.down(functional.silu(self.gate(y)) * self.up(y)))
        return out


class Decoder(nn.Module):
    """Tokens with their fields → logits of the next token."""

    def __init__(self, shape: DecoderShape, rest: float = 0.0) -> None:
        """`rest` is the share of numbers that are left out while learning (dropout); it is not saved."""
        super().__init__()
        self.shape = shape
        self.rest = nn.Dropout(rest)
        self.cos: Tensor
        self.sin: Tensor
        self.token = nn.Embedding(shape.vocabulary, shape.width)
        self.field = nn.Embedding(shape.fields, shape.width)
        self.scene = nn.Embedding(shape.scenes, shape.width)
        self.blocks = nn.ModuleList(Block(shape, rest) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.width)
        cos, sin = rotary(shape.context, shape.width // shape.heads)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                depth = (2 * shape.layers) ** -0.5 if name.endswith(("out.weight", "down.weight")) else 1.0
                nn.init.normal_(weight, std=0.02 * depth)

    def reset_turns(self) -> None:
        """Fill the rotary tables again, for loaders that create modules without their buffers."""
        cos, sin = rotary(self.shape.context, self.shape.width // self.shape.heads)
        self.cos.copy_(cos)
        self.sin.copy_(sin)

    def hidden(self, tokens: Tensor, fields: Tensor, scenes: Tensor, cache: Cache | None = None) -> Tensor:
        """(B, T) int64 each → the last layer's state (B, T, C); a cache's rows go on from where they are."""
        T = tokens.shape[1]
        places = cache.places(T) if cache is not None else None
        if places is None:
            turn = (self.cos[:T], self.sin[:T])
        else:
            turn = (self.cos[places][:, None], self.sin[places][:, None])
        x = self.rest(self.token(tokens) + self.field(fields) + self.scene(scenes))
        for layer, block in enumerate(self.blocks):
            x = block(x, turn, layer, cache, places)
        if cache is not None:
            cache.lengths += T
        out: Tensor = self.norm(x)
        return out

    def forward(self, tokens: Tensor, fields: Tensor, scenes: Tensor, cache: Cache | None = None) -> Tensor:
        """(B, T) int64 each → logits (B, T, vocabulary)."""
        return functional.linear(self.hidden(tokens, fields, scenes, cache), self.token.weight)


def rotary(context: int, head: int) -> Turn:
    """Cosines and sines of the rotary positions, (context, head/2). Source: Su et al. 2021, arXiv 2104.09864."""
    angle = torch.outer(torch.arange(context).float(), 10000.0 ** (-torch.arange(0, head, 2).float() / head))
    return angle.cos(), angle.sin()


def _turned(x: Tensor, turn: Turn) -> Tensor:
    """x (B, heads, T, head) rotated by position."""
    cos, sin = turn[0].to(x.dtype), turn[1].to(x.dtype)
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)
