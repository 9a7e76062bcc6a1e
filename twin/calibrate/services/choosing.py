"""Which law durations follow: the likeliest family by BIC, if it fits, else the data themselves."""

from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from twin.calibrate.fit import SURE
from twin.calibrate.services import mixture
from twin.calibrate.services.families import FAMILIES
from twin.calibrate.services.goodness import tested
from twin.calibrate.services.likelihood import fitted, mean_and_cv, trimmed

FEWEST = 20  # durations, below which there is no law
POOR, FAR = 0.01, 0.05  # p-value, and distance of shares, from which on a law does not fit
OFF = 3.0  # standard errors by which the mean of a law may miss that of the data
CUT = 0.01  # share of durations that still ran, beyond which those that ended are no picture of all
WIDE = norm.ppf(0.5 + SURE / 2)
OBSERVED, CONSTANT = "observed", "constant"
# Seconds, and share of a duration: as far as 95 % of what a machine always takes may lie apart.
TICK, ALIKE = 0.01, 0.003
STRAYS = 0.05  # of its durations, which are of trucks that were taken for others


class Law(NamedTuple):
    """A chosen law, with the doubt of its mean and cv."""

    family: str
    mean: float
    cv: float
    mean_within: tuple[float, float]
    cv_within: tuple[float, float]
    quantiles: np.ndarray  # [101]
    n: int
    fits: float  # p-value
    distance: float  # largest difference of the shares below a duration, of law and data
    strays: float
    bic: float
    written: tuple[float, float]  # mean and cv as the law is written


def law_of(durations, generator):
    """The Law of Durations; None where they are too few."""
    if durations.n < FEWEST:
        return None
    if not len(durations.rounded) and (always := constant_of(durations.exact)) is not None:
        return always
    if durations.middle.std() == 0.0:
        return None
    laws = sorted((fitted(family, durations) for family in FAMILIES), key=lambda law: law.bic)
    best = laws[0]
    clean = trimmed(best, durations.middle)
    whole = len(durations.exact) > 0 and len(durations.censored) <= CUT * durations.n
    fits, distance = tested(best, clean, generator) if whole else (np.nan, np.nan)
    bad = fits <= POOR and (distance > FAR or misses(best, clean))
    if bad and (two := mixture.law_of(clean)) is not None and two.bic < best.bic:
        return of_data(clean, best, (two.fits, two.distance), "mixture" if two.distance < FAR else OBSERVED)
    if bad:
        return of_data(clean, best, (fits, distance), OBSERVED)
    mean, cv = best.moments
    doubt = np.sqrt(np.maximum(np.diag(best.covariance), 0.0))
    return Law(
        best.family, mean, cv, around(mean, doubt[0]), around(cv, doubt[1]), quantiles_of(clean),
        durations.n, fits, distance, best.strays, best.bic, (best.mean, best.cv),
    )  # fmt: skip


def constant_of(values):
    """The law of what always takes the same, as a machine does; None if it does not."""
    low, middle, high = np.quantile(values, [0.025, 0.5, 0.975])
    strays = float((np.abs(values - middle) > TICK + ALIKE * middle).mean())
    if high - low > TICK + ALIKE * middle or strays > STRAYS:
        return None
    n = len(values)
    # As if it were spread over one tick: less than any family with a spread.
    bic = np.log(n) + 2.0 * n * np.log(TICK)
    return Law(
        CONSTANT, middle, 0.0, (low, high), (0.0, (high - low) / middle), quantiles_of(values),
        n, np.nan, 0.0, strays, bic, (middle, 0.0),
    )  # fmt: skip


def misses(law, values):
    """Whether the mean of a law is not that of the data."""
    mean, cv = mean_and_cv(values)
    return abs(np.log(law.moments[0] / mean)) > OFF * cv / np.sqrt(len(values))


def of_data(values, best, how_well, family):
    """The law that is the data; doubts are those of a sample's mean and cv."""
    mean, cv = mean_and_cv(values)
    n = len(values)
    away = (values - mean) / (mean * cv) if cv else np.zeros(n)  # all of them may be the same
    fourth, third = (away**4).mean(), (away**3).mean()
    of_cv = np.sqrt(max((fourth - 1) / 4 - cv * third + cv**2, 0.0) / n)  # delta method
    return Law(
        family, mean, cv, around(mean, cv / np.sqrt(n)), around(cv, of_cv), quantiles_of(values),
        n, *how_well, best.strays, best.bic, (mean, cv),
    )  # fmt: skip


def around(value, relative):
    return float(value * np.exp(-WIDE * relative)), float(value * np.exp(WIDE * relative))


def quantiles_of(values):
    return np.quantile(values, np.linspace(0, 1, 101))
