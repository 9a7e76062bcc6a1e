"""Values of a port that are found by simulation: those whose visits are like the recorded ones."""

from typing import NamedTuple

import numpy as np

from twin.calibrate.simulated.populations import added, near, pool_of, posterior, proposed
from twin.calibrate.simulated.runs import OutOfTimeError
from twin.calibrate.simulated.waves import match

Array = np.ndarray
RULING = 0.4  # share of the simulations that rule out, at most, in three waves
ROUNDS = 6  # populations afterwards
FEWEST = 100  # simulations
FAR = 4.0  # standard deviations of the runs that were kept


class Posterior(NamedTuple):
    """Draws of what is unknown, as positions in the ranges, and how they came about."""

    draws: Array  # [draw, unknown] 0 to 1
    simulations: int
    left: float  # share of the ranges that history matching has left
    tolerance: float  # of the last population, in standard deviations of what is foretold
    odd: float  # share of the summaries that the records have far from those of all draws
    is_whole: bool  # whether all simulations that were asked for were made


def found_by(runs, seen, unknowns, *, simulations=2000, seed=1):
    """The Posterior of so many unknowns, by `runs(points, numbers)` and the recorded summaries.

    A position 0 to 1 in a range is as probable as any other one before. Columns that are the same in all
    runs, or that the records do not have, tell nothing.
    """
    if simulations < FEWEST:
        raise ValueError(f"{simulations} simulations; at least {FEWEST} are needed to learn anything from")
    told = np.isfinite(seen)
    part = Told(runs, told)
    matched = match(part, seen[told], unknowns, most=int(RULING * simulations), seed=seed)
    pool, rng = pool_of(matched), np.random.default_rng([seed, 1])
    used, is_whole = len(matched.points), True
    size = max(20, (simulations - used) // ROUNDS)
    while used + size <= simulations:
        points, kernel = proposed(pool, near(pool, seen[told]), matched, size, rng)
        try:
            summaries = part(points, used + np.arange(size))
        except OutOfTimeError:
            is_whole = False
            break
        pool, used = added(pool, points, summaries, kernel), used + size
    last = near(pool, seen[told])
    odd = odd_share(pool.summaries, last.weights, seen[told])
    return Posterior(posterior(pool, last, rng), used, matched.share, last.tolerance, odd, is_whole)


def odd_share(summaries, weights, seen):
    """The share of the summaries that are far from those of the runs that were kept."""
    mean = weights @ summaries
    spread = np.sqrt(weights @ (summaries - mean) ** 2)
    return float((np.abs(seen - mean) > FAR * np.maximum(spread, 1e-3)).mean())


class Told:
    """Runs of which only the summaries are looked at that the records have; one that a run lacks is usual."""

    def __init__(self, runs, told):
        self.runs, self.told, self.usual = runs, told, None

    def __call__(self, points, numbers):
        rows = self.runs(points, numbers)[:, self.told]
        is_run = np.isfinite(rows).any(axis=1)
        if self.usual is None:  # of the first wave
            with np.errstate(invalid="ignore"):
                number = np.isfinite(rows).sum(axis=0)
                self.usual = np.where(number > 0, np.nansum(rows, axis=0) / np.maximum(number, 1), 0.0)
        return np.where(is_run[:, None], np.where(np.isfinite(rows), rows, self.usual), np.nan)
