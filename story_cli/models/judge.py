"""The coherence judge: counted features of a story, small tables learnt from good stories, and a small network on top.

The tables say how rare a word is, whether "the word" may come before anybody spoke of it, which two words follow each
other, and where in a story and in a scene a sentence is likely to stand. Everything is saved in one safetensors file.
Shapes: B stories, F features, K criteria.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from story_cli.errors import ExitStatus, StoryError

MODEL_TYPE = "storycli-judge"
BUCKETS = 1 << 15  # of hashed words and word pairs
CLASSES = 768  # of words: the frequent ones for themselves, others by their ending
VECTOR = 48  # numbers of a word's vector
WHOLE = "whole"  # name of the verdict on the story as a whole, beside the criteria
PLACES = 5  # parts of a story
SPOTS = 3  # first, inside, last sentence of a scene
PLACE_COLUMNS = PLACES + SPOTS + 2  # and: comes first of two, comes second of two


_ENDINGS = ("ed", "ing", "ly", "'s", "es", "s", "y", "er", "t", "")


def bucket(text: str) -> int:
    """The hash bucket of a feature's name."""
    return zlib.crc32(text.encode()) % BUCKETS


class WordFacts(NamedTuple):
    """What is known of one word."""

    rarity: float  # nats
    sudden: float  # how surprising "the word" is before it was spoken of, nats
    again: float  # how surprising "a word" is after it was spoken of, nats


class Tables(NamedTuple):
    """What was counted in good stories."""

    words: dict[str, WordFacts]
    unknown: WordFacts
    numbers: dict[str, int]  # row of a word in `vectors`; the first CLASSES − len(_ENDINGS) are classes of their own
    vectors: NDArray[np.float32]  # (words, VECTOR), of length 1: words of the same stories point the same way
    follows: NDArray[np.float32]  # (CLASSES, CLASSES) nats of a class after another
    skips: NDArray[np.float32]  # (CLASSES, CLASSES) nats of a class two places after another
    places: NDArray[np.float32]  # (BUCKETS, PLACE_COLUMNS)
    runs: NDArray[np.uint16]  # how surprising a word is after two others (story_cli.models.runs)

    def facts(self, word: str) -> WordFacts:
        return self.words.get(word, self.unknown)

    def class_of(self, word: str) -> int:
        """The word itself if it is frequent, else its ending."""
        number = self.numbers.get(word, CLASSES)
        if number < CLASSES - len(_ENDINGS):
            return number
        return next(CLASSES - 1 - n for n, ending in enumerate(_ENDINGS) if word.endswith(ending))

    def vector(self, word: str) -> NDArray[np.float32] | None:
        number = self.numbers.get(word)
        return None if number is None else self.vectors[number]


class Judge(nn.Module):
    """(B, F) features → (B, K) logits, high = sound."""

    def __init__(self, features: int, criteria: tuple[str, ...], hidden: int = 48) -> None:
        super().__init__()
        self.criteria = criteria
        self.mean: Tensor
        self.scale: Tensor
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("scale", torch.ones(features))
        self.inner = nn.Linear(features, hidden)
        self.out = nn.Linear(hidden, len(criteria))
        self.straight = nn.Linear(features, len(criteria), bias=False)
        self.rest = nn.Dropout(0.1)
        self.odds: Tensor
        self.register_buffer("odds", torch.tensor([1.0, 0.0]))  # slope and shift of the whole
        self.sound = nn.Linear(features, 1, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        x = ((features - self.mean) / self.scale).clamp(-6, 6)
        out: Tensor = self.out(self.rest(torch.tanh(self.inner(x)))) + self.straight(x)
        return out

    def whole(self, features: Tensor) -> Tensor:
        """(B, F) features → (B,) logits of the story as a whole, by which stories are ranked."""
        x = ((features - self.mean) / self.scale).clamp(-3, 3)  # what is odder than all that was learnt says no more
        total = self.sound(x)[:, 0] + nn.functional.logsigmoid(self(features)).sum(1)
        return torch.add(total * self.odds[0], self.odds[1])


def save_judge(net: Judge, tables: Tables, folder: Path) -> None:
    """config.json, words.json and model.safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: weight.detach().contiguous() for name, weight in net.state_dict().items()}
    for name in _KEPT:
        weights[f"tables.{name}"] = torch.from_numpy(getattr(tables, name)).to(torch.bfloat16).contiguous()
    weights["tables.runs"] = torch.from_numpy(tables.runs.view(np.int16)).contiguous()
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    config = {"model_type": MODEL_TYPE, "criteria": net.criteria, "features": net.inner.in_features,
              "hidden": net.inner.out_features}  # fmt: skip
    (folder / "config.json").write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n")
    known = {word: [round(x, 2) for x in tables.words[word]] for word in tables.numbers}
    known[""] = [round(x, 2) for x in tables.unknown]
    (folder / "words.json").write_bytes(msgspec.json.encode(known) + b"\n")


def is_judge(folder: Path) -> bool:
    """True if the folder holds this judge and not a classifier of the transformers library."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError):
        return False
    return config.get("model_type") == MODEL_TYPE


def load_judge_model(folder: Path) -> tuple[Judge, Tables]:
    """Network and tables, ready to use. Raises: StoryError if a file is missing or damaged."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=_Config)
        net = Judge(config.features, config.criteria, config.hidden)
        weights = load_file(str(folder / "model.safetensors"))
        kept = {name: weights.pop(f"tables.{name}").float().numpy() for name in _KEPT}
        runs = weights.pop("tables.runs").numpy().view(np.uint16)
        net.load_state_dict(weights)
        raw = msgspec.json.decode((folder / "words.json").read_bytes(), type=dict[str, tuple[float, float, float]])
        words = {word: WordFacts(*facts) for word, facts in raw.items()}
        unknown = words.pop("")
        tables = Tables(words, unknown, {word: n for n, word in enumerate(words)}, **kept, runs=runs)
    except Exception as exc:
        hint = "install storycli again or train it: storycli train ranker"
        raise StoryError(f"the ranker in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    return net.eval(), tables


_KEPT = ("vectors", "follows", "skips", "places")


class _Config(msgspec.Struct, frozen=True):
    model_type: str
    criteria: tuple[str, ...]
    features: int
    hidden: int
