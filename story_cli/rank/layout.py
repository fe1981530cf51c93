"""A story as the ranker reads it: sentences by scene, names of the cast replaced by signs.

The same names get the same sign all through a story, so the model learns who is who and not what they are called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from story_cli.text import sentences

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

    from story_cli.models.ranker import RankerShape

Scenes = list[list[str]]  # sentences by scene

HERO = "[HERO]"
NAMES = tuple(f"[NAME{number}]" for number in range(1, 5))
SIGNS = ("[PAD]", "[UNK]", HERO, *NAMES)
_WORD = re.compile(r"[A-Z][\w’'-]*", re.UNICODE)
_BEFORE_CAPITALS = ".!?\"“”'‘’:"


def signs_for(hero_name: str, others: Sequence[str] = ()) -> dict[str, str]:
    """Given name → sign; at most one hero and four others."""
    signs = {name: sign for name, sign in zip(others, NAMES, strict=False) if name}
    return {hero_name: HERO, **signs} if hero_name else signs


def laid_out(scenes: Sequence[str], signs: Mapping[str, str]) -> Scenes:
    """Texts → sentences with signs."""
    return [[masked(s.text, signs) for s in sentences(scene)] for scene in scenes]


def masked(text: str, signs: Mapping[str, str]) -> str:
    """Replace every given name by its sign ("Mira's" → "[HERO]'s")."""
    for name, sign in signs.items():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", sign, text)
    return text


def names_in(scenes: Sequence[str], most: int = 5) -> list[str]:
    """Given names that a text without annotations uses, most frequent first: capitals that stand within sentences."""
    counts: dict[str, int] = {}
    for scene in scenes:
        for found in _WORD.finditer(scene):
            before = scene[: found.start()].rstrip()
            if before and before[-1] not in _BEFORE_CAPITALS and not found.group().startswith(("I'", "I’")):
                name = found.group().removesuffix("'s").removesuffix("’s")
                if len(name) > 1:
                    counts[name] = counts.get(name, 0) + 1
    return [name for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if count > 1][:most]


def batch(stories: Sequence[Scenes], tokenizer: Tokenizer, shape: RankerShape) -> tuple[Tensor, Tensor]:
    """Token ids (B, S, W) and scene numbers (B, S) from 1, zero-padded; what is too long is cut."""
    import torch

    rows = []
    for story in stories:
        row = [
            (min(number, shape.scenes), ids[: shape.words])
            for number, scene in enumerate(story, 1)
            for ids in (tokenizer.encode(sentence).ids for sentence in scene)
            if ids
        ]
        rows.append(row[: shape.sentences])
    longest = max((len(row) for row in rows), default=1) or 1
    widest = max((len(ids) for row in rows for _, ids in row), default=1)
    tokens = torch.zeros(len(rows), longest, widest, dtype=torch.long)
    scenes = torch.zeros(len(rows), longest, dtype=torch.long)
    for place, row in enumerate(rows):
        for at, (number, ids) in enumerate(row):
            tokens[place, at, : len(ids)] = torch.tensor(ids)
            scenes[place, at] = number
    return tokens, scenes
