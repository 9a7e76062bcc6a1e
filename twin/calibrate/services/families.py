"""Laws of durations by their mean and cv: density, share below, and the quick estimate of each."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import digamma, gammainc, gammaln, ndtr, polygamma

SMALLEST, LARGEST = 0.02, 5.0  # of a cv: beyond, a law is no law of services


def gamma_log_density(x, mean, cv):
    k = cv**-2
    return k * np.log(k / mean) + (k - 1) * np.log(x) - k * x / mean - gammaln(k)


def gamma_below(x, mean, cv):
    return gammainc(cv**-2, np.maximum(x, 0.0) / (mean * cv**2))


def gamma_estimate(x, weight):
    mean, logs = average(x, weight), average(np.log(x), weight)
    gap = max(np.log(mean) - logs, 1e-6)
    k = (3 - gap + np.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(4):
        k = max(k - (np.log(k) - digamma(k) - gap) / (1 / k - polygamma(1, k)), 1e-3)
    return mean, within(k**-0.5)


def lognormal_log_density(x, mean, cv):
    s2 = np.log1p(cv**2)
    return -((np.log(x / mean) + s2 / 2) ** 2) / (2 * s2) - np.log(x) - 0.5 * np.log(2 * np.pi * s2)


def lognormal_below(x, mean, cv):
    s2 = np.log1p(cv**2)
    return ndtr((np.log(np.maximum(x, 1e-300) / mean) + s2 / 2) / np.sqrt(s2))


def lognormal_estimate(x, weight):
    logs = np.log(x)
    middle = average(logs, weight)
    s2 = average((logs - middle) ** 2, weight)
    return np.exp(middle + s2 / 2), within(np.sqrt(np.expm1(min(s2, 4.0))))


def weibull_shape(cv):
    """The shape whose cv this is."""

    def off(k):
        return gammaln(1 + 2 / k) - 2 * gammaln(1 + 1 / k) - np.log1p(cv**2)

    return brentq(off, 0.15, 90.0, xtol=1e-10)


def weibull_log_density(x, mean, cv):
    k = weibull_shape(cv)
    scale = mean / np.exp(gammaln(1 + 1 / k))
    return np.log(k / scale) + (k - 1) * np.log(x / scale) - (x / scale) ** k


def weibull_below(x, mean, cv):
    k = weibull_shape(cv)
    return -np.expm1(-((np.maximum(x, 0.0) / mean * np.exp(gammaln(1 + 1 / k))) ** k))


def weibull_estimate(x, weight):
    logs = np.log(x / x.max())
    middle = average(logs, weight)

    def off(k):
        tilted = weight * np.exp(k * logs)
        return (tilted * logs).sum() / tilted.sum() - 1 / k - middle

    k = brentq(off, 0.05, 80.0) if off(0.05) < 0 < off(80.0) else 1.0
    scale = x.max() * (weight * np.exp(k * logs)).sum() ** (1 / k) / weight.sum() ** (1 / k)
    spread = np.exp(gammaln(1 + 2 / k) - 2 * gammaln(1 + 1 / k)) - 1
    return scale * np.exp(gammaln(1 + 1 / k)), within(np.sqrt(max(spread, 0.0)))


def exponential_log_density(x, mean, cv):
    return -np.log(mean) - x / mean


def exponential_below(x, mean, cv):
    return -np.expm1(-np.maximum(x, 0.0) / mean)


def exponential_estimate(x, weight):
    return average(x, weight), 1.0


def normal_log_density(x, mean, cv):
    """Cut off at 0; mean and cv are those before it is cut."""
    spread = mean * cv
    return -((x - mean) ** 2) / (2 * spread**2) - np.log(spread * np.sqrt(2 * np.pi)) - np.log(ndtr(1 / cv))


def normal_below(x, mean, cv):
    cut = ndtr(-1 / cv)
    return (ndtr((np.maximum(x, 0.0) - mean) / (mean * cv)) - cut) / (1 - cut)


def normal_estimate(x, weight):
    mean = average(x, weight)
    return mean, within(np.sqrt(average((x - mean) ** 2, weight)) / mean)


def average(x, weight):
    return (x * weight).sum() / weight.sum()


def within(cv):
    return float(np.clip(cv, SMALLEST, LARGEST))


# family: (log density, share below, quick estimate, number of parameters)
FAMILIES = {
    "gamma": (gamma_log_density, gamma_below, gamma_estimate, 2),
    "lognormal": (lognormal_log_density, lognormal_below, lognormal_estimate, 2),
    "weibull": (weibull_log_density, weibull_below, weibull_estimate, 2),
    "normal": (normal_log_density, normal_below, normal_estimate, 2),
    "exponential": (exponential_log_density, exponential_below, exponential_estimate, 1),
}


def moments(family, mean, cv):
    """Mean and cv of what is drawn: a normal law cut off at 0 has others than before."""
    if family != "normal":
        return mean, cv
    spread, a = mean * cv, -1 / cv
    hazard = np.exp(-(a**2) / 2) / np.sqrt(2 * np.pi) / ndtr(-a)
    cut_mean = mean + spread * hazard
    return cut_mean, spread * np.sqrt(1 + a * hazard - hazard**2) / cut_mean


def quantiles(family, mean, cv, shares):
    """The durations below which these shares are; by the law's share below, on a fine scale."""
    grid = mean * np.exp(np.linspace(np.log(1e-5), np.log(1 + 60 * cv), 4000))
    return np.interp(shares, FAMILIES[family][1](grid, mean, cv), grid)
