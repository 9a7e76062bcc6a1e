"""Numbers that are not certain, as the chance of each: [number], summing to 1."""

import math

import numpy as np

NONE = np.ones(1)  # surely nobody
# Of those inside: pieces of journeys that were given to the wrong truck. Chosen by what the intervals of two
# ports by twin synth and of a recorded one hold.
MISCOUNTED = 0.005
FEW = 1e-6  # chances beyond which nothing is told


def number_of(likelies):
    """Of those who are there independently of each other, each as likely as is said."""
    out = NONE
    for likely in likelies:
        likely = min(max(likely, 0.0), 1.0)
        out = np.append(out * (1 - likely), 0.0) + np.append(0.0, out * likely)
    return out


def poisson(mean):
    """Of those who come one by one."""
    if mean <= 0:
        return NONE
    top = int(mean + 8 * math.sqrt(mean) + 8)
    logs = np.arange(top) * math.log(mean) - mean - np.cumsum(np.log(np.maximum(np.arange(top), 1)))
    return np.exp(logs) / np.exp(logs).sum()


def together(one, two):
    """The sum of two that are independent, without the tail that hardly ever is."""
    out = np.convolve(one, two)
    return out[: max(int(np.searchsorted(np.cumsum(out), 1 - FEW)) + 1, 1)]


def miscounted(chance):
    """A number of which some are surely there and are not, or are there and were taken for others."""
    wrong = poisson(MISCOUNTED * mean(chance))
    out = np.convolve(np.convolve(chance, wrong), wrong[::-1])
    below = len(wrong) - 1
    return np.append(out[: below + 1].sum(), out[below + 1 :])


def mean(chance):
    return float(np.arange(len(chance)) @ chance)


def quantile(chance, share):
    """The least number that is not exceeded in a share of cases."""
    return float(min(np.searchsorted(np.cumsum(chance), share - 1e-9), len(chance) - 1))
