"""When those came of whom only the starts are known: order statistics below the starts of a spell.

Of n arrivals of a Poisson process in a spell the k-th came not after the k-th start. Let q be the number that
waits just after a start, d the expected number of arrivals between two starts. Then

    q(0) = 0,   q(k) = q(k-1) + Poisson(d(k)) - 1 >= 0,   q(n) = 0,

a Markov chain, whose law given its end comes from one pass back over the starts: O(n^2) in all where few come
between two. Larson (1990) has the same by integrals in O(n^5), Bertsimas and Servi (1992) in O(n^3). Only the
ratios of the d matter. All chains of arrays are run side by side.
"""

import numpy as np
from scipy.special import gammaln

LEAST = 6  # arrivals between two starts that are always thought possible
TINY = 1e-60  # as probable as this is impossible
ROOM = 20_000_000  # numbers of a pass back that are kept at once


def chances(gaps):
    """[chain, arrivals] Poisson probabilities of so many arrivals in a gap [chain] of expected number."""
    most = int(gaps.max() + 6.0 * np.sqrt(gaps.max()) + LEAST)
    k = np.arange(most + 1)
    gaps = np.maximum(gaps, 1e-300)[:, None]
    return np.exp(k * np.log(gaps) - gaps - gammaln(k + 1))


def scaled(gaps):
    """[chain, start] the same in proportion, so that as many are expected as came."""
    return gaps * (gaps.shape[1] / gaps.sum(axis=1, keepdims=True))


def back(gaps):
    """[start + 1] of [chain, waiting]: how probable the rest of the spell is, up to a factor."""
    chains, n = gaps.shape
    rest = [np.ones((chains, 1))]
    for k in range(n - 1, -1, -1):  # after start k there wait at most n - k
        later, chance = rest[-1], chances(gaps[:, k])
        width, size = later.shape[1], n - k + 1
        here = np.zeros((chains, size))
        for more in range(min(chance.shape[1], width + 1)):
            first = max(0, 1 - more)  # waiting before, of whom one is served
            last = min(size, width - more + 1)
            here[:, first:last] += chance[:, more, None] * later[:, first + more - 1 : last + more - 1]
        here /= here.max(axis=1, keepdims=True)
        rest.append(here[:, : np.flatnonzero((here > TINY).any(axis=0))[-1] + 1])
    return rest[::-1]


def drawn(gaps, rng):
    """[chain, start] how many came between each start and the one before, drawn given that all fits."""
    chains, n = gaps.shape
    most = max(1, ROOM // (n * (n + 1)))
    parts = [_drawn(scaled(gaps[i : i + most]), rng) for i in range(0, chains, most)]
    return np.concatenate(parts)


def _drawn(gaps, rng):
    chains, n = gaps.shape
    rest, rows = back(gaps), np.arange(chains)[:, None]
    waiting, came = np.zeros(chains, np.int64), np.zeros((chains, n), np.int64)
    for k in range(n):
        chance = chances(gaps[:, k])
        after = waiting[:, None] + np.arange(chance.shape[1]) - 1
        good = (after >= 0) & (after < rest[k + 1].shape[1])
        weight = np.where(good, chance * rest[k + 1][rows, np.where(good, after, 0)], 0.0).cumsum(axis=1)
        pick = rng.random(chains) * weight[:, -1]
        came[:, k] = (weight > pick[:, None]).argmax(axis=1)
        waiting = waiting + came[:, k] - 1
    return came


def expected(gaps):
    """[start] how many had come by each start on average, given that all fits, of gaps [start]."""
    gaps = scaled(np.atleast_2d(np.asarray(gaps, float)))
    n = gaps.shape[1]
    rest, ahead, found = back(gaps), np.ones(1), np.empty(n)
    for k in range(n):
        chance = chances(gaps[:, k])[0]
        ahead = np.convolve(ahead, chance)[1 : n - k + 1]  # one is served
        ahead /= ahead.max()
        width = min(len(ahead), rest[k + 1].shape[1])
        weight = ahead[:width] * rest[k + 1][0, :width]
        found[k] = k + 1 + (np.arange(len(weight)) * weight).sum() / weight.sum()
    return found
