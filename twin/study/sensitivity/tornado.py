"""One input at a time, at both ends of its range, against the port as it is: under the same luck."""

from typing import NamedTuple

import numpy as np

from twin.results.intervals import mean_intervals, t_factor, two_sided
from twin.study.sensitivity.noise import NONE, verdicts


class Tornado(NamedTuple):
    """Levels of the port as it is and of each end, and the verdict on each input."""

    base: np.ndarray  # [replication]
    ends: np.ndarray  # [low or high, input, replication] nan where the end has no level
    verdict: list  # [input]

    @property
    def effects(self):
        """[mean, low or high end of the interval; end; input] of the paired differences to the base."""
        mean, low, high, _ = mean_intervals(np.moveaxis(self.ends - self.base, -1, 0))
        return np.stack([mean, low, high])

    @property
    def swing(self):
        """[input] how far apart the levels of the base and the two ends are; nan where an end has none."""
        levels = np.stack([*(self.ends - self.base).mean(axis=-1), np.zeros(self.ends.shape[1])])
        return levels.max(axis=0) - levels.min(axis=0)

    @property
    def order(self):
        """[input] from the one that moves the level most; those without any effect come last."""
        swing = np.nan_to_num(self.swing, nan=-1.0)
        return np.lexsort((-swing, [each == NONE for each in self.verdict]))


def end_points(inputs):
    """[point, input] the low ends of all inputs, then the high ends, all others as written."""
    points = np.full((2, inputs, inputs), np.nan)
    each = np.arange(inputs)
    points[0, each, each], points[1, each, each] = 0.0, 1.0
    return points.reshape(2 * inputs, inputs)


def tornado(respond, inputs, numbers):
    """The Tornado of so many inputs: 2 x inputs runs a replication, and those of the base."""
    base = respond(np.full((1, inputs), np.nan), numbers)[0]
    ends = respond(end_points(inputs), numbers).reshape(2, inputs, len(base))
    return Tornado(base, ends, verdicts(_probability(ends - base), _is_none(ends - base)))


def _is_none(difference):
    return (difference == 0).all(axis=(0, 2))


def _probability(difference):
    """[input] of differences so large at either end by luck alone: the smaller of the two, doubled."""
    mean, _, high, n = mean_intervals(np.moveaxis(difference, -1, 0))
    p = two_sided(mean, (high - mean) / t_factor(n), n - 1)
    return np.minimum(1.0, 2 * np.fmin(*p))  # nan where neither end has a probability
