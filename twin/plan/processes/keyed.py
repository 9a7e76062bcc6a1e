"""Draws for many arrivals at once, each from its own key."""

import math

import numpy as np

from twin.plan.draws import mix, normal_quantile, uniform
from twin.plan.jit import njit
from twin.plan.rules import sample

_LAW = "Tuple((int64, int64, int64, float64, float64, float64))"  # kind, first, n, p, q, r


def durations(keys, purpose, law, table):
    """[key] a duration by a row of DIST for each key."""
    first, n, p, q, r, kind = law.item()
    return durations_of(keys, purpose, (kind, first, n, p, q, r), table)


@njit("int64[:](int64, int64[:])", cache=True)
def keys_of(root, identity):
    """[identity] the key of each arrival of a source."""
    out = np.empty(len(identity), np.int64)
    for i in range(len(identity)):
        out[i] = mix(root, identity[i])
    return out


@njit("float64[:](int64[:], int64)", cache=True)
def uniforms_of(keys, purpose):
    """[key] uniform(key, purpose, 0)."""
    out = np.empty(len(keys))
    for i in range(len(keys)):
        out[i] = uniform(keys[i], purpose, 0)
    return out


@njit("float64[:](int64[:], int64)", cache=True)
def normals_of(keys, purpose):
    """[key] a standard normal number."""
    out = np.empty(len(keys))
    for i in range(len(keys)):
        out[i] = normal_quantile(uniform(keys[i], purpose, 0))
    return out


@njit(f"float64[:](int64[:], int64, {_LAW}, float64[:])", cache=True)
def durations_of(keys, purpose, law, table):
    """[key] a duration by a law."""
    kind, first, n, p, q, r = law
    out = np.empty(len(keys))
    for i in range(len(keys)):
        out[i] = sample(keys[i], purpose, 0, kind, first, n, p, q, r, table)
    return out


def poisson(u, mean):
    """The u-quantile of a Poisson number."""
    from scipy import special

    if u <= math.exp(-mean):
        return 0
    n = math.ceil(special.pdtrik(u, mean))
    # The continuous inverse may land on either side of the whole number.
    while n > 0 and special.pdtr(n - 1, mean) >= u:
        n -= 1
    while special.pdtr(n, mean) < u:
        n += 1
    return n
