"""How sure a number is: intervals of means, of quantiles, of differences."""

from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, stdtr, stdtrit

CONFIDENCE = 0.95


class Estimate(NamedTuple):
    """A mean over replications and its interval; without a second replication the interval is nan."""

    mean: float
    low: float
    high: float
    replications: int


class Difference(NamedTuple):
    """How much a second sample exceeds the first, its interval, and the probability of so much by luck."""

    mean: float
    low: float
    high: float
    p: float
    replications: int


class Ranks(NamedTuple):
    """Order statistics (counted from 1) that bracket a quantile; low 0 and high n + 1 are unbounded."""

    low: int
    high: int
    coverage: float


def t_factor(n, confidence=CONFIDENCE):
    """Half-width of an interval of a mean of n, in standard errors."""
    several, which = np.unique(n, return_inverse=True)  # a quantile takes long, and most have the same n
    degrees = np.maximum(several - 1.0, 0.0)
    factor = np.where(degrees > 0, stdtrit(np.maximum(degrees, 1.0), 0.5 + confidence / 2), np.nan)
    return factor[which].reshape(np.shape(n))


def mean_intervals(values, confidence=CONFIDENCE):
    """Mean, low, high and count over axis 0 of [replication, ...]; a nan is a replication without a value."""
    values = np.asarray(values, float)
    known = ~np.isnan(values)
    n = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=0) / np.where(n > 0, n, np.nan)
        spread = (np.where(known, values - mean, 0.0) ** 2).sum(axis=0) / np.where(n > 1, n - 1, np.nan)
        half = t_factor(n, confidence) * np.sqrt(spread / n)
    return mean, mean - half, mean + half, n


def estimate(values, confidence=CONFIDENCE):
    """The Estimate of a mean from one value a replication.

    >>> estimate([12.0, 10.0, 14.0]).mean
    12.0
    """
    mean, low, high, n = mean_intervals(values, confidence)
    return Estimate(float(mean), float(low), float(high), int(n))


def paired(first, second, confidence=CONFIDENCE):
    """The Difference second - first under common random numbers, pair by pair."""
    mean, low, high, n = mean_intervals(np.asarray(second, float) - np.asarray(first, float), confidence)
    error = (high - mean) / t_factor(n, confidence)
    return Difference(float(mean), float(low), float(high), float(two_sided(mean, error, n - 1)), int(n))


def welch(first, second, confidence=CONFIDENCE):
    """The Difference second - first of two samples with luck of their own."""
    first, second = np.asarray(first, float), np.asarray(second, float)
    a, b = first.var(ddof=1) / len(first), second.var(ddof=1) / len(second)
    degrees = (a + b) ** 2 / (a**2 / (len(first) - 1) + b**2 / (len(second) - 1))
    mean, error = second.mean() - first.mean(), np.sqrt(a + b)
    half = stdtrit(degrees, 0.5 + confidence / 2) * error
    p, n = float(two_sided(mean, error, degrees)), min(len(first), len(second))
    return Difference(float(mean), float(mean - half), float(mean + half), p, n)


def two_sided(mean, error, degrees):
    """[...] probabilities of means so far from zero, or farther, by luck alone; nan without a known error."""
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * stdtr(np.maximum(degrees, 1), -np.abs(mean) / error)
    return np.where(np.equal(error, 0), np.where(np.equal(mean, 0), 1.0, 0.0), p)


def replications_for(values, half_width, confidence=CONFIDENCE):
    """The fewest replications whose interval is half_width or less each side, judged by the spread so far."""
    values = np.asarray(values, float)
    spread, n = values.std(ddof=1), len(values)
    if spread > 0 and not half_width > 0:
        raise ValueError(
            f"the half-width is {half_width}; values that differ never come to it, ask for more than 0"
        )
    while t_factor(n, confidence) * spread / np.sqrt(n) > half_width:
        n += 1
    return n


def replications_for_share(values, share, confidence=CONFIDENCE):
    """The fewest replications for a mean within a share of the truth, with Law's share / (1 + share)."""
    mean = abs(float(np.mean(values)))
    if mean == 0:
        raise ValueError(
            f"a share of a mean of 0 has no width; ask replications_for with a half-width, not {share}"
        )
    return replications_for(values, share / (1 + share) * mean, confidence)


def quantile_ranks(n, p, confidence=CONFIDENCE):
    """Ranks of a distribution-free interval of the p quantile of n values: equal tails, exact coverage."""
    tail = (1 - confidence) / 2
    below = bdtr(np.arange(-1, n + 1), n, p)  # [k + 1] P(B <= k)
    below[0] = 0.0
    low = int(np.searchsorted(below, tail, side="right")) - 1  # the largest with P(B < low) <= tail
    high = int(np.searchsorted(below, 1 - tail, side="left"))  # the smallest with P(B >= high) <= tail
    return Ranks(low, high, float(below[high] - below[low]))
