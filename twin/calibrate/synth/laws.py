"""The mean and the coefficient of variation of a law."""

import math

import numpy as np


def moments(law):
    """(mean in seconds, cv) of a Law."""
    mean = law.mean
    return mean, (_SPREAD[law.family](*law.values) / mean if mean else 0.0)


def _uniform(low, high):
    return (high - low) / math.sqrt(12)


def _triangular(low, mode, high):
    squares = low * low + mode * mode + high * high - low * mode - low * high - mode * high
    return math.sqrt(squares / 18)


def _normal(mean, cv):
    """Of a normal law cut off at 0."""
    hazard = math.exp(-0.5 / cv**2) / math.sqrt(2 * math.pi) / (0.5 * math.erfc(-1 / (cv * math.sqrt(2))))
    return mean * cv * math.sqrt(1 - hazard / cv - hazard * hazard)


def _of_cv(mean, cv):
    return mean * cv


# family -> its standard deviation, of the values of its Law
_SPREAD = {
    "constant": lambda value: 0.0,
    "exponential": lambda mean: mean,
    "uniform": _uniform,
    "triangular": _triangular,
    "erlang": lambda mean, stages: mean / math.sqrt(stages),
    "observed": lambda *values: float(np.std(values)),
    "normal": _normal,
    "lognormal": _of_cv,
    "gamma": _of_cv,
    "weibull": _of_cv,
}
