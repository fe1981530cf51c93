"""The placement model: how likely a layout is one that follows the art bible's rules, rather than a careless one.

A logistic model over a few measures of the whole picture, trained by `storycli train place`; weights in
library/models/place/place.json. Distances are shares of the stage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from statistics import pstdev
from typing import TYPE_CHECKING

import msgspec

from story_cli.artifacts import PICTURE_BOTTOM, STAGE_WIDTH
from story_cli.errors import StoryError
from story_cli.shape import closeness

if TYPE_CHECKING:
    from story_cli.scene.stage import Item

_TANGENT = 5.0  # px: two outlines this near to each other touch without overlapping


class Prior(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of the measures (see MEASURES), their means and spreads in training, and the slope of judged size."""

    weights: dict[str, float]
    mean: dict[str, float]
    spread: dict[str, float]
    bias: float
    size_slope: float  # P(a is bigger than b) = 1 / (1 + exp(−slope × ln(size a / size b))), VerbPhysics

    def log_odds(self, items: Sequence[Item], width: float = STAGE_WIDTH) -> float:
        """Above 0 where a layout looks like a corrected one; 0 for an empty stage."""
        if not items:
            return 0.0
        found = measures(items, self.size_slope, width)
        return self.bias + sum(
            weight * (found[name] - self.mean[name]) / self.spread[name] for name, weight in self.weights.items()
        )


FLAT = Prior({}, {}, {}, 0.0, 1.0)


@lru_cache(maxsize=2)
def read_prior(root: Path) -> Prior:
    """The model of a library; one without opinion if it has none. Raises: StoryError for a broken file."""
    path = root / "models" / "place" / "place.json"
    if not path.is_file():
        return FLAT
    try:
        return msgspec.json.decode(path.read_bytes(), type=Prior)
    except msgspec.DecodeError as exc:
        raise StoryError(f"{path}: {exc}", "make it again: storycli train place") from exc


def measures(items: Sequence[Item], size_slope: float, width: float = STAGE_WIDTH) -> dict[str, float]:
    """What a layout is judged by; every value without unit, about 0 … 1."""
    free = [item for item in items if not item.holder]
    roots = [item for item in free if not item.parent]
    boxes = [item.box for item in free]
    hero = next((item for item in free if item.id == "hero"), free[0] if free else items[0])
    pairs = [(a, b) for a, b in combinations(free, 2) if a.parent != b.id and b.parent != a.id]
    covered = sum(a.box.shared(b.box) / max(1.0, min(a.box.area, b.box.area)) for a, b in pairs)
    gaps = [_gap(a, b) for a, b in pairs if _gap(a, b) > 0]
    middle = sum(box.x * box.area for box in boxes) / max(1.0, sum(box.area for box in boxes))
    third = min(abs(hero.box.x / width - share) for share in (1 / 3, 0.43, 0.57, 2 / 3))
    return {
        "hero height": hero.box.height / (PICTURE_BOTTOM * closeness(width)),
        "hero off third": third,
        "off balance": abs(middle / width - 0.5),
        "covered": covered,
        "nearest gap": min(gaps, default=60.0) / width,
        "widest gap": max((_next_gap(a, free) for a in roots), default=0.0) / width,
        "tangents": float(sum(0 < _gap(a, b) < _TANGENT for a, b in pairs)),
        "filled": sum(box.area for box in boxes) / (width * PICTURE_BOTTOM),
        "row": 1.0 - min(1.0, pstdev([box.bottom for box in boxes]) / 40.0) if len(boxes) > 2 else 0.0,
        "looks out": float(sum(_looks_out(item, width) for item in roots if item.actor)),
        "size belief": _size_belief(free, size_slope),
    }


MEASURES = (
    "hero height", "hero off third", "off balance", "covered", "nearest gap", "widest gap", "tangents", "filled", "row",
    "looks out", "size belief",
)  # fmt: skip


def _gap(a: Item, b: Item) -> float:
    """Horizontal px between two outlines that share a height; −1 where they overlap or pass each other."""
    if min(a.box.bottom, b.box.bottom) <= max(a.box.top, b.box.top):
        return -1.0
    return max(a.box.left, b.box.left) - min(a.box.right, b.box.right)


def _next_gap(item: Item, others: Sequence[Item]) -> float:
    """Px to the next outline on the right; 0 for the last."""
    rights = [other.box.left - item.box.right for other in others if other.box.left > item.box.right]
    return min(rights, default=0.0)


def _looks_out(item: Item, width: float) -> bool:
    """Whether somebody near an edge looks out of the picture."""
    return item.box.x < 0.28 * width if item.flip else item.box.x > 0.72 * width


def _size_belief(items: Sequence[Item], slope: float) -> float:
    """Mean log-likelihood that drawn sizes are in the order that people would give the real ones, 0 at best."""
    beliefs = []
    for a, b in combinations(items, 2):
        real = math.log(max(0.01, a.figure.piece.size_m) / max(0.01, b.figure.piece.size_m))
        chance = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, slope * real))))
        bigger = a.box.height * a.box.width > b.box.height * b.box.width
        beliefs.append(math.log(max(0.02, chance if bigger else 1.0 - chance)))
    return sum(beliefs) / len(beliefs) if beliefs else 0.0
