"""How far the fidelity classifier doubts that a text says what its plan says, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from story_cli.artifacts import Frame
from story_cli.catalogue import Library

MOST = 3.0  # nats; beyond that all are equally bad

Scene = tuple[Sequence[Frame], Sequence[Sequence[str]]]
Doubt = Callable[[Sequence[Scene]], list[float]]
"""Frames and sentences of scenes → nats against "accurate", 0 … MOST."""


def load_doubt(library: Library, name: str) -> Doubt:
    """The classifier of this name. Raises: StoryError if it is missing or damaged."""
    return _load(library.model_folder(name))


@lru_cache(maxsize=2)
def _load(folder: Path) -> Doubt:
    import torch

    from story_cli.models.fidelity import encode, load_fidelity
    from story_cli.models.sampling import settled_threads

    net = load_fidelity(folder)

    def doubt(scenes: Sequence[Scene]) -> list[float]:
        with settled_threads():
            nats = -net(encode(scenes)).scene.log_softmax(-1)[:, 0]
        return [float(n) for n in torch.clamp(nats, max=MOST)]

    return doubt
