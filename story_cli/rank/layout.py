"""A story as the ranker reads it: sentences by scene, names of the cast replaced by signs.

The same names get the same sign all through a story, so the model learns who is who and not what they are called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from story_cli.text import sentences

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
