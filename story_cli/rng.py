"""Random numbers that depend on (seed, stage, scene) and on nothing else.

The digest is hashed rather than added, so neighbouring seeds or scenes share no stream, and a scene that is
inserted elsewhere does not change the others when callers name scenes by content instead of by position.
"""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from story_cli.artifacts import Brief


def derived_seed(seed: int, *names: str | int) -> int:
    """A 63-bit seed from the story's seed and any labels, e.g. `derived_seed(7, "scene", 3)`."""
    text = "\x1f".join(str(part) for part in (seed, *names))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def prompt_seed(brief: Brief, *names: str | int) -> int:
    """A seed that all prompts count in, so that the same number does not tell every hero the same story."""
    prompts: tuple[str | int, ...] = (brief.theme, brief.hero, brief.hero_name, *brief.colours, "/", *brief.adjectives)
    return derived_seed(brief.seed, *names, *prompts, brief.scenes)


def stage_rng(seed: int, *names: str | int) -> random.Random:
    """Python's generator for (seed, stage, scene …)."""
    return random.Random(derived_seed(seed, *names))


def numpy_rng(seed: int, *names: str | int) -> np.random.Generator:
    """NumPy's generator for (seed, stage, scene …)."""
    import numpy

    return numpy.random.Generator(numpy.random.PCG64(derived_seed(seed, *names)))
