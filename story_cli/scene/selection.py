"""The element selection model: how likely an author would have a named thing seen in the picture.

A logistic model over what the graph says of an entity, trained by `storycli train select` on the `things` that the
authors of the house stories listed; weights in library/models/select/select.json.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from story_cli.artifacts import Entity, Graph
from story_cli.errors import StoryError

FEATURES = (
    "actor", "speaks", "acts", "acted on", "related", "held", "named twice", "named often", "first words", "late",
    "coloured or sized", "several", "told indirectly",
)  # fmt: skip
_LATE = 0.66  # of the scene's sentences


class Selection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of FEATURES, what is added for a piece ("heart" is mostly a way of speaking), and the log-odds below
    which a thing is left out."""

    weights: dict[str, float]
    pieces: dict[str, float]
    bias: float
    least: float

    def log_odds(self, features: dict[str, float], piece: str) -> float:
        told = sum(weight * features[name] for name, weight in self.weights.items())
        return self.bias + told + self.pieces.get(piece, 0.0)


@lru_cache(maxsize=2)
def read_selection(root: Path) -> Selection:
    """The model of a library. Raises: StoryError if it is missing or broken."""
    path = root / "models" / "select" / "select.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Selection)
    except OSError as exc:
        raise StoryError(f"cannot read {path}: {exc.strerror}", "make it again: storycli train select") from exc
    except msgspec.DecodeError as exc:
        raise StoryError(f"{path}: {exc}", "make it again: storycli train select") from exc


def features(graph: Graph, entity: Entity, *, actor: bool) -> dict[str, float]:
    """What the graph says of an entity, by FEATURES; every value 0 or 1."""
    relations = [r for r in graph.relations if entity.id in (r.subject, r.object)]
    first = min((mention.sentence for mention in entity.mentions), default=0)
    last_sentence = max((m.sentence for other in graph.entities for m in other.mentions), default=0)
    words = min((mention.word for mention in entity.mentions if mention.sentence == first), default=9)
    named = len(entity.mentions)
    found = {
        "actor": actor,
        "speaks": any(line.speaker == entity.id for line in graph.lines),
        "acts": any(action.agent == entity.id for action in graph.actions),
        "acted on": any(action.target == entity.id for action in graph.actions),
        "related": bool(relations),
        "held": any(r.predicate in ("holding", "riding") and r.object == entity.id for r in relations),
        "named twice": named >= 2,
        "named often": named >= 4,
        "first words": first == 0 and words < 6,
        "late": last_sentence > 0 and first / last_sentence > _LATE,
        "coloured or sized": bool(entity.attributes),
        "several": entity.count > 1,
        "told indirectly": entity.head not in entity.piece,
    }
    return {name: float(value) for name, value in found.items()}
