"""Trying a vector by simulation: a port with these numbers, under the same luck as all others."""

import numpy as np

from twin.study.kept import measures_of
from twin.study.observing import observed


def trial(scenario_at, target, numbers, *, measured=measures_of):
    """evaluate(counts) for a search: the levels of a target, replication by replication, less being better.

    `scenario_at(counts)` gives the port. A replication in which nothing is measured has no end of waiting.
    """

    def evaluate(counts):
        levels = signed(target, observed(scenario_at(counts), target, numbers, measured=measured))
        return np.where(np.isnan(levels), np.inf, levels)

    return evaluate


def signed(target, level):
    """A level so that less is better: of what is to be at least so much, its negative; so of a bound."""
    return np.asarray(level, float) * (1.0 if target.at_most else -1.0)
