"""Shares of the variance: what each input explains alone, and what goes away only with it.

First-order indices as Saltelli et al. (2010), Variance based sensitivity analysis of model output, Comput.
Phys. Commun. 181, total ones as Jansen (1999). Points of Sobol's sequence, scrambled; all have the same luck,
so the indices are those of the mean over these replications.
"""

from typing import NamedTuple

import numpy as np

from twin.study.sensitivity.noise import CLEAR, FROM_LUCK, NONE, UNKNOWN, bootstrap, spread

FEWEST = 8  # points of each of the two matrices: below, no interval means anything


class Sobol(NamedTuple):
    """Indices [estimate, low, high; group], and the share of luck that may pass for a total one."""

    first: np.ndarray
    total: np.ndarray
    luck: float
    variance: float  # of the level over the ranges
    blocks: int  # points that had all their levels, of `asked`
    asked: int
    verdict: list


def sobol(respond, groups, n, *, numbers=(0, 1), seed=1):
    """The Sobol of inputs in groups ([input] number of its group): (groups + 2) x n points."""
    if n < FEWEST or n & (n - 1):
        raise ValueError(f"n is {n}; it is a power of two from {FEWEST}")
    groups, numbers = np.asarray(groups), np.asarray(numbers)
    points = saltelli(groups, n, seed)  # [n, block, input]
    levels = respond(points.reshape(-1, len(groups)), numbers).reshape(*points.shape[:2], len(numbers))
    mean = levels.mean(axis=2)
    whole = ~np.isnan(mean).any(axis=1)
    if whole.sum() < FEWEST:
        count = int(max(groups)) + 1
        nothing = np.full((3, count), np.nan)
        return Sobol(nothing, nothing, np.nan, np.nan, int(whole.sum()), n, [UNKNOWN] * count)
    mean = mean[whole]
    low_high = [spread(each) for each in _again(mean)]
    first, total = (np.vstack([now, *ends]) for now, ends in zip(indices(mean), low_high, strict=True))
    luck = _luck(levels[whole])
    return Sobol(first, total, luck, _variance(mean), len(mean), n, _verdicts(mean, total, luck))


def saltelli(groups, n, seed=1):
    """[n, A, then each group from B, then B; input] Saltelli's blocks of points."""
    from SALib.sample import sobol as salib

    inputs, count = len(groups), int(max(groups)) + 1
    problem = {"num_vars": inputs, "names": [f"x{i}" for i in range(inputs)], "bounds": [[0, 1]] * inputs}
    if 1 < count < inputs:
        problem["groups"] = [f"g{group:06d}" for group in groups]
    points = salib.sample(problem, n, calc_second_order=False, scramble=True, seed=seed)
    points = np.asarray(points, float).reshape(n, -1, inputs)
    return points if count > 1 else points[:, [0, -1, -1]]  # all inputs of one group come from B together


def indices(levels):
    """(first, total) [group] of levels [n, A, then each group from B, then B].

    The mean is taken away before products are made: it would only add to their scatter.
    """
    levels = levels - levels[:, [0, -1]].mean()
    a, mixed, b = levels[:, 0], levels[:, 1:-1], levels[:, -1]
    variance = np.concatenate([a, b]).var()
    with np.errstate(invalid="ignore", divide="ignore"):
        first = (b[:, None] * (mixed - a[:, None])).mean(axis=0) / variance
        total = ((a[:, None] - mixed) ** 2).mean(axis=0) / (2 * variance)
    return first, total


def _again(levels):
    """[first or total] the indices of blocks that were drawn again."""
    found = [indices(levels[rows]) for rows in bootstrap(len(levels))]
    return [np.stack(each) for each in zip(*found, strict=True)]


def _variance(levels):
    return float(np.concatenate([levels[:, 0], levels[:, -1]]).var())


def _luck(levels):
    """The total index of an input that does nothing but shuffle luck.

    What points and replications together leave over is what a shuffle changes: the residual of the two-way
    table, in the variance of the means. nan with one replication, which cannot tell.
    """
    table = levels[:, 0]  # [n, replication]
    n, replications = table.shape
    if replications < 2:
        return float("nan")
    left = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    variance = _variance(levels.mean(axis=2))
    square = (left**2).sum() / ((n - 1) * (replications - 1))
    return float(square / replications / variance) if variance > 0 else float("nan")


def _verdicts(levels, total, luck):
    none = (levels[:, 1:-1] == levels[:, :1]).all(axis=0)
    if np.isnan(luck):
        return [NONE if still else UNKNOWN for still in none]
    return [
        NONE if still else CLEAR if low > luck else FROM_LUCK
        for still, low in zip(none, total[1], strict=True)
    ]
