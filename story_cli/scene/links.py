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

    def means(self, mention: Mention, earlier: Iterable[Mention], unmet: bool = False) -> Measures:
        """How surely a mention means whom the earlier ones mean; `unmet`: or somebody of whom nothing was said."""
        return {}

    def nobody(self, mention: Mention) -> Measures:
        """How surely it means nobody who was mentioned before."""
        return {}

    def shown(self, mention: Mention) -> float:
        """Log odds that what it means is there to be seen; 0 where nothing is known."""
        return 0.0


class ClusterLinks(Links):
    """Clusters of (scene, first token, past last token): linked inside a cluster."""

    def __init__(self, clusters: Sequence[Sequence[tuple[int, int, int]]]) -> None:
        self._cluster_of = {(scene, end - 1): n for n, spans in enumerate(clusters) for scene, _, end in spans}

    def means(self, mention: Mention, earlier: Iterable[Mention], unmet: bool = False) -> Measures:
        one = self._cluster_of.get((mention.scene, mention.end - 1))
        same = one is not None and any(one == self._cluster_of.get((m.scene, m.end - 1)) for m in earlier)
        return {"linked": 1.0} if same else {}


class NetLinks(Links):
    """Our model over the words of a whole story."""

    weighs = True

    def __init__(self, model: CorefModel, scenes: Sequence[Parsed]) -> None:
        self._weighing = model.weighing([token.text for scene in scenes for token in scene.doc])
        self._base = [sum(len(scene.doc) for scene in scenes[:number]) for number in range(len(scenes))]
        self._row: dict[Place, int] = {}
        self._logs: list[npt.NDArray[np.float32]] = []  # of each mention: its antecedents by row, then "nobody"
        self._shown: list[float] = []

    def begin(self, mentions: Sequence[Mention]) -> None:
        spans = []
        told = (m for m in mentions if m.word not in ("who", "all"))  # as in training
        for mention in sorted(told, key=lambda m: (m.start, m.end)):
            place = (mention.scene, mention.head)
            if place not in self._row:
                self._row[place] = len(self._row)
                base = self._base[mention.scene]
                spans.append((base + mention.start, base + mention.end - 1))
        logs, shown = self._weighing.add(spans)
        self._logs += logs
        self._shown += shown

    def means(self, mention: Mention, earlier: Iterable[Mention], unmet: bool = False) -> Measures:
        row = self._row.get((mention.scene, mention.head))
        if row is None:
            return {}
        logs = self._logs[row]
        rows = {self._row.get((m.scene, m.head), row) for m in earlier}
        chosen = [float(logs[r]) for r in sorted(rows) if r < row] + ([float(logs[-1])] if unmet else [])
        return {"net": round(max(LEAST, _log_sum(chosen)), _DIGITS)}

    def nobody(self, mention: Mention) -> Measures:
        row = self._row.get((mention.scene, mention.head))
        return {} if row is None else {"net nobody": round(max(LEAST, float(self._logs[row][-1])), _DIGITS)}

    def shown(self, mention: Mention) -> float:
        row = self._row.get((mention.scene, mention.head))
        return 0.0 if row is None else round(self._shown[row], _DIGITS)


def _log_sum(logs: Sequence[float]) -> float:
    from math import exp, log

    most = max(logs, default=LEAST)
    return most + log(sum(exp(value - most) for value in logs)) if logs else LEAST
