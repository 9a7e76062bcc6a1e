"""Whether arrivals come alone: how far numbers of a day, and of quarters, spread more than chance."""

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2, norm

from twin.calibrate.recorded import DAY, HOUR

Array = np.ndarray
WINDOW = 900.0  # seconds in which those who come together have come
SURE, MUCH = 1e-4, 1.15  # p-value and spread from which on platoons are believed
WHOLE = 0.95 * DAY  # seconds: a day that was watched
CLOSE = 60.0  # seconds between two of a platoon, at most


class Spread(NamedTuple):
    """Variance over what chance would give, its 90 % interval and p-value."""

    value: float
    low: float
    high: float
    p: float
    n: int


def of_days(number, expected, watched):
    """The Spread of the numbers of whole days; nan where there are fewer than five."""
    whole = watched.sum(axis=1) >= WHOLE
    y, mu = number[whole].sum(axis=1), expected[whole].sum(axis=1)
    free = len(y) - 2  # two types of day took their totals from these days
    if free < 3 or mu.min() < 5:
        return Spread(np.nan, 0.0, np.inf, 1.0, len(y))
    total = float(((y - mu) ** 2 / mu).sum())
    return Spread(
        total / free,
        total / chi2.ppf(0.95, free),
        total / chi2.ppf(0.05, free),
        float(chi2.sf(total, free)),
        len(y),
    )


def of_minutes(times, day, rate, watched):
    """The Spread of the numbers in quarters of an hour, given the rate [day, hour] of those."""
    per_hour = int(HOUR / WINDOW)
    full = np.repeat(watched >= 0.999 * HOUR, per_hour, axis=1).ravel()
    mu = np.repeat(rate * WINDOW, per_hour, axis=1).ravel()
    row = np.searchsorted(day, np.floor(times / DAY).astype(np.int64))
    slot = (times % DAY // WINDOW).astype(np.int64)
    y = np.bincount(row * int(DAY / WINDOW) + slot, minlength=len(mu)).astype(float)
    good = full & (mu > 0.02)
    if good.sum() < 500:
        return Spread(np.nan, 0.0, np.inf, 1.0, int(good.sum()))
    y, mu = y[good], mu[good]
    value = ((y - mu) ** 2).sum() / mu.sum()
    error = np.sqrt((2 * mu**2 + mu).sum()) / mu.sum()
    squares = (y - mu) ** 2
    wide = norm.ppf(0.95) * max(error, squares.std() / mu.mean() / np.sqrt(len(y)))
    return Spread(value, value - wide, value + wide, float(norm.sf((value - 1) / error)), len(y))


def platoon_of(spread):
    """How many come together on average, and its interval; one where chance explains the spread."""
    if not (spread.p < SURE and spread.value > MUCH):
        return 1.0, 1.0, max(1.0, (spread.high + 1) / 2) if spread.n else np.inf
    return (spread.value + 1) / 2, max(1.0, (spread.low + 1) / 2), (spread.high + 1) / 2


def gap_of(times):
    """Seconds between two of one platoon, as a rule."""
    gaps = np.diff(times)
    return float(np.median(gaps[gaps < CLOSE])) if (gaps < CLOSE).any() else 0.0
