"""Four criteria of how simulated days lie within the recorded ones.

In the manner of the FHWA Traffic Analysis Toolbox, volume III (2019), chapter 5: days are sorted into types,
each type has a representative profile by the hour and a band of the spread between its days, and
1. of the hours, 95 % lie within 1.96 standard deviations of the profile (no outliers),
2. of the hours, two thirds lie within one (the run is among the days, not at their edge),
3. the mean absolute error is at most that of a recorded day,
4. the mean error is at most a third of it (no bias).
The profile is the mean over the days of a type and not one day, since counts of an hour scatter by chance.
Few days may fail by chance as well, so each criterion is told beside how often it holds where simulated days
stand in for the recorded ones.
"""

from typing import NamedTuple

import numpy as np

OUTER, INNER = 1.96, 1.0  # standard deviations
OUTER_SHARE, INNER_SHARE = 0.95, 2 / 3
SYSTEMATIC = 1 / 3
FEWEST_DAYS = 3
NAMES = ("outliers", "inliers", "absolute_error", "systematic_error")
STAND_INS = 50  # times that simulated days stand in for the recorded ones
SLACK = 1e-9  # what sums of floats may differ by


class Criterion(NamedTuple):
    """One of the four, of one measure at one station on one type of days."""

    measure: str
    station: str
    days: str
    criterion: str
    value: float
    bound: float  # at least for the first two, at most for the others
    holds: bool
    by_chance: float  # share of stand-ins that hold


class Bands(NamedTuple):
    """What is drawn: the recorded profile with its spread, and the simulated days."""

    measure: str
    station: str
    days: str
    number: int  # of recorded days
    profile: np.ndarray  # [hour]
    spread: np.ndarray  # [hour]
    simulated: np.ndarray  # [hour]
    low: np.ndarray  # [hour] below which 5 % of simulated days are
    high: np.ndarray  # [hour] above which 5 % are


def judged(key, days, recorded, run, rng):
    """(Bands, [four Criterion]) of days of one type, [day, hour] each; None where too few are recorded."""
    if len(recorded) < FEWEST_DAYS or not len(run):
        return None
    profile, spread = _profile(recorded)
    low, high = (_quantile(run, q) for q in (0.05, 0.95))
    band = Bands(*key, days, len(recorded), profile, spread, _profile(run)[0], low, high)
    found = _four(recorded, run)
    stand_ins = [
        _four(*_split(run, len(recorded), rng)) for _ in range(STAND_INS if len(run) > len(recorded) else 0)
    ]
    chance = (
        np.mean([[holds for *_, holds in four] for four in stand_ins], axis=0) if stand_ins else [np.nan] * 4
    )
    rows = zip(NAMES, found, chance, strict=True)
    return band, [Criterion(*key, days, name, *one, float(often)) for name, one, often in rows]


def _split(run, number, rng):
    order = rng.permutation(len(run))
    return run[order[:number]], run[order[number:]]


def _profile(days):
    """([hour] mean, [hour] standard deviation) over the days that know it; nan where none does."""
    is_known = ~np.isnan(days)
    number = is_known.sum(axis=0)
    mean = np.where(number > 0, np.where(is_known, days, 0.0).sum(axis=0) / np.maximum(number, 1), np.nan)
    squares = np.where(is_known, (days - mean) ** 2, 0.0).sum(axis=0)
    return mean, np.sqrt(squares / np.maximum(number - 1, 1))


def _quantile(days, q):
    is_empty = np.isnan(days).all(axis=0)
    return np.where(is_empty, np.nan, np.nanquantile(np.where(is_empty, 0.0, days), q, axis=0))


def _four(recorded, run):
    """[criterion] (value, bound, holds)."""
    profile, spread = _profile(recorded)
    error = _profile(run)[0] - profile
    is_known = ~np.isnan(error)
    error, spread = error[is_known], spread[is_known]
    if not len(error):
        return [(np.nan, np.nan, False)] * 4
    outer, inner = (float((np.abs(error) <= width * spread + SLACK).mean()) for width in (OUTER, INNER))
    usual = float(np.nanmean(np.abs(recorded - profile)))
    absolute, system = float(np.abs(error).mean()), float(abs(error.mean()))
    return [
        (outer, OUTER_SHARE, outer >= OUTER_SHARE),
        (inner, INNER_SHARE, inner >= INNER_SHARE),
        (absolute, usual, absolute <= usual + SLACK),
        (system, SYSTEMATIC * usual, system <= SYSTEMATIC * usual + SLACK),
    ]
