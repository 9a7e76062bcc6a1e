"""In which order levers are pulled: each time the one that does most, under the same luck."""

from typing import NamedTuple

import numpy as np

from twin.results.intervals import Estimate, mean_intervals


class Choice(NamedTuple):
    """A lever that comes next, and how much better than the best of the others it would be now."""

    lever: str
    second: str  # '' where none was left
    ahead: Estimate | None  # what the second has more (or less) of what decides


def greedy(levers, level, *, less_is_better=True):
    """[Choice] of all levers in the order found; `level(chosen)` is [replication] of what decides.

    It needs n (n + 1) / 2 levels of n levers. No order is tried twice: a pair that helps only together is
    found late.

    >>> worth = {"a": 1.0, "b": 5.0}
    >>> found = greedy(["a", "b"], lambda chosen: np.array([10.0, 12.0]) - sum(worth[one] for one in chosen))
    >>> [choice.lever for choice in found], found[0].ahead.mean
    (['b', 'a'], 4.0)
    """
    sign, chosen, left = 1.0 if less_is_better else -1.0, (), list(levers)
    found = []
    while left:
        tried = {lever: np.asarray(level((*chosen, lever)), float) for lever in left}
        ranked = sorted(left, key=lambda lever: sign * _mean(tried[lever]))
        first, second = ranked[0], next(iter(ranked[1:]), "")
        ahead = difference(tried[first], tried[second]) if second else None
        found.append(Choice(first, second, ahead))
        chosen, left = (*chosen, first), [lever for lever in left if lever != first]
    return found


def difference(before, after):
    """The Estimate of how much a level changes, replication by replication."""
    mean, low, high, n = mean_intervals(np.asarray(after, float) - np.asarray(before, float))
    return Estimate(float(mean), float(low), float(high), int(n))


def _mean(values):
    """The mean of the values that there are; a lever without any comes last."""
    known = values[~np.isnan(values)]
    return known.mean() if len(known) else np.inf
