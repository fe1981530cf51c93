"""Logistic regression by Newton's method, with an L2 penalty: small enough to be read, exact enough to repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 40


class Fit(NamedTuple):
    """Weights of standardised columns, and what they were standardised by."""

    weights: Floats  # (columns,)
    bias: float
    mean: Floats
    spread: Floats

    def log_odds(self, rows: Floats) -> Floats:
        """(rows,)"""
        found: Floats = ((rows - self.mean) / self.spread) @ self.weights + self.bias
        return found


def fit(rows: Floats, labels: Floats, penalty: float = 1.0) -> Fit:
    """(rows, columns) and labels 0 or 1 (rows,) → the weights."""
    mean, spread = rows.mean(0), np.maximum(rows.std(0), 1e-6)
    wide = np.concatenate([(rows - mean) / spread, np.ones((len(rows), 1))], 1)
    pull = np.full(wide.shape[1], penalty)
    pull[-1] = 0.0
    weights = np.zeros(wide.shape[1])
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(wide @ weights, -30, 30)))
        slope = wide.T @ (chance - labels) + pull * weights
        curve = (wide * (chance * (1 - chance))[:, None]).T @ wide + np.diag(pull + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return Fit(weights[:-1], float(weights[-1]), mean, spread)


def area_under_curve(scores: Floats, labels: Floats) -> float:
    """Chance that a row with label 1 scores above one with label 0 (ties count half)."""
    ones, zeros = scores[labels > 0.5], scores[labels < 0.5]
    if not len(ones) or not len(zeros):
        return 0.5
    order = np.sort(zeros)
    below = np.searchsorted(order, ones, side="left")
    ties = np.searchsorted(order, ones, side="right") - below
    return float((below + 0.5 * ties).mean() / len(zeros))
