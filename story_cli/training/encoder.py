"""Trains nothing, takes over: the word pieces and vectors of a public sentence model, cut to the words that we meet.

`pretrained(data)` gives the whole encoder, layers and all, for the trainings that begin from it.
Model: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), begun from nreimers/MiniLM-L6-H384-uncased (MIT).
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from story_cli.catalogue import Library
from story_cli.models.encoder import Encoder, EncoderShape, save_shared
from story_cli.training.coref_data import litbank
from story_cli.training.guard.teacher import model_folder
from story_cli.training.open_texts import open_texts

PIECES = 15_000  # the commonest; others are spelt by smaller ones
SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_NAMES = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "out", "attention.output.LayerNorm": "first_norm",
    "intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "second_norm",
}  # fmt: skip


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """`storycli train encoder`: two minutes; nothing is drawn, so `seed`, `minutes` and `resume` do nothing."""
    with tempfile.TemporaryDirectory() as scratch:
        source = model_folder(data, Path(scratch))
        whole = Tokenizer.from_file(str(source / "tokenizer.json"))
        whole.no_truncation()
        whole.no_padding()
        kept = kept_pieces(whole, _texts(data, library))
        weights = load_file(str(source / "model.safetensors"))
    old = whole.get_vocab()
    rows = torch.tensor([old[piece] for piece in kept])
    encoder = Encoder(EncoderShape(vocabulary=len(kept), layers=0))
    table = encoder.embeddings
    table.word.weight.data.copy_(weights["embeddings.word_embeddings.weight"][rows])
    kind = weights["embeddings.token_type_embeddings.weight"][0]  # one kind of text: part of the place
    table.position.weight.data.copy_(weights["embeddings.position_embeddings.weight"] + kind)
    table.norm.weight.data.copy_(weights["embeddings.LayerNorm.weight"])
    table.norm.bias.data.copy_(weights["embeddings.LayerNorm.bias"])
    save_shared(encoder, with_pieces(whole, kept), out)
    log(f"{len(kept)} of {len(old)} pieces kept")


def pretrained(data: Path, shared: Encoder, layers: int) -> Encoder:
    """The first `layers` layers of the public model over our shared embeddings, which stay frozen.

    Raises: StoryError if the public model is not there.
    """
    with tempfile.TemporaryDirectory() as scratch:
        weights = load_file(str(model_folder(data, Path(scratch)) / "model.safetensors"))
    shape = shared.shape
    encoder = Encoder(EncoderShape(shape.vocabulary, layers, shape.width, shape.heads, shape.inner, shape.positions))
    encoder.embeddings.load_state_dict(shared.embeddings.state_dict())
    for number, layer in enumerate(encoder.layers):
        for old, new in _NAMES.items():
            for end in ("weight", "bias"):
                value = weights[f"encoder.layer.{number}.{old}.{end}"]
                getattr(layer.get_submodule(new), end).data.copy_(value)
    return encoder.freeze_embeddings()


def kept_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> list[str]:
    """The commonest PIECES of `texts`, single letters and specials, in the order of the whole vocabulary."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(tokenizer.encode(text, add_special_tokens=False).tokens)
    vocabulary = tokenizer.get_vocab()
    common = {piece for piece, _ in sorted(counts.items(), key=lambda found: (-found[1], found[0]))[:PIECES]}
    letters = {piece for piece in vocabulary if len(piece.removeprefix("##")) == 1}
    return sorted((common | letters | set(SPECIALS)) & vocabulary.keys(), key=vocabulary.__getitem__)


def with_pieces(tokenizer: Tokenizer, kept: list[str]) -> Tokenizer:
    """The same tokenizer with a smaller vocabulary."""
    state: dict[str, Any] = json.loads(tokenizer.to_str())
    numbers = {piece: n for n, piece in enumerate(kept)}
    state["model"]["vocab"] = numbers
    state["added_tokens"] = [t | {"id": numbers[t["content"]]} for t in state["added_tokens"]]
    state["post_processor"] = None
    return Tokenizer.from_str(json.dumps(state))


def _texts(data: Path, library: Library) -> Iterable[str]:
    """What the encoder will read: open texts, novels, stories and the filter's sentences of the house."""
    yield from (" ".join(words) for words in open_texts(data))
    yield from (" ".join(document.words) for document in litbank(data / "litbank/litbank-coref-train.conll.xz"))
    for folder in ("stories/house", "stories/kits", "guard"):
        for path in sorted((library.root / folder).glob("*")):
            if path.suffix in (".jsonl", ".json", ".txt"):
                yield from path.read_text(encoding="utf-8").splitlines()
