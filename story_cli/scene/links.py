"""What a coreference model says of a story's mentions, as measures for the ranking of pronouns.

The scene stage finds the mentions; the model only weighs them. Our own model gives log probabilities (`NetLinks`), a
checkpoint of fastcoref clusters (`ClusterLinks`), and without a model there is nothing to say (`Links`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from story_cli.scene.mentions import Mention

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from story_cli.models.coref import CorefModel
    from story_cli.scene.parse import Parsed

LEAST = -7.0  # log probabilities below are all the same
_DIGITS = 2  # a processor's last bits decide nothing
Measures = dict[str, float]
Place = tuple[int, int]  # scene, head token


class Links:
    """No model: nothing to say."""

    weighs = False  # whether measures of a model are among the features, so that other weights hold

    def begin(self, mentions: Sequence[Mention]) -> None:
        """Take up the mentions of a scene, before any of them is resolved."""

    def means(self, mention: Mention, earlier: Iterable[Mention]) -> Measures:
        """How surely a mention means whom the earlier ones mean; of none, that it means nobody met in this scene."""
        return {}

    def nobody(self, mention: Mention) -> Measures:
        """How surely it means nobody who was mentioned before."""
        return {}


class ClusterLinks(Links):
    """Clusters of (scene, first token, past last token): linked inside a cluster."""

    def __init__(self, clusters: Sequence[Sequence[tuple[int, int, int]]]) -> None:
        self._cluster_of = {(scene, end - 1): n for n, spans in enumerate(clusters) for scene, _, end in spans}

    def means(self, mention: Mention, earlier: Iterable[Mention]) -> Measures:
        one = self._cluster_of.get((mention.scene, mention.end - 1))
        same = one is not None and any(one == self._cluster_of.get((m.scene, m.end - 1)) for m in earlier)
        return {"linked": 1.0} if same else {}


class NetLinks(Links):
    """Our model, which reads each scene by itself, as it was trained: who was last met in a scene before is as little
    known to it as who was never met."""

    weighs = True

    def __init__(self, model: CorefModel, scenes: Sequence[Parsed]) -> None:
        self._model, self._scenes = model, scenes
        self._row: dict[Place, int] = {}  # among the mentions of its scene
        self._logs: dict[Place, npt.NDArray[np.float32]] = {}  # its antecedents by row, then "nobody"

    def begin(self, mentions: Sequence[Mention]) -> None:
        told = {(m.scene, m.head): m for m in mentions if m.word not in ("who", "all")}  # as in training
        places = sorted(told, key=lambda place: (told[place].start, told[place].end))
        if not places:
            return
        words = [token.text for token in self._scenes[places[0][0]].doc]
        spans = [(told[place].start, told[place].end - 1) for place in places]
        logs = self._model.weighing(words).add(spans)
        for row, place in enumerate(places):
            self._row[place], self._logs[place] = row, logs[row]

    def means(self, mention: Mention, earlier: Iterable[Mention]) -> Measures:
        place = (mention.scene, mention.head)
        if place not in self._row:
            return {}
        here = {(m.scene, m.head) for m in earlier if m.scene == mention.scene}
        rows = sorted(self._row[other] for other in here & self._row.keys())
        logs = self._logs[place]
        chosen = [float(logs[row]) for row in rows if row < self._row[place]]
        return {"net": round(max(LEAST, _log_sum(chosen or [float(logs[-1])])), _DIGITS)}

    def nobody(self, mention: Mention) -> Measures:
        logs = self._logs.get((mention.scene, mention.head))
        return {} if logs is None else {"net nobody": round(max(LEAST, float(logs[-1])), _DIGITS)}


def _log_sum(logs: Sequence[float]) -> float:
    from math import exp, log

    most = max(logs, default=LEAST)
    return most + log(sum(exp(value - most) for value in logs)) if logs else LEAST
