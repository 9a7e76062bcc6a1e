"""The rate of arrivals round the clock: smooth from hour to hour, types of day alike as far as they are.

The logarithm of the rate on a day of type t at hour h is b[t] + f[h] + g[t, h]. Second differences of f and
g round the clock are held small, each by a weight that is the likeliest given the counts (Laplace's
approximation). b is free, so the total of each type of day is that of the counts.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

Array = np.ndarray
HOURS = 24
CENTRED = 1e4  # weight that holds the sums of f and g at 0
ROUNDS = 50


class Rates(NamedTuple):
    """[type, hour] logarithm of the rate a second, and its standard error."""

    log_rate: Array
    error: Array


def rates_of(number, watched):
    """The Rates of counts [type, hour] that were watched for so many seconds."""
    types = len(number)
    design = design_of(types)
    offset = np.log(np.maximum(watched, 1e-9)).ravel()
    counts = np.where(watched > 0, number, 0.0).ravel()
    there = (watched > 0).ravel()
    start = np.zeros(design.shape[1])
    start[:types] = np.log((number.sum(axis=1) + 0.5) / np.maximum(watched.sum(axis=1), 1e-9))
    state = {"theta": start}

    def cost(logs):
        theta, hessian, penalty = newton(
            design[there], counts[there], offset[there], weights(logs, types), state
        )
        rank = (HOURS - 1) * (logs[0] + types * logs[1])
        fit = likelihood(design[there] @ theta + offset[there], counts[there])
        return -(fit - theta @ penalty @ theta / 2 + rank / 2 - np.linalg.slogdet(hessian)[1] / 2)

    options = {"xatol": 0.02, "fatol": 1e-3, "maxiter": 120}
    found = minimize(cost, np.array([1.0, 3.0]), method="Nelder-Mead", bounds=[(-6, 14)] * 2, options=options)
    penalty = weights(found.x, types)
    theta, hessian, _ = newton(design[there], counts[there], offset[there], penalty, state)
    covariance = np.linalg.inv(hessian)
    error = np.sqrt(np.einsum("ij,jk,ik->i", design, covariance, design))
    return Rates((design @ theta).reshape(types, HOURS), error.reshape(types, HOURS))


def design_of(types):
    """[type x hour, parameter]: b of each type, f of each hour, g of each type and hour."""
    kind = np.repeat(np.arange(types), HOURS)
    hour = np.tile(np.arange(HOURS), types)
    cells = np.eye(types * HOURS)
    return np.hstack([np.eye(types)[kind], np.eye(HOURS)[hour], cells])


def weights(logs, types):
    """The penalty on all parameters for the logarithms of the two weights."""
    second = np.roll(np.eye(HOURS), 1, axis=1) - 2 * np.eye(HOURS) + np.roll(np.eye(HOURS), -1, axis=1)
    rough, level = second.T @ second, CENTRED * np.ones((HOURS, HOURS))
    size = types + HOURS * (types + 1)
    out = np.zeros((size, size))
    for i in range(types + 1):
        at = slice(types + HOURS * i, types + HOURS * (i + 1))
        out[at, at] = np.exp(logs[0 if i == 0 else 1]) * rough + level
    return out


def newton(design, counts, offset, penalty, state):
    """(parameters, curvature, penalty) at the largest penalised likelihood; state keeps the start."""
    theta = state["theta"]
    for _ in range(ROUNDS):
        expected = np.exp(np.clip(design @ theta + offset, -50, 50))
        hessian = design.T @ (expected[:, None] * design) + penalty
        step = np.linalg.solve(hessian, design.T @ (counts - expected) - penalty @ theta)
        theta = theta + step * min(1.0, 3.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < 1e-8:
            break
    state["theta"] = theta
    return theta, hessian, penalty


def likelihood(logs, counts):
    """Poisson's, without what no parameter changes."""
    return (counts * logs - np.exp(np.minimum(logs, 50))).sum()
