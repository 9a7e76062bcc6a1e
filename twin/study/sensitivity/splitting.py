"""How much of the doubt is luck, and how much is what is not known of the port.

One-way random effects: points of the inputs are the groups, replications with luck of their own the values in
them (Searle, Casella, McCulloch 1992, Variance Components, ch. 3). The mean square within a point is the
variance of luck; that between points exceeds it by R times the variance of the inputs. An estimate below 0 is
said as 0.
"""

from typing import NamedTuple

import numpy as np

from twin.study.sensitivity.noise import bootstrap, spread


class Split(NamedTuple):
    """Variances [estimate, low, high] of one replication at a port that is not known exactly."""

    inputs: np.ndarray
    luck: np.ndarray
    share: np.ndarray  # of the inputs in both
    mean: np.ndarray
    level: np.ndarray  # [low, high] that hold 95 % of all replications at all points
    points: int


def split(levels):
    """The Split of levels [point, replication], the replications of every point its own."""
    levels = levels[~np.isnan(levels).any(axis=1)]
    if len(levels) < 3 or levels.shape[1] < 2:
        raise ValueError(
            f"{len(levels)} points with {levels.shape[1]} replications; at least 3 with 2 are needed"
        )
    now = _parts(levels)
    low, high = spread(np.stack([_parts(levels[rows]) for rows in bootstrap(len(levels))]))
    parts = np.stack([now, low, high])  # [estimate, low, high; part]
    quantiles = np.quantile(levels, [0.025, 0.975])
    return Split(*(parts[:, i] for i in range(4)), quantiles, len(levels))


def _parts(levels):
    """[inputs, luck, share, mean] of a balanced one-way table."""
    _, replications = levels.shape
    luck = levels.var(axis=1, ddof=1).mean()
    between = replications * levels.mean(axis=1).var(ddof=1)
    inputs = max((between - luck) / replications, 0.0)
    both = inputs + luck
    return np.array([inputs, luck, inputs / both if both > 0 else np.nan, levels.mean()])


def sample(inputs, n, seed=1):
    """[point, input] a Latin hypercube: every input is spread evenly over its range."""
    from scipy.stats import qmc

    return qmc.LatinHypercube(inputs, seed=np.random.default_rng(seed)).random(n)


def own_luck(n, replications):
    """[point, replication] numbers of replications, no two the same."""
    return np.arange(n * replications).reshape(n, replications)
