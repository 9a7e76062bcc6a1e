"""Two laws in one: a mixture of two lognormals, for services that are of two kinds."""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from twin.calibrate.services.goodness import kolmogorov

ROUNDS = 200


class Mixture(NamedTuple):
    """A share of each part, the mean and spread of its logarithms, and how well they fit."""

    share: np.ndarray  # [part]
    middle: np.ndarray
    spread: np.ndarray
    bic: float
    fits: float
    distance: float


def law_of(values):
    """The Mixture of durations, by expectation and maximisation; None where it is one law after all."""
    logs = np.log(values)
    middle = np.quantile(logs, [0.25, 0.75])
    spread = np.full(2, logs.std() / 1.5 + 1e-6)
    share = np.full(2, 0.5)
    for _ in range(ROUNDS):
        dense = share * np.exp(-(((logs[:, None] - middle) / spread) ** 2) / 2) / spread + 1e-300
        part = dense / dense.sum(axis=1, keepdims=True)
        weight = part.sum(axis=0)
        if weight.min() < 5:
            return None
        share, old = weight / len(logs), middle
        middle = (part * logs[:, None]).sum(axis=0) / weight
        spread = np.sqrt((part * (logs[:, None] - middle) ** 2).sum(axis=0) / weight) + 1e-4
        if np.abs(middle - old).max() < 1e-7:
            break
    dense = (share * np.exp(-(((logs[:, None] - middle) / spread) ** 2) / 2) / spread).sum(axis=1)
    total = (np.log(dense + 1e-300) - logs - 0.5 * np.log(2 * np.pi)).sum()
    below = (share * ndtr((np.sort(logs)[:, None] - middle) / spread)).sum(axis=1)
    return Mixture(share, middle, spread, 5 * np.log(len(logs)) - 2 * total, np.nan, kolmogorov(below))
