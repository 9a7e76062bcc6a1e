"""How well a law fits durations: Anderson and Darling's test, and Kolmogorov's distance."""

import numpy as np
from scipy.special import gammaln, ndtr, ndtri

from twin.calibrate.services.families import FAMILIES, weibull_shape

TESTED = 1000  # durations on which the fit is tested; more would refuse every law for what does not matter
REPEATS = 99  # of the bootstrap


def tested(law, values, generator):
    """(p-value, distance): Anderson and Darling's test by a parametric bootstrap, Kolmogorov's distance."""
    log_density, below, estimate, _ = FAMILIES[law.family]
    distance = kolmogorov(below(np.sort(values), law.mean, law.cv))
    few = values if len(values) <= TESTED else generator.choice(values, TESTED, replace=False)
    ones = np.ones(len(few))

    def statistic(sample):
        return anderson(below(np.sort(sample), *estimate(sample, ones)))

    seen = statistic(few)
    larger = sum(statistic(drawn(law, len(few), generator)) >= seen for _ in range(REPEATS))
    return (1 + larger) / (1 + REPEATS), distance


def anderson(shares):
    """Anderson and Darling's statistic of sorted shares."""
    shares = np.clip(shares, 1e-12, 1 - 1e-12)
    n = len(shares)
    odd = 2 * np.arange(1, n + 1) - 1
    return -n - (odd * (np.log(shares) + np.log1p(-shares[::-1]))).mean()


def kolmogorov(shares):
    """The largest distance of sorted shares from even ones."""
    n = len(shares)
    ranks = np.arange(n + 1) / n
    return float(max((ranks[1:] - shares).max(), (shares - ranks[:-1]).max()))


def drawn(law, n, generator):
    """Durations of a law."""
    mean, cv = law.mean, law.cv
    if law.family == "gamma":
        return np.maximum(generator.gamma(cv**-2, mean * cv**2, n), 1e-9)
    if law.family == "lognormal":
        s2 = np.log1p(cv**2)
        return generator.lognormal(np.log(mean) - s2 / 2, np.sqrt(s2), n)
    if law.family == "weibull":
        k = weibull_shape(cv)
        return mean / np.exp(gammaln(1 + 1 / k)) * generator.weibull(k, n) + 1e-9
    if law.family == "exponential":
        return generator.exponential(mean, n) + 1e-9
    low = ndtr(-1 / cv)
    return np.maximum(mean + mean * cv * ndtri(low + (1 - low) * generator.random(n)), 1e-9)
