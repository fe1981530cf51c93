"""The fidelity classifier: frames of a scene and its sentences attend to each other; is the text accurate?

Words are hashed, so no vocabulary is kept. What frame and sentence share by the letter (who, what, the verb) is given
to the attention as numbers: with a few million examples a small network does not find copying by itself.
Source of the five classes: DataTuner, Harkous et al. 2020, arXiv 2004.06577.
Shapes: B scenes, F frames, S sentences, W words, C width.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from story_cli.artifacts import Frame
from story_cli.errors import ExitStatus, StoryError

MODEL_TYPE = "storycli-fidelity"
CLASSES = ("accurate", "omits", "adds", "repeats", "changes")
BUCKETS = 8192
_FIELDS = ("agent", "act", "object", "recipient", "relation", "at", "feeling", "speech")
_SHARED = len(_FIELDS) + 2  # numbers that say what a frame and a sentence share
_ALIKE = 3  # numbers that say how alike two sentences are
_WORDS = 60  # most hashed features of a sentence


class Told(NamedTuple):
    """A scene as the network reads it."""

    frames: Tensor  # (B, F, 16) buckets: each field's word, and the field with its word
    sentences: Tensor  # (B, S, W) buckets of words and pairs
    shared: Tensor  # (B, F, S, _SHARED)
    alike: Tensor  # (B, S, _ALIKE)


class Judged(NamedTuple):
    """Logits: of the scene (B, 5); frames that are told (B, F); sentences that are planned, new and true (B, S)."""

    scene: Tensor
    told: Tensor
    planned: Tensor
    match: Tensor  # (B, F, S)


class FidelityShape(msgspec.Struct, frozen=True):
    """Sizes of the network."""

    width: int = 96
    hidden: int = 128


@lru_cache(maxsize=1 << 16)
def _bucket(text: str) -> int:
    return 1 + zlib.crc32(text.encode()) % (BUCKETS - 1)


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    """A verb or noun without its usual endings, roughly."""
    for ending in ("ing", "ed", "es", "s", "e", "d"):
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            return word[: -len(ending)]
    return word


def _token(word: str) -> str:
    """How a frame's word appears in a text: c1 as <c1>."""
    return f"<{word}>" if word == "hero" or (len(word) == 2 and word[0] in "ctpd" and word[1].isdigit()) else word


def _spoken(tokens: Sequence[str]) -> set[str]:
    """What a sentence speaks of: roles without their forms, stems of words."""
    roles = {"hero" if t in ("<name>", "<he>", "<him>", "<his>", "<himself>") else t[1:-1].partition(":")[0]
             for t in tokens if t[0] == "<"}  # fmt: skip
    return {f"<{role}>" for role in roles} | {_stem(t) for t in tokens if t[0] != "<"}


def encode(scenes: Sequence[tuple[Sequence[Frame], Sequence[Sequence[str]]]]) -> Told:
    """Frames and sentences (role tokens) of B scenes, padded with zeros."""
    F = max(1, *(len(frames) for frames, _ in scenes))
    S = max(1, *(len(sentences) for _, sentences in scenes))
    frames_out = np.zeros((len(scenes), F, 2 * len(_FIELDS)), np.int64)
    sentences_out = np.zeros((len(scenes), S, _WORDS), np.int64)
    shared = np.zeros((len(scenes), F, S, _SHARED), np.float32)
    alike = np.zeros((len(scenes), S, _ALIKE), np.float32)
    for row, (frames, sentences) in enumerate(scenes):
        spoken = [_spoken(s) for s in sentences]
        for at, sentence in enumerate(sentences):
            names = [*sentence, *(f"{a} {b}" for a, b in itertools.pairwise(sentence))][:_WORDS]
            sentences_out[row, at, : len(names)] = [_bucket(name) for name in names]
            alike[row, at] = _likeness(at, sentences, spoken)
        for n, frame in enumerate(frames):
            words = [_token(getattr(frame, field)) for field in _FIELDS]
            ids = [[_bucket(w), _bucket(f"{f}={w}")] if w else [0, 0] for f, w in zip(_FIELDS, words, strict=True)]
            frames_out[row, n] = list(itertools.chain(*ids))
            shared[row, n, : len(spoken)] = [
                _overlap(words, known, s) for known, s in zip(spoken, sentences, strict=True)
            ]
    return Told(*(torch.from_numpy(part) for part in (frames_out, sentences_out, shared, alike)))


def _overlap(words: Sequence[str], known: set[str], sentence: Sequence[str]) -> list[float]:
    """1 where the sentence speaks of a field's word, −1 where it does not, 0 where the field is empty."""
    hits = [0.0 if not w else 1.0 if w in known or _stem(w.replace("-", " ").split(" ")[0]) in known else -1.0
            for w in words]  # fmt: skip
    strangers = {t for t in known if t[0] == "<"} - set(words) - {"<hero>"}
    return [*hits, min(3.0, len(strangers)), float("”" in sentence)]


def _likeness(at: int, sentences: Sequence[Sequence[str]], spoken: Sequence[set[str]]) -> list[float]:
    """To the likest other sentence: share of words, share of pairs, and whether that one comes before."""
    best = (0.0, 0.0, 0.0)
    mine = set(itertools.pairwise(sentences[at]))
    for n, other in enumerate(sentences):
        if n != at:
            words = len(spoken[at] & spoken[n]) / max(1, len(spoken[at] | spoken[n]))
            pairs = len(mine & set(itertools.pairwise(other))) / max(1, len(mine))
            best = max(best, (words, pairs, float(n < at)))
    return list(best)


class Fidelity(nn.Module):
    """`Told` → `Judged`."""

    def __init__(self, shape: FidelityShape) -> None:
        super().__init__()
        self.shape = shape
        C, H = shape.width, shape.hidden
        self.words = nn.Embedding(BUCKETS, C, padding_idx=0)
        nn.init.normal_(self.words.weight, std=0.1)
        self.of_sentence = nn.Sequential(nn.LayerNorm(C), nn.Linear(C, C), nn.GELU(), nn.Linear(C, C))
        self.of_frame = nn.Sequential(nn.LayerNorm(C), nn.Linear(C, C), nn.GELU(), nn.Linear(C, C))
        self.by_letter = nn.Sequential(nn.Linear(_SHARED, 24), nn.GELU(), nn.Linear(24, 1))
        self.frame_head = nn.Sequential(nn.Linear(4 * C + _SHARED + 2, H), nn.GELU(), nn.Linear(H, H))
        self.sentence_head = nn.Sequential(nn.Linear(4 * C + _SHARED + _ALIKE + 2, H), nn.GELU(), nn.Linear(H, H))
        self.told = nn.Linear(H, 1)
        self.planned = nn.Linear(H, 4)  # planned or air, added, repeated, changed
        self.scene = nn.Sequential(nn.Linear(4 * H + 5, H), nn.GELU(), nn.Linear(H, len(CLASSES)))

    def forward(self, told: Told) -> Judged:
        real_f, real_s = (told.frames > 0).any(-1), (told.sentences > 0).any(-1)  # (B, F), (B, S)
        f = self.of_frame(_mean(self.words(told.frames), told.frames))
        s = self.of_sentence(_mean(self.words(told.sentences), told.sentences))
        match = f @ s.transpose(1, 2) / self.shape.width**0.5 + self.by_letter(told.shared)[..., 0]  # (B, F, S)
        match = match.masked_fill(~(real_f[:, :, None] & real_s[:, None, :]), -30.0)
        to_s, to_f = match.softmax(2), match.transpose(1, 2).softmax(2)
        seen_s, seen_f = to_s @ s, to_f @ f
        letter_f = (to_s[..., None] * told.shared).sum(2)
        letter_s = (to_f[..., None] * told.shared.transpose(1, 2)).sum(2)
        best_f, best_s = match.amax(2, keepdim=True), match.amax(1)[..., None]
        many_f = match.sigmoid().sum(2, keepdim=True)
        many_s = match.sigmoid().sum(1)[..., None]
        hidden_f = self.frame_head(torch.cat([f, seen_s, f * seen_s, (f - seen_s).abs(), letter_f, best_f, many_f], -1))
        hidden_s = self.sentence_head(
            torch.cat([s, seen_f, s * seen_f, (s - seen_f).abs(), letter_s, told.alike, best_s, many_s], -1)
        )
        one_told, one_planned = self.told(hidden_f)[..., 0], self.planned(hidden_s)
        pooled = [*_pooled(hidden_f, real_f), *_pooled(hidden_s, real_s)]
        worst = one_told.masked_fill(~real_f, 30.0).amin(1, keepdim=True).clamp(-8, 8)
        kinds = one_planned.log_softmax(-1).masked_fill(~real_s[..., None], -30.0).amax(1).clamp(-8, 0)
        return Judged(self.scene(torch.cat([*pooled, worst, kinds], -1)), one_told, one_planned, match)


def _mean(vectors: Tensor, ids: Tensor) -> Tensor:
    count = (ids > 0).sum(-1, keepdim=True).clamp(min=1)
    return vectors.sum(-2) / count.sqrt()


def _pooled(hidden: Tensor, real: Tensor) -> tuple[Tensor, Tensor]:
    peak = hidden.masked_fill(~real[..., None], -1e4).amax(1).clamp(min=-20)
    mean = hidden.masked_fill(~real[..., None], 0.0).sum(1) / real.sum(1, keepdim=True).clamp(min=1)
    return peak, mean


def loss_of(judged: Judged, told: Told, label: Tensor, told_label: Tensor, planned_label: Tensor) -> Tensor:
    """Of the scene's class (B,), of frames told (B, F; −1 unknown) and of sentences (B, S; −1 unknown)."""
    loss = functional.cross_entropy(judged.scene, label)
    known = told_label >= 0
    loss = loss + functional.binary_cross_entropy_with_logits(judged.told[known], told_label[known].float())
    return loss + functional.cross_entropy(judged.planned.flatten(0, 1), planned_label.flatten(), ignore_index=-1)


def save_fidelity(net: Fidelity, folder: Path) -> None:
    """config.json and model.safetensors (bfloat16)."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: w.detach().to(torch.bfloat16).contiguous() for name, w in net.state_dict().items()}
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    config = {"model_type": MODEL_TYPE, "dtype": "bfloat16", "classes": CLASSES, **msgspec.to_builtins(net.shape)}
    (folder / "config.json").write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n")


def load_fidelity(folder: Path) -> Fidelity:
    """The network in float32. Raises: StoryError if a file is missing or damaged."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
        known = {k: v for k, v in config.items() if k in FidelityShape.__struct_fields__}
        net = Fidelity(msgspec.convert(known, FidelityShape))
        net.load_state_dict({n: w.float() for n, w in load_file(str(folder / "model.safetensors")).items()})
    except Exception as exc:
        hint = "install storycli again or train it: storycli train fidelity"
        raise StoryError(f"the model in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    return net.eval()
