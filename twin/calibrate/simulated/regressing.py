"""Regressions with a penalty that the data choose: summaries by values, and values by summaries."""

from typing import NamedTuple

import numpy as np

Array = np.ndarray
FOLDS = 10
PENALTIES = np.logspace(-3, 4, 22)


class Line(NamedTuple):
    """Predictions of several columns, and by how much they miss points that were left out."""

    centre: Array  # [term]
    scale: Array  # [term]
    mean: Array  # [column]
    weights: Array  # [term, column]
    error: Array  # [column] root mean square of what was left out

    def at(self, terms):
        """[row, column] of [row, term]."""
        return self.mean + (terms - self.centre) / self.scale @ self.weights


def ridge(terms, values, weights=None):
    """The Line of [row, term] to [row, column]; each column has the penalty that leaves out least.

    `weights` are of the rows, and sum to 1.
    """
    n = len(terms)
    weights = np.full(n, 1.0 / n) if weights is None else weights
    centre = weights @ terms
    scale = np.sqrt(weights @ (terms - centre) ** 2)
    scale = np.where(scale > 1e-12 * (np.abs(centre) + 1.0), scale, np.inf)
    mean = weights @ values
    root = np.sqrt(weights)[:, None]
    x, y = root * (terms - centre) / scale, root * (values - mean)
    u, s, v = np.linalg.svd(x, full_matrices=False)
    inner = u.T @ y  # [component, column]
    best, found = np.full(y.shape[1], np.inf), np.zeros((x.shape[1], y.shape[1]))
    for penalty in PENALTIES / n:
        shrink = s**2 / (s**2 + penalty)
        lever = np.minimum((u**2 * shrink).sum(axis=1, keepdims=True) + weights[:, None], 1 - 1e-6)
        missed = (y - u @ (shrink[:, None] * inner)) / (1 - lever)
        total = (missed**2).sum(axis=0)
        better = total < best
        part = v.T @ ((shrink / np.maximum(s, 1e-300))[:, None] * inner)
        best, found = np.where(better, total, best), np.where(better, part, found)
    return Line(centre, scale, mean, found, np.sqrt(best))


def apart(terms, values):
    """[row, column] predictions of each row by a Line that has not seen it, nor the others of its fold."""
    fold = np.arange(len(terms)) % FOLDS
    found = np.empty(values.shape)
    for number in range(FOLDS):
        mine = fold == number
        if mine.any():
            found[mine] = ridge(terms[~mine], values[~mine]).at(terms[mine])
    return found


def quadratic(points):
    """[row, term] the coordinates, their squares and products."""
    d = points.shape[1]
    pairs = [points[:, i] * points[:, j] for i in range(d) for j in range(i, d)]
    return np.column_stack([points, *pairs])
