"""The law of a family under which durations are likeliest, a few impossible ones among them allowed for."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from twin.calibrate.services.durations import gathered
from twin.calibrate.services.families import FAMILIES, LARGEST, SMALLEST, average, moments

Array = np.ndarray
TINY = 1e-300
WORTH = 12.0  # twice the gain in log-likelihood from which a share of strays is believed


class Fitted(NamedTuple):
    """A family's likeliest law; `covariance` is that of log mean and log cv."""

    family: str
    mean: float  # as the law is written
    cv: float
    strays: float  # share that belongs to no law
    log_likelihood: float
    bic: float
    covariance: Array

    @property
    def moments(self):
        return moments(self.family, self.mean, self.cv)


def fitted(family, durations):
    """The Fitted of one family to Durations."""
    points = gathered(durations)
    values, weight = reading(points)
    parameters = FAMILIES[family][3]
    log_spread = np.log(3.0 * max(values.max() / values.min(), 1.5))  # strays: as likely at every magnitude
    start = start_of(family, values, weight)

    def cost(theta):
        return -log_likelihood(family, theta, points, log_spread)

    plain = search(cost, start[:parameters])
    strayed = search(cost, np.array([*start[:2], np.log(0.01)]) if parameters == 2 else None)
    best = plain
    if strayed is not None and 2 * (plain.fun - strayed.fun) > WORTH and np.exp(strayed.x[2]) < 0.2:
        best = strayed
    theta = np.array([*best.x, *start[len(best.x) : 2]]) if len(best.x) < 2 else best.x
    n = weight.sum()
    covariance = curvature(lambda t: cost(np.array([*t, *theta[2:]])), theta[:parameters])
    return Fitted(
        family, np.exp(theta[0]), float(np.clip(np.exp(theta[1]), SMALLEST, LARGEST)),
        np.exp(theta[2]) if len(theta) > 2 else 0.0, -best.fun,
        2 * best.fun + len(best.x) * np.log(n), covariance,
    )  # fmt: skip


def reading(points):
    """(value, weight) of all that ended, the rounded by their middles."""
    rough = np.maximum((points.rounded * points.shares).sum(axis=1), 1.0) if len(points.rounded) else []
    return np.concatenate([points.exact, rough]), np.concatenate([points.weight, points.counts])


def start_of(family, values, weight):
    """Where the search begins: the quick estimate without the outermost values, log mean and log cv."""
    order = np.argsort(values)
    share = np.cumsum(weight[order]) / weight.sum()
    kept = order[(share > 0.005) & (share < 0.995)] if len(values) > 40 else order
    mean, cv = FAMILIES[family][2](values[kept], weight[kept])
    return np.log([mean, cv])


def search(cost, start):
    """The minimum near a start, by Nelder and Mead; None where there is no start."""
    if start is None:
        return None
    first = start + np.vstack([np.zeros(len(start)), 0.1 * np.eye(len(start))])
    options = {"initial_simplex": first, "xatol": 1e-5, "fatol": 1e-5, "maxiter": 400}
    return minimize(cost, start, method="Nelder-Mead", options=options)


def log_likelihood(family, theta, points, log_spread):
    """Of (log mean, log cv, log share of strays), the later ones where they are given."""
    log_density, below, _, _ = FAMILIES[family]
    mean = np.exp(theta[0])
    cv = np.exp(theta[1]) if len(theta) > 1 else 1.0
    strays = np.exp(theta[2]) if len(theta) > 2 else 0.0
    if not (SMALLEST <= cv <= LARGEST and strays < 0.5):
        return -1e15
    total = (
        points.weight * mixed(log_density(points.exact, mean, cv), points.exact, strays, log_spread)
    ).sum()
    if len(points.rounded):
        possible = np.maximum(points.rounded, 1e-3)
        dense = np.where(points.rounded > 0, np.exp(log_density(possible, mean, cv)), 0.0)
        whole = np.log((dense * points.shares).sum(axis=1) + TINY)
        middle = np.maximum((points.rounded * points.shares).sum(axis=1), 1.0)
        total += (points.counts * mixed(whole, middle, strays, log_spread)).sum()
    if len(points.censored):
        total += np.log(np.maximum(1.0 - below(points.censored, mean, cv), TINY)).sum()
    return total if np.isfinite(total) else -1e15


def mixed(log_density, x, strays, log_spread):
    """The log-density with a share of strays, which are spread evenly over the logarithms."""
    if strays == 0.0:
        return log_density
    return np.logaddexp(np.log1p(-strays) + log_density, np.log(strays / (x * log_spread)))


def stray_share(law, x, log_spread):
    """[value] how likely it is a stray under a law."""
    if law.strays == 0.0:
        return np.zeros(len(x))
    dense = FAMILIES[law.family][0](x, law.mean, law.cv)
    stray = np.log(law.strays / (x * log_spread))
    return np.exp(stray - np.logaddexp(np.log1p(-law.strays) + dense, stray))


def curvature(cost, at, step=2e-3):
    """The covariance that the curvature of a cost gives, 2 x 2; what was not searched has none."""
    size = len(at)
    hessian = np.empty((size, size))
    steps = step * np.eye(size)
    for i in range(size):
        for j in range(size):
            ends = [cost(at + a * steps[i] + b * steps[j]) for a in (1, -1) for b in (1, -1)]
            hessian[i, j] = (ends[0] - ends[1] - ends[2] + ends[3]) / (4 * step**2)
    out = np.zeros((2, 2))
    try:
        out[:size, :size] = np.linalg.inv(hessian)
    except np.linalg.LinAlgError:
        out[:size, :size] = np.nan
    return out


def trimmed(law, values):
    """The values that a law does not take for strays."""
    if law.strays == 0.0:
        return values
    log_spread = np.log(3.0 * max(values.max() / values.min(), 1.5))
    return values[stray_share(law, values, log_spread) < 0.5]


def mean_and_cv(values):
    mean = average(values, np.ones(len(values)))
    return mean, values.std() / mean
