"""How well clusters of mentions agree with annotated ones: MUC, B³ and CEAFφ4, and their mean (CoNLL F1).

Source: Vilain et al. (1995); Bagga and Baldwin (1998); Luo (2005); Pradhan et al., CoNLL-2012 shared task.
A mention is any hashable key; clusters of one mention are left out, as in the shared task.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

Cluster = frozenset[Hashable]
Pair = tuple[float, float]  # reached, possible


class CorefScore:
    """Sums over documents."""

    def __init__(self) -> None:
        self._recall: dict[str, list[float]] = {name: [0.0, 0.0] for name in ("muc", "b3", "ceaf")}
        self._precision: dict[str, list[float]] = {name: [0.0, 0.0] for name in ("muc", "b3", "ceaf")}

    def add(self, gold: Sequence[Cluster], found: Sequence[Cluster]) -> None:
        """Count one document."""
        gold = [cluster for cluster in gold if len(cluster) > 1]
        found = [cluster for cluster in found if len(cluster) > 1]
        for name, score in (("muc", _muc), ("b3", _b3)):
            _sum(self._recall[name], score(gold, found))
            _sum(self._precision[name], score(found, gold))
        reached = _ceaf(gold, found)
        _sum(self._recall["ceaf"], (reached, len(gold)))
        _sum(self._precision["ceaf"], (reached, len(found)))

    def f1(self) -> dict[str, float]:
        """F1 of each measure and "conll", their mean."""
        scores = {name: _f1(self._recall[name], self._precision[name]) for name in self._recall}
        return {**scores, "conll": sum(scores.values()) / len(scores)}


def _sum(total: list[float], pair: Pair) -> None:
    total[0] += pair[0]
    total[1] += pair[1]


def _f1(recall: Sequence[float], precision: Sequence[float]) -> float:
    r, p = (pair[0] / pair[1] if pair[1] else 0.0 for pair in (recall, precision))
    return 2 * r * p / (r + p) if r + p else 0.0


def _home(clusters: Sequence[Cluster]) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def _muc(key: Sequence[Cluster], other: Sequence[Cluster]) -> Pair:
    home = _home(other)
    reached = 0
    for cluster in key:
        parts = {home[m] for m in cluster if m in home}
        reached += len(cluster) - len(parts) - sum(m not in home for m in cluster)
    return reached, sum(len(cluster) - 1 for cluster in key)


def _b3(key: Sequence[Cluster], other: Sequence[Cluster]) -> Pair:
    home = _home(other)
    total = sum(len(cluster & other[home[m]]) / len(cluster) for cluster in key for m in cluster if m in home)
    return total, sum(len(cluster) for cluster in key)


def _ceaf(key: Sequence[Cluster], other: Sequence[Cluster]) -> float:
    """The best one-to-one pairing's sum of φ4 similarities."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not key or not other:
        return 0.0
    alike = np.array([[2 * len(k & o) / (len(k) + len(o)) for o in other] for k in key])
    rows, columns = linear_sum_assignment(-alike)
    return float(alike[rows, columns].sum())
